"""Testimony in the files of an edition: where its recording is heard, as far as it is open.

Agreement can be taken back after the freeze: no file says that it stands.
"""

from typing import Any

from briefingbooks.formats.pdf import print_html
from briefingbooks.pages import BookPage, PlayerView
from tests.briefingbooks.formats.make import a_page, a_testimony, some_facts, the_pictures
from tests.briefingbooks.formats.test_corrections import Writer, every_file, words

AGREED = "Heard with the agreement of everyone who speaks."
MOMENT = "https://archive.example/interviews/FTP-OH-0001/#t=1"


def a_book(**fields: Any) -> BookPage:
    return a_page(entries=[a_testimony(**fields)])


@every_file
def test_a_recording_that_is_open_is_heard_at_its_moment_on_the_page_of_the_interview(
    write: Writer,
) -> None:
    page = write(a_book(player=PlayerView("/media/one.mp3#t=1,9", False, AGREED)))
    assert f'href="{MOMENT}">Hear it on the page of the interview</a>, as long as everyone' in page
    assert "/media/one.mp3" not in page
    assert AGREED not in page


@every_file
def test_without_a_recording_nothing_is_said_of_hearing_it(write: Writer) -> None:
    assert "Hear it" not in write(a_book())


@every_file
def test_a_recording_behind_a_notice_is_named_with_the_page_that_asks_first(write: Writer) -> None:
    page = write(a_book(asks_first=True, access=["Closed until 2031."]))
    said = "A notice comes before this recording and its transcript, on the page of the interview."
    assert said in words(page)
    assert 'href="https://archive.example/interviews/FTP-OH-0001/">the page' in page
    assert "Closed until 2031." in page


def test_where_the_site_does_not_know_its_address_the_words_stay_on_paper() -> None:
    page = a_book(player=PlayerView("/media/one.mp3", False, AGREED))
    source = print_html(page, the_pictures(), some_facts(site_url="")).decode()
    assert "<span>Hear it on the page of the interview</span>, as long as" in source

"""Corrections in the files of an edition: those known when it was frozen, each with its place."""

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date
from html import unescape
from typing import Any

import pytest

from briefingbooks.formats.document import edition_html
from briefingbooks.formats.epub import book_epub
from briefingbooks.formats.offline import offline_zip
from briefingbooks.formats.pdf import print_html
from briefingbooks.pages import Announcement, BookPage, Correction, NewsView
from tests.briefingbooks.formats.make import HOSTILE, a_link, a_page, some_facts, the_pictures

Writer = Callable[[BookPage], str]


def a_correction(**fields: Any) -> Correction:
    return Correction(
        **{
            "number": 12,
            "anchor": "the-cable-inside",
            "entry": "",
            "where": "Section “The cable”",
            "on": date(2014, 3, 2),
            "severity": "factual",
            "was": "It was sent on 12 January.",
            "now": "It was sent on 11 January.",
            "note": "The copy of 2004 shows it.",
            "credited_as": "M. Reader",
            "fixed_in": 2,
        }
        | fields
    )


def as_page(page: BookPage) -> str:
    return edition_html(page, the_pictures(), some_facts()).decode()


def as_print(page: BookPage) -> str:
    return print_html(page, the_pictures(), some_facts()).decode()


def as_epub(page: BookPage) -> str:
    return _inside(book_epub(page, the_pictures(), some_facts()), ".xhtml")


def as_offline(page: BookPage) -> str:
    return _inside(offline_zip(page, the_pictures(), some_facts()), ".html")


def _inside(content: bytes, ending: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        names = [name for name in pack.namelist() if name.endswith(ending)]
        return "\n".join(pack.read(name).decode() for name in names)


def words(source: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", "", source)).split())


every_file = pytest.mark.parametrize("write", [as_page, as_print, as_epub, as_offline])


@every_file
def test_every_file_says_what_was_wrong_and_what_stands_there_now(write: Writer) -> None:
    said = words(write(a_page(corrections=[a_correction()])))
    for words_of_it in (
        "What had been corrected in this book when this edition was frozen, newest first.",
        "2 March 2014",
        "Correction 12: Section “The cable” factual",
        "It said: It was sent on 12 January.",
        "It says now: It was sent on 11 January.",
        "The copy of 2004 shows it.",
        "Reported by M. Reader. Right since edition 2.",
    ):
        assert words_of_it in said, words_of_it


@every_file
def test_a_correction_leads_to_its_place_and_to_what_was_corrected_later(write: Writer) -> None:
    page = write(a_page(corrections=[a_correction(), a_correction(anchor="gone", where="There")]))
    assert '#the-cable-inside"><bdi>Section “The cable”</bdi></a>' in page
    assert "<span><bdi>There</bdi></span>" in page
    assert page.count('id="correction-12"') == 1
    assert some_facts().history in page.partition('id="h-corrections"')[2]


@every_file
def test_what_came_new_or_was_taken_out_is_said_in_words(write: Writer) -> None:
    rows = [a_correction(was=""), a_correction(number=11, now="", note="", credited_as="")]
    said = words(write(a_page(corrections=rows)))
    assert "Nothing stood there before. It says now:" in said
    assert "It said: It was sent on 12 January. These words were taken out. Right since" in said


@every_file
def test_where_nothing_was_corrected_there_is_no_such_part(write: Writer) -> None:
    assert "h-corrections" not in write(a_page())


@every_file
def test_a_correction_is_printed_as_typed(write: Writer) -> None:
    row = a_correction(where=HOSTILE, was=HOSTILE, now=HOSTILE, note=HOSTILE, credited_as=HOSTILE)
    assert words(write(a_page(corrections=[row]))).count("A <b>title</b> &") == 5


@every_file
def test_the_news_and_press_releases_about_a_book_are_in_none_of_its_files(write: Writer) -> None:
    day = date(2014, 3, 2)
    news = [NewsView("The Daily", "A. Writer", "Archive opens", day, a_link())]
    press = [Announcement("Museum opens archive", "/press/1/", day, "en")]
    page = write(a_page(news=news, press=press))
    assert "The Daily" not in page
    assert "Museum opens archive" not in page


def test_corrections_are_named_to_reading_systems_as_what_they_are() -> None:
    page = as_epub(a_page(corrections=[a_correction()]))
    assert 'id="corrections" epub:type="errata" role="doc-errata"' in page

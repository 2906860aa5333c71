"""The editors' desk for editions, the citations of an edition, and the command of every night."""

from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from briefingbooks import releasing
from briefingbooks.editions import making
from briefingbooks.models import Edition, Erratum
from tests import cast
from tests.briefingbooks.editions.make import do_tasks, make_edition, original_of, page_of_edition
from tests.briefingbooks.make import make_book, make_entry, make_section, released
from tests.briefingbooks.press_make import make_erratum
from tests.make import make_item

pytestmark = pytest.mark.django_db

TEXT = "The cable was sent to New York that night. Nobody had asked for it."


def made(**fields: Any) -> Edition:
    """A released book with one edition, which is its first."""
    book = make_book(title="The cable", with_parts=True)
    make_section(book=book, heading="What was sent", body_md=TEXT)
    item = make_item(title="Outgoing code cable of the mission", published=True)
    make_entry(book=book, item=item)
    released(book)
    edition: Edition = book.editions.get()
    making.make_files(original_of(edition))
    return edition


def desk_of(edition: Edition, person: Any) -> str:
    client = Client()
    client.force_login(person)
    answer = client.get(reverse("admin:briefingbooks_book_release", args=[edition.book_id]))
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_desk_says_where_each_edition_stands() -> None:
    edition = made()
    assert "given out" in desk_of(edition, cast.director())
    edition.book.entries.get().item.hold(by=None)
    said = desk_of(edition, cast.director())
    assert "closed: a reissue is owed" in said
    assert "Outgoing code cable of the mission" in said
    do_tasks()
    assert "reissued " in desk_of(edition, cast.director())


def test_words_are_taken_out_at_the_desk_for_good() -> None:
    edition = made()
    client = Client()
    client.force_login(cast.director())
    address = reverse("admin:briefingbooks_edition_strike", args=[edition.book_id, 1])
    assert "no way back" in client.get(address).content.decode()
    said = client.post(address, {"answered": "1", "words": "Nobody had asked\nNever said"})
    assert "do not stand in it: “Never said”" in said.content.decode()
    assert client.get(edition.get_absolute_url()).status_code == 200
    client.post(address, {"answered": "1", "words": "Nobody had asked for it."})
    assert client.get(edition.get_absolute_url()).status_code == 410
    do_tasks()
    page = page_of_edition(edition)
    assert "Nobody had asked" not in page
    assert "was sent to New York" in page


def test_only_who_may_release_takes_words_out() -> None:
    edition = made()
    client = Client()
    client.force_login(cast.editor())
    address = reverse("admin:briefingbooks_edition_strike", args=[edition.book_id, 1])
    assert client.post(address, {"answered": "1", "words": "cable"}).status_code == 403
    assert "Take words out" not in desk_of(edition, cast.editor())
    assert Edition.objects.public().get().issues.standing().exists()


def test_what_could_not_be_made_is_said_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    book = make_book(published=True)
    edition: Edition = book.editions.get()

    def refuse(_: Any) -> dict[str, bytes]:
        raise OSError("No room.")

    with monkeypatch.context() as patched:
        patched.setattr(making, "MAKERS", (making.MAKERS[0], ("page", refuse)))
        with pytest.raises(CommandError, match="1 editions stay closed"):
            call_command("reissue_editions", stdout=StringIO())
    assert "OSError: the files are not complete." in desk_of(edition, cast.director())
    client = Client()
    client.force_login(cast.director())
    client.post(reverse("admin:briefingbooks_edition_again", args=[book.pk, 1]))
    do_tasks()
    assert "given out" in desk_of(edition, cast.director())


def test_the_command_of_every_night_makes_what_is_owed() -> None:
    edition = made()
    item = edition.book.entries.get().item
    type(item).objects.filter(pk=item.pk).update(public_from=None, state="draft")
    assert Client().get(edition.get_absolute_url()).status_code == 410
    call_command("reissue_editions", stdout=StringIO())
    assert "Outgoing code cable" not in page_of_edition(edition)
    call_command("reissue_editions", stdout=StringIO())


def test_an_edition_is_cited_as_what_it_is() -> None:
    edition = made()
    listed = Client().get(f"{edition.book.get_absolute_url()}editions/").content.decode()
    assert "edition 1" in listed
    assert f"http://testserver{edition.get_absolute_url()}." in listed
    for form, words in (("ris", "ET  - "), ("bib", "edition = {"), ("json", '"edition"')):
        answer = Client().get(f"{edition.get_absolute_url()}cite.{form}")
        assert answer.status_code == 200
        assert words in answer.content.decode()
    type(edition.book).objects.filter(pk=edition.book_id).update(title="Another title")
    assert "The cable" in Client().get(f"{edition.get_absolute_url()}cite.ris").content.decode()


def test_nothing_cites_an_edition_of_which_nothing_is_given_out() -> None:
    edition = made()
    edition.book.entries.get().item.hold(by=None)
    assert Client().get(f"{edition.get_absolute_url()}cite.ris").status_code == 404


def test_the_reading_page_names_the_newest_edition() -> None:
    edition = made()
    page = Client().get(edition.book.get_absolute_url()).content.decode()
    assert f"{edition.book.get_absolute_url()}editions/#edition-1" in page
    make_edition(edition.book)
    page = Client().get(edition.book.get_absolute_url()).content.decode()
    assert "editions/#edition-2" in page


def test_what_was_corrected_is_right_in_the_next_edition() -> None:
    edition = made()
    before = make_erratum(book=edition.book, was="a", now="b")
    assert before.fixed_in is None
    make_edition(edition.book)
    assert Erratum.objects.get().fixed_in == 2
    page = Client().get(f"{edition.book.get_absolute_url()}corrections/").content.decode()
    assert "editions/#edition-2" in page


def test_an_edition_that_was_withdrawn_with_its_book_is_given_out_again_at_the_desk() -> None:
    edition = made()
    before = page_of_edition(edition)
    releasing.withdraw(edition.book, by=None, reason="A list was wrong.")
    address = reverse("admin:briefingbooks_edition_give", args=[edition.book_id, 1])
    client = Client()
    client.force_login(cast.director())
    said = client.post(address, follow=True).content.decode()
    assert "Its book is not released." in said
    assert "Give out again" not in said
    releasing.take_back(edition.book, by=None, reason="To correct it.")
    edition.book.sections.update(body_md="Right.")
    released(edition.book)
    said = desk_of(edition, cast.director())
    assert "withdrawn with the book" in said
    assert address in said
    assert client.get(edition.get_absolute_url()).status_code == 410
    editor = Client()
    editor.force_login(cast.editor())
    assert editor.post(address).status_code == 403
    assert address not in desk_of(edition, cast.editor())
    client.post(address)
    assert page_of_edition(edition) == before

"""The editors' desks: texts are checked with the whole book, parts are ordered, books published."""

import pytest
from django.test import Client

from briefingbooks.models import Footnote, Reference, Section
from briefingbooks.references import derive_references
from tests import cast
from tests.briefingbooks.make import make_book, make_entry, make_section, make_source
from tests.collections_app.desks import at_desk, page_of, send
from tests.make import make_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return at_desk(cast.editor())


def test_a_text_that_cites_nothing_known_is_refused_at_its_field(editor: Client) -> None:
    make_source(key="dallaire-2003")
    section = make_section(book=make_book(), body_md="As it was.")
    answer = send(editor, page_of(section), {"body_md": "One.\nTwo {cite}`dalaire-2003`.[^lost]"})
    page = answer.content.decode()
    assert "Line 2: there is no source “dalaire-2003”; did you mean dallaire-2003?" in page
    assert "Line 2: The note “lost” is called but not defined" in page
    assert Section.objects.get(pk=section.pk).body_md == "As it was."


def test_taking_a_note_away_that_another_text_calls_is_refused_by_name(editor: Client) -> None:
    book = make_book()
    home = make_section(book=book, body_md="Text.[^a]\n\n[^a]: The note.")
    make_section(book=book, heading="The other", body_md="Again.[^a]")
    derive_references(book)
    page = send(editor, page_of(home), {"body_md": "No note."}).content.decode()
    assert "In the section “The other”: Line 1: The note “a” is called but not defined" in page
    answer = editor.post(page_of(home).replace("change/", "delete/"), {"post": "yes"}, follow=True)
    assert "Not deleted." in answer.content.decode()
    assert Section.objects.filter(pk=home.pk).exists()


def test_a_saved_text_protects_what_it_cites(editor: Client) -> None:
    item, book = make_item(), make_book()
    section = make_section(book=book)
    send(editor, page_of(section), {"body_md": f"See {{doc}}`{item.ref}`.[^n]\n\n[^n]: Note."})
    assert Reference.objects.get(book=book).item == item
    assert Footnote.objects.get(book=book).label == "n"


def test_an_excerpt_is_typed_as_hours_minutes_and_seconds(editor: Client) -> None:
    entry = make_entry(book=make_book())
    page = send(editor, page_of(entry), {"start_ms": "a quarter past"}).content.decode()
    assert "Write the time as hours, minutes and seconds" in page


def test_a_cataloguer_reads_books_and_changes_none() -> None:
    client = at_desk(cast.cataloguer())
    section = make_section(book=make_book(), body_md="As it was.")
    assert client.get(page_of(section)).status_code == 200
    assert client.post(page_of(section), {"body_md": "Changed."}).status_code == 403

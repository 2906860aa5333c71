"""A book as its reader receives it: numbered, sourced, and never more than may be seen."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from briefingbooks.assembly import assemble
from briefingbooks.models import Book
from briefingbooks.pages import BookPage
from briefingbooks.references import derive_references
from collections_app.models import Extent, HowObtained, Privacy
from tests import cast
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_entry,
    make_entry_link,
    make_event,
    make_section,
    make_source,
)
from tests.make import (
    make_advisory,
    make_agent,
    make_copy,
    make_derivative,
    make_excision,
    make_item,
    make_item_agent,
    make_page,
    make_repository,
)

pytestmark = pytest.mark.django_db


def read(book: Book) -> BookPage:
    """Assemble a book as a stranger finds it."""
    return assemble(Book.objects.public().for_page().get(pk=book.pk), cast.reader())


def test_notes_are_numbered_through_the_whole_book_in_the_order_of_reading() -> None:
    book = make_book(summary_md="Lead.[^lead]\n\n[^lead]: From the lead.", published=True)
    make_section(book=book, body_md="One.[^one] Lead again.[^lead]\n\n[^one]: First.")
    entry = make_entry(book=book, annotation_md="It is.[^doc]\n\n[^doc]: Of the document.")
    make_event(book=book, text_md="Then.[^event]\n\n[^event]: Of the event.")
    page = read(book)
    assert [(note.number, note.label) for note in page.notes] == [
        (1, "lead"), (2, "one"), (3, "doc"), (4, "event"),
    ]  # fmt: skip
    assert page.notes[0].calls == [(1, "fnref-lead"), (2, "fnref-lead-2")]
    assert "Note 3" in page.entries[0].annotation
    assert page.entries[0].anchor == f"doc-{entry.key}"


def test_an_entry_is_called_by_its_place_however_it_moves() -> None:
    book = make_book(published=True)
    first, second = make_entry(book=book, position=1), make_entry(book=book, position=2)
    section = make_section(book=book, body_md=f"See {{entry}}`{second.key}`.")
    assert f'href="#doc-{second.key}">Document 2</a>' in read(book).sections[-1].html
    first.position = 3
    first.save()
    assert f'href="#doc-{second.key}">Document 1</a>' in read(book).sections[-1].html
    assert section.slug == read(book).sections[-1].slug


def test_a_hidden_document_leaves_its_number_and_nothing_else() -> None:
    hidden = make_item(title="CANARY title", published=True)
    book = make_book(published=True)
    entry = make_entry(
        book=book,
        item=hidden,
        position=1,
        annotation_md="CANARY annotation.[^c]\n\n[^c]: CANARY note.",
        analysis_md="CANARY analysis",
        title_override="CANARY override",
        source_line_override="CANARY source",
        content_notice="CANARY notice",
    )
    make_entry_link(entry=entry, note="CANARY link")
    make_section(
        book=book, position=0, body_md=f"See {{entry}}`{entry.key}`, {{doc}}`{hidden.ref}`."
    )
    shown = make_entry(book=book, position=2)
    hidden.withdraw(by=None, reason="A mistake.")
    page = read(book)
    assert page.entries[0].is_hidden
    assert page.entries[0].number == 1
    assert page.entries[1].number == 2
    assert page.entries[1].title == shown.item.title
    assert "CANARY" not in repr(page)
    assert "Document (record withdrawn)" in page.sections[0].html


def test_a_hidden_note_keeps_its_number() -> None:
    hidden = make_item(published=True)
    book = make_book(published=True)
    make_entry(book=book, item=hidden, position=1, annotation_md="A.[^a]\n\n[^a]: Hidden.")
    make_entry(book=book, position=2, annotation_md="B.[^b]\n\n[^b]: Shown.")
    hidden.withdraw(by=None, reason="A mistake.")
    assert [(note.number, note.label) for note in read(book).notes] == [(2, "b")]


def test_a_document_says_status_marking_source_and_what_is_withheld() -> None:
    item = make_item(published=True, marking_scheme="us", marking_level="secret")
    copy = make_copy(
        item=item,
        is_shown=True,
        opened=True,
        extent=Extent.EXCISED,
        how_obtained=HowObtained.FOIA,
        is_act_of_originator=True,
        reference_code="Box 7",
    )
    copy.repository.publish(by=None)
    make_excision(copy=copy)
    make_excision(copy=copy)
    book = make_book(published=True)
    make_entry(book=book, item=item)
    [card] = read(book).entries
    assert card.status == "Declassified in part"
    assert card.withheld == "2 passages still withheld"
    assert card.marking == "Secret (United States)"
    assert copy.repository.name in card.source_line
    assert "Box 7" in card.source_line
    assert "Freedom of Information" in card.source_line


def test_an_archive_that_is_not_public_is_not_named() -> None:
    item = make_item(published=True)
    make_copy(item=item, repository=make_repository(name="CANARY archive"))
    book = make_book(published=True)
    make_entry(book=book, item=item)
    assert "CANARY" not in repr(read(book))


def test_a_protected_person_appears_under_the_public_name_only() -> None:
    item = make_item(published=True)
    agent = make_agent(
        name="CANARY, Real", privacy=Privacy.PSEUDONYM, public_name="The informant", published=True
    )
    make_item_agent(item=item, agent=agent, role="sender")
    book = make_book(published=True)
    make_entry(book=book, item=item)
    page = read(book)
    assert page.entries[0].people == [("from", "The informant")]
    assert "CANARY" not in repr(page)


def test_an_image_behind_a_choice_is_never_a_thumbnail() -> None:
    item = make_item(published=True)
    copy = make_copy(item=item, opened=True)
    make_derivative(page=make_page(copy=copy, number=1), kind="thumbnail")
    book = make_book(published=True)
    make_entry(book=book, item=item)
    assert read(book).entries[0].thumbnail is not None
    item.advisories.add(make_advisory(behaviour="click_through"))
    assert read(book).entries[0].thumbnail is None


def test_works_are_cited_in_full_first_and_short_later() -> None:
    source = make_source(key="author-2003", title="The Whole Title", short_title="Whole")
    book = make_book(published=True)
    make_section(
        book=book,
        body_md="A.[^a] B.[^b]\n\n[^a]: {cite}`author-2003; pp. 1–2`.\n\n"
        "[^b]: {cite}`author-2003; p. 9`.",
    )
    derive_references(book)
    page = read(book)
    assert page.notes[0].html == "<p>Ann Author, <i>The Whole Title</i> (2003), 1–2.</p>\n"
    assert page.notes[1].html == "<p>Author, <i>Whole</i>, 9.</p>\n"
    assert page.bibliography == ["Author, Ann. <i>The Whole Title</i>. 2003."]
    assert source.key == "author-2003"


def test_an_embargoed_book_is_assembled_for_its_editors_only() -> None:
    book = make_book(public_from=timezone.now() + timedelta(hours=1))
    assert not Book.objects.public().filter(pk=book.pk).exists()
    later = timezone.now() + timedelta(hours=2)
    assert Book.objects.public(at=later).filter(pk=book.pk).exists()
    page = assemble(Book.objects.for_page().get(pk=book.pk), cast.editor())
    assert page.sections


def big_book(entries: int, notes: int) -> Book:
    book = make_book(published=True)
    sources = [make_source() for _ in range(3)]
    for _number in range(entries):
        item = make_item(published=True)
        copy = make_copy(item=item, opened=True)
        make_derivative(page=make_page(copy=copy, number=1), kind="thumbnail")
        make_item_agent(item=item, role="sender")
        entry = make_entry(book=book, item=item, annotation_md=f"Document {{doc}}`{item.ref}`.")
        make_entry_link(entry=entry)
        make_event(book=book)
    body = "".join(f"Word {n}.[^n{n}] " for n in range(notes))
    body += "".join(f"\n\n[^n{n}]: {{cite}}`{sources[n % 3].key}`." for n in range(notes))
    make_section(book=book, body_md=body)
    make_book_link(book=book)
    derive_references(book)
    return book


def test_the_reading_page_costs_the_same_queries_for_any_number_of_entries_and_notes() -> None:
    """Book, contributions, sections, entries, events, items, works, people, copies, thumbnails,
    links of entries and of the book, passages of testimony, copies for the statement, related
    books, glossary, news, press, corrections, and makers of the works."""
    counts = []
    for entries, notes in [(1, 1), (11, 20)]:
        book = big_book(entries, notes)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            read(book)
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 20


def test_a_book_is_read_as_of_the_instant_of_its_release() -> None:
    release = timezone.now() + timedelta(days=3)
    later = make_item(title="Opened with the book", published=True, public_from=release)
    never = make_item(title="CANARY draft")
    book = make_book()
    make_entry(book=book, item=later, position=1)
    make_entry(book=book, item=never, position=2)
    now = assemble(book_for_page(book), cast.reader())
    then = assemble(book_for_page(book), cast.reader(), release)
    assert [entry.is_hidden for entry in now.entries] == [True, True]
    assert [entry.title for entry in then.entries] == ["Opened with the book", ""]
    before = assemble(book_for_page(book), cast.reader(), release - timedelta(seconds=1))
    assert [entry.is_hidden for entry in before.entries] == [True, True]


def book_for_page(book: Book) -> Book:
    """Return a book as a page needs it, whatever its state."""
    return Book.objects.for_page().get(pk=book.pk)

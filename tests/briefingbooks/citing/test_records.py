"""Notes cite documents and testimony of this site by their own elements, later more briefly."""

import pytest

from briefingbooks.assembly import assemble
from briefingbooks.citing.records import (
    DocumentCited,
    InterviewCited,
    first_document,
    first_testimony,
    later_document,
    later_testimony,
)
from briefingbooks.models import Book
from briefingbooks.pages import BookPage
from briefingbooks.references import derive_references
from collections_app.citation import Held
from collections_app.dependants import mentions_of
from collections_app.manifests import NOBODY
from tests.briefingbooks.make import make_book, make_entry, make_section, make_source
from tests.make import make_collection, make_copy, make_item, make_repository
from tests.oralhistory.make import make_interview, make_transcript

CABLE = DocumentCited(
    "Request for Protection of an Informant: “Jean-Pierre”", "11 January 1994", "FTP-0001",
    "Open Record",
    Held("United Nations Archives", "New York", "UNAMIR Code Cables", "S-1062-0001-01"),
)  # fmt: skip
INTERVIEW = InterviewCited(
    "A Teacher Remembers", "12 March 2010", "FTP-OH-0001", "Open Record", "Kigali", ("A Witness",),
    ("Ann Asker",), "transcript in rw, version 3",
)  # fmt: skip


def test_a_document_is_cited_from_the_narrow_to_the_wide_then_by_this_site() -> None:
    assert first_document(CABLE, "the release of 4 May 2006", "paras 3-4") == (
        "“Request for Protection of an Informant: ‘Jean-Pierre’,” 11 January 1994, "
        "S-1062-0001-01, UNAMIR Code Cables, United Nations Archives, New York "
        "(Open Record, FTP-0001, the release of 4 May 2006), paras. 3–4"
    )
    assert later_document(CABLE, at="p 2") == (
        "“Request for Protection of an Informant,” FTP-0001, p. 2"
    )


def test_an_archive_that_may_not_be_named_is_not_named_and_none_is_made_up() -> None:
    hidden = DocumentCited("Memo.", "undated", "FTP-0002", "Open Record", Held())
    assert first_document(hidden) == (
        "“Memo,” undated, an archive not yet described here (Open Record, FTP-0002)"
    )
    unheld = DocumentCited("Memo", "undated", "FTP-0002", "Open Record")
    assert first_document(unheld) == "“Memo,” undated (Open Record, FTP-0002)"


def test_testimony_says_who_was_asked_by_whom_and_which_words_at_what_time() -> None:
    assert first_testimony(INTERVIEW, "00:12:31-00:13:05") == (
        "A Witness, interview by Ann Asker, Kigali, 12 March 2010, “A Teacher Remembers,” "
        "Open Record, FTP-OH-0001, transcript in rw, version 3, at 0:12:31–0:13:05"
    )
    assert later_testimony(INTERVIEW, "12:31") == ("A Witness, interview, FTP-OH-0001, at 0:12:31")


def read(book: Book) -> BookPage:
    derive_references(book)
    return assemble(Book.objects.for_page().get(pk=book.pk), NOBODY)


@pytest.mark.django_db
def test_a_note_cites_what_running_text_links_by_its_title() -> None:
    archive = make_repository(name="United Nations Archives", city="New York", published=True)
    fonds = make_collection(repository=archive, title="Code Cables", published=True)
    item = make_item(title="The Cable", date_edtf="1994-01-11", published=True)
    copy = make_copy(item=item, repository=archive, collection=fonds, opened=True,
                     reference_code="S-1062", released_on="2006-05-04")  # fmt: skip
    closed = make_item(title="Never Told")
    book = make_book(published=True)
    body = (
        f"See {{doc}}`{item.ref}`.[^a] Again.[^b] Closed.[^c]\n\n"
        f"[^a]: {{doc}}`{item.ref}@c{copy.pk}; p. 2`.\n\n"
        f"[^b]: {{doc}}`{item.ref}; p. 3`; {{doc}}`these words <{item.ref}>`.\n\n"
        f"[^c]: {{doc}}`{closed.ref}`."
    )
    make_section(book=book, body_md=body)
    page = read(book)
    assert ">The Cable</a>" in page.sections[-1].html
    first, later, hidden = (note.html for note in page.notes)
    assert (
        f"“The Cable,” 11 January 1994, S-1062, Code Cables, United Nations Archives, New York "
        f"(Open Record, {item.ref}, the release of 4 May 2006), p. 2</a>."
    ) in first
    assert f"“The Cable,” {item.ref}, p. 3</a>; " in later
    assert ">these words</a>." in later
    assert "Never" not in hidden
    assert "Open Record" not in hidden


@pytest.mark.django_db
def test_a_note_cites_testimony_under_public_names_and_says_which_words() -> None:
    interview = make_interview(title="A Teacher Remembers")
    make_transcript(interview=interview, cues=[{"text": "Words."}])
    interview.publish(by=None)
    hidden = make_interview(title="Never Told")
    book = make_book(published=True)
    body = (
        f"A.[^a]\n\n[^a]: {{testimony}}`{interview.ref}; 00:00:01-00:00:02`; "
        f"{{testimony}}`{interview.ref}`; {{testimony}}`{hidden.ref}`."
    )
    make_section(book=book, body_md=body)
    html = read(book).notes[0].html
    assert "“A Teacher Remembers,” Open Record" in html
    assert "version 1, at 0:00:01–0:00:02" in html
    assert html.count("A Teacher Remembers") == 1
    assert "Never Told" not in html


@pytest.mark.django_db
def test_an_item_and_a_work_say_in_which_notes_they_are_cited_with_links_to_them() -> None:
    item, source = make_item(published=True), make_source()
    other = make_source(same_as=source)
    book = make_book(title="The Book", slug="book", number=2, published=True)
    entry = make_entry(book=book, item=item)
    body = (
        f"A.[^a] B {{doc}}`{item.ref}`.[^b]\n\n[^a]: {{doc}}`{item.ref}`.\n\n"
        f"[^b]: {{doc}}`{item.ref}`; {{cite}}`{other.key}`."
    )
    section = make_section(book=book, body_md=body)
    derive_references(book)
    [mention] = mentions_of(item)
    assert mention.title == "The Book (Book 2)"
    assert mention.note == "Document 1; in the text; notes 1, 2"
    assert mention.places == (
        ("Document 1", f"/books/book/#{entry.anchor}"),
        ("in the text", f"/books/book/#{section.slug}"),
        ("note 1", "/books/book/#fn-a"),
        ("note 2", "/books/book/#fn-b"),
    )
    [mention] = mentions_of(source)
    assert mention.places == (("note 2", "/books/book/#fn-b"),)

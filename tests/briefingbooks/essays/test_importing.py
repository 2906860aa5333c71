"""An essay becomes sections of a draft book, all or nothing, and can be taken out again."""

import pytest
from django.core.exceptions import ValidationError

from briefingbooks.essays.document import UnreadableEssay, squeezed
from briefingbooks.essays.importing import keep_essay, plan_essay
from briefingbooks.models import Book, Section, Source
from collections_app.models import ChangeSet
from collections_app.undoing import undo
from tests import cast
from tests.briefingbooks.essays.samples import SAMPLE
from tests.briefingbooks.make import make_book, make_section, make_source
from tests.make import make_agent

pytestmark = pytest.mark.django_db


def imported(book: Book, text: str = SAMPLE, **how: bool) -> list[Section]:
    return keep_essay(book, plan_essay(book, "bridge.txt", text.encode()), by=None, **how)


def test_headings_open_sections_and_notes_stand_under_labels() -> None:
    book = make_book(with_parts=False)
    first, last = imported(book)
    assert [first.heading, last.heading] == ["Background", "The repair"]
    assert "in 1901.[^baker-3]" in first.body_md
    assert r"\*could not\* pay.[^baker-12]" in first.body_md
    assert (
        "[^baker-3]: {cite}`baker-1999; pp. 3–5`; see {cite}`cole-2001; pp. 1–9`." in first.body_md
    )
    assert "[^baker-12]: {cite}`baker-1999; p. 12` (with a map)." in first.body_md
    assert "[^baker-14]: {cite}`baker-1999; p. 14`." in last.body_md
    assert "Declassified documents (1950); {cite}`baker-1999; ch. 2`." in last.body_md
    assert first.kind == Section.Kind.ESSAY
    assert [note.number for note in book.footnotes.all()] == [1, 2, 3, 4]


def test_works_that_are_not_known_are_made_with_what_the_note_says() -> None:
    imported(make_book(with_parts=False))
    baker, cole = Source.objects.order_by("key")
    assert (baker.authors, baker.authors_sorted) == ("C. Baker", "Baker, C.")
    assert (baker.title, baker.place, baker.publisher, baker.year) == (
        "Bridges of the county: a history", "London", "North Press", "1999",
    )  # fmt: skip
    assert (cole.kind, cole.title, cole.container) == ("article", "On elms", "Journal of Trees")


def test_a_known_work_is_cited_and_not_made_again() -> None:
    make_source(
        key="county",
        authors="Carl Baker",
        authors_sorted="Baker, Carl",
        title="Bridges of the County",
        year="1999",
    )
    imported(make_book(with_parts=False))
    assert sorted(Source.objects.values_list("key", flat=True)) == ["cole-2001", "county"]


def test_a_known_work_under_another_author_or_of_another_year_is_left_to_a_person() -> None:
    make_source(key="society", authors_sorted="County Society", authors="County Society",
                title="Bridges of the county: a history", year="1999")  # fmt: skip
    make_source(key="baker-1989", authors_sorted="Baker, Carl", authors="Carl Baker",
                title="Bridges of the county: a history", year="1989")  # fmt: skip
    report = plan_essay(make_book(), "bridge.txt", SAMPLE.encode()).report
    told = {one.kind: one.message for one in report.decisions}
    assert "society of the house has this title under another author" in told["two authors"]
    assert "baker-1989 of the house seems to be another edition" in told["editions"]
    assert next(work for work in report.works if work.key == "baker-1999").is_new


def test_a_body_that_is_named_nearly_as_a_known_one_is_left_to_a_person() -> None:
    make_agent(name="State Office. Roads and Bridges", entity_type="corporate_body")
    named = "State Office {} Roads and Bridges (1999) A report. London: Press"
    told = {}
    for word in ("for", ""):
        text = f"A line.[1]\n\nNotes\n[1] {' '.join(named.format(word).split())}\n"
        report = plan_essay(make_book(), "a.txt", text.encode()).report
        told[word] = [one.message for one in report.decisions if one.kind == "name of a body"]
    assert told == {"for": ["Is this State Office. Roads and Bridges?"], "": []}


def test_what_stood_before_the_text_is_kept_in_the_notes_of_the_house() -> None:
    book = make_book(notes="Mind the date.")
    imported(book)
    book.refresh_from_db()
    assert book.notes.startswith("Mind the date.\n\nFrom bridge.txt, before its text:\n")
    assert (
        "title: The Bridge at Elm Street\nbyline: By Ann Author\ndate: 12 March 2019" in book.notes
    )


def test_a_look_at_an_essay_writes_nothing() -> None:
    book = make_book(with_parts=False)
    planned = plan_essay(book, "bridge.txt", SAMPLE.encode())
    assert squeezed(planned.as_plain_text()) == squeezed(SAMPLE)
    assert not book.sections.exists()
    assert not Source.objects.exists()
    assert not ChangeSet.objects.filter(source=ChangeSet.Source.IMPORT).exists()


def test_the_same_file_is_not_taken_in_twice_unless_told() -> None:
    book = make_book(with_parts=False)
    imported(book)
    with pytest.raises(ValidationError, match="was imported before: Essay bridge"):
        imported(book)
    assert book.sections.count() == 2
    imported(book, again=True)
    assert book.sections.count() == 4
    assert Source.objects.count() == 2
    assert book.footnotes.count() == 8


def test_an_import_is_undone_whole_and_may_then_be_made_again() -> None:
    book = make_book(with_parts=False)
    imported(book)
    undo(ChangeSet.objects.get(source=ChangeSet.Source.IMPORT), by=cast.editor())
    assert not book.sections.exists()
    assert not Source.objects.exists()
    assert not book.footnotes.exists()
    imported(book)
    assert book.sections.count() == 2


def test_a_book_that_is_no_draft_takes_no_essay() -> None:
    book = make_book(published=True)
    with pytest.raises(ValidationError, match="is no draft"):
        imported(book)
    assert not Source.objects.exists()


def test_labels_and_anchors_of_the_book_are_not_used_again() -> None:
    book = make_book(with_parts=False)
    make_section(book=book, slug="background", body_md="One.[^baker-3]\n\n[^baker-3]: Note.")
    first, _ = imported(book)
    assert first.slug == "background-2"
    assert "[^baker-3-2]" in first.body_md


def test_a_book_whose_other_texts_are_wrong_takes_no_essay_and_nothing_is_kept() -> None:
    book = make_book(with_parts=False)
    make_section(book=book, body_md="Lost.[^lost]")
    with pytest.raises(ValidationError, match="called but not defined"):
        imported(book)
    assert book.sections.count() == 1
    assert not Source.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"%PDF-1.7", "PDF"),
        (b"a\x00b", "null character"),
        (b"{\\rtf1", "rich text"),
    ],
)
def test_what_is_no_essay_is_refused_with_what_it_is(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableEssay, match=words):
        plan_essay(make_book(), "file.txt", data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encodings_and_line_ends_make_no_difference(encoding: str, end: str) -> None:
    planned = plan_essay(make_book(), "b.txt", SAMPLE.replace("\n", end).encode(encoding))
    assert planned.report.lost == ""
    assert planned.report.counts["notes"] == 4


def test_a_note_wrapped_over_lines_cites_what_it_would_on_one() -> None:
    book = make_book(with_parts=False)
    text = (
        "The bridge stood.[^1]\n\n[^1]: Ann Cole, *Elms\nof the County* (London:\n"
        "Hill, 1999),\n9–10.\n"
    )
    (section,) = keep_essay(book, plan_essay(book, "elms.md", text.encode()), by=None)
    assert "{cite}`cole-1999; 9–10`" in section.body_md
    source = Source.objects.get()
    assert (source.title, source.place, source.year) == ("Elms of the County", "London", "1999")

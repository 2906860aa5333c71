"""What differs between two editions is told part by part, in words."""

from django.utils.safestring import mark_safe

from briefingbooks.editions.differences import differences, in_one_sentence, words_of
from briefingbooks.pages import BookPage, EntryView, NoteView, SectionView
from tests.briefingbooks.editions.test_frozen import page


def one(**values: object) -> BookPage:
    entry = EntryView(1, "doc-e7k3", is_hidden=False, title="Cable", source_line="UN Archives.")
    parts = {
        "entries": [entry],
        "sections": [SectionView("warning", "The warning", mark_safe("<p>It came at night.</p>"))],
        "notes": [NoteView(1, "cable", mark_safe("<p>Dallaire, 142.</p>"), [])],
    }
    return page(**(parts | values))


def told(before: BookPage, after: BookPage) -> list[tuple[str, str, str]]:
    return [(part.fate, part.what, part.anchor) for part in differences(before, after)]


def test_two_editions_that_read_the_same_do_not_differ() -> None:
    assert told(one(), one()) == []
    assert in_one_sentence([]) == "Nothing differs in what is read."


def test_a_changed_section_is_told_with_its_words() -> None:
    later = SectionView("warning", "The warning", mark_safe("<p>It came at dawn.</p>"))
    found = differences(one(), one(sections=[later]))
    assert [(part.fate, part.what) for part in found] == [("changed", "Section “The warning”")]
    assert [(p.kind, p.text) for p in found[0].pieces if p.kind != "same"] == [
        ("removed", "night."), ("added", "dawn."),
    ]  # fmt: skip


def test_what_came_and_what_went_is_told_and_nothing_of_what_only_moved() -> None:
    new = EntryView(1, "doc-e9m4", is_hidden=False, title="Reply")
    moved = EntryView(2, "doc-e7k3", is_hidden=False, title="Cable", source_line="UN Archives.")
    after = one(entries=[new, moved], notes=[])
    assert told(one(), after) == [
        ("added", "Document 1", "doc-e9m4"),
        ("removed", "Note 1", ""),
    ]
    assert in_one_sentence(differences(one(), after)) == "Parts of the book: 1 new, 1 gone."


def test_numbers_of_note_calls_and_marks_of_paragraphs_are_no_words() -> None:
    html = (
        '<p id="x">A<a role="doc-noteref" href="#fn-a">7</a>. <a class="permalink" href="#x">¶</a>'
        "</p><ul><li>B</li><li>C</li></ul>"
    )
    assert words_of(html) == "A.\nB\nC"

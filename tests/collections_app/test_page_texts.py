from hypothesis import given
from hypothesis import strategies as st

from collections_app.page_texts import (
    Mark,
    NoteCall,
    Run,
    Withheld,
    note_mark,
    paragraphs,
    withheld_mark,
)

NOTE = NoteCall(label="1", anchor="n1", call_anchor="c1", text="A note.")
WITHHELD = Withheld(words="2 lines not declassified")


def said(runs: list[Run]) -> str:
    return "".join({"text": run.text, "note": "*", "withheld": "#"}[run.kind] for run in runs)


def test_a_text_is_cut_at_its_blank_lines() -> None:
    assert [said(one) for one in paragraphs("One.\n\nTwo,\nstill two.\n \nThree.")] == [
        "One.",
        "Two,\nstill two.",
        "Three.",
    ]


def test_a_note_is_called_before_its_character() -> None:
    assert said(paragraphs("Before after", [note_mark(6, NOTE)])[0]) == "Before* after"


def test_a_withheld_passage_stands_in_place_of_the_printed_mark() -> None:
    text = "He met [2 lines not declassified] there."
    mark = withheld_mark(text.index("["), text.index("]") + 1, WITHHELD)
    assert said(paragraphs(text, [mark])[0]) == "He met # there."


def test_a_withheld_passage_alone_is_a_paragraph_of_its_own() -> None:
    text = "One.\n\n[2 lines not declassified]\n\nTwo."
    mark = withheld_mark(text.index("["), text.index("]") + 1, WITHHELD)
    assert [said(one) for one in paragraphs(text, [mark])] == ["One.", "#", "Two."]


def test_marks_beyond_the_end_stand_at_the_end() -> None:
    marks = [note_mark(900, NOTE), withheld_mark(500, 800, WITHHELD)]
    assert said(paragraphs("Short.", marks)[0]) == "Short.#*"


def test_an_empty_text_has_no_paragraph() -> None:
    assert paragraphs(" \n\n ") == []


@given(
    st.text(alphabet="ab \n", max_size=40),
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=5),
)
def test_every_mark_is_told_once_and_no_word_is_doubled(
    text: str, spans: list[tuple[int, int]]
) -> None:
    marks: list[Mark] = [withheld_mark(start, start + size, WITHHELD) for start, size in spans]
    runs = [run for one in paragraphs(text, marks) for run in one]
    kept = "".join(run.text for run in runs if run.kind == "text")
    covered = {at for start, size in spans for at in range(start, start + size)}
    expected = "".join(letter for at, letter in enumerate(text) if at not in covered)
    assert sum(run.kind == "withheld" for run in runs) == len(marks)
    assert "".join(kept.split()) == "".join(expected.split())

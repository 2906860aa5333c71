import pytest

from collections_app.frus.marks import LONGEST_PRINTED, find_marks, find_suspects
from collections_app.frus.volume import State


def printed(text: str) -> list[str]:
    return [mark.printed for mark in find_marks(text)]


def test_every_bracket_is_found_once_with_its_place() -> None:
    text = "Met [name not declassified] at [place not declassified] for tea."

    found = find_marks(text)

    assert [text[mark.start : mark.end] for mark in found] == [
        "[name not declassified]",
        "[place not declassified]",
    ]


def test_an_extract_of_the_editors_is_no_mark() -> None:
    text = "[Omitted here is discussion of biscuits.] Tea. [illegible] [sic]"

    assert find_marks(text) == []
    assert find_suspects(text, []) == []


@pytest.mark.parametrize(
    "slip",
    [
        "[text not declassfied]",
        "[text not declassifed]",
        "[text not desclassified]",
        "[text not de-classified]",
        "[1 line no declassified]",
        "[1 line not declassifie d]",
        "[2 lines are not declassified]",
        "[the letter has not been declassified]",
    ],
)
def test_slips_of_the_printer_are_marks_too(slip: str) -> None:
    assert printed(f"Tea {slip} was served.") == [slip]


def test_a_mark_may_run_over_line_breaks() -> None:
    assert printed("Tea [less than\n1 line not\ndeclassified] again") == [
        "[less than 1 line not declassified]"
    ]


def test_nested_brackets_are_two_marks() -> None:
    text = "[Source: A Job. [handling restriction not declassified]. Two pages not declassified.]"

    assert printed(text) == [
        "[handling restriction not declassified]",
        "Two pages not declassified.",
    ]


def test_two_phrases_in_one_bracket_are_one_mark() -> None:
    assert len(find_marks("[name not declassified: 2 lines not declassified]")) == 1


def test_not_in_time_is_pending_and_everything_else_denied() -> None:
    late, denied = find_marks(
        "[1 page not declassified in time for publication.] [1 page not declassified]"
    )

    assert (late.state, denied.state) == (State.PENDING, State.DENIED)


def test_of_a_long_bracket_the_sentence_with_the_words_is_given() -> None:
    told = "A long story of the annex. " * 8
    (mark,) = find_marks(
        f"[{told}Here follow 3 pages of text but not declassified, {'and so on ' * 40}.]"
    )

    assert mark.printed.startswith("Here follow 3 pages of text but not declassified")
    assert len(mark.printed) <= LONGEST_PRINTED


def test_a_mark_that_lost_a_bracket_is_counted_and_said_to_be_malformed() -> None:
    without_end = find_marks("He met [2 paragraphs (7 lines) not declassified) Mr. Bean.")
    without_start = find_marks("He met with less than 1 line not declassified]. He left.")

    assert [(m.printed, m.is_malformed) for m in without_end + without_start] == [
        ("[2 paragraphs (7 lines) not declassified", True),
        ("less than 1 line not declassified]", True),
    ]


def test_a_bracket_left_open_does_not_swallow_the_marks_after_it() -> None:
    text = "[text not declassified (a) [text not declassified](b) [text not declassified]"

    assert len(find_marks(text)) == 3


def test_words_outside_brackets_are_reported_and_not_counted() -> None:
    text = "The attachment [3 pages of text] was not declassified."

    assert find_marks(text) == []
    assert [text[s.start : s.end] for s in find_suspects(text, [])] == [text]


@pytest.mark.parametrize("doubtful", ["[text declassified]", "[name deleted]", "[2 lines excised]"])
def test_what_only_looks_like_a_mark_is_reported_and_not_counted(doubtful: str) -> None:
    text = f"Tea {doubtful} was served."

    assert find_marks(text) == []
    assert [text[s.start : s.end] for s in find_suspects(text, [])] == [doubtful]


@pytest.mark.parametrize("label", ["", "4. ", "(b) ", "— ", "• "])
def test_a_mark_fills_its_paragraph_when_only_a_label_stands_beside_it(label: str) -> None:
    (alone,) = find_marks(f"Before.\n\n{label}[text not declassified]\n\nAfter.")
    (among,) = find_marks(f"{label}[text not declassified] and more.")

    assert alone.fills_paragraph
    assert not among.fills_paragraph

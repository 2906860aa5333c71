"""Frozen words stay only while every one of them may still be read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefingbooks.quotation_verdicts import is_still_told, runs, shares_words

INSTEAD = "[withheld]"
WORDS = [f"word{number}" for number in range(12)]
MARKED = st.lists(st.booleans(), min_size=len(WORDS), max_size=len(WORDS))


def told(withheld: list[bool]) -> tuple[str, list[list[int]]]:
    """Write the words as readers get them: others stand instead of the withheld ones."""
    text, gaps = "", []
    for word, is_withheld in zip(WORDS, withheld, strict=True):
        start = len(text)
        text += INSTEAD if is_withheld else word
        if is_withheld:
            gaps.append([start, len(text)])
        text += " "
    return text, gaps


@given(MARKED, MARKED)
def test_words_stand_exactly_while_nothing_quoted_is_withheld(
    when_quoted: list[bool], now: list[bool]
) -> None:
    is_closed = any(later and not quoted for quoted, later in zip(when_quoted, now, strict=True))
    assert is_still_told(*told(when_quoted), *told(now)) == (not is_closed)


@given(MARKED)
def test_no_word_that_stands_instead_counts_as_told(withheld: list[bool]) -> None:
    text, gaps = told(withheld)
    assert INSTEAD not in "".join(runs(text, gaps))


def test_a_word_withheld_at_the_end_is_missed_where_the_same_word_stands_before() -> None:
    assert not is_still_told("a yes b [x] yes", [[8, 11]], "a yes b [x] [x]", [[8, 11], [12, 15]])


def test_words_that_only_stand_instead_are_no_telling() -> None:
    assert not is_still_told("the name", [], "[the name]", [[0, 10]])


def test_a_quotation_within_longer_words_stands() -> None:
    assert is_still_told("in the house", [], "We hid in the house of a friend.", [])


@pytest.mark.parametrize(
    ("closed", "is_shared"),
    [
        (["there, IN the house!"], True),
        (["the house"], True),
        (["in a house"], False),
        (["until the end of days"], False),
        ([""], False),
        (["Nothing.", "We hid in fear."], True),
    ],
)
def test_words_that_are_closed_elsewhere_are_known_again(
    closed: list[str], is_shared: bool
) -> None:
    assert shares_words("We hid in the house until the morning.", closed) is is_shared

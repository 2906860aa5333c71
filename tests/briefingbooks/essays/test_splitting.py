"""A note is cut at its semicolons and nowhere else, and nothing of it goes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefingbooks.essays.splitting import split_note


@given(st.text(alphabet=st.sampled_from("ab ;;()[]“”'\"‘’«».,7\n"), max_size=60))
def test_the_parts_of_a_note_joined_are_the_note(note: str) -> None:
    assert "".join(words + separator for words, separator in split_note(note)) == note


@given(st.text(max_size=80))
def test_the_parts_of_any_text_joined_are_the_text(note: str) -> None:
    assert "".join(words + separator for words, separator in split_note(note)) == note


@pytest.mark.parametrize(
    ("note", "parts"),
    [
        ("One (1990), p. 1; Two (1991), p. 2.", ["One (1990), p. 1", "Two (1991), p. 2."]),
        ("One, “First; second”, 1990; Two.", ["One, “First; second”, 1990", "Two."]),
        ("One (first; second); Two.", ["One (first; second)", "Two."]),
        ("One, 'The world's end; a tale'; Two", ["One, 'The world's end; a tale'", "Two"]),
        ("The refugees' camp; Two", ["The refugees' camp", "Two"]),
        ("It isn’t; it is", ["It isn’t", "it is"]),
        ("An open (bracket; and on", ["An open (bracket", "and on"]),
        ("“Open for ever; and on", ["“Open for ever", "and on"]),
        ("One;Two", ["One", "Two"]),
        ("", [""]),
    ],
)
def test_quotations_and_brackets_hold_together(note: str, parts: list[str]) -> None:
    assert [words for words, _ in split_note(note)] == parts

"""Words written as markup read back as the same words, whatever signs they hold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefingbooks import markup
from briefingbooks.essays.document import Run, squeezed, words_of
from briefingbooks.essays.escaping import plain_words, runs_as_markup

SIGNS = st.text(alphabet=st.sampled_from("ab *_[]()`<>&;#{}|~\\-+=.:1/!^'\"\n"), max_size=40)
RUNS = st.lists(st.builds(Run, SIGNS, st.booleans(), st.booleans()), max_size=4)


def read_back(text: str) -> str:
    parsed = markup.parse(text)
    assert parsed.problems == []
    inlines = [token for token in parsed.tokens if token.type == "inline"]
    return "\n".join(plain_words(token) for token in inlines)


@given(SIGNS)
def test_any_signs_come_back(words: str) -> None:
    assert squeezed(read_back(runs_as_markup([Run(words)], {}))) == squeezed(words)


@given(st.text(max_size=60))
def test_any_text_comes_back(words: str) -> None:
    words = words.replace("\x00", "")
    assert squeezed(read_back(runs_as_markup([Run(words)], {}))) == squeezed(words)


@given(RUNS)
def test_words_of_several_looks_come_back(runs: list[Run]) -> None:
    assert squeezed(read_back(runs_as_markup(runs, {}))) == squeezed(words_of(runs))


@pytest.mark.parametrize(
    "words",
    [
        "1. It begins with a number",
        "# no heading",
        "- no item",
        "See {cite}`nothing-1990; p. 3`.",
        "[^none]: no note",
        "A | B",
        "https://example.org/a_b_c.pdf.",
        "At (https://example.org/%C3%A9_x?y=1&z=*2*) and ftp://example.org and //example.org",
        "&amp; stands for &",
        "<b>bold</b>",
        "=====",
        "www.example.org and a@example.org and mailto:a@example.org",
    ],
)
def test_what_looks_like_markup_stays_words(words: str) -> None:
    text = runs_as_markup([Run(words)], {})
    assert read_back(text) == words
    assert markup.parse(text).mentions == []


def test_addresses_become_links() -> None:
    assert runs_as_markup([Run("At https://example.org/a-b.")], {}) == "At https://example.org/a-b."
    text = runs_as_markup([Run("At https://example.org/a_b.")], {})
    assert "](<https://example.org/a_b>)" in text


def test_italics_and_calls_are_written() -> None:
    runs = [Run("In "), Run("The Book ", italic=True), Run("[1]", call="1"), Run(" it says.")]
    assert runs_as_markup(runs, {"1": "book"}) == "In *The Book* [^book] it says."


def test_a_call_without_a_note_stays_words() -> None:
    text = runs_as_markup([Run("It says."), Run("[9]", call="9")], {})
    assert read_back(text) == "It says.[9]"

"""Citations are cut into what stands before, the work, the place in it, and what stands behind."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefingbooks.essays.citation_forms import Form, read_citation
from briefingbooks.essays.splitting import split_note

BITS = ["Baker, C.", " (1999)", " Title. London: Press", ", pp. 3–5", "see ", "Ibid.", ", op. cit.",
        " (a note)", ".", " and ", "Cole", ", 12", "n.d.", "“On elms”", " p. ", ": "]  # fmt: skip


@given(st.lists(st.sampled_from(BITS), max_size=8).map("".join))
def test_the_parts_of_a_citation_joined_are_its_words(words: str) -> None:
    assert read_citation(words).words == words


@given(st.text(max_size=60))
def test_any_words_come_back(words: str) -> None:
    assert read_citation(words).words == words


@pytest.mark.parametrize(
    ("words", "form", "authors", "year", "locator"),
    [
        ("Baker, C. (1999) Bridges. York: Hill, pp. 3–5.", "full", "Baker, C.", "1999", "pp. 3–5"),
        ("See Baker (1999), p. 12 (with a map)", "short", "Baker", "1999", "p. 12"),
        ("Carl Baker, Bridges (London: Press, 1999), 3–5.", "full", "Carl Baker", "1999", "3–5"),
        ("C. Baker, Bridges, London, Press, 1999, p. 7.", "full", "C. Baker", "1999", "p. 7"),
        ("Baker, Bridges, 14.", "short", "Baker", "", "14"),
        ("Ibid., p. 4.", "ibid.", "", "", "p. 4"),
        ("Baker, op. cit., p. 9", "op. cit.", "Baker", "", "p. 9"),
        ("A letter that nobody kept.", "words", "", "", ""),
        ("Town Council (n.d.) Bridges", "full", "Town Council", "n.d.", ""),
        ("It is told twice. On elms, see also Carl Baker, Elms (York: Hill, 1999), 9.",
         "full", "Carl Baker", "1999", "9"),
        ("Ann Cole, Elms, trans. Dora Oak (York: Hill, 1999), 9.", "full", "Ann Cole", "1999", "9"),
        ("The word “elm” is taken from a map (York: Hill, 1999), 9.", "words", "", "", ""),
    ],
)  # fmt: skip
def test_the_ways_of_naming_a_work_are_told_apart(
    words: str, form: str, authors: str, year: str, locator: str
) -> None:
    found = read_citation(words)
    assert found.form == Form(form)
    assert (found.work.authors, found.work.year, found.locator) == (authors, year, locator)


def test_two_works_in_two_sentences_are_two_citations() -> None:
    note = "Ann Cole, Elms (York: Hill, 1999), 9–10. Cole was no botanist; see her Letters."
    assert [words for words, _ in split_note(note)] == [
        "Ann Cole, Elms (York: Hill, 1999), 9–10",
        "Cole was no botanist",
        "see her Letters.",
    ]
    assert "".join(words + separator for words, separator in split_note(note)) == note

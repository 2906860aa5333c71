"""A text of which spans are not told: nothing of them is left, everything else is."""

from hypothesis import given
from hypothesis import strategies as st

from oralhistory.spans import Span, told_without

INSTEAD = "⟦⟧"
LETTERS = st.text(alphabet="abcdé 😀ß\n", max_size=60)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(LETTERS)
    places = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(places, places), max_size=6))
    return text, [Span(min(pair), max(pair), INSTEAD) for pair in pairs if pair[0] != pair[1]]


@given(marked())
def test_every_letter_is_told_unless_it_is_in_a_span(case: tuple[str, list[Span]]) -> None:
    text, spans = case
    kept = [
        letter
        for place, letter in enumerate(text)
        if not any(span.start <= place < span.end for span in spans)
    ]
    told = told_without(text, spans)
    assert told.text.replace(INSTEAD, "") == "".join(kept)
    assert all(told.text[start:end] == INSTEAD for start, end in told.gaps)


@given(marked(), st.integers(0, 60), st.integers(0, 60))
def test_a_place_is_found_again_or_is_not_told(
    case: tuple[str, list[Span]], one: int, other: int
) -> None:
    text, spans = case
    start, end = sorted((min(one, len(text)), min(other, len(text))))
    moved = told_without(text, spans).moved(start, end)
    if moved is not None:
        assert told_without(text, spans).text[moved[0] : moved[1]] == text[start:end]
    elif start != end:
        assert any(span.start < end and start < span.end for span in spans)


def test_of_two_spans_that_overlap_the_first_says_what_stands_instead() -> None:
    told = told_without("one two three", [Span(4, 13, "[all]"), Span(0, 7, "[some]")])
    assert (told.text, told.gaps) == ("[some]", [[0, 6]])

"""What is cut out of a text: nothing that stands between brackets survives, however they lie."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from collections_app.withheld_words import (
    CLOSE,
    OPEN,
    TAKEN_OUT,
    Marking,
    moved,
    public_form,
    withheld_phrases,
    withheld_spans,
    without_marks,
)

# A busy machine draws slowly.
PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
TEXTS = st.text(alphabet=f"ab {OPEN}{CLOSE}\n", max_size=40)
PLAIN = st.text(alphabet="abc \n-", max_size=40)
SPANS = st.lists(st.tuples(st.integers(0, 45), st.integers(0, 45)), max_size=6)


def withheld_letters(text: str) -> set[int]:
    """Say by another way than the code which letters stand inside a pair or may do so."""
    inside = set()
    for at in range(len(text)):
        before, after = text[:at], text[at + 1 :]
        lowest = depth = 0
        for letter in before:
            depth += (letter == OPEN) - (letter == CLOSE)
            lowest = min(lowest, depth)
        is_open = depth - lowest > 0
        closing = least = 0
        for letter in after:
            closing += (letter == OPEN) - (letter == CLOSE)
            least = min(least, closing)
        if is_open or least < -(depth - lowest):
            inside.add(at)
    return inside


def test_a_pair_takes_out_what_stands_in_it_and_leaves_an_empty_pair() -> None:
    assert public_form("He met ⟦Jean⟧ there.") == ("He met ⟦⟧ there.", [[7, 13, 2]])


def test_a_pair_in_a_pair_does_not_end_the_outer_one() -> None:
    assert public_form("a ⟦b ⟦c⟧ d⟧ e")[0] == "a ⟦⟧ e"


def test_a_bracket_never_closed_withholds_all_that_follows() -> None:
    assert public_form("a ⟦b ⟦c⟧ d e")[0] == "a ⟦⟧"


def test_a_bracket_never_opened_withholds_all_that_goes_before() -> None:
    assert public_form("a ⟦b⟧ c⟧ d")[0] == "⟦⟧ d"


def test_a_place_inside_a_cut_is_nowhere() -> None:
    _, cuts = public_form("ab ⟦cd⟧ ef")
    assert [moved(at, cuts) for at in range(11)] == [0, 1, 2, 3, None, None, None, 5, 6, 7, 8]


def test_the_phrases_of_a_text_are_what_its_brackets_hold() -> None:
    assert withheld_phrases("⟦⟧ a ⟦b ⟦c⟧⟧ d ⟦e⟧") == ["b c", "e"]


@PATIENT
@given(TEXTS)
def test_no_letter_of_a_cut_survives_and_no_other_is_lost(text: str) -> None:
    hidden = withheld_letters(text)
    public, cuts = public_form(text)
    spans = {at for start, end, _ in cuts for at in range(start, end)}
    assert hidden <= spans
    kept = [letter for at, letter in enumerate(text) if at not in spans]
    assert list(public.replace(TAKEN_OUT, "")) == kept
    assert OPEN not in "".join(kept)
    assert CLOSE not in "".join(kept)


@PATIENT
@given(TEXTS)
def test_a_place_that_moves_keeps_its_letter(text: str) -> None:
    public, cuts = public_form(text)
    for at, letter in enumerate(text):
        there = moved(at, cuts)
        is_cut = any(start <= at < end for start, end, _ in cuts)
        if is_cut:
            assert there is None or public[there] == OPEN
        else:
            assert there is not None
            assert public[there] == letter


@PATIENT
@given(TEXTS)
def test_a_public_form_withholds_no_more_when_taken_again(text: str) -> None:
    public, _ = public_form(text)
    assert public_form(public)[0] == public


@PATIENT
@given(TEXTS, SPANS)
def test_marking_withholds_every_span_and_changes_no_word(
    text: str, spans: list[tuple[int, int]]
) -> None:
    asked = [(start, min(end, len(text))) for start, end in spans if start < min(end, len(text))]
    marking = Marking(text, asked)
    assert without_marks(marking.text) == without_marks(text)
    cuts = withheld_spans(marking.text)
    for start, end in asked:
        for at in range(start, end):
            if text[at].isspace() or text[at] in (OPEN, CLOSE):
                continue
            there, _ = marking.word(at, at + 1)
            assert marking.text[there] == text[at]
            assert any(first <= there < last for first, last in cuts)
    before = withheld_letters(text)
    for at in before:
        there, _ = marking.word(at, at + 1)
        assert any(first <= there < last for first, last in cuts)


@PATIENT
@given(PLAIN, SPANS)
def test_a_mark_of_a_place_follows_it(text: str, spans: list[tuple[int, int]]) -> None:
    asked = [(start, min(end, len(text))) for start, end in spans if start < min(end, len(text))]
    marking = Marking(text, asked)
    for at in range(len(text)):
        there = marking.place(at)
        rest = without_marks(marking.text[there:])
        assert rest == text[at:]


def test_words_that_touch_become_one_mark_and_others_do_not() -> None:
    text = "one two three four"
    assert Marking(text, [(0, 3), (4, 7), (14, 18)]).text == "⟦one two⟧ three ⟦four⟧"
    assert Marking("⟦one⟧ two", [(1, 4), (6, 9)]).text == "⟦one⟧ ⟦two⟧"


def test_what_is_withheld_already_is_not_marked_again() -> None:
    marking = Marking("a ⟦b c⟧ d", [(3, 6)])
    assert marking.spans == []
    assert marking.text == "a ⟦b c⟧ d"

"""Which passage of one version is which of another."""

import time
from dataclasses import dataclass

import pytest

from oralhistory.aligning import same_passages, translated_passages


@dataclass
class Said:
    text: str
    start_ms: int | None = None
    end_ms: int | None = None


def at(*passages: tuple[int | None, str]) -> list[Said]:
    return [Said(text, start, None if start is None else start + 900) for start, text in passages]


FORMER = at((0, "We went home."), (1000, "Then to the big church."), (2000, "Yes."))


@pytest.mark.parametrize(
    ("later", "matched"),
    [
        (FORMER, {0: 0, 1: 1, 2: 2}),
        (at((5000, "we went HOME"), (9000, "yes")), {0: 0, 1: 2}),
        (at((0, "We went home."), (1200, "Then to the old church.")), {0: 0, 1: 1}),
        (at((0, "We went home."), (9000, "Then to the old church.")), {0: 0}),
        (at((0, "Nothing of the kind."), (2000, "Yes.")), {1: 2}),
        (at((None, "So."), (None, "We went home.")), {1: 0}),
        ([], {}),
    ],
)
def test_the_same_words_or_the_same_time_and_most_words_are_the_same(
    later: list[Said], matched: dict[int, int]
) -> None:
    assert same_passages(FORMER, later) == matched


def test_without_times_corrected_passages_are_found_at_their_place() -> None:
    former = at((None, "A."), (None, "We went to Huye then."), (None, "B."))
    later = at((None, "A."), (None, "New."), (None, "We went to Kigali then."), (None, "B."))
    assert same_passages(former, later) == {0: 0, 2: 1, 3: 2}


def test_a_translation_is_matched_in_order_or_by_its_times() -> None:
    spoken = at((0, "A"), (0, "B"), (1000, "C"), (2000, "D"))
    assert translated_passages(spoken, at((0, "a"), (0, "b"), (1000, "c"), (2000, "d"))) == {
        0: 0,
        1: 1,
        2: 2,
        3: 3,
    }
    assert translated_passages(spoken, at((0, "a"), (1000, "c"), (2000, "d"))) == {1: 2, 2: 3}
    assert translated_passages(at((None, "A")), at((None, "a"), (None, "b"))) == {}


def test_many_passages_that_were_all_corrected_are_matched_in_time() -> None:
    former = at(*((place * 1500, f"Word{place} and more") for place in range(8000)))
    later = at(*((place * 1500, f"Word{place} and less") for place in range(8000)))
    begun = time.process_time()
    assert same_passages(former, later) == {place: place for place in range(8000)}
    assert time.process_time() - begun < 10

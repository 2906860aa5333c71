"""Moments as people type and read them."""

import pytest

from oralhistory.clock import clock, duration, read_clock, seconds, timestamp


@pytest.mark.parametrize(
    ("words", "ms"),
    [
        ("754.2", 754_200),
        ("12:34.2", 754_200),
        ("0:12:34", 754_000),
        (" 1:02:03,045 ", 3_723_045),
        ("0", 0),
    ],
)
def test_a_moment_is_read_as_people_type_it(words: str, ms: int) -> None:
    assert read_clock(words) == ms


@pytest.mark.parametrize("words", ["", "12:60", "1:60:00", "1:2:3:4", "-5", "soon", "1:00:75"])
def test_what_is_no_moment_is_refused(words: str) -> None:
    with pytest.raises(ValueError, match=r"time as hours|up to 59"):
        read_clock(words)


def test_a_moment_is_said_in_four_ways() -> None:
    assert clock(3_723_999) == "1:02:03"
    assert clock(754_999) == "12:34"
    assert timestamp(3_723_045) == "01:02:03.045"
    assert timestamp(59_999) == "00:00:59.999"
    assert seconds(12_345_678) == "12345.678"
    assert seconds(754_200) == "754.2"
    assert seconds(120_000) == "120"


@pytest.mark.parametrize(
    ("ms", "words"),
    [
        (45_000, "45 seconds"),
        (60_000, "1 minute"),
        (3_600_000, "1 hour"),
        (4_350_000, "1 hour 12 minutes"),
        (7_260_000, "2 hours 1 minute"),
    ],
)
def test_a_length_is_said_in_words(ms: int, words: str) -> None:
    assert duration(ms) == words

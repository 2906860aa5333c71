"""Moments of a recording: whole milliseconds inside, hours, minutes and seconds for people."""

import re

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
LONGEST = 100 * HOUR

_TYPED = re.compile(r"(?:(?:(\d{1,2}):)?(\d{1,2}):)?(\d{1,5})(?:[.,](\d{1,3}))?")


def clock(ms: int) -> str:
    """Say a moment as it is printed beside a transcript: 12:34, and 1:02:34 after an hour."""
    minutes, whole_seconds = ms % HOUR // MINUTE, ms % MINUTE // SECOND
    if ms < HOUR:
        return f"{minutes}:{whole_seconds:02d}"
    return f"{ms // HOUR}:{minutes:02d}:{whole_seconds:02d}"


def whole_clock(ms: int) -> str:
    """Say a moment with its hours, as citations and plain texts do: 0:12:34."""
    return f"{ms // HOUR}:{ms % HOUR // MINUTE:02d}:{ms % MINUTE // SECOND:02d}"


def timestamp(ms: int) -> str:
    """Say a moment to the millisecond, as WebVTT writes it: 00:12:34.200."""
    return f"{ms // HOUR:02d}:{ms % HOUR // MINUTE:02d}:{ms % MINUTE / SECOND:06.3f}"


def seconds(ms: int) -> str:
    """Say a moment in seconds, as media fragments (`#t=754.2`) do."""
    return f"{ms / SECOND:.3f}".rstrip("0").rstrip(".")


def duration(ms: int) -> str:
    """Say a length of time in words: 1 hour 12 minutes; under a minute in seconds."""
    if ms < MINUTE:
        return _count(round(ms / SECOND), "second")
    minutes = round(ms / MINUTE)
    parts = [_count(minutes // 60, "hour"), _count(minutes % 60, "minute")]
    return " ".join(part for part in parts if part)


def _count(number: int, noun: str) -> str:
    if number == 0 and noun != "second":
        return ""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def read_clock(words: str) -> int:
    """Read what a person typed: 1:02:03, 12:34.5 or 754.2 (seconds). Returns milliseconds.

    Raises `ValueError` with a message for the person for anything else.
    """
    match = _TYPED.fullmatch(words.strip())
    if match is None:
        raise ValueError("Write the time as hours, minutes and seconds: 0:12:34 or 0:12:34.200.")
    hours, minutes, whole_seconds = (int(part or 0) for part in match.groups()[:3])
    if match[2] and (whole_seconds > 59 or (match[1] and minutes > 59)):
        raise ValueError("Minutes and seconds go up to 59.")
    milliseconds = int((match[4] or "0").ljust(3, "0"))
    return hours * HOUR + minutes * MINUTE + whole_seconds * SECOND + milliseconds

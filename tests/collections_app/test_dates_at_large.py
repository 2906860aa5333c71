"""Historical dates held against generated ones, against another engine and against real lists."""

import csv
from ast import literal_eval
from datetime import date
from pathlib import Path
from string import printable
from time import struct_time
from typing import Any, NamedTuple

import pytest
from edtf import parse_edtf
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from collections_app.dates import UnknownDate, parse, words

SIGNS = st.sampled_from(["", "", "", "?", "~", "%"])
YEARS = st.one_of(
    st.integers(1, 9999).map("{:04d}".format), st.text("0129X", min_size=4, max_size=4)
)
MONTHS = st.one_of(st.integers(1, 41).map("{:02d}".format), st.text("01X", min_size=2, max_size=2))
DAYS = st.one_of(st.integers(1, 31).map("{:02d}".format), st.text("0123X", min_size=2, max_size=2))


@st.composite
def singles(draw: st.DrawFn) -> str:
    """A text shaped like a year, month, season or day, with or without signs."""
    parts = [draw(part) for part in (YEARS, MONTHS, DAYS)[: draw(st.integers(1, 3))]]
    return "-".join(f"{draw(SIGNS)}{part}{draw(SIGNS)}" for part in parts)


SIDES = st.one_of(singles(), st.sampled_from(["", ".."]))
MEMBERS = st.lists(
    st.one_of(singles(), st.tuples(singles(), singles()).map("..".join)), min_size=1, max_size=4
).map(",".join)
EDTF = st.one_of(
    singles(),
    st.tuples(SIDES, SIDES).map("/".join),
    MEMBERS.map("[{}]".format),
    MEMBERS.map("{{{}}}".format),
)


def refusal_of(edtf: str) -> str:
    """Why a text is refused; "" when it is accepted."""
    try:
        parse(edtf)
    except UnknownDate as refusal:
        return str(refusal)
    return ""


@settings(suppress_health_check=[HealthCheck.filter_too_much])
@given(EDTF)
def test_an_accepted_date_is_ordered_canonical_and_can_be_said(edtf: str) -> None:
    assume(not refusal_of(edtf))
    understood = parse(edtf)
    if understood.earliest and understood.latest:
        assert understood.earliest <= understood.latest
    assert parse(understood.edtf) == understood
    assert parse(understood.edtf).form == understood.form
    assert all(words(understood, language).strip() for language in ("en", "fr"))


@given(st.dates())
def test_every_day_of_the_calendar_is_its_own_two_bounds(day: date) -> None:
    understood = parse(day.isoformat())
    assert (understood.earliest, understood.latest) == (day, day)
    assert understood.iso == understood.edtf == day.isoformat()


@given(st.dates(), st.dates())
def test_an_interval_runs_from_the_one_day_to_the_other(one: date, other: date) -> None:
    first, last = sorted((one, other))
    understood = parse(f"{first}/{last}")
    assert (understood.earliest, understood.latest) == (first, last)
    if first != last:
        with pytest.raises(UnknownDate):
            parse(f"{last}/{first}")


@given(st.text(max_size=140), st.text(printable, max_size=140))
def test_any_text_is_a_date_or_is_refused_with_a_message(anything: str, typed: str) -> None:
    for text in (anything, typed):
        assert refusal_of(text) or parse(text).edtf


@given(st.dates(min_value=date(1000, 1, 1)), st.sampled_from(["{:%d/%m/%Y}", "{:%Y/%m/%d}"]))
def test_what_is_offered_for_a_day_includes_that_day(day: date, way: str) -> None:
    with pytest.raises(UnknownDate) as refusal:
        parse(way.format(day))
    assert f"write {day}" in str(refusal.value) or f" or {day}" in str(refusal.value)


def library_bound(moment: Any) -> date | None:
    """A bound as the other engine says it; it says infinity for an open end."""
    return date(*moment[:3]) if isinstance(moment, struct_time) else None


@pytest.mark.parametrize(
    "edtf",
    [
        *("1994-01-11", "1994-02", "1996-02", "1994", "1994?", "1994-01~", "1994-01-11%"),
        *("199X", "19XX", "1XXX", "1994-XX", "1994-XX-XX", "1994-02-XX", "15XX-12-25"),
        *("1994-21", "1994-22", "1994-23", "1994-33", "1994-40", "20X3-06-25", "1994-XX-11"),
        *("1994-04-06/1994-07-19", "1994-04/1995", "1984~/2004-06", "1994-21/1994-22"),
        *("1994-04-06/..", "../1994-04", "[1667,1668,1670..1672]", "[..1760-12]", "[1760-12..]"),
        *("{1960,1961-12}", "2004-06-~01/2004-06-~20", "2004-06-XX/2004-07-03", "?1945-01"),
    ],
)
def test_the_bounds_agree_with_another_engine(edtf: str) -> None:
    other = parse_edtf(edtf)
    understood = parse(edtf)
    assert understood.earliest == library_bound(other.lower_strict())
    assert understood.latest == library_bound(other.upper_strict())


class Vector(NamedTuple):
    """A line of the published lists; `expected` is another engine's bounds, where it says them."""

    edtf: str
    source: str
    list: str
    expected: str


@pytest.fixture(scope="module")
def vectors(shared_data: Path) -> list[Vector]:
    """Strings from the tests of two published EDTF validators."""
    with (shared_data / "collections/edtf/vectors.csv").open(encoding="utf-8") as lines:
        return [Vector(*line) for line in csv.reader(lines)][1:]


def test_published_intervals_of_levels_0_and_1_are_accepted(vectors: list[Vector]) -> None:
    listed = [v.edtf for v in vectors if v.list in {"L0_Intervals", "L1_Intervals"}]
    refused = {edtf: reason for edtf in listed if (reason := refusal_of(edtf))}
    assert len(listed) > 20
    outside = {edtf for edtf in listed if edtf.startswith(("-", "0000"))}
    assert set(refused) == outside
    assert all("not supported" in reason for reason in refused.values())


def test_published_invalid_strings_are_refused(vectors: list[Vector]) -> None:
    listed = [v.edtf for v in vectors if v.list.startswith(("invalid", "BAD"))]
    assert len(listed) > 30
    assert [edtf for edtf in listed if not refusal_of(edtf)] == []


def test_other_published_strings_are_accepted_or_said_to_be_unsupported(
    vectors: list[Vector],
) -> None:
    listed = [v.edtf for v in vectors if not v.list.startswith(("invalid", "BAD"))]
    reasons = {edtf: reason for edtf in listed if (reason := refusal_of(edtf))}
    of_time = {edtf for edtf, reason in reasons.items() if "A time of day" in reason}
    assert of_time == {"2001-02-03T09:30:01", "2004-01-01T10:10:10+05:00"}
    assert all("not supported" in reasons[edtf] for edtf in reasons.keys() - of_time)


def test_published_bounds_are_ours_except_an_invented_end(vectors: list[Vector]) -> None:
    compared = 0
    for vector in vectors:
        if not vector.expected.startswith("(('") or refusal_of(vector.edtf):
            continue
        bounds = literal_eval(vector.expected)[0]
        # One or three days: a single day, then its fuzzy bounds; two or four: two bounds first.
        strict = (bounds[0], bounds[0]) if len(bounds) % 2 else bounds[:2]
        understood = parse(vector.edtf)
        assert str(understood.earliest) == strict[0], vector
        if vector.edtf.endswith(("/", "..", "..]")):
            assert understood.latest is None, vector
        else:
            assert str(understood.latest) == strict[1], vector
        compared += 1
    assert compared > 25

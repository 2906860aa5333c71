"""What several kinds of records have: a date, an address, another record that is named."""

from collections.abc import Callable
from datetime import date as Day  # noqa: N812  a field of the values is called date
from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

Absolute = Callable[[str], str]


class Dated(Schema):
    """A historical date: words for people, EDTF (ISO 8601-2) and two bounds for programs."""

    words: str = Field(
        description="As readers see it; “undated” where nothing is known.",
        examples=["11 January 1994"],
    )
    edtf: str = Field(
        description="Extended Date/Time Format; may be empty.", examples=["1994-01-11"]
    )
    earliest: Day | None = Field(description="The first day it can mean.", examples=["1994-01-11"])
    latest: Day | None = Field(description="The last day it can mean.", examples=["1994-01-11"])


class Named(Schema):
    """Another record, by its identifier in this API and in words."""

    id: str = Field(
        description="Its identifier; empty where it has no page of its own.",
        examples=["dallaire-romeo"],
    )
    label: str = Field(description="Its name or title.", examples=["Roméo Dallaire"])


class Public(Schema):
    """What every record has."""

    url: str = Field(
        description="Its page for readers: what to cite.",
        examples=["https://archive.example.org/items/FTP-0001/"],
    )
    public_since: datetime = Field(
        description="From when it is public.", examples=["2026-01-11T09:00:00Z"]
    )
    changed_at: datetime = Field(
        description="When what readers see of it last changed.",
        examples=["2026-03-02T12:30:00Z"],
    )


def dated(record: Any) -> Dated:
    """Return the date of a record that may have one."""
    return Dated(
        words=record.date_words,
        edtf=record.date_edtf,
        earliest=record.date_earliest,
        latest=record.date_latest,
    )


def public(record: Any, absolute: Absolute) -> dict[str, Any]:
    """Return what every record has; it changed for readers when it came out, at the earliest."""
    since = record.public_from
    return {
        "url": absolute(record.get_absolute_url()),
        "public_since": since,
        "changed_at": max(since, record.described_at or since),
    }


def lines(words: str) -> list[str]:
    """Return what stands one to a line."""
    return [line.strip() for line in words.splitlines() if line.strip()]

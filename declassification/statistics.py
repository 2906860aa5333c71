"""Numbers of the public tracker, from published requests alone."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.urls import reverse

from declassification.durations import Durations
from declassification.stages import ANSWERED, PREPARING, Outcome

COLUMNS = [
    "Asked",
    "Answered",
    "In full",
    "In part",
    "Denied or silent",
    "No documents",
    "Middle, days",
    "Nine of ten, days",
]


@dataclass(frozen=True, slots=True)
class AuthorityNumbers:
    """One authority in numbers, in the order of `COLUMNS`."""

    authority: str
    url: str
    numbers: list[str]


def numbers_by_authority(published: QuerySet) -> list[AuthorityNumbers]:
    """Count requests by authority: two queries, however many there are."""
    asked: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    rows = published.exclude(stage__in=sorted(PREPARING)).order_by()
    names = rows.values_list("authority__name", "authority_id", "stage", "outcome")
    for name, key, stage, outcome, number in names.annotate(Count("pk")):
        asked[name, key]["asked"] += number
        asked[name, key]["answered"] += number if stage in ANSWERED else 0
        asked[name, key][outcome] += number
    took = _took(published)
    address = reverse("declassification:request-list")
    return [
        AuthorityNumbers(name, f"{address}?authority={key}", _numbers(counts, took[key]))
        for (name, key), counts in sorted(asked.items())
    ]


def _took(published: QuerySet) -> dict[int, list[int]]:
    answered = published.filter(deadlines__is_answer=True, deadlines__met_on__isnull=False)
    found: dict[int, list[int]] = defaultdict(list)
    days = answered.order_by().values_list(
        "authority_id", "deadlines__starts_on", "deadlines__met_on"
    )
    for key, starts_on, met_on in days:
        found[key].append((met_on - starts_on).days)
    return found


def _numbers(counts: Counter[str], days: list[int]) -> list[str]:
    denied = counts[Outcome.DENIED_FULL] + counts[Outcome.IMPLICIT_REFUSAL]
    durations = Durations(tuple(days))
    numbers = [
        counts["asked"],
        counts["answered"],
        counts[Outcome.GRANTED_FULL],
        counts[Outcome.GRANTED_PART],
        denied,
        counts[Outcome.NO_RECORDS],
    ]
    return [*map(str, numbers), durations.median, durations.nine_in_ten]

"""Numbers of the public tracker, from published requests alone."""

from collections import Counter, defaultdict
from dataclasses import dataclass

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.models import Copy
from collections_app.regressions import regressions
from declassification.durations import Durations
from declassification.models import Decision
from declassification.stages import ANSWERED, PREPARING, Determination, Outcome

RELEASES = (Determination.RELEASED_FULL, Determination.RELEASED_PART)
COLUMNS = [
    gettext_lazy("Asked"),
    gettext_lazy("Answered"),
    gettext_lazy("In full"),
    gettext_lazy("In part"),
    gettext_lazy("Denied or silent"),
    gettext_lazy("No documents"),
    gettext_lazy("Middle, days"),
    gettext_lazy("Nine of ten, days"),
    gettext_lazy("Releases that hide what an earlier one showed"),
]


@dataclass(frozen=True, slots=True)
class AuthorityNumbers:
    """One authority in numbers, in the order of `COLUMNS`."""

    authority: str
    url: str
    numbers: list[str]


def numbers_by_authority(published: QuerySet) -> list[AuthorityNumbers]:
    """Count requests by authority: three queries, however many there are, and the comparison of
    the releases that they brought with earlier ones."""
    asked: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    rows = published.exclude(stage__in=sorted(PREPARING)).order_by()
    names = rows.values_list("authority__name", "authority_id", "stage", "outcome")
    for name, key, stage, outcome, number in names.annotate(Count("pk")):
        asked[name, key]["asked"] += number
        asked[name, key]["answered"] += number if stage in ANSWERED else 0
        asked[name, key][outcome] += number
    took, set_back = _took(published), _set_back(published)
    address = reverse("declassification:request-list")
    return [
        AuthorityNumbers(
            name, f"{address}?authority={key}", _numbers(counts, took[key], set_back[key])
        )
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


def _set_back(published: QuerySet) -> dict[int, list[bool]]:
    """Say of each public release, by authority, whether it hides what an earlier one had shown."""
    told = Decision.objects.public().filter(request__in=published, determination__in=RELEASES)
    brought = told.filter(copy__in=Copy.objects.public()).order_by()
    releases = list(brought.values_list("request__authority", "copy", "document__item"))
    items = {item for _authority, _copy, item in releases if item is not None}
    stranger = AnonymousUser()
    hiding = {one.copy.pk for one in regressions(stranger, items)} if items else set()
    found: dict[int, list[bool]] = defaultdict(list)
    for authority, copy, _item in releases:
        found[authority].append(copy in hiding)
    return found


def _numbers(counts: Counter[str], days: list[int], set_back: list[bool]) -> list[str]:
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
    took = [durations.median, durations.nine_in_ten]
    return [*map(str, numbers), *took, _share(set_back)]


def _share(set_back: list[bool]) -> str:
    """Say how many of the releases in the hundred, and of how many; nothing without a release."""
    if not set_back:
        return ""
    of_all = _("{sum} of {len}").format(sum=sum(set_back), len=len(set_back))
    return f"{round(100 * sum(set_back) / len(set_back))} % ({of_all})"

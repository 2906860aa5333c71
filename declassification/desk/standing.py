"""Blocks about where everything stands: by state, by authority, by document, by person."""

from collections import Counter, defaultdict
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, F, Max, Min, Q, Sum
from django.urls import reverse

from collections_app.models import ArchivalItem, Copy, Status
from collections_app.regressions import Regression, regressions, regressions_not_told
from declassification.desk.blocks import SHOWN, Block, Line, bars, written
from declassification.desk.time import named, request_url
from declassification.durations import Durations
from declassification.explaining import counted
from declassification.models import AccessRequest, Deadline, Decision, RequestEvent
from declassification.stages import AWAITING_ANSWER, Ball, Outcome, Stage, ball_with

NOT_ASSIGNED = "nobody"
NO_TURNING_POINT = "no turning point"


def replies_to_classify(today: date, most: int | None = SHOWN) -> Block:
    """Letters that came and whose meaning nobody has recorded, the oldest first."""
    replies = RequestEvent.objects.to_classify()
    lines = [
        Line(
            cells=[
                written(reply.date),
                named(reply.request),
                reply.request.authority.name,
                reply.note,
                counted((today - reply.date).days, "day"),
            ],
            url=request_url(reply.request_id),
        )
        for reply in replies.select_related("request__authority").order_by("date", "pk")[:most]
    ]
    return Block(
        title="Replies to classify",
        anchor="replies",
        columns=["Of", "Request", "Authority", "Note", "Waits"],
        lines=lines,
        total=replies.count(),
        empty="Every letter that came is recorded.",
    )


def ball_with_us(today: date, most: int | None = SHOWN) -> Block:
    """Requests on which nobody moves until we do; what we must answer by a day comes first."""
    unanswered = Q(
        deadlines__rule__isnull=True, deadlines__met_on__isnull=True, deadlines__ended_why=""
    )
    ours = (
        AccessRequest.objects.ball_with(Ball.US)
        .exclude(stage=Stage.DECIDED)
        .select_related("authority", "assigned_to")
        .annotate(since=Max("events__date"))
        .annotate(by=Min("deadlines__due_on", filter=unanswered))
        .order_by(F("by").asc(nulls_last=True), "priority", "since", "pk")
    )
    return Block(
        title="Ball with us",
        anchor="ball",
        columns=["Request", "State", "They want it by", "Since", "Authority", "Who"],
        lines=[_ours(request) for request in ours[:most]],
        total=ours.count(),
        empty="Every request is with somebody else.",
    )


def _ours(request: Any) -> Line:
    return Line(
        cells=[
            named(request),
            str(Stage(request.stage).label),
            written(request.by),
            written(request.since),
            request.authority.name,
            str(request.assigned_to or ""),
        ],
        url=request_url(request.pk),
        day=request.by,
        words=f"Our answer is due: {request.number}",
        key=f"ours-{request.pk}",
        who=request.assigned_to_id,
        is_demonstration=request.is_demonstration,
    )


def dormant(today: date, most: int | None = SHOWN) -> Block:
    """Requests under a law that sets no time, in whose log nothing happened for long."""
    waiting = (
        AccessRequest.objects.all()
        .filter(stage__in=sorted(AWAITING_ANSWER), regime__reminder_days__isnull=False)
        .select_related("authority", "regime", "assigned_to")
        .annotate(since=Max("events__date"))
        .order_by("since", "pk")
    )
    silent = [
        (request, (today - request.since).days)
        for request in waiting
        if request.since and (today - request.since).days >= request.regime.reminder_days
    ]
    return Block(
        title="Silent where no law counts",
        anchor="dormant",
        columns=["Last entry", "Silent for", "Request", "Authority", "Who"],
        lines=[
            Line(
                cells=[
                    written(request.since),
                    counted(days, "day"),
                    named(request),
                    request.authority.name,
                    str(request.assigned_to or ""),
                ],
                url=request_url(request.pk),
            )
            for request, days in silent[:most]
        ],
        total=len(silent),
        empty="Nobody has been silent for longer than we allow.",
        explanation="These laws set no time: write again.",
    )


def by_state(today: date, most: int | None = None) -> Block:
    """How many requests stand where, for each turning point, and how old the oldest open one is."""
    groups: dict[str, Counter[str]] = defaultdict(Counter)
    oldest: dict[str, date] = {}
    counted_requests = AccessRequest.objects.counted().order_by()
    rows = counted_requests.values_list("turning_point__label_en", "stage").annotate(
        Count("pk", distinct=True), Min("events__date")
    )
    for label, stage, number, first in rows:
        name = label or NO_TURNING_POINT
        groups[name][stage] += number
        if first and stage in AWAITING_ANSWER:
            oldest[name] = min(first, oldest.get(name, first))
    stages = [stage for stage in Stage if any(group[stage] for group in groups.values())]
    lines = [
        Line(
            cells=[
                name,
                *(str(groups[name][stage] or "") for stage in stages),
                str(groups[name].total()),
                counted((today - oldest[name]).days, "day") if name in oldest else "",
            ],
            url=reverse("admin:declassification_accessrequest_changelist"),
        )
        for name in sorted(groups, key=lambda name: (name == NO_TURNING_POINT, name))
    ]
    totals = [(str(Stage(s).label), sum(group[s] for group in groups.values())) for s in stages]
    return Block(
        title="Requests by state and turning point",
        anchor="states",
        columns=["Turning point", *(s.label.capitalize() for s in stages), "All", "Oldest open"],
        lines=lines,
        total=len(lines),
        empty="No request yet.",
        numbers_from=1,
        bars=bars(totals),
    )


AUTHORITY_COLUMNS = [
    "Authority",
    "Sent",
    "Decided",
    "In full",
    "In part",
    "Denied or silent",
    "Median days",
    "90 of 100 within",
    "Oldest open, days",
]


def by_authority(today: date, most: int | None = None) -> Block:
    """What each authority was asked and answered, and how long it took: median, not average."""
    results: dict[tuple[str, int], Counter[str]] = defaultdict(Counter)
    asked = AccessRequest.objects.counted().exclude(stage__in=[Stage.DRAFT, Stage.APPROVED])
    rows = asked.order_by().values_list("authority__name", "authority_id", "outcome")
    for name, key, outcome, number in rows.annotate(Count("pk")):
        results[name, key][outcome] += number
    took, oldest = _times(today)
    in_order = sorted(results, key=lambda pair: (-results[pair].total(), pair))
    lines = [
        Line(
            cells=[
                name,
                *_outcomes(results[name, key]),
                took[name].median,
                took[name].nine_in_ten,
                str(oldest.get(name, "")),
            ],
            url=reverse("admin:declassification_authority_change", args=[key]),
        )
        for name, key in in_order
    ]
    slowest = sorted(
        ((name, float(times.median)) for name, times in took.items() if times.days),
        key=lambda pair: -pair[1],
    )
    return Block(
        title="Authorities",
        anchor="authorities",
        columns=AUTHORITY_COLUMNS,
        lines=lines[:most],
        total=len(lines),
        empty="Nothing was sent yet.",
        explanation="Days from receipt to the answer, by the calendar; chart: the median.",
        numbers_from=1,
        bars=bars(slowest[:SHOWN], lambda days: f"{days:g} days"),
    )


def _outcomes(results: Counter[str]) -> list[str]:
    numbers = [
        results.total(),
        results.total() - results[""],
        results[Outcome.GRANTED_FULL],
        results[Outcome.GRANTED_PART],
        results[Outcome.DENIED_FULL] + results[Outcome.IMPLICIT_REFUSAL],
    ]
    return [str(number) for number in numbers]


def _times(today: date) -> tuple[dict[str, Durations], dict[str, int]]:
    answers = Deadline.objects.counted().filter(is_answer=True).order_by()
    rows = answers.values_list("request__authority__name", "starts_on", "met_on", "ended_why")
    took: dict[str, list[int]] = defaultdict(list)
    oldest: dict[str, int] = {}
    for name, starts_on, met_on, ended_why in rows:
        if met_on:
            took[name].append((met_on - starts_on).days)
        elif not ended_why:
            oldest[name] = max((today - starts_on).days, oldest.get(name, 0))
    durations = {name: Durations(tuple(days)) for name, days in took.items()}
    return defaultdict(lambda: Durations(()), durations), oldest


def documents(today: date, most: int | None = None) -> Block:
    """How the documents stand, how many pages were withheld, on which grounds."""
    items = ArchivalItem.objects.filter(is_demonstration=False).order_by()
    numbers = dict(items.values_list("declassification_status").annotate(Count("pk")))
    changelist = reverse("admin:collections_app_archivalitem_changelist")
    lines = [
        Line(
            cells=[Status(status).label.capitalize(), f"{numbers[status]:,}"],
            url=f"{changelist}?declassification_status__exact={status}",
        )
        for status in Status
        if numbers.get(status)
    ]
    decisions = Decision.objects.filter(replaced_by__isnull=True, request__is_demonstration=False)
    pages = decisions.aggregate(reviewed=Sum("pages_reviewed"), withheld=Sum("pages_withheld"))
    if pages["reviewed"]:
        lines.append(Line(cells=["Pages reviewed", f"{pages['reviewed']:,}"]))
        lines.append(Line(cells=["Pages withheld", f"{pages['withheld'] or 0:,}"]))
    grounds = decisions.order_by().values_list(
        "citations__exemption__scheme", "citations__exemption__code"
    )
    lines += [
        Line(cells=[f"Withheld under {scheme} {code}", f"{number:,}"])
        for scheme, code, number in grounds.annotate(number=Count("pk")).order_by("-number")
        if scheme
    ]
    return Block(
        title="Documents",
        anchor="documents",
        columns=["What", "Number"],
        lines=lines[:most],
        total=len(lines),
        empty="No document yet.",
        numbers_from=1,
        bars=bars([(str(Status(s).label), numbers[s]) for s in Status if numbers.get(s)]),
    )


def setbacks(today: date, most: int | None = SHOWN) -> Block:
    """Releases that withhold what an earlier one had shown, the newest first."""
    found = _newest_first(
        [*regressions(AnonymousUser()), *regressions_not_told(Copy.objects.all())]
    )
    return Block(
        title="Releases that withhold more than before",
        anchor="regressions",
        columns=["Released", "Document", "By", "Withholds", "Shown before"],
        lines=[
            Line(
                cells=[
                    written(one.copy.released_on),
                    str(one.item),
                    one.copy.released_by,
                    counted(one.passages, "passage") if one.passages else "more, as stated",
                    written(one.earlier.released_on),
                ],
                url=one.address,
            )
            for one in found[:most]
        ],
        total=len(found),
        empty="No release withholds what an earlier one had shown.",
        explanation="Words once released can be asked for again, and cited in an appeal.",
    )


def _newest_first(found: list[Regression]) -> list[Regression]:
    return sorted(found, key=lambda one: (one.copy.released_on, one.copy.pk), reverse=True)


def workload(today: date, most: int | None = None) -> Block:
    """What each person has in hand, and how much of it waits for them."""
    open_requests = AccessRequest.objects.counted().exclude(
        stage__in=[Stage.CLOSED, Stage.WITHDRAWN, Stage.SUPERSEDED]
    )
    rows = open_requests.order_by().values_list("assigned_to__username", "stage")
    whole, waits = Counter[str](), Counter[str]()
    for name, stage, number in rows.annotate(Count("pk")):
        whole[name or NOT_ASSIGNED] += number
        if ball_with(stage) == Ball.US and stage != Stage.DECIDED:
            waits[name or NOT_ASSIGNED] += number
    return Block(
        title="Workload",
        anchor="workload",
        columns=["Who", "Open requests", "Ball with us"],
        lines=[
            Line(cells=[name, str(whole[name]), str(waits[name])])
            for name in sorted(whole, key=lambda name: -whole[name])
        ],
        total=len(whole),
        empty="No open request.",
        numbers_from=1,
    )

"""Blocks about time: rights that lapse, remedies that are open, dates to come, what was missed."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from collections_app.models import ArchivalItem, Status
from declassification.deadlines import later
from declassification.desk.blocks import SHOWN, Block, Line, written
from declassification.explaining import counted
from declassification.models import AccessRequest, Deadline, DeadlineRule, Decision
from declassification.terms import StartEvent

LAPSES_WITHIN = 60
AUTOMATIC_WITHIN_MONTHS = 24
STILL_CLASSIFIED = [
    Status.CLASSIFIED,
    Status.UNDER_REVIEW,
    Status.IN_PART,
    Status.EXEMPTED,
    Status.DENIED,
    Status.RECLASSIFIED,
]
UNCHECKED = "rule not yet checked against the law"
ESTIMATED = "estimated"


def request_url(key: int) -> str:
    """Return the page of a request at the desk."""
    return reverse("admin:declassification_accessrequest_change", args=[key])


def begin_url(key: int) -> str:
    """Return the page on which an appeal is begun."""
    return reverse("admin:declassification_accessrequest_begin_appeal", args=[key])


def named(request: AccessRequest) -> str:
    """Name a request in a line, and say if it is a demonstration."""
    mark = " (demonstration)" if request.is_demonstration else ""
    return f"{request.number} {request.title}{mark}"


def _with_request(deadlines: QuerySet) -> QuerySet:
    return deadlines.select_related("request__authority", "rule", "request__assigned_to")


def every_right(today: date, most: int | None = None) -> Block:
    """All rights of ours that can still be used, however long they run; for the calendar."""
    usable = Deadline.objects.usable()
    lines = [_right(found) for found in _with_request(usable)[:most]]
    return Block("Our rights", "every-right", RIGHT_COLUMNS, lines, usable.count())


def _caution(deadline: Deadline) -> str:
    cautions = [UNCHECKED if deadline.is_unchecked else "", ESTIMATED * deadline.is_estimated]
    return "; ".join(filter(None, cautions))


def _right(deadline: Any) -> Line:
    request, act_by = deadline.request, deadline.act_by
    left = (act_by - request.authority.today()).days
    appeals = begin_url(request.pk) if deadline.level else request_url(request.pk)
    return Line(
        cells=[
            written(act_by),
            counted(left, "day") if left else "today",
            deadline.name,
            named(request),
            request.authority.name,
            str(request.assigned_to or ""),
        ],
        url=appeals,
        day=act_by,
        words=f"Last day: {deadline.name}, {request.number}",
        key=f"right-{request.pk}-{deadline.name}-{deadline.starts_on}",
        caution=_caution(deadline),
        who=request.assigned_to_id,
        is_demonstration=request.is_demonstration,
    )


RIGHT_COLUMNS = ["Until", "Left", "Right", "Request", "Authority", "Who"]


def rights_about_to_lapse(today: date, most: int | None = SHOWN) -> Block:
    """Rights of ours that end within sixty days, the most urgent first."""
    usable = Deadline.objects.usable()
    soon = usable.filter(act_by__lte=today + timedelta(days=LAPSES_WITHIN))
    return Block(
        title="Rights about to lapse",
        anchor="rights",
        columns=RIGHT_COLUMNS,
        lines=[_right(found) for found in _with_request(soon)[:most]],
        total=soon.count(),
        empty=f"No right of ours ends within {LAPSES_WITHIN} days.",
        explanation="Our own clock. A right that lapses here is lost.",
    )


def remedies_now_open(today: date, most: int | None = SHOWN) -> Block:
    """What is overdue and what that lets us do, then rights that run for longer."""
    overdue = Deadline.objects.overdue()
    further = Deadline.objects.usable()
    further = further.filter(act_by__gt=today + timedelta(days=LAPSES_WITHIN))
    told = _with_request(overdue).prefetch_related("request__deadlines__rule")
    lines = [_overdue(found) for found in told[:most]]
    if most is None or len(lines) < most:
        rest = None if most is None else most - len(lines)
        lines += [_further(found) for found in _with_request(further)[:rest]]
    return Block(
        title="Remedies now open",
        anchor="remedies",
        columns=["Since or until", "What", "What is possible", "Request", "Authority", "Who"],
        lines=lines,
        total=overdue.count() + further.count(),
        empty="Nobody is overdue, and no remedy is open.",
    )


def _overdue(deadline: Any) -> Line:
    request = deadline.request
    over = counted((request.authority.today() - deadline.due_on).days, "day")
    return Line(
        cells=[
            written(deadline.due_on),
            f"{deadline.name} overdue by {over}",
            _possible(deadline),
            named(request),
            request.authority.name,
            str(request.assigned_to or ""),
        ],
        url=request_url(request.pk),
        caution=_caution(deadline),
        who=request.assigned_to_id,
        is_demonstration=request.is_demonstration,
    )


def _possible(deadline: Any) -> str:
    """Say what the end of a term lets us do, or what became of the right that it opened."""
    rule = deadline.rule
    if rule is None or not rule.opens:
        return rule.on_lapse if rule else ""
    opened = [
        right
        for right in deadline.request.deadlines.all()
        if right.rule
        and right.rule.code == rule.opens
        and right.appeal_id in (None, deadline.appeal_id)
    ]
    today = deadline.request.authority.today()
    if not opened or any(_is_usable(right, today) for right in opened):
        return rule.on_lapse
    last = max(opened, key=lambda right: right.starts_on)
    if last.met_on is not None:
        return f"{last.name}: filed on {written(last.met_on)}"
    if last.ended_why:
        return f"{last.name}: {last.ended_why}"
    return f"{last.name}: the time for this ended on {written(_act_by(last))}"


def _act_by(right: Deadline) -> date | None:
    return min((day for day in (right.due_on, right.stated_on) if day), default=None)


def _is_usable(right: Deadline, today: date) -> bool:
    is_open = right.met_on is None and not right.ended_why
    return is_open and (_act_by(right) or today) >= today


def _further(deadline: Any) -> Line:
    request = deadline.request
    return Line(
        cells=[
            written(deadline.act_by),
            "right of ours",
            deadline.name,
            named(request),
            request.authority.name,
            str(request.assigned_to or ""),
        ],
        url=begin_url(request.pk) if deadline.level else request_url(request.pk),
        day=deadline.act_by,
        words=f"Last day: {deadline.name}, {request.number}",
        key=f"right-{request.pk}-{deadline.name}-{deadline.starts_on}",
        caution=_caution(deadline),
        who=request.assigned_to_id,
        is_demonstration=request.is_demonstration,
    )


def answers_due(today: date, most: int | None = SHOWN) -> Block:
    """When authorities owe an answer within the next weeks; for the calendar."""
    soon = Deadline.objects.due_within(LAPSES_WITHIN)
    return Block(
        title="Answers due",
        anchor="answers",
        columns=["Due", "What", "Request", "Authority", "Who"],
        lines=[_answer(found) for found in _with_request(soon)[:most]],
        total=soon.count(),
        empty=f"No answer is due within {LAPSES_WITHIN} days.",
    )


def _answer(deadline: Deadline) -> Line:
    request = deadline.request
    return Line(
        cells=[
            written(deadline.due_on),
            deadline.name,
            named(request),
            request.authority.name,
            str(request.assigned_to or ""),
        ],
        url=request_url(request.pk),
        day=deadline.due_on,
        words=f"Due from {request.authority.name}: {deadline.name}, {request.number}",
        key=f"answer-{request.pk}-{deadline.name}-{deadline.starts_on}",
        caution=_caution(deadline),
        who=request.assigned_to_id,
        is_demonstration=request.is_demonstration,
    )


def missed_deadlines(today: date, most: int | None = SHOWN) -> Block:
    """Rights that passed unused, or were used too late: the log of what was lost."""
    missed = Deadline.objects.missed()
    return Block(
        title="Missed deadlines",
        anchor="missed",
        columns=["Was", "Right", "Request", "Authority", "What became of it"],
        lines=[_missed(found) for found in _with_request(missed)[:most]],
        total=missed.count(),
        empty="No right was ever missed.",
    )


def _missed(deadline: Any) -> Line:
    request = deadline.request
    used = f"used late, on {written(deadline.met_on)}" if deadline.met_on else "not used"
    return Line(
        cells=[
            written(deadline.act_by),
            deadline.name,
            named(request),
            request.authority.name,
            used,
        ],
        url=request_url(request.pk),
        caution=_caution(deadline),
        who=request.assigned_to_id,
        is_demonstration=request.is_demonstration,
    )


def automatic_dates(today: date, most: int | None = SHOWN) -> Block:
    """Documents of ours still classified that a law opens by their age, within two years.

    The longer terms are for what was exempted: only where a decision that stands cites it.
    """
    until = later(today, AUTOMATIC_WITHIN_MONTHS, "month")
    rules = DeadlineRule.objects.filter(
        start_event=StartEvent.DOCUMENT_DATE, amount__isnull=False
    ).select_related("regime")
    found = sorted(
        (line for rule in rules for line in _opened_by(rule, today, until)),
        key=lambda line: (line.day or date.max, line.key),
    )
    return Block(
        title="Automatic dates to come",
        anchor="automatic",
        columns=["On", "Document", "Law", "Except"],
        lines=found[:most],
        total=len(found),
        empty="No document of ours reaches such a date within 24 months.",
        explanation="A date by law is a reason to ask; nothing opens by itself.",
    )


def _opened_by(rule: DeadlineRule, today: date, until: date) -> Iterable[Line]:
    years = rule.amount or 0
    items = ArchivalItem.objects.filter(
        marking_scheme=rule.regime.country.lower(),
        declassification_status__in=STILL_CLASSIFIED,
        is_demonstration=False,
        date_latest__year__range=(today.year - years, until.year - years),
    )
    if rule.marking:
        items = items.filter(marking_level=rule.marking)
    if rule.exempted_under:
        cited = Decision.objects.filter(
            replaced_by__isnull=True, exemptions__code__startswith=rule.exempted_under
        )
        items = items.filter(pk__in=cited.values("document__item"))
    for item in items.only("ref", "title", "date_latest"):
        on = later(item.date_latest, years, "year")
        on = date(on.year, 12, 31) if rule.rounds_to_year_end else on
        if today <= on <= until:
            yield Line(
                cells=[written(on), str(item), f"{rule.regime.name}: {rule.name}", rule.exception],
                url=reverse("admin:collections_app_archivalitem_change", args=[item.pk]),
                day=on,
                words=f"{rule.name.capitalize()}: {item.ref}",
                key=f"automatic-{rule.pk}-{item.pk}",
                caution="" if rule.is_verified else UNCHECKED,
            )

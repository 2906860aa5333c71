"""What of testimony has a date that somebody must look at. Nothing here opens or closes anything.

Each block has its own question, asked in one query of at most a page of lines, and a count.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils import timezone

from oralhistory.models import (
    CueRedaction,
    InterviewRequest,
    NarratorReview,
    Participation,
    ReleaseAgreement,
    Restriction,
    ReviewTask,
)

if TYPE_CHECKING:
    from collections_app.models import User

SHOWN = 25
GRANTS_AHEAD_DAYS = 14
TASKS_AHEAD_DAYS = 7


@dataclass(frozen=True, slots=True)
class DatedLine:
    """One line: its day, what is at stake, and the one thing to do, with where it is done."""

    day: date | None
    stake: str
    to_do: str
    url: str
    is_past: bool = False


@dataclass(frozen=True, slots=True)
class DatedBlock:
    """One part of the desk; `total` counts all lines, also where only the first are in it."""

    title: str
    anchor: str
    lines: list[DatedLine]
    total: int
    empty: str
    explanation: str = ""


def testimony_blocks(user: "User", today: date) -> list[DatedBlock]:
    """Return the parts of the desk that this person may see, what is most urgent first."""
    makers: list[tuple[str, Callable[[date], DatedBlock]]] = [
        ("view_interviewrequest", _unanswered_requests),
        ("view_restriction", _restrictions),
        ("view_cueredaction", _redactions),
        ("view_interviewrequest", _grants),
        ("view_narratorreview", _answered_reviews),
        ("view_narratorreview", _late_reviews),
        ("view_releaseagreement", _agreements),
        ("view_reviewtask", _tasks),
    ]
    return [make(today) for right, make in makers if user.has_perm(f"oralhistory.{right}")]


def _page(model: str, key: int) -> str:
    return reverse(f"admin:oralhistory_{model}_change", args=[key])


def _list(model: str, **query: object) -> str:
    return f"{reverse(f'admin:oralhistory_{model}_changelist')}?{urlencode(query)}"


def _some(found: QuerySet) -> tuple[Iterable, int]:
    return found[:SHOWN], found.order_by().count()


def _unanswered_requests(today: date) -> DatedBlock:
    found, total = _some(InterviewRequest.objects.waiting().select_related("interview"))
    lines = [
        DatedLine(
            timezone.localdate(one.asked_at),
            f"{one.interview}: {one.parts_in_words}",
            "Decide about the request",
            _page("interviewrequest", one.pk),
        )
        for one in found
    ]
    return DatedBlock(
        "Requests for access", "requests", lines, total, "No request waits.", "Since when asked."
    )


def _restrictions(today: date) -> DatedBlock:
    due = Restriction.objects.to_look_at(today).select_related("interview").order_by("until", "pk")
    found, total = _some(due)
    lines = [
        DatedLine(
            one.until,
            f"{one.interview}: {one}",
            "Lift it with a reason, or give another day",
            _page("restriction", one.pk),
            is_past=True,
        )
        for one in found
    ]
    return DatedBlock(
        "Restrictions whose day has come",
        "restrictions",
        lines,
        total,
        "None has come.",
        "Each stays closed until somebody lifts it.",
    )


def _redactions(today: date) -> DatedBlock:
    due = CueRedaction.objects.standing().filter(until__lte=today).order_by("until", "pk")
    found, total = _some(due.select_related("cue__transcript__interview"))
    lines = [
        DatedLine(
            one.until,
            f"{one.cue.transcript.interview}: {one.cue}",
            "Give it back, or give another day",
            _page("cue", one.cue_id),
            is_past=True,
        )
        for one in found
    ]
    return DatedBlock(
        "Withheld passages to look at again",
        "redactions",
        lines,
        total,
        "None is due.",
        "Each stays withheld until somebody gives it back.",
    )


def _grants(today: date) -> DatedBlock:
    end = timezone.now() + timedelta(days=GRANTS_AHEAD_DAYS)
    grants = InterviewRequest.objects.in_force().filter(expires_at__lte=end)
    found, total = _some(grants.select_related("interview").order_by("expires_at"))
    lines = [
        DatedLine(
            one.last_day,
            f"{one.interview}: {one.granted_in_words}, reference {one.code}",
            "Prolong it, or let it end",
            _page("interviewrequest", one.pk),
        )
        for one in found
    ]
    explanation = f"In the next {GRANTS_AHEAD_DAYS} days."
    return DatedBlock("Access about to end", "grants", lines, total, "None.", explanation)


def _answered_reviews(today: date) -> DatedBlock:
    found, total = _some(_with_what(NarratorReview.objects.to_settle()).order_by("answered_at"))
    lines = [
        DatedLine(
            timezone.localdate(one.answered_at),
            f"{one.transcript}: {one.get_answer_display()}",
            "Record what follows",
            _page("narratorreview", one.pk),
            is_past=one.answer == NarratorReview.Answer.WITHHOLD,
        )
        for one in found
    ]
    return DatedBlock("Answers of narrators", "answers", lines, total, "None waits.")


def _late_reviews(today: date) -> DatedBlock:
    late = _with_what(NarratorReview.objects.unanswered(today)).order_by("due_on")
    found, total = _some(late)
    lines = [
        DatedLine(
            one.due_on,
            f"{one.transcript}: {one.state}",
            "Ask the participant, or take the address back",
            _page("narratorreview", one.pk),
            is_past=True,
        )
        for one in found
    ]
    return DatedBlock("Reviews without an answer", "reviews", lines, total, "None is late.")


def _with_what(reviews: QuerySet) -> QuerySet:
    return reviews.select_related("transcript__interview", "transcript__language")


def _agreements(today: date) -> DatedBlock:
    """Participants whose last agreement, if there is one, is not signed or not documented."""
    last = ReleaseAgreement.objects.last_versions().filter(participation=OuterRef("pk"))
    agreed = ReleaseAgreement.objects.in_force("record").values("participation")
    waiting = Participation.objects.exclude(pk__in=agreed).annotate(
        signed_on=Subquery(last.values("signed_on")[:1]),
        withdrawn_on=Subquery(last.values("withdrawn_on")[:1]),
    )
    waiting = waiting.filter(withdrawn_on__isnull=True, interview__state="published")
    found, total = _some(waiting.select_related("interview", "agent").order_by("interview", "pk"))
    lines = [
        DatedLine(
            one.signed_on,
            f"{one.interview}: {one}",
            "Get the agreement signed and documented",
            _list("releaseagreement", q=one.interview.ref),
        )
        for one in found
    ]
    return DatedBlock(
        "Agreements to get or renew",
        "agreements",
        lines,
        total,
        "Everybody in a published interview has one.",
        "Participants of published interviews without an agreement that counts: their words stay "
        "closed.",
    )


def _tasks(today: date) -> DatedBlock:
    due = ReviewTask.objects.filter(
        state=ReviewTask.State.OPEN, due_on__lte=today + timedelta(days=TASKS_AHEAD_DAYS)
    )
    found, total = _some(due.select_related("interview", "assigned_to").order_by("due_on", "pk"))
    lines = [
        DatedLine(
            one.due_on,
            f"{one}{f' ({one.assigned_to})' if one.assigned_to else ''}",
            one.words or one.get_kind_display().capitalize(),
            _page("reviewtask", one.pk),
            is_past=one.due_on < today,
        )
        for one in found
    ]
    explanation = f"Late, and in the next {TASKS_AHEAD_DAYS} days."
    return DatedBlock("Tasks", "tasks", lines, total, "None is due.", explanation)

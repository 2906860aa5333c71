"""Computing dates anew where not the log changed but what is counted: a law, a calendar, a closure.

What follows from a log is kept with every entry of it; this is for everything else, a new release
of the `holidays` library included.
"""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import QuerySet

from collections_app.dependants import on_change
from collections_app.progress import Progress
from declassification.models import (
    AccessRequest,
    Authority,
    DeadlineRule,
    LegalRegime,
    LocalClosure,
    WorkingCalendar,
)

if TYPE_CHECKING:
    from collections_app.models import User

AT_ONCE = 200


def recompute(requests: QuerySet, progress: Progress | None = None) -> int:
    """Compute the dates of requests anew; return of how many at least one date changed.

    Works through them in the order of their keys, two hundred in one transaction, so that a stop
    loses nothing: what is done is done, and another run does the rest.
    """
    keys = sorted(requests.values_list("pk", flat=True))
    changed, progress = 0, progress or Progress()
    progress.total(len(keys))
    for start in range(0, len(keys), AT_ONCE):
        with transaction.atomic():
            some = AccessRequest.objects.filter(pk__in=keys[start : start + AT_ONCE]).order_by("pk")
            for request in some.select_for_update().with_clock():
                changed += request.keep_deadlines()
                progress.done()
    return changed


def _of_law(regime: LegalRegime, by: "User | None") -> None:
    recompute(AccessRequest.objects.filter(regime=regime))


def _of_rule(rule: DeadlineRule, by: "User | None") -> None:
    recompute(AccessRequest.objects.filter(regime=rule.regime_id))


def _of_calendar(calendar: WorkingCalendar, by: "User | None") -> None:
    recompute(AccessRequest.objects.filter(regime__rules__calendar=calendar).distinct())


def _of_closure(closure: LocalClosure, by: "User | None") -> None:
    recompute(AccessRequest.objects.filter(regime__rules__calendar=closure.calendar_id).distinct())


def _of_authority(authority: Authority, by: "User | None") -> None:
    recompute(AccessRequest.objects.filter(authority=authority))
    recompute(AccessRequest.objects.filter(appeals__body=authority).distinct())


def _of_request(request: AccessRequest, by: "User | None") -> None:
    """Another law or authority may have been chosen at the desk."""
    AccessRequest.objects.get(pk=request.pk).keep_deadlines()


def register() -> None:
    """Let dates follow whatever they are computed from; called once, at the start."""
    on_change(LegalRegime, _of_law)
    on_change(DeadlineRule, _of_rule)
    on_change(WorkingCalendar, _of_calendar)
    on_change(LocalClosure, _of_closure)
    on_change(Authority, _of_authority)
    on_change(AccessRequest, _of_request)

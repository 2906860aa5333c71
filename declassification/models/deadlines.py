from collections.abc import Iterable
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Least
from django.utils import timezone

from declassification.models.authorities import Authority
from declassification.models.rules import DeadlineRule
from declassification.terms import Actor, Bound

if TYPE_CHECKING:
    from declassification.cases import Running


class DeadlineQuerySet(models.QuerySet):
    """Dates that follow from the logs of requests. For the house only: no public page reads them.

    What has passed is asked with the day: nothing here says “overdue” by itself.
    """

    def counted(self) -> Self:
        """Leave out demonstrations: nobody waits for them."""
        return self.filter(request__is_demonstration=False)

    def waiting(self) -> Self:
        """Keep the terms that nothing has answered and nothing has ended."""
        return self.filter(met_on__isnull=True, ended_why="")

    def ours(self) -> Self:
        """Keep our own rights and duties, not the first days on which something is possible."""
        return self.filter(actor=Actor.REQUESTER).exclude(bound=Bound.EARLIEST)

    def theirs(self) -> Self:
        return self.filter(actor=Actor.AUTHORITY)

    def begun(self, today: date | None = None) -> Self:
        """Keep the terms that run: from the day of an event, from the day after a silence."""
        return self._on("opens_on__lte", today)

    def with_act_by(self) -> Self:
        """Annotate the day that must not be missed: the earlier of the law's and the letter's."""
        return self.annotate(
            act_by=models.Case(
                models.When(stated_on__isnull=True, then=F("due_on")),
                models.When(due_on__isnull=True, then=F("stated_on")),
                default=Least("due_on", "stated_on"),
            )
        )

    def usable(self, today: date | None = None) -> Self:
        """Keep the rights that have begun and can still be used, the most urgent first."""
        begun = self.ours().waiting().begun(today).with_act_by()
        return begun._on("act_by__gte", today).order_by("act_by", "pk")

    def missed(self, today: date | None = None) -> Self:
        """Keep the rights that passed unused, or were used too late; the latest first."""
        ours = self.ours().filter(ended_why="").with_act_by()
        late = Q(met_on__gt=F("act_by")) | (Q(met_on__isnull=True) & _on_days("act_by__lt", today))
        return ours.filter(late).order_by("-act_by", "pk")

    def overdue(self, today: date | None = None) -> Self:
        """Keep what an authority owes and has not given in time; never while a clock stands."""
        running = self.theirs().waiting().filter(paused_since__isnull=True)
        return running._on("due_on__lt", today).order_by("due_on", "pk")

    def due_within(self, days: int, today: date | None = None) -> Self:
        """Keep what an authority owes within so many days from today, that day included."""
        running = self.theirs().waiting().filter(paused_since__isnull=True)
        waiting = running._on("due_on__gte", today)
        return waiting.filter(_on_days("due_on__lte", today, days)).order_by("due_on", "pk")

    def _on(self, comparison: str, today: date | None) -> Self:
        return self.filter(_on_days(comparison, today))


def _on_days(comparison: str, today: date | None, further: int = 0) -> Q:
    """Compare with a day, or with today as it is where each authority is, so many days further."""
    if today is not None:
        return Q(**{comparison: today + timedelta(days=further)})
    now = timezone.now()
    zones = Authority.objects.order_by().values_list("time_zone", flat=True).distinct()
    found = Q(pk__in=[])
    for zone in zones:
        there = now.astimezone(ZoneInfo(zone)).date() + timedelta(days=further)
        found |= Q(request__authority__time_zone=zone, **{comparison: there})
    return found


class Deadline(models.Model):
    """One term of a law in one case: from when it runs, until when, and why that day.

    Computed from the log by `keep` and kept so that five thousand requests can be asked at once.
    `due_on` is empty where the law sets no time, and where the clock stopped before it was
    reached.
    """

    request = models.ForeignKey(
        "declassification.AccessRequest", on_delete=models.CASCADE, related_name="deadlines"
    )
    appeal = models.ForeignKey(
        "declassification.Appeal",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="deadlines",
    )
    rule = models.ForeignKey(
        DeadlineRule, null=True, blank=True, on_delete=models.CASCADE, related_name="deadlines"
    )
    name = models.CharField(max_length=160)
    actor = models.CharField(max_length=10, choices=Actor)
    bound = models.CharField(max_length=10, choices=Bound)
    level = models.CharField(max_length=16, blank=True)
    is_answer = models.BooleanField(default=False)
    starts_on = models.DateField(help_text="The day from which it is counted.")
    opens_on = models.DateField(
        help_text="The first day on which it runs: that of an event, the day after a silence."
    )
    due_on = models.DateField(null=True, blank=True)
    stated_on = models.DateField(
        "stated by the authority", null=True, blank=True, help_text="As their letter names it."
    )
    is_estimated = models.BooleanField(default=False)
    paused_since = models.DateField(null=True, blank=True)
    met_on = models.DateField(null=True, blank=True)
    ended_why = models.CharField(max_length=200, blank=True)
    explanation = models.JSONField(default=list)

    objects: ClassVar = DeadlineQuerySet.as_manager()

    class Meta:
        default_permissions = ("view",)
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(
                fields=["actor", "due_on"],
                condition=Q(met_on__isnull=True, ended_why=""),
                name="deadlines_waiting",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.due_on or 'no date'}"

    @property
    def is_unchecked(self) -> bool:
        """Whether nobody of the house has read the rule in the law itself."""
        return self.rule is not None and not self.rule.is_verified


def keep(deadlines: Any, running: Iterable["Running"], paused_since: date | None) -> bool:
    """Let the rows of one request say what its log says now; say whether any was another.

    `paused_since` is the day on which the clock of the answer stopped, while it stands still.
    Rows that say it already stay. To be called inside the transaction of what changed.
    """
    wanted = [_row(one, paused_since) for one in running]
    fields = list(wanted[0]) if wanted else ["pk"]
    known = {_key(row): row.pop("pk") for row in deadlines.values("pk", *fields)} if wanted else {}
    new = list({_key(row): row for row in wanted if _key(row) not in known}.values())
    kept = {known[_key(row)] for row in wanted if _key(row) in known}
    gone, _ = deadlines.exclude(pk__in=kept).delete()
    deadlines.model.objects.bulk_create(
        deadlines.model(request=deadlines.instance, **row) for row in new
    )
    return bool(gone or new)


def _key(row: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(
        tuple(value) if isinstance(value, list) else value
        for name, value in sorted(row.items())
        if name != "pk"
    )


def _row(one: "Running", paused_since: date | None) -> dict[str, Any]:
    term, computed = one.term, one.computed
    return {
        "appeal_id": one.appeal,
        "rule_id": term.key,
        "name": term.name,
        "actor": str(term.actor),
        "bound": str(term.bound),
        "level": str(term.level),
        "is_answer": term.is_answer,
        "starts_on": computed.start.on,
        "opens_on": one.opens_on,
        "due_on": computed.due,
        "stated_on": one.stated_on,
        "is_estimated": computed.is_estimated,
        "paused_since": paused_since if term.is_answer else None,
        "met_on": one.met_on,
        "ended_why": one.ended_why,
        "explanation": list(computed.explanation),
    }

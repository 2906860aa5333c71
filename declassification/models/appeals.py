"""The chain of appeals: before whom a refusal is disputed, how far that is, how it ended."""

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q

from collections_app.models import Copy
from collections_app.models.changes import Historied
from collections_app.publication import Ruled
from declassification.appeal_stages import (
    APPEAL_STEPS,
    GIVES_OPINIONS,
    OPINIONS,
    SENDS_BACK,
    AppealOutcome,
    AppealStage,
    AppealStep,
    Trigger,
    possible_steps,
    why_no_step,
)
from declassification.explaining import in_words
from declassification.happenings import HeardAppeal
from declassification.models.authorities import Authority, AuthorityKind
from declassification.models.events import RequestEvent, RequestPartQuerySet
from declassification.models.proceedings import Refused
from declassification.models.requests import AccessRequest
from declassification.models.rules import DeadlineRule
from declassification.stages import ANSWERED, AWAITING_ANSWER, EventKind
from declassification.terms import Actor, Level

if TYPE_CHECKING:
    from collections_app.models import User

DELIVERY_DAYS = 7


class AppealQuerySet(RequestPartQuerySet):
    """Appeals: as public as their request, once they are filed and unless kept from readers."""

    def told(self, at: datetime | None = None) -> Self:
        return self.exclude(stage=AppealStage.PREPARING).filter(is_told=True)


class Appeal(Ruled, Historied):
    """A refusal disputed before one body: agency, panel, commission, court, chamber.

    Appeals form a chain: each names the one before it. What happens to one is written in the log
    of the request. Litigation is an appeal before a court.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="appeals")
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="further",
        verbose_name="against the decision on",
    )
    level = models.CharField("before whom", max_length=16, choices=Level)
    body = models.ForeignKey(
        Authority,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="appeals_heard",
        help_text="Who hears it, where it is in the directory.",
    )
    against = models.CharField(max_length=14, choices=Trigger, default=Trigger.DENIAL)
    stage = models.CharField(
        "state of the appeal",
        max_length=20,
        choices=AppealStage,
        default=AppealStage.PREPARING,
        editable=False,
    )
    outcome = models.CharField(max_length=14, choices=AppealOutcome, blank=True, editable=False)
    grounds = models.TextField(
        blank=True, help_text="Our reasons. For the house only; never shown."
    )
    evidence = models.ManyToManyField(
        Copy,
        blank=True,
        related_name="+",
        help_text="Releases elsewhere that show the same words: already public.",
    )
    counsel = models.CharField(max_length=200, blank=True, help_text="For the house only.")
    next_hearing_on = models.DateField(null=True, blank=True, help_text="For the house only.")
    public_summary = models.TextField(
        blank=True, help_text="What is disputed, in plain words; shown once the request is public."
    )
    is_told = models.BooleanField(
        "shown to readers", default=True, help_text="Untick to keep from readers that we appealed."
    )

    objects: ClassVar = AppealQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        default_permissions = ("add", "change", "view")
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="") | Q(stage=AppealStage.DECIDED),
                name="an_appeal_has_an_outcome_once_decided",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="an_appeal_is_not_against_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}, {self.get_stage_display()}"

    def clean(self) -> None:
        if self.parent is not None and self.parent.request_id != self.request_id:
            raise ValidationError({"parent": "That appeal belongs to another request."})

    def heard(self) -> HeardAppeal:
        """Return the appeal as the clocks read it."""
        days = self.body.delivery_days if self.body else DELIVERY_DAYS
        return HeardAppeal(self.pk, self.level, self.stage, self.outcome, days, self.against)

    def possible(self) -> list[AppealStep]:
        """Return what can be recorded of it now; more time only where the law knows of it."""
        steps = possible_steps(self.stage, self.level)
        has_more_time = any(t.extends and t.level == self.level for t in self.request.terms())
        return [step for step in steps if step.kind != EventKind.APPEAL_EXTENDED or has_more_time]

    def act(
        self,
        verb: str,
        *,
        by: "User | None",
        on: date,
        outcome: str = "",
        rule: DeadlineRule | None = None,
        **facts: Any,
    ) -> RequestEvent:
        """Do one step of the table: change the state and write the log of the request, or neither.

        A decision that sends the matter back takes a decided request up again. Raises `Refused`
        where the state does not allow the step or somebody else acted on the request meanwhile,
        and `ValidationError` on `on` for a date that can not be, on `outcome` for one that this
        body can not give, on `rule` for more time without a rule that gives it.
        """
        step, request = APPEAL_STEPS[verb], self.request
        self._refuse_outcome(step, outcome)
        with request.together():
            with transaction.atomic():
                locked = request._locked()
                self.refresh_from_db(fields=["stage", "outcome"])
                self._refuse_step(step)
                locked._refuse_future(on)
                self._refuse_out_of_order(on)
                if step.kind == EventKind.APPEAL_EXTENDED:
                    locked._refuse_extension(rule, on, self)
                    facts["extension_rule"] = rule
                self.stage = step.target or self.stage
                self.outcome = outcome or self.outcome
                self.save(update_fields=["stage", "outcome"])
                facts |= {"appeal": self, "appeal_stage": self.stage, "appeal_outcome": outcome}
                event = locked._write(step.kind, by=by, on=on, **facts)
                request._take_over(locked)
            if outcome in SENDS_BACK and request.stage in ANSWERED:
                note = f"Taken up again: {self.get_level_display()}, {self.get_outcome_display()}."
                request.reopen(by=by, on=on, note=note)
        return event

    def _refuse_step(self, step: AppealStep) -> None:
        possible = self.possible()
        if step not in possible:
            raise Refused(why_no_step(step, self.stage, self.level, possible))

    def _refuse_outcome(self, step: AppealStep, outcome: str) -> None:
        if step.kind != EventKind.APPEAL_DECIDED:
            return
        if outcome not in AppealOutcome.values:
            raise ValidationError({"outcome": "Say how the appeal ended."})
        if outcome in OPINIONS and self.level not in GIVES_OPINIONS:
            raise ValidationError(
                {"outcome": f"An opinion is not what a {self.get_level_display()} ends with."}
            )

    def _refuse_out_of_order(self, on: date) -> None:
        last = self.events.filter(corrected_by__isnull=True).order_by("date", "pk").last()
        if last is not None and on < last.date:
            raise ValidationError(
                {
                    "on": f"{in_words(on)} is before {in_words(last.date)}, the day of the last "
                    "entry of this appeal."
                }
            )


def begin_appeal(
    request: AccessRequest,
    *,
    level: str,
    against: str,
    by: "User | None",
    on: date,
    note: str = "",
    **fields: Any,
) -> Appeal:
    """Begin an appeal, in preparation; filing it is a step of its own.

    Raises `Refused` where nothing was refused and nothing is awaited, and `ValidationError` for a
    parent of another request.
    """
    if request.stage not in ANSWERED | AWAITING_ANSWER:
        raise Refused(
            f"{request.number} is “{request.get_stage_display()}”: there is nothing to appeal yet."
        )
    with request.together(), transaction.atomic():
        locked = request._locked()
        appeal = Appeal(request=request, level=level, against=against, **fields)
        appeal.full_clean()
        appeal.save()
        locked._refuse_future(on)
        locked._write(
            EventKind.APPEAL_BEGUN,
            by=by,
            on=on,
            appeal=appeal,
            appeal_stage=AppealStage.PREPARING,
            note=note,
        )
        request._take_over(locked)
    return appeal


def remedy_warnings(request: AccessRequest, level: str, on: date) -> list[str]:
    """Say what speaks against a remedy on a day: out of time, too early, or unknown to the law."""
    words = Level(level).label
    known = [term for term in request.terms() if term.level == level]
    if not known:
        return [f"The law of this request, as recorded, knows no {words}."]
    clock = request.clock(on)
    mine = [one for one in clock.running if one.is_ours and one.term.level == level]
    still_open = [one for one in clock.rights if one in mine and (one.act_by or on) >= on]
    if still_open or not mine:
        return [] if mine else [f"Nothing in the log has opened the {words} yet."]
    if any(one in clock.rights_to_come for one in mine):
        first = min(one.opens_on for one in clock.rights_to_come if one in mine)
        return [f"Too early: the {words} becomes possible on {in_words(first)}."]
    if any(a.level == level and a.stage == AppealStage.DECIDED for a in request.appeals.all()):
        return [f"The {words} was decided already: nothing in the log has opened it again."]
    ended = [one.act_by for one in mine if one.act_by]
    return [f"Out of time: the {words} was possible until {in_words(max(ended))}."] if ended else []


def next_level(request: AccessRequest) -> str:
    """Return the level that is usual now: what stands open, what comes, what follows the last.

    Empty where the law of the request, as recorded, knows none.
    """
    clock, terms = request.clock(), request.terms()
    usable = [one for one in clock.rights if (one.act_by or clock.today) >= clock.today]
    open_now = [one.term.level for one in [*usable, *clock.rights_to_come] if one.term.level]
    if open_now:
        return open_now[0]
    levels = {term.code: term.level for term in terms}
    ours = [term for term in terms if term.actor == Actor.REQUESTER and term.level]
    last = request.appeals.exclude(stage=AppealStage.WITHDRAWN).last()
    if last is None:
        return next((term.level for term in ours if not term.after), "")
    following = (term.level for term in ours if levels.get(term.after) == last.level)
    return next((level for level in following if level != last.level), "")


def who_hears(request: AccessRequest, level: str) -> Authority | None:
    """Return the body that hears an appeal of a level where the directory names it."""
    authority = request.authority
    if level == Level.INTERNAL_REVIEW:
        return authority
    named = authority.appeal_authority
    if level == Level.REGULATOR and named and named.kind == AuthorityKind.REGULATOR:
        return named
    return authority.appeals_within() if level == Level.AGENCY_APPEAL else None

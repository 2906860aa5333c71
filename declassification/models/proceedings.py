"""How a request is moved: one door that changes the state and writes the log, both or neither."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Q
from django.utils.dateformat import format as format_date
from django.utils.timezone import localtime

from collections_app import dependants
from declassification.clocks import Clock, read_clock
from declassification.explaining import in_words
from declassification.happenings import Happening
from declassification.letters import examined
from declassification.models.deadlines import keep
from declassification.stages import (
    ANSWERED,
    BESIDE_THE_WAY,
    DAYS_TOLD,
    EventKind,
    Outcome,
    Stage,
)
from declassification.terms import Term
from declassification.transitions import TRANSITIONS, Transition, why_not

if TYPE_CHECKING:
    from collections_app.models import User
    from declassification.models.events import RequestEvent


# The fields that verbs alone change.
WAY_FIELDS = ("stage", "outcome", "revision", "superseded_by", "split_from")


class Refused(ValidationError):
    """Raised by a verb that is not possible now; says why, and what is possible instead."""


class Proceeding(models.Model):
    """The way of a request through its states. Everything here is changed by verbs alone.

    Each verb takes `by` (the person who records it) and `on` (a date in the authority's zone),
    locks the request's row, and refuses if somebody else has acted since the record was read.
    """

    stage = models.CharField(
        "state of the request",
        max_length=18,
        choices=Stage,
        default=Stage.DRAFT,
        editable=False,
        db_index=True,
    )
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    superseded_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="supersedes",
    )
    split_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The request of which this one took a part.",
    )

    if TYPE_CHECKING:
        number: Any
        authority: Any
        authority_id: Any
        regime: Any
        events: Any
        decisions: Any
        appeals: Any
        deadlines: Any

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="", stage__in=sorted(frozenset(Stage) - ANSWERED))
                | (~Q(outcome="") & Q(stage__in=sorted(ANSWERED))),
                name="a_request_has_an_outcome_once_decided",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("id")),
                name="a_request_does_not_supersede_itself",
            ),
            models.CheckConstraint(
                condition=Q(split_from__isnull=True) | ~Q(split_from=F("id")),
                name="a_request_is_not_split_from_itself",
            ),
        ]

    # --- What the log says ---------------------------------------------------------------------

    def standing_events(self) -> list["RequestEvent"]:
        """Return the entries that stand: a correction in the place of what it corrects."""
        events = {event.pk: event for event in self.events.all()}
        corrected = {event.corrects_id for event in events.values()}
        for event in events.values():
            event.corrects = events.get(event.corrects_id)

        def place(event: "RequestEvent") -> tuple[date, int]:
            return event.date, event.first().pk

        return sorted((event for pk, event in events.items() if pk not in corrected), key=place)

    def terms(self) -> list[Term]:
        """Return the rules of the request's law, as they apply to its authority."""
        regime, authority_id = self.regime, self.authority_id
        rules = regime.rules.all() if regime else []
        return [
            rule.term(authority_id) for rule in rules if rule.authority_id in (None, authority_id)
        ]

    def clock(self, today: date | None = None) -> Clock:
        """Compute both clocks as they stand `today` (the authority's own day, unless told)."""
        return read_clock(
            stage=self.stage,
            outcome=self.outcome,
            happenings=[_happening(event) for event in self.standing_events()],
            terms=self.terms(),
            delivery_days=self.authority.delivery_days,
            today=today or self.authority.today(),
            appeals=[appeal.heard() for appeal in self.appeals.all()],
        )

    def keep_deadlines(self) -> bool:
        """Keep every date that follows from the log; say whether one of them is another now.

        To be called inside the transaction of what changed, on a request read after it.
        """
        clock = self.clock()
        return keep(self.deadlines, clock.running, clock.paused_since)

    # --- The one door through which everything is recorded -------------------------------------

    def act(
        self,
        verb: str,
        *,
        by: "User | None",
        on: date,
        outcome: str | None = None,
        superseded_by: Any = None,
        **facts: Any,
    ) -> "RequestEvent":
        """Do one verb of the table: change the state and write the entry, or neither.

        Raises `Refused` where the state does not allow the verb or somebody else acted meanwhile,
        and `ValidationError` on `on` for a date that can not be.
        """
        step = TRANSITIONS[verb]
        with transaction.atomic():
            locked = self._locked()
            if locked.stage not in step.sources:
                raise Refused(why_not(step, locked.stage, str(locked.number)))
            locked._refuse_date(step, on)
            locked.stage = step.target or locked.stage
            if outcome is not None:
                locked.outcome = outcome
            if superseded_by is not None:
                locked.superseded_by = superseded_by
            event = locked._write(step.kind, by=by, on=on, outcome=outcome or "", **facts)
        self._take_over(locked)
        return event

    def correct(
        self,
        event: "RequestEvent",
        *,
        by: "User | None",
        on: date,
        note: str,
        public_note: str | None = None,
        **days: date | None,
    ) -> "RequestEvent":
        """Set right the date, the public words or the `days` of an entry by one in its place.

        `days` are those that a letter of its kind tells (`DAYS_TOLD`); one that is not named
        stays. A decision on a document follows the date. The wrong entry stays in the log. Raises
        `Refused` if it was corrected before, and `ValidationError` without a reason, for a date
        out of order, and at its field for a day that can not be.
        """
        if not note.strip():
            raise ValidationError({"note": "Say why the entry is corrected."})
        strange = set(days) - set(DAYS_TOLD.get(event.kind, ()))
        if strange:
            words = f"An entry “{event.get_kind_display()}” tells no such day."
            raise ValidationError(dict.fromkeys(strange, words))
        with transaction.atomic():
            locked = self._locked()
            standing = locked.standing_events()
            if event.pk not in {other.pk for other in standing}:
                raise Refused("This entry has been corrected already: correct the later one.")
            locked._refuse_future(on)
            _refuse_out_of_order(event, standing, on)
            facts = event.facts() | days | {"note": note}
            if public_note is not None:
                facts["public_note"] = public_note
            made = locked._write(event.kind, by=by, on=on, corrects=event, **facts)
            if event.kind == EventKind.DOCUMENT_DECIDED:
                made.first().decision.move_to(on, by=by)
        self._take_over(locked)
        return made

    @contextmanager
    def together(self) -> Iterator[None]:
        """Keep several acts all or none; if one fails, the record in memory goes back as well."""
        before = {name: getattr(self, name) for name in WAY_FIELDS}
        try:
            with transaction.atomic():
                yield
        except BaseException:
            for name, value in before.items():
                setattr(self, name, value)
            raise

    def _locked(self) -> Self:
        locked = type(self)._default_manager.select_for_update().get(pk=self.pk)
        if locked.revision != self.revision:
            stage = Stage(locked.stage).label
            raise Refused(
                f"Somebody else has acted on {locked.number} meanwhile; it is now “{stage}”"
                f"{locked._last_entry()}. Look at it again before you act."
            )
        return locked

    def _last_entry(self) -> str:
        """Say who recorded what last, and when; nothing before the first entry."""
        last = self.events.select_related("recorded_by").order_by("recorded_at", "pk").last()
        if last is None:
            return ""
        when = format_date(localtime(last.recorded_at), "j F Y, H:i")
        by = f" by {last.recorded_by}" if last.recorded_by else ""
        return f" ({last.get_kind_display()}: recorded{by} on {when})"

    def _write(self, kind: str, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        self.revision += 1
        self.updated_by = by
        if facts.get("received_on") is not None:
            self._refuse_future(facts["received_on"], "received_on")
        facts = {"stage": self.stage} | facts | examined(facts.get("letter"))
        event = self.events.model(request=self, kind=kind, date=on, recorded_by=by, **facts)
        event.full_clean()
        self.save(update_fields=[*WAY_FIELDS, "updated_by", "updated_at"])
        event.save()
        self._forget_what_was_read()
        dependants.announce_change(self, by=by)
        return event

    def _take_over(self, locked: Self) -> None:
        for name in (*WAY_FIELDS, "updated_at"):
            setattr(self, name, getattr(locked, name))
        self._forget_what_was_read()

    def _forget_what_was_read(self) -> None:
        getattr(self, "_prefetched_objects_cache", {}).clear()

    # --- Dates that can not be -----------------------------------------------------------------

    def _refuse_future(self, on: date, field: str = "on") -> None:
        if not isinstance(on, date) or isinstance(on, datetime):
            raise ValidationError({field: "Give a date without a time."})
        today = self.authority.today()
        if on > today:
            raise ValidationError(
                {
                    field: f"{in_words(on)} lies in the future: it is {in_words(today)} where "
                    f"{self.authority} is. Record what has happened."
                }
            )

    def _refuse_date(self, step: Transition, on: date) -> None:
        self._refuse_future(on)
        way = [event for event in self.standing_events() if event.kind not in BESIDE_THE_WAY]
        binding = [e for e in way if step.not_before is None or e.kind in step.not_before]
        last = binding[-1] if binding else None
        if last is not None and on < last.date:
            raise ValidationError(
                {
                    "on": f"{in_words(on)} is before {in_words(last.date)}, when the request was "
                    f"{last.get_kind_display()}."
                }
            )
        if step.verb == "record_receipt_late":
            _refuse_receipt_after_answer(way, on)


def _happening(event: "RequestEvent") -> Happening:
    return Happening(
        kind=event.kind,
        on=event.date,
        is_estimated=event.is_estimated,
        stops_clock=event.stops_clock,
        stated_due_on=event.stated_due_on,
        extension=event.extension_rule_id,
        outcome=event.outcome,
        reached_us_on=event.received_on,
        reply_by=event.reply_by,
        appeal=event.appeal_id,
        appeal_outcome=event.appeal_outcome,
        is_adverse=event.is_adverse(),
    )


def _refuse_receipt_after_answer(way: list["RequestEvent"], on: date) -> None:
    arrivals = (EventKind.APPROVED, EventKind.SENT, EventKind.RETURNED, EventKind.RECEIVED)
    answers = [event for event in way if event.kind not in arrivals]
    first = min(answers, key=lambda event: event.date, default=None)
    if first is not None and on > first.date:
        raise ValidationError(
            {
                "on": f"{in_words(on)} is after {in_words(first.date)}, when the request was "
                f"already {first.get_kind_display()}."
            }
        )


def _refuse_out_of_order(event: "RequestEvent", standing: list["RequestEvent"], on: date) -> None:
    way = [other for other in standing if other.kind not in BESIDE_THE_WAY]
    if event.appeal_id is not None and event.kind != EventKind.APPEAL_BEGUN:
        own = [other for other in standing if other.appeal_id == event.appeal_id]
        way = [other for other in own if other.kind != EventKind.APPEAL_BEGUN]
    elif event.kind in BESIDE_THE_WAY:
        return
    place = [other.pk for other in way].index(event.pk)
    before, after = way[:place], way[place + 1 :]
    if before and on < before[-1].date:
        raise ValidationError(
            {
                "on": f"It can not be before {in_words(before[-1].date)}, when the request was "
                f"{before[-1].get_kind_display()}."
            }
        )
    if after and on > after[0].date:
        raise ValidationError(
            {
                "on": f"It can not be after {in_words(after[0].date)}, when the request was "
                f"{after[0].get_kind_display()}."
            }
        )

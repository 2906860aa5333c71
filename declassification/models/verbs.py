"""The verbs of a request, each with what it promises and what it refuses."""

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError

from declassification.clocks import answer_term
from declassification.explaining import in_words
from declassification.models.proceedings import Proceeding, Refused
from declassification.stages import (
    NEEDS_DECISIONS,
    SHOWING,
    Determination,
    EventKind,
    Outcome,
    Stage,
)

if TYPE_CHECKING:
    from collections_app.models import User
    from declassification.models.decisions import Decision
    from declassification.models.events import RequestEvent
    from declassification.models.rules import DeadlineRule


class Conducted(Proceeding):
    """A request as people of the house conduct it.

    Each verb takes `by`, `on`, and as further facts `note` (for the house), `public_note`,
    `letter`, `channel`, `direction`, and `stated_due_on` where the letter states a date.
    """

    class Meta(Proceeding.Meta):
        abstract = True

    def approve(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Approve a draft for sending."""
        return self.act("approve", by=by, on=on, **facts)

    def send(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that the request was sent. This starts no clock of a law."""
        return self.act("send", by=by, on=on, **facts)

    def record_receipt(
        self, *, by: "User | None", on: date, is_estimated: bool = False, **facts: Any
    ) -> "RequestEvent":
        """Record when the authority received the request; this starts its clock.

        An estimate may be replaced later by the known date. Raises `Refused` if a receipt that is
        no estimate is recorded already: that is corrected, not recorded again.
        """
        known = [e for e in self.standing_events() if e.kind == EventKind.RECEIVED]
        if known and not known[-1].is_estimated:
            raise Refused(
                f"Receipt is recorded already, on {in_words(known[-1].date)}. If that is wrong, "
                "correct the entry."
            )
        verb = "record_receipt" if self.stage == Stage.SENT else "record_receipt_late"
        facts |= {"is_estimated": is_estimated, "corrects": known[-1] if known else None}
        return self.act(verb, by=by, on=on, **facts)

    def acknowledge(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that the authority confirmed it has the request."""
        return self.act("acknowledge", by=by, on=on, **facts)

    def start_processing(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that the authority has begun to search and review."""
        return self.act("start_processing", by=by, on=on, **facts)

    def ask_clarification(
        self, *, by: "User | None", on: date, stops_clock: bool = False, **facts: Any
    ) -> "RequestEvent":
        """Record that the authority asked us; `stops_clock` where the law lets it wait for us."""
        return self.act("ask_clarification", by=by, on=on, stops_clock=stops_clock, **facts)

    def answer_clarification(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that the authority has our clarification; a clock that stood still goes on."""
        return self.act("answer_clarification", by=by, on=on, **facts)

    def ask_fee(
        self, *, by: "User | None", on: date, stops_clock: bool = False, **facts: Any
    ) -> "RequestEvent":
        """Record that the authority asked for a fee; `stops_clock` where the law lets it wait."""
        return self.act("ask_fee", by=by, on=on, stops_clock=stops_clock, **facts)

    def settle_fee(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that the fee was paid or waived; a clock that stood still goes on."""
        return self.act("settle_fee", by=by, on=on, **facts)

    def refer(self, *, by: "User | None", on: date, party: str, **facts: Any) -> "RequestEvent":
        """Record that the authority passed the request on to `party`."""
        if not party.strip():
            raise ValidationError({"party": "Say to which authority the request was referred."})
        return self.act("refer", by=by, on=on, party=party, **facts)

    def release_part(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record a first release after which more is expected.

        Raises `Refused` where no decision on a document says that it was released.
        """
        self._refuse_release()
        return self.act("release_part", by=by, on=on, **facts)

    def extend(
        self, *, by: "User | None", on: date, rule: "DeadlineRule | None", **facts: Any
    ) -> "RequestEvent":
        """Record that the authority took more time under a rule that allows it.

        Raises `ValidationError` on `rule` without such a rule, or if it was used up before.
        """
        self._refuse_extension(rule, on)
        return self.act("extend", by=by, on=on, extension_rule=rule, **facts)

    def state_due_date(
        self, *, by: "User | None", on: date, stated_due_on: date, **facts: Any
    ) -> "RequestEvent":
        """Keep the due date that the authority itself states, beside the one we compute."""
        return self.act("state_due_date", by=by, on=on, stated_due_on=stated_due_on, **facts)

    def decide(self, *, by: "User | None", on: date, outcome: str, **facts: Any) -> "RequestEvent":
        """Record how the authority decided on the request as a whole.

        Raises `Refused` where a release or denial has no decision on any document, where the
        decisions say otherwise, and for silence, which has a verb of its own.
        """
        self._refuse_outcome(outcome)
        return self.act("decide", by=by, on=on, outcome=outcome, **facts)

    def record_silence(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that the term passed without an answer, where the law makes this a refusal.

        Raises `Refused` while the term runs or stands still, or under a law without this rule.
        """
        self._refuse_silence(on)
        facts["outcome"] = Outcome.IMPLICIT_REFUSAL
        return self.act("record_silence", by=by, on=on, **facts)

    def close(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Close a decided request: nothing more is expected and nothing will be asked."""
        return self.act("close", by=by, on=on, **facts)

    def reopen(self, *, by: "User | None", on: date, note: str, **facts: Any) -> "RequestEvent":
        """Take up a decided request again, after an appeal or a new release; `note` says why."""
        if not note.strip():
            raise ValidationError({"note": "Say why the request is taken up again."})
        return self.act("reopen", by=by, on=on, note=note, outcome="", **facts)

    def withdraw_request(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that we took the request back; whether it is published is another matter."""
        return self.act("withdraw_request", by=by, on=on, **facts)

    def supersede(
        self, *, by: "User | None", on: date, superseded_by: Any, **facts: Any
    ) -> "RequestEvent":
        """Record that another request took the place of this one (split, merged, filed again)."""
        later = superseded_by
        while later is not None:
            if later.pk == self.pk:
                raise ValidationError(
                    {"superseded_by": "A request can not take the place of itself."}
                )
            later = later.superseded_by
        return self.act("supersede", by=by, on=on, superseded_by=superseded_by, **facts)

    def mark_returned(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that the request came back: wrong body, wrong address."""
        return self.act("mark_returned", by=by, on=on, **facts)

    def refuse_fee_waiver(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that a waiver of fees or priority was refused; some laws let us appeal."""
        return self.act("refuse_fee_waiver", by=by, on=on, **facts)

    def record_public_release(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that the archive opened an excised copy to everybody."""
        return self.act("record_public_release", by=by, on=on, **facts)

    def record_notice(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Record that notice of an intended release was given to those who may object."""
        return self.act("record_notice", by=by, on=on, **facts)

    def record_reply(self, *, by: "User | None", on: date, **facts: Any) -> "RequestEvent":
        """Keep a letter that came and that nobody has read closely yet; the desk asks for it.

        What it means is recorded by another verb with `classifies` naming this entry.
        """
        if not facts.get("letter") and not facts.get("note", "").strip():
            raise ValidationError({"letter": "Attach the letter, or say in a note what came."})
        return self.act("record_reply", by=by, on=on, **facts)

    def add_note(self, *, by: "User | None", on: date, note: str, **facts: Any) -> "RequestEvent":
        """Keep a letter, a call or a thought in the log; nothing changes."""
        return self.act("add_note", by=by, on=on, note=note, **facts)

    def standing_decisions(self) -> list["Decision"]:
        """Return the decisions that no later one has replaced, in the order of the documents."""
        return list(self.decisions.filter(replaced_by__isnull=True))

    # --- What the verbs refuse -----------------------------------------------------------------

    def _refuse_extension(self, rule: "DeadlineRule | None", on: date, appeal: Any = None) -> None:
        term = next((t for t in self.terms() if rule and t.key == rule.pk), None)
        level = appeal.level if appeal else ""
        if term is None or not term.extends or term.level != level:
            raise ValidationError(
                {"rule": "More time can be taken only under a rule of this law that allows it."}
            )
        if not term.holds_on(on):
            raise ValidationError({"rule": f"“{term.name}” was not in force on {in_words(on)}."})
        used = [
            event
            for event in self.standing_events()
            if event.extension_rule_id == term.key
            and event.appeal_id == getattr(appeal, "pk", None)
        ]
        if rule is not None and len(used) >= rule.max_times:
            raise ValidationError(
                {"rule": f"“{term.name}” was used on {in_words(used[-1].date)} and allows no more."}
            )

    def _refuse_outcome(self, outcome: str) -> None:
        if outcome == Outcome.IMPLICIT_REFUSAL:
            words = "Silence is recorded as such: choose “Record the refusal by silence”."
            raise Refused({"outcome": words})
        if outcome not in Outcome.values:
            raise ValidationError({"outcome": "Say how the request ended."})
        if outcome not in NEEDS_DECISIONS:
            return
        made = {decision.determination for decision in self.standing_decisions()}
        if not made:
            needs = f"“{Outcome(outcome).label}” needs a decision on at least one document"
            raise Refused({"outcome": f"{needs}: record that first."})
        contradiction = _contradiction(outcome, made)
        if contradiction:
            raise Refused({"outcome": contradiction})

    def _refuse_release(self) -> None:
        made = {decision.determination for decision in self.standing_decisions()}
        if not made & SHOWING:
            raise Refused("No document was released yet: record the decision on each first.")

    def _refuse_silence(self, on: date) -> None:
        clock = self.clock(on)
        term = answer_term(self.terms(), clock.receipt.on) if clock.receipt else None
        if term is None or not term.lapse_is_refusal:
            raise Refused("Under this law, as recorded, silence is not a refusal.")
        if clock.due is None:
            raise Refused("The clock stands still: the authority is waiting for us.")
        if on <= clock.due:
            raise Refused(
                f"The authority has until {in_words(clock.due)}: it is silent only after that day."
            )


def _contradiction(outcome: str, made: Collection[str]) -> str:
    """Say what in the decisions on documents speaks against an outcome; empty if nothing does."""
    shown = SHOWING & set(made)
    hidden = {Determination.RELEASED_PART, Determination.WITHHELD} & set(made)
    if outcome == Outcome.DENIED_FULL and shown:
        return "At least one document was released: this is not a denial in full."
    if outcome == Outcome.GRANTED_FULL and hidden:
        return "At least one document was withheld or excised: this is not a release in full."
    if outcome == Outcome.GRANTED_PART and not shown:
        return "No document was released: this is not a release in part."
    return ""

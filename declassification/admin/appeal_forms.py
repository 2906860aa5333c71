"""What each step of an appeal asks of the person who records it."""

from typing import Any

from django import forms

from declassification.admin.acting_forms import FEW_LINES, DayField, InSpiteOf, WordsForm
from declassification.appeal_stages import (
    APPEAL_STEPS,
    GIVES_OPINIONS,
    OPINIONS,
    AppealOutcome,
    Trigger,
)
from declassification.models import (
    AccessRequest,
    Appeal,
    Authority,
    DeadlineRule,
    remedy_warnings,
)
from declassification.terms import Level


class BeginForm(InSpiteOf):
    """Before whom an appeal is prepared, and against what."""

    on = DayField(label="Date", help_text="The day on which it was decided to appeal.")
    level = forms.ChoiceField(label="Before whom", choices=Level)
    body = forms.ModelChoiceField(
        queryset=Authority.objects.all(),
        required=False,
        help_text="If empty: for an appeal within the agency, whom the directory names for it.",
    )
    against = forms.ChoiceField(label="Against", choices=Trigger)
    parent = forms.ModelChoiceField(
        queryset=Appeal.objects.none(),
        required=False,
        label="After the decision on",
        help_text="The appeal before this one, if there was one.",
    )
    grounds = forms.CharField(
        label="Our reasons",
        required=False,
        widget=FEW_LINES,
        help_text="For the house only; never shown.",
    )
    public_summary = forms.CharField(
        label="Public words",
        required=False,
        widget=FEW_LINES,
        help_text="What is disputed, in plain words; shown once the request is published.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, request_asked: AccessRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request_asked = request_asked
        self.initial["revision"] = request_asked.revision
        self.order_fields(["on", "level", "body", "against", "parent", "grounds", "public_summary"])
        earlier = request_asked.appeals.all()
        parent: Any = self.fields["parent"]
        parent.queryset = earlier
        self.initial.setdefault("parent", earlier.last())
        rights = request_asked.clock().rights
        if rights:
            self.initial.setdefault("level", rights[0].term.level or Level.AGENCY_APPEAL)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if answers.get("on") and answers.get("level"):
            level, on = answers["level"], answers["on"]
            self.refuse_unless_said(remedy_warnings(self.request_asked, level, on))
            if answers.get("body") is None and level == Level.AGENCY_APPEAL:
                answers["body"] = self.request_asked.authority.appeal_authority
        return answers

    def facts(self) -> dict[str, Any]:
        besides = ("revision", "in_spite")
        return {name: value for name, value in self.cleaned_data.items() if name not in besides}


class StepForm(InSpiteOf, WordsForm):
    """The day of a step, how it ended, and the words that every deed asks for."""

    on = DayField(label="Date", help_text="The day on which it happened. Not in the future.")
    outcome = forms.ChoiceField(label="How it ended", choices=[])
    received_on = DayField(label="It reached us on", required=False)
    reply_by = DayField(
        label="We may go further until",
        required=False,
        help_text="As their letter says. It is kept beside the date that we compute.",
    )
    rule = forms.ModelChoiceField(
        queryset=DeadlineRule.objects.none(),
        label="Under which rule",
        help_text="Only a rule of the law of this request that adds time to such an appeal.",
    )

    def __init__(self, *args: Any, appeal: Appeal, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.appeal, self.verb = appeal, verb
        self.initial["revision"] = appeal.request.revision
        self.initial.setdefault("public_note", APPEAL_STEPS[verb].public_words)
        if verb == "decide":
            outcome: Any = self.fields["outcome"]
            outcome.choices = _outcomes(appeal.level)
        else:
            for name in ("outcome", "received_on", "reply_by"):
                del self.fields[name]
        if verb == "extend":
            rules: Any = self.fields["rule"]
            rules.queryset = DeadlineRule.objects.more_time(
                appeal.request.regime_id, appeal.level
            ).select_related("regime")
        else:
            del self.fields["rule"]
        if verb != "file":
            del self.fields["in_spite"]
        self.order_fields(["in_spite", "on", "outcome", "received_on", "reply_by", "rule"])

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if self.verb == "file" and answers.get("on"):
            warnings = remedy_warnings(self.appeal.request, self.appeal.level, answers["on"])
            self.refuse_unless_said(warnings)
        return answers

    def facts(self) -> dict[str, Any]:
        besides = ("revision", "in_spite")
        answers = self.cleaned_data.items()
        return {name: value for name, value in answers if name not in besides and value is not None}


def _outcomes(level: str) -> list[tuple[str, str]]:
    gives_opinions = level in GIVES_OPINIONS
    return [
        (str(value), str(label))
        for value, label in AppealOutcome.choices
        if gives_opinions or value not in OPINIONS
    ]

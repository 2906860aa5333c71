"""What each verb asks of the person who records it."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from collections_app.models import AccessCondition, ExemptionCode, Repository
from declassification.clocks import answer_term
from declassification.deciding import Ruling
from declassification.explaining import in_words
from declassification.models import AccessRequest, DeadlineRule, RequestEvent
from declassification.stages import DAYS_TOLD, Determination, EventKind, Outcome
from declassification.transitions import TRANSITIONS

FEW_LINES = forms.Textarea(attrs={"rows": 3})


class DayField(forms.DateField):
    """A date as the browser's own calendar asks for it."""

    widget = forms.DateInput(attrs={"type": "date"})


class InSpiteOf(forms.Form):
    """A form that asks once more where something speaks against what it records."""

    in_spite = forms.BooleanField(
        label="Record it all the same",
        required=False,
        help_text="Only after reading what speaks against it.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            # Nobody is asked before something speaks against it.
            self.fields["in_spite"].widget = forms.HiddenInput()

    def refuse_unless_said(self, warnings: list[str]) -> None:
        """Refuse with the warnings unless the person has said that they know them."""
        if warnings and not self.cleaned_data.get("in_spite"):
            self.add_error("in_spite", ValidationError(warnings))


class WordsForm(forms.Form):
    """What is said of any deed: words for the house and for readers, how it came, the letter."""

    note = forms.CharField(
        required=False, widget=FEW_LINES, help_text="For the house only; never shown."
    )
    public_note = forms.CharField(
        label="Public words",
        required=False,
        widget=FEW_LINES,
        help_text="Shown in the public timeline once the request is published. Name no person of "
        "the authority. Leave empty to show nothing.",
    )
    channel = forms.ChoiceField(
        label="By", required=False, choices=[("", "not stated"), *RequestEvent.Channel.choices]
    )
    letter = forms.FileField(
        required=False,
        help_text="A PDF or DOCX document, an image, or an e-mail saved as text. For the house "
        "only.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class ActForm(WordsForm):
    """What every verb asks: the day, words for the house and for the public, the letter."""

    on = DayField(
        label="Date",
        help_text="The day on which it happened, where the authority is. Not in the future.",
    )
    classifies = forms.ModelChoiceField(
        queryset=RequestEvent.objects.none(), required=False, widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, request_asked: AccessRequest, verb: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request_asked = request_asked
        self.initial["revision"] = request_asked.revision
        self.initial.setdefault("public_note", TRANSITIONS[verb].public_words)
        field: Any = self.fields["classifies"]
        field.queryset = RequestEvent.objects.filter(request=request_asked).to_classify()
        self.order_fields(
            ["on", *(name for name in self.fields if name not in ActForm.base_fields)]
        )

    def facts(self) -> dict[str, Any]:
        """Return what the verb is told, beside who records it."""
        answers = self.cleaned_data.items()
        return {name: value for name, value in answers if name != "revision" and value is not None}


class ReceiptForm(ActForm):
    is_estimated = forms.BooleanField(
        label="The day is an estimate",
        required=False,
        help_text="Everything computed from it will say so. Record the known day later.",
    )


class AnsweredForm(ActForm):
    stated_due_on = DayField(
        label="Due date they state",
        required=False,
        help_text="If the letter names one. It is kept beside the date that we compute.",
    )


class StatedDateForm(ActForm):
    stated_due_on = DayField(label="Due date they state")


class LetterReceivedForm(ActForm):
    received_on = DayField(
        label="It reached us on",
        required=False,
        help_text="Some of our terms run from that day. If empty, the date of the letter is taken.",
    )


class QuestionForm(ActForm):
    reply_by = DayField(
        label="They want our answer by",
        required=False,
        help_text="If the letter names a day: the desk reminds us of it.",
    )
    stops_clock = forms.BooleanField(
        label="The clock stands still until we answer",
        required=False,
        help_text="Only where the law allows it: see “what stops the clock” of its rule.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        request = self.request_asked
        receipt = request.clock().receipt
        term = answer_term(request.terms(), receipt.on) if receipt else None
        self.initial.setdefault("stops_clock", bool(term and term.may_pause))


class FeeForm(QuestionForm):
    fee = forms.CharField(
        required=False, max_length=60, help_text="As they state it, for example USD 25.00."
    )


class ReferralForm(ActForm):
    party = forms.CharField(label="Referred to", max_length=200, help_text="For the house only.")


class ExtensionForm(AnsweredForm):
    rule = forms.ModelChoiceField(
        queryset=DeadlineRule.objects.none(),
        label="Under which rule",
        help_text="Only a rule of the law of this request that adds time.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rules = DeadlineRule.objects.more_time(self.request_asked.regime_id)
        field: Any = self.fields["rule"]
        field.queryset = rules.select_related("regime")


class DecisionForm(LetterReceivedForm):
    reply_by = DayField(
        label="We may appeal until",
        required=False,
        help_text="As their letter says. It is kept beside the date that we compute.",
    )
    outcome = forms.ChoiceField(
        choices=[choice for choice in Outcome.choices if choice[0] != Outcome.IMPLICIT_REFUSAL],
        help_text="For a release or a denial, record the decision on each document first.",
    )


class ReasonForm(ActForm):
    note = forms.CharField(widget=FEW_LINES, help_text="For the house only; never shown.")


class SuccessionForm(ActForm):
    superseded_by = forms.ModelChoiceField(
        queryset=AccessRequest.objects.none(), label="By which request"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["superseded_by"]
        field.queryset = AccessRequest.objects.exclude(pk=self.request_asked.pk)


class CloseForm(InSpiteOf, ActForm):
    """Closing gives up what still runs: it asks once more."""

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        request = self.request_asked
        today = request.authority.today()
        running = [one for one in request.clock().rights if (one.act_by or today) >= today]
        self.refuse_unless_said(
            [
                f"A right of ours still runs ({one.term.name}, until {in_words(one.act_by)}): "
                "closing gives it up."
                for one in running
                if one.act_by
            ]
        )
        return answers

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name != "in_spite"}


class NoteForm(ReasonForm):
    direction = forms.ChoiceField(
        required=False, choices=[("", "not a letter"), *RequestEvent.Direction.choices]
    )


class ReplyForm(LetterReceivedForm):
    """A letter that came: kept at once, read closely later."""


class CorrectionForm(forms.Form):
    """What is wrong with an entry of the log, and how it reads rightly."""

    on = DayField(label="Date")
    received_on = DayField(label="It reached us on", required=False)
    reply_by = DayField(
        label="We must answer by",
        required=False,
        help_text="As their letter says: our answer to a question, or our appeal, is due by then.",
    )
    stated_due_on = DayField(label="Due date they state", required=False)
    public_note = forms.CharField(label="Public words", required=False, widget=FEW_LINES)
    note = forms.CharField(
        label="Why", widget=FEW_LINES, help_text="For the house only. The wrong entry stays."
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, event: RequestEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told = DAYS_TOLD.get(event.kind, ())
        for name in ("received_on", "reply_by", "stated_due_on"):
            self.initial.setdefault(name, getattr(event, name))
            if name not in told:
                del self.fields[name]
        if event.kind == EventKind.DATE_STATED:
            self.fields["stated_due_on"].required = True

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "revision"}


VERB_FORMS: dict[str, type[ActForm]] = {
    "approve": ActForm,
    "send": ActForm,
    "record_receipt": ReceiptForm,
    "acknowledge": AnsweredForm,
    "start_processing": AnsweredForm,
    "ask_clarification": QuestionForm,
    "answer_clarification": ActForm,
    "ask_fee": FeeForm,
    "settle_fee": ActForm,
    "refer": ReferralForm,
    "release_part": AnsweredForm,
    "extend": ExtensionForm,
    "state_due_date": StatedDateForm,
    "decide": DecisionForm,
    "record_silence": ActForm,
    "close": CloseForm,
    "reopen": ReasonForm,
    "withdraw_request": ActForm,
    "supersede": SuccessionForm,
    "mark_returned": ActForm,
    "refuse_fee_waiver": LetterReceivedForm,
    "record_public_release": ActForm,
    "record_notice": ActForm,
    "record_reply": ReplyForm,
    "add_note": NoteForm,
}


class RulingForm(forms.Form):
    """The decision on one document: it also makes the copy of the item that carries it."""

    on = DayField(label="Date of the decision")
    determination = forms.ChoiceField(label="What was decided", choices=Determination.choices)
    exemptions = forms.ModelMultipleChoiceField(
        queryset=ExemptionCode.objects.all(),
        required=False,
        help_text="The grounds as printed on the release or in the letter.",
    )
    statutes = forms.CharField(
        required=False,
        widget=FEW_LINES,
        help_text="Where a ground points to another law, one to a line: (b)(3): 50 U.S.C. 3024(i).",
    )
    agency_number = forms.CharField(
        label="Agency document number",
        required=False,
        max_length=80,
        help_text="Used once in a batch: agencies number each batch anew.",
    )
    agency_batch = forms.CharField(label="Agency case or batch", required=False, max_length=80)
    pages_reviewed = forms.IntegerField(required=False, min_value=0)
    pages_withheld = forms.IntegerField(required=False, min_value=0)
    public_reason = forms.CharField(
        label="What they said",
        required=False,
        widget=FEW_LINES,
        help_text="In plain words; shown to readers once the request is published.",
    )
    repository = forms.ModelChoiceField(
        label="Archive",
        queryset=Repository.objects.all(),
        required=False,
        help_text="Who holds the document. If empty: the archive linked to the authority.",
    )
    reference_code = forms.CharField(label="Box, folder, shelfmark", required=False, max_length=300)
    file = forms.FileField(
        label="The released file",
        required=False,
        help_text="A PDF document or an image; it becomes the private master of the new copy.",
    )
    access_condition = forms.ChoiceField(
        choices=AccessCondition.choices,
        help_text="What the holder allows. Whether readers may open the pages is decided on the "
        "copy. What a derogation lets us read is always by personal permission.",
    )
    is_act_of_originator = forms.BooleanField(
        label="Act of the originating authority",
        required=False,
        initial=True,
        help_text="Untick where this body neither made the document nor succeeded the one that "
        "did: the status of the document then does not change.",
    )
    note = forms.CharField(
        required=False, widget=FEW_LINES, help_text="For the house only; never shown."
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        statutes = _statutes(answers.get("statutes", ""))
        cited = {code.code: code for code in answers.get("exemptions", [])}
        strange = sorted(set(statutes) - set(cited))
        if strange:
            self.add_error("statutes", f"Not among the grounds chosen: {', '.join(strange)}.")
        answers["exemptions"] = {code: statutes.get(name, "") for name, code in cited.items()}
        return answers

    def ruling(self) -> Ruling:
        """Return the decision as the deed takes it."""
        besides = ("on", "statutes", "revision")
        facts = {name: value for name, value in self.cleaned_data.items() if name not in besides}
        return Ruling(**facts)


def _statutes(lines: str) -> dict[str, str]:
    found = {}
    for line in filter(str.strip, lines.splitlines()):
        code, colon, statute = line.partition(":")
        if not colon or not statute.strip():
            raise ValidationError({"statutes": f"Write a ground, a colon and the law: {line}"})
        found[code.strip()] = statute.strip()
    return found

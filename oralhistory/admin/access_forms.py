"""What a decision about an access request needs to know, and which are possible when."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.utils import timezone

from oralhistory import granting
from oralhistory.models import InterviewRequest, Restriction

State = InterviewRequest.State
USUAL_DAYS = 90
FOR_THE_HOUSE = "On what ground. For the house only; neither the person nor the public reads it."


def _reason() -> forms.CharField:
    return forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}), help_text=FOR_THE_HOUSE
    )


def _message() -> forms.CharField:
    return forms.CharField(
        label="Words to the person",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Kept here, and sent by you: nothing is sent by itself.",
    )


class GrantForm(forms.Form):
    """What is opened, and to which day."""

    parts = forms.MultipleChoiceField(label="Open", widget=forms.CheckboxSelectMultiple)
    until = forms.DateField(
        label="To the end of",
        widget=AdminDateWidget,
        help_text="At most a year from now. The private address ends with that day.",
    )
    reason = _reason()
    message = _message()

    def __init__(self, *args: Any, request: InterviewRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        on_request = request.interview.parts_on_request()
        field: Any = self.fields["parts"]
        field.choices = [
            (part, Restriction.Part(part).label) for part in request.parts if part in on_request
        ]
        field.initial = [part for part, _ in field.choices]
        self.fields["until"].initial = timezone.localdate() + timedelta(days=USUAL_DAYS)


class OfRequest(forms.Form):
    """A form that needs to know nothing of the request."""

    def __init__(self, *args: Any, request: InterviewRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class RefuseForm(OfRequest):
    """Why it is refused."""

    reason = _reason()
    message = _message()


class RevokeForm(OfRequest):
    """Why a grant is taken back."""

    reason = _reason()


class ProlongForm(OfRequest):
    """To which day a grant is prolonged."""

    until = forms.DateField(label="To the end of", widget=AdminDateWidget)


class WithdrawForm(OfRequest):
    """Nothing needs to be known."""


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that may be done with a request: its words, its form, when, and what does it."""

    label: str
    form: Callable[..., forms.Form]
    states: tuple[str, ...]
    do: Callable[..., Any]
    done: str = ""

    def is_possible(self, request: InterviewRequest) -> bool:
        return request.state in self.states and request.forgotten_at is None


DEEDS = {
    "grant": Deed("Grant", GrantForm, (State.ASKED, State.REFUSED, State.REVOKED), granting.grant),
    "refuse": Deed("Refuse", RefuseForm, (State.ASKED,), granting.refuse, "Refused."),
    "withdraw": Deed(
        "The person no longer asks", WithdrawForm, (State.ASKED,), granting.withdraw, "Recorded."
    ),
    "prolong": Deed("Prolong", ProlongForm, (State.GRANTED,), granting.prolong, "Prolonged."),
    "revoke": Deed(
        "Take back",
        RevokeForm,
        (State.GRANTED,),
        granting.revoke,
        "Taken back: its address leads nowhere from now on.",
    ),
}

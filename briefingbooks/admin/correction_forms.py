"""What a decision about a reported error needs to know."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms

from briefingbooks import correcting
from briefingbooks.models import ErrorReport, Severity

FOR_THE_HOUSE = "For the house only; neither the reader nor the public reads it."


def _words(label: str, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, widget=forms.Textarea(attrs={"rows": 3}), **options
    )


class AcceptForm(forms.Form):
    """The correction in the editor's words, and whether the reader is named."""

    severity = forms.ChoiceField(choices=Severity.choices)
    was = _words("It said", help_text="As it stood in the book. Empty where words were added.")
    now = _words("It says now", help_text="As it stands now: change the book itself too.")
    note = _words("Public note", help_text="Why, and on which source.")
    fixed_in = forms.IntegerField(
        label="Right since edition", required=False, min_value=1, max_value=32_000
    )
    is_credited = forms.BooleanField(label="Name the reader", required=False)
    reason = _words("Why", help_text=FOR_THE_HOUSE)

    def __init__(self, *args: Any, report: ErrorReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["was"].initial, self.fields["now"].initial = report.says, report.should_say
        name = report.credit_as or report.name
        if not report.wants_credit or not name:
            del self.fields["is_credited"]
        else:
            self.fields["is_credited"].initial = True
            self.fields["is_credited"].label = f"Name the reader, who agreed: {name}"

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if said.get("was") and said.get("was") == said.get("now"):
            self.add_error("now", "It says the same as before: nothing would be corrected.")
        if not said.get("was") and not said.get("now"):
            raise forms.ValidationError("Say what it said, or what it says now.")
        return said


class ReasonForm(forms.Form):
    """Why the book stays as it is."""

    reason = forms.CharField(
        label="Why", widget=forms.Textarea(attrs={"rows": 3}), help_text=FOR_THE_HOUSE
    )

    def __init__(self, *args: Any, report: ErrorReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


@dataclass(frozen=True, slots=True)
class Decision:
    """One way to decide: its words, what it asks, and the deed itself."""

    label: str
    done: str
    form: Callable[..., forms.Form]
    do: Callable[..., Any]


DECISIONS = {
    "accept": Decision(
        "Accept and correct",
        "The correction is told in the book. Change the words of the book too, if not done yet.",
        AcceptForm,
        correcting.accept,
    ),
    "already-right": Decision(
        "It is right already", "Decided: right already.", ReasonForm, correcting.find_right
    ),
    "refuse": Decision("Refuse", "Decided: refused.", ReasonForm, correcting.refuse),
}

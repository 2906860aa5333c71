"""What somebody is asked who asks for access to an interview that is open on request."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from collections_app.sent_once import SentOnceForm
from oralhistory.models import Restriction

LONGEST_PURPOSE = 5_000
CONDITIONS = (
    gettext_lazy("I use what I read or hear for the purpose that I named, and for nothing else."),
    gettext_lazy(
        "I give the private address to nobody, keep no copy, and publish nothing without asking."
    ),
    gettext_lazy(
        "I do not try to find out who a person is whose name is withheld, "
        "nor write of it if I know."
    ),
    gettext_lazy(
        "I accept that access may be ended at any time, above all where a narrator wishes it."
    ),
)

PARTS_OFFERED = {
    Restriction.Part.INDEX: gettext_lazy("Index"),
    Restriction.Part.TRANSCRIPT: gettext_lazy("Transcript"),
    Restriction.Part.RECORDING: gettext_lazy("Recording"),
}


class AccessRequestForm(SentOnceForm):
    """Who asks, what for, which parts, and that the conditions are accepted."""

    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=200,
        error_messages={"required": gettext_lazy("Tell us your name.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address"),
        max_length=254,
        error_messages={"required": gettext_lazy("Give an address to which we can answer.")},
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("We answer to it, and use it for nothing else."),
    )
    institution = forms.CharField(
        label=gettext_lazy("Institution (you may leave this empty)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
    )
    purpose = forms.CharField(
        label=gettext_lazy("What do you need it for?"),
        max_length=LONGEST_PURPOSE,
        error_messages={"required": gettext_lazy("Say in a few sentences what you need it for.")},
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=gettext_lazy(
            "In any language. Whoever decides weighs it against the wishes of the narrator."
        ),
    )
    parts = forms.MultipleChoiceField(
        label=gettext_lazy("What do you ask to open?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one part.")},
    )
    accepts = forms.BooleanField(
        label=gettext_lazy("I accept these conditions"),
        error_messages={
            "required": gettext_lazy("Nothing can be opened without these conditions.")
        },
    )

    def __init__(self, *args: Any, parts: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parts"]
        field.choices = [(part, PARTS_OFFERED[Restriction.Part(part)]) for part in parts]
        if len(parts) == 1:
            field.initial = list(parts)

    def answers(self) -> dict[str, Any]:
        """Return what is kept of the form, with the conditions as they were shown."""
        kept = ("name", "email", "institution", "purpose", "parts")
        said = {name: self.cleaned_data[name] for name in kept}
        return {**said, "conditions": "\n".join(map(str, CONDITIONS))}

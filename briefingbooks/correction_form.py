"""What a reader is asked who has found an error in a book."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefingbooks.places import Place
from collections_app.sent_once import SentOnceForm

LONGEST_WORDS = 5_000


def _words(label: Any, help_text: Any = "", **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONGEST_WORDS,
        widget=forms.Textarea(attrs={"rows": 3}),
        **options,
    )


class CorrectionForm(SentOnceForm):
    """Where, what it says, what it should say and on which source; who asks, if they like."""

    at = forms.ChoiceField(
        label=gettext_lazy("Where in the book?"),
        error_messages={
            "required": gettext_lazy("Choose a place."),
            "invalid_choice": gettext_lazy("The book has no such place."),
        },
    )
    says = _words(
        gettext_lazy("What does it say?"),
        error_messages={"required": gettext_lazy("Copy the words that are wrong.")},
    )
    should_say = _words(
        gettext_lazy("What should it say?"),
        error_messages={"required": gettext_lazy("Say what would be right.")},
    )
    source = _words(
        gettext_lazy("How do you know? (you may leave this empty)"),
        gettext_lazy("A document, a book, what you saw. It helps us to check."),
        required=False,
    )
    name = forms.CharField(
        label=gettext_lazy("Your name (you may leave this empty)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your e-mail address (you may leave this empty)"),
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=gettext_lazy("Only to ask you, if something is unclear."),
    )
    wants_credit = forms.BooleanField(
        label=gettext_lazy("If you correct the book, name me beside the correction"), required=False
    )
    credit_as = forms.CharField(
        label=gettext_lazy("Under which name? (if another than the one above)"),
        required=False,
        max_length=160,
    )

    def __init__(
        self, *args: Any, places: Mapping[str, Place], at: str = "", **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        chosen = self.data.get("at", at) if self.is_bound else at
        field: Any = self.fields["at"]
        field.choices = [("", _("Choose a place")), *_grouped(places, chosen)]
        field.initial = chosen if chosen in places else ""

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        is_named = answers.get("credit_as") or answers.get("name")
        if answers.get("wants_credit") and not is_named:
            self.add_error("credit_as", _("Tell us the name."))
        return answers

    def answers(self) -> dict[str, Any]:
        """Return what is kept of the form, the place apart."""
        left_out = ("website", "sent_as", "at")
        return {name: said for name, said in self.cleaned_data.items() if name not in left_out}


def _grouped(places: Mapping[str, Place], chosen: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the places part by part; one within another only where it is the one chosen."""
    groups: dict[str, list[tuple[str, str]]] = {}
    for place in places.values():
        if place.group or place.anchor == chosen:
            group = place.group or _("The place you came from")
            groups.setdefault(group, []).append((place.anchor, place.words))
    return list(groups.items())

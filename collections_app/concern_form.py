"""What somebody who is named or shown here is asked; almost all of it may be left empty."""

from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.translation import gettext_lazy

from collections_app.models import Concern
from collections_app.sent_once import SentOnceForm

LONGEST_MESSAGE = 20_000


def page_asked_about(address: str) -> str:
    """Return an address of this site without its host, or "" for anything else."""
    parts = urlsplit(address.strip())
    path = parts.path
    is_path = path.startswith("/") and not path.startswith("//") and path.isprintable()
    return path[:500] if is_path and not parts.netloc and not parts.scheme else ""


class ConcernForm(SentOnceForm):
    """A request in confidence: what is asked, about what, by whom, and how to answer."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What do you ask us to do?"),
        choices=Concern.Kind.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose what you ask for. “Something else” is an answer too.")
        },
    )
    page_address = forms.CharField(
        label=gettext_lazy("Which page?"),
        required=False,
        max_length=500,
        help_text=gettext_lazy("Its address, or its title, as well as you can say it."),
    )
    material = forms.CharField(
        label=gettext_lazy("What on that page?"),
        required=False,
        max_length=500,
        help_text=gettext_lazy(
            "For example a name, a photograph, a page of a document, a moment of a recording."
        ),
    )
    relation = forms.ChoiceField(
        label=gettext_lazy("Who are you?"),
        choices=Concern.Relation.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy("Choose one. It helps us to understand; we ask for no proof.")
        },
    )
    message = forms.CharField(
        label=gettext_lazy("What would you like us to know?"),
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy(
            "In any language. You need not tell what happened to you, nor give reasons."
        ),
    )
    name = forms.CharField(
        label=gettext_lazy("Your name (you may leave this empty)"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    contact = forms.CharField(
        label=gettext_lazy("How may we reach you? (you may leave this empty)"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=gettext_lazy(
            "An e-mail address, a telephone number, or somebody we can ask. Without it we "
            "can act, but not answer you."
        ),
    )
    language = forms.CharField(
        label=gettext_lazy("In which language may we answer?"),
        required=False,
        max_length=60,
    )

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        said = [answers.get(name, "") for name in ("page_address", "material", "message")]
        if not any(said) and not self.errors:
            raise forms.ValidationError(
                "Tell us which page you mean, or write us a few words: otherwise we can not know "
                "what to do."
            )
        return answers

    def answers(self) -> dict[str, Any]:
        """Return what is kept of the form."""
        left_out = ("website", "sent_as")
        return {name: words for name, words in self.cleaned_data.items() if name not in left_out}

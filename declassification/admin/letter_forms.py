"""The form in which a director reads and changes a letter before it is taken away."""

from typing import Any

from django import forms

from declassification.drafting.letter import Letter
from declassification.models import LetterLanguage

PARTS = ("sender", "recipient", "dated", "references", "subject", "body")


class LetterForm(forms.Form):
    """Every word of a letter, filled in and open to change."""

    language = forms.ChoiceField(
        choices=LetterLanguage.choices,
        help_text="As which language the file is marked, for spelling and for reading aloud. The "
        "words stay as they are.",
    )
    sender = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}))
    recipient = forms.CharField(
        label="Addressee",
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="From the contacts of the authority. For the house and for this letter only.",
    )
    dated = forms.CharField(label="Date", max_length=80)
    references = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 2}))
    subject = forms.CharField(max_length=600, widget=forms.Textarea(attrs={"rows": 2}))
    body = forms.CharField(
        label="Text",
        max_length=500_000,
        widget=forms.Textarea(attrs={"rows": 26, "class": "letter-body"}),
        help_text="An empty line parts paragraphs.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, letter: Letter, revision: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.update({name: getattr(letter, name) for name in ("language", *PARTS)})
        self.initial["revision"] = revision
        self.is_us_paper = letter.is_us_paper

    def letter(self) -> Letter:
        """Return the letter as the person left it."""
        told = self.cleaned_data
        words = {name: told[name].replace("\r\n", "\n") for name in PARTS}
        return Letter(language=told["language"], is_us_paper=self.is_us_paper, **words)

"""The form of a text: what is typed beside the image, and what of it readers may not have."""

from collections import Counter
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from collections_app.excising import version_of
from collections_app.models import Excision, Page, PageNote, PageText
from collections_app.redaction import ours_on
from collections_app.withheld_words import moved, public_form, withheld_phrases

OTHER_REDACTIONS = (
    "What we withhold from this page was changed while you were working. Look at the image again, "
    "then tick once more."
)
MARKS_TAKEN = (
    "These words are withheld, and only those who may change excisions can open them: {}. Leave "
    "them between ⟦ and ⟧."
)


CALLED_INSIDE = "This note is called inside what is withheld. Leave it there."


def refuse_to_open(before: str, after: str) -> None:
    """Raise `ValidationError` for words that were between brackets and are no more."""
    opened = Counter(withheld_phrases(before)) - Counter(withheld_phrases(after))
    if opened:
        raise ValidationError(MARKS_TAKEN.format(", ".join(f"“{one}”" for one in opened)))


class PageNoteForm(forms.ModelForm):
    """A note of a text; like the text, it is opened by nobody who may not change excisions."""

    may_withhold = False

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        stored = PageNote.objects.filter(pk=self.instance.pk).first()
        if stored is None or self.may_withhold:
            return said
        try:
            refuse_to_open(stored.text, said.get("text", ""))
        except ValidationError as refusal:
            self.add_error("text", refusal)
        text, offset = said.get("page_text"), said.get("offset")
        if text is not None and offset is not None and stored.public_offset is None:
            _, cuts = public_form(text.text)
            if "offset" in self.changed_data and moved(offset, cuts) is not None:
                self.add_error("offset", CALLED_INSIDE)
        return said


def version_for(page: Page) -> str:
    """Tell one state of what we withhold from a page from every other."""
    keys = [excision.pk for excision in ours_on(page)]
    return version_of(list(Excision.objects.filter(pk__in=keys).prefetch_related("exemptions")))


class PageTextForm(forms.ModelForm):
    """A text that knows its page from the address, so that the image is there while one types.

    Whoever may not change excisions can put words between brackets and take none out of them.
    """

    may_withhold = False
    may_see_master = False
    redactions_seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.page_id is None and "page" in self.initial:
            self.instance.page = Page.objects.filter(pk=self.initial["page"]).first()
        self.instance.is_beside_master = self.may_see_master
        if self.instance.page_id is not None:
            self.initial["redactions_seen"] = version_for(self.instance.page)

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        stored = PageText.objects.filter(pk=self.instance.pk).values_list("text", flat=True).first()
        if stored is not None and not self.may_withhold:
            refuse_to_open(stored, text)
        return text

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        page = self.instance.page if self.instance.page_id is not None else None
        if said.get("is_redaction_marked") and page is not None:
            # Whoever draws on the page waits, so that nothing is ticked that nobody looked at.
            Page.objects.select_for_update().filter(pk=page.pk).first()
            if said.get("redactions_seen") != version_for(page):
                data: Any = self.data.copy()  # type: ignore[attr-defined]
                data[self.add_prefix("redactions_seen")] = version_for(page)
                self.data = data
                self.add_error("is_redaction_marked", OTHER_REDACTIONS)
        return said

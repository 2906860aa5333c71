"""Forms about copies: files come in here, and one copy of a document is shown first."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.forms.models import BaseInlineFormSet

from collections_app.curated_records import leaves_advisories
from collections_app.intake import Prepared, prepare
from collections_app.models import Copy
from collections_app.sniffing import ACCEPTED_TYPES

NOTICE_LEFT = (
    "The collection has a content notice, which the document would lose. "
    "Ask somebody who may publish."
)


class SeveralFilesInput(forms.ClearableFileInput):
    """A field of the browser that lets several files be chosen at once."""

    allow_multiple_selected = True


class SeveralFilesField(forms.FileField):
    """Several uploads, in the order a reader would number them: page 2 before page 10."""

    widget = SeveralFilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        cleaned = [super(SeveralFilesField, self).clean(upload, initial) for upload in uploads]
        return sorted(cleaned, key=lambda upload: _in_reading_order(upload.name))


def _in_reading_order(name: str) -> list[tuple[int, str]]:
    parts = re.findall(r"\d+|\D+", name.lower())
    return [(int(part), "") if part.isdecimal() else (0, part) for part in parts]


class ShownFirstForm(forms.ModelForm):
    """Leaves it to the desk that only one copy is shown first: the copy shown before gives way.

    A copy kept in the house is not revealed by hand: a published request reveals its own.
    """

    may_publish = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.is_internal and "is_internal" in self.fields:
            self.fields["is_internal"].disabled = True

    def _get_validation_exclusions(self) -> set[str]:
        exclusions: set[str] = super()._get_validation_exclusions()  # type: ignore[misc]
        return exclusions | {"is_shown"}

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        stored = Copy.objects.filter(pk=self.instance.pk).first()
        if stored is None or self.may_publish:
            return said
        now = said.get("collection", stored.collection)
        if leaves_advisories(stored.collection_id, now and now.pk):
            self.add_error("collection", NOTICE_LEFT)
        goes_inside = said.get("is_internal") and not stored.is_internal
        if goes_inside and leaves_advisories(stored.collection_id, None):
            self.add_error("is_internal", NOTICE_LEFT)
        return said


class CopyForm(ShownFirstForm):
    """A copy with the files that are added to it; they are read to their end before any is kept."""

    uploads = SeveralFilesField(
        label="Add files",
        required=False,
        help_text="JPEG, PNG, TIFF or WebP images, or PDF documents; several at once, in the order "
        "of their names. Each becomes pages with images made for readers. The file itself is kept "
        "unchanged and never leaves the house.",
        widget=SeveralFilesInput(attrs={"accept": ",".join(ACCEPTED_TYPES)}),
    )

    class Meta:
        model = Copy
        fields = "__all__"  # noqa: DJ007  the fieldsets of the desk choose

    def clean_uploads(self) -> list[Prepared]:
        ready: list[Prepared] = []
        problems: list[str] = []
        for upload in self.cleaned_data["uploads"]:
            try:
                prepared = prepare(upload, self.instance)
                _refuse_twin(prepared, ready)
                ready.append(prepared)
            except ValidationError as refusal:
                problems += [f"{upload.name}: {message}" for message in refusal.messages]
        if problems:
            raise ValidationError(problems)
        return ready


def _refuse_twin(prepared: Prepared, ready: list[Prepared]) -> None:
    for other in ready:
        if other.sha256 == prepared.sha256:
            raise ValidationError(f"It has the same content as {other.name}.", code="duplicate")


class CopiesFormSet(BaseInlineFormSet):
    """The copies of one item together: at most one of them is shown first."""

    def clean(self) -> None:
        super().clean()
        shown = [
            form
            for form in self.forms
            if form.cleaned_data.get("is_shown") and form not in self.deleted_forms
        ]
        for form in shown[1:]:
            form.add_error("is_shown", "Another copy of this item is marked as shown first too.")
        if len(shown) > 1:
            raise ValidationError("Choose one copy that is shown first.")


def give_way_to(copy: Copy) -> None:
    """Before a copy that is shown first is saved: whichever was shown first is so no longer."""
    if not copy.is_shown:
        return
    for other in Copy.objects.filter(item=copy.item_id, is_shown=True).exclude(pk=copy.pk):
        other.is_shown = False
        other.save(update_fields=["is_shown", "updated_at"])

"""Recordings on the page of their interview: uploaded once, kept unchanged."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import HttpRequest
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString

from oralhistory.admin.clock_field import ClockField
from oralhistory.admin.published_parts import is_for_publishers
from oralhistory.models import MediaFile, Session
from oralhistory.recordings import take_facts


class KeptUnchanged(forms.Widget):
    """Stands where a file was chosen once and can not be chosen again."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        return format_html("<span>{}</span>", "kept unchanged")


class MediaFileForm(forms.ModelForm):
    """Judges an upload by its bytes before anything is kept."""

    duration_ms = ClockField(label="Duration", required=False, help_text="1:02:03")
    offset_ms = ClockField(
        label="Begins at",
        required=False,
        help_text="When in the interview this recording begins; 0:00 unless it is a later part.",
    )

    class Meta:
        model = MediaFile
        fields = ["role", "label", "session", "file", "duration_ms", "offset_ms", "position"]
        widgets = {"file": forms.FileInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "role" in self.fields:
            typed = [(role.value, role.label) for role in MediaFile.TYPED_ROLES]
            self.fields["role"].choices = typed  # type: ignore[attr-defined]
        if "session" in self.fields:
            sessions = Session.objects.filter(interview=self.instance.interview_id)
            self.fields["session"].queryset = sessions  # type: ignore[attr-defined]
        if self.instance.pk and "file" in self.fields:
            self.fields["file"].disabled = True
            self.fields["file"].widget = KeptUnchanged()

    def clean_offset_ms(self) -> int:
        """Take an empty answer for the beginning."""
        return self.cleaned_data["offset_ms"] or 0

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        upload = answers.get("file")
        if isinstance(upload, UploadedFile) and not self.instance.pk and "role" in answers:
            self.instance.role = answers["role"]
            try:
                take_facts(self.instance, upload)
            except forms.ValidationError as refusal:
                self.add_error("file", refusal)
        return answers


class MediaFileFormSet(forms.BaseInlineFormSet):
    """Refuses the same bytes twice in one interview."""

    def clean(self) -> None:
        super().clean()
        seen: set[tuple[str, str]] = set()
        for form in self.forms:
            media = form.instance
            if not media.sha256 or form.errors or form in self.deleted_forms:
                continue
            if (media.sha256, media.role) in seen:
                form.add_error("file", "The same recording is in this interview already.")
            seen.add((media.sha256, media.role))


class MediaFileInline(admin.StackedInline):
    """What was recorded: masters for the house, access copies for listeners."""

    model = MediaFile
    form = MediaFileForm
    formset = MediaFileFormSet
    extra = 0
    view_on_site = False
    readonly_fields = ["facts"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        """Leave out what is made here: redacted copies come and go with what is withheld."""
        return super().get_queryset(request).filter(role__in=MediaFile.TYPED_ROLES)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not is_for_publishers(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A new access copy, or a master made one, would be heard at once."""
        may_change = super().has_change_permission(request, obj)
        return may_change and not is_for_publishers(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        may_delete = super().has_delete_permission(request, obj)
        return may_delete and not is_for_publishers(request, obj)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [
            *("role", "label", "session", "file", "facts"),
            *("duration_ms", "offset_ms", "position"),
        ]
        # Shown to whoever only looks, a file field would ask its storage for an address.
        may_keep = self.has_add_permission(request, obj) or self.has_change_permission(request, obj)
        return fields if may_keep else [field for field in fields if field != "file"]

    @admin.display(description="what it is")
    def facts(self, media: MediaFile) -> str:
        if media.pk is None:
            return "Read from the file when it is saved."
        return format_html(
            '<a href="{}">{}</a>, {}, {}, SHA-256 {}',
            media.get_absolute_url(),
            media.original_name or media.download_name,
            media.media_type,
            filesizeformat(media.bytes),
            media.sha256,
        )

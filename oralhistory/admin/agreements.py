"""The desk at which agreements are kept: read and added, never changed and never deleted."""

from typing import Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from collections_app.admin.desk import DeskAdmin
from collections_app.serving import serve_bytes
from collections_app.sniffing import FileKind, identify
from oralhistory.consent import record_agreement
from oralhistory.models import ReleaseAgreement
from oralhistory.recordings import digest_of, identify_recording, refuse_too_large


def identify_document(upload: UploadedFile) -> FileKind:
    """Return what a signed document is: a scan, a PDF, or a recording of spoken consent."""
    refuse_too_large(upload)
    try:
        return identify(upload)
    except ValidationError:
        pass
    try:
        return identify_recording(upload)
    except ValidationError as refusal:
        raise ValidationError(
            "This is neither a PDF, an image of a paper, nor a recording."
        ) from refusal


class ReleaseAgreementForm(forms.ModelForm):
    """What one participant agreed to, with the paper or the place of the spoken word."""

    class Meta:
        model = ReleaseAgreement
        fields = [
            "participation",
            "signed_on",
            "signed_by",
            "document",
            "spoken_at",
            *(f"allows_{use}" for use in ReleaseAgreement.USES),
            "withdrawn_on",
            "notes",
        ]
        widgets = {"document": forms.FileInput}

    def clean_document(self) -> Any:
        upload = self.cleaned_data.get("document")
        if isinstance(upload, UploadedFile):
            kind = identify_document(upload)
            self.instance.document_type = kind.media_type
            self.instance.document_sha256 = digest_of(upload)
            upload.name = f"agreement.{kind.suffix}"
        return upload


@admin.register(ReleaseAgreement)
class ReleaseAgreementAdmin(DeskAdmin):
    """A change of mind is a new version; the last one counts, and works at once."""

    form = ReleaseAgreementForm
    is_named_in_deeds = False
    list_display = ["participation", "interview", "version", "in_words"]
    list_select_related = ["participation__interview", "participation__agent"]
    search_fields = [
        "participation__interview__ref",
        "participation__agent__name",
        "participation__public_name",
    ]
    autocomplete_fields = ["participation"]
    fieldsets = [
        ("Who agreed", {"fields": ["participation", "signed_on", "signed_by"]}),
        (
            "Where it is written or spoken",
            {
                "fields": ["document", "spoken_at"],
                "description": "One of the two is needed: an agreement that is documented nowhere "
                "allows nothing.",
            },
        ),
        (
            "What it allows",
            {
                "fields": [f"allows_{use}" for use in ReleaseAgreement.USES],
                "description": "Nothing is allowed that is not ticked. A later version replaces "
                "this one entirely.",
            },
        ),
        ("Withdrawal and notes", {"fields": ["withdrawn_on", "notes"]}),
    ]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None:
            return super().get_fieldsets(request, obj)
        fields = [name for name in ReleaseAgreementForm.Meta.fields if name != "document"]
        return [(None, {"fields": ["version", *fields, "signed_document"]})]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["version", "signed_document"] if obj else []

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        record_agreement(obj, by=request.user)  # type: ignore[arg-type]

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        """Nothing more: recording an agreement has told everybody."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.document)
        name = "oralhistory_releaseagreement_document"
        return [path("<int:pk>/document/", view, name=name), *super().get_urls()]

    def document(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Give the signed document to somebody who may see agreements."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        agreement = ReleaseAgreement.objects.filter(pk=pk).exclude(document="").first()
        if agreement is None:
            raise Http404
        return serve_bytes(
            request,
            agreement.document,
            media_type=agreement.document_type,
            download_name=agreement.document.name.rpartition("/")[2],
            etag=agreement.document_sha256,
            is_public=False,
        )

    @admin.display(description="interview", ordering="participation__interview__ref")
    def interview(self, agreement: ReleaseAgreement) -> str:
        return agreement.participation.interview.ref

    @admin.display(description="signed document")
    def signed_document(self, agreement: ReleaseAgreement) -> str:
        if not agreement.document:
            return "none"
        address = reverse("admin:oralhistory_releaseagreement_document", args=[agreement.pk])
        words = f"{agreement.document_type}, SHA-256 {agreement.document_sha256}"
        return format_html('<a href="{}">Open</a>, {}', address, words)

"""The desk of transcripts: versions, which one readers see, and corrected ones."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join

from collections_app.admin.desk import DeskAdmin
from collections_app.serving import serve_bytes
from oralhistory.admin.published_parts import MAY_PUBLISH
from oralhistory.admin.transcript_desk import desk_urls
from oralhistory.models import Transcript
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.versions import draft_from, make_current, take_from_readers


@admin.register(Transcript)
class TranscriptAdmin(DeskAdmin):
    """Words of a settled version never change: a correction is a new draft made from it."""

    change_form_template = "oralhistory/transcript_change_form.html"
    list_display = ["interview", "language", "version", "kind", "status", "is_current", "passages"]
    list_filter = ["status", "is_current", "kind", "language"]
    list_select_related = ["interview", "language"]
    search_fields = ["interview__ref", "interview__title"]
    autocomplete_fields = ["interview", "language"]
    actions = ["make_current", "make_current_as_checked", "take_from_readers", "draft_from"]
    fieldsets = [
        (None, {"fields": ["interview", "language", "kind", "version", "is_current"]}),
        ("How far it can be trusted", {"fields": ["made_by", "status", "approved_on"]}),
        ("What it holds", {"fields": ["passages", "based_on", "file_as_it_came", "remarks"]}),
        ("For the house", {"fields": ["notes"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(passage_count=Count("cues"))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        made = ["version", "is_current", "passages", "based_on", "file_as_it_came", "remarks"]
        return [*made, "interview", "language", "kind"] if obj else made

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Whoever may publish interviews decides which words readers see."""
        return request.user.has_perm(MAY_PUBLISH)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete a version that readers ever saw: it may be cited."""
        if obj is not None and obj.first_shown_at is not None:
            return False
        return super().has_delete_permission(request, obj)

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        rewrite_public_cues(record.interview, by=request.user)  # type: ignore[arg-type]

    @admin.action(permissions=["publish"], description="Make current")
    def make_current(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._make_current(request, queryset, passages_checked=False)

    @admin.action(
        permissions=["publish"], description="Make current; withheld passages were checked"
    )
    def make_current_as_checked(self, request: HttpRequest, queryset: QuerySet) -> None:
        self._make_current(request, queryset, passages_checked=True)

    def _make_current(
        self, request: HttpRequest, queryset: QuerySet, *, passages_checked: bool
    ) -> None:
        for transcript in queryset:
            try:
                kept = make_current(
                    transcript,
                    by=request.user,  # type: ignore[arg-type]
                    passages_checked=passages_checked,
                )
            except ValidationError as refusal:
                messages.error(request, f"Not done: {transcript}. {' '.join(refusal.messages)}")
                continue
            self.log_change(request, transcript, "Made current.")
            stay = f" Passages that stay withheld: {len(kept)}." if kept else ""
            messages.success(request, f"{transcript}.{stay}")

    @admin.action(permissions=["publish"], description="Take from readers")
    def take_from_readers(self, request: HttpRequest, queryset: QuerySet) -> None:
        for transcript in queryset.filter(is_current=True):
            take_from_readers(transcript, by=request.user)  # type: ignore[arg-type]
            self.log_change(request, transcript, "Taken from readers.")
            messages.success(request, f"Readers no longer see {transcript}.")

    @admin.action(permissions=["change"], description="Begin a new draft from this version")
    def draft_from(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        drafts = [draft_from(one, by=request.user) for one in queryset]  # type: ignore[arg-type]
        for draft in drafts:
            self.log_addition(request, draft, f"Made from version {draft.based_on.version}.")  # type: ignore[union-attr]
            messages.success(request, f"Begun: {draft}.")
        if len(drafts) == 1:
            return redirect("admin:oralhistory_transcript_change", drafts[0].pk)
        return None

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.original)
        name = "oralhistory_transcript_original"
        own = [path("<int:pk>/original/", view, name=name), *desk_urls(self)]
        return [*own, *super().get_urls()]

    def original(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        """Give the file as it came, byte for byte, to somebody who may see transcripts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        transcript = Transcript.objects.filter(pk=pk).exclude(original="").first()
        if transcript is None:
            raise Http404
        return serve_bytes(
            request,
            transcript.original,
            media_type="application/octet-stream",
            download_name=transcript.original_name,
            etag=transcript.sha256,
            is_public=False,
        )

    @admin.display(description="passages", ordering="passage_count")
    def passages(self, transcript: Any) -> str:
        if transcript.pk is None:
            return "none yet"
        address = reverse("admin:oralhistory_cue_changelist")
        return format_html(
            '<a href="{}?transcript__id__exact={}">{} passages</a>',
            address,
            transcript.pk,
            transcript.passage_count,
        )

    @admin.display(description="file as it came")
    def file_as_it_came(self, transcript: Transcript) -> str:
        if not transcript.original:
            return "none"
        address = reverse("admin:oralhistory_transcript_original", args=[transcript.pk])
        words = f"SHA-256 {transcript.sha256}"
        return format_html('<a href="{}">{}</a>, {}', address, transcript.original_name, words)

    @admin.display(description="remarks of the import")
    def remarks(self, transcript: Transcript) -> str:
        lines = ((line,) for line in transcript.import_warnings)
        return format_html_join("\n", "<p>{}</p>", lines) or "none"

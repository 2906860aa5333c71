"""The desk at which an interview is described, from planning to publication."""

from dataclasses import replace
from typing import Any

from django.contrib import admin, messages
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html

from collections_app.admin.publishing import PublishingAdmin
from collections_app.publication import Gap, PublicationState
from oralhistory.admin.interview_parts import (
    DocumentMentionedInline,
    ParticipationInline,
    SessionInline,
    TranscriptInline,
)
from oralhistory.admin.media_inline import MediaFileInline
from oralhistory.admin.published_parts import is_for_publishers
from oralhistory.admin.transcript_import import import_view
from oralhistory.models import Interview, MediaFile, Participation, PrivacyCheck, Restriction
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.recordings import forget_bytes, forget_bytes_of_interview
from oralhistory.silencing import forget_copies


def records_of(kind: str, interview: Interview, words: str) -> str:
    """Say how it stands with one kind of record, with links to those there are and to a new one."""
    if interview.pk is None:
        return "Save the interview first."
    return format_html(
        '{} · <a href="{}?interview__id__exact={}">all</a> · <a href="{}?interview={}">add</a>',
        words,
        reverse(f"admin:oralhistory_{kind}_changelist"),
        interview.pk,
        reverse(f"admin:oralhistory_{kind}_add"),
        interview.pk,
    )


MAY_SEE_PARTICIPANTS = "oralhistory.view_participation"
OF_PARTICIPANTS = "Something is missing or stays closed that concerns a participant."
REAL_NAMES = ("participations__agent__name", "participations__public_name")


@admin.register(Interview)
class InterviewAdmin(PublishingAdmin):
    """Work, agreement and publication are three things: each has its own place on this page."""

    change_form_template = "oralhistory/interview_change_form.html"
    list_display = ["ref", "title", "narrators", "date_words", "workflow"]
    list_filter = ["workflow", "languages", "is_demonstration"]
    search_fields = ["ref", "title", "summary", *REAL_NAMES]
    autocomplete_fields = ["place", "languages", "subjects", "advisories", "rights"]
    readonly_fields = ["ref", "privacy", "index", "restrictions", "work"]
    inlines = [
        ParticipationInline,
        SessionInline,
        MediaFileInline,
        TranscriptInline,
        DocumentMentionedInline,
    ]
    fieldsets = [
        ("The interview", {"fields": ["ref", "title", "summary", "circumstances", "workflow"]}),
        (
            "When, where and in which language",
            {"fields": ["date_edtf", "date_display", "date_certainty", "date_basis", "place"]},
        ),
        ("What it is about", {"fields": ["languages", "subjects"]}),
        (
            "What readers are told first",
            {"fields": ["advisories", "content_notice", "access_statement", "rights"]},
        ),
        (
            "Privacy, index, restrictions and work",
            {"fields": ["privacy", "index", "restrictions", "work"]},
        ),
        ("For the house", {"fields": ["is_demonstration", "notes"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        people = Prefetch("participations", Participation.objects.select_related("agent"))
        return super().get_queryset(request).prefetch_related(people)

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        columns = super().get_list_display(request)
        if request.user.has_perm(MAY_SEE_PARTICIPANTS):
            return columns
        return [column for column in columns if column != "narrators"]

    def get_search_fields(self, request: HttpRequest) -> list[str]:
        """Let nobody find by a name what they may not see of it."""
        fields = list(super().get_search_fields(request))
        if request.user.has_perm(MAY_SEE_PARTICIPANTS):
            return fields
        return [field for field in fields if field not in REAL_NAMES]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Let an advisory that closes a published interview be lifted by who may publish."""
        fields = [*super().get_readonly_fields(request, obj)]
        return [*fields, "advisories"] if is_for_publishers(request, obj) else fields

    def gaps_for(self, request: HttpRequest, record: Any) -> list[Gap]:
        """Say of participants only that something is missing to whoever may not see them."""
        gaps = super().gaps_for(request, record)
        if request.user.has_perm(MAY_SEE_PARTICIPANTS):
            return gaps
        told = (
            replace(gap, message=OF_PARTICIPANTS) if gap.field == "participations" else gap
            for gap in gaps
        )
        return list(dict.fromkeys(told))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_transcript)
        name = "oralhistory_interview_import_transcript"
        own = [path("<path:object_id>/import-transcript/", view, name=name)]
        return [*own, *super().get_urls()]

    def import_transcript(self, request: HttpRequest, object_id: str) -> Any:
        """Take a transcript file in, after a look at what it would become."""
        return import_view(self, request, object_id)

    @admin.display(description="six questions")
    def privacy(self, interview: Interview) -> str:
        check = interview.privacy_checks.first() if interview.pk else None
        return records_of("privacycheck", interview, str(check) if check else "not answered yet")

    @admin.display(description="index")
    def index(self, interview: Interview) -> str:
        count = interview.index_points.count() if interview.pk else 0
        return records_of("indexpoint", interview, f"{count} points")

    @admin.display(description="restrictions")
    def restrictions(self, interview: Interview) -> str:
        standing = interview.restrictions.in_force() if interview.pk else []
        words = "; ".join(map(str, standing))
        return records_of("restriction", interview, words or "none in force")

    @admin.display(description="tasks")
    def work(self, interview: Interview) -> str:
        count = interview.tasks.filter(state="open").count() if interview.pk else 0
        return records_of("reviewtask", interview, f"{count} open")

    @admin.display(description="narrators")
    def narrators(self, interview: Interview) -> str:
        people = interview.participations.all()
        return ", ".join(person.house_name for person in people if person.role == "narrator")

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        """Write anew what the public may read; this also tells whoever shows the interview."""
        rewrite_public_cues(record, by=request.user)  # type: ignore[arg-type]
        stored = Interview.objects.get(pk=record.pk)
        if record.state == PublicationState.PUBLISHED != stored.state:
            messages.warning(request, f"Taken back from the public: {stored.withdrawal_reason}")

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        for gone in getattr(formset, "deleted_forms", []):
            if isinstance(gone.instance, MediaFile):
                forget_copies(gone.instance)
        super().save_formset(request, form, formset, change)
        for removed in formset.deleted_objects:
            if isinstance(removed, MediaFile):
                forget_bytes(removed.file)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Let checks and restrictions go with their interview, though never by themselves."""
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        gone = {model._meta.verbose_name for model in (PrivacyCheck, Restriction)}
        return listed, counts, set(needed) - gone, protected

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        forget_bytes_of_interview(obj)
        super().delete_model(request, obj)

"""What stands on the page of an interview: who took part, documents mentioned, transcripts."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from oralhistory.admin.clock_field import ClockField
from oralhistory.admin.published_parts import SettledParticipationForm, is_for_publishers
from oralhistory.models import (
    DocumentMentioned,
    Participation,
    ReleaseAgreement,
    Session,
    Transcript,
)

MAY_SEE_AGREEMENTS = "oralhistory.view_releaseagreement"


def agreement_in_words(person: Participation) -> str:
    """Say what the agreement in force allows, with links to its versions and to a new one."""
    if person.pk is None:
        return "Save the participant first; then add what was agreed."
    last = ReleaseAgreement.objects.last_versions().filter(participation=person).first()
    return format_html(
        '{} · <a href="{}?participation__id__exact={}">versions</a> · '
        '<a href="{}?participation={}">add a version</a>',
        last.in_words if last else "no agreement: nothing is public",
        reverse("admin:oralhistory_releaseagreement_changelist"),
        person.pk,
        reverse("admin:oralhistory_releaseagreement_add"),
        person.pk,
    )


class ParticipationInline(admin.StackedInline):
    """Who took part, and under what name it may be told."""

    model = Participation
    extra = 0
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 2})}}
    autocomplete_fields = ["agent"]
    readonly_fields = ["agreement"]

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        fields = [
            "agent",
            "role",
            "identity_mode",
            "public_name",
            "speaker_labels",
            "agreement",
            "position",
            "notes",
        ]
        if not request.user.has_perm(MAY_SEE_AGREEMENTS):
            fields.remove("agreement")
        return fields

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("agent")

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        if is_for_publishers(request, obj):
            kwargs["form"] = SettledParticipationForm
        return super().get_formset(request, obj, **kwargs)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if is_for_publishers(request, obj):
            return False
        return super().has_delete_permission(request, obj)

    @admin.display(description="agreement")
    def agreement(self, person: Participation) -> str:
        return agreement_in_words(person)


class DocumentMentionedForm(forms.ModelForm):
    """A moment is typed as hours, minutes and seconds."""

    start_ms = ClockField(label="Moment", required=False, help_text="0:12:34")

    class Meta:
        model = DocumentMentioned
        fields = ["item", "start_ms", "note", "position"]


class DocumentMentionedInline(admin.TabularInline):
    """Documents of the collections of which the interview speaks."""

    model = DocumentMentioned
    form = DocumentMentionedForm
    extra = 0
    autocomplete_fields = ["item"]


class TranscriptInline(admin.TabularInline):
    """The versions there are; each is worked on at its own page."""

    model = Transcript
    extra = 0
    can_delete = False
    show_change_link = True
    fields = ["language", "kind", "version", "status", "is_current", "desk"]
    readonly_fields = ["language", "kind", "version", "status", "is_current", "desk"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("language", "interview")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="work on it")
    def desk(self, transcript: Transcript) -> str:
        address = reverse("admin:oralhistory_transcript_desk", args=[transcript.pk])
        return format_html('<a href="{}">Transcriber\'s desk</a>', address)


class SessionInline(admin.TabularInline):
    """The sittings in which the interview was held."""

    model = Session
    extra = 0
    autocomplete_fields = ["place"]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 2})}}

"""The desk of passages: corrected while a draft, given to speakers, withheld from the public."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.defaultfilters import truncatechars

from collections_app.admin.desk import DeskAdmin
from oralhistory.admin.clock_field import ClockField
from oralhistory.admin.published_parts import MAY_PUBLISH, is_for_publishers
from oralhistory.clock import clock
from oralhistory.models import Cue, Interview, Participation
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.withholding import open_again, withhold

SHOWN_OF_SELECTION = 20
SPEAKERS_STAND = (
    "Not done: readers see this version. Whoever may publish interviews says who speaks in it; "
    "or make a new draft and say it there."
)


class CueForm(forms.ModelForm):
    """A passage; its words can be corrected only while its version is a draft."""

    start_ms = ClockField(label="From")
    end_ms = ClockField(label="To")

    class Meta:
        model = Cue
        fields = ["transcript", "position", "start_ms", "end_ms", "speaker", "label", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            return
        if "speaker" in self.fields:
            people = Participation.objects.filter(interview=self.instance.transcript.interview_id)
            self.fields["speaker"].queryset = people.select_related("agent")  # type: ignore[attr-defined]
        if self.instance.transcript.is_settled:
            for name in set(Cue.WORDS) & set(self.fields):
                self.fields[name].disabled = True
                self.fields[name].help_text = "Settled: make a new draft to correct it."


class WithholdForm(forms.Form):
    """Why passages are withheld, and what readers see instead."""

    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the house only; never shown to the public.",
    )
    replacement = forms.CharField(
        label="Words shown instead",
        required=False,
        max_length=300,
        help_text="For example “[Passage withheld at the narrator's wish]”. Say nothing that it "
        "withholds. If left empty readers see “[Passage withheld]”.",
    )


class SpeakerForm(forms.Form):
    """Who says the passages."""

    speaker = forms.ModelChoiceField(
        queryset=Participation.objects.none(),
        help_text="What this person agreed to decides whether the words are public.",
    )


@admin.register(Cue)
class CueAdmin(DeskAdmin):
    """Withholding works at once and closes the recording; giving back is for who may publish."""

    form = CueForm
    list_display = ["position", "moment", "speaker", "label", "words", "closed"]
    list_display_links = ["position", "words"]
    list_filter = ["is_withheld", ("speaker", admin.EmptyFieldListFilter)]
    list_select_related = ["speaker__agent"]
    search_fields = ["text"]
    list_per_page = 100
    autocomplete_fields = ["transcript"]
    actions = ["withhold", "give_back", "say_who_speaks"]
    readonly_fields = ["is_withheld", "withheld_reason", "replacement"]
    fieldsets = [
        (None, {"fields": ["transcript", "position", "start_ms", "end_ms"]}),
        ("Words", {"fields": ["speaker", "label", "text"]}),
        (
            "Withheld from the public",
            {
                "fields": ["is_withheld", "withheld_reason", "replacement"],
                "description": "Changed in the list of passages by the actions Withhold and Give "
                "back.",
            },
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        marks = ["is_withheld", "withheld_reason", "replacement"]
        if obj is None:
            return [*marks, "speaker"]
        is_read = obj.transcript.is_current
        if is_read and is_for_publishers(request, obj.transcript.interview):
            return ["transcript", "speaker", *marks]
        return ["transcript", *marks]

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Not listed among the desks: passages are reached from their transcript."""
        return False

    def has_publish_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(MAY_PUBLISH)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to delete a passage of a settled version."""
        if obj is not None and obj.transcript.is_settled:
            return False
        return super().has_delete_permission(request, obj)

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        rewrite_public_cues(record.transcript.interview, by=request.user)  # type: ignore[arg-type]

    @admin.action(permissions=["change"], description="Withhold…")
    def withhold(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        form = WithholdForm(request.POST if "answered" in request.POST else None)
        if not form.is_valid():
            return self._ask(request, queryset, "withhold", "Withhold passages", form)
        cues = withhold(queryset, by=request.user, **form.cleaned_data)  # type: ignore[arg-type]
        self._report(request, cues, "Withheld")
        return None

    @admin.action(permissions=["publish"], description="Give back to the public")
    def give_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        withheld = queryset.filter(is_withheld=True)
        self._report(request, open_again(withheld, by=request.user), "Given back")  # type: ignore[arg-type]

    @admin.action(permissions=["change"], description="Say who speaks…")
    def say_who_speaks(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        interviews = Interview.objects.filter(transcripts__cues__in=queryset).distinct()
        if len(interviews) != 1:
            messages.error(request, "Choose passages of one interview.")
            return None
        are_read = queryset.filter(transcript__is_current=True).exists()
        if are_read and is_for_publishers(request, interviews[0]):
            messages.error(request, SPEAKERS_STAND)
            return None
        form = SpeakerForm(request.POST if "answered" in request.POST else None)
        people = Participation.objects.filter(interview=interviews[0]).select_related("agent")
        form.fields["speaker"].queryset = people  # type: ignore[attr-defined]
        if not form.is_valid():
            return self._ask(request, queryset, "say_who_speaks", "Say who speaks", form)
        with transaction.atomic():
            cues = list(queryset)
            queryset.update(speaker=form.cleaned_data["speaker"])
            rewrite_public_cues(interviews[0], by=request.user)  # type: ignore[arg-type]
        self._report(request, cues, f"Given to {form.cleaned_data['speaker']}")
        return None

    def _ask(
        self, request: HttpRequest, queryset: QuerySet, action: str, title: str, form: forms.Form
    ) -> HttpResponse:
        cues = list(queryset.select_related("transcript"))
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "action": action,
            "form": form,
            "cues": cues[:SHOWN_OF_SELECTION],
            "more": max(len(cues) - SHOWN_OF_SELECTION, 0),
            "selected": [cue.pk for cue in cues],
            "checkbox_name": ACTION_CHECKBOX_NAME,
            "back_url": request.get_full_path(),
            "media": self.media + form.media,
        }
        return render(request, "oralhistory/cue_action.html", context)

    def _report(self, request: HttpRequest, cues: list[Cue], done: str) -> None:
        for cue in cues:
            self.log_change(request, cue, f"{done}.")
        messages.success(request, f"{done}: {len(cues)} passages.")

    @admin.display(description="at", ordering="start_ms")
    def moment(self, cue: Cue) -> str:
        return clock(cue.start_ms)

    @admin.display(description="withheld", ordering="is_withheld")
    def closed(self, cue: Cue) -> str:
        return "withheld" if cue.is_withheld else ""

    @admin.display(description="words")
    def words(self, cue: Cue) -> str:
        return truncatechars(cue.text, 90)

"""The desk of passages: corrected while a draft, given to speakers, withheld from the public."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.defaultfilters import truncatechars

from collections_app.admin.desk import DeskAdmin
from oralhistory.admin.clock_field import ClockField
from oralhistory.admin.published_parts import MAY_PUBLISH, is_for_publishers
from oralhistory.admin.questions import ask, is_answered
from oralhistory.clock import clock
from oralhistory.models import Annotation, Cue, CueRedaction, Interview, Participation
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.redacting import open_again, withhold, withhold_words

SPEAKERS_STAND = (
    "Not done: readers see this version. Whoever may publish interviews says who speaks in it; "
    "or make a new draft and say it there."
)


class CueForm(forms.ModelForm):
    """A passage; its words can be corrected only while its version is a draft."""

    start_ms = ClockField(label="From", required=False)
    end_ms = ClockField(label="To", required=False)

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
    """What of passages is withheld, why, and what readers see instead."""

    words = forms.CharField(
        label="Only these words",
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="As they stand in the one passage that is chosen. Empty: whole passages.",
    )
    reason = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the house only; never shown to the public.",
    )
    replacement = forms.CharField(
        label="Words shown instead",
        required=False,
        max_length=300,
        help_text="For example “[Passage withheld at the narrator's wish]”. Say nothing that it "
        "withholds. If left empty readers see “[Passage withheld]”, or “[withheld]” for words.",
    )
    until = forms.DateField(
        label="Look again on",
        required=False,
        widget=AdminDateWidget,
        help_text="On that day the desk asks whether it may be given back.",
    )

    def __init__(self, *args: Any, cues: Sequence[Cue] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.cues = cues

    def clean_words(self) -> str:
        """Refuse words that are not, or not once, in the one passage that is chosen."""
        words: str = self.cleaned_data["words"]
        if not words:
            return words
        if len(self.cues) != 1:
            raise forms.ValidationError("Choose one passage to withhold words of it.")
        found = self.cues[0].text.count(words)
        if found != 1:
            raise forms.ValidationError(
                f"These words are {'in the passage more than once' if found else 'not in it'}."
            )
        return words


class RedactionForm(forms.ModelForm):
    """Why words are withheld, what stands instead, and when the recording is silent."""

    mute_start_ms = ClockField(
        label="Silent from", required=False, help_text="Empty: as long as the passage."
    )
    mute_end_ms = ClockField(label="Silent to", required=False)

    class Meta:
        model = CueRedaction
        fields = ["reason", "replacement", "until", "mute_start_ms", "mute_end_ms"]
        widgets = {"reason": forms.Textarea(attrs={"rows": 2})}


class RedactionInline(admin.StackedInline):
    """What is withheld in the passage; marked in the transcript, given back by who may publish."""

    model = CueRedaction
    form = RedactionForm
    extra = 0
    readonly_fields = ["words"]
    fields = ["words", "reason", "replacement", "until", "mute_start_ms", "mute_end_ms"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(MAY_PUBLISH)

    @admin.display(description="words withheld")
    def words(self, redaction: CueRedaction) -> str:
        if redaction.is_whole:
            return "the whole passage"
        if not redaction.still_fits(redaction.cue.text):
            return f"“{redaction.quote}”: not found any more, so that the whole passage is withheld"
        return f"“{redaction.quote}”" if redaction.quote else "nothing of it is told here"


class AnnotationForm(forms.ModelForm):
    """A note on words of the passage."""

    class Meta:
        model = Annotation
        fields = ["kind", "quote", "body", "is_shown"]
        widgets = {
            "quote": forms.Textarea(attrs={"rows": 2}),
            "body": forms.Textarea(attrs={"rows": 3}),
        }

    def clean(self) -> dict[str, Any]:
        """Whoever says again at which words a note stands has found its place."""
        answers = super().clean() or {}
        self.instance.anchoring = Annotation.Anchoring.FIRM
        return answers


class AnnotationInline(admin.StackedInline):
    """Notes of the house on the passage."""

    model = Annotation
    form = AnnotationForm
    extra = 0
    readonly_fields = ["anchoring"]
    fields = ["kind", "quote", "body", "is_shown", "anchoring"]


class SpeakerForm(forms.Form):
    """Who says the passages."""

    speaker = forms.ModelChoiceField(
        queryset=Participation.objects.none(),
        help_text="What this person agreed to decides whether the words are public.",
    )


@admin.register(Cue)
class CueAdmin(DeskAdmin):
    """Withholding works at once, in sound too; giving back is for who may publish."""

    form = CueForm
    list_display = ["position", "moment", "speaker", "label", "words", "closed"]
    list_display_links = ["position", "words"]
    list_filter = [
        ("redactions", admin.EmptyFieldListFilter),
        ("speaker", admin.EmptyFieldListFilter),
    ]
    inlines = [RedactionInline, AnnotationInline]
    list_select_related = ["speaker__agent"]
    search_fields = ["text"]
    list_per_page = 100
    autocomplete_fields = ["transcript"]
    actions = ["withhold", "give_back", "say_who_speaks"]
    fieldsets = [
        (None, {"fields": ["transcript", "position", "start_ms", "end_ms"]}),
        ("Words", {"fields": ["speaker", "label", "text"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("redactions")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        if obj is None:
            return ["speaker"]
        is_read = obj.transcript.is_current
        if is_read and is_for_publishers(request, obj.transcript.interview):
            return ["transcript", "speaker"]
        return ["transcript"]

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
        cues = list(queryset.select_related("transcript"))
        form = WithholdForm(request.POST if is_answered(request) else None, cues=cues)
        if not form.is_valid():
            return self._ask(request, queryset, "withhold", "Withhold passages", form)
        said = dict(form.cleaned_data)
        words = said.pop("words")
        try:
            if words:
                start = cues[0].text.index(words)
                end = start + len(words)
                withhold_words(cues[0], start, end, by=request.user, **said)  # type: ignore[arg-type]
            else:
                withhold(cues, by=request.user, **said)  # type: ignore[arg-type]
        except forms.ValidationError as refusal:
            form.add_error(None, refusal)
            return self._ask(request, queryset, "withhold", "Withhold passages", form)
        self._report(request, cues, "Withheld")
        return None

    @admin.action(permissions=["publish"], description="Give back to the public")
    def give_back(self, request: HttpRequest, queryset: QuerySet) -> None:
        cues = open_again(queryset.withheld(), by=request.user)  # type: ignore[attr-defined,arg-type]
        self._report(request, cues, "Given back")

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
        form = SpeakerForm(request.POST if is_answered(request) else None)
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
        lines = [f"{cue}: {truncatechars(cue.text, 120)}" for cue in cues]
        return ask(self, request, action=action, title=title, form=form, records=cues, lines=lines)

    def _report(self, request: HttpRequest, cues: list[Cue], done: str) -> None:
        for cue in cues:
            self.log_change(request, cue, f"{done}.")
        messages.success(request, f"{done}: {len(cues)} passages.")

    @admin.display(description="at", ordering="start_ms")
    def moment(self, cue: Cue) -> str:
        return clock(cue.start_ms) if cue.start_ms is not None else ""

    @admin.display(description="withheld")
    def closed(self, cue: Cue) -> str:
        marks = cue.redactions.all()
        if any(one.is_whole or not one.still_fits(cue.text) for one in marks):
            return "withheld"
        return "in part" if marks else ""

    @admin.display(description="words")
    def words(self, cue: Cue) -> str:
        return truncatechars(cue.text, 90)

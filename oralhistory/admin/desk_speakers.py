"""Who said what in a draft: every label of it, and the person whom it means, in one form."""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from oralhistory.correcting import give_speakers
from oralhistory.desk_rows import people_of
from oralhistory.models import Participation, Transcript

Pair = tuple[str, int | None]


class SpeakersForm(forms.Form):
    """One choice to each label and speaker that there are."""

    def __init__(self, transcript: Transcript, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        everybody = people_of(transcript)
        people = Participation.objects.filter(interview=transcript.interview_id)
        names = {person.pk: person for person in everybody}
        by_label = {label.casefold(): one for one in everybody for label in one.labels()}
        found = transcript.cues.order_by("label", "speaker").values("label", "speaker")
        self.pairs: dict[str, Pair] = {}
        for number, group in enumerate(found.annotate(count=Count("pk"))):
            name, label, speaker = f"speaker_{number}", group["label"], group["speaker"]
            self.pairs[name] = (label, speaker)
            now = f"now {names[speaker]}" if speaker else "nobody named yet"
            self.fields[name] = forms.ModelChoiceField(
                queryset=people.select_related("agent"),
                required=False,
                initial=names.get(speaker) or by_label.get(label.casefold()),
                label=label or "No label",
                empty_label="not known",
                help_text=f"Passages: {group['count']}, {now}.",
            )

    @property
    def speakers(self) -> dict[Pair, Participation | None]:
        """Whom each label, with the speaker it had, means."""
        return {pair: self.cleaned_data[name] for name, pair in self.pairs.items()}


def answer(request: HttpRequest, transcript: Transcript, context: dict[str, Any]) -> HttpResponse:
    """Show the labels; say of all of them at once who it is."""
    form = SpeakersForm(transcript, request.POST if request.method == "POST" else None)
    if not transcript.is_settled and form.is_valid():
        count = give_speakers(transcript, form.speakers, by=request.user)  # type: ignore[arg-type]
        messages.success(request, f"Speakers of {count} passages were changed.")
        return redirect("admin:oralhistory_transcript_desk", transcript.pk)
    context |= {"form": form}
    return render(request, "oralhistory/desk/speakers.html", context)

"""Times of a draft moved in two forms, without a script: looked at first, then done."""

import hashlib
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from oralhistory.admin.clock_field import ClockField
from oralhistory.clock import timestamp
from oralhistory.models import Transcript
from oralhistory.retiming import Moved, Timing, plan, retime, shifted, silences_of, stretched

SHOWN = 8
CHANGED_MEANWHILE = "Times were changed meanwhile: look again at what would change."


class ShiftForm(forms.Form):
    """By how much, and from which passage on."""

    by_ms = forms.IntegerField(
        label="Move by (milliseconds)",
        help_text="1500 is a second and a half later; -1500 earlier.",
    )
    first = forms.IntegerField(
        label="From passage number",
        min_value=1,
        initial=1,
        help_text="As numbered at the desk. 1 moves all of them.",
    )

    def timing(self, transcript: Transcript) -> tuple[Timing, int]:
        return shifted(self.cleaned_data["by_ms"]), self.cleaned_data["first"]


class StretchForm(forms.Form):
    """Two passages of which somebody heard when they begin."""

    one = forms.IntegerField(label="Passage number", min_value=1)
    one_at = ClockField(label="Really begins at", help_text="0:12 or 0:12.500")
    other = forms.IntegerField(label="And passage number", min_value=1)
    other_at = ClockField(label="It really begins at")

    def timing(self, transcript: Transcript) -> tuple[Timing, int]:
        said = self.cleaned_data
        anchors = [
            (_beginning(transcript, said[name], name), said[f"{name}_at"])
            for name in ("one", "other")
        ]
        return stretched(*anchors), 1


FORMS: dict[str, type[ShiftForm | StretchForm]] = {"shift": ShiftForm, "stretch": StretchForm}


def answer(request: HttpRequest, transcript: Transcript, context: dict[str, Any]) -> HttpResponse:
    """Show the forms; show what one would change; change it once that was seen."""
    asked = request.POST.get("form", "")
    shown = {
        name: form(request.POST if name == asked else None, prefix=name)
        for name, form in FORMS.items()
    }
    preview = None
    if asked in FORMS and not transcript.is_settled and shown[asked].is_valid():
        form = shown[asked]
        try:
            timing, first = form.timing(transcript)
            moved = plan(transcript, timing, first)
            seen = request.POST.get("seen", "")
            preview = _preview(asked, moved)
            if seen == preview["seen"]:
                retime(transcript, timing, by=request.user, first=first)  # type: ignore[arg-type]
                messages.success(request, f"Times of {len(moved)} passages were moved.")
                return redirect("admin:oralhistory_transcript_desk", transcript.pk)
            if seen:
                form.add_error(None, CHANGED_MEANWHILE)
        except ValidationError as refusal:
            form.add_error(None, refusal)
    context |= {"shift": shown["shift"], "stretch": shown["stretch"], "preview": preview}
    return render(request, "oralhistory/desk/times.html", context)


def _preview(asked: str, moved: list[Moved]) -> dict[str, Any]:
    """Tell how many passages move and from when to when; `seen` holds for these times alone."""
    lines = [
        (one.number, timestamp(one.cue.start_ms or 0), timestamp(one.start_ms), one.cue.text[:80])
        for one in moved
    ]
    left_out = max(len(lines) - 2 * SHOWN, 0)
    told = "".join(f"{one.cue.pk}:{one.cue.start_ms}:{one.start_ms};" for one in moved)
    return {
        "form": asked,
        "count": len(moved),
        "silences": len(list(silences_of(moved))),
        "head": lines[:SHOWN] if left_out else lines,
        "left_out": left_out,
        "tail": lines[-SHOWN:] if left_out else [],
        "seen": hashlib.sha256(told.encode()).hexdigest(),
    }


def _beginning(transcript: Transcript, number: int, field: str) -> int:
    """Return when a passage begins, by its number at the desk."""
    cue = transcript.cues.order_by("position")[number - 1 : number].first()
    if cue is None or cue.start_ms is None:
        why = "There is no passage of this number." if cue is None else "It has no time yet."
        raise ValidationError({field: why})
    begins: int = cue.start_ms
    return begins

"""What the transcriber's desk sends: one deed each, as JSON, answered with the rows that changed.

Answers: 200 with rows; 409 where the passage was changed meanwhile, with what is stored now; 422
with what is wrong, by field. Who may do it is asked before.
"""

import json
from collections.abc import Callable, Iterable
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string

from collections_app.models import ChangeSet
from collections_app.models.changes import recording
from oralhistory import cutting
from oralhistory.admin.clock_field import ClockField
from oralhistory.admin.published_parts import MAY_PUBLISH
from oralhistory.correcting import Outdated, correct
from oralhistory.desk_rows import people_of, row_of
from oralhistory.models import Cue, CueRedaction, Participation, Transcript
from oralhistory.redacting import give_back, withhold, withhold_words

MALFORMED = "The desk did not send what it should."


class CorrectedForm(forms.Form):
    """Those fields of a passage that somebody changed."""

    text = forms.CharField(strip=False)
    start_ms = ClockField(required=False)
    end_ms = ClockField(required=False)
    speaker = forms.ModelChoiceField(queryset=Participation.objects.none(), required=False)

    def __init__(self, transcript: Transcript, sent: dict[str, Any]) -> None:
        super().__init__(sent)
        people = Participation.objects.filter(interview=transcript.interview_id)
        self.fields["speaker"].queryset = people  # type: ignore[attr-defined]
        self.fields = {name: field for name, field in self.fields.items() if name in sent}

    @property
    def now(self) -> dict[str, Any]:
        """What is to be stored, by the names of the columns."""
        said = dict(self.cleaned_data)
        if "speaker" in said:
            person = said.pop("speaker")
            said["speaker_id"] = person.pk if person else None
        return said


class WithheldForm(forms.Form):
    """Why words are withheld, what stands instead, when to look again."""

    reason = forms.CharField()
    replacement = forms.CharField(required=False, max_length=300)
    until = forms.DateField(required=False)


class ReasonForm(forms.Form):
    """Why words are given back; it stands in the history."""

    reason = forms.CharField(max_length=300)


def answer(request: HttpRequest, transcript: Transcript, deed: str) -> HttpResponse:
    """Do what was sent; nothing of it where anything is wrong."""
    if request.method != "POST":
        raise Http404
    try:
        sent = json.loads(request.body)
        return DEEDS[deed](request, transcript, sent)
    except Outdated as outdated:
        told = rows(transcript, [outdated.cue])
        return JsonResponse({"said": str(outdated), **told}, status=409)
    except ValidationError as refusal:
        return JsonResponse({"errors": _by_field(refusal)}, status=422)
    except (KeyError, TypeError, ValueError) as unclear:
        raise SuspiciousOperation(MALFORMED) from unclear


def rows(
    transcript: Transcript, cues: Iterable[Cue], removed: Iterable[int] = ()
) -> dict[str, Any]:
    """Return passages as the desk draws them, in order, and which rows are gone."""
    names = {person.pk: person.house_name for person in people_of(transcript)}
    found = Cue.objects.filter(pk__in=[cue.pk for cue in cues]).order_by("position")
    shown = [row_of(cue, names) for cue in found.prefetch_related("redactions")]
    drawn = [
        {"pk": row.pk, "html": render_to_string("oralhistory/desk/_rows.html", {"rows": [row]})}
        for row in shown
    ]
    return {"rows": drawn, "removed": list(removed)}


def _save(request: HttpRequest, transcript: Transcript, sent: dict[str, Any]) -> HttpResponse:
    form = CorrectedForm(transcript, sent["now"])
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    speaker = sent["stood"].get("speaker")
    stood = {**sent["stood"], "speaker_id": int(speaker) if speaker else None}
    cue = correct(_cue(transcript, sent), by=request.user, stood=stood, now=form.now)  # type: ignore[arg-type]
    return JsonResponse(rows(transcript, [cue]))


def _split(request: HttpRequest, transcript: Transcript, sent: dict[str, Any]) -> HttpResponse:
    parts = cutting.split(
        _cue(transcript, sent),
        int(sent["at"]),
        by=request.user,  # type: ignore[arg-type]
        at_ms=sent.get("at_ms"),
        stood=sent["stood"],
    )
    return JsonResponse({**rows(transcript, parts), "focus": parts[1].pk})


def _merge(request: HttpRequest, transcript: Transcript, sent: dict[str, Any]) -> HttpResponse:
    one, other = sent["stood"]
    cue, gone = cutting.merge(_cue(transcript, sent), by=request.user, stood=(one, other))  # type: ignore[arg-type]
    return JsonResponse({**rows(transcript, [cue], [gone]), "focus": cue.pk})


def _withhold(request: HttpRequest, transcript: Transcript, sent: dict[str, Any]) -> HttpResponse:
    cue, form = _cue(transcript, sent), WithheldForm(sent)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    said = form.cleaned_data
    if sent["start"] is None:
        withhold([cue], by=request.user, **said)  # type: ignore[arg-type]
    else:
        start, end = int(sent["start"]), int(sent["end"])
        if cue.text[start:end] != sent["words"]:
            raise Outdated(cue)
        withhold_words(cue, start, end, by=request.user, **said)  # type: ignore[arg-type]
    return JsonResponse({**rows(transcript, [cue]), "focus": cue.pk})


def _give_back(request: HttpRequest, transcript: Transcript, sent: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perm(MAY_PUBLISH):
        raise PermissionDenied
    form = ReasonForm(sent)
    if not form.is_valid():
        raise ValidationError(form.errors.as_data())
    marks = CueRedaction.objects.filter(pk=int(sent["redaction"]), cue__transcript=transcript)
    mark = marks.select_related("cue__transcript__interview").first()
    if mark is None:
        raise Http404
    why = form.cleaned_data["reason"]
    title = f"Given back: words of {mark.cue}"
    with recording(by=request.user, source=ChangeSet.Source.DESK, title=title, reason=why):
        give_back([mark], by=request.user)  # type: ignore[arg-type]
    return JsonResponse({**rows(transcript, [mark.cue]), "focus": mark.cue.pk})


def _cue(transcript: Transcript, sent: dict[str, Any]) -> Cue:
    cues = Cue.objects.filter(transcript=transcript, pk=int(sent["cue"]))
    cue: Cue | None = cues.select_related("transcript__interview").first()
    if cue is None:
        raise Http404
    return cue


def _by_field(refusal: ValidationError) -> dict[str, list[str]]:
    if hasattr(refusal, "error_dict"):
        return refusal.message_dict
    return {"__all__": refusal.messages}


Deed = Callable[[HttpRequest, Transcript, dict[str, Any]], HttpResponse]
DEEDS: dict[str, Deed] = {
    "save": _save,
    "split": _split,
    "merge": _merge,
    "withhold": _withhold,
    "give-back": _give_back,
}

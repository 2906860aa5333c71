"""The page on which two versions of a transcript are compared."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from oralhistory.comparing import compare
from oralhistory.models import Transcript


def answer(request: HttpRequest, transcript: Transcript, context: dict[str, Any]) -> HttpResponse:
    """Show what differs; without another version named, from the one this was made from."""
    rivals = Transcript.objects.filter(
        interview=transcript.interview_id, language=transcript.language_id
    ).exclude(pk=transcript.pk)
    others = list(rivals.select_related("interview", "language").order_by("-version"))
    other = _chosen(request.GET.get("with", ""), transcript, others)
    pair = sorted([transcript, other], key=lambda one: one.version) if other else []
    context |= {
        "others": others,
        "other": other,
        "older": pair[0] if pair else None,
        "newer": pair[1] if pair else None,
        "comparison": compare(*pair) if pair else None,
    }
    return render(request, "oralhistory/desk/compare.html", context)


def _chosen(asked: str, transcript: Transcript, others: list[Transcript]) -> Transcript | None:
    if asked:
        found = next((one for one in others if str(one.pk) == asked), None)
        if found is None:
            raise Http404
        return found
    former = (one for one in others if one.pk == transcript.based_on_id)
    return next(former, others[0] if others else None)

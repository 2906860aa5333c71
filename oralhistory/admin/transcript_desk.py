"""The transcriber's desk: a draft worked on beside the player, with the keyboard alone."""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse

from oralhistory.admin import desk_deeds, desk_speakers, desk_times, transcript_compare
from oralhistory.admin.published_parts import MAY_PUBLISH
from oralhistory.desk_rows import PLAYED_ROLES, people_of, rows_of
from oralhistory.models import MediaFile, Transcript
from oralhistory.versions import draft_from

if TYPE_CHECKING:
    from oralhistory.admin.transcripts import TranscriptAdmin

MAY_SEE_WORDS, MAY_CORRECT = "oralhistory.view_cue", "oralhistory.change_cue"


def desk_urls(desk: "TranscriptAdmin") -> list[URLPattern]:
    """Return the addresses of the desk and of what is done at it, each for staff alone."""
    views = {
        "desk/": ("desk", desk_page),
        "desk/do/<slug:deed>/": ("desk_do", do_deed),
        "desk/draft/": ("desk_draft", begin_draft),
        "desk/times/": ("desk_times", times_page),
        "desk/speakers/": ("desk_speakers", speakers_page),
        "compare/": ("compare", compare_page),
    }
    return [
        path(f"<int:pk>/{address}", _guarded(desk, view), name=f"oralhistory_transcript_{name}")
        for address, (name, view) in views.items()
    ]


def _guarded(desk: "TranscriptAdmin", view: Any) -> Any:
    def answer(request: HttpRequest, pk: int, **rest: Any) -> HttpResponse:
        if not desk.has_view_permission(request) or not request.user.has_perm(MAY_SEE_WORDS):
            raise PermissionDenied
        known = Transcript.objects.select_related("interview", "language")
        return view(desk, request, get_object_or_404(known, pk=pk), **rest)

    return desk.admin_site.admin_view(answer)


def _require_correcting(request: HttpRequest) -> None:
    if not request.user.has_perm(MAY_CORRECT):
        raise PermissionDenied


def desk_page(
    desk: "TranscriptAdmin", request: HttpRequest, transcript: Transcript
) -> HttpResponse:
    """Show every passage beside the player; a settled version can only be read and withheld."""
    people = people_of(transcript)
    context = {
        **shared_context(desk, request, transcript, f"Transcriber's desk: {transcript}"),
        "rows": rows_of(transcript, people),
        "people": list(enumerate(people, start=1)),
        "recordings": _recordings(request, transcript),
        "others": Transcript.objects.filter(
            interview=transcript.interview_id, language=transcript.language_id
        ).exclude(pk=transcript.pk),
        "may_correct": request.user.has_perm(MAY_CORRECT) and not transcript.is_settled,
        "may_withhold": request.user.has_perm(MAY_CORRECT),
        "may_give_back": request.user.has_perm(MAY_PUBLISH),
        "may_draft": desk.has_change_permission(request),
    }
    return render(request, "oralhistory/desk/desk.html", context)


def shared_context(
    desk: "TranscriptAdmin", request: HttpRequest, transcript: Transcript, title: str
) -> dict[str, Any]:
    """Return what every page of the desk shows around its own matter."""
    return {
        **desk.admin_site.each_context(request),
        "title": title,
        "opts": desk.opts,
        "transcript": transcript,
        "interview": transcript.interview,
        "media": desk.media,
        "passages_url": f"{reverse('admin:oralhistory_cue_changelist')}"
        f"?transcript__id__exact={transcript.pk}",
    }


def _recordings(request: HttpRequest, transcript: Transcript) -> list[dict[str, Any]]:
    """Return the recordings that this person may hear: access copies, masters where none is."""
    found = MediaFile.objects.visible_to(request.user).filter(interview=transcript.interview_id)
    found = found.filter(role__in=PLAYED_ROLES).select_related("interview")
    for role in PLAYED_ROLES:
        if some := [one for one in found if one.role == role]:
            return [
                {
                    "src": one.get_absolute_url(),
                    "offset": one.offset_ms,
                    "label": str(one),
                    "video": one.is_video,
                }
                for one in sorted(some, key=lambda one: one.offset_ms)
            ]
    return []


def do_deed(
    desk: "TranscriptAdmin", request: HttpRequest, transcript: Transcript, deed: str
) -> HttpResponse:
    """Do one thing at the desk and answer with the passages that changed."""
    _require_correcting(request)
    if deed not in desk_deeds.DEEDS:
        raise Http404
    return desk_deeds.answer(request, transcript, deed)


def begin_draft(
    desk: "TranscriptAdmin", request: HttpRequest, transcript: Transcript
) -> HttpResponse:
    """Begin a draft from this version and go on at its desk."""
    if not desk.has_change_permission(request):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("admin:oralhistory_transcript_desk", transcript.pk)
    draft = draft_from(transcript, by=request.user)  # type: ignore[arg-type]
    desk.log_addition(request, draft, f"Made from version {transcript.version}.")
    return redirect("admin:oralhistory_transcript_desk", draft.pk)


def times_page(
    desk: "TranscriptAdmin", request: HttpRequest, transcript: Transcript
) -> HttpResponse:
    """Move all times of a draft, after a look at what would change."""
    _require_correcting(request)
    context = shared_context(desk, request, transcript, f"Move the times: {transcript}")
    return desk_times.answer(request, transcript, context)


def speakers_page(
    desk: "TranscriptAdmin", request: HttpRequest, transcript: Transcript
) -> HttpResponse:
    """Say of every label of a draft whom it means."""
    _require_correcting(request)
    context = shared_context(desk, request, transcript, f"Who said what: {transcript}")
    return desk_speakers.answer(request, transcript, context)


def compare_page(
    desk: "TranscriptAdmin", request: HttpRequest, transcript: Transcript
) -> HttpResponse:
    """Compare a version with another of the same language."""
    context = shared_context(desk, request, transcript, f"Compare versions: {transcript}")
    return transcript_compare.answer(request, transcript, context)

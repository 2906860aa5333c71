"""Asking for access to what is open on request, and the private pages of whoever was granted it.

Whatever can not be asked for, and every address that opens nothing, is the same 404.
"""

import hashlib
from typing import Any

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collections_app.filters import readers_query
from collections_app.models.concerns import new_code
from collections_app.serving import serve_bytes
from collections_app.throttling import is_too_often
from oralhistory.access_form import CONDITIONS, AccessRequestForm
from oralhistory.granted_page import RECORDING, TRANSCRIPT, Granted, granted_page
from oralhistory.granting import grant_of, note_visit, receive
from oralhistory.models import Interview
from oralhistory.private_answers import keep_private, spans_of
from oralhistory.webvtt import write_webvtt

MOST_AN_HOUR = 10
HOUR = 3600
TOO_MANY_REQUESTS = 429
SIGNER = Signer(salt="oralhistory.access_requests")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_access(request: HttpRequest, ref: str) -> HttpResponse:
    """Take a request for what is open on request, and lead on to its reference."""
    interview = _asked_for(ref)
    parts = interview.parts_on_request()
    if request.method != "POST":
        return _form_page(request, interview, AccessRequestForm(parts=parts))
    form = AccessRequestForm(request.POST, parts=parts)
    if form.is_trapped:
        return _thanks(interview, new_code())
    if not form.is_valid():
        return _form_page(request, interview, form)
    if is_too_often(request, "interview-request", most=MOST_AN_HOUR, seconds=HOUR):
        form.add_error(None, _("Much was sent from your connection in the last hour. Please wait."))
        return _form_page(request, interview, form, status=TOO_MANY_REQUESTS)
    desk = request.build_absolute_uri(reverse("admin:oralhistory_interviewrequest_changelist"))
    asked = receive(interview, form.answers(), sent_as=form.sent_once_as(), desk_url=desk)
    return _thanks(interview, asked.code)


@never_cache
@require_safe
def received(request: HttpRequest, ref: str) -> HttpResponse:
    """Say what happens next, and the reference to quote; only after something was sent."""
    interview = _asked_for(ref)
    try:
        code = SIGNER.unsign(request.GET.get("reference", ""))
    except BadSignature as forged:
        raise Http404 from forged
    context = {"interview": interview, "code": code, "crumbs": _crumbs(interview)}
    return _out_of_indexes(render(request, "oralhistory/access_received.html", context))


@require_safe
def granted_interview(request: HttpRequest, token: str) -> HttpResponse:
    """Show an interview with what one person was granted."""
    granted = _granted(token)
    page = granted_page(granted, token, readers_query(request).get("language", ""))
    for part in granted.parts - {RECORDING}:
        note_visit(granted.grant, part)
    context = {"page": page, "interview": granted.interview, "granted": granted.grant}
    return keep_private(render(request, "oralhistory/granted_interview.html", context))


@require_safe
def granted_captions(request: HttpRequest, token: str) -> HttpResponse:
    """Answer with the granted words as WebVTT, for the player of the private page."""
    granted = _granted(token)
    _, transcript, cues = granted.told(readers_query(request).get("language", ""))
    timed: Any = [cue for cue in cues if cue.start_ms is not None]
    if transcript is None or not timed:
        raise Http404
    note_visit(granted.grant, TRANSCRIPT)
    about = [
        f"{granted.interview.title} ({granted.interview.ref})",
        transcript.in_words,
        f"Personal: given under reference {granted.grant.code}. Do not pass on.",
        settings.SITE_NAME,
    ]
    answer = HttpResponse(write_webvtt(timed, about), content_type="text/vtt; charset=utf-8")
    return keep_private(answer)


@require_safe
def granted_media(request: HttpRequest, token: str, uuid: Any, name: str) -> HttpResponseBase:
    """Answer with a granted recording, whole or in ranges: a silent copy, never another."""
    granted = _granted(token)
    found = [one for one in granted.recordings() if one.uuid == uuid]
    if not found or found[0].download_name != name:
        raise Http404
    media = found[0]
    answer = serve_bytes(
        request,
        media.file,
        media_type=media.media_type,
        download_name=media.download_name,
        etag=hashlib.sha256(f"{token}{media.sha256}".encode()).hexdigest(),
        is_public=False,
    )
    span = spans_of(answer, media.bytes)
    if request.method == "GET" and span is not None:
        note_visit(granted.grant, RECORDING, recording=media, span=span)
    return keep_private(answer)


def _asked_for(ref: str) -> Interview:
    """Return a public interview of which something may be asked for; one query, whatever it is."""
    found = Interview.objects.public().open_on_request().filter(ref=ref.replace("\x00", "")).first()
    if found is None or found.ref != ref:
        raise Http404
    return found


def _granted(token: str) -> Granted:
    grant = grant_of(token)
    if grant is None:
        raise Http404
    granted = Granted(grant)
    if not granted.parts:
        raise Http404
    return granted


def _thanks(interview: Interview, code: str) -> HttpResponse:
    address = reverse("oralhistory:access-asked", args=[interview.ref])
    return _out_of_indexes(redirect(f"{address}?reference={SIGNER.sign(code)}"))


def _form_page(
    request: HttpRequest, interview: Interview, form: AccessRequestForm, status: int = 200
) -> HttpResponse:
    context = {
        "form": form,
        "interview": interview,
        "conditions": CONDITIONS,
        "crumbs": _crumbs(interview),
    }
    answer = render(request, "oralhistory/ask_for_access.html", context, status=status)
    return _out_of_indexes(answer)


def _crumbs(interview: Interview) -> list[tuple[str, str]]:
    return [
        (_("Testimony"), reverse("oralhistory:interview-list")),
        (interview.ref, interview.get_absolute_url()),
        (_("Ask for access"), ""),
    ]


def _out_of_indexes(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer

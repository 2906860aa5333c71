"""The private page on which a participant reads, corrects and answers for a transcript.

An address that is over, was taken back or never was is the same 404. The words of the page are in
English or French, by the language of the transcript; the reader may choose the other.
"""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collections_app.filters import readers_query
from collections_app.serving import serve_bytes
from collections_app.throttling import is_too_often
from oralhistory.models import NarratorReview
from oralhistory.private_answers import ORIGIN_ALONE, keep_private
from oralhistory.review_words import LANGUAGES, day_in, words_in
from oralhistory.reviewed_passages import passages_under_review, recordings_under_review
from oralhistory.reviewing import answer, note_opening, remark, review_of

MOST_AN_HOUR = 600
HOUR = 3600
UNPROCESSABLE = 422


@require_safe
def narrator_review(request: HttpRequest, token: str) -> HttpResponse:
    """Show the words to the participant, with a box beside each passage and the answers."""
    review = _review(token)
    note_opening(review)
    return _page(request, review, token)


@require_POST
def remark_on_passage(request: HttpRequest, token: str, key: str) -> HttpResponse:
    """Keep what the participant wishes of one passage, and lead back to it."""
    review = _review(token)
    cue = review.transcript.cues.filter(key=key.replace("\x00", "")).first()
    if cue is None or cue.key != key:
        raise Http404
    if _is_too_often(request):
        return _page(request, review, token, "error_other")
    wish, words = request.POST.get("wish", ""), _typed(request, "words")
    try:
        remark(review, cue, kind=wish, words=words)
    except ValidationError as refusal:
        return _page(request, review, token, _error(refusal), at=key, wish=wish, typed=words)
    return _back(request, token, f"p-{key}")


@require_POST
def give_answer(request: HttpRequest, token: str) -> HttpResponse:
    """Keep the answer of the participant, once."""
    review = _review(token)
    if _is_too_often(request):
        return _page(request, review, token, "error_other")
    words = _typed(request, "words")
    try:
        answer(review, request.POST.get("answer", ""), words=words)
    except ValidationError as refusal:
        return _page(request, review, token, _error(refusal), at="answer", typed=words)
    return _back(request, token, "answer")


@require_safe
def review_media(request: HttpRequest, token: str, uuid: UUID, name: str) -> HttpResponseBase:
    """Answer with the recording under review, whole or in ranges."""
    review = _review(token)
    hides_names = passages_under_review(review).hides_names
    found = recordings_under_review(review, hides_names=hides_names)
    media = next((one for one in found if one.uuid == uuid), None)
    if media is None or media.download_name != name:
        raise Http404
    answer = serve_bytes(
        request,
        media.file,
        media_type=media.media_type,
        download_name=media.download_name,
        etag=media.sha256,
        is_public=False,
    )
    return keep_private(answer)


def _review(token: str) -> NarratorReview:
    review = review_of(token)
    if review is None:
        raise Http404
    return review


def _language(request: HttpRequest, review: NarratorReview) -> str:
    asked = readers_query(request).get("language", "")
    return asked if asked in LANGUAGES else review.transcript.language_id


def _page(
    request: HttpRequest,
    review: NarratorReview,
    token: str,
    error: str = "",
    *,
    at: str = "",
    wish: str = "",
    typed: str = "",
) -> HttpResponse:
    language = "fr" if _language(request, review) == "fr" else "en"
    told = passages_under_review(review)
    last_day = timezone.localdate(review.expires_at - timedelta(seconds=1))
    words = _with_days(words_in(language), language, review, last_day)
    recordings = recordings_under_review(review, hides_names=told.hides_names)
    context = {
        "review": review,
        "interview": review.participation.interview,
        "t": words,
        "language": language,
        "other_language": "en" if language == "fr" else "fr",
        "other_name": LANGUAGES["en" if language == "fr" else "fr"],
        "passages": told.passages,
        "players": [(one, _media_url(token, one)) for one in recordings],
        "token": token,
        "error": words.get(error, ""),
        "at": at,
        "wish": wish,
        "typed": typed,
    }
    status = UNPROCESSABLE if error else 200
    answer = render(request, "oralhistory/narrator_review.html", context, status=status)
    return keep_private(answer, ORIGIN_ALONE)


def _with_days(
    words: dict[str, str], language: str, review: NarratorReview, last_day: Any
) -> dict[str, str]:
    filled = dict(words)
    filled["private"] = words["private"].format(day=day_in(language, last_day))
    due = day_in(language, review.due_on) if review.due_on else ""
    filled["due"] = words["due"].format(day=due) if due else ""
    if review.answered_at:
        day = day_in(language, timezone.localdate(review.answered_at))
        filled["answered_on"] = words["answered_on"].format(day=day)
    return filled


def _media_url(token: str, media: Any) -> str:
    return reverse("oralhistory:review-media", args=[token, media.uuid, media.download_name])


def _typed(request: HttpRequest, name: str) -> str:
    return request.POST.get(name, "").replace("\x00", "").replace("\r\n", "\n")


def _is_too_often(request: HttpRequest) -> bool:
    return is_too_often(request, "narrator-review", most=MOST_AN_HOUR, seconds=HOUR)


def _error(refusal: ValidationError) -> str:
    fields = getattr(refusal, "error_dict", {})
    known = [f"error_{field}" for field in ("kind", "words", "answer") if field in fields]
    return next(iter(known), "error_other")


def _back(request: HttpRequest, token: str, anchor: str) -> HttpResponse:
    asked = readers_query(request).get("language", "")
    query = f"?language={asked}" if asked in LANGUAGES else ""
    address = reverse("oralhistory:narrator-review", args=[token])
    return keep_private(redirect(f"{address}{query}#{anchor}"), ORIGIN_ALONE)

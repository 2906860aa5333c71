"""Public pages of oral history: find through the rule, filter, assemble, render."""

from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collections_app.filters import readers_query
from collections_app.paging import page_of
from collections_app.serving import serve_bytes
from collections_app.visits import find_visible, show
from oralhistory.assembly import (
    InterviewPage,
    cards,
    interview_page,
)
from oralhistory.citation import interview_citation
from oralhistory.filters import InterviewFilter
from oralhistory.models import Interview, MediaFile

INTERVIEWS_ON_A_PAGE = 20


@require_safe
def interview_list(request: HttpRequest) -> HttpResponse:
    """List the public interviews: who, when, where, in which language, and what is open."""
    query = readers_query(request)
    found = InterviewFilter(query, queryset=Interview.objects.public(), request=request)
    paged = page_of(found.qs.in_order().for_card(), query, size=INTERVIEWS_ON_A_PAGE)
    return render(
        request,
        "oralhistory/interview_list.html",
        {
            "cards": cards(paged.page, request.user),
            "filter": found,
            "is_narrowed": any(found.form.cleaned_data.values())
            if found.form.is_valid()
            else False,
            "paged": paged,
            "crumbs": [("Testimony", "")],
        },
    )


@require_safe
def interview_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one interview: record, recording, transcript in step, documents it speaks of."""
    interview = find_visible(Interview.objects, request.user, ref=ref)
    page = interview_page(interview, request.user, readers_query(request).get("language", ""))
    return show(
        request,
        "oralhistory/interview_detail.html",
        {
            "page": page,
            "interview": interview,
            "citation": _citation(request, page),
            "crumbs": [("Testimony", reverse("oralhistory:interview-list")), (interview.ref, "")],
        },
        record=interview,
    )


@require_safe
def interview_media(request: HttpRequest, ref: str, uuid: UUID, name: str) -> HttpResponseBase:
    """Answer with a recording, whole or in ranges, to whoever may hear it."""
    media = find_visible(MediaFile.objects, request.user, uuid=uuid, interview__ref=ref)
    if media.download_name != name:
        raise Http404
    return serve_bytes(
        request,
        media.file,
        media_type=media.media_type,
        download_name=media.download_name,
        etag=media.sha256,
        is_public=media.is_public(),
    )


def _citation(request: HttpRequest, page: InterviewPage) -> str:
    interview = page.card.interview
    return interview_citation(
        narrators=[name.in_words for name in page.card.narrators],
        interviewers=[name.in_words for name in page.card.interviewers],
        title=interview.title,
        place=interview.place.name if interview.place else "",
        date=interview.date_words,
        transcript=page.transcript.cited_as if page.transcript else "",
        ref=interview.ref,
        site=settings.SITE_NAME,
        address=request.build_absolute_uri(interview.get_absolute_url()),
    )

"""Public pages of oral history: find through the rule, filter, assemble, render."""

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collections_app.filters import readers_query
from collections_app.head_metadata import head_tags
from collections_app.languages import cited_path
from collections_app.revalidation import kept
from collections_app.serving import serve_bytes
from collections_app.visits import find_visible, show
from oralhistory.assembly import interview_page
from oralhistory.cited_interview import CitedInterview, QuotationForm
from oralhistory.exports.account import reference_of, today
from oralhistory.models import Interview, MediaFile


@require_safe
@kept
def interview_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """Show one interview: record, recording, transcript in step, documents it speaks of."""
    interview = find_visible(Interview.objects, request.user, ref=ref)
    query = readers_query(request)
    wanted = [query.get(name, "") for name in ("language", "beside", "q")]
    page = interview_page(interview, request.user, *wanted)
    form = QuotationForm(query if "from" in query or "to" in query else None)
    cited = CitedInterview(page, request.build_absolute_uri)
    return show(
        request,
        "oralhistory/interview_detail.html",
        {
            "page": page,
            "interview": interview,
            "citation": cited.as_a_whole,
            "tags": head_tags(reference_of(page, partial(cited_path, request), today())),
            "pattern": cited.pattern,
            "quotation_form": form,
            "quotation": cited.quotation(*form.between) if form.is_valid() else None,
            "crumbs": [
                (_("Testimony"), reverse("oralhistory:interview-list")),
                (interview.ref, ""),
            ],
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

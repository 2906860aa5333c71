"""Published works that the books cite, and citations of books and works for reference managers."""

from functools import partial

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefingbooks.assembly import assemble
from briefingbooks.citing.book_reference import book_reference
from briefingbooks.citing.source_reference import source_reference
from briefingbooks.editions.frozen import page_of
from briefingbooks.editions.list_page import issues_given
from briefingbooks.models import Book, Edition, Source
from briefingbooks.source_pages import assemble_source, assemble_sources, loaded_work
from collections_app.citation_files import Reference
from collections_app.filters import readers_query
from collections_app.head_metadata import head_tags
from collections_app.languages import cited_address, cited_path
from collections_app.serving_references import serve_reference
from collections_app.visits import find_visible


@require_safe
def source_list(request: HttpRequest) -> HttpResponse:
    """The works that public books cite, in the order of a bibliography."""
    context = {"sources": assemble_sources(readers_query(request)), "crumbs": [(_("Sources"), "")]}
    return render(request, "briefingbooks/source_list.html", context)


@require_safe
def source_detail(request: HttpRequest, key: str) -> HttpResponse:
    """One work: how it is cited, its other editions, and the notes that cite it."""
    source = find_visible(Source.objects, request.user, key=key)
    if source.same_as is not None:
        return redirect(source.same_as, permanent=True)
    page, is_public = assemble_source(source), source.is_public()
    context = {
        "source": page,
        "tags": head_tags(_reference(request, source), shelfmark=source.archive_location),
        "is_public": is_public,
        "crumbs": [(_("Sources"), reverse("briefingbooks:source-list")), (source.key, "")],
    }
    response = render(request, "briefingbooks/source_detail.html", context)
    if not is_public:
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
    return response


@require_safe
def source_citation(request: HttpRequest, key: str, form: str) -> HttpResponseBase:
    """Answer with the citation of a work as reference managers take it."""
    source = find_visible(Source.objects, request.user, key=key)
    if source.same_as is not None:
        return redirect(f"briefingbooks:source-cite-{form}", source.same_as.key, permanent=True)
    reference = _reference(request, source)
    return serve_reference(request, reference, form, is_public=source.is_public())


@require_safe
def book_citation(request: HttpRequest, slug: str, form: str) -> HttpResponseBase:
    """Answer with the citation of a book as reference managers take it."""
    book = find_visible(Book.objects.for_page(), request.user, slug=slug)
    page = assemble(book, request.user)
    reference = book_reference(page, absolute=partial(cited_path, request))
    return serve_reference(request, reference, form, is_public=book.is_public())


@require_safe
def edition_citation(request: HttpRequest, slug: str, number: int, form: str) -> HttpResponseBase:
    """Answer with the citation of one edition, of which something must be given out."""
    book = find_visible(Book.objects, request.user, slug=slug)
    editions = Edition.objects.visible_to(request.user).filter(book=book)
    edition = get_object_or_404(editions, number=number)
    issues = issues_given([edition], request.user)
    if not issues:
        raise Http404
    page = page_of(issues[0].page)
    reference = book_reference(page, edition, absolute=partial(cited_path, request))
    return serve_reference(request, reference, form, is_public=edition.is_public())


def _reference(request: HttpRequest, source: Source) -> Reference:
    return source_reference(
        loaded_work(source),
        site=settings.SITE_NAME,
        address=cited_address(request, source),
        accessed=timezone.localdate(),
    )

"""The one box: a search over everything public, and what it offers while somebody types."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefingbooks.searching.names import offered
from briefingbooks.searching.page import assemble_search
from collections_app.filters import readers_query
from collections_app.search_index.asking import LONGEST_QUESTION


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Books with their notes, documents with their pages, testimony and names, from one box."""
    page = assemble_search(readers_query(request), request.user)
    context = {"page": page, "question": page.question, "crumbs": [(_("Search"), "")]}
    return render(request, "briefingbooks/search.html", context)


@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Names that begin like what is typed, in the form of OpenSearch suggestions 1.1."""
    typed = readers_query(request).get("q", "")[:LONGEST_QUESTION]
    names = offered(typed)
    answer = [
        typed,
        [one.words for one in names],
        [one.kind for one in names],
        [request.build_absolute_uri(one.url) for one in names],
    ]
    return JsonResponse(answer, safe=False, content_type="application/x-suggestions+json")

"""The whole public collection and each book for viewers elsewhere (IIIF Presentation 3)."""

from django.http import HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from briefingbooks.iiif_collections import listed_book, whole_collection
from briefingbooks.models import Book
from collections_app.manifests import NOBODY
from collections_app.views_iiif import serve_collection
from collections_app.visits import find_visible


@require_safe
def whole(request: HttpRequest) -> HttpResponseBase:
    """Answer with everything there is, collection by collection."""
    return serve_collection(request, whole_collection(request.build_absolute_uri))


@require_safe
def book(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Answer with the manifests of the documents and the testimony of a book."""
    found = find_visible(Book.objects, NOBODY, slug=slug)
    return serve_collection(request, listed_book(found, request.build_absolute_uri))

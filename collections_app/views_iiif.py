"""What programs for reading archives ask for (IIIF): manifests, and page images for zooming.

No image is scaled or cut here: an address stands in the index of its pack, or it is not found.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from collections_app.content_search import MEDIA_TYPE as SEARCH_TYPE
from collections_app.content_search import answer, question_of
from collections_app.filters import readers_query
from collections_app.iiif_collections import (
    PART,
    Listed,
    all_documents,
    listed_collection,
    write_collection,
)
from collections_app.manifest_search import matches_in
from collections_app.manifests import MEDIA_TYPE, NOBODY, manifest_of, search_address
from collections_app.models import ArchivalItem, Collection, Derivative
from collections_app.page_addresses import COPY
from collections_app.serving import open_to_other_sites, serve_bytes, serve_json
from collections_app.tiles import image_information
from collections_app.visits import find_derivative, find_visible

INFORMATION = 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'

LONGEST_PART = 12


@require_safe
def manifest(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Answer with the pages of a document for viewers elsewhere; the same to everybody."""
    item = find_visible(ArchivalItem.objects, NOBODY, ref=ref)
    copy = readers_query(request).get(COPY, "")
    content = manifest_of(item, copy, request.build_absolute_uri)
    if content is None:
        raise Http404
    response = serve_json(request, content, media_type=MEDIA_TYPE, is_public=True)
    return open_to_other_sites(response)


def serve_collection(request: HttpRequest, listed: Listed) -> HttpResponseBase:
    """Answer with a list of manifests, or with the part of it that the address names."""
    asked = readers_query(request).get(PART)
    is_number = asked is None or (asked.isascii() and asked.isdecimal())
    if not is_number or len(asked or "") > LONGEST_PART:
        raise Http404
    part = int(asked) if asked is not None else None
    content = write_collection(listed, part, request.build_absolute_uri)
    if content is None:
        raise Http404
    response = serve_json(request, content, media_type=MEDIA_TYPE, is_public=True)
    return open_to_other_sites(response)


@require_safe
def items_collection(request: HttpRequest) -> HttpResponseBase:
    """Answer with the manifests of all documents."""
    return serve_collection(request, all_documents(request.build_absolute_uri))


@require_safe
def collection(request: HttpRequest, code: str) -> HttpResponseBase:
    """Answer with the parts of a collection and the manifests of the documents in it."""
    found = find_visible(Collection.objects, NOBODY, code=code)
    return serve_collection(request, listed_collection(found, request.build_absolute_uri))


@require_safe
def item_search(request: HttpRequest, ref: str, copy: int | None = None) -> HttpResponseBase:
    """Answer with where the words asked for stand in the pages of a manifest."""
    item = find_visible(ArchivalItem.objects, NOBODY, ref=ref)
    question = question_of(readers_query(request))
    wanted = str(copy) if copy is not None else ""
    matches = matches_in(item, wanted, question, request.build_absolute_uri)
    if matches is None:
        raise Http404
    content = answer(search_address(item, copy, request.build_absolute_uri), question, matches)
    response = serve_json(request, content, media_type=SEARCH_TYPE, is_public=True)
    return open_to_other_sites(response)


@require_safe
def image_service(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Lead from the address of an image to its description, as IIIF asks."""
    pack, _ = find_derivative(request, uuid=uuid, kind=Derivative.Kind.TILES)
    address = reverse("collections_app:iiif-information", args=[pack.uuid])
    return HttpResponseRedirect(address, status=303)


@require_safe
def image_description(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Answer with the info.json: sizes and tiles there are of the page."""
    pack, is_shared = find_derivative(request, uuid=uuid, kind=Derivative.Kind.TILES)
    identifier = request.build_absolute_uri(reverse("collections_app:iiif-service", args=[uuid]))
    content = image_information(identifier, pack.width, pack.height)
    response = serve_json(request, content, media_type=INFORMATION, is_public=is_shared)
    return open_to_other_sites(response) if is_shared else response


@require_safe
def image(request: HttpRequest, uuid: UUID, image: str) -> HttpResponseBase:
    """Answer with one tile or size; `image` is region/size/rotation/quality.format."""
    pack, is_shared = find_derivative(request, uuid=uuid, kind=Derivative.Kind.TILES)
    if image not in pack.index:
        raise Http404
    offset, length = pack.index[image]
    response = serve_bytes(
        request,
        pack.file,
        media_type="image/jpeg",
        download_name="default.jpg",
        etag=f"{pack.sha256}-{offset}",
        is_public=is_shared,
        part=(offset, length),
    )
    return open_to_other_sites(response) if is_shared else response

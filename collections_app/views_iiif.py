"""What programs for reading archives ask for (IIIF): manifests, and page images for zooming.

No image is scaled or cut here: an address stands in the index of its pack, or it is not found.
"""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from collections_app.filters import readers_query
from collections_app.manifests import MEDIA_TYPE, NOBODY, manifest_of
from collections_app.models import ArchivalItem, Derivative
from collections_app.page_addresses import COPY
from collections_app.serving import open_to_other_sites, serve_bytes, serve_json
from collections_app.tiles import image_information
from collections_app.visits import find_derivative, find_visible

INFORMATION = 'application/ld+json;profile="http://iiif.io/api/image/3/context.json"'


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

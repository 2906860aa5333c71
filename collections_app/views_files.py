"""The one door for the bytes of the collections: page images for readers, masters for the house."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from collections_app.models import Derivative, DigitalFile
from collections_app.serving import open_to_other_sites, serve_bytes
from collections_app.visits import find_derivative


@require_safe
def file(request: HttpRequest, uuid: UUID, name: str) -> HttpResponseBase:
    """Answer with a page image, or with a master where this person may see masters."""
    master = DigitalFile.objects.visible_to(request.user).filter(uuid=uuid).first()
    record, is_shared = (master, False) if master else find_derivative(request, uuid=uuid)
    if record.download_name != name:
        raise Http404
    response = serve_bytes(
        request,
        record.file,
        media_type=record.media_type,
        download_name=record.download_name,
        etag=record.sha256,
        is_public=is_shared,
    )
    is_image = isinstance(record, Derivative) and is_shared
    return open_to_other_sites(response) if is_image else response

"""The one door for the bytes of the collections: page images for readers, masters for the house."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponseBase
from django.views.decorators.http import require_safe

from collections_app.models import Derivative, DigitalFile
from collections_app.serving import serve_bytes


@require_safe
def file(request: HttpRequest, uuid: UUID, name: str) -> HttpResponseBase:
    """Answer with a page image, or with a master where this person may see masters."""
    record = (
        Derivative.objects.visible_to(request.user).filter(uuid=uuid).first()
        or DigitalFile.objects.visible_to(request.user).filter(uuid=uuid).first()
    )
    if record is None or record.download_name != name:
        raise Http404
    return serve_bytes(
        request,
        record.file,
        media_type=record.media_type,
        download_name=record.download_name,
        etag=record.sha256,
        is_public=record.is_public(),
    )

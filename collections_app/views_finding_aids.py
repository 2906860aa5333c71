"""Finding aids for programs: a collection with what of its branch is public, as EAD3."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from collections_app.ead.exporting import finding_aid_of
from collections_app.models import Collection


@require_safe
def ead(request: HttpRequest, code: str) -> HttpResponse:
    """One public collection as a finding aid. The same for everybody, of the house or not."""
    if "\x00" in code:
        raise Http404
    found = Collection.objects.public().filter(code=code).select_related("repository").first()
    if found is None:
        raise Http404
    document = finding_aid_of(found, site=settings.SITE_NAME)
    response = HttpResponse(document, content_type="application/xml; charset=utf-8")
    response["Content-Disposition"] = f'inline; filename="{found.code}.ead.xml"'
    response["X-Content-Type-Options"] = "nosniff"
    return response

"""The address of harvesters of metadata (OAI-PMH 2.0)."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from briefingbooks.harvesting.answers import Archive, answer
from briefingbooks.harvesting.arguments import Refused, asked_by
from briefingbooks.harvesting.envelope import add_refusal, begin, written
from collections_app.serving import open_to_other_sites
from collections_app.throttling import is_too_often

XML_TYPE = "text/xml; charset=utf-8"
MINUTE = 60


@csrf_exempt  # it changes nothing, and asks nobody who they are
@require_http_methods(["GET", "HEAD", "POST"])
def harvest(request: HttpRequest) -> HttpResponse:
    """Answer a harvester; what cannot be asked is said in the words of the standard."""
    if is_too_often(request, "oai", most=settings.API_QUESTIONS_A_MINUTE, seconds=MINUTE):
        wait = {"Retry-After": str(MINUTE)}
        return HttpResponse("Too many questions.\n", "text/plain", status=503, headers=wait)
    address = request.build_absolute_uri(request.path)
    try:
        asked = asked_by(request)
    except Refused as refusal:
        root = begin(address, None)
        add_refusal(root, refusal)
        return _sent(written(root))
    root = begin(address, asked)
    try:
        answer(root, asked, Archive(request.get_host(), request.build_absolute_uri))
    except Refused as refusal:
        root = begin(address, None if refusal.code == "badArgument" else asked)
        add_refusal(root, refusal)
    return _sent(written(root))


def _sent(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type=XML_TYPE)
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    open_to_other_sites(response)
    return response

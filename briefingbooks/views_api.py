"""The page about the API, in plain words, for people who write programs."""

from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from briefingbooks.api.questions import QUESTIONS
from briefingbooks.api.refusals import NOT_FOUND, refuse
from briefingbooks.api.schema import MOST, USUAL
from briefingbooks.open_data.kinds import KINDS, PASSAGES


@require_safe
def described(request: HttpRequest) -> HttpResponse:
    """Say what the API gives, how a list is read, and where it is described for programs."""
    home = request.build_absolute_uri(reverse("briefingbooks:api"))
    kinds = [
        {
            "name": kind.name,
            "address": f"{home}{kind.name}",
            "said": (kind.schema.__doc__ or "").strip(),
            "questions": QUESTIONS[kind.name].described() if kind.name in QUESTIONS else [],
        }
        for kind in KINDS
        if kind is not PASSAGES
    ]
    context = {
        "crumbs": [("For programs", "")],
        "home": home,
        "kinds": kinds,
        "usual": USUAL,
        "most": MOST,
        "most_in_a_minute": settings.API_QUESTIONS_A_MINUTE,
    }
    return render(request, "briefingbooks/api.html", context)


@require_safe
def without_slash(request: HttpRequest, kind: str, identifier: str = "") -> HttpResponse:
    """Lead from an address with a slash at its end, as pages have it, to the one of the API."""
    if kind not in {one.name for one in KINDS if one is not PASSAGES}:
        return refuse(404, NOT_FOUND)
    query = request.META.get("QUERY_STRING", "")
    address = f"{reverse('briefingbooks:api')}{quote('/'.join(filter(None, [kind, identifier])))}"
    return HttpResponsePermanentRedirect(f"{address}?{query}" if query else address)

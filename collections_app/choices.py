"""What a reader has chosen to see in this visit, in spite of a notice that asks first.

It is kept by the reader's own browser until it is closed, as the codes of the advisories and
nothing else: no record is made of it here, and nobody can tell one reader from another by it.
"""

from collections.abc import Iterable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import patch_vary_headers

from collections_app.models import Advisory

COOKIE = "material_chosen"
_SEPARATOR = "."


def chosen_by(request: HttpRequest) -> frozenset[str]:
    """Return the codes of the advisories to which this reader has said yes."""
    kept = request.get_signed_cookie(COOKIE, default="")
    return frozenset(code for code in (kept or "").split(_SEPARATOR) if code)


def remember(response: HttpResponseBase, chosen: Iterable[str]) -> None:
    """Have the browser keep these choices until it is closed, or forget them all."""
    codes = sorted(set(chosen))
    if not codes:
        response.delete_cookie(COOKIE, samesite="Lax")
        return
    response.set_signed_cookie(
        COOKIE,
        _SEPARATOR.join(codes),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def for_one_reader(response: HttpResponse) -> HttpResponse:
    """Keep an answer that depends on a choice out of every cache."""
    response["Cache-Control"] = "private, no-store"
    patch_vary_headers(response, ["Cookie"])
    return response


def asking(codes: Iterable[str]) -> set[str]:
    """Return those of the codes whose advisory exists and does ask readers for a choice."""
    choices = Advisory.objects.filter(behaviour=Advisory.Behaviour.CLICK_THROUGH)
    return set(choices.filter(code__in=list(codes)).values_list("code", flat=True))

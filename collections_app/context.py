"""What every page may say about the house it belongs to."""

from typing import Any
from urllib.parse import unquote

from django.conf import settings
from django.core.exceptions import DisallowedHost
from django.http import HttpRequest
from django.utils import translation

from collections_app.languages import address_in, has_languages


def institution(request: HttpRequest) -> dict[str, str]:
    """Give templates the names of the site, the initiative and the institution."""
    return {
        "site_name": settings.SITE_NAME,
        "initiative_name": settings.INITIATIVE_NAME,
        "institution_name": settings.INSTITUTION_NAME,
        "contact_email": settings.CONTACT_EMAIL,
    }


def languages(request: HttpRequest) -> dict[str, Any]:
    """Give templates the address of this page in each language, the one shown included.

    `address` keeps what was asked and is for readers; `permanent` is the page as it is cited. Where
    nothing is shown, `front_in_languages` leads to the front page instead: it repeats no address.
    """
    shown, asked = translation.get_language(), request.get_full_path()
    front: list[dict[str, Any]] = [
        {"code": code, "name": name, "is_shown": code == shown, "address": address_in(code, "/")}
        for code, name in settings.LANGUAGES
    ]
    if not has_languages(request.path) or not _is_asked_of_us(request):
        return {"in_languages": [], "front_in_languages": front}
    if "//" in unquote(asked):  # an address that a question brings is not carried on
        asked = request.path
    here = [
        {
            **one,
            "address": address_in(one["code"], asked),
            "permanent": request.build_absolute_uri(address_in(one["code"], request.path)),
        }
        for one in front
    ]
    return {"in_languages": here, "front_in_languages": front}


def _is_asked_of_us(request: HttpRequest) -> bool:
    """Say whether the host of a request is one of ours; who asked of another one is told so."""
    try:
        request.get_host()
    except DisallowedHost:
        return False
    return True

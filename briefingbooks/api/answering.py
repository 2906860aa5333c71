"""How an answer of the API travels: open to other sites, kept and asked about again, by anybody."""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response
from ninja.throttling import BaseThrottle

from collections_app.serving import open_to_other_sites
from collections_app.throttling import is_too_often

MINUTE = 60


class EveryAddress(BaseThrottle):
    """So many questions in a minute from one address; no address is kept."""

    def allow_request(self, request: HttpRequest) -> bool:
        most = settings.API_QUESTIONS_A_MINUTE
        return not is_too_often(request, "api", most=most, seconds=MINUTE)

    def wait(self) -> float:
        return MINUTE


def for_everybody(pattern: Any) -> Any:
    """Have a page of the API answer HEAD as well, with what others need to keep and share it."""
    pattern.callback = _public(pattern.callback)
    return pattern


def _public(view: Callable[..., Any]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        asked = request.method
        request.method = "GET" if asked == "HEAD" else asked  # the server leaves out the body
        response: HttpResponse = view(request, *args, **kwargs)
        request.method = asked
        open_to_other_sites(response)
        response["Cache-Control"] = "no-cache"
        response["X-Content-Type-Options"] = "nosniff"
        if response.status_code != HttpResponse.status_code:
            return response
        etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
        response["ETag"] = etag
        known = get_conditional_response(request, etag=etag, response=response)
        return response if known is None else known

    return answer

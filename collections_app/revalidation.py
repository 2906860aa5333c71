"""Public pages say in which state they were made, so that nobody is sent again what they have.

Every answer is asked about again at each use (`no-cache`) and checked here by one query: a page
that is still true is answered with 304, or with its kept bytes, before any view is asked. Whoever
signed in, chose to see something, or is told something is not answered here at all.
"""

import re
from base64 import urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, wraps
from hashlib import blake2b
from typing import Any, TypeGuard

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from collections_app import choices, kept_pages
from collections_app.kept_pages import Made, in_codings, microseconds
from collections_app.program_state import program_state
from collections_app.switching_instants import holds_until
from collections_app.versioned_database import version
from collections_app.versioned_database.noting import VersionedDatabase

VARY = ("Accept-Encoding", "Cookie")
# The desks, and what is personal or says by itself whether it has changed.
NOT_HERE = re.compile(r"/(?:fr/)?(?:admin|accounts|access|review|preview|calendars|files|iiif)/")
# What a kept page has beside these is put there by middleware, anew for each answer.
SAID_BY_PAGES = frozenset(
    {"content-type", "content-length", "content-language", "cache-control", "vary", "etag"}
)
_TAG = re.compile(r'W/"([0-9a-z]+)\.([\w-]+)\.([\w-]+)"')
_CODING = re.compile(r"\s*([\w*-]+)\s*(?:;\s*q\s*=\s*([0-9.]+))?\s*")
View = Callable[..., HttpResponse]


def kept(view: View) -> View:
    """Let the page of a view be kept as bytes, where everybody is sent the same."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponse:
        response = view(*args, **kwargs)
        response.may_be_kept = True  # type: ignore[attr-defined]
        return response

    return marked


@dataclass(frozen=True, slots=True)
class Tag:
    """What an ETag says: how long the page holds, in which state it was made, and its bytes.

    The first two tell without making the page that it is still the same; the last tells it of a
    page that was made anew.
    """

    until: int
    state: str
    content: str

    def __str__(self) -> str:
        return f'W/"{self.until:x}.{self.state}.{self.content}"'


@dataclass(frozen=True, slots=True)
class Asked:
    """What one request asks for, and what it says it has."""

    address: bytes
    coding: str
    has: list[Tag]
    at: datetime

    @classmethod
    def by(cls, request: HttpRequest) -> "Asked":
        whole = f"{request.scheme} {request.get_host()} {request.get_full_path()}"
        return cls(
            address=blake2b(whole.encode(), key=program_state(), digest_size=32).digest(),
            coding=best_coding(request.headers.get("Accept-Encoding", "")),
            has=tags_in(request.headers.get("If-None-Match", "")),
            at=timezone.now(),
        )

    def state(self, token: str, until: int) -> str:
        """Return what names a state of this address; it can not be told without the word of it."""
        return _short(self.address + token.encode() + str(until).encode())

    def holding(self, token: str) -> Tag | None:
        """Return the tag of those that the browser has that is true of this state and instant."""
        now = microseconds(self.at)
        for tag in self.has:
            if tag.until > now and tag.state == self.state(token, tag.until):
                return tag
        return None


class Revalidate:
    """Middleware: answers with 304 or with kept bytes what nothing has changed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not is_for_everybody(request):
            return self.get_response(request)
        asked = Asked.by(request)
        if asked.has and (tag := asked.holding(version.read(connections["default"]))):
            return _unchanged(tag)
        found = kept_pages.find(asked.address, asked.coding, asked.at)
        if found.body:
            answer = HttpResponse(found.body, content_type=found.media_type)
            return _finished(request, answer, found.etag, asked.coding)
        # The word is read before the page is made: what changes meanwhile makes it good for none.
        response = self.get_response(request)
        if not found.token or not is_the_same_for_everybody(response):
            return response
        return _tagged(request, response, asked, found.token)


def is_for_everybody(request: HttpRequest) -> bool:
    """Say whether a request is one of which nothing tells who makes it."""
    if request.method not in ("GET", "HEAD") or not settings.KEPT_PAGES_MEGABYTES:
        return False
    personal = (settings.SESSION_COOKIE_NAME, "messages", choices.COOKIE)
    if any(name in request.COOKIES for name in personal) or "Authorization" in request.headers:
        return False
    if NOT_HERE.match(request.path_info) or "Range" in request.headers:
        return False
    return isinstance(connections["default"], VersionedDatabase)


def is_the_same_for_everybody(response: HttpResponseBase) -> TypeGuard[HttpResponse]:
    """Say whether an answer is a whole public page without anything of this one visit in it."""
    return (
        isinstance(response, HttpResponse)
        and response.status_code == 200
        and not response.cookies
        and not response.has_header("ETag")
        and response.get("Cache-Control") == "no-cache"
    )


def _tagged(
    request: HttpRequest, response: HttpResponse, asked: Asked, token: str
) -> HttpResponseBase:
    page, until = response.content, holds_until(asked.at)
    instant = microseconds(until)
    tag = Tag(instant, asked.state(token, instant), _short(page))
    may_be_kept = getattr(response, "may_be_kept", False) and not request.GET
    if may_be_kept and request.method == "GET" and _is_plain(response):
        made = Made(
            asked.address, token, asked.at, until, str(tag), response["Content-Type"],
            in_codings(page),
        )  # fmt: skip
        kept_pages.keep(made)
        response.content = made.codings[asked.coding]
        response = _finished(request, response, str(tag), asked.coding)
    if tag.content in [one.content for one in asked.has]:
        return _unchanged(tag)
    response["ETag"] = str(tag)
    patch_vary_headers(response, VARY)
    return response


def _is_plain(response: HttpResponse) -> bool:
    return {name.lower() for name, _ in response.items()} <= SAID_BY_PAGES


def _finished(request: HttpRequest, response: HttpResponse, etag: str, coding: str) -> HttpResponse:
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    response["Content-Length"] = str(len(response.content))
    if coding:
        response["Content-Encoding"] = coding
    response["Vary"] = ", ".join(VARY)
    if request.method == "HEAD":
        response.content = b""
    return response


def _unchanged(tag: Tag) -> HttpResponse:
    headers = {"ETag": str(tag), "Cache-Control": "no-cache", "Vary": ", ".join(VARY)}
    return HttpResponseNotModified(headers=headers)


def tags_in(if_none_match: str) -> list[Tag]:
    """Return those tags of a header that are of this house."""
    return [
        Tag(int(until, 16), state, content)
        for until, state, content in _TAG.findall(if_none_match)
        if re.fullmatch("[0-9a-f]{1,16}", until)
    ]


@lru_cache(maxsize=256)
def best_coding(accepted: str) -> str:
    """Return the smallest form that a browser takes; the plain one unless it names another."""
    taken = {}
    for part in accepted.lower().split(","):
        read = _CODING.fullmatch(part)
        if read:
            taken[read[1]] = read[2] is None or bool(read[2].strip("0."))
    for coding in kept_pages.SMALLEST_FIRST:
        if taken.get(coding, False):
            return coding
    return kept_pages.PLAIN


def _short(content: bytes) -> str:
    digest = blake2b(content, digest_size=18).digest()
    return urlsafe_b64encode(digest).decode()

"""The files that are taken of an interview: its words, its description, its citation."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.views.decorators.http import require_safe

from collections_app.citation_files import FORMATS as CITATIONS
from collections_app.content_search import MEDIA_TYPE as SEARCH_TYPE
from collections_app.content_search import answer, question_of
from collections_app.filters import readers_query
from collections_app.manifests import MEDIA_TYPE, NOBODY
from collections_app.publication import Visitor
from collections_app.serving import open_to_other_sites, serve_json
from collections_app.views_iiif import serve_collection
from collections_app.visits import find_visible
from oralhistory.exports.account import Account, Telling, today
from oralhistory.exports.manifest import manifest_of, search_address
from oralhistory.exports.manifest_search import matches_in
from oralhistory.exports.ohms import write_ohms
from oralhistory.exports.plain_text import write_text
from oralhistory.exports.subrip import write_subrip
from oralhistory.exports.table import write_table
from oralhistory.exports.tei import write_tei
from oralhistory.iiif_collections import all_interviews
from oralhistory.models import Interview
from oralhistory.webvtt import write_webvtt

Writer = Callable[[Account, Telling], str | bytes]


@require_safe
def interview_captions(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Answer with the public words of an interview as WebVTT; there are no other words in it."""
    return _words(request, ref, "text/vtt", _webvtt, needs_times=True)


@require_safe
def interview_subrip(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Answer with the public words as SubRip."""
    return _words(request, ref, "application/x-subrip", write_subrip, needs_times=True)


@require_safe
def interview_text(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Answer with the public words as plain text."""
    return _words(request, ref, "text/plain", write_text)


@require_safe
def interview_table(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Answer with the public words as a table, a passage to a row."""
    return _words(request, ref, "text/csv", write_table)


@require_safe
def interview_tei(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Answer with the public words as TEI."""
    return _words(request, ref, "application/tei+xml", write_tei)


@require_safe
def interview_ohms(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Answer with the public words of two languages and the index as OHMS XML."""
    account = _account(request, ref, request.user)
    if not (account.tellings or account.indexes):
        raise Http404
    return _answer(request, account, "application/xml", write_ohms(account), "ohms.xml")


@require_safe
def interview_manifest(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Answer with the interview for viewers elsewhere; the same to everybody."""
    content = manifest_of(_account(request, ref, NOBODY))
    if content is None:
        raise Http404
    response = serve_json(request, content, media_type=MEDIA_TYPE, is_public=True)
    return open_to_other_sites(response)


@require_safe
def interviews_collection(request: HttpRequest) -> HttpResponseBase:
    """Answer with the manifests of all interviews that may be heard."""
    return serve_collection(request, all_interviews(request.build_absolute_uri))


@require_safe
def interview_search(request: HttpRequest, ref: str) -> HttpResponseBase:
    """Answer with where the words asked for are said, as viewers of the manifest ask."""
    account, question = _account(request, ref, NOBODY), question_of(readers_query(request))
    matches = matches_in(account, question)
    if matches is None:
        raise Http404
    content = answer(search_address(account), question, matches)
    response = serve_json(request, content, media_type=SEARCH_TYPE, is_public=True)
    return open_to_other_sites(response)


@require_safe
def interview_reference(request: HttpRequest, ref: str, form: str) -> HttpResponseBase:
    """Answer with the citation of an interview as reference managers take it."""
    media_type, write = CITATIONS[form]
    account = _account(request, ref, request.user)
    written = write(account.reference(today()))
    return _answer(request, account, media_type, written, form)


def _webvtt(account: Account, telling: Telling) -> str:
    timed: Any = telling.timed
    return write_webvtt(timed, account.about(telling))


def _account(request: HttpRequest, ref: str, user: Visitor) -> Account:
    interview = find_visible(Interview.objects, user, ref=ref)
    language = readers_query(request).get("language", "")
    return Account(interview, user, language, request.build_absolute_uri)


def _words(
    request: HttpRequest, ref: str, media_type: str, write: Writer, *, needs_times: bool = False
) -> HttpResponseBase:
    account = _account(request, ref, request.user)
    telling = next(iter(account.tellings), None)
    if telling is None or (needs_times and not telling.timed):
        raise Http404
    ending = request.path.rpartition("/")[2].partition(".")[2]
    name = f"{telling.language}.{ending}"
    return _answer(request, account, media_type, write(account, telling), name)


def _answer(
    request: HttpRequest, account: Account, media_type: str, content: str | bytes, name: str
) -> HttpResponseBase:
    """Answer with a text that is made at every request; it is kept and asked about again."""
    response = HttpResponse(content, content_type=f"{media_type}; charset=utf-8")
    etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{account.interview.ref}.{name}"'
    if not account.interview.is_public():
        add_never_cache_headers(response)
    return get_conditional_response(request, etag=etag, response=response) or response

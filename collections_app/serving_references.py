"""Answers with the citation of a record as reference managers take it."""

import hashlib

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.cache import add_never_cache_headers, get_conditional_response
from django.utils.text import slugify

from collections_app.citation_files import FORMATS, Reference


def serve_reference(
    request: HttpRequest, reference: Reference, form: str, *, is_public: bool
) -> HttpResponseBase:
    """Answer with a reference as `form` (a key of `FORMATS`); what is not public is not kept."""
    media_type, write = FORMATS[form]
    response = HttpResponse(write(reference), content_type=f"{media_type}; charset=utf-8")
    etag = f'"{hashlib.sha256(response.content).hexdigest()}"'
    name = slugify(reference.key) or "reference"
    response["ETag"] = etag
    response["Cache-Control"] = "no-cache"
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Disposition"] = f'inline; filename="{name}.{form}"'
    if not is_public:
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
    return get_conditional_response(request, etag=etag, response=response) or response

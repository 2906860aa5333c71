"""What search engines and browsers ask of the site as a whole: robots, sitemaps, its search."""

from collections.abc import Iterator
from datetime import datetime
from itertools import chain

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from briefingbooks.sitemaps import PAGES, SECTIONS, gathering_pages
from collections_app.languages import address_in
from collections_app.sitemaps import lists_of, write_index, write_list, write_pages

XML_TYPE = "application/xml; charset=utf-8"
OPENSEARCH = "application/opensearchdescription+xml; charset=utf-8"
NOT_FOR_CRAWLERS = ("/admin/", "/accounts/", "/search/", "/suggest/")
# What a browser's search field shows of a name (OpenSearch 1.1: at most 16 letters).
LONGEST_SHORT_NAME = 16


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Let every crawler read what is public; the desks and searches are no pages to keep."""
    closed = dict.fromkeys(
        address_in(code, path) if path == "/search/" else path
        for path in NOT_FOR_CRAWLERS
        for code, _ in settings.LANGUAGES
    )
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed)]
    lines += ["", f"Sitemap: {request.build_absolute_uri(reverse('briefingbooks:sitemap'))}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Answer with the list of lists of all public pages."""
    lists = "".join(write_index(_lists(request)))
    return HttpResponse(lists, content_type=XML_TYPE)


@require_safe
def sitemap_section(request: HttpRequest, section: str, list_number: int) -> HttpResponseBase:
    """Answer with one list of addresses, written while it is read."""
    site = request.build_absolute_uri("/")[:-1]
    if section == PAGES and list_number == 0:
        written = write_pages(gathering_pages(), site)
    elif section in SECTIONS:
        written = write_list(SECTIONS[section], list_number, site)
    else:
        raise Http404
    first = next(written, None)
    if first is None:
        raise Http404
    return StreamingHttpResponse(chain([first], written), content_type=XML_TYPE)


@require_safe
def opensearch(request: HttpRequest) -> HttpResponse:
    """Answer with how browsers search this site (OpenSearch 1.1)."""
    site = request.build_absolute_uri("/")[:-1]
    context = {
        "site": site,
        "short_name": settings.SITE_NAME[:LONGEST_SHORT_NAME].strip(),
        "icon": static("img/icon.svg"),
    }
    return render(request, "briefingbooks/opensearch.xml", context, content_type=OPENSEARCH)


def _lists(request: HttpRequest) -> Iterator[tuple[str, datetime | None]]:
    yield _address(request, PAGES, 0), None
    for section in SECTIONS.values():
        for number, last in lists_of(section):
            yield _address(request, section.name, number), last


def _address(request: HttpRequest, section: str, number: int) -> str:
    address = reverse("briefingbooks:sitemap-section", args=[section, number])
    return request.build_absolute_uri(address)

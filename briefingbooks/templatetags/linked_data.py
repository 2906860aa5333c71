"""Pages as linked data: what a page is about, and the way to it, as everybody may see them."""

from typing import Any

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from briefingbooks.open_data import books, kinds, testimony
from briefingbooks.open_data.linked_data import Thing, as_block, breadcrumbs, thing, web_site
from collections_app.revalidation import NOT_HERE

register = template.Library()
# The pages of single records, by the name of their address.
PAGES = {
    "collections_app:item-detail": kinds.ITEMS,
    "collections_app:collection-detail": kinds.COLLECTIONS,
    "collections_app:archive-detail": kinds.ARCHIVES,
    "collections_app:person-detail": kinds.PEOPLE,
    "collections_app:place-detail": kinds.PLACES,
    "collections_app:subject-detail": kinds.SUBJECTS,
    "collections_app:turning-point-detail": kinds.SUBJECTS,
    "oralhistory:interview-detail": kinds.INTERVIEWS,
    "briefingbooks:book-detail": kinds.BOOKS,
}
# Of these, a page has no use for the long lists in the values.
DESCRIBED: dict[str, Any] = {
    kinds.BOOKS.name: (books.books_described, books.values_described),
    kinds.INTERVIEWS.name: (testimony.interviews_described, testimony.values_described),
}
HOME = "briefingbooks:home"


@register.simple_tag(takes_context=True)
def linked_data_of_page(context: template.Context) -> SafeString:
    """Write what a page is about and the way to it; nothing in a preview or on a private page."""
    request = context.get("request")
    match = getattr(request, "resolver_match", None)
    if request is None or match is None or context.get("is_preview"):
        return SafeString("")
    found = _crumbs(request, context.get("crumbs") or [])
    # English as in the API: one record is one thing with one address, whatever page tells of it.
    with override(settings.LANGUAGE_CODE):
        if match.view_name == HOME:
            found += _site(request)
        # `show` says it of the page of a record; a page that says why there is none has not got it.
        elif match.view_name in PAGES and context.get("is_preview") is False:
            found += _record(request, PAGES[match.view_name], match.kwargs)
    return mark_safe("".join(map(as_block, found)))  # noqa: S308  nothing in it can end a block


def _crumbs(request: HttpRequest, crumbs: list[tuple[str, str]]) -> list[Thing]:
    """Return the way to a page, unless it may name what only this visitor sees."""
    user = getattr(request, "user", None)
    if not crumbs or NOT_HERE.match(request.path_info) or (user and user.is_authenticated):
        return []
    absolute = request.build_absolute_uri
    return [breadcrumbs([(label, absolute(to) if to else "") for label, to in crumbs])]


def _site(request: HttpRequest) -> list[Thing]:
    search = request.build_absolute_uri(reverse("briefingbooks:search"))
    return [web_site(settings.SITE_NAME, request.build_absolute_uri(reverse(HOME)), search)]


def _record(request: HttpRequest, kind: kinds.Kind, named: dict[str, Any]) -> list[Thing]:
    records, values = DESCRIBED.get(kind.name, (kind.records, kind.values))
    found = list(records().filter(**{kind.key: named[kind.key]}))
    return [thing(kind.name, one) for one in values(found, request.build_absolute_uri)]

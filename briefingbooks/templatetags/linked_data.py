"""Pages as linked data: what a page is about, and the way to it."""

from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from briefingbooks.open_data import kinds
from briefingbooks.open_data.linked_data import as_block, breadcrumbs, thing, web_site

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
HOME = "briefingbooks:home"


@register.simple_tag(takes_context=True)
def linked_data_of_page(context: template.Context) -> SafeString:
    """Write the record that a page is about, as everybody may see it; nothing in a preview."""
    request = getattr(context, "request", None)
    match = getattr(request, "resolver_match", None)
    if request is None or match is None:
        return SafeString("")
    if match.view_name == HOME:
        search = request.build_absolute_uri(reverse("briefingbooks:search"))
        home = request.build_absolute_uri(reverse(HOME))
        return _block(web_site(settings.SITE_NAME, home, search))
    kind = PAGES.get(match.view_name)
    if kind is None:
        return SafeString("")
    records: list[Any] = list(kind.records().filter(**{kind.key: match.kwargs[kind.key]}))
    values = kind.values(records, request.build_absolute_uri) if records else []
    return _block(thing(kind.name, values[0])) if values else SafeString("")


@register.simple_tag(takes_context=True)
def linked_crumbs(context: template.Context, crumbs: list[tuple[str, str]]) -> SafeString:
    """Write the way to a page, with whole addresses where the page has one itself."""
    request = getattr(context, "request", None)
    whole = request.build_absolute_uri if request is not None else str
    steps = [(label, whole(address) if address else "") for label, address in crumbs]
    return _block(breadcrumbs(steps)) if steps else SafeString("")


def _block(found: dict[str, Any]) -> SafeString:
    return mark_safe(as_block(found))  # noqa: S308  nothing in it can end the block

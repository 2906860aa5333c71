"""The public tracker: find through the rule, assemble, render."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collections_app.filters import readers_query
from collections_app.paging import page_of
from collections_app.visits import find_visible, show
from declassification.assembly import request_line, request_page
from declassification.filters import RequestFilter
from declassification.models import AccessRequest
from declassification.statistics import COLUMNS, numbers_by_authority

PER_PAGE = 50


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """List the published requests; demonstrations come last, marked, and are not counted."""
    query, published = readers_query(request), AccessRequest.objects.public()
    filters = RequestFilter(query, published.for_card(), request=request)
    in_order = filters.qs.order_by("is_demonstration", "-number")
    paged = page_of(in_order, query, size=PER_PAGE)
    context = {
        "lines": [request_line(record) for record in paged.page],
        "count": filters.qs.counted().count(),
        "filters": filters,
        "paged": paged,
        "crumbs": [(_("Requests"), "")],
    }
    return render(request, "declassification/request_list.html", context)


@require_safe
def request_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request: what was asked, what the law allows, what came back, what is closed."""
    record = find_visible(AccessRequest.objects, request.user, number=number)
    context = {
        "page": request_page(record, request.user),
        "crumbs": [(_("Requests"), reverse("declassification:request-list")), (record.number, "")],
    }
    return show(request, "declassification/request_detail.html", context, record=record)


@require_safe
def statistics(request: HttpRequest) -> HttpResponse:
    """Show what became of the published requests, authority by authority."""
    published = AccessRequest.objects.public().counted()
    context = {
        "rows": numbers_by_authority(published),
        "columns": COLUMNS,
        "crumbs": [
            (_("Requests"), reverse("declassification:request-list")),
            (_("By authority"), ""),
        ],
    }
    return render(request, "declassification/statistics.html", context)

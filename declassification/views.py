"""The public tracker: find through the rule, assemble, render."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collections_app.paging import page_of
from collections_app.visits import find_visible, show
from declassification.assembly import request_line, request_page
from declassification.models import AccessRequest

PER_PAGE = 50


@require_safe
def request_list(request: HttpRequest) -> HttpResponse:
    """List the published requests; demonstrations come last, marked, and are not counted."""
    published = AccessRequest.objects.public()
    in_order = published.for_card().order_by("is_demonstration", "-number")
    paged = page_of(in_order, request.GET, size=PER_PAGE)
    context = {
        "lines": [request_line(record) for record in paged.page],
        "count": published.counted().count(),
        "paged": paged,
        "crumbs": [("Requests", "")],
    }
    return render(request, "declassification/request_list.html", context)


@require_safe
def request_detail(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request: what was asked, what the law allows, what came back, what is closed."""
    record = find_visible(AccessRequest.objects, request.user, number=number)
    context = {
        "page": request_page(record, request.user),
        "crumbs": [("Requests", reverse("declassification:request-list")), (record.number, "")],
    }
    return show(request, "declassification/request_detail.html", context, record=record)

"""The page on which a cataloguer begins the day."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from collections_app.admin.desk_boxes import boxes_for

MAY_SEE = "collections_app.view_archivalitem"
NEW = [
    ("Describe an item", "archivalitem", "add"),
    ("Bring in a table", "importbatch", "changelist"),
]


def may_see(request: HttpRequest) -> bool:
    """Whether somebody works with documents at all."""
    return request.user.has_perm(MAY_SEE)


def start_page(request: HttpRequest) -> HttpResponse:
    """Show what waits: drafts, reviews, problems, files, imports, and what was done last."""
    if not may_see(request):
        raise PermissionDenied
    site: Any = admin.site
    context = {
        **site.each_context(request),
        "title": "Cataloguer's desk",
        "boxes": boxes_for(request.user),  # type: ignore[arg-type]
        "warnings": site.warnings(request),
        "acts": [
            (words, reverse(f"admin:collections_app_{model}_{page}"))
            for words, model, page in NEW
            if request.user.has_perm(f"collections_app.add_{model}")
        ],
    }
    return render(request, "collections_app/start_page.html", context)


admin.site.add_page(  # type: ignore[attr-defined]
    "collections_app/desk/", start_page, "collections_desk", "Cataloguer's desk", may_see
)

"""The desk of dates: what of testimony somebody must look at today, and where."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from oralhistory.testimony_dates import testimony_blocks

MAY_SEE = "oralhistory.view_reviewtask"


def may_see(request: HttpRequest) -> bool:
    """Whether somebody works on interviews at all."""
    return request.user.has_perm(MAY_SEE)


@require_safe
def testimony_desk(request: HttpRequest) -> HttpResponse:
    """Show the dates that have come, what is at stake, and the one thing to do."""
    if not may_see(request):
        raise PermissionDenied
    site: Any = admin.site
    today = timezone.localdate()
    context = {
        **site.each_context(request),
        "title": "Testimony desk",
        "today": today,
        "blocks": testimony_blocks(request.user, today),  # type: ignore[arg-type]
    }
    return render(request, "oralhistory/testimony_desk.html", context)


admin.site.add_page(  # type: ignore[attr-defined]
    "oralhistory/desk/", testimony_desk, "testimony_desk", "Testimony desk", may_see
)

"""The director's desk: one page, each block also as a table, the dates also as a calendar."""

import csv
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collections_app.spreadsheets.cells import guarded
from declassification.desk.whole import BLOCKS, desk
from declassification.models import CalendarFeed, DigestWish, open_feed
from declassification.models.subscriptions import MAY_READ

NAME = "directors_desk"


def may_see(request: HttpRequest) -> bool:
    """Whether somebody may read the dates of requests."""
    return request.user.has_perm(MAY_READ)


def _refuse_others(request: HttpRequest) -> None:
    if not may_see(request):
        raise PermissionDenied


def _back() -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse(f'admin:{NAME}')}#calendar")


@require_safe
def directors_desk(request: HttpRequest) -> HttpResponse:
    """Show the whole desk as it stands today."""
    _refuse_others(request)
    return _page(request)


def _page(request: HttpRequest, new_address: str = "") -> HttpResponse:
    site: Any = admin.site
    context = {
        **site.each_context(request),
        "title": "Director's desk",
        "today": timezone.localdate(),
        "blocks": desk(timezone.localdate()),
        "feeds": CalendarFeed.objects.filter(user=request.user.pk, revoked_at__isnull=True),
        "scopes": CalendarFeed.Scope.choices,
        "new_address": new_address,
        "wants_digest": DigestWish.objects.filter(user=request.user.pk).exists(),
    }
    return render(request, "declassification/directors_desk.html", context)


@require_safe
def block_table(request: HttpRequest, name: str) -> HttpResponse:
    """Give one block, whole, as comma-separated values."""
    _refuse_others(request)
    if name not in BLOCKS:
        raise Http404
    block = BLOCKS[name](timezone.localdate(), None)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    day = timezone.localdate().isoformat()
    response["Content-Disposition"] = f'attachment; filename="{name}-{day}.csv"'
    table = csv.writer(response)
    table.writerow([*block.columns, "Caution", "Page"])
    for line in block.lines:
        url = request.build_absolute_uri(line.url) if line.url else ""
        table.writerow([guarded(cell) for cell in [*line.cells, line.caution, url]])
    return response


@require_POST
def make_feed(request: HttpRequest) -> HttpResponse:
    """Make a private address for a calendar; it is shown now and never again."""
    _refuse_others(request)
    scope = request.POST.get("scope", "")
    if scope not in CalendarFeed.Scope.values:
        raise Http404
    _, token = open_feed(request.user, scope)  # type: ignore[arg-type]
    address = reverse("declassification:calendar", args=[token])
    return _page(request, request.build_absolute_uri(address))


@require_POST
def revoke_feed(request: HttpRequest, key: int) -> HttpResponse:
    """End the address of a calendar of one's own."""
    _refuse_others(request)
    get_object_or_404(CalendarFeed, pk=key, user=request.user.pk).revoke()
    messages.success(request, "The address of that calendar no longer works.")
    return _back()


@require_POST
def wish_digest(request: HttpRequest) -> HttpResponse:
    """Begin or end the letter about rights that lapse."""
    _refuse_others(request)
    if request.POST.get("wish") == "yes":
        DigestWish.objects.get_or_create(user=request.user)
        words = "You will be told by e-mail of rights that lapse in 60, 30, 14 and 3 days."
        if not request.user.email:  # type: ignore[union-attr]
            words = "No e-mail address is known for you: ask an administrator to enter it."
        messages.success(request, words)
    else:
        DigestWish.objects.filter(user=request.user.pk).delete()
        messages.success(request, "No further letters will be sent to you.")
    return _back()


ROUTE = "declassification/desk/"
SITE: Any = admin.site
SITE.add_page(ROUTE, directors_desk, NAME, "Director's desk", may_see)
SITE.add_page(f"{ROUTE}<slug:name>.csv", block_table, f"{NAME}_table", "", may_see)
SITE.add_page(f"{ROUTE}calendar/", make_feed, f"{NAME}_feed", "", may_see)
SITE.add_page(f"{ROUTE}calendar/<int:key>/", revoke_feed, f"{NAME}_revoke", "", may_see)
SITE.add_page(f"{ROUTE}digest/", wish_digest, f"{NAME}_digest", "", may_see)

"""The desk at which rectangles are drawn on the image of a page."""

import io
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_safe
from PIL import Image

from collections_app.admin.excision_forms import rows_for
from collections_app.admin.redaction_said import redaction_said
from collections_app.excising import (
    WHOLE_PAGE,
    ChangedMeanwhile,
    DrawnArea,
    Kept,
    Refused,
    drawn_on,
    keep_areas,
    version_of,
)
from collections_app.models import Page
from collections_app.page_images import open_page
from collections_app.redaction import burn_later
from collections_app.sniffing import identify

if TYPE_CHECKING:
    from collections_app.admin.pages import PageAdmin

MAY_DRAW = ("collections_app.change_excision", "collections_app.view_digitalfile")
MAY_ADD, MAY_REMOVE = "collections_app.add_excision", "collections_app.delete_excision"
MASTER_EDGE = 2400
MASTER_QUALITY = 85
CHANGED = (
    "{} changed the rectangles of this page while you were working. Nothing was kept yet, and what "
    "you drew is still here. Open the page in another window to compare, then save again: what you "
    "see here takes the place of what is there."
)


def may_draw(request: HttpRequest) -> bool:
    """Say whether this person draws on pages: only who may see masters too."""
    return request.user.is_active and request.user.is_staff and request.user.has_perms(MAY_DRAW)


def address_of(page: Page) -> str:
    """Return where the rectangles of a page are drawn."""
    return reverse("admin:collections_app_page_excisions", args=[page.pk])


def excision_urls(desk: "PageAdmin") -> list[URLPattern]:
    """Return the addresses of this desk, to stand before those of the page."""
    site = desk.admin_site

    def draw(request: HttpRequest, object_id: str) -> HttpResponse:
        return excisions_view(desk, request, object_id)

    return [
        path(
            "<path:object_id>/excisions/",
            site.admin_view(draw),
            name="collections_app_page_excisions",
        ),
        path("<path:object_id>/master/", master_view, name="collections_app_page_master"),
    ]


@require_safe
def master_view(request: HttpRequest, object_id: str) -> HttpResponse:
    """Answer with the page as it lies in the house, with nothing covered; to others, not found."""
    key = unquote(object_id)
    if not may_draw(request) or not key.isdecimal():
        raise Http404
    page = Page.objects.select_related("file").filter(pk=key, file__isnull=False).first()
    if page is None or page.file is None:
        raise Http404
    try:
        with page.file.file.open("rb") as stream:
            image = open_page(stream, identify(stream), page.number_in_file or 1)
    except (ValidationError, FileNotFoundError) as problem:
        raise Http404 from problem
    image.thumbnail((MASTER_EDGE, MASTER_EDGE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    content = io.BytesIO()
    image.save(content, "JPEG", quality=MASTER_QUALITY)
    response = HttpResponse(content.getvalue(), content_type="image/jpeg")
    response["Cache-Control"] = "private, no-store"
    response["Content-Disposition"] = "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def excisions_view(desk: "PageAdmin", request: HttpRequest, object_id: str) -> HttpResponse:
    """Show the rectangles of a page and keep what is drawn; refuse who may not draw."""
    if not may_draw(request):
        raise PermissionDenied
    page = desk.get_object(request, unquote(object_id))
    if page is None:
        raise Http404
    if request.method != "POST":
        if "state" in request.GET:
            said = {"state": redaction_said(page)}
            return render(request, "collections_app/_redaction_state.html", said)
        drawn = drawn_on(page)
        return _page(desk, request, page, rows_for(drawn), version_of(drawn))
    if "_again" in request.POST:
        burn_later(page)
        return HttpResponseRedirect(request.path)
    return _keep(desk, request, page)


def _keep(desk: "PageAdmin", request: HttpRequest, page: Page) -> HttpResponse:
    rows = rows_for(drawn_on(page), request.POST)
    seen = request.POST.get("seen", "")
    if not rows.is_valid():
        return _page(desk, request, page, rows, seen)
    sent = rows.drawn()
    areas = [area for _form, area in sent]
    if "_whole" in request.POST:
        areas.append(DrawnArea(None, dict(WHOLE_PAGE)))
    _refuse_beyond_permission(request, areas)
    try:
        kept = keep_areas(page, areas, by=request.user, seen=seen)  # type: ignore[arg-type]
    except ChangedMeanwhile as change:
        messages.warning(request, CHANGED.format(change.who))
        return _page(desk, request, page, rows, change.version)
    except Refused as refusal:
        for number, errors in refusal.errors.items():
            sent[number][0].refuse(errors)
        return _page(desk, request, page, rows, seen)
    messages.success(request, said_of(kept))
    return HttpResponseRedirect(request.path)


def _refuse_beyond_permission(request: HttpRequest, rows: list[DrawnArea]) -> None:
    adds = any(row.key is None and not row.is_removed for row in rows)
    removes = any(row.key is not None and row.is_removed for row in rows)
    if (adds and not request.user.has_perm(MAY_ADD)) or (
        removes and not request.user.has_perm(MAY_REMOVE)
    ):
        raise PermissionDenied


def said_of(kept: Kept) -> str:
    """Say in a sentence what became of the rows."""
    counts = [(kept.added, "added"), (kept.changed, "changed"), (kept.removed, "removed")]
    done = ", ".join(f"{number} {verb}" for number, verb in counts if number)
    said = f"Rectangles: {done}." if done else "Nothing was changed."
    if kept.concerns_readers:
        said += " What readers get of this page is being made anew."
    return said


def _page(
    desk: "PageAdmin", request: HttpRequest, page: Page, rows: Any, version: str
) -> HttpResponse:
    copy = page.copy
    context = {
        **desk.admin_site.each_context(request),
        "title": f"Excisions on {page}",
        "subtitle": str(copy.item),
        "opts": desk.opts,
        "page": page,
        "has_image": page.file_id is not None,
        "master_url": reverse("admin:collections_app_page_master", args=[page.pk]),
        "page_url": reverse("admin:collections_app_page_change", args=[page.pk]),
        "copy_url": reverse("admin:collections_app_copy_change", args=[copy.pk]),
        "copy_name": f"{copy.item.ref or copy.item}, {copy}",
        "rows": rows,
        "seen": version,
        "state": redaction_said(page),
        "neighbours": _neighbours(page),
        "media": desk.media + rows.media,
        "may_add": request.user.has_perm(MAY_ADD),
    }
    status = 200 if request.method == "GET" else 422
    return render(request, "collections_app/excisions_drawn.html", context, status=status)


def _neighbours(page: Page) -> list[tuple[str, str]]:
    """Return the pages before and after this one, to go on drawing."""
    pages = Page.objects.filter(copy=page.copy_id, file__isnull=False)
    before = pages.filter(number__lt=page.number).order_by("-number").first()
    after = pages.filter(number__gt=page.number).order_by("number").first()
    told = [("Page before", before), ("Page after", after)]
    return [(words, address_of(one)) for words, one in told if one is not None]

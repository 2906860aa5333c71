"""The press room: announcements by date, and one to read, print or quote."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefingbooks.models import PressRelease
from briefingbooks.press_pages import assemble_release
from collections_app.visits import find_visible, show

RELEASES_PER_PAGE = 20


@require_safe
def press_list(request: HttpRequest) -> HttpResponse:
    """All public press releases, newest first."""
    releases = Paginator(PressRelease.objects.public(), RELEASES_PER_PAGE)
    page = releases.get_page(request.GET.get("page"))
    crumbs = [(_("Press"), "")]
    return render(request, "briefingbooks/press_list.html", {"page": page, "crumbs": crumbs})


@require_safe
def press_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """One press release, with its quotes, contacts, photographs and partners."""
    release = find_visible(PressRelease.objects, request.user, slug=slug)
    page = assemble_release(release, request.user)
    crumbs = [(_("Press"), reverse("briefingbooks:press-list")), (page.headline, "")]
    context = {"release": page, "crumbs": crumbs}
    return show(request, "briefingbooks/press_detail.html", context, record=release)

"""The press room: announcements by date, and one to read, print or quote."""

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefingbooks.citing.source_reference import PAGE
from briefingbooks.models import PressRelease
from briefingbooks.press_pages import assemble_release
from collections_app.citation_files import Reference
from collections_app.head_metadata import head_tags
from collections_app.languages import cited_path
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
    reference = _reference(release, page.headline, cited_path(request, release.get_absolute_url()))
    context = {"release": page, "crumbs": crumbs, "tags": head_tags(reference)}
    return show(request, "briefingbooks/press_detail.html", context, record=release)


def _reference(release: PressRelease, headline: str, address: str) -> Reference:
    return Reference(
        key=release.slug,
        kind=PAGE,
        title=headline,
        address=address,
        site=settings.SITE_NAME,
        accessed=timezone.localdate(),
        creators=[settings.INSTITUTION_NAME or settings.SITE_NAME],
        issued=release.issued_on.isoformat() if release.issued_on else "",
        genre="Press release",
        container=settings.SITE_NAME,
        languages=[release.language],
        abstract=release.subhead,
    )

"""The public face: home, books, one book to read, and a search over what is public."""

from functools import partial

from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefingbooks import front
from briefingbooks.assembly import assemble
from briefingbooks.citing.book_reference import book_citations, book_reference
from briefingbooks.editions.list_page import newest_edition
from briefingbooks.models import Book
from collections_app.counted.standing import standing
from collections_app.head_metadata import head_tags
from collections_app.languages import cited_path
from collections_app.revalidation import kept
from collections_app.visits import find_visible, show

BOOKS_PER_PAGE = 20


@require_safe
@kept
def home(request: HttpRequest) -> HttpResponse:
    """What this initiative is, its newest books, what is newly opened and what is still locked."""
    books = list(Book.objects.public().for_card()[:4])
    opened = front.newly_opened()
    known = standing()
    locked, figures = front.locked_by_archive(known), front.figures(known)
    context = {"books": books, "opened": opened, "locked": locked, "figures": figures}
    return render(request, "briefingbooks/home.html", context)


@require_safe
@kept
def book_list(request: HttpRequest) -> HttpResponse:
    """All public books, newest first."""
    books = Paginator(Book.objects.public().for_card(), BOOKS_PER_PAGE)
    page = books.get_page(request.GET.get("page"))
    crumbs = [(_("Briefing books"), "")]
    return render(request, "briefingbooks/book_list.html", {"page": page, "crumbs": crumbs})


@require_safe
@kept
def book_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """The reading page of one book, assembled from its records as they are now."""
    book = find_visible(Book.objects.for_page(), request.user, slug=slug)
    page = assemble(book, request.user)
    crumbs = [(_("Briefing books"), reverse("briefingbooks:book-list")), (page.title, "")]
    cited = partial(cited_path, request)
    reference = book_reference(page, absolute=cited)
    note, entry = book_citations(page, absolute=cited)
    context = {
        "book": page,
        "crumbs": crumbs,
        "tags": head_tags(reference),
        "report_url": page.url,
        "edition": newest_edition(book, request.user),
        "editions_url": reverse("briefingbooks:edition-list", args=[book.slug]),
        "cite": {
            "note": mark_safe(note),  # noqa: S308 - escaped there
            "entry": mark_safe(entry),  # noqa: S308 - escaped there
            "address": cited(page.url),
        },
    }
    return show(request, "briefingbooks/book_detail.html", context, record=book)


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer 200 while the database answers; for the supervisor of the service."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")

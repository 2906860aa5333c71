"""Pages beside the reading page of a book: its chronology and its map."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefingbooks.assembly import assemble
from briefingbooks.chronology_page import chronology_of, read_period
from briefingbooks.map_page import map_of
from briefingbooks.models import Book
from briefingbooks.pages import BookPage
from collections_app.revalidation import kept
from collections_app.visits import find_visible, show


@require_safe
@kept
def book_chronology(request: HttpRequest, slug: str) -> HttpResponse:
    """The events of one book, of all years or of a period, with their notes."""
    book = find_visible(Book.objects.for_page(), request.user, slug=slug)
    page = assemble(book, request.user)
    period = read_period(request.GET.get("from", ""), request.GET.get("to", ""))
    chronology = chronology_of(page, period)
    crumbs = _crumbs(page, _("Chronology"))
    context = {"book": page, "chronology": chronology, "crumbs": crumbs}
    return show(request, "briefingbooks/book_chronology.html", context, record=book)


@require_safe
@kept
def book_map(request: HttpRequest, slug: str) -> HttpResponse:
    """The places of what one book shows: a list, and where they lie."""
    book = find_visible(Book.objects.for_page(), request.user, slug=slug)
    page = assemble(book, request.user)
    places = map_of(page, book, request.user)
    crumbs = _crumbs(page, _("Map"))
    context = {"book": page, "places": places, "crumbs": crumbs}
    return show(request, "briefingbooks/book_map.html", context, record=book)


def _crumbs(page: BookPage, here: str) -> list[tuple[str, str]]:
    books = (_("Briefing books"), reverse("briefingbooks:book-list"))
    return [books, (page.title, page.url), (here, "")]

"""Editions: the list of a book's, and the files of each, byte for byte as they were released."""

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from briefingbooks.editions.differences import differences, in_one_sentence
from briefingbooks.editions.frozen import page_of
from briefingbooks.editions.list_page import issues_given, listed_editions
from briefingbooks.models import Book, Edition, EditionFile, Issue
from collections_app.languages import cited_path
from collections_app.serving import serve_bytes
from collections_app.visits import find_visible, show

PAGE = "index.html"
TWO = 2
DIGITS = 5


@require_safe
def edition_list(request: HttpRequest, slug: str) -> HttpResponse:
    """All editions of a book: what is new in each, its files, and what has been closed since."""
    book = find_visible(Book.objects.for_page(), request.user, slug=slug)
    editions = listed_editions(
        Edition.objects.visible_to(request.user).filter(book=book),
        request.user,
        absolute=partial(cited_path, request),
    )
    crumbs = [
        (_("Briefing books"), reverse("briefingbooks:book-list")),
        (book.title, book.get_absolute_url()),
        (_("Editions"), ""),
    ]
    context = {"book": book, "editions": editions, "crumbs": crumbs}
    return show(request, "briefingbooks/edition_list.html", context, record=book)


@require_safe
def edition_changes(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """What differs between an edition and the one before it, or another that is asked for."""
    book = find_visible(Book.objects, request.user, slug=slug)
    editions = Edition.objects.visible_to(request.user).filter(book=book)
    after = get_object_or_404(editions, number=number)
    other = request.GET.get("from", "")
    before_number = int(other) if other.isdecimal() and len(other) < DIGITS else number - 1
    before = get_object_or_404(editions, number=before_number)
    issues = issues_given([before, after], request.user)
    pages = [page_of(issue.page) for issue in issues]
    found = differences(*pages) if len(pages) == TWO else None
    crumbs = [
        (book.title, book.get_absolute_url()),
        (_("Editions"), reverse("briefingbooks:edition-list", args=[book.slug])),
        (_("What differs"), ""),
    ]
    context = {
        "book": book,
        "before": before,
        "after": after,
        "change_note": issues[1].change_note if len(issues) == TWO else "",
        "differences": found,
        "sentence": in_one_sentence(found or []),
        "crumbs": crumbs,
    }
    return show(request, "briefingbooks/edition_changes.html", context, record=book)


@require_safe
def edition_file(
    request: HttpRequest, slug: str, number: int, name: str = PAGE
) -> HttpResponseBase:
    """A file of an edition, the page itself unless another is named; 410 while it is closed
    or withdrawn."""
    book = find_visible(Book.objects, request.user, slug=slug)
    editions = Edition.objects.visible_to(request.user).filter(book=book)
    edition = get_object_or_404(editions, number=number)
    issues = edition.issues.visible_to(request.user)
    made = EditionFile.objects.of_seen(issues).filter(name=name).first()
    is_given = Issue.objects.public().filter(edition=edition).exists
    if made is None and (edition.withdrawn_at or (edition.was_closed() and not is_given())):
        crumbs = [(book.title, book.get_absolute_url()), (_("Editions"), "")]
        context = {"book": book, "edition": edition, "crumbs": crumbs}
        return render(request, "briefingbooks/edition_closed.html", context, status=410)
    if made is None:
        raise Http404
    return serve_bytes(
        request,
        made.file,
        media_type=made.media_type,
        download_name=f"{book.slug}-{number}.{name.rsplit('.', 1)[-1]}",
        etag=made.sha256,
        is_public=edition.is_public(),
        is_of_house=True,
    )

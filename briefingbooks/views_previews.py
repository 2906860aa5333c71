"""The private page of whoever was given a preview of a book before its release.

Whatever opens nothing is the same 404: hidden, taken back, over, never given.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from briefingbooks.clocks import embargo_words
from briefingbooks.models import PreviewGrant
from briefingbooks.preview_page import preview_page, without_closed_pictures
from briefingbooks.previewing import note_visit, preview_of_token, released_book_of
from oralhistory.private_answers import keep_private


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """Show a scheduled book to one person; lead on to its page once it is released."""
    granted = preview_of_token(token)
    if granted is None:
        book = released_book_of(token)
        if book is None:
            raise Http404
        return keep_private(redirect(book))
    if request.method == "GET":
        note_visit(granted)
    return keep_private(HttpResponse(_shown(request, granted)))


def _shown(request: HttpRequest, granted: PreviewGrant) -> str:
    book = granted.book
    context = {
        "book": preview_page(book),
        "recipient": granted.name,
        "embargo": embargo_words(book.public_from, book.release_zone) if book.public_from else "",
        "public_from": book.public_from,
    }
    page = render_to_string("briefingbooks/preview.html", context, request)
    return without_closed_pictures(page)

"""Related books, postings elsewhere and translations, as the page of a book lists them."""

from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefingbooks.models import Book, BookRelation
from briefingbooks.pages import RelatedView, TranslationView
from collections_app.links_said import links_said

Kind = BookRelation.Kind
_SAID = {
    Kind.FOLLOWS: gettext_lazy("Follows"),
    Kind.RELATED: gettext_lazy("Related"),
    Kind.SUPERSEDES: gettext_lazy("Supersedes"),
}
_SAID_BACK = {Kind.FOLLOWS: gettext_lazy("Followed by"), Kind.RELATED: gettext_lazy("Related"),
              Kind.SUPERSEDES: gettext_lazy("Superseded by")}  # fmt: skip
_INVITATIONS = {"en": "Read in English", "fr": "Lire en français", "rw": "Soma mu Kinyarwanda"}


def related_to(book: Book, at: datetime | None = None) -> list[RelatedView]:
    """Return what a book is related to, from both sides, as far as readers may see it. One query.

    Nobody is shown more: the list goes into every edition.
    """
    views = []
    for one in BookRelation.objects.of_seen(book, at):
        if one.link is not None:
            views.append(_elsewhere(one))
            continue
        is_own = one.book_id == book.pk
        other = one.other if is_own else one.book
        said = str((_SAID if is_own else _SAID_BACK)[Kind(one.kind)])
        day = other.posted_on.isoformat() if other.posted_on else ""
        views.append(
            RelatedView(said, other.title, other.get_absolute_url(), other.language, day, one.note)
        )
    return views


def _elsewhere(one: BookRelation) -> RelatedView:
    link = links_said([one])[0]
    day = one.posted_on.isoformat() if one.posted_on else ""
    said = str(_SAID[Kind(one.kind)])
    address = link.archived_url if link.is_gone and link.archived_url else link.url
    return RelatedView(said, link.title, address, link.language, day, one.note, link.publisher)


def translations_of(book: Book, at: datetime | None = None) -> list[TranslationView]:
    """Return the same book in other languages, as far as readers may see it. One query."""
    family = Q(translation_of=book.pk)
    if book.translation_of_id:
        family |= Q(pk=book.translation_of_id) | Q(translation_of=book.translation_of_id)
    books = Book.objects.public(at).filter(family).exclude(pk=book.pk).order_by("language", "pk")
    return [
        TranslationView(
            other.language,
            _INVITATIONS.get(other.language) or _read_in(other.language),
            other.title,
            other.get_absolute_url(),
            is_original=other.pk == book.translation_of_id,
        )
        for other in books
    ]


def _read_in(language: str) -> str:
    return _("Read in another language ({language})").format(language=language)

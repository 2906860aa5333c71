"""Which books use a word of the glossary: derived, so that the rule and the watch can ask."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from briefingbooks.glossary_page import seen
from briefingbooks.glossary_words import finder, keys_in
from briefingbooks.models import Book, GlossaryTerm, GlossaryUse
from briefingbooks.texts import BookText, texts_of
from collections_app.protected_names import keep_names_in

if TYPE_CHECKING:
    from collections_app.models import User


def derive_uses(book: Book, texts: Iterable[BookText]) -> None:
    """Write which words of the whole house's glossary stand in the texts of a book."""
    terms = list(GlossaryTerm.objects.filter(book=None).select_related("agent"))
    _keep(terms, book, texts)


def _keep(terms: list[GlossaryTerm], book: Book, texts: Iterable[BookText]) -> None:
    found = finder([seen(term) for term in terms])
    used = set[str]().union(*(keys_in(text.source, found) for text in texts)) if found else set()
    GlossaryUse.objects.filter(book=book, term__in=terms).exclude(term__key__in=used).delete()
    GlossaryUse.objects.bulk_create(
        [GlossaryUse(term=term, book=book) for term in terms if term.key in used],
        ignore_conflicts=True,
    )


def follow_term(term: GlossaryTerm, by: "User | None" = None) -> None:
    """Find the books that use a word that was changed; take back those that now name somebody
    protected through it."""
    if term.book is not None:
        GlossaryUse.objects.filter(term=term).delete()
        keep_names_in(term.book, by)
        return
    for book in Book.objects.all():
        _keep([term], book, texts_of(book))
    for use in GlossaryUse.objects.filter(term=term).select_related("book"):
        keep_names_in(use.book, by)

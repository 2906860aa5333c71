"""What stands beside the texts of books: events, links, glossary, related books, translations."""

from briefingbooks.models import Book, GlossaryUse
from collections_app.models import Agent
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_event,
    make_relation,
    make_section,
    make_term,
)
from tests.make import make_place


def plant_beside_texts(book: Book, protected: Agent, *, shown: str, hidden: str) -> None:
    """Give a book that will be public what it shows, and what it may not show to anybody."""
    make_event(book=book, title=f"{shown} event", mapped_place=make_place(published=True))
    make_event(book=book, mapped_place=make_place(name=hidden, latitude="1", longitude="2"))
    make_book_link(book=book)
    make_section(book=book, body_md=f"{shown} was told in Kigali by the {hidden[:5]} house.")
    make_term(label=shown, full_form=f"{shown} written out", definition=shown, book=book)
    make_relation(book=book, note=shown)
    person = make_term(kind="person", label=hidden, full_form="", agent=protected)
    GlossaryUse.objects.create(term=person, book=book)
    make_term(label=hidden, full_form=hidden, definition=hidden)


def plant_beside_hidden_texts(book: Book, public: Book, *, hidden: str) -> None:
    """Relate a book that is not public to one that is, in every way there is."""
    make_event(book=book, title=hidden, mapped_place=make_place(published=True))
    make_book_link(book=book, note=hidden)
    make_term(label=f"{hidden} {book.pk}", full_form=hidden, definition=hidden, book=book)
    make_relation(book=public, other=book, note="")
    make_relation(book=book, other=public, note=hidden)
    make_relation(book=book, note=hidden)
    translation = make_book(
        title=hidden, summary_md=hidden, language="fr", translation_of=public, slug=f"fr-{book.pk}"
    )
    assert not translation.is_public()

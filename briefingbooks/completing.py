"""What a reading page tells besides its texts, gathered once, in a number of queries that is
constant: what its cards link to and play, its glossary, related books, the volume statement."""

from dataclasses import replace
from datetime import datetime

from briefingbooks.entry_cards import Cards
from briefingbooks.glossary_page import explain
from briefingbooks.models import Book, Entry
from briefingbooks.notes_citing import cited_in_notes, say_where_cited
from briefingbooks.pages import BookPage
from briefingbooks.paragraphs import with_anchors
from briefingbooks.recording_cards import add_players
from briefingbooks.related_cards import related_to, translations_of
from briefingbooks.release_cards import openness_of, say_what_can_be_compared, statement_of
from briefingbooks.texts import BookText
from collections_app.publication import Visitor


def complete(
    page: BookPage,
    book: Book,
    entries: list[Entry],
    texts: list[BookText],
    cards: Cards,
    user: Visitor,
    at: datetime | None = None,
) -> BookPage:
    """Add to an assembled page what follows from its own texts and from the rule."""
    say_where_cited(page.entries, cited_in_notes(texts, page.notes))
    say_what_can_be_compared(page.entries, cards.items_by_ref, cards.copies, cards.thumbnails)
    add_players(entries, page.entries, cards.interviews, user, at)
    shown = [entry.item_id for entry in entries if entry.item_id in cards.items]
    page.statement = statement_of(openness_of([pk for pk in shown if pk], at)) if shown else ""
    page.has_places = getattr(book, "has_places", False)
    page.related = related_to(book, at)
    if getattr(book, "has_translations", True):
        page.translations = translations_of(book, at)
    explain(page, book, user, at)
    page.summary = with_anchors(page.summary, "summary", page.language)
    page.about = with_anchors(page.about, "about", page.language)
    page.sections = [
        replace(one, html=with_anchors(one.html, one.slug, page.language)) for one in page.sections
    ]
    return page

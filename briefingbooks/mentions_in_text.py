"""What a mention in a book's text prints: the record's title and address, if it may be seen."""

from contextlib import suppress
from html import escape

from briefingbooks import citations
from briefingbooks.entry_cards import Cards
from briefingbooks.markup import Mention
from briefingbooks.markup_html import Resolved
from briefingbooks.models import Entry, Source
from briefingbooks.pages import EntryView
from oralhistory.clock import read_clock

NOT_PUBLIC = "[record not public]"


class BookResolver:
    """Resolves the mentions of one book for one visitor; remembers which works were cited."""

    def __init__(self, cards: Cards, views: list[EntryView], numbers: dict[str, int]) -> None:
        self.cards, self.views, self.numbers = cards, views, numbers
        self.hidden_entries: list[Entry] = cards.hidden
        self._cited: dict[str, Source] = {}

    def __call__(self, mention: Mention) -> Resolved:
        return getattr(self, f"_{mention.role}", self._unknown)(mention)

    def cited_sources(self) -> list[Source]:
        """Return the works cited so far, as the bibliography sorts them."""
        return sorted(
            self._cited.values(),
            key=lambda source: (source.authors_sorted or source.authors or source.title).lower(),
        )

    def _unknown(self, mention: Mention) -> Resolved:
        return Resolved(escape(mention.words or mention.key))

    def _doc(self, mention: Mention) -> Resolved:
        item = self.cards.items_by_ref.get(mention.key)
        if item is None:
            return Resolved(escape(mention.words) or NOT_PUBLIC)
        words = escape(mention.words or item.title) + _locator(mention)
        return Resolved(words, item.get_absolute_url())

    def _entry(self, mention: Mention) -> Resolved:
        number = self.numbers.get(mention.key)
        if number is None:
            return self._unknown(mention)
        kind = "Testimony" if self.views[number - 1].is_testimony else "Document"
        words = escape(mention.words) if mention.words else f"{kind} {number}"
        return Resolved(words + _locator(mention), f"#doc-{mention.key}")

    def _cite(self, mention: Mention) -> Resolved:
        source = self.cards.sources.get(mention.key)
        if source is None:
            return self._unknown(mention)
        form = citations.short_note if mention.key in self._cited else citations.full_note
        self._cited[mention.key] = source
        return Resolved(form(source, mention.locator), source.link.url if source.link else "")

    def _testimony(self, mention: Mention) -> Resolved:
        interview = self.cards.interviews_by_ref.get(mention.key)
        if interview is None:
            return Resolved(escape(mention.words) or NOT_PUBLIC)
        url = interview.get_absolute_url()
        with suppress(ValueError):
            url = interview.moment_url(read_clock(mention.locator.split("-")[0]))
        return Resolved(escape(mention.words or interview.title) + _locator(mention), url)


def _locator(mention: Mention) -> str:
    return f", {escape(mention.locator)}" if mention.locator else ""

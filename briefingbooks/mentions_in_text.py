"""What a mention in a book's text prints: the record's title and address, if it may be seen."""

from contextlib import suppress
from dataclasses import replace
from html import escape

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from briefingbooks.citing import notes, records
from briefingbooks.citing.work import Work
from briefingbooks.citing.works import work_of
from briefingbooks.entry_cards import Cards
from briefingbooks.markup import Mention
from briefingbooks.models import Entry
from briefingbooks.pages import EntryView
from briefingbooks.resolved import Resolved
from collections_app.languages import said_in
from collections_app.models import ArchivalItem
from oralhistory.clock import read_clock

WITHDRAWN = gettext_lazy("(record withdrawn)")
DOCUMENT = gettext_lazy("Document")
DOCUMENT_NUMBER = gettext_lazy("Document {number}")
TESTIMONY_NUMBER = gettext_lazy("Testimony {number}")
NOT_OPEN = gettext_lazy("{title}: these copies can not be opened here.")


class BookResolver:
    """Resolves the mentions of one book for one visitor; remembers which works were cited.

    What it says itself stands within a text, and is said in the `language` of the text.
    """

    def __init__(
        self, cards: Cards, views: list[EntryView], numbers: dict[str, int], language: str = "en"
    ) -> None:
        self.cards, self.views, self.numbers = cards, views, numbers
        self.language = language
        self.hidden_entries: list[Entry] = cards.hidden
        self.works = {key: work_of(source) for key, source in cards.sources.items()}
        self._forms = notes.short_forms(self.works.values())
        self._cited: dict[str, Work] = {}
        self._named_in_notes: set[str] = set()

    def __call__(self, mention: Mention) -> Resolved:
        return getattr(self, f"_{mention.role}", self._unknown)(mention)

    def in_note(self, mention: Mention) -> Resolved:
        """Resolve a mention in a note: documents and testimony are cited in full, later shorter.

        Words that the editor gave stand as they are.
        """
        cite = {"doc": self._doc_cited, "testimony": self._testimony_cited}.get(mention.role)
        return self(mention) if cite is None or mention.words else cite(mention)

    def _is_named_first(self, mention: Mention) -> bool:
        is_first = mention.key not in self._named_in_notes
        self._named_in_notes.add(mention.key)
        return is_first

    def cited_works(self) -> list[Work]:
        """Return the works cited so far, as the bibliography lists them."""
        return notes.in_order(self._cited.values())

    def _unknown(self, mention: Mention) -> Resolved:
        withdrawn = said_in(self.language, WITHDRAWN)
        return Resolved(f"{escape(mention.words or mention.key)} {withdrawn}")

    def _withdrawn(self, mention: Mention, kind: str | Promise) -> Resolved:
        """Stand for a record that this visitor may not see, whether it is hidden or missing."""
        words = escape(mention.words) or said_in(self.language, kind)
        return Resolved(f"{words} {said_in(self.language, WITHDRAWN)}", is_hidden=True)

    def _doc(self, mention: Mention) -> Resolved:
        item = self.cards.items_by_ref.get(mention.key)
        if item is None:
            return self._withdrawn(mention, DOCUMENT)
        self._note_shown(item, mention)
        words, url = escape(mention.words or item.title), item.get_absolute_url()
        copy = self.cards.named.copies.get(mention.copies[0]) if mention.copies else None
        if copy is not None and copy.item == item.pk:
            words += "" if mention.words else f", {escape(copy.words)}"
            url = copy.url
        return Resolved(words + _locator(mention), url, ref=_ref(mention))

    def _doc_cited(self, mention: Mention) -> Resolved:
        resolved, document = self._doc(mention), self.cards.cited.documents.get(mention.key)
        if resolved.is_hidden or document is None:
            return resolved
        copy = self.cards.named.copies.get(mention.copies[0]) if mention.copies else None
        held_as = self._first_held(mention.key)
        if copy is not None and mention.copies:
            place = self.cards.cited.held.get(int(mention.copies[0].removeprefix("c")))
            document = replace(document, held=place or document.held)
        is_first = self._is_named_first(mention)
        form = records.first_document if is_first else records.later_document
        said = form(document, copy.words if copy else "", mention.locator)
        return replace(resolved, html=said, ref=f"{resolved.ref} {held_as}")

    def _first_held(self, ref: str) -> str:
        """Note that a citation says where a document is held; return what names this in it."""
        item = self.cards.items_by_ref[ref]
        copy = self.cards.cited.first.get(ref)
        if copy is not None:
            self.cards.shown.copies.setdefault(copy, "")
            return f"c{copy}"
        self.cards.shown.stated.add(item.pk)
        return held_as_stated(ref)

    def _testimony_cited(self, mention: Mention) -> Resolved:
        resolved, testimony = self._testimony(mention), self.cards.cited.testimony.get(mention.key)
        if resolved.is_hidden or testimony is None:
            return resolved
        is_first = self._is_named_first(mention)
        form = records.first_testimony if is_first else records.later_testimony
        interview = self.cards.interviews_by_ref[mention.key]
        self.cards.shown.cited.add(interview.pk)
        said = form(testimony, mention.locator)
        return replace(resolved, html=said, ref=f"{resolved.ref} {cited_as(mention.key)}")

    def _note_shown(self, item: ArchivalItem, mention: Mention) -> None:
        self.cards.shown.items.add(item.pk)
        for copy in mention.copies:
            if copy in self.cards.named.copies:
                self.cards.shown.copies.setdefault(int(copy.removeprefix("c")), "")

    def _photo(self, mention: Mention) -> Resolved:
        item = self.cards.items_by_ref.get(mention.key)
        if item is None:
            return self._withdrawn(mention, gettext_lazy("Photograph"))
        self.cards.shown.items.add(item.pk)
        return Resolved(
            escape(mention.words or item.title) + _locator(mention),
            item.get_absolute_url(),
            self.cards.named.pictures.get(item.ref),
            item.credit_line,
            ref=mention.key,
        )

    def _compare(self, mention: Mention) -> Resolved:
        item = self.cards.items_by_ref.get(mention.key)
        if item is None:
            return self._withdrawn(mention, DOCUMENT)
        self._note_shown(item, mention)
        found = self.cards.named.comparisons.get((mention.key, *mention.copies))
        if found is None:
            said = said_in(self.language, NOT_OPEN).format(title=escape(item.title))
            return Resolved(said, ref=mention.key)
        return Resolved(escape(found.sentence), found.url, ref=_ref(mention))

    def _person(self, mention: Mention) -> Resolved:
        agent = self.cards.named.people.get(mention.key)
        if agent is None:
            return self._withdrawn(mention, gettext_lazy("Person"))
        self.cards.shown.people[agent.pk] = agent.public_label
        # Of a protected person not even the words of an editor may say more than the public name.
        is_free = not agent.is_protected and agent.on_hold_since is None
        words = mention.words if is_free and mention.words else agent.public_label
        return Resolved(escape(words), agent.get_absolute_url())

    def _link(self, mention: Mention) -> Resolved:
        gone = self.cards.named.gone.get(mention.key)
        return Resolved(escape(mention.words or mention.key), mention.key, gone=gone)

    def _entry(self, mention: Mention) -> Resolved:
        number = self.numbers.get(mention.key)
        if number is None:
            return self._unknown(mention)
        is_testimony = self.views[number - 1].is_testimony
        named = said_in(self.language, TESTIMONY_NUMBER if is_testimony else DOCUMENT_NUMBER)
        words = escape(mention.words) or named.format(number=number)
        return Resolved(words + _locator(mention), f"#doc-{mention.key}")

    def _cite(self, mention: Mention) -> Resolved:
        work = self.works.get(mention.key)
        if work is None:
            return self._unknown(mention)
        if work.key in self._cited:
            said = notes.short_note(work, mention.locator, self._forms[work.key])
        else:
            said = notes.first_note(work, mention.locator)
        self._cited[work.key] = work
        return Resolved(said, work.address)

    def _testimony(self, mention: Mention) -> Resolved:
        interview = self.cards.interviews_by_ref.get(mention.key)
        if interview is None:
            return self._withdrawn(mention, gettext_lazy("Interview"))
        self.cards.shown.interviews.add(interview.pk)
        url = interview.get_absolute_url()
        with suppress(ValueError):
            url = interview.moment_url(read_clock(mention.locator.split("-")[0]))
        return Resolved(
            escape(mention.words or interview.title) + _locator(mention), url, ref=mention.key
        )


def held_as_stated(ref: str) -> str:
    """Return what names, in a printed citation, where a document without a copy is said to be."""
    return f"held-{ref}"


def cited_as(ref: str) -> str:
    """Return what names, in a printed citation, the people and the place of an interview."""
    return f"cited-{ref}"


def _ref(mention: Mention) -> str:
    return " ".join([mention.key, *mention.copies])


def _locator(mention: Mention) -> str:
    return f", {escape(mention.locator)}" if mention.locator else ""

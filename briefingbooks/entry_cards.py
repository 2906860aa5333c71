"""Gather what the documents and testimony of a book may show, and make a card of each."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from briefingbooks.cited_cards import (
    CitedInNotes,
    documents_cited,
    interviews_cited,
    refs_in_notes,
)
from briefingbooks.models import Book, Entry, EntryLink, QuotedPassage, Source
from briefingbooks.named_cards import Named, gather_named
from briefingbooks.pages import EntryView, Shown
from briefingbooks.quotation_cards import quotations_of, show_quotation
from briefingbooks.texts import BookText
from collections_app import item_words
from collections_app.languages import speaking
from collections_app.links_said import links_said
from collections_app.models import ArchivalItem, Copy, ItemAgent, PageText, Place
from collections_app.prepared_questions import PreparedForReaders
from collections_app.publication import Visitor
from collections_app.thumbnails import Image, thumbnails_of_copies
from oralhistory.models import Interview

_SHOWN_ROLES = ("author", "sender", "recipient", "photographer")


@dataclass
class Cards:
    """Everything the cards and mentions of one book may show to one visitor, loaded at once."""

    items: dict[int, ArchivalItem]
    interviews: dict[int, Interview]
    sources: dict[str, Source]
    hidden: list[Entry] = field(default_factory=list)
    agents: dict[int, list[ItemAgent]] = field(default_factory=lambda: defaultdict(list))
    copies: dict[int, list[Copy]] = field(default_factory=lambda: defaultdict(list))
    thumbnails: dict[int, Image] = field(default_factory=dict)
    links: dict[int, list[EntryLink]] = field(default_factory=lambda: defaultdict(list))
    quotations: dict[int, list[QuotedPassage]] = field(default_factory=lambda: defaultdict(list))
    shown: Shown = field(default_factory=Shown)
    named: Named = field(default_factory=Named)
    cited: CitedInNotes = field(default_factory=CitedInNotes)

    def __post_init__(self) -> None:
        self.items_by_ref = {item.ref: item for item in self.items.values()}
        self.interviews_by_ref = {one.ref: one for one in self.interviews.values()}

    def view(self, entry: Entry, number: int) -> EntryView:
        """Return the card of one entry; nothing but its number where its record is hidden."""
        view = EntryView(number=number, anchor=entry.anchor)
        item = self.items.get(entry.item_id or 0)
        interview = self.interviews.get(entry.interview_id or 0)
        if item is not None:
            self._show_item(view, entry, item)
        elif interview is not None:
            self._show_testimony(view, entry, interview)
        if not view.is_hidden:
            view.notice = entry.content_notice
            view.is_key_document = entry.is_key_document
            view.links = links_said(self.links[entry.pk])
        return view

    def _show_item(self, view: EntryView, entry: Entry, item: ArchivalItem) -> None:
        view.is_hidden = False
        self.shown.items.add(item.pk)
        self.shown.people |= {a.agent_id: a.agent.public_label for a in self.agents[item.pk]}
        view.title, view.ref = entry.title_override or item.title, item.ref
        view.url = item.get_absolute_url()
        view.kind = item.get_kind_display()
        view.date, view.date_iso = item.date_words, item.date_iso
        view.people = [(a.get_role_display(), a.agent.public_label) for a in self.agents[item.pk]]
        view.marking = item_words.marking_words(item)
        view.status = item_words.status_words(item)
        view.status_explained = item_words.status_explained(item)
        view.is_demonstration = item.is_demonstration
        view.is_unpublished = not item.is_public_now  # type: ignore[attr-defined]
        self._show_copy(view, entry, item)

    def _show_copy(self, view: EntryView, entry: Entry, item: ArchivalItem) -> None:
        copies = self.copies[item.pk]
        chosen = next((one for one in copies if one.pk == entry.shown_copy_id), None)
        copy = chosen or (copies[0] if copies else None)
        view.copies, view.source_line = len(copies), entry.source_line_override
        if copy is None:
            return
        self.shown.copies[copy.pk] = entry.anchor
        view.source_line = view.source_line or item_words.copy_source_line(copy)
        view.provenance = copy.provenance_note
        view.withheld = item_words.withheld_words(copy)
        view.thumbnail = self.thumbnails.get(copy.pk)

    def _show_testimony(self, view: EntryView, entry: Entry, interview: Interview) -> None:
        view.is_hidden, view.is_testimony = False, True
        self.shown.interviews.add(interview.pk)
        view.title, view.ref = entry.title_override or interview.title, interview.ref
        view.url = interview.get_absolute_url()
        view.date, view.date_iso = interview.date_words, interview.date_iso
        view.is_demonstration = interview.is_demonstration
        view.is_unpublished = not interview.is_public_now  # type: ignore[attr-defined]
        view.source_line = entry.source_line_override or _("Interview {ref}.").format(
            ref=interview.ref
        )
        show_quotation(view, entry, interview, self.quotations[entry.pk])


def gather(
    book: Book,
    entries: list[Entry],
    texts: Iterable[BookText],
    user: Visitor,
    at: datetime | None = None,
) -> Cards:
    """Load everything the cards and mentions of a book may show. At most 9 queries, at any size."""
    texts, named = list(texts), defaultdict(set)
    for text in texts:
        for mention in text.parsed.mentions:
            named[mention.role].add(mention.key)
    cards = Cards(
        items=_items(entries, named["doc"] | named["photo"] | named["compare"], user, at),
        interviews=_interviews(entries, named["testimony"], user, at),
        sources=_sources(book, named["cite"]),
    )
    cards.named = gather_named(book, texts, cards.items_by_ref, user, at)
    cards.hidden = [
        entry
        for entry in entries
        if entry.item_id not in cards.items and entry.interview_id not in cards.interviews
    ]
    shown = [entry.item_id for entry in entries if entry.item_id in cards.items]
    in_notes = [cards.items_by_ref.get(ref) for ref in refs_in_notes(texts, "doc")]
    cited = [item for item in in_notes if item is not None]
    _add_item_parts(cards, shown, [item.pk for item in cited], user, at)
    told = [cards.interviews_by_ref.get(ref) for ref in refs_in_notes(texts, "testimony")]
    with speaking(book.language):
        cards.cited = CitedInNotes(
            *documents_cited(cited, cards.copies),
            interviews_cited([one for one in told if one is not None], user, at),
        )
    for link in EntryLink.objects.of_seen(book).select_related("link"):
        cards.links[link.entry_id].append(link)
    for row in quotations_of(book, user, at):
        cards.quotations[row.entry_id].append(row)
    return cards


def _items(
    entries: Iterable[Entry], refs: set[str], user: Visitor, at: datetime | None
) -> dict[int, ArchivalItem]:
    wanted = Q(pk__in=[entry.item_id for entry in entries if entry.item_id]) | Q(ref__in=refs)
    public = ArchivalItem.objects.public(at).filter(pk=OuterRef("pk"))
    items = ArchivalItem.objects.visible_to(user, at).filter(wanted)
    return {item.pk: item for item in items.annotate(is_public_now=Exists(public))}


def _interviews(
    entries: Iterable[Entry], refs: set[str], user: Visitor, at: datetime | None
) -> dict[int, Interview]:
    pks = [entry.interview_id for entry in entries if entry.interview_id]
    if not pks and not refs:
        return {}
    public = Interview.objects.public(at).filter(pk=OuterRef("pk"))
    found = Interview.objects.visible_to(user, at).filter(Q(pk__in=pks) | Q(ref__in=refs))
    found = found.select_related("place")
    advised = Interview.advisories.through.objects.filter(interview=OuterRef("pk"))
    placed = Place.objects.public(at).filter(pk=OuterRef("place"))
    found = found.annotate(
        is_public_now=Exists(public), has_advisory=Exists(advised), has_public_place=Exists(placed)
    )
    return {one.pk: one for one in found}


def _sources(book: Book, keys: set[str]) -> dict[str, Source]:
    """Return the works cited, by the key that the text has: of an alias, the work itself."""
    found = Source.objects.of_seen(book).filter(key__in=keys).for_citing()
    found = found.select_related("link", "same_as__link").prefetch_related("same_as__creators")
    return {source.key: source.same_as or source for source in found}


def _add_item_parts(
    cards: Cards, items: list[int], cited: list[int], user: Visitor, at: datetime | None
) -> None:
    for part in _agents(user, items, at):
        cards.agents[part.item_id].append(part)
    for copy in _copies(user, [*items, *cited], at):
        cards.copies[copy.item_id].append(copy)
    cards.thumbnails = thumbnails_of_copies(items, user, at)


@PreparedForReaders
def _agents(user: Visitor, items: Collection[int], at: datetime) -> QuerySet[ItemAgent]:
    shown = ItemAgent.objects.visible_to(user, at).filter(item__in=items, role__in=_SHOWN_ROLES)
    return shown.for_display()


@PreparedForReaders
def _copies(user: Visitor, items: Collection[int], at: datetime) -> QuerySet[Copy]:
    copies = Copy.objects.visible_to(user, at).filter(item__in=items, is_internal=False)
    has_text = PageText.objects.public(at).filter(page__copy=OuterRef("pk"))
    return copies.for_display(at).annotate(has_text=Exists(has_text))

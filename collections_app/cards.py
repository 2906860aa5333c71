"""One line of a list for each document: what every list of documents prints, and nothing more.

Three queries for any number of items, and three more where words are looked for. Only public items
come in; what is not public about them (an archive, a copy, a page) is left out here.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from collections_app import item_words
from collections_app.citation import holding_line
from collections_app.holdings import Holding, holding_of, stated_holdings
from collections_app.models import STILL_LOCKED, ArchivalItem, Copy, MarkingLevel, Status
from collections_app.models.copies import CopyQuerySet
from collections_app.prepared_questions import Prepared
from collections_app.search_index.asking import NOTHING_ASKED, Asked
from collections_app.text_hits import TextHit, text_hits
from collections_app.thumbnails import Image, thumbnails_of_items

_UNSAID_MARKINGS = (MarkingLevel.NOT_STATED, MarkingLevel.NO_MARKING)


@dataclass(frozen=True, slots=True)
class ItemCard:
    """A document in a list. `status` is said in words; `roles` says why it stands in this list."""

    ref: str
    url: str
    title: str
    date_words: str
    date_iso: str
    kind: str
    status: str
    source: str
    abstract: str
    is_demonstration: bool
    thumbnail: Image | None = None
    roles: str = ""
    hit: TextHit | None = None


def item_cards(
    items: Iterable[ArchivalItem],
    roles: dict[int, str] | None = None,
    asked: Asked = NOTHING_ASKED,
) -> list[ItemCard]:
    """Return a card for each public item, in the same order; `roles` is keyed by item id.

    Of words that were looked for it says on which page they stand.
    """
    items = list(items)
    facts = _Facts(items, asked)
    return [facts.card(item, (roles or {}).get(item.pk, "")) for item in items]


def status_line(item: ArchivalItem, copy: Copy | None = None) -> str:
    """Say marking, status and what the copy withholds.

    "Secret · declassified in part, 2006 · 3 passages still withheld"; the copy comes from
    `for_display()`.
    """
    status = item.get_declassification_status_display()
    if item.declassification_status in (Status.UNKNOWN, Status.NOT_APPLICABLE):
        status = _("classification {status}").format(status=status)
    elif copy and copy.is_act_of_originator and copy.released_on and not copy.withdrawn_on:
        status += f", {copy.released_on.year}"
    marking = item.get_marking_level_display()
    is_locked = item.declassification_status in STILL_LOCKED
    parts = [
        marking if item.marking_level not in _UNSAID_MARKINGS else "",
        status,
        item_words.withheld_words(copy) if copy and not is_locked else "",
    ]
    said = " · ".join(part for part in parts if part)
    return said[0].upper() + said[1:]


class _Facts:
    """What the cards of some items need to know besides the items themselves."""

    def __init__(self, items: list[ArchivalItem], asked: Asked) -> None:
        keys = [item.pk for item in items]
        self.first_copies: dict[int, Copy] = {}
        for copy in _copies(keys):
            self.first_copies.setdefault(copy.item_id, copy)
        self.stated = stated_holdings(items)
        self.thumbnails = thumbnails_of_items(keys)
        self.hits = text_hits(items, asked)

    def card(self, item: ArchivalItem, roles: str) -> ItemCard:
        copy = self.first_copies.get(item.pk)
        holding = holding_of(copy) if copy else self.stated.get(item.pk)
        return ItemCard(
            ref=item.ref,
            url=item.get_absolute_url(),
            title=item.title,
            date_words=item.date_words,
            date_iso=item.date_iso,
            kind=item.get_kind_display(),
            status=status_line(item, copy),
            source=_source(item, holding),
            abstract=item.abstract,
            is_demonstration=item.is_demonstration,
            thumbnail=self.thumbnails.get(item.pk),
            roles=roles,
            hit=self.hits.get(item.pk),
        )


@Prepared
def _copies(items: Collection[int], at: datetime) -> CopyQuerySet:
    return Copy.objects.public(at).filter(item__in=items).for_display(at)


def _source(item: ArchivalItem, holding: Holding | None) -> str:
    if holding:
        return holding_line(holding.held)
    return (
        _("Known only from {known_from}").format(known_from=item.known_from)
        if item.known_from
        else ""
    )

"""Everything the page of one document says, assembled in one place from what may be shown.

The number of queries is the same for one copy and for eleven, for one page and for twenty. What a
reader may not see is left out here, so that no template can show it by mistake.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import F, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from pyroaring import BitMap

from collections_app import item_words
from collections_app.advisories import AdvisorySaid, advisories_of
from collections_app.cards import ItemCard, item_cards
from collections_app.citation import Held, item_citation, item_listed
from collections_app.counted.standing import standing
from collections_app.counted.values import SUBJECT
from collections_app.declassification_status import EXPLANATIONS
from collections_app.dependants import Mention, mentions_of
from collections_app.documents_listed import listed_items
from collections_app.holdings import stated_holdings
from collections_app.links_said import LinkSaid, links_said
from collections_app.models import ArchivalItem, ItemLink, ItemRelation
from collections_app.page_addresses import COPY, manifest_address
from collections_app.passport import Term, passport_of, subjects_of
from collections_app.prepared_questions import Prepared, PreparedForReaders
from collections_app.publication import Visitor
from collections_app.reading import Reading, ToRead, reading_of
from collections_app.releases import Release, Releases, releases_of

SIMILAR_ITEMS = 4
NO_COPY = gettext_lazy("No copy of this document is described here.")
STAFF_ONLY = gettext_lazy("Its pages are not shown here because of what they contain.")
NO_PAGES = gettext_lazy("This copy is open, and none of its pages has been added here yet.")


@dataclass(frozen=True, slots=True)
class StatusSaid:
    """The declassification status in words, explained, with what the copy shown withholds."""

    words: str
    explanation: str
    override_note: str
    withheld: str


@dataclass(frozen=True, slots=True)
class DateSaid:
    """The date of a document as words, for machines, and what it rests on."""

    words: str
    iso: str
    basis: str
    time: str


@dataclass(frozen=True, slots=True)
class Related:
    """Another public document and how this one is related to it."""

    phrase: str
    card: ItemCard
    note: str


@dataclass(frozen=True, slots=True)
class Description:
    """What the cataloguer wrote about the document itself."""

    ref: str
    url: str
    kind: str
    title: str
    alternative_title: str
    title_is_supplied: bool
    date: DateSaid
    is_demonstration: bool
    text: str
    summary: str
    source_note: str
    credit_line: str


@dataclass(frozen=True, slots=True)
class ItemPage:
    """One document as its page shows it, in plain values."""

    about: Description
    status: StatusSaid
    passport: list[Term]
    source_line: str
    notices: list[AdvisorySaid]
    shown: Release | None
    reading: Reading | None
    why_no_pages: str
    releases: Releases
    links: list[LinkSaid]
    mentions: list[Mention]
    related: list[Related]
    similar: list[ItemCard]
    citation: str
    listed: str
    held: Held | None

    @property
    def has_choice_of_copies(self) -> bool:
        return self.releases.has_choice

    @property
    def depends_on_choice(self) -> bool:
        """Whether another reader may be shown less or more of it."""
        return self.reading is not None and bool(self.reading.asked or self.reading.chosen)

    @property
    def manifest_url(self) -> str:
        """Where programs read these pages (IIIF); nothing where a notice asks before all."""
        if self.reading is None or all(sheet.has_choice for sheet in self.reading.sheets):
            return ""
        copy = self.shown.key if self.shown and self.has_choice_of_copies else None
        return manifest_address(self.about.url, copy)


def assemble_item(
    item: ArchivalItem,
    user: Visitor,
    query: QueryDict,
    *,
    site: str,
    address: str,
    chosen: Collection[str] = (),
) -> ItemPage:
    """Assemble the page of an item that this person may see; `address` is cited.

    `query` may name the copy to read and the stretch of its pages; `chosen` are the codes of
    advisories to which the reader has said yes.
    """
    releases = releases_of(item, user)
    shown = releases.first(query.get(COPY, ""))
    advisories = advisories_of([item])[item.pk]
    reading = _reading(item, shown, releases, advisories, chosen, user, query)
    holding = shown.holding if shown else stated_holdings([item]).get(item.pk)
    held = holding.held if holding else None
    related, similar = _neighbours(item)
    return ItemPage(
        about=_description(item),
        status=_status(item, shown, is_read=bool(reading)),
        passport=passport_of(item, holding, user),
        source_line=shown.source_line if shown else "",
        notices=[one for one in advisories if not one.is_choice or reading is None],
        shown=shown,
        reading=reading,
        why_no_pages="" if reading else _why_no_pages(shown, advisories),
        releases=releases,
        links=links_said(_links(user, [item.pk])),
        mentions=mentions_of(item),
        related=related,
        similar=similar,
        citation=_citation(item, held, site, address),
        listed=_listed(item, held, site),
        held=held,
    )


def _description(item: ArchivalItem) -> Description:
    return Description(
        ref=item.ref,
        url=item.get_absolute_url(),
        kind=item.get_kind_display(),
        title=item.title,
        alternative_title=item.alternative_title,
        title_is_supplied=item.title_is_supplied,
        date=_date(item),
        is_demonstration=item.is_demonstration,
        text=item.scope_and_content or item.abstract,
        summary=item.abstract or item.scope_and_content or item.title,
        source_note=item.source_note,
        credit_line=item.credit_line,
    )


def _reading(
    item: ArchivalItem,
    shown: Release | None,
    releases: Releases,
    advisories: list[AdvisorySaid],
    chosen: Collection[str],
    user: Visitor,
    query: QueryDict,
) -> Reading | None:
    if shown is None or not shown.is_openable:
        return None
    wanted = ToRead(
        copy_key=shown.key,
        title=item.title,
        item_address=item.get_absolute_url(),
        is_only_copy=not releases.has_choice,
        advisories=advisories,
        chosen=chosen,
    )
    reading = reading_of(wanted, releases.excisions[shown.key], user, query)
    return reading if reading.number_of_pages else None


def _why_no_pages(shown: Release | None, advisories: list[AdvisorySaid]) -> str:
    if shown is None:
        return str(NO_COPY)
    if any(advisory.is_staff_only for advisory in advisories):
        return str(STAFF_ONLY)
    return str(NO_PAGES) if shown.is_openable else shown.access


def _date(item: ArchivalItem) -> DateSaid:
    time = item.date_time.strftime("%H:%M") if item.date_time else ""
    return DateSaid(
        words=item.date_words,
        iso=item.date_iso,
        basis=item.date_basis,
        time=" ".join(filter(None, [time, item.date_time_zone])) if time else "",
    )


def _status(item: ArchivalItem, shown: Release | None, *, is_read: bool) -> StatusSaid:
    withheld = shown.withheld_words if shown and shown.withheld else ""
    in_copy = _("{withheld} in the copy listed first")
    if is_read:
        in_copy = _("{withheld} in the copy shown here")
    return StatusSaid(
        words=item_words.status_words(item),
        explanation=EXPLANATIONS[item.declassification_status],
        override_note=item.status_override_note if item.status_override else "",
        withheld=in_copy.format(withheld=withheld) if withheld else "",
    )


@PreparedForReaders
def _links(user: Visitor, items: Collection[int], at: datetime) -> QuerySet[ItemLink]:
    return ItemLink.objects.visible_to(user, at).filter(item__in=items).select_related("link")


def _listed(item: ArchivalItem, held: Held | None, site: str) -> str:
    return item_listed(title=item.title, date=item.date_words, held=held, ref=item.ref, site=site)


def _neighbours(item: ArchivalItem) -> tuple[list[Related], list[ItemCard]]:
    """Return the related documents, from both sides of a relation, and a few similar ones."""
    phrases: Any = {one.value: one.label for one in ItemRelation.Kind}
    found = [(phrases[one.relation], one, one.said) for one in _related_from([item.pk])]
    back = _related_to([item.pk])
    found += [(ItemRelation.CONVERSE[one.relation], one, one.said) for one in back]
    similar = _similar(item, [other.pk for _phrase, other, _note in found])
    cards = item_cards([*(other for _phrase, other, _note in found), *similar])
    related = [
        Related(phrase, card, note)
        for (phrase, _other, note), card in zip(found, cards[: len(found)], strict=True)
    ]
    return related, cards[len(found) :]


@Prepared
def _related_from(items: Collection[int], at: datetime) -> QuerySet:
    return _with_relation(ArchivalItem.objects.public(at), "relations_to", from_item=items)


@Prepared
def _related_to(items: Collection[int], at: datetime) -> QuerySet:
    return _with_relation(ArchivalItem.objects.public(at), "relations_from", to_item=items)


def _with_relation(others: QuerySet, by: str, **ends: Collection[int]) -> QuerySet:
    """Narrow to the documents at the other ends of relations, with what each relation says."""
    asked = {f"{by}__{end}__in": items for end, items in ends.items()}
    said = {"relation": F(f"{by}__kind"), "said": F(f"{by}__note")}
    return others.filter(**asked).annotate(**said).order_by(f"{by}__pk")


def _similar(item: ArchivalItem, besides: list[int]) -> list[ArchivalItem]:
    """A few public documents that share most subjects with this one."""
    known = standing()
    others = known.public() - BitMap([item.pk, *besides])
    subjects = [subject.pk for subject in subjects_of([item.pk])]
    sharing: list[BitMap] = []  # those that share one subject or more, two or more, and so on
    for subject in subjects:
        about = known.having(SUBJECT, [subject]) & others
        steps = zip([*sharing, BitMap()], [others, *sharing], strict=True)
        sharing = [one | about & before for one, before in steps]
    found: list[int] = []
    for items in reversed(sharing):
        found += islice(items - BitMap(found), SIMILAR_ITEMS - len(found))
    return listed_items(found)


def _citation(item: ArchivalItem, held: Held | None, site: str, address: str) -> str:
    return item_citation(
        title=item.title, date=item.date_words, held=held, ref=item.ref, site=site, address=address
    )

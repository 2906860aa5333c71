"""How far the documents of a book are open: what can be compared, and the volume statement.

The statement is worded as the prefaces of Foreign Relations of the United States word it. It
counts what readers can see: of each document its fullest public copy.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from briefingbooks.pages import EntryView
from collections_app.models import ArchivalItem, Copy, Excision, Extent
from collections_app.thumbnails import Image

# The units of which one is "a paragraph or more".
_LARGE = (Excision.Unit.PARAGRAPH, Excision.Unit.COLUMN, Excision.Unit.PAGE, Excision.Unit.ITEM,
          Excision.Unit.DOCUMENT)  # fmt: skip


class Kept(IntEnum):
    """What of a document the releasing authority keeps, from nothing to all."""

    NOTHING = 0
    LESS_THAN_A_PARAGRAPH = 1
    PASSAGES = 2
    A_PARAGRAPH_OR_MORE = 3
    ALL = 4


@dataclass
class Openness:
    """What the public copies of some documents keep, by the key of the item."""

    kept: dict[int, Kept] = field(default_factory=dict)
    kept_by_us: set[int] = field(default_factory=set)
    documents: int = 0


def say_what_can_be_compared(
    entries: Iterable[EntryView],
    items_by_ref: Mapping[str, ArchivalItem],
    copies: Mapping[int, list[Copy]],
    images: Mapping[int, Image],
) -> None:
    """Put on each card how many open copies of its document have text or images. No query."""
    for entry in entries:
        item = items_by_ref.get(entry.ref)
        if item is not None and not entry.is_hidden and not entry.is_testimony:
            entry.compared = sum(_is_open(copy, images) for copy in copies.get(item.pk, []))


def _is_open(copy: Copy, images: Mapping[int, Image]) -> bool:
    is_openable, has_text = copy.is_openable, copy.has_text  # type: ignore[attr-defined]
    return is_openable and (has_text or copy.pk in images)


def openness_of(items: Iterable[int], at: datetime | None = None) -> Openness:
    """Say what the public copies of these documents keep from readers. One query."""
    told = Copy.objects.public(at).filter(item__in=list(items)).order_by()
    facts = ("made_by", "unit", "amount", "is_less_than")
    copies: dict[int, tuple[int, str]] = {}
    marks: dict[int, list[Kept]] = defaultdict(list)
    found = Openness()
    rows = told.values_list("pk", "item", "extent", *(f"excisions__{fact}" for fact in facts))
    for copy, item, extent, made_by, *measure in rows:
        copies[copy] = (item, extent)
        if made_by == Excision.MadeBy.US:
            found.kept_by_us.add(item)
        elif made_by:
            marks[copy].append(_kept_by(*measure))
    levels: dict[int, list[Kept]] = defaultdict(list)
    for copy, (item, extent) in copies.items():
        if (level := _kept(extent, marks[copy])) is not None:
            levels[item].append(level)
    found.kept = {item: min(some) for item, some in levels.items()}
    found.documents = len({item for item, _ in copies.values()})
    return found


def _kept_by(unit: str, amount: object, is_less: bool) -> Kept:
    """Say how large one excision is; one whose mark gives no amount can not be measured."""
    if unit in _LARGE and not is_less:
        return Kept.A_PARAGRAPH_OR_MORE
    return Kept.LESS_THAN_A_PARAGRAPH if unit and amount else Kept.PASSAGES


def _kept(extent: str, marks: list[Kept]) -> Kept | None:
    """Say what one copy keeps; nothing is known of a copy whose extent nobody states."""
    if extent == Extent.WITHHELD:
        return Kept.ALL
    if marks:
        large = Kept.A_PARAGRAPH_OR_MORE
        return large if large in marks else max(marks)
    if extent == Extent.EXCISED:
        return Kept.PASSAGES
    return Kept.NOTHING if extent in (Extent.IN_FULL, Extent.NEVER_CLASSIFIED) else None


def statement_of(found: Openness) -> str:
    """Return the volume statement: what was withheld in full, excised, and excised in small.

    Empty where no source states of any document whether something was withheld.
    """
    known, unknown = len(found.kept), found.documents - len(found.kept)
    if not known:
        return ""
    number = Counter(found.kept.values())
    counted = {
        "withheld": _documents(number[Kept.ALL]),
        "excised": _documents(number[Kept.A_PARAGRAPH_OR_MORE]),
        "minor": _documents(number[Kept.LESS_THAN_A_PARAGRAPH]),
    }
    words = [_of_all(known, counted) if not unknown else _of_others(known, unknown, counted)]
    if unmeasured := number[Kept.PASSAGES]:
        told = _("In {documents} the extent of the excisions is not recorded.")
        words.append(told.format(documents=_documents(unmeasured)))
    if ours := len(found.kept_by_us):
        told = _("This house itself withholds passages in {documents}, each marked.")
        words.append(told.format(documents=_documents(ours)))
    return " ".join(words)


def _of_all(known: int, counted: Mapping[str, str]) -> str:
    words = ngettext(
        "Of the {known} document in this book, counted by the fullest copy that is public, the "
        "declassification review resulted in the decision to withhold {withheld} in full, excise "
        "a paragraph or more in {excised}, and make minor excisions of less than a paragraph in "
        "{minor}.",
        "Of the {known} documents in this book, counted by the fullest copy that is public, the "
        "declassification review resulted in the decision to withhold {withheld} in full, excise "
        "a paragraph or more in {excised}, and make minor excisions of less than a paragraph in "
        "{minor}.",
        known,
    )
    return words.format(known=known, **counted)


def _of_others(known: int, unknown: int, counted: Mapping[str, str]) -> str:
    first = _("Of {documents} in this book no source states whether anything was withheld.")
    words = ngettext(
        "Of the other {known}, counted by the fullest copy that is public, the declassification "
        "review resulted in the decision to withhold {withheld} in full, excise a paragraph or "
        "more in {excised}, and make minor excisions of less than a paragraph in {minor}.",
        "Of the other {known}, counted by the fullest copy that is public, the declassification "
        "review resulted in the decision to withhold {withheld} in full, excise a paragraph or "
        "more in {excised}, and make minor excisions of less than a paragraph in {minor}.",
        known,
    )
    told = words.format(known=known, **counted)
    return f"{first.format(documents=_documents(unknown))} {told}"


def _documents(number: int) -> str:
    if not number:
        return _("no documents")
    return ngettext("{number} document", "{number} documents", number).format(number=number)

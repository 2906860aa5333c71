"""How far a document has been opened: one deed that derives the status from its copies.

Only copies whose record the public may see count, and of those only acts of the originating
authority or its legal successor. Several partial releases never add up to "in full"; a
withdrawal makes "reclassified" and erases no copy; where no source states anything: unknown.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy

from collections_app import dependants
from collections_app.models import ArchivalItem, Copy, Extent, HowObtained, ItemKind, Status, User

EXPLANATIONS: dict[str, Any] = {
    Status.UNKNOWN: gettext_lazy(
        "No source that we have seen states whether this document was classified."
    ),
    Status.NEVER_CLASSIFIED: gettext_lazy("The body that made this document never classified it."),
    Status.CLASSIFIED: gettext_lazy(
        "The document is known to exist and nobody outside may read it."
    ),
    Status.UNDER_REVIEW: gettext_lazy("The authority has not yet decided whether it may be read."),
    Status.IN_PART: gettext_lazy("The authority has released it with words or passages taken out."),
    Status.IN_FULL: gettext_lazy("The authority has released the whole text."),
    Status.AUTOMATIC: gettext_lazy(
        "The whole text was opened by the passing of time, as the law provides."
    ),
    Status.EXEMPTED: gettext_lazy(
        "It was reviewed when its term came and kept closed under an exemption."
    ),
    Status.DENIED: gettext_lazy("The authority has refused to release any part of it."),
    Status.RECLASSIFIED: gettext_lazy("It was released and later withdrawn by the authority."),
    Status.NOT_APPLICABLE: gettext_lazy("Classification does not apply to this kind of document."),
}


@dataclass(frozen=True, slots=True)
class Act:
    """One act of the originating authority: what it did with the document, how and when."""

    extent: str
    how: str
    released_on: date | None = None
    withdrawn_on: date | None = None


_FULL = (Extent.IN_FULL, Extent.NEVER_CLASSIFIED)


def derive_status(kind: str, known_from: str, acts: Iterable[Act]) -> str:
    """Return the status that the acts add up to (a value of `Status`). Pure."""
    if kind == ItemKind.EDITORIAL_NOTE:
        return Status.NOT_APPLICABLE
    acts = list(acts)
    standing = [act for act in acts if act.withdrawn_on is None]
    last_withdrawal = max((act.withdrawn_on for act in acts if act.withdrawn_on), default=None)
    if last_withdrawal is not None:
        standing = [
            act
            for act in standing
            if act.released_on is not None and act.released_on > last_withdrawal
        ]
        if not any(act.extent in (*_FULL, Extent.EXCISED) for act in standing):
            return Status.RECLASSIFIED
    return _widest(standing) or (Status.CLASSIFIED if known_from else Status.UNKNOWN)


def _widest(acts: list[Act]) -> str | None:
    extents = {act.extent for act in acts}
    if Extent.NEVER_CLASSIFIED in extents:
        return Status.NEVER_CLASSIFIED
    full = [act for act in acts if act.extent == Extent.IN_FULL]
    if full:
        by_age = all(act.how == HowObtained.AUTOMATIC for act in full)
        return Status.AUTOMATIC if by_age else Status.IN_FULL
    if Extent.EXCISED in extents:
        return Status.IN_PART
    if Extent.PENDING in extents:
        return Status.UNDER_REVIEW
    withheld = [act for act in acts if act.extent == Extent.WITHHELD]
    if withheld:
        by_age = all(act.how == HowObtained.AUTOMATIC for act in withheld)
        return Status.EXEMPTED if by_age else Status.DENIED
    return None


def acts_of(item: ArchivalItem) -> list[Act]:
    """Return the acts that count: not internal, of the originating authority or successor."""
    copies = Copy.objects.filter(item=item, is_internal=False, is_act_of_originator=True)
    fields = ("extent", "how_obtained", "released_on", "withdrawn_on")
    return [Act(*values) for values in copies.values_list(*fields)]


def refresh_status(item: ArchivalItem, *, by: User | None = None) -> bool:
    """Store the derived (or overridden) status of an item; tell whoever shows it if it changed.

    To be called inside the transaction of whatever changed the item or one of its copies.
    """
    status = item.status_override or derive_status(item.kind, item.known_from, acts_of(item))
    if status == item.declassification_status:
        return False
    with transaction.atomic():
        item.declassification_status = status
        item.save(update_fields=["declassification_status", "updated_at"])
        dependants.announce_change(item, by=by)
    return True


def refresh_statuses(items: Iterable[ArchivalItem], *, by: User | None = None) -> None:
    """Store the status of many items after one deed, in few queries."""
    items = list(items)
    acts: dict[int, list[Act]] = {item.pk: [] for item in items}
    copies = Copy.objects.filter(item__in=items, is_internal=False, is_act_of_originator=True)
    fields = ("item", "extent", "how_obtained", "released_on", "withdrawn_on")
    for key, *values in copies.values_list(*fields):
        acts[key].append(Act(*values))
    changed: dict[str, list[ArchivalItem]] = {}
    for item in items:
        derived = derive_status(item.kind, item.known_from, acts[item.pk])
        status = item.status_override or derived
        if status != item.declassification_status:
            item.declassification_status = status
            changed.setdefault(status, []).append(item)
    for status, some in changed.items():
        keys = [item.pk for item in some]
        ArchivalItem.objects.filter(pk__in=keys).update(declassification_status=status)
        for item in some:
            dependants.announce_change(item, by=by)


def record_release(copy: Copy, *, by: User | None) -> Copy:
    """Add a copy that an authority released or withheld, and let the item's status follow.

    Raises `ValidationError` if the copy contradicts itself; then nothing is kept.
    """
    copy.full_clean()
    with transaction.atomic():
        copy.created_by = by
        copy.save()
        refresh_status(copy.item, by=by)
        dependants.announce_change(copy.item, by=by)
    return copy

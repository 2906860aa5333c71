"""Areas drawn on the image of a page: read, changed and kept together, all of them or none."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from collections_app import dependants
from collections_app.models import ChangeSet, Excision, ExemptionCode, Page, User
from collections_app.models.changes import recording

# What a row of the desk says of an area; what it does not name stays as it is.
SAID = (
    "made_by", "printed_form", "nature", "amount", "unit", "decision", "reason",
    "x", "y", "width", "height",
)  # fmt: skip
WHOLE_PAGE = {
    "made_by": Excision.MadeBy.US,
    "printed_form": "page withheld by us",
    "x": 0.0,
    "y": 0.0,
    "width": 1.0,
    "height": 1.0,
}


@dataclass(slots=True)
class DrawnArea:
    """One row: which excision it was, what it says now, or that it is to be removed."""

    key: int | None
    said: dict[str, Any] = field(default_factory=dict)
    exemptions: Sequence[ExemptionCode] = ()
    is_removed: bool = False


class Refused(Exception):
    """Raised with the messages for each row, by field, when one of the rows can not be kept."""

    def __init__(self, errors: dict[int, dict[str, list[str]]]) -> None:
        self.errors = errors
        super().__init__(errors)


class ChangedMeanwhile(Exception):
    """Raised when somebody else changed the areas of a page since they were read."""

    def __init__(self, who: str, version: str) -> None:
        self.who, self.version = who, version
        super().__init__(who)


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of the rows; `concerns_readers` where what we withhold was touched."""

    added: int
    changed: int
    removed: int
    concerns_readers: bool


def drawn_on(page: Page) -> list[Excision]:
    """Return the excisions that have an area on the image of a page, from top to bottom."""
    drawn = Excision.objects.filter(page=page, x__isnull=False)
    return list(drawn.order_by("y", "x", "pk").prefetch_related("exemptions"))


def version_of(excisions: Sequence[Excision]) -> str:
    """Tell one state of the areas of a page from every other."""
    said = [
        [
            one.pk,
            *(str(getattr(one, name)) for name in SAID),
            sorted(ground.pk for ground in one.exemptions.all()),
        ]
        for one in sorted(excisions, key=lambda one: one.pk)
    ]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:32]


def keep_areas(page: Page, rows: Sequence[DrawnArea], *, by: User, seen: str) -> Kept:
    """Keep what was drawn on a page. `seen` is the version that the rows were made from.

    Raises `ChangedMeanwhile` if that is no longer the state of the page, and `Refused` if a row is
    not right; nothing is kept then. A page from which we withhold more than before is closed by
    the same transaction and burnt in afterwards.
    """
    title = f"Excisions drawn on {page}"[:200]
    with (
        transaction.atomic(),
        recording(by=by, source=ChangeSet.Source.DESK, title=title),
    ):
        Page.objects.select_for_update().get(pk=page.pk)
        stored = drawn_on(page)
        if version_of(stored) != seen:
            raise ChangedMeanwhile(_last_to_change(page), version_of(stored))
        known = {excision.pk: excision for excision in stored}
        kept = _kept(page, rows, known)
        dependants.announce_change(page.copy.item, by=by)
    return kept


def _kept(page: Page, rows: Sequence[DrawnArea], known: dict[int, Excision]) -> Kept:
    errors: dict[int, dict[str, list[str]]] = {}
    added = changed = removed = 0
    concerns_readers = False
    for number, row in enumerate(rows):
        excision = known.get(row.key or 0)
        before = _state(excision)
        if row.is_removed:
            if excision is not None:
                excision.delete()
                removed += 1
                concerns_readers |= before[0] == Excision.MadeBy.US
            continue
        try:
            after = _write(page, excision, row)
        except ValidationError as refusal:
            errors[number] = refusal.message_dict
            continue
        added += excision is None
        changed += excision is not None and before != after
        concerns_readers |= before != after and Excision.MadeBy.US in (before[0], after[0])
    if errors:
        raise Refused(errors)
    return Kept(added, changed, removed, concerns_readers)


def _write(page: Page, excision: Excision | None, row: DrawnArea) -> tuple[Any, ...]:
    """Keep one row and return its state. Raises `ValidationError` by field."""
    record = Excision(copy=page.copy, page=page)
    if excision is not None:
        record = Excision.objects.get(pk=excision.pk)
    for name, value in row.said.items():
        setattr(record, name, value)
    record.full_clean(exclude=["copy", "page"])
    record.save()
    record.exemptions.set(row.exemptions)
    return _state(record)


def _state(excision: Excision | None) -> tuple[Any, ...]:
    if excision is None:
        return ("",)
    # Asked anew: what was fetched with the record may be from before the change.
    grounds = Excision.exemptions.through.objects.filter(excision=excision)
    cited = sorted(grounds.values_list("exemptioncode_id", flat=True))
    return (*(getattr(excision, name) for name in SAID), cited)


def _last_to_change(page: Page) -> str:
    """Say who changed the areas of a page last, as far as the history knows."""
    last = Excision.changes.filter(page=page).order_by("-history_date", "-history_id").first()
    who = last.history_user if last is not None else None
    return str(who) if who is not None else "somebody else"

"""A branch moved: a collection with everything below it gets another wider level, or another place.

Addresses stay, for the code stays; files and copies stay with their collection. Nothing is lost and
no circle arises, whoever moves what at the same moment.
"""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from collections_app import dependants
from collections_app.arranging import settle_branch
from collections_app.history import update_many
from collections_app.inheritance import Effective, Inherited, effective
from collections_app.models import ChangeSet, Collection, Copy
from collections_app.models.changes import recording
from collections_app.models.collections import DEEPEST, lock_arrangement, may_stand_below

if TYPE_CHECKING:
    from collections_app.models import User

LAST = 0
_SAID = {
    "access_conditions": "Conditions of access",
    "reproduction_conditions": "Conditions of reproduction",
    "rights": "Rights",
    "languages": "Languages",
    "creators": "Creators",
}


@dataclass(frozen=True, slots=True)
class InheritedChange:
    """A value that the branch would have from another level than now."""

    label: str
    before: str
    after: str


@dataclass(slots=True)
class Preview:
    """What a move would do: how much moves, what changes, and what stands in its way."""

    collection: Collection
    here: Collection | None
    to: Collection | None
    collections: int = 0
    copies: int = 0
    items: int = 0
    changes: list[InheritedChange] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


def preview_move(collection: Collection, to: Collection | None) -> Preview:
    """Say what moving a branch below `to` would do; None is the top of its archive."""
    branch = Collection.objects.filter(path__startswith=collection.path)
    copies = Copy.objects.filter(collection__in=branch.order_by().values("pk"))
    preview = Preview(
        collection,
        collection.parent,
        to,
        collections=branch.count(),
        copies=copies.count(),
        items=copies.values("item").distinct().count(),
        problems=problems_of(collection, to),
    )
    if not preview.problems:
        preview.changes = _changes(collection, to)
    return preview


def problems_of(collection: Collection, to: Collection | None) -> list[str]:
    """Say why a branch can not stand below another level; nothing if it can."""
    if to is None:
        return []
    if to.path.startswith(collection.path):
        return ["A collection can not stand below itself or one of its own parts."]
    if to.repository_id != collection.repository_id:
        return [f"“{to}” belongs to another archive: {to.repository}."]
    problems = []
    if not may_stand_below(collection.level, to.level):
        problems.append(
            f"A {collection.get_level_display()} can not stand below a {to.get_level_display()}: "
            "change its level first."
        )
    branch = Collection.objects.filter(path__startswith=collection.path)
    deepest = branch.aggregate(depth=Max("depth"))["depth"] or collection.depth
    if to.depth + 1 + deepest - collection.depth >= DEEPEST:
        problems.append(f"There would be more than {DEEPEST} levels.")
    return problems


def move_branch(
    collection: Collection,
    *,
    to: Collection | None,
    after: int = LAST,
    by: "User | None",
    reason: str = "",
    seen: int | None = -1,
) -> None:
    """Put a branch below `to`, behind the part with the key `after` (-1: first; 0: last).

    All in one transaction, with its history. `seen` is the key of the wider level that the person
    saw (None at the top): raises `ValidationError` if somebody has moved the branch since, or with
    every reason why it can not stand there.
    """
    with transaction.atomic():
        lock_arrangement(collection.repository_id)
        fresh = Collection.objects.select_for_update().get(pk=collection.pk)
        wider = Collection.objects.filter(pk=to.pk).first() if to else None
        if to is not None and wider is None:
            raise ValidationError(f"“{to}” no longer exists.")
        if seen not in (-1, fresh.parent_id):
            raise ValidationError("Somebody has moved it since you looked; look again.")
        if problems := problems_of(fresh, wider):
            raise ValidationError(problems)
        title = f"Branch moved: {fresh}, to {wider or 'the top of its archive'}"
        with recording(by=by, source=ChangeSet.Source.DESK, title=title, reason=reason):
            _place(fresh, wider, after)
            fresh.refresh_from_db()
            dependants.announce_change(fresh, by=by)


def _place(collection: Collection, wider: Collection | None, after: int) -> None:
    """Write parent and place, and number the siblings anew where they have to make room."""
    siblings = list(
        Collection.objects.filter(repository=collection.repository_id, parent=wider)
        .exclude(pk=collection.pk)
        .order_by("position", "pk")
    )
    keys = [one.pk for one in siblings]
    index = 0 if after == -1 else keys.index(after) + 1 if after in keys else len(keys)
    collection.parent = wider
    siblings.insert(index, collection)
    changed = [collection]
    for number, one in enumerate(siblings, start=1):
        if one is collection:
            one.position = number
        elif one.position != number:
            one.position = number
            changed.append(one)
    update_many(Collection, changed, ["parent", "position"])
    for top in [wider] if wider else changed:
        settle_branch(top)


def _changes(collection: Collection, to: Collection | None) -> list[InheritedChange]:
    """Compare what the branch has from above now and would have there."""
    now = effective([collection], for_house=True)[collection.pk]
    there = effective([to], for_house=True)[to.pk] if to else Effective()
    found = []
    for name, label in _SAID.items():
        held: Inherited = getattr(now, name)
        if held.is_own:
            continue
        before, after = said(held), said(getattr(there, name))
        if to is not None and getattr(there, name).is_own:
            after = f"{after}, from {to.get_level_display()} “{to}”"
        if before != after:
            found.append(InheritedChange(label, before or "nothing", after or "nothing"))
    return found


def said(held: Inherited) -> str:
    """Return an inherited value in a line, with the level it is from."""
    if not held:
        return ""
    value = held.value
    words = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
    short = words if len(words) <= 160 else f"{words[:159]}…"
    return f"{short}, from {held.source.words}" if held.source else short

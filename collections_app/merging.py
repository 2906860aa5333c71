"""Two records that describe one and the same become one; nothing that pointed to them is lost.

The person who merges sees first, field by field, what would become of them, and what would move in
which role. The stricter privacy always wins: a merge never shows what one of the two kept hidden.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from collections_app import dependants, merge_fields, old_addresses
from collections_app.database_refusals import in_words
from collections_app.merge_fields import FieldChoice
from collections_app.merge_moves import Plan, carry_out, owners_of, plan, pointers_to
from collections_app.models import (
    Agent,
    AgentName,
    ChangeSet,
    ConcernTarget,
    Homonym,
    Place,
    Privacy,
    Repository,
    Subject,
)
from collections_app.models.agents import FROM_OPEN_TO_PROTECTED
from collections_app.models.changes import recording

if TYPE_CHECKING:
    from collections_app.models import User

MERGEABLE: tuple[type[models.Model], ...] = (Agent, Place, Subject, Repository)
# Where a kind keeps other names as lines of text; those of a person are records of their own.
LINES_OF_NAMES = {Place: "other_names", Subject: "alternative_labels", Repository: "other_names"}


class MergeRefused(ValidationError):
    """Raised where a merge would contradict itself or lose something; nothing has changed."""


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: the fields to choose from, what moves, and what speaks against it."""

    survivor: Any
    other: Any
    fields: list[FieldChoice]
    moves: list[Plan]
    notices: list[str]
    blockers: list[str]
    seen: str

    @property
    def moving(self) -> int:
        return sum(one.count for one in self.moves)


def preview(survivor: Any, other: Any) -> Preview:
    """Say what `merge` would do with two records, and change nothing."""
    moves = [one for one in _plans(survivor, other) if one.count]
    return Preview(
        survivor=survivor,
        other=other,
        fields=merge_fields.choices_for(survivor, other),
        moves=moves,
        notices=list(_notices(survivor, other)),
        blockers=list(_blockers(survivor, other, moves)),
        seen=state_of(survivor, other),
    )


def merge(
    survivor: Any,
    other: Any,
    choices: Mapping[str, str],
    *,
    by: "User | None",
    reason: str,
    seen: str = "",
) -> ChangeSet:
    """Make `survivor` stand for both records and delete `other`; return the deed, to undo it by.

    `choices` says for fields of `merge_fields.choices_for` whose value is kept: "mine", "theirs"
    or "both". Whatever pointed to `other` points to `survivor` in the same role; its name becomes
    another name; its public address leads here. `seen` is what `preview` returned under that
    name: if either record has changed since, or anything speaks against the merge, `MergeRefused`
    is raised and nothing is kept.
    """
    if not reason.strip():
        raise MergeRefused({"reason": "Say how you know that they are the same."})
    model = type(survivor)
    if type(other) is not model or other.pk == survivor.pk or model not in MERGEABLE:
        raise MergeRefused("Choose two different records of the same kind.")
    try:
        with transaction.atomic():
            survivor, other = _locked(model, survivor.pk, other.pk)
            if seen and seen != state_of(survivor, other):
                raise MergeRefused("One of the two has been changed meanwhile: look again.")
            title = _title(survivor, other)
            with recording(
                by=by, source=ChangeSet.Source.MERGE, title=title, reason=reason
            ) as deed:
                _become_one(survivor, other, choices, by)
                return deed.begun()
    except IntegrityError as refusal:
        raise MergeRefused(in_words(refusal)) from refusal


def _title(survivor: Any, other: Any) -> str:
    """Name the deed. Everybody of the house reads the list of deeds, so it names no person."""
    if isinstance(survivor, Agent):
        return f"Merged two of: {Agent._meta.verbose_name_plural}"
    return f"Merged “{other}” into “{survivor}”"


def state_of(*records: Any) -> str:
    """Return a word that changes whenever one of these records does."""
    last = (record.changes.order_by("-history_id").first() for record in records)
    return "-".join(str(row.history_id if row else 0) for row in last)


def _locked(model: type[models.Model], *keys: int) -> list[Any]:
    rows = model._base_manager.select_for_update().filter(pk__in=keys).order_by("pk")
    found = {row.pk: row for row in rows}
    if len(found) < len(keys):
        raise MergeRefused("One of the two is no longer there.")
    return [found[key] for key in keys]


def _become_one(survivor: Any, other: Any, choices: Mapping[str, str], by: "User | None") -> None:
    plans = _plans(survivor, other)
    blockers = list(_blockers(survivor, other, plans))
    if blockers:
        raise MergeRefused(blockers)
    names = _names_of(survivor) | _names_of(other)
    _leave_the_branch_of(survivor, other)
    merge_fields.take_over(survivor, other, choices)
    _protect(survivor, other)
    touched = {one for planned in plans for one in carry_out(planned, survivor, other)}
    dependants.merge(survivor, other, by=by)
    _move_what_points_by_kind(survivor, other)
    old_addresses.lead_on(survivor, other)
    the_two = {(type(survivor), survivor.pk), (type(survivor), other.pk)}
    other.delete()
    _keep(survivor, by)
    _keep_names(survivor, names)
    for model, records in _as_kept({(type(one), one.pk) for one in touched} - the_two).items():
        dependants.announce_changes(model, records, by=by)
    dependants.announce_change(survivor, by=by)


def _keep(survivor: Any, by: "User | None") -> None:
    if hasattr(survivor, "updated_by_id"):
        survivor.updated_by = by
    try:
        survivor.full_clean(exclude=["slug", "slug_made_under"])
    except ValidationError as refusal:
        raise MergeRefused(refusal.messages) from refusal
    survivor.save()


def _plans(survivor: Any, other: Any) -> list[Plan]:
    """Plan every move but that of the survivor itself out of the other's branch."""
    plans = [plan(pointer, survivor, other) for pointer in pointers_to(type(survivor))]
    for one in plans:
        if one.pointer.model is type(survivor):
            one.moved = [row for row in one.moved if row.pk != survivor.pk]
    return plans


def _blockers(survivor: Any, other: Any, plans: Iterable[Plan]) -> Iterable[str]:
    if survivor.on_hold_since or other.on_hold_since:
        yield "One of the two is on hold: merge them when that is decided."
    if isinstance(survivor, Agent) and survivor.entity_type != other.entity_type:
        kinds = f"{survivor.get_entity_type_display()} and {other.get_entity_type_display()}"
        yield f"They are not of one kind: {kinds}."
    for one in plans:
        for row in one.blocked:
            where = next((str(owner) for owner in owners_of(row)), one.label)
            yield f"Both stand in “{where}” in the same role, each with parts of its own: {row}."


def _notices(survivor: Any, other: Any) -> Iterable[str]:
    if isinstance(survivor, Agent) and survivor.privacy != other.privacy:
        stricter = _stricter(survivor.privacy, other.privacy)
        words = Privacy(stricter).label
        yield f"The stricter privacy of the two is kept: {words}. It can not be loosened here."
    protected = old_addresses.is_protected(survivor) or old_addresses.is_protected(other)
    if protected and (survivor.published_at or other.published_at):
        yield "No old address will lead on, as it could tell who is meant."
    if other.published_at and not survivor.published_at:
        yield "The one that stays was never published: nothing of the two is public until it is."


def _stricter(one: str, other: str) -> str:
    return max(Privacy(one), Privacy(other), key=FROM_OPEN_TO_PROTECTED.index)


def _protect(survivor: Any, other: Any) -> None:
    """Give the survivor the stricter privacy, and a public name if that needs one."""
    if not isinstance(survivor, Agent):
        return
    theirs = other.public_name if other.privacy == Privacy.PSEUDONYM else ""
    survivor.privacy = _stricter(survivor.privacy, other.privacy)
    if survivor.privacy == Privacy.PSEUDONYM:
        survivor.public_name = survivor.public_name or theirs
    if theirs and theirs != survivor.public_name:
        former = f"Was shown as “{theirs}” before it was merged."
        survivor.notes = "\n".join(filter(None, [survivor.notes, former]))


def _leave_the_branch_of(survivor: Any, other: Any) -> None:
    """Hang the survivor where `other` hung, if it lies below it: it can not lie in itself."""
    for one in type(survivor)._meta.concrete_fields:
        if not one.is_relation or one.related_model is not type(survivor):
            continue
        seen, wider = {survivor.pk}, getattr(survivor, one.name)
        while wider is not None and wider.pk not in seen:
            if wider.pk == other.pk:
                setattr(survivor, one.name, getattr(other, one.name))
                break
            seen.add(wider.pk)
            wider = getattr(wider, one.name)


def _names_of(record: Any) -> set[str]:
    if isinstance(record, Agent):
        return {record.name, record.display_name} - {""}
    if isinstance(record, Subject):
        return {record.label_en, record.label_fr} - {""}
    return {record.name}


def _keep_names(survivor: Any, names: set[str]) -> None:
    """Keep every name that either record had as another name of the one that stays."""
    lost = sorted(names - _names_of(survivor))
    if isinstance(survivor, Agent):
        known = {name.casefold() for name in survivor.names.values_list("name", flat=True)}
        for name in lost:
            if name.casefold() not in known:
                AgentName.objects.create(agent=survivor, name=name)
        return
    field = LINES_OF_NAMES[type(survivor)]
    lines = [line.strip() for line in getattr(survivor, field).splitlines() if line.strip()]
    new = [name for name in lost if name not in lines]
    if new:
        setattr(survivor, field, "\n".join([*lines, *new]))
        survivor.save()


def _move_what_points_by_kind(survivor: Any, other: Any) -> None:
    """Move what names a record by its kind and number, which no key of the database holds."""
    kind = ContentType.objects.get_for_model(other)
    for model in (ConcernTarget, Homonym):
        for row in model.objects.filter(content_type=kind, object_id=other.pk):
            row.object_id = survivor.pk
            row.save()


def _as_kept(
    records: Iterable[tuple[type[models.Model], Any]],
) -> dict[type[models.Model], list[Any]]:
    """Return records as they are stored now, by kind and with one query for each."""
    by_model: dict[type[models.Model], list[Any]] = {}
    for model, key in records:
        by_model.setdefault(model, []).append(key)
    return {
        model: list(model._base_manager.in_bulk(keys).values()) for model, keys in by_model.items()
    }

"""Bring a finding aid into the collections: all of it in one transaction, or nothing.

Everything new is a draft. What stands here already is updated where the finding aid says something
else and nobody has edited it here since; what it leaves out stays.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from collections_app import dependants
from collections_app.arranging import settle_branch
from collections_app.ead.planning import Options, Plan, make_plan
from collections_app.ead.steps import CREATE, SAME, UPDATE, Step
from collections_app.ead.term_making import make_terms
from collections_app.ead.writing_collections import CollectionWriter
from collections_app.ead.writing_items import ItemWriter
from collections_app.models import ArchivalItem, ChangeSet, Collection, Repository, User
from collections_app.models.changes import recording
from collections_app.models.collections import lock_arrangement

Progress = Callable[[int], object]


@dataclass(slots=True)
class Outcome:
    """What an import did: how many units of each kind, and the deed that can be undone."""

    plan: Plan
    counts: Counter[str] = field(default_factory=Counter)
    change_set: ChangeSet | None = None


class NotWritten(ValidationError):
    """Raised by `import_finding_aid` while something stands in the way; says what."""


def import_finding_aid(
    path: Path, options: Options, *, by: User | None = None, progress: Progress = lambda _: None
) -> Outcome:
    """Bring in a file. `progress` is called with the number of units written since.

    Raises `BadFindingAid` for a file that can not be read and `NotWritten` with every problem of
    the plan; nothing is written then.
    """
    with transaction.atomic():
        plan = make_plan(path, options, is_applied=True)
        return carry_out(plan, title=f"Finding aid {path.name}", by=by, progress=progress)


def carry_out(
    plan: Plan, *, title: str, by: User | None = None, progress: Progress = lambda _: None
) -> Outcome:
    """Write a plan made in this transaction; raises `NotWritten` while a step is refused."""
    if plan.problems:
        raise NotWritten([_problem(step) for step in plan.problems])
    with (
        transaction.atomic(),
        recording(by=by, source=ChangeSet.Source.IMPORT, title=title) as deed,
    ):
        archive = plan.holder.archive or _make_archive(plan, by)
        lock_arrangement(archive.pk)
        keys = make_terms(plan.terms, by)
        sources = {id(step): _with_keys(step.source, keys) for step in plan.steps}
        collections = CollectionWriter(plan.source, archive, keys, sources, by)
        items = ItemWriter(plan.source, archive, keys, sources, by)
        collections.write(_of(plan, is_item=False), progress)
        items.write(_of(plan, is_item=True), progress)
        _settle(plan)
        dependants.announce_changes(Collection, collections.updated, by=by)
        dependants.announce_changes(ArchivalItem, items.updated, by=by)
    return Outcome(plan, plan.counts(), deed.change_set)


def _of(plan: Plan, *, is_item: bool) -> list[Step]:
    wanted = (CREATE, UPDATE, SAME)
    return [
        step for step in plan.steps if step.described.is_item == is_item and step.action in wanted
    ]


def _settle(plan: Plan) -> None:
    """Set paths and order of the whole branch right, wherever its top stands."""
    is_moved = any(
        step.action == CREATE or step.position or "above" in step.comparison.written
        for step in plan.steps
        if not step.described.is_item
    )
    top = plan.steps[0].match.collection
    if is_moved and top is not None:
        settle_branch(top)


def _make_archive(plan: Plan, by: User | None) -> Repository:
    holder = plan.holder
    archive = Repository(
        code=holder.code,
        name=holder.name,
        isil=holder.isil or None,
        created_by=by,
        updated_by=by,
    )
    archive.full_clean()
    archive.save()
    return archive


def _with_keys(source: dict[str, Any], keys: dict[str, str]) -> dict[str, Any]:
    """Put the keys of terms that were just made in the place of their names."""
    return {
        name: {_key(one, keys) for one in value} if isinstance(value, set) else value
        for name, value in source.items()
    }


def _key(value: str, keys: dict[str, str]) -> str:
    role, bar, name = value.partition("|")
    if bar and name in keys:
        return f"{role}|{keys[name]}"
    return keys.get(value, value)


def _problem(step: Step) -> str:
    said = [message for message in step.described.messages if message.kind == "error"]
    return "; ".join(f"Line {message.line}: {message.text}" for message in said)

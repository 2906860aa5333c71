"""A checked file written: all of it in one transaction, with its history, or nothing at all."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone

from collections_app import dependants
from collections_app.described import note_description
from collections_app.history import (
    CHANGED,
    MADE,
    create_many,
    keep_first_forms,
    note_many,
    write_links,
)
from collections_app.models import (
    ArchivalItem,
    Copy,
    ExternalLink,
    ItemAgent,
    ItemLink,
    ItemPlace,
    ReferenceCounter,
    User,
    allot_references,
)
from collections_app.spreadsheets.checking import Progress, Run, plans
from collections_app.spreadsheets.new_terms import make_terms
from collections_app.spreadsheets.plans import Action, Plan
from collections_app.spreadsheets.standing import known_links


class HasErrors(ValueError):
    """Rows of the file have errors: nothing of it is written."""


def write(run: Run, *, by: User | None, highest: int, progress: Progress) -> None:
    """Do what every row asks. To be called in a transaction and a recording.

    `highest` is the greatest number among the references that the file brings itself: none that
    is allotted meets it. Raises `HasErrors` at the first rows that have errors.
    """
    raise_counter(highest)
    for some in plans(run):
        if run.has_errors:
            raise HasErrors(next(plan for plan in some if plan.action is Action.ERROR))
        write_some(run, some, by)
        progress(run.table.share())


def raise_counter(number: int) -> None:
    """Never allot a reference up to this number of our series."""
    if number:
        ReferenceCounter.objects.get_or_create(series="")
        counter = ReferenceCounter.objects.select_for_update().get(series="")
        if counter.last < number:
            counter.last = number
            counter.save(update_fields=["last"])


def write_some(run: Run, some: list[Plan], by: User | None) -> None:
    make_terms(run.naming.taken(), by)
    doing = [plan for plan in some if plan.action in (Action.CREATE, Action.UPDATE)]
    _write_items(doing, by)
    _write_people_and_places(doing)
    _write_copies(doing, by)
    _write_links(doing, by)
    dependants.announce_changes(ArchivalItem, [item_of(plan) for plan in doing], by)


def _write_items(doing: list[Plan], by: User | None) -> None:
    new = [plan for plan in doing if plan.action is Action.CREATE]
    old = [plan for plan in doing if plan.action is Action.UPDATE]
    nameless = [plan for plan in new if not plan.ref]
    refs = allot_references("", len(nameless)) if nameless else []
    for plan, ref in zip(nameless, refs, strict=True):
        item_of(plan).ref = plan.ref = ref
    for plan in new:
        item_of(plan).created_by = item_of(plan).updated_by = by
    ArchivalItem._default_manager.bulk_create([item_of(plan) for plan in new])
    keep_first_forms(ArchivalItem, [item_of(plan) for plan in old])
    for plan in old:
        _update(item_of(plan), plan.fields, by)
    for name in ("languages", "subjects", "advisories"):
        links = {
            item_of(plan).pk: {term.pk for term in plan.term_lists[name]}
            for plan in doing
            if name in plan.term_lists
        }
        write_links(ArchivalItem, name, links)
    note_many(ArchivalItem, [item_of(plan) for plan in new], MADE)
    note_description(ArchivalItem, [item_of(plan) for plan in new])
    _note_changed(
        ArchivalItem,
        [(item_of(plan), [*plan.fields, *plan.term_lists]) for plan in old],
    )


def item_of(plan: Plan) -> ArchivalItem:
    if plan.item is None:
        raise LookupError(f"Row {plan.row} has no item.")
    return plan.item


def _update(record: Any, fields: Iterable[str], by: User | None) -> None:
    """Write the columns that changed, and who did it; no other column is touched."""
    values = {name: getattr(record, name) for name in fields}
    if isinstance(record, ArchivalItem | Copy):
        record.updated_at, record.updated_by = timezone.now(), by or record.updated_by
        values |= {"updated_at": record.updated_at, "updated_by": record.updated_by}
    if values:
        type(record)._base_manager.filter(pk=record.pk).update(**values)


def _note_changed(model: type[models.Model], changed: list[tuple[Any, list[str]]]) -> None:
    changed = [(record, fields) for record, fields in changed if fields]
    note_many(model, [record for record, _ in changed], CHANGED)
    alike: dict[frozenset[str], list[Any]] = {}
    for record, fields in changed:
        names = frozenset(name.removesuffix("_id") for name in fields)
        alike.setdefault(names, []).append(record)
    for names, records in alike.items():
        note_description(model, records, names)


def _write_people_and_places(doing: list[Plan]) -> None:
    agents, places = [], []
    for plan in doing:
        for gone in plan.gone:
            gone.delete()
        for part, term in plan.new_agents:
            part.item, part.agent_id = item_of(plan), term.pk
            agents.append(part)
        for where, term in plan.new_places:
            where.item, where.place_id = item_of(plan), term.pk
            places.append(where)
    create_many(ItemAgent, agents)
    create_many(ItemPlace, places)
    _rewrite(ItemAgent, [one for plan in doing for one in plan.changed_agents], None)


def _rewrite(
    model: type[models.Model], changed: list[tuple[Any, list[str]]], by: User | None
) -> None:
    keep_first_forms(model, [record for record, _ in changed])
    for record, fields in changed:
        _update(record, fields, by)
    _note_changed(model, changed)


def _write_copies(doing: list[Plan], by: User | None) -> None:
    # The copy that gives way does so before another is shown first: the table allows only one.
    changed = [one for plan in doing for one in plan.changed_copies]
    _rewrite(Copy, sorted(changed, key=lambda one: one[0].is_shown), by)
    new = []
    for plan in doing:
        for copy in plan.new_copies:
            copy.item, copy.created_by, copy.updated_by = item_of(plan), by, by
            new.append(copy)
    create_many(Copy, new)


def _write_links(doing: list[Plan], by: User | None) -> None:
    wanted = {link.url: link for plan in doing for link in reversed(plan.new_links)}
    known = known_links(wanted) if wanted else {}
    made = create_many(
        ExternalLink,
        [
            ExternalLink(url=url, title=link.title, created_by=by, updated_by=by)
            for url, link in wanted.items()
            if url not in known
        ],
    )
    known |= {link.url: link for link in made}
    uses = [
        ItemLink(item=item_of(plan), link=known[one.url], note=one.note, position=one.position)
        for plan in doing
        for one in plan.new_links
    ]
    create_many(ItemLink, uses)
    _rewrite(ItemLink, [one for plan in doing for one in plan.changed_links], None)

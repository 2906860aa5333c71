"""What a row changes: its wish beside what stands, compared column by column."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import DateTimeField, ForeignKey

from collections_app.declassification_status import Act, derive_status
from collections_app.models import ArchivalItem, Copy, ImportMode
from collections_app.models.historical import COMPUTED
from collections_app.spreadsheets import planning_parts
from collections_app.spreadsheets.cells import line_of, text_of
from collections_app.spreadsheets.columns import ITEM_COLUMNS, Form
from collections_app.spreadsheets.mapping import Manner
from collections_app.spreadsheets.naming import Naming
from collections_app.spreadsheets.plans import Action, Plan
from collections_app.spreadsheets.standing import Standing
from collections_app.spreadsheets.wishes import CLEARED, ERROR, WARNING, Wish, settle_dates

_COLUMN_OF = {column.field: column.name for column in ITEM_COLUMNS if column.field}
_DEFAULTS = {field.attname: field.get_default() for field in ArchivalItem._meta.concrete_fields}
_CHECKED_ELSEWHERE = {
    field.name
    for field in ArchivalItem._meta.concrete_fields
    if isinstance(field, ForeignKey | DateTimeField) or not field.editable
}
STORED = [
    field.attname
    for field in ArchivalItem._meta.concrete_fields
    if field.editable or field.name in COMPUTED or field.name == "declassification_status"
]

_BLANK = "A new item needs it: fill the column, or give one value for all rows."


def plan_for(
    wish: Wish, standing: Standing | None, *, mode: str, manner: Manner, naming: Naming
) -> Plan:
    """Work out what a row does. Nothing is queried and nothing is written."""
    plan = Plan(wish.row, ref=wish.ref, messages=wish.messages)
    plan.title = str(wish.values.get("title") or (standing.item.title if standing else ""))[:120]
    _check_reference(wish, standing, mode)
    stored_words = line_of(standing.item.date_display) if standing else None
    settle_dates(wish, manner, stored_words)
    known = standing or Standing(ArchivalItem())
    plan.item = known.item
    before = _values(known.item) if standing else _DEFAULTS
    _set_values(plan, wish, known.item, naming)
    _add_wholes(wish, known.item)
    planning_parts.plan_parts(plan, wish, known, naming)
    _check_item(wish, known.item, before if standing else {})
    wish.introduce()
    known.item.declassification_status = _status(known, plan)
    plan.fields = [name for name in STORED if before[name] != getattr(known.item, name)]
    _conclude(plan, wish, is_new=standing is None)
    return plan


def _values(item: ArchivalItem) -> dict[str, Any]:
    return {name: getattr(item, name) for name in STORED}


def _check_reference(wish: Wish, standing: Standing | None, mode: str) -> None:
    if wish.ref and standing is not None and mode == ImportMode.CREATE:
        wish.tell(ERROR, "ref", f"There is already an item {wish.ref}: “{standing.item.title}”.")
    if standing is None and mode == ImportMode.UPDATE:
        words = f"There is no item {wish.ref}." if wish.ref else "The reference is blank."
        wish.tell(
            ERROR, "ref", f"{words} To make new items, choose “create” or “create or update”."
        )
    if wish.values.get("ref") is CLEARED:
        wish.tell(ERROR, "ref", "A reference is never cleared.")


def _set_values(plan: Plan, wish: Wish, item: ArchivalItem, naming: Naming) -> None:
    for column in ITEM_COLUMNS:
        if column.name not in wish.values or column.form is Form.TOLD:
            continue
        value = wish.values[column.name]
        if column.form is Form.REF:
            item.ref = wish.ref if isinstance(value, str) else item.ref
        elif column.form is Form.TERM:
            _set_term(plan, wish, item, column.name, value, naming)
        elif value is CLEARED:
            setattr(item, column.field, _DEFAULTS[column.field])
        elif not _is_same(getattr(item, column.field), value, column.form):
            setattr(item, column.field, value)
    if item.status_override and wish.values.get("status_override"):
        wish.tell(WARNING, "status_override", "Overrides what follows from the copies.")


def _is_same(standing: Any, value: Any, form: Form) -> bool:
    """Whether texts differ at most in white space and line ends, which no table keeps."""
    if form is Form.LINE:
        return line_of(standing) == value
    return (text_of(standing) if form is Form.TEXT else standing) == value


def _set_term(
    plan: Plan, wish: Wish, item: ArchivalItem, name: str, value: Any, naming: Naming
) -> None:
    if value is CLEARED:
        setattr(item, f"{name}_id", None)
        return
    column = next(one for one in ITEM_COLUMNS if one.name == name)
    term = naming.find(wish, column, column.name, value)
    if term is not None:
        setattr(item, f"{name}_id", term.pk)


def _add_wholes(wish: Wish, item: ArchivalItem) -> None:
    for whole in wish.wholes:
        if whole not in text_of(item.archivist_note):
            item.archivist_note = "\n".join(filter(None, [item.archivist_note, whole]))


def _check_item(wish: Wish, item: ArchivalItem, before: dict[str, Any]) -> None:
    """Ask of what a row changes on an item what its form at the desk asks, without a query."""
    try:
        item.set_date_bounds()
        untouched = {
            name
            for name, value in before.items()
            if name != "title" and value == getattr(item, name)
        }
        item.clean_fields(exclude=_CHECKED_ELSEWHERE | untouched | {"ref"})
    except ValidationError as refusal:
        told = {column for level, column, _ in wish.messages if level == ERROR}
        for name, problems in refusal.message_dict.items():
            column = _COLUMN_OF.get(name, name)
            for problem in problems if column not in told else ():
                is_blank = not getattr(item, name)
                wish.tell(ERROR, column, _BLANK if is_blank else problem)
    if item.status_override and not item.status_override_note:
        wish.tell(ERROR, "status_override_note", "Say why the status is overridden.")
    if item.date_certainty == "inferred" and not item.date_basis.strip():
        wish.tell(ERROR, "date_basis", "Say what the inferred date rests on.")


def _status(standing: Standing, plan: Plan) -> str:
    item = standing.item
    copies: list[Copy] = [*standing.copies, *plan.new_copies]
    acts = [
        Act(one.extent, one.how_obtained, one.released_on, one.withdrawn_on)
        for one in copies
        if one.is_act_of_originator and not one.is_internal
    ]
    return item.status_override or derive_status(item.kind, item.known_from, acts)


def _conclude(plan: Plan, wish: Wish, *, is_new: bool) -> None:
    columns = [_COLUMN_OF[name] for name in plan.fields if name in _COLUMN_OF]
    columns += [name[:-3] for name in plan.fields if name.endswith("_id")]
    plan.changed = sorted({*columns, *plan.changed})
    if wish.has_errors:
        plan.action = Action.ERROR
    elif is_new:
        plan.action = Action.CREATE
    elif plan.changed:
        plan.action = Action.UPDATE

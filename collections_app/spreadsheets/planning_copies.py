"""What a row changes in the copies of an item. A copy is never taken away by a table."""

from typing import Any

from django.core.exceptions import ValidationError

from collections_app.models import Copy
from collections_app.spreadsheets.cells import line_of, text_of
from collections_app.spreadsheets.columns import COPY_COLUMNS, Column, Form
from collections_app.spreadsheets.naming import Naming
from collections_app.spreadsheets.plans import Plan
from collections_app.spreadsheets.standing import Standing
from collections_app.spreadsheets.wishes import CLEARED, ERROR, WARNING, Wish

_DEFAULTS = {field.name: field.get_default() for field in Copy._meta.concrete_fields}
_BY_NAME = {column.name: column for column in COPY_COLUMNS}


def plan_copies(plan: Plan, wish: Wish, standing: Standing, naming: Naming) -> None:
    """Find the copy that each numbered group means, or add one, and set what the row says."""
    taken: set[int] = set()
    shown: Copy | None = None
    for number, said in sorted(wish.groups.get("copy", {}).items()):
        header = f"copy.{number}"
        archive = _archive(wish, naming, header, said)
        copy = _meant(wish, standing, header, said, archive, taken)
        if copy is None:
            continue
        changed = _set_values(wish, naming, copy, header, said, archive)
        _check(wish, copy, header, changed, naming)
        if said.get("is_shown") is True:
            if shown is not None:
                wish.tell(ERROR, f"{header}.is_shown", "Only one copy is shown first.")
            shown = copy
        if copy.pk is None:
            plan.new_copies.append(copy)
            plan.changed.append(header)
        elif changed:
            taken.add(copy.pk)
            plan.changed_copies.append((copy, changed))
            plan.changed.append(header)
    if shown is not None:
        _let_others_give_way(plan, standing, shown)


def _archive(wish: Wish, naming: Naming, header: str, said: dict[str, Any]) -> Any:
    name = said.get("repository")
    if not isinstance(name, str):
        return None
    term = naming.find(wish, _BY_NAME["repository"], f"{header}.repository", name)
    return term.pk if term else None


def _meant(
    wish: Wish, standing: Standing, header: str, said: dict[str, Any], archive: Any, taken: set[int]
) -> Copy | None:
    """Return the copy that is meant, a new one, or None with the reason told."""
    free = [copy for copy in standing.copies if copy.pk not in taken]
    number = said.get("id")
    if isinstance(number, int) and standing.item.pk is not None:
        found = next((copy for copy in free if copy.pk == number), None)
        if found is None:
            wish.tell(ERROR, f"{header}.id", f"This item has no copy {number}, or names it twice.")
        else:
            taken.add(found.pk)
        return found
    if isinstance(number, int):
        words = "The number belongs to another item or house; the copy is described anew."
        wish.tell(WARNING, f"{header}.id", words)
    if archive is None:
        if not isinstance(said.get("repository"), str):
            wish.tell(ERROR, f"{header}.repository", "Say which archive holds the copy.")
        return None
    fitting = [copy for copy in free if _fits(copy, said, archive)]
    if len(fitting) > 1:
        numbers = ", ".join(str(copy.pk) for copy in fitting)
        words = f"Several copies of this item fit: put one of {numbers} into {header}.id."
        wish.tell(ERROR, header, words)
        return None
    if fitting:
        taken.add(fitting[0].pk)
        return fitting[0]
    return Copy(repository_id=archive)


def _fits(copy: Copy, said: dict[str, Any], archive: Any) -> bool:
    """Whether a copy may be the one that is meant: nothing told of both is different."""
    if copy.repository_id != archive:
        return False
    reference, released = said.get("reference_code"), said.get("released_on")
    if isinstance(reference, str) and line_of(copy.reference_code) != reference:
        return False
    is_told = released is not None and released is not CLEARED
    return not (is_told and copy.released_on and copy.released_on != released)


def _set_values(
    wish: Wish, naming: Naming, copy: Copy, header: str, said: dict[str, Any], archive: Any
) -> list[str]:
    changed = []
    for name, wanted in said.items():
        column = _BY_NAME[name]
        if name == "id":
            continue
        if column.form is Form.TERM:
            attribute = f"{column.field}_id"
            value = _term(wish, naming, column, header, wanted, archive)
            if value is None and not (name == "collection" and wanted is CLEARED):
                continue
            is_same = getattr(copy, attribute) == value
        else:
            attribute = column.field
            value = _DEFAULTS[name] if wanted is CLEARED else wanted
            is_same = _is_same(getattr(copy, attribute), value, column.form)
        if not is_same:
            setattr(copy, attribute, value)
            changed.append(attribute)
    return changed


def _term(wish: Wish, naming: Naming, column: Column, header: str, value: Any, archive: Any) -> Any:
    if column.name == "repository":
        return archive
    if value is CLEARED:
        return None
    term = naming.find(wish, column, f"{header}.{column.name}", value)
    return term.pk if term else None


def _is_same(stands: Any, value: Any, form: Form) -> bool:
    if isinstance(stands, str) and isinstance(value, str):
        keep = text_of if form is Form.TEXT else line_of
        return keep(stands) == value
    return stands == value


def _check(wish: Wish, copy: Copy, header: str, changed: list[str], naming: Naming) -> None:
    """Ask of a copy what its form at the desk asks, without a query."""
    if "is_internal" in changed and copy.pk and not copy.is_internal:
        words = "A copy kept in the house is revealed by its published request, not by hand."
        wish.tell(ERROR, f"{header}.is_internal", words)
    if "is_opened" in changed and copy.is_opened:
        wish.tell(WARNING, f"{header}.is_opened", "Opens the pages of this copy to the public.")
    place = naming.terms["collections"].by_pk.get(copy.collection_id)
    if place is not None and place.belongs_to != copy.repository_id:
        wish.tell(ERROR, f"{header}.collection", f"“{place.name}” belongs to another archive.")
    stands, copy.collection_id = copy.collection_id, None
    try:
        copy.clean()
    except ValidationError as refusal:
        for name, problems in refusal.message_dict.items():
            for problem in problems:
                wish.tell(ERROR, f"{header}.{name}", problem)
    copy.collection_id = stands


def _let_others_give_way(plan: Plan, standing: Standing, shown: Copy) -> None:
    for copy in standing.copies:
        if copy is not shown and copy.is_shown:
            copy.is_shown = False
            fields = next((fields for one, fields in plan.changed_copies if one is copy), None)
            if fields is None:
                plan.changed_copies.append((copy, ["is_shown"]))
                plan.changed.append("copy.is_shown")
            elif "is_shown" not in fields:
                fields.append("is_shown")

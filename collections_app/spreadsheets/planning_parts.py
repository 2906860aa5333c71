"""What a row changes in the parts of an item: its terms, people, places, copies and links."""

from collections.abc import Iterable
from typing import Any

from collections_app.models import ItemAgent, ItemLink, ItemPlace
from collections_app.spreadsheets.cells import line_of, text_of
from collections_app.spreadsheets.columns import AGENT_COLUMNS, ITEM_COLUMNS, Column, Form
from collections_app.spreadsheets.naming import Naming
from collections_app.spreadsheets.planning_copies import plan_copies
from collections_app.spreadsheets.plans import NewLink, Plan
from collections_app.spreadsheets.standing import TERM_LISTS, Standing
from collections_app.spreadsheets.terms import Term
from collections_app.spreadsheets.wishes import CLEARED, ERROR, WARNING, Wish

_LISTS = [column for column in ITEM_COLUMNS if column.is_list and column.role != "*"]
_ROLES = {column.role: column for column in _LISTS if column.vocabulary == "agents"}


def plan_parts(plan: Plan, wish: Wish, standing: Standing, naming: Naming) -> None:
    """Compare every list and every numbered part that the row gives with what stands."""
    for column in _LISTS:
        if column.name not in wish.lists:
            continue
        terms = _terms(wish, column, naming)
        if column.name in TERM_LISTS:
            _plan_terms(plan, wish, standing, column, terms)
        elif column.vocabulary == "places":
            _plan_places(plan, standing, column, terms)
        else:
            _plan_agents(plan, standing, column, terms)
    for number, said in sorted(wish.groups.get("agent", {}).items()):
        _plan_agent(plan, wish, standing, naming, f"agent.{number}", said)
    plan_copies(plan, wish, standing, naming)
    _plan_links(plan, wish, standing)


def _terms(wish: Wish, column: Column, naming: Naming) -> list[Term]:
    said = wish.lists[column.name]
    names: Iterable[str] = () if said is CLEARED else said
    found = [naming.find(wish, column, column.name, name) for name in names]
    terms = list(dict.fromkeys(term for term in found if term is not None))
    if len(terms) < len([term for term in found if term is not None]):
        wish.tell(WARNING, column.name, "Two names mean the same record; once counts.")
    return terms


def _plan_terms(
    plan: Plan, wish: Wish, standing: Standing, column: Column, terms: list[Term]
) -> None:
    stands = set(standing.terms.get(column.name, []))
    if {term.pk for term in terms} == stands:
        return
    plan.term_lists[column.name] = terms
    plan.changed.append(column.name)
    if column.name == "advisories" and stands - {term.pk for term in terms}:
        wish.tell(WARNING, column.name, "An advisory is taken off this item.")


def _plan_places(plan: Plan, standing: Standing, column: Column, terms: list[Term]) -> None:
    stands = {one.place_id: one for one in standing.places if one.role == column.role}
    wanted = {term.pk for term in terms}
    gone = [one for key, one in stands.items() if key not in wanted]
    new = [term for term in terms if term.pk is None or term.pk not in stands]
    if gone or new:
        plan.gone += gone
        plan.new_places += [(ItemPlace(role=column.role), term) for term in new]
        plan.changed.append(column.name)


def _plan_agents(plan: Plan, standing: Standing, column: Column, terms: list[Term]) -> None:
    """Make the people of one role those of the list, in its order; details of those kept stay."""
    stands = {one.agent_id: one for one in standing.agents if one.role == column.role}
    if list(stands) == [term.pk for term in terms]:
        return
    wanted = {term.pk for term in terms}
    plan.gone += [one for key, one in stands.items() if key not in wanted]
    first = min((one.position for one in stands.values()), default=_next_position(plan, standing))
    for position, term in enumerate(terms, start=first):
        kept = stands.get(term.pk) if term.pk is not None else None
        if kept is None:
            plan.new_agents.append((ItemAgent(role=column.role, position=position), term))
        elif kept.position != position:
            kept.position = position
            plan.changed_agents.append((kept, ["position"]))
    plan.changed.append(column.name)


def _next_position(plan: Plan, standing: Standing) -> int:
    taken = [one.position for one in standing.agents] + [one.position for one, _ in plan.new_agents]
    return max(taken, default=-1) + 1


def _plan_agent(
    plan: Plan, wish: Wish, standing: Standing, naming: Naming, header: str, said: dict[str, Any]
) -> None:
    """Add or change one person with details: who is meant is told by name and role."""
    name, role = said.get("name"), said.get("role")
    if not isinstance(name, str) or not isinstance(role, str):
        wish.tell(ERROR, header, "Say the name and the role of a person with details.")
        return
    term = naming.find(wish, AGENT_COLUMNS[0], f"{header}.name", name)
    if term is None:
        return
    part = _part_of(plan, standing, term, role)
    if part is None:
        part = ItemAgent(role=role, position=_next_position(plan, standing))
        plan.new_agents.append((part, term))
        plan.changed.append(_ROLES[role].name)
    details = [column for column in AGENT_COLUMNS[2:] if column.name in said]
    changed = [column.name for column in details if _set(part, column, said[column.name])]
    if changed:
        plan.changed.append(_ROLES[role].name)
        if part.pk is not None:
            plan.changed_agents.append((part, changed))


def _part_of(plan: Plan, standing: Standing, term: Term, role: str) -> ItemAgent | None:
    for part, other in plan.new_agents:
        if other is term and part.role == role:
            return part
    for part in standing.agents:
        is_same = term.pk is not None and part.agent_id == term.pk and part.role == role
        if is_same and part not in plan.gone:
            return part
    return None


def _set(part: Any, column: Column, value: Any) -> bool:
    """Put a value on a part of an item; say whether that changed it."""
    stands = getattr(part, column.field)
    if value is CLEARED:
        value = part._meta.get_field(column.field).get_default()
    elif (column.form is Form.LINE and line_of(stands) == value) or (
        column.form is Form.TEXT and text_of(stands) == value
    ):
        return False
    if stands == value:
        return False
    setattr(part, column.field, value)
    return True


def _plan_links(plan: Plan, wish: Wish, standing: Standing) -> None:
    for number, said in sorted(wish.groups.get("link", {}).items()):
        header, url = f"link.{number}", said.get("url")
        if not isinstance(url, str):
            if not wish.is_refused(f"{header}.url"):
                wish.tell(ERROR, f"{header}.url", "Say the address of the link.")
            continue
        known = next((one for one in standing.links if one.link.url == url), None)
        if known is not None:
            _change_link(plan, wish, known, header, said)
        elif any(new.url == url for new in plan.new_links):
            wish.tell(ERROR, f"{header}.url", "The row names this address twice.")
        else:
            _add_link(plan, wish, standing, header, said)


def _change_link(
    plan: Plan, wish: Wish, known: ItemLink, header: str, said: dict[str, Any]
) -> None:
    title, note = said.get("title"), said.get("note")
    if isinstance(title, str) and title != line_of(known.link.title):
        words = f"The link is known as “{known.link.title}” and keeps that title; change it there."
        wish.tell(WARNING, f"{header}.title", words)
    if note is CLEARED:
        wish.tell(ERROR, f"{header}.note", "A link always says why it matters.")
    elif isinstance(note, str) and note != text_of(known.note):
        known.note = note
        plan.changed_links.append((known, ["note"]))
        plan.changed.append(header)


def _add_link(
    plan: Plan, wish: Wish, standing: Standing, header: str, said: dict[str, Any]
) -> None:
    note, title = said.get("note"), said.get("title")
    if not isinstance(note, str):
        wish.tell(ERROR, f"{header}.note", "Say why the link matters: readers see it beside it.")
        return
    taken = [one.position for one in standing.links] + [one.position for one in plan.new_links]
    words = title if isinstance(title, str) else plan.title
    new = NewLink(said["url"], words[:300], note, max(taken, default=-1) + 1)
    plan.new_links.append(new)
    plan.changed.append(header)

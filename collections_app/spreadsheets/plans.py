"""What one row would change, worked out and not yet written."""

from dataclasses import dataclass, field
from enum import StrEnum

from collections_app.models import ArchivalItem, Copy, ItemAgent, ItemLink, ItemPlace
from collections_app.spreadsheets.terms import Term
from collections_app.spreadsheets.wishes import Message


class Action(StrEnum):
    """What becomes of a row."""

    CREATE = "create"
    UPDATE = "update"
    UNCHANGED = "unchanged"
    ERROR = "error"


@dataclass(slots=True)
class NewLink:
    """A link that an item is to have: described anew unless its address is already known."""

    url: str
    title: str
    note: str
    position: int


@dataclass(slots=True)
class Plan:
    """All that one row does. `changed` names columns, for the report and to compare checks."""

    row: int
    ref: str = ""
    title: str = ""
    action: Action = Action.UNCHANGED
    changed: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    item: ArchivalItem | None = None
    fields: list[str] = field(default_factory=list)
    term_lists: dict[str, list[Term]] = field(default_factory=dict)
    new_agents: list[tuple[ItemAgent, Term]] = field(default_factory=list)
    changed_agents: list[tuple[ItemAgent, list[str]]] = field(default_factory=list)
    gone: list[ItemAgent | ItemPlace] = field(default_factory=list)
    new_places: list[tuple[ItemPlace, Term]] = field(default_factory=list)
    new_copies: list[Copy] = field(default_factory=list)
    changed_copies: list[tuple[Copy, list[str]]] = field(default_factory=list)
    new_links: list[NewLink] = field(default_factory=list)
    changed_links: list[tuple[ItemLink, list[str]]] = field(default_factory=list)

    def said(self) -> str:
        """Return what the row does in one line: equal lines, equal deeds."""
        return f"{self.row}\t{self.action}\t{self.ref}\t{','.join(self.changed)}"

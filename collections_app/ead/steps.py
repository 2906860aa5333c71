"""One step of bringing in a finding aid: what is done to one record, and what is said of it."""

from dataclasses import dataclass, field
from typing import Any

from collections_app.ead.comparing import Comparison
from collections_app.ead.mapping import Described
from collections_app.ead.matching import Match

CREATE, UPDATE, SAME, REFUSE, LEAVE = "create", "update", "unchanged", "refused", "left"


@dataclass(slots=True)
class Step:
    """One unit: its record, what is to be written to it, and its place if that is to change."""

    match: Match
    action: str
    source: dict[str, Any]
    comparison: Comparison = field(default_factory=Comparison)
    position: int = 0

    @property
    def described(self) -> Described:
        return self.match.described

"""The text of a press release: the markup of books without notes, entries and works cited.

Text that was pasted may have lost its links: “can be found on our website at and on …”. Such
places are pointed out, and links without an address refused.
"""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from briefingbooks import markup
from collections_app.models import ArchivalItem
from oralhistory.models import Interview

HELP = (
    "CommonMark. ### heading; *italic*; [words](https://…); {doc}`FTP-0001` or "
    "{testimony}`FTP-OH-0001`. No notes: the first paragraph follows the dateline."
)
ROLES: dict[str, Any] = {"doc": ArchivalItem, "testimony": Interview}
_KINDS = {"doc": "item", "testimony": "interview"}

# A word that leads to an address, and then none: “at and on”, “at.”, “visit, ”.
_LOST = re.compile(
    r"(?:\S+[ \t]+){0,3}\b(?:at|on|via|visit|see|to|from)"
    r"(?:[ \t]+(?:and|or)\b(?![ \t]+(?:on|off)[ \t]*[.,;])(?:[ \t]+\w+)?"
    r"|[ \t]+[.,;:)]|[.,;](?=\s|$))",
    re.IGNORECASE,
)
# Ordinary English that only looks so.
_FINE = re.compile(
    r"\b(?:(?:on|to) and (?:on|from|fro|off)|from and to|(?:looks?|looked|called|relied|agreed|"
    r"referred|went|goes|going|moved?|carried|later|early|so|and) (?:on|at|to)[.,;])",
    re.IGNORECASE,
)


@dataclass(slots=True)
class PressText:
    """One parsed text: what the markup says, what is refused, and what seems to be lost."""

    parsed: markup.Text
    refused: list[str] = field(default_factory=list)
    lost_links: list[markup.Problem] = field(default_factory=list)


def read(source: str) -> PressText:
    """Parse a text of a press release. Never raises."""
    text = PressText(markup.parse(source))
    text.refused = [str(problem) for problem in text.parsed.problems]
    if text.parsed.notes or text.parsed.calls:
        text.refused.append("A press release has no notes.")
    for mention in text.parsed.mentions:
        if mention.role not in ROLES:
            words = f"Line {mention.line}: a press release can not mention a {{{mention.role}}}."
            text.refused.append(words)
    text.lost_links = lost_links(source)
    return text


def problems_in(source: str) -> list[str]:
    """List what is refused at the field: markup, and keys that do not exist. Two queries."""
    text = read(source)
    known = {role: _known(text, role) for role in ROLES}
    for mention in text.parsed.mentions:
        if mention.role in ROLES and mention.key not in known[mention.role]:
            hint = markup.nearest(mention.key, _all_keys(mention.role))
            kind = _KINDS[mention.role]
            text.refused.append(f"Line {mention.line}: there is no {kind} “{mention.key}”{hint}")
    return text.refused


def lost_links(source: str) -> list[markup.Problem]:
    """Point out the places at which a link seems to have been lost when the text was pasted."""
    found = []
    for number, line in enumerate(source.splitlines(), start=1):
        for place in _LOST.finditer(line):
            words = place.group().strip()
            if not _FINE.search(words):
                found.append(markup.Problem(number, f"a link seems to be lost at “{words}”."))
    return found


def not_public(text: PressText, at: datetime | None = None) -> set[str]:
    """Return the references of the records that a text names and readers may not see."""
    hidden = set()
    for role, model in ROLES.items():
        keys = {one.key for one in text.parsed.mentions if one.role == role}
        public = model.objects.public(at).filter(ref__in=keys) if keys else []
        hidden |= keys - {record.ref for record in public}
    return hidden


def _known(text: PressText, role: str) -> set[str]:
    keys = {one.key for one in text.parsed.mentions if one.role == role}
    rows = ROLES[role]._default_manager.filter(ref__in=keys)
    return set(rows.values_list("ref", flat=True)) if keys else set()


def _all_keys(role: str) -> list[str]:
    return list(ROLES[role]._default_manager.values_list("ref", flat=True))

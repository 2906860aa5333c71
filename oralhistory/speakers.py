"""Under what names the people of an interview may be told: the one place where names leave.

Pure: it reads participants as `Participation.objects.with_consent()` loads them.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections_app.models import Agent
    from oralhistory.models import Participation

SHORTEST_NAME = 3  # characters; a single letter is a label, not a name
SHORTEST_SURNAME = 4  # letters; a shorter one, alone, is too often an ordinary word


@dataclass(frozen=True, slots=True)
class PublicName:
    """How the public knows a participant. `agent` is set where their public page may be linked."""

    label: str
    role: str
    is_withheld: bool
    agent: "Agent | None" = None

    @property
    def in_words(self) -> str:
        return f"{self.label} (name withheld)" if self.is_withheld else self.label


def public_names(participations: Iterable["Participation"]) -> dict[int, PublicName]:
    """Return the public name of each participant of one interview, by primary key.

    The more protective of the participant's own wish and the person's privacy wins. Whoever has
    not agreed to the record, or whose name comes from an unpublished person, is called by their
    role, with a number where several would be called the same.
    """
    participations = list(participations)
    names = {person.pk: _name(person) for person in participations}
    nameless = Counter(person.role for person in participations if not names[person.pk])
    numbers: Counter[str] = Counter()
    shown = {}
    for person in participations:
        role = person.get_role_display()
        if label := names[person.pk]:
            shown[person.pk] = PublicName(label, role, False, _linked(person))
            continue
        numbers[person.role] += 1
        number = f" {numbers[person.role]}" if nameless[person.role] > 1 else ""
        shown[person.pk] = PublicName(f"{role.capitalize()}{number}", role, True)
    return shown


def _name(person: "Participation") -> str:
    if not person.allows_record or person.identity == "anonymous":
        return ""
    if person.identity_mode == "pseudonym":
        return person.public_name
    if person.identity == "identified" and person.public_name:
        return person.public_name
    return person.agent.public_label if person.agent and person.agent_is_named else ""


def _linked(person: "Participation") -> "Agent | None":
    is_open = person.identity_mode == "identified" and person.agent_is_named
    return person.agent if is_open else None


def protected_names(participations: Iterable["Participation"]) -> set[str]:
    """Return every form of the real names of those participants whose name is protected.

    The surname alone is one of them: it is what people are called by when they are spoken of.
    Reads `agent.names`: prefetch them.
    """
    found: set[str] = set()
    for person in participations:
        if person.identity == "identified":
            continue
        if person.identity_mode != "pseudonym":
            found.add(person.public_name)
        if person.agent is not None:
            names = [person.agent.name, person.agent.display_name]
            names += [other.name for other in person.agent.names.all()]
            found.update(form for name in names for form in (name, _turned(name)))
            found.add(_surname(person.agent.name))
    return {name for name in found if len(name) >= SHORTEST_NAME}


def _turned(name: str) -> str:
    family, comma, given = name.partition(",")
    return f"{given.strip()} {family.strip()}" if comma else name


def _surname(name: str) -> str:
    """Return what stands before the comma, if it is long enough to point at somebody; or ""."""
    family, comma, _ = name.partition(",")
    letters = sum(letter.isalpha() for letter in family)
    return family.strip() if comma and letters >= SHORTEST_SURNAME else ""


class NameFinder:
    """Finds protected names in words meant for the public, whatever their case and accents."""

    def __init__(self, names: Iterable[str]) -> None:
        forms = sorted({_plain(name) for name in names}, key=len, reverse=True)
        alternatives = "|".join(map(re.escape, forms))
        self._pattern = re.compile(rf"(?<!\w)(?:{alternatives})(?!\w)") if forms else None

    def finds_in(self, words: str) -> bool:
        return self._pattern is not None and self._pattern.search(_plain(words)) is not None


def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words)
    letters = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return " ".join(letters.casefold().split())

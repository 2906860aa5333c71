"""Under what names the people of an interview may be told: the one place where names leave.

Pure: it reads participants as `Participation.objects.with_consent()` loads them.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from collections_app.names import SHORTEST_NAME, surname, turned

if TYPE_CHECKING:
    from collections_app.models import Agent
    from oralhistory.models import Participation


@dataclass(frozen=True, slots=True)
class PublicName:
    """How the public knows a participant. `agent` is set where their public page may be linked."""

    label: str
    role: str
    is_withheld: bool
    agent: "Agent | None" = None

    @property
    def in_words(self) -> str:
        return (
            _("{name} (name withheld)").format(name=self.label) if self.is_withheld else self.label
        )


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


def protected_names(
    participations: Iterable["Participation"], *, apart_from_holds: bool = False
) -> set[str]:
    """Return every form of the real names of those participants whose name is protected.

    The surname alone is one of them: it is what people are called by when they are spoken of.
    Reads `agent.names`: prefetch them. `apart_from_holds` leaves out persons who are only on hold.
    """
    found: set[str] = set()
    for person in participations:
        identity = person.lasting_identity if apart_from_holds else person.identity
        if identity == "identified":
            continue
        if person.identity_mode != "pseudonym":
            found.add(person.public_name)
        if person.agent is not None:
            names = [person.agent.name, person.agent.display_name]
            names += [other.name for other in person.agent.names.all()]
            found.update(form for name in names for form in (name, turned(name)))
            found.add(surname(person.agent.name))
    return {name for name in found if len(name) >= SHORTEST_NAME}

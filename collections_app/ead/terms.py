"""Names and headings of a finding aid against our lists: found, to be made, or told as unknown.

A name is found without regard to case and accents, by other names too, and without the dates of
life that finding aids append to it.
"""

import re
from dataclasses import dataclass, field

from collections_app.ead.languages import two_letters
from collections_app.ead.mapping import Described, Message
from collections_app.ead.names import PEOPLE
from collections_app.ead.units import AccessPoint, SpokenLanguage
from collections_app.models import ItemAgent
from collections_app.spreadsheets.terms import Ambiguous, Term, Unknown, Vocabularies, load_terms

GROWING = ("agents", "places", "subjects", "languages")
LONGEST = {"agents": 255, "places": 160, "subjects": 160, "languages": 60}
_LIFE = re.compile(r",? \(?(b\. |d\. |ca\. |active |born |died |approximately )?\d{4}[^,]*$")
_ROLES = {
    "photographer": ItemAgent.Role.PHOTOGRAPHER,
    "pht": ItemAgent.Role.PHOTOGRAPHER,
    "recipient": ItemAgent.Role.RECIPIENT,
    "addressee": ItemAgent.Role.RECIPIENT,
    "rcp": ItemAgent.Role.RECIPIENT,
    "depicted": ItemAgent.Role.DEPICTED,
    "dpc": ItemAgent.Role.DEPICTED,
    "author": ItemAgent.Role.AUTHOR,
    "aut": ItemAgent.Role.AUTHOR,
    "signer": ItemAgent.Role.SIGNATORY,
} | {role.value: role for role in ItemAgent.Role}


@dataclass(slots=True)
class Meant:
    """The terms of one record by the column that keeps them; each is a key of `Terms.wanted`."""

    sets: dict[str, set[str]] = field(default_factory=dict)

    def add(self, name: str, value: str) -> None:
        self.sets.setdefault(name, set()).add(value)


@dataclass(slots=True)
class Wanted:
    """A term that is to be made: what it is called, and what the finding aid says of it."""

    vocabulary: str
    name: str
    element: str
    dates: str = ""
    uri: str = ""
    code: str = ""


class Terms:
    """Our lists while one finding aid is read. `creates` names those that it may add to."""

    def __init__(self, creates: tuple[str, ...] = ()) -> None:
        self.lists: Vocabularies = load_terms()
        self.creates = creates
        self.unknown: dict[tuple[str, str], Unknown] = {}
        self.wanted: dict[str, Wanted] = {}

    def meant_by(self, described: Described) -> Meant:
        """Match everything one unit names; what is unknown goes to its notes and its messages."""
        meant = Meant()
        for language in described.languages:
            if key := self._language(language, described):
                meant.add("languages", key)
        for point in described.terms:
            vocabulary = vocabulary_of(point)
            if key := self._term(vocabulary, point, described):
                meant.add(*_column(vocabulary, key, point, is_item=described.is_item))
        return meant

    def _language(self, said: SpokenLanguage, described: Described) -> str:
        code = two_letters(said.code)
        for word in filter(None, (code, said.name)):
            if found := self._find("languages", word, said.line, described):
                return str(found.pk)
        name = said.name or code
        return self._new(Wanted("languages", name, "language", code=code), said.line, described)

    def _term(self, vocabulary: str, point: AccessPoint, described: Described) -> str:
        known = self.lists[vocabulary].by_key.get(point.key.casefold()) if point.key else None
        if known is not None:
            return str(known.pk)
        for name in dict.fromkeys(_names(point)):
            if found := self._find(vocabulary, name, point.line, described):
                return str(found.pk)
        wanted = Wanted(vocabulary, point.name, point.element, point.dates, point.uri)
        return self._new(wanted, point.line, described)

    def _find(self, vocabulary: str, name: str, line: int, described: Described) -> Term | None:
        try:
            return self.lists[vocabulary].find(name)
        except Ambiguous as problem:
            described.messages.append(Message(line, "ambiguous", str(problem)))
            return None

    def _new(self, wanted: Wanted, line: int, described: Described) -> str:
        """Note a term to be made, or tell it as unknown and keep its words in the notes."""
        vocabulary, name = wanted.vocabulary, wanted.name
        may_be_made = wanted.element != "name" and len(name) <= LONGEST[vocabulary]
        if vocabulary == "languages":
            may_be_made = bool(wanted.code)
        if vocabulary in self.creates and may_be_made:
            key = f"+{vocabulary}:{name.casefold()}"
            self.wanted.setdefault(key, wanted)
            return key
        found = self.unknown.setdefault((vocabulary, name.casefold()), Unknown(vocabulary, name))
        found.count += 1
        if len(found.rows) < 5:
            found.rows.append(line)
        if not found.alike and found.count == 1:
            found.alike = self.lists[vocabulary].names_like(name)
        said = f"Not in our list of {vocabulary}"
        described.notes.append(f"{said} (<{wanted.element}>): {name}")
        described.messages.append(Message(line, "unknown", f"{said}: “{name}”; kept in the notes"))
        return ""


def vocabulary_of(point: AccessPoint) -> str:
    """Return the list to which a name or heading belongs."""
    if point.element in PEOPLE:
        return "agents"
    return "places" if point.element == "geogname" else "subjects"


def _column(vocabulary: str, key: str, point: AccessPoint, *, is_item: bool) -> tuple[str, str]:
    if vocabulary == "agents" and is_item:
        words = re.findall(r"[a-z_]+", point.role.lower())
        role = next((_ROLES[word] for word in words if word in _ROLES), None)
        usual = ItemAgent.Role.AUTHOR if point.is_creator else ItemAgent.Role.MENTIONED
        return "agents", f"{role or usual}|{key}"
    if vocabulary == "agents":
        return ("creators" if point.is_creator else "named_agents"), key
    return vocabulary, key


def _names(point: AccessPoint) -> list[str]:
    """Return the ways in which the name may stand in our list."""
    name = point.name.rstrip(".") if not point.name.endswith("Inc.") else point.name
    bare = name.removesuffix(f", {point.dates}") if point.dates else _LIFE.sub("", name)
    return [point.name, name, bare.rstrip(" ,")]

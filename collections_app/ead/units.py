"""What is read from a finding aid, in plain values; each remembers the line it stands in."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Passage:
    """An element of description in words. `heading` is its own heading or label, "" if it has none.

    `is_internal` marks what the archive keeps from readers (`audience="internal"`).
    """

    name: str
    text: str
    line: int
    heading: str = ""
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """A date as printed, with what the archive says of it for machines."""

    text: str
    line: int
    normal: str = ""
    kind: str = ""
    certainty: str = ""
    edtf: str = ""


@dataclass(frozen=True, slots=True)
class AccessPoint:
    """A name or heading under which the unit is to be found, or its creator."""

    element: str
    name: str
    line: int
    is_creator: bool = False
    role: str = ""
    dates: str = ""
    uri: str = ""
    key: str = ""


@dataclass(frozen=True, slots=True)
class DigitalObject:
    """An address at which the archive shows the unit or a part of it."""

    url: str
    title: str
    note: str
    line: int


@dataclass(frozen=True, slots=True)
class SpokenLanguage:
    """A language of the material: its ISO 639 code where the archive gives one, and its name."""

    code: str
    name: str
    line: int


@dataclass(slots=True)
class Unit:
    """One level of description, the whole (`archdesc`) or a component, with its parts in order."""

    line: int
    level: str = ""
    xml_id: str = ""
    is_internal: bool = False
    title: str = ""
    numbers: list[str] = field(default_factory=list)
    record_code: str = ""
    containers: list[str] = field(default_factory=list)
    extents: list[str] = field(default_factory=list)
    dates: list[PrintedDate] = field(default_factory=list)
    languages: list[SpokenLanguage] = field(default_factory=list)
    access_points: list[AccessPoint] = field(default_factory=list)
    links: list[DigitalObject] = field(default_factory=list)
    passages: list[Passage] = field(default_factory=list)
    parts: list["Unit"] = field(default_factory=list)


@dataclass(slots=True)
class FindingAid:
    """A finding aid: who keeps the material, what it is called, and its units."""

    dialect: str
    identifier: str
    whole: Unit
    repository: str = ""
    repository_codes: list[str] = field(default_factory=list)
    components: int = 0
    messages: list[tuple[int, str]] = field(default_factory=list)

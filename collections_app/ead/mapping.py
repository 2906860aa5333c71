"""What each unit of a finding aid becomes here: a collection, or an item with a copy.

Every passage goes into the field made for it, or into the notes under its heading. What was kept
as a note, cut, left out or placed elsewhere is said in a message with its line.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from collections_app.ead import levels
from collections_app.ead.dating import dating_of
from collections_app.ead.headings import only_names
from collections_app.ead.kinds import is_said_by_kind, kind_of
from collections_app.ead.reading import HOUSE_NOTES, RIGHTS
from collections_app.ead.units import (
    AccessPoint,
    DigitalObject,
    FindingAid,
    Passage,
    SpokenLanguage,
    Unit,
)
from collections_app.names import plain, words_of

DESCRIBED = {
    "abstract": "abstract",
    "scopecontent": "scope_and_content",
    "bioghist": "history",
    "arrangement": "arrangement",
    "organization": "arrangement",
    "accessrestrict": "access_conditions",
    "legalstatus": "access_conditions",
    "userestrict": "reproduction_conditions",
    "custodhist": "custodial_history",
    "acqinfo": "acquisition",
    "appraisal": "appraisal",
    "accruals": "accruals",
    "phystech": "physical_requirements",
    "otherfindaid": "finding_aids",
    "originalsloc": "originals",
    "altformavail": "copies_elsewhere",
    "relatedmaterial": "related_material",
    "separatedmaterial": "related_material",
    "bibliography": "publication_note",
    "prefercite": "preferred_citation",
    "processinfo": "processing",
    "odd": "general_note",
    "note": "general_note",
    "didnote": "general_note",
    "physloc": "general_note",
    "materialspec": "general_note",
    "fileplan": "general_note",
    "index": "general_note",
}
OF_ITEMS = {
    "abstract": "abstract",
    "scopecontent": "scope_and_content",
    "accessrestrict": "access_conditions",
    "legalstatus": "access_conditions",
    "userestrict": "rights_note",
    "bibliography": "publication_note",
}
SAID_BEFORE = {
    "separatedmaterial": "Separated material",
    "legalstatus": "Legal status",
    "physloc": "Location",
    "materialspec": "Particulars of the material",
    "fileplan": "File plan",
    "index": "Index",
}
CALLED = {
    **SAID_BEFORE,
    "eadheader": "Header of the finding aid",
    "control": "Header of the finding aid",
    "frontmatter": "Title page of the finding aid",
    "repository": "Archive, as printed",
    "origination": "Origination, as printed",
    "controlaccess": "Access points, as printed",
    "langmaterial": "Language of the material, as printed",
    "thead": "Columns of the list",
    "head": "Heading",
    "dao": "Digital object",
    "daogrp": "Digital object",
    "daoset": "Digital object",
    "text": "Text between elements",
    "dsc": "Overview of the series",
}
LONGEST = {
    False: {"title": 400, "reference_code": 160, "containers": 300, "extent": 600,
            "date_display": 160},
    True: {"title": 500, "reference_code": 600, "extent": 160, "date_display": 160,
           "rights_note": 300, "abstract": 500},
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Message:
    """A word about one line of the file, of a kind that reports can be sorted by."""

    line: int
    kind: str
    text: str


@dataclass(slots=True)
class Described:
    """A unit as its record will say it: plain values by field, names and headings to be matched.

    `key` tells the unit again in a later edition of the same finding aid; `notes` are for the
    house and get what can not be matched added.
    """

    unit: Unit
    level: str
    values: dict[str, str] = field(default_factory=dict)
    terms: list[AccessPoint] = field(default_factory=list)
    languages: list[SpokenLanguage] = field(default_factory=list)
    links: list[DigitalObject] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    parts: list["Described"] = field(default_factory=list)
    key: str = ""
    place: str = ""

    @property
    def is_item(self) -> bool:
        return self.level == levels.ITEM

    def walk(self) -> Iterator["Described"]:
        """Yield the unit and all units in it, each before its parts."""
        yield self
        for part in self.parts:
            yield from part.walk()


def describe(aid: FindingAid, *, files_as_items: bool = False) -> Described:
    """Say what a whole finding aid becomes."""
    level = levels.level_of_whole(aid.whole.level)
    whole = _describe(aid.whole, level, holder=aid.repository)
    whole.messages += [Message(line, "note", text) for line, text in aid.messages]
    _describe_parts(whole, files_as_items=files_as_items)
    return whole


def _describe_parts(above: Described, *, files_as_items: bool) -> None:
    for number, unit in enumerate(above.unit.parts, start=1):
        level = levels.level_of_part(
            unit.level, above.level, has_parts=bool(unit.parts), files_as_items=files_as_items
        )
        part = _describe(unit, level)
        part.place = f"{above.place}.{number}" if above.place else str(number)
        above.parts.append(part)
        _describe_parts(part, files_as_items=files_as_items)


def _describe(unit: Unit, level: str, holder: str = "") -> Described:
    made = Described(unit, level)
    _note_level(made)
    if unit.is_internal:
        made.notes.append("Marked in the finding aid as internal to the archive.")
        made.messages.append(
            Message(unit.line, "internal", "Marked as internal to the archive; kept as a draft")
        )
    dating = dating_of(unit.dates)
    made.messages += [Message(line, "date", text) for line, text in dating.messages]
    _put(made, "date_edtf", dating.edtf)
    _put(made, "date_display", dating.words)
    made.values["date_certainty"], made.values["date_basis"] = dating.certainty, dating.basis
    _name(made)
    extent = "; ".join(unit.extents)
    _put(made, "extent", extent)
    made.links = list(unit.links)
    made.languages = [one for one in unit.languages if one.code or one.name]
    _keep_access_points(made)
    for passage in unit.passages:
        _keep(made, passage, holder)
    if made.is_item:
        _put(made, "kind", kind_of(unit))
        made.terms = [one for one in made.terms if not is_said_by_kind(one, made.values["kind"])]
    return made


def _note_level(made: Described) -> None:
    printed = made.unit.level
    if levels.is_as_printed(printed, made.level):
        return
    if printed:
        made.notes.append(f"Level as printed: {printed}")
    said = f"“{printed}”" if printed else "not stated"
    made.messages.append(Message(made.unit.line, "level", f"Level {said}: kept as {made.level}"))


def _name(made: Described) -> None:
    """Give title, number and boxes; a unit without a title is called by what it has."""
    unit = made.unit
    boxes = _boxes(unit.containers)
    number = "; ".join(unit.numbers[:1])
    title = unit.title
    if not title:
        words = made.values.get("date_display") or ", ".join(d.text for d in unit.dates)
        title = words or number or boxes or "Without a title"
        made.messages.append(Message(unit.line, "title", f"No title; called “{title[:60]}”"))
    _put(made, "title", title)
    if made.is_item:
        _put(made, "reference_code", ", ".join(filter(None, [number, boxes])))
    else:
        _put(made, "reference_code", number)
        _put(made, "containers", boxes)
    for other in unit.numbers[1:]:
        _note(made, Passage("unitid", other, unit.line, "Other number"))


def _boxes(containers: list[str]) -> str:
    said = ", ".join(containers)
    return said[:1].upper() + said[1:]


def _put(made: Described, name: str, value: str) -> None:
    """Keep a value; what is too long for its field is cut there and kept whole in the notes."""
    longest = LONGEST[made.is_item].get(name)
    if longest and len(value) > longest:
        label = name.replace("_", " ").capitalize()
        made.notes.append(f"{label} in full: {value}")
        said = f"{label} is longer than {longest} characters: cut, and kept in full in the notes"
        made.messages.append(Message(made.unit.line, "long", said))
        value = f"{value[: longest - 1].rstrip()}…"
    made.values[name] = value


def _keep_access_points(made: Described) -> None:
    for point in made.unit.access_points:
        if point.element == "title":
            _note(made, Passage("title", point.name, point.line, "Title as an access point"))
        else:
            made.terms.append(point)


def _keep(made: Described, passage: Passage, holder: str) -> None:
    """Put a passage into its field, or among the notes."""
    if passage.heading == HOUSE_NOTES:
        made.notes.append(passage.text)
        return
    if passage.name == RIGHTS:
        said = "The rights statement is not read from finding aids: choose it here"
        made.messages.append(Message(passage.line, "rights", said))
        return
    if passage.name == "repository" and words_of(passage.text) == words_of(holder):
        return
    names = OF_ITEMS if made.is_item else DESCRIBED
    name = "" if passage.is_internal else names.get(passage.name, "")
    if made.is_item and name == "abstract" and not _fits(made, name, passage.text):
        name = "scope_and_content"
    if not name or (name == "rights_note" and not _fits(made, name, passage.text)):
        _note(made, passage)
        return
    said = _with_heading(made, passage)
    made.values[name] = "\n\n".join(filter(None, [made.values.get(name, ""), said]))


def _fits(made: Described, name: str, text: str) -> bool:
    return len(made.values.get(name, "")) + len(text) + 60 <= LONGEST[True][name]


def _with_heading(made: Described, passage: Passage) -> str:
    """Return the words of a passage below its heading, unless that only names the element."""
    heading, before = passage.heading, SAID_BEFORE.get(passage.name, "")
    if passage.text.startswith(f"{before}\n"):
        before = ""
    if only_names(heading):
        made.messages.append(Message(passage.line, "heading", f"Heading left out: “{heading}”"))
        heading = ""
    return "\n\n".join(filter(None, [heading or before, passage.text]))


def _note(made: Described, passage: Passage) -> None:
    called = CALLED.get(passage.name, f"<{passage.name}>")
    heading = passage.heading if plain(passage.heading) != plain(called) else ""
    said = f"{called} ({heading})" if heading else called
    if passage.is_internal:
        said += ", internal to the archive"
    made.notes.append(f"{said}: {passage.text}")
    words = f"<{passage.name}> has no field of its own: kept in the notes"
    made.messages.append(Message(passage.line, f"note:{passage.name}", words))

"""Digital objects of a finding aid: each address with its title and what is said of it."""

from lxml import etree

from collections_app.ead.opening import children, line_of, name_of
from collections_app.ead.text import address_in, folded, paragraphs, words
from collections_app.ead.units import DigitalObject, Passage, Unit

LOCATIONS = {"dao", "daoloc"}
DESCRIBED = {"daodesc", "descriptivenote"}


def read_digital_object(element: etree._Element, unit: Unit) -> None:
    """Read `dao`, and groups of them; what has no address on the web is kept as a passage."""
    said = "\n\n".join(filter(None, (paragraphs(one) for one in _notes(element))))
    places = [one for one in element.iter() if name_of(one) in LOCATIONS]
    kept = False
    for place in places:
        own = "\n\n".join(filter(None, (paragraphs(one) for one in _notes(place))))
        note = own if place is element else "\n\n".join(filter(None, [said, own]))
        kept = _keep_place(place, note, unit) or kept
    rest = _other_words(element)
    if not kept and said and element not in places:
        rest = "\n\n".join(filter(None, [said, rest]))
    if rest:
        unit.passages.append(Passage(name_of(element), rest, line_of(element)))


def _keep_place(place: etree._Element, note: str, unit: Unit) -> bool:
    address, line = address_in(place), line_of(place)
    title = _attribute(place, "title") or _attribute(place, "linktitle")
    if address:
        unit.links.append(DigitalObject(address, title or note.split("\n")[0], note, line))
        return True
    named = _attribute(place, "href") or _attribute(place, "entityref")
    if said := "\n\n".join(filter(None, [title, note, named])):
        unit.passages.append(Passage("dao", said, line))
    return False


def _notes(element: etree._Element) -> list[etree._Element]:
    return [one for one in children(element) if name_of(one) in DESCRIBED]


def _other_words(element: etree._Element) -> str:
    """Return what else stands in the group: its own text and that of its link ends."""
    others = [one for one in children(element) if name_of(one) not in {*LOCATIONS, *DESCRIBED}]
    return folded(" ".join([element.text or "", *map(words, others)]))


def _attribute(element: etree._Element, name: str) -> str:
    for key, value in element.attrib.items():
        if str(key).rpartition("}")[2] == name:
            return folded(str(value))
    return ""

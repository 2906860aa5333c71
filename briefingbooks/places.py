"""The places of a book that readers can point at: what the assembled page has an address for. Pure.

Sections, documents, notes and events, and whatever inside their text has an address of its own:
headings, numbered paragraphs.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from briefingbooks.pages import BookPage, EntryView

LONGEST_TITLE = 80
_HEADING = re.compile(r'<h[34] id="([^"]+)">(.*?)</h[34]>', re.DOTALL)
_PARAGRAPH = re.compile(r"-p(\d+)$")
_ID = re.compile(r'\bid="([^"]+)"')


@dataclass(frozen=True, slots=True)
class Place:
    """An anchor with the words by which readers find it; `entry` is the card around it, if any.

    `group` is the part of the book; a place within another one has none.
    """

    anchor: str
    words: str
    group: str = ""
    entry: str = ""


def places_of(page: BookPage) -> dict[str, Place]:
    """Return every place of an assembled page by its anchor, in the order of reading."""
    found: dict[str, Place] = {}
    for place in _places(page):
        found.setdefault(place.anchor, place)
    return found


def _places(page: BookPage) -> Iterator[Place]:
    yield from _with_inner(Place("summary", _("Summary"), _("Text")), page.summary)
    for section in page.sections:
        yield from _with_inner(Place(section.slug, section.heading, _("Text")), section.html)
    for entry in page.entries:
        if not entry.is_hidden:
            place = Place(entry.anchor, _title(entry), _("Documents and testimony"), entry.anchor)
            yield from _with_inner(place, f"{entry.annotation}{entry.analysis}")
    for event in page.events:
        words = _("{place}: {title}").format(place=event.date, title=event.title)
        yield from _with_inner(Place(event.anchor, words, _("Chronology")), event.html)
    for note in page.notes:
        words = _("Note {number}").format(number=note.number)
        yield Place(note.anchor, words, _("Notes"), note.entry)
    if page.bibliography:
        yield Place("bibliography", _("Works cited"), _("Other parts"))
    if page.links:
        yield Place("further-reading", _("Further reading"), _("Other parts"))
    if page.about:
        yield from _with_inner(Place("about", _("About this book"), _("Other parts")), page.about)


def _title(entry: EntryView) -> str:
    title = entry.title
    if len(title) > LONGEST_TITLE:
        title = title[:LONGEST_TITLE].rsplit(" ", 1)[0] + " …"
    return _("{place}: {title}").format(place=entry_named(entry), title=title)


def entry_named(entry: EntryView) -> str:
    """Return what readers call an entry: “Document 3”, “Testimony 4”."""
    if entry.is_testimony:
        return _("Testimony {number}").format(number=entry.number)
    return _("Document {number}").format(number=entry.number)


def _with_inner(place: Place, html: str) -> Iterator[Place]:
    yield place
    headings = {anchor: _plain(words) for anchor, words in _HEADING.findall(html)}
    for anchor in _ID.findall(html):
        if not anchor.startswith("fnref-"):
            words = f"{place.words}, {_inner_words(anchor, headings)}"
            yield Place(anchor, words, "", place.entry)


def _inner_words(anchor: str, headings: dict[str, str]) -> str:
    if anchor in headings:
        return f"“{headings[anchor]}”"
    paragraph = _PARAGRAPH.search(anchor)
    return _("paragraph {number}").format(number=paragraph[1]) if paragraph else anchor


def _plain(html: str) -> str:
    """Return the words of a heading without the sign of its own address."""
    return unescape(strip_tags(html)).removesuffix("¶").strip()

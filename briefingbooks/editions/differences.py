"""What differs between two editions of a book, part by part, in words. Pure.

Parts are known again by their anchors, which stay when they are renamed or moved.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from lxml import html

from briefingbooks.pages import BookPage, EntryView
from briefingbooks.places import entry_named
from collections_app.word_diff import Piece, word_diff

Fate = Literal["added", "removed", "changed"]
_BLOCKS = {"p", "h3", "h4", "li", "blockquote", "tr", "figcaption", "dd", "dt"}


@dataclass(frozen=True, slots=True)
class Difference:
    """What became of one part: what readers call it, where it stands, and its words side by side.

    `anchor` is empty for what stands in the later edition no more.
    """

    fate: Fate
    what: str
    anchor: str
    pieces: list[Piece]


@dataclass(frozen=True, slots=True)
class _Part:
    what: str
    words: str


def differences(before: BookPage, after: BookPage) -> list[Difference]:
    """Return what differs, in the reading order of the later edition; what went comes last."""
    old, new = dict(_parts(before)), dict(_parts(after))
    found = []
    for anchor, part in new.items():
        if anchor not in old:
            found.append(_one("added", part.what, anchor, "", part.words))
        elif old[anchor].words != part.words:
            found.append(_one("changed", part.what, anchor, old[anchor].words, part.words))
    gone = (anchor for anchor in old if anchor not in new)
    found += [_one("removed", old[one].what, "", old[one].words, "") for one in gone]
    return found


def _one(fate: Fate, what: str, anchor: str, before: str, after: str) -> Difference:
    return Difference(fate, what, anchor, word_diff(before, after))


def in_one_sentence(found: Iterable[Difference]) -> str:
    """Say how many parts changed, came and went; or that nothing differs."""
    fates = [one.fate for one in found]
    changed, new, gone = (fates.count(fate) for fate in ("changed", "added", "removed"))
    counts = [
        (changed, ngettext("{number} changed", "{number} changed", changed)),
        (new, ngettext("{number} new", "{number} new", new)),
        (gone, ngettext("{number} gone", "{number} gone", gone)),
    ]
    told = ", ".join(words.format(number=number) for number, words in counts if number)
    if not told:
        return _("Nothing differs in what is read.")
    return _("Parts of the book: {told}.").format(told=told)


def _parts(page: BookPage) -> Iterator[tuple[str, _Part]]:
    head = [page.title, *page.decks, *(f"{one.role} {one.names}" for one in page.credits)]
    yield "", _Part(_("Title and names"), "\n".join(head))
    yield "summary", _Part(_("Summary"), words_of(page.summary))
    for section in page.sections:
        said = f"{section.heading}\n{words_of(section.html)}"
        yield section.slug, _Part(_("Section “{heading}”").format(heading=section.heading), said)
    for entry in page.entries:
        yield entry.anchor, _Part(entry_named(entry), "\n".join(_said(entry)))
    for event in page.events:
        said = f"{event.date} {event.time} {event.title} {event.place}\n{words_of(event.html)}"
        yield event.anchor, _Part(_("Event “{title}”").format(title=event.title), said)
    for note in page.notes:
        yield note.anchor, _Part(_("Note {number}").format(number=note.number), words_of(note.html))
    works = "\n".join(words_of(line) for line in page.bibliography)
    yield "bibliography", _Part(_("Works cited"), works)
    yield "about", _Part(_("About this book"), words_of(page.about))


def _said(entry: EntryView) -> Iterator[str]:
    """Yield what a card says; its number is no difference, as everything after a new one moves."""
    if entry.is_hidden:
        yield _("This record is not public.")
        return
    yield entry.title
    yield " ".join([entry.date, *(f"{role} {name}" for role, name in entry.people)])
    yield f"{entry.status} {entry.withheld}".strip()
    yield f"{entry.source_line} {entry.provenance}".strip()
    for line in entry.lines:
        yield f"{line.speaker} {''.join(piece.words for piece in line.pieces)}{line.notice}"
    yield words_of(entry.annotation)
    yield words_of(entry.analysis)


def words_of(text: str) -> str:
    """Return the words of HTML, each paragraph on a line of its own, without signs of the page.

    Left out are the calls of notes, whose numbers move, and marks that only lead to a paragraph.
    """
    if not text.strip():
        return ""
    root = html.fragment_fromstring(f"<div>{text}</div>")
    for element in list(root.iter("a")):
        if element.get("role") == "doc-noteref" or "permalink" in element.get("class", ""):
            element.drop_tree()
    for element in root.iter():
        if element.tag in _BLOCKS:
            element.tail = f"\n{element.tail or ''}"
    lines = (" ".join(line.split()) for line in root.text_content().splitlines())
    return "\n".join(line for line in lines if line)

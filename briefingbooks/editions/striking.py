"""A frozen page without what has been closed since. Pure: it knows keys, names and words only.

What is taken out leaves a notice in the language spoken, so that the reader knows of it; numbers
and anchors stay.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from copy import deepcopy
from dataclasses import dataclass, fields, is_dataclass
from html import escape
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree, html

from briefingbooks.pages import BookPage, EntryView, Line
from collections_app.names import plain

NOT_PUBLIC = gettext_lazy("[record withdrawn]")
NAME_WITHHELD = gettext_lazy("[name withheld]")
DETAILS_WITHHELD = gettext_lazy("[details withheld]")
STRUCK = gettext_lazy("[words withdrawn]")
_WORDS = re.compile(r"[^\W\d_]+|\d+")
_RECORD = re.compile(r"/(?:items|interviews)/([^/#?]+)/")
# What leads somewhere is not rewritten: a part with its other half elsewhere would lead nowhere.
_ADDRESSES = {"url", "anchor", "slug", "label", "key", "ref", "date_iso", "archived_url", "host"}


@dataclass(frozen=True, slots=True)
class Closed:
    """What readers may not have any more.

    `records` are references of documents and interviews, `copies` anchors of entries whose copy is
    closed, `details` what in a citation tells more of a record than may be told, `sounds` anchors
    of entries of which nothing may be heard, `files` addresses of pictures, `passages` (anchor,
    language, key) of quoted words, `names` every form of every name, `points` slugs of turning
    points, `books` slugs of books, `words` what the house strikes.
    `day` is said in the notices, as it is to be read.
    """

    records: frozenset[str] = frozenset()
    copies: frozenset[str] = frozenset()
    details: frozenset[str] = frozenset()
    sounds: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    passages: frozenset[tuple[str, str, str]] = frozenset()
    names: frozenset[str] = frozenset()
    points: frozenset[str] = frozenset()
    books: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    day: str = ""


def without(page: BookPage, closed: Closed) -> BookPage:
    """Return the page without all that is closed; the page given stays as it is."""
    kept = deepcopy(page)
    gone = {entry.anchor for entry in kept.entries if entry.ref in closed.records}
    kept.entries = [_entry(entry, closed) for entry in kept.entries]
    kept.notes = [note for note in kept.notes if note.entry not in gone]
    kept.corrections = [one for one in kept.corrections if one.entry not in gone]
    kept.related = [one for one in kept.related if slug_of(one.url) not in closed.books]
    kept.translations = [one for one in kept.translations if slug_of(one.url) not in closed.books]
    if kept.turning_point and slug_of(kept.turning_point[1]) in closed.points:
        kept.turning_point = None
    unnamed, *others = _strikes(closed)
    lost = {f"#{one.anchor}" for one in kept.glossary if unnamed(one.label) != one.label}
    kept.glossary = [one for one in kept.glossary if f"#{one.anchor}" not in lost]
    strikes = [unnamed, *others]
    result: BookPage = _mapped(kept, lambda words: _rewritten(words, closed, lost, strikes))
    return result


def struck_in(words: str, closed: Closed) -> str:
    """Return plain words, such as what is new in an edition, without closed names and words."""
    return _plainly(words, _strikes(closed))


def _strikes(closed: Closed) -> list[Callable[[str], str]]:
    return [_struck(closed.names, str(NAME_WITHHELD)), _struck(closed.words, str(STRUCK))]


def slug_of(address: str) -> str:
    """Return the slug of a book of this house from its address; "" for an address elsewhere."""
    return address.strip("/").rpartition("/")[2] if address.startswith("/") else ""


def _entry(entry: EntryView, closed: Closed) -> EntryView:
    if entry.ref in closed.records:
        return EntryView(number=entry.number, anchor=entry.anchor)
    if entry.anchor in closed.copies:
        entry.source_line = entry.provenance = entry.withheld = ""
        entry.thumbnail, entry.copies = None, 0
    if entry.anchor in closed.sounds:
        entry.player = None
    if entry.thumbnail is not None and entry.thumbnail.url in closed.files:
        entry.thumbnail = None
    entry.lines = [_line(entry.anchor, line, closed) for line in entry.lines]
    return entry


def _line(anchor: str, line: Line, closed: Closed) -> Line:
    if (anchor, line.language, line.key) not in closed.passages:
        return line
    return Line(notice=_("These words were withdrawn on {day}.").format(day=closed.day))


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if is_dataclass(value) and not isinstance(value, type):
        parts = {one.name: getattr(value, one.name) for one in fields(value)}
        changed = {
            name: part if name in _ADDRESSES else _mapped(part, change)
            for name, part in parts.items()
        }
        return type(value)(**changed)
    if isinstance(value, (list, tuple)):
        return type(value)(_mapped(one, change) for one in value)
    if isinstance(value, dict):
        return {key: _mapped(one, change) for key, one in value.items()}
    return value


def _rewritten(
    words: str, closed: Closed, lost: Collection[str], strikes: Iterable[Callable[[str], str]]
) -> str | SafeString:
    if not isinstance(words, SafeString):
        return _plainly(words, strikes)
    root = html.fragment_fromstring(f"<div>{words}</div>")
    _drop_mentions(root, closed)
    _drop_pictures(root, closed.files)
    for link in list(root.iter("a")):
        address = link.get("href", "")
        # The address of a person has the name in it.
        if address in lost or _plainly(address, strikes) != address:
            link.drop_tag()
    for element in root.iter():
        if isinstance(element.tag, str):
            element.text = _plainly(element.text or "", strikes)
            element.tail = _plainly(element.tail or "", strikes)
            for name in ("alt", "title", "aria-label"):
                if element.get(name):
                    element.set(name, _plainly(element.get(name, ""), strikes))
    inner = escape(root.text or "", quote=False) + "".join(
        etree.tostring(child, encoding="unicode", method="html") for child in root
    )
    return mark_safe(inner)  # noqa: S308 - safe text, of which parts were taken out


def _plainly(words: str, strikes: Iterable[Callable[[str], str]]) -> str:
    for strike in strikes:
        words = strike(words)
    return words


def _drop_mentions(root: html.HtmlElement, closed: Closed) -> None:
    """Put a notice in the place of every mention of a closed record, or of what it tells of one."""
    for element in list(root.xpath(".//*[@data-ref or @href]")):
        named = _records_of(element)
        is_record_closed = bool(named & closed.records)
        if not is_record_closed and not named & closed.details:
            continue
        for child in list(element):
            element.remove(child)
        if not is_record_closed:
            element.text = f"{element.get('data-ref', '').split()[0]} {DETAILS_WITHHELD}"
            continue
        is_block = element.tag in ("figure", "div", "aside")
        element.attrib.clear()
        element.tag, element.text = "p" if is_block else "span", str(NOT_PUBLIC)


def _records_of(element: html.HtmlElement) -> set[str]:
    named = element.get("data-ref", "").split()
    return {*named, *_RECORD.findall(element.get("href", ""))}


def _drop_pictures(root: html.HtmlElement, files: frozenset[str]) -> None:
    for image in list(root.iter("img")):
        if image.get("src") in files:
            holder = next(image.iterancestors("figure"), image)
            holder.drop_tree()


def _struck(phrases: Iterable[str], instead: str) -> Callable[[str], str]:
    """Return what replaces phrases, whatever their case, accents and punctuation."""
    wanted = sorted({tuple(_plain_words(phrase)) for phrase in phrases} - {()}, key=len)
    longest_first = wanted[::-1]

    def strike(words: str) -> str:
        if not longest_first or not words:
            return words
        said = [(plain(found[0]), found.start(), found.end()) for found in _WORDS.finditer(words)]
        parts, place, at = [], 0, 0
        while at < len(said):
            found = next((p for p in longest_first if _stands(p, said, at)), None)
            if found is None:
                at += 1
                continue
            parts += [words[place : said[at][1]], instead]
            at += len(found)
            place = said[at - 1][2]
        return "".join([*parts, words[place:]])

    return strike


def _stands(phrase: tuple[str, ...], said: list[tuple[str, int, int]], at: int) -> bool:
    return tuple(word for word, _, _ in said[at : at + len(phrase)]) == phrase


def _plain_words(phrase: str) -> list[str]:
    return _WORDS.findall(plain(phrase))


def words_in(page: BookPage) -> str:
    """Return everything that stands on a page, addresses too, as words; a line to each text."""
    return "\n".join(line for line in _lines(page) if line.strip())


def _lines(value: Any) -> Iterator[str]:
    if isinstance(value, SafeString):
        yield _text_of(value)
    elif isinstance(value, str):
        yield value
    elif isinstance(value, Line):
        yield "".join(piece.words for piece in value.pieces)
        yield f"{value.speaker} {value.notice} {value.url}"
    elif is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _lines(getattr(value, one.name))
    elif isinstance(value, dict):
        yield from _lines([*value.keys(), *value.values()])
    elif isinstance(value, (list, tuple)):
        for one in value:
            yield from _lines(one)


def _text_of(words: str) -> str:
    """Return the words of HTML with what its attributes say."""
    root = html.fragment_fromstring(f"<div>{words}</div>")
    said = [value for element in root.iter("*") for value in element.attrib.values()]
    return " ".join([root.text_content(), *map(str, said)])

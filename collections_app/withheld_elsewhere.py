"""Where words that we withhold from a page still stand for readers: for the desk alone.

A bar over a name is of little use while the name stands in the title, in a caption or on another
page. Nothing is closed for it: the same word may be harmless there, and a person has to judge.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.urls import reverse

from collections_app.models import ArchivalItem, DigitalFile, Excision, Page, PageNote, PageText
from collections_app.withheld_words import withheld_phrases

SHORTEST_PHRASE = 6
SHORTEST_NAME = 5
MOST_SOUGHT, MOST_FOUND = 40, 30
ITEM_FIELDS = (
    "title", "alternative_title", "abstract", "scope_and_content", "source_note", "credit_line",
    "original_number", "known_from",
)  # fmt: skip
_NAME = re.compile(r"\b[^\W\d_][\w'’-]+\b")


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Withheld words that stand in a public place: which, where, and where to change it."""

    words: str
    where: str
    url: str


def found_elsewhere(page: Page) -> list[Elsewhere]:
    """Return where words that are withheld from the texts of a page can be read all the same."""
    sought = _sought(page)
    if not sought:
        return []
    found: list[Elsewhere] = []
    for where, url, said in _public_words(page.copy.item):
        plain = _plain(said)
        for words, pattern in sought:
            if pattern.search(plain):
                found.append(Elsewhere(words, where, url))
                break
    return found[:MOST_FOUND]


def _sought(page: Page) -> list[tuple[str, re.Pattern[str]]]:
    """Return each phrase worth looking for, the longest first, and the names in it."""
    phrases = {one for text in page.texts.all() for one in withheld_phrases(text.text)}
    whole = {" ".join(one.split()) for one in phrases}
    names = {
        name
        for one in whole
        for name in _NAME.findall(one)
        if name[0].isupper() and len(name) >= SHORTEST_NAME
    }
    words = sorted({one for one in whole if len(one) >= SHORTEST_PHRASE} | names, key=len)
    return [
        (one, re.compile(rf"(?<!\w){re.escape(_plain(one))}(?!\w)"))
        for one in reversed(words[-MOST_SOUGHT:])
    ]


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())


def _desk(record: Model) -> str:
    meta = record._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])


def _public_words(item: ArchivalItem) -> Iterator[tuple[str, str, str]]:
    """Yield each public sentence of a document: where it stands, its desk, and what it says."""
    for name in ITEM_FIELDS:
        field: Any = ArchivalItem._meta.get_field(name)
        yield f"{field.verbose_name} of the document", _desk(item), getattr(item, name) or ""
    texts = PageText.objects.filter(page__copy__item=item)
    for text in texts.select_related("page__copy__repository", "language"):
        where = f"{text.get_kind_display()} of {text.page}, {text.page.copy}"
        yield where, _desk(text), f"{text.public_text} {text.source}"
    notes = PageNote.objects.filter(page_text__page__copy__item=item)
    for note in notes.select_related("page_text__page__copy__repository"):
        where = f"{note} on {note.page_text.page}, {note.page_text.page.copy}"
        yield where, _desk(note.page_text), note.public_text
    yield from _words_of_copies(item)


def _words_of_copies(item: ArchivalItem) -> Iterable[tuple[str, str, str]]:
    files = DigitalFile.objects.filter(copy__item=item).select_related("copy__repository")
    for file in files:
        said = f"{file.caption} {file.alt_text}"
        yield f"caption or alternative text of a file, {file.copy}", _desk(file.copy), said
    for page in Page.objects.filter(copy__item=item).exclude(label=""):
        yield "label of a page", _desk(page), page.label
    for excision in Excision.objects.filter(copy__item=item).select_related("copy__repository"):
        said = f"{excision.printed_form} {excision.reason} {excision.location} {excision.nature}"
        yield f"an excision of {excision.copy}", _desk(excision.copy), said
    for copy in item.copies.select_related("repository"):
        said = f"{copy.provenance_note} {copy.reference_code}"
        yield f"the copy {copy}", _desk(copy), said

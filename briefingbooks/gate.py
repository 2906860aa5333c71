"""What stands between a book and its readers, asked as of the instant of its release.

What blocks would break a promise to somebody: to a narrator, to a protected person, to readers who
are owed a source. What only warns is for an editor to judge. `docs/editors.md` gives the reasons.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from briefingbooks import gate_links, gate_testimony
from briefingbooks.gaps_found import BookGap, Topic, page_of
from briefingbooks.models import Book, ChronologyEvent, Entry, Section
from briefingbooks.text_checks import checks_of
from briefingbooks.texts import texts_of
from collections_app.advisories import advisories_of
from collections_app.models import ArchivalItem, Copy, DigitalFile, ItemKind, Page
from collections_app.publication import Gap
from collections_app.redaction import waiting_pages

PICTURES = [ItemKind.PHOTOGRAPH, ItemKind.MAP]
_TOPICS = {
    "posted_on": Topic.BOOK,
    "summary_md": Topic.TEXT,
    "sections": Topic.TEXT,
    "contributions": Topic.BOOK,
    "entries": Topic.ENTRIES,
}


def what_blocks(book: Book, at: datetime | None = None) -> list[BookGap]:
    """List what is missing for a release at the instant `at` (now, unless told), by topic.

    The list holds warnings too: `blocks` says which is which. Writes nothing. Its queries grow
    with the interviews quoted and the pages withheld from, not with entries, notes or links.
    """
    at = at or timezone.now()
    shown = Shown.of(book, at)
    found = [
        *_of_the_book(book, at),
        *_of_texts(book),
        *_of_annotations(shown),
        *_of_items(shown),
        *_of_pages(shown),
        *_of_pictures(book, shown),
        *_of_notices(shown),
        *gate_testimony.gaps_of(book, at),
        *gate_links.gaps_of(book),
    ]
    topics = list(Topic)
    return sorted(dict.fromkeys(found), key=lambda gap: (topics.index(gap.topic), not gap.blocks))


@dataclass
class Shown:
    """The documents a book shows, and the copy of each that its card prints, as of an instant."""

    entries: list[Entry]
    items: dict[int, ArchivalItem] = field(default_factory=dict)
    copies: dict[int, Copy] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Book, at: datetime) -> "Shown":
        entries = list(book.entries.select_related("item", "interview", "book"))
        shown = cls(entries)
        items = ArchivalItem.objects.filter(pk__in=[e.item_id for e in entries if e.item_id])
        shown.items = {item.pk: item for item in items}
        by_item: dict[int, list[Copy]] = {}
        copies = Copy.objects.public(at).filter(item__in=shown.items, is_internal=False)
        for copy in copies:
            by_item.setdefault(copy.item_id, []).append(copy)
        for entry in entries:
            found = by_item.get(entry.item_id or 0, [])
            chosen = [copy for copy in found if copy.pk == entry.shown_copy_id] or found
            if chosen:
                shown.copies[entry.pk] = chosen[0]
        return shown

    def of_items(self) -> Iterator[tuple[Entry, ArchivalItem]]:
        """Yield each entry that shows a document, with the document."""
        for entry in self.entries:
            if entry.item_id in self.items:
                yield entry, self.items[entry.item_id]


def _of_the_book(book: Book, at: datetime) -> Iterator[BookGap]:
    """Ask what the book itself lacks, and where protected names stand in it."""
    home = page_of(book)
    for gap in book.publication_gaps(at):
        topic = _TOPICS.get(gap.field, Topic.NAMES)
        yield BookGap(gap.field, gap.message, gap.blocks, _settled_at(home, gap), topic)
    if not book.updated_on and book.published_at:
        words = "It was released before, and “Updated” is empty."
        yield BookGap("updated_on", words, False, f"{home}#id_updated_on", Topic.BOOK)


def _settled_at(home: str, gap: Gap) -> str:
    if gap.page:
        return f"{home.removesuffix('change/')}{gap.page.removeprefix('../')}"
    inlines = {"sections", "contributions", "entries"}
    anchor = f"{gap.field}-group" if gap.field in inlines else f"id_{gap.field}"
    return f"{home}#{anchor}"


def _of_texts(book: Book) -> Iterator[BookGap]:
    """Ask for what can not be printed: markup, keys that do not exist, notes without a call."""
    texts = texts_of(book)
    for text, problem in checks_of(book, texts):
        blocks, place = not problem.is_warning, page_of(text.owner)
        yield BookGap(text.field, str(problem), blocks, place, Topic.TEXT, text.where)
    for text in texts:
        owner = text.owner
        if isinstance(owner, Section) and not text.source.strip():
            words = f"The section “{owner.heading}” has no text."
            yield BookGap(text.field, words, True, page_of(owner), Topic.TEXT, text.where)
        for label, note in text.parsed.notes.items():
            if not note.source.strip():
                words = f"The note “{label}” is empty."
                yield BookGap(text.field, words, True, page_of(owner), Topic.TEXT, text.where)
        if isinstance(owner, ChronologyEvent) and not owner.date_edtf and not owner.date_display:
            words = f"The event “{owner.title}” has no date."
            yield BookGap("date_edtf", words, False, page_of(owner), Topic.TEXT, text.where)


def _of_annotations(shown: Shown) -> Iterator[BookGap]:
    for entry in shown.entries:
        if not entry.annotation_md.strip():
            words = f"Entry {entry.key} does not say what it is."
            yield _at_entry(entry, "annotation_md", words, Topic.ENTRIES, blocks=False)


def _of_items(shown: Shown) -> Iterator[BookGap]:
    for entry, item in shown.of_items():
        if item.rights_id is None:
            words = f"No rights statement is chosen for {item}."
            place = f"{page_of(item)}#id_rights"
            yield BookGap("rights", words, True, place, Topic.ENTRIES, f"entry {entry.key}")
        if entry.pk not in shown.copies:
            words = f"No copy of {item} may be named: its card shows no source."
            place = f"{page_of(item)}#copies-group"
            yield BookGap("copies", words, False, place, Topic.ENTRIES, f"entry {entry.key}")


def _of_pages(shown: Shown) -> Iterator[BookGap]:
    """Ask for pages whose images are not made anew since something was withheld from them."""
    keys = {copy.pk for copy in shown.copies.values()}
    waiting = waiting_pages(Page.objects.filter(copy__in=keys).select_related("copy__item"))
    for page in waiting:
        words = f"Page {page.number} of {page.copy.item}: what is withheld is not burnt in yet."
        place = page_of(page.copy)
        yield BookGap("pages", words, True, place, Topic.IMAGES, str(page.copy))


def _of_pictures(book: Book, shown: Shown) -> Iterator[BookGap]:
    """Ask for words in the place of pictures: of a page of text its title and number are enough."""
    pictures = [copy.pk for copy in shown.copies.values() if _is_picture(shown, copy)]
    in_text = Q(copy__item__references__book=book, copy__item__references__role="photo")
    files = DigitalFile.objects.filter(Q(copy__in=pictures) | in_text, alt_text="")
    files = files.filter(pages__isnull=False)
    for file in files.select_related("copy__item").distinct():
        words = f"The picture {file.copy.item} has no words for those who can not see it."
        yield BookGap("alt_text", words, True, page_of(file.copy), Topic.IMAGES, str(file.copy))


def _is_picture(shown: Shown, copy: Copy) -> bool:
    return shown.items[copy.item_id].kind in PICTURES


def _of_notices(shown: Shown) -> Iterator[BookGap]:
    """Ask for a notice on the card of whatever readers choose to see on its own page."""
    found = advisories_of(shown.items.values())
    for entry, item in shown.of_items():
        asks = [one.label for one in found[item.pk] if one.is_choice]
        if asks and not entry.content_notice.strip():
            words = f"{item} asks readers first ({', '.join(asks)}): its card says nothing of it."
            yield _at_entry(entry, "content_notice", words, Topic.NOTICES)


def _at_entry(entry: Entry, name: str, words: str, topic: Topic, *, blocks: bool = True) -> BookGap:
    place = f"{page_of(entry)}#id_{name}"
    return BookGap(name, words, blocks, place, topic, f"entry {entry.key}")

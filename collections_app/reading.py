"""The pages of one copy as readers see them: the image, the text beneath, notes and withholdings.

Four queries for any number of pages; long documents are shown a stretch of pages at a time.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.http import QueryDict

from collections_app.cards import Image
from collections_app.models import Derivative, Excision, Page, PageNote, PageText
from collections_app.page_texts import (
    Mark,
    NoteCall,
    Run,
    Withheld,
    note_mark,
    paragraphs,
    withheld_mark,
)
from collections_app.paging import Paged, page_of
from collections_app.publication import Visitor
from collections_app.releases import withheld_passage
from collections_app.withheld_words import moved, places_taken_out

PAGES_AT_ONCE = 20
BY_US = Withheld("Withheld by us", by_us=True)

# What a person has written out is read before what a machine has, and a translation comes last.
_READING_ORDER = [PageText.Kind.TRANSCRIPTION, PageText.Kind.OCR, PageText.Kind.TRANSLATION]


@dataclass(frozen=True, slots=True)
class SheetText:
    """One text of a page: a transcription, a machine reading or a translation."""

    kind: str
    language: str
    language_code: str
    source: str
    is_reviewed: bool
    paragraphs: list[list[Run]]
    notes: list[NoteCall]

    @property
    def has_numbered_notes(self) -> bool:
        return all(note.label.isascii() and note.label.isdigit() for note in self.notes)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: what it shows and says, and what it withholds apart from its text."""

    anchor: str
    label: str
    image: Image | None
    alt: str
    caption: str
    texts: list[SheetText]
    withheld: list[Withheld]


@dataclass(frozen=True, slots=True)
class Reading:
    """The pages of a copy that readers may open."""

    sheets: list[Sheet]
    paged: Paged

    @property
    def number_of_pages(self) -> int:
        return self.paged.page.paginator.count


def reading_of(
    copy_key: int, title: str, excisions: Iterable[Excision], user: Visitor, query: QueryDict
) -> Reading:
    """Assemble the pages of a copy that this person may open."""
    pages = Page.objects.visible_to(user).filter(copy=copy_key).unclosed().select_related("file")
    paged = page_of(pages, query, size=PAGES_AT_ONCE)
    shown = list(paged.page)
    matter = _Matter(shown, excisions, user)
    return Reading([matter.sheet(page, title) for page in shown], paged)


class _Matter:
    """What the shown pages are made of, each kind read once."""

    def __init__(self, pages: list[Page], excisions: Iterable[Excision], user: Visitor) -> None:
        keys = [page.pk for page in pages]
        displayed = Derivative.objects.visible_to(user).filter(page__in=keys)
        self.images = {
            made.page_id: Image(made.get_absolute_url(), made.width, made.height)
            for made in displayed.filter(kind=Derivative.Kind.DISPLAY)
        }
        self.texts: dict[int, list[PageText]] = defaultdict(list)
        texts = PageText.objects.visible_to(user).filter(page__in=keys).select_related("language")
        for text in sorted(texts, key=lambda text: _READING_ORDER.index(text.kind)):
            self.texts[text.page_id].append(text)
        self.notes: dict[int, list[PageNote]] = defaultdict(list)
        of_these = [text.pk for some in self.texts.values() for text in some]
        for note in PageNote.objects.visible_to(user).filter(page_text__in=of_these):
            self.notes[note.page_text_id].append(note)
        self.excisions: dict[int | None, list[Excision]] = defaultdict(list)
        for excision in excisions:
            self.excisions[excision.page_id].append(excision)

    def sheet(self, page: Page, title: str) -> Sheet:
        excisions = self.excisions[page.pk]
        texts = self.texts[page.pk]
        # Offsets were counted in the first text; in a translation they would point elsewhere.
        inside = [one for one in excisions if one.start is not None and one.end is not None]
        inside = inside if texts else []
        label = f"page {page.label or page.number}" if page.label.isdigit() else str(page)
        return Sheet(
            anchor=f"page-{page.number}",
            label=label,
            image=self.images.get(page.pk),
            alt=(page.file and page.file.alt_text) or f"{title}: {label}",
            caption=page.file.caption if page.file else "",
            texts=[
                self._text(page, text, inside if number == 0 else [])
                for number, text in enumerate(texts)
            ],
            withheld=[withheld_passage(one) for one in excisions if one not in inside],
        )

    def _text(self, page: Page, text: PageText, excisions: list[Excision]) -> SheetText:
        stem = f"p{page.number}-{text.kind}-{text.language_id}"
        calls = [
            (offset, NoteCall(note.label, f"{stem}-n{at}", f"{stem}-c{at}", note.public_text))
            for at, note in enumerate(self.notes[text.pk], start=1)
            if (offset := moved(note.offset, text.cuts)) is not None
        ]
        marks: list[Mark] = [note_mark(offset, call) for offset, call in calls]
        for one in excisions:
            start, end = moved(one.start or 0, text.cuts), moved(one.end or 0, text.cuts)
            if start is not None and end is not None:
                marks.append(withheld_mark(start, end, withheld_passage(one)))
        marks += [withheld_mark(*place, BY_US) for place in places_taken_out(text.public_text)]
        return SheetText(
            kind=text.get_kind_display(),
            language=text.language.label_en,
            language_code=text.language_id,
            source=text.source,
            is_reviewed=text.is_reviewed,
            paragraphs=paragraphs(text.public_text, marks),
            notes=[call for _offset, call in calls],
        )

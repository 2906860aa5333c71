"""The pages of one copy as readers see them: the image, the text beneath, notes and withholdings.

Five queries for any number of pages; long documents are shown a stretch of pages at a time.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.advisories import AdvisorySaid, advisories_of_files, to_choose
from collections_app.models import Derivative, Excision, Page, PageNote, PageText
from collections_app.page_addresses import AT, PAGES_AT_ONCE, page_address, page_anchor
from collections_app.page_texts import (
    Mark,
    NoteCall,
    Run,
    Withheld,
    note_mark,
    paragraphs,
    withheld_mark,
)
from collections_app.paging import PAGE_PARAMETER, Paged, page_of
from collections_app.prepared_questions import PreparedForReaders
from collections_app.publication import Visitor
from collections_app.releases import withheld_passage
from collections_app.thumbnails import Image
from collections_app.withheld_words import TAKEN_OUT, moved, places_taken_out

LONGEST_NUMBER = 9
BY_US = gettext_lazy("Withheld by us")


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
class SheetArea:
    """An area of the image that shows nothing, in the pixels of that image, and what it says."""

    number: int
    anchor: str
    x: float
    y: float
    width: float
    height: float
    passage: Withheld


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: what it shows and says, and what it withholds apart from its text.

    A page that is kept back until the reader chooses to see it has nothing in here but its name.
    `notices` are those of its file that no page before it has said. `address` is that of the page
    itself, `zoom` that of its tiles.
    """

    anchor: str
    label: str
    address: str
    image: Image | None
    alt: str
    caption: str
    texts: list[SheetText]
    areas: list[SheetArea]
    withheld: list[Withheld]
    zoom: str = ""
    notices: list[AdvisorySaid] = field(default_factory=list)
    is_kept_back: bool = False
    has_choice: bool = False

    @property
    def label_size(self) -> int:
        """How large a number stands on the image, in its pixels."""
        return max(self.image.width, self.image.height) // 50 if self.image else 0


@dataclass(frozen=True, slots=True)
class Reading:
    """The pages of a copy that readers may open.

    `asked` are the notices that still wait for a choice of the reader, `chosen` those that the
    reader has said yes to.
    """

    sheets: list[Sheet]
    paged: Paged
    asked: list[AdvisorySaid]
    chosen: list[AdvisorySaid]

    @property
    def is_kept_back(self) -> bool:
        """Whether no page at all is given out before the reader chooses."""
        return not self.sheets

    @property
    def number_of_pages(self) -> int:
        return self.paged.page.paginator.count


@dataclass(frozen=True, slots=True)
class ToRead:
    """Which pages are wanted: of which copy, at which address, and after which choices.

    `advisories` are those of the document; while one of them asks for a choice that is not among
    the `chosen` codes, nothing of any page is given out.
    """

    copy_key: int
    title: str
    item_address: str
    is_only_copy: bool = True
    advisories: Sequence[AdvisorySaid] = ()
    chosen: Collection[str] = ()

    def address(self, page: Page) -> str:
        copy = None if self.is_only_copy else self.copy_key
        return page_address(self.item_address, page.number, copy)


def reading_of(
    wanted: ToRead, excisions: Iterable[Excision], user: Visitor, query: QueryDict
) -> Reading:
    """Assemble the pages of a copy that this person may open and has chosen to see."""
    pages = Page.objects.visible_to(user).filter(copy=wanted.copy_key).unclosed()
    paged = page_of(pages.select_related("file"), _stretch(pages, query), size=PAGES_AT_ONCE)
    asked = to_choose(wanted.advisories, wanted.chosen)
    if asked:
        return Reading([], paged, asked, [])
    return _choosing(list(paged.page), paged, wanted, excisions, user)


def _choosing(
    pages: list[Page], paged: Paged, wanted: ToRead, excisions: Iterable[Excision], user: Visitor
) -> Reading:
    """Assemble these pages, keeping back those whose own file asks for a choice first."""
    said = advisories_of_files([page.file_id for page in pages if page.file_id])
    asked = {page.pk: to_choose(said[page.file_id or 0], wanted.chosen) for page in pages}
    matter = _Matter([page for page in pages if not asked[page.pk]], excisions, user)
    told = {one.code: one for one in wanted.advisories}
    sheets = []
    for page in pages:
        of_file = said[page.file_id or 0]
        sheet = _kept_back(page, wanted) if asked[page.pk] else matter.sheet(page, wanted)
        new = [one for one in of_file if one.code not in told]
        has_choice = any(one.is_choice for one in [*of_file, *wanted.advisories])
        sheets.append(replace(sheet, notices=new, has_choice=has_choice))
        told |= {one.code: one for one in new}
    waiting = {one.code: one for some in asked.values() for one in some}
    chosen = [one for one in told.values() if one.is_choice and one.code not in waiting]
    return Reading(sheets, paged, list(waiting.values()), chosen)


def _stretch(pages: "QuerySet[Page]", query: QueryDict) -> QueryDict:
    """Say which stretch of a long copy is wanted where the query names a page of the document."""
    at, asked = query.get(AT, ""), query.copy()
    asked.pop(AT, None)
    if at.isascii() and at.isdigit() and len(at) <= LONGEST_NUMBER and PAGE_PARAMETER not in asked:
        place = pages.filter(number__lte=int(at)).count()
        asked[PAGE_PARAMETER] = str(max(place - 1, 0) // PAGES_AT_ONCE + 1)
    return asked


def page_label(page: Page) -> str:
    """Say which page it is: “page 3”, or as the archive labels it."""
    return _("page {number}").format(number=page.label) if page.label.isdigit() else str(page)


def _kept_back(page: Page, wanted: ToRead) -> Sheet:
    return Sheet(
        anchor=page_anchor(page.number),
        label=page_label(page),
        address=wanted.address(page),
        image=None,
        alt="",
        caption="",
        texts=[],
        areas=[],
        withheld=[],
        is_kept_back=True,
    )


@PreparedForReaders
def _images(user: Visitor, pages: Collection[int], at: datetime) -> QuerySet[Derivative]:
    return Derivative.objects.visible_to(user, at).filter(page__in=pages).defer("index")


@PreparedForReaders
def _texts(user: Visitor, pages: Collection[int], at: datetime) -> QuerySet[PageText]:
    texts = PageText.objects.visible_to(user, at).filter(page__in=pages).unclosed()
    return texts.in_reading_order().select_related("language")


@PreparedForReaders
def _notes(user: Visitor, texts: Collection[int], at: datetime) -> QuerySet[PageNote]:
    notes = PageNote.objects.visible_to(user, at).filter(page_text__in=texts).unclosed()
    return notes.order_by("page_text", "public_offset", "pk")


class _Matter:
    """What the shown pages are made of, each kind read once."""

    def __init__(self, pages: list[Page], excisions: Iterable[Excision], user: Visitor) -> None:
        keys = [page.pk for page in pages]
        self.images: dict[int, Image] = {}
        self.tiles: dict[int, str] = {}
        for made in _images(user, keys):
            if made.kind == Derivative.Kind.DISPLAY:
                image = Image(made.get_absolute_url(), made.width, made.height)
                self.images[made.page_id] = image
            elif made.kind == Derivative.Kind.TILES:
                self.tiles[made.page_id] = made.get_information_url()
        self.texts: dict[int, list[PageText]] = defaultdict(list)
        for text in _texts(user, keys):
            self.texts[text.page_id].append(text)
        self.notes: dict[int, list[PageNote]] = defaultdict(list)
        of_these = [text.pk for some in self.texts.values() for text in some]
        for note in _notes(user, of_these):
            self.notes[note.page_text_id].append(note)
        self.excisions: dict[int | None, list[Excision]] = defaultdict(list)
        for excision in excisions:
            self.excisions[excision.page_id].append(excision)

    def sheet(self, page: Page, wanted: ToRead) -> Sheet:
        excisions = self.excisions[page.pk]
        texts = self.texts[page.pk]
        image = self.images.get(page.pk)
        told = {one.pk for text in texts for one, _start, _end in placed_excisions(text, excisions)}
        anchor, label = page_anchor(page.number), page_label(page)
        areas = _areas(anchor, image, excisions)
        shown = {area.anchor for area in areas}
        return Sheet(
            anchor=anchor,
            label=label,
            address=wanted.address(page),
            image=image,
            alt=(page.file and page.file.alt_text) or f"{wanted.title}: {label}",
            caption=page.file.caption if page.file else "",
            texts=[self._text(page, text, excisions) for text in texts],
            areas=areas,
            withheld=[
                withheld_passage(one)
                for one in excisions
                if one.pk not in told and _area_anchor(anchor, one) not in shown
            ],
            zoom=self.tiles.get(page.pk, ""),
        )

    def _text(self, page: Page, text: PageText, excisions: list[Excision]) -> SheetText:
        stem = f"p{page.number}-{text.kind}-{text.language_id}"
        calls = [
            (
                note.public_offset or 0,
                NoteCall(note.label, f"{stem}-n{at}", f"{stem}-c{at}", said_in_brackets(note)),
            )
            for at, note in enumerate(self.notes[text.pk], start=1)
        ]
        marks: list[Mark] = [note_mark(offset, call) for offset, call in calls]
        marks += withheld_marks(text, excisions)
        return SheetText(
            kind=text.get_kind_display(),
            language=text.language.label,
            language_code=text.language_id,
            source=text.source,
            is_reviewed=text.is_reviewed,
            paragraphs=paragraphs(text.public_text, marks),
            notes=[call for _offset, call in calls],
        )


def withheld_marks(text: Any, excisions: list[Excision]) -> list[Mark]:
    """Return what is withheld from the public form of a text, each where it stands.

    `text` comes from `in_reading_order`, the excisions are those of its page.
    """
    passages = placed_excisions(text, excisions)
    told = {start for _one, start, _end in passages}
    return [
        *(withheld_mark(start, end, withheld_passage(one)) for one, start, end in passages),
        *(
            withheld_mark(start, end, _withheld_by_us(excisions))
            for start, end in places_taken_out(text.public_text)
            if start not in told
        ),
    ]


def said_in_brackets(text: PageNote | PageText) -> str:
    """Return a note or text as readers get it, what is withheld said in words."""
    return in_brackets(text.public_text)


def in_brackets(words: str) -> str:
    """Say in words, in a stretch of a public text, where something was taken out."""
    return words.replace(TAKEN_OUT, f"[{str(BY_US).lower()}]")


def placed_excisions(text: Any, excisions: list[Excision]) -> list[tuple[Excision, int, int]]:
    """Return the excisions that stand in a text, with their places in its public form.

    Offsets were counted in the first text of a page; in another they would point elsewhere.
    """
    if not text.is_first:
        return []
    found = []
    for one in excisions:
        if one.start is None or one.end is None:
            continue
        start, end = moved(one.start, text.cuts), moved(one.end, text.cuts)
        is_cut = start is not None and text.public_text.startswith(TAKEN_OUT, start)
        if start is not None and end is not None and (is_cut or one.made_by != Excision.MadeBy.US):
            found.append((one, start, end))
    return found


def _withheld_by_us(excisions: list[Excision]) -> Withheld:
    """Say what stands in place of words taken out: the reason only where there is but one."""
    said = [withheld_passage(one) for one in excisions if one.made_by == Excision.MadeBy.US]
    reasons, grounds = {one.reason for one in said}, {one.grounds for one in said}
    return Withheld(
        words=str(BY_US),
        grounds=grounds.pop() if len(grounds) == 1 else (),
        by_us=True,
        reason=reasons.pop() if len(reasons) == 1 else "",
    )


def _area_anchor(anchor: str, excision: Excision) -> str:
    return f"{anchor}-area-{excision.pk}"


def _areas(anchor: str, image: Image | None, excisions: list[Excision]) -> list[SheetArea]:
    """Return the areas of an image that show nothing, from top to bottom."""
    if image is None:
        return []
    drawn = [one for one in excisions if one.has_area]
    drawn.sort(key=lambda one: (one.y, one.x, one.pk))
    return [
        SheetArea(
            number=number,
            anchor=_area_anchor(anchor, one),
            x=round((one.x or 0) * image.width, 1),
            y=round((one.y or 0) * image.height, 1),
            width=round((one.width or 0) * image.width, 1),
            height=round((one.height or 0) * image.height, 1),
            passage=withheld_passage(one),
        )
        for number, one in enumerate(drawn, start=1)
    ]

"""Brackets put into the texts of a page; all that points into these texts moves along."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from collections_app.blackout import LEAST_MARGIN, PIXELS_PER_MARGIN, Area
from collections_app.models import Excision, Page, PageNote, PageText
from collections_app.text_areas import is_placed_throughout, moved_words, words_beneath
from collections_app.withheld_words import OPEN, Marking, Span, digest, without_marks

# A rectangle is burnt in with a margin; the words beneath the margin are withheld too.
MARGIN = 1 / PIXELS_PER_MARGIN + LEAST_MARGIN / 1600


def mark_texts(page: Page, ours: list[Excision]) -> None:
    """Mark in each text of a page what we withhold, as far as a machine noted where words stand.

    A text of which every word has its place counts as marked thereafter. Any other stays closed
    until a person has marked it; so does one in which only some words have a place.
    """
    areas = [
        Area(e.x, e.y, e.width, e.height).grown(MARGIN, MARGIN)  # type: ignore[arg-type]
        for e in ours
        if e.has_area
    ]
    known = {text.pk for text in texts_to_mark(page, ours)} if ours else set()
    for text in page.texts.in_reading_order():
        spans = _spans(text, ours, areas)
        put_marks(text, Marking(text.text, spans))
    for text in page.texts.filter(pk__in=known):
        text.mark()
        text.save()


def texts_to_mark(page: Page, ours: list[Excision], *, unclosed_too: bool = True) -> list[PageText]:
    """Return the texts of which it is certain, without a person, which words must go."""
    waiting = {text.pk for text in texts_that_wait(page)}
    return [
        text
        for text in page.texts.in_reading_order()
        if (unclosed_too or text.pk in waiting) and _is_wholly_known(text, ours)
    ]


def texts_that_wait(page: Page) -> QuerySet[PageText]:
    """Return the texts of a page that are closed until somebody marks what must go from them."""
    texts = PageText.objects.filter(page=page)
    return texts.exclude(pk__in=texts.unclosed().values("pk")).select_related("language")


def _spans(text: Any, ours: list[Excision], areas: list[Area]) -> list[Span]:
    spans = words_beneath(text.text, text.words or [], areas)
    if text.is_first:
        spans += [
            (e.start, e.end)
            for e in ours
            if e.start is not None and e.end is not None and _is_counted_in(text, e)
        ]
    return spans


def _is_wholly_known(text: Any, ours: list[Excision]) -> bool:
    """Say whether it is certain which words of a text must go."""
    # Nobody has looked at what its printed notes say.
    has_notes = PageNote.objects.filter(page_text=text).exclude(text="").exists()
    has_places = is_placed_throughout(text.text, text.words) and not has_notes
    return all(
        (_is_counted_in(text, excision) and not excision.has_area)
        or (has_places and excision.has_area)
        for excision in ours
    )


def _is_counted_in(text: Any, excision: Excision) -> bool:
    """Say whether the place of an excision was counted in this text, as it is now."""
    if not text.is_first or excision.start is None:
        return False
    if text.is_as_marked() and text.marked_at >= excision.changed_at:
        return True
    return text.updated_at <= excision.changed_at


def put_marks(text: Any, marking: Marking) -> None:
    """Keep a text with its new brackets; words, notes and excisions stay where they belong."""
    if not marking.spans:
        return
    text.words = moved_words(text.words, marking) if text.words is not None else None
    text.text = marking.text
    text.words_of = digest(text.text) if text.words is not None else ""
    text.save()
    for note in PageNote.objects.filter(page_text=text):
        note.offset, note.page_text = marking.place(note.offset), text
        note.save()
    if text.is_first:
        for excision in Excision.objects.filter(page=text.page, start__isnull=False):
            excision.start = marking.place(excision.start or 0)
            excision.end = marking.place(excision.end or 0)
            excision.save()


def follow_words(text: PageText, before: str) -> None:
    """Before an edited text is saved: keep the places of its words if only brackets changed.

    Of any other edit nothing is known, and the places are dropped by the save.
    """
    if text.words is not None and _differ_in_marks(before, text.text):
        places = _Places(before, text.text)
        text.words = [[*places.word(int(w[0]), int(w[1])), *w[2:6]] for w in text.words]
        text.words_of = digest(text.text)


def follow_marks(text: PageText, before: str, *, besides: Iterable[int] = ()) -> None:
    """After an edited text is saved: move what points into it, if only brackets changed.

    `besides` are the keys of notes that somebody placed anew by hand.
    """
    if not _differ_in_marks(before, text.text):
        return
    places = _Places(before, text.text)
    for note in PageNote.objects.filter(page_text=text).exclude(pk__in=besides):
        note.offset, note.page_text = places.place(note.offset), text
        note.save()
    if text.page.texts.in_reading_order().get(pk=text.pk).is_first:
        for excision in Excision.objects.filter(page=text.page, start__isnull=False):
            excision.start, excision.end = places.place(excision.start), places.place(excision.end)
            excision.save()


def _differ_in_marks(before: str, after: str) -> bool:
    return before != after and without_marks(before) == without_marks(after)


class _Places:
    """Where each place of a text lies in the same text with other brackets."""

    def __init__(self, before: str, after: str) -> None:
        self.after = after
        self.letters = [at for at, letter in enumerate(after) if without_marks(letter)]
        self.plain = [0]
        for letter in before:
            self.plain.append(self.plain[-1] + len(without_marks(letter)))

    def place(self, offset: int) -> int:
        """Return where the letter after a place stands now, before the bracket it may follow."""
        count = self.plain[min(offset, len(self.plain) - 1)]
        if count == len(self.letters):
            return len(self.after)
        at = self.letters[count]
        while at and self.after[at - 1] == OPEN:
            at -= 1
        return at

    def word(self, start: int, end: int) -> Span:
        """Return where a word stands now, from its first letter to its last."""
        first, last = self.plain[start], self.plain[end]
        return (self.letters[first], self.letters[last - 1] + 1) if last > first else (start, end)

"""The texts of the documents that a book shows, as anybody may read them without being asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from briefingbooks.formats.matter import DocumentText, PageSaid
from briefingbooks.models import Entry
from briefingbooks.pages import BookPage, EntryView
from collections_app.models import Copy, Excision, Page, PageNote, PageText
from collections_app.page_texts import Run, Withheld, paragraphs
from collections_app.reading import page_label, said_in_brackets, withheld_marks


@dataclass(frozen=True, slots=True)
class Frozen:
    """Keys of the texts and notes that an edition was frozen with."""

    texts: frozenset[int]
    notes: frozenset[int]


def texts_of(page: BookPage, at: datetime, frozen: Frozen | None = None) -> dict[str, DocumentText]:
    """Return the texts of documents that anybody may read at an instant, by anchor of their entry.

    Nothing of a page that a notice asks about first, and of each page the texts in the order in
    which readers find them; of what was frozen, nothing that was opened since. Six queries, for
    any number of documents.
    """
    entries = Entry.objects.public(at).filter(book__slug=page.slug, item__isnull=False)
    shown = {entry.anchor: entry for entry in entries}
    views = {one.anchor: one for one in page.entries if one.anchor in shown and not one.is_hidden}
    copies = _copies([shown[anchor] for anchor in views], at)
    said = _said(copies.values(), at, frozen)
    return {
        anchor: _document(view, said[copies[shown[anchor].pk]])
        for anchor, view in views.items()
        if said.get(copies.get(shown[anchor].pk, 0))
    }


def _document(view: EntryView, pages: list[PageSaid]) -> DocumentText:
    return DocumentText(view.ref, view.title, view.url, view.source_line, tuple(pages))


def _copies(entries: Iterable[Entry], at: datetime) -> dict[int, int]:
    """Return which copy the book shows of each entry: the one chosen, or the one shown first."""
    entries = list(entries)
    found: dict[int, list[int]] = defaultdict(list)
    items = [entry.item_id for entry in entries]
    public = Copy.objects.public(at).filter(item__in=items, is_internal=False)
    for copy in public.for_display(at):
        found[copy.item_id].append(copy.pk)
    chosen = {}
    for entry in entries:
        some = found[entry.item_id or 0]
        if some:
            chosen[entry.pk] = entry.shown_copy_id if entry.shown_copy_id in some else some[0]
    return chosen


def _said(copies: Iterable[int], at: datetime, frozen: Frozen | None) -> dict[int, list[PageSaid]]:
    """Return what copies say, by copy and in the order of their pages."""
    texts, printed = _rows(copies, at)
    if frozen is not None:
        texts = [text for text in texts if text.pk in frozen.texts]
        printed = [note for note in printed if note.pk in frozen.notes]
    pages = {text.page_id: text.page for text in texts}
    notes: dict[int, list[PageNote]] = defaultdict(list)
    for note in printed:
        notes[note.page_text_id].append(note)
    excisions: dict[int, list[Excision]] = defaultdict(list)
    for one in Excision.objects.public(at).filter(page__in=pages).prefetch_related("exemptions"):
        excisions[one.page_id].append(one)
    said: dict[int, list[PageSaid]] = defaultdict(list)
    for text in sorted(texts, key=lambda text: (pages[text.page_id].number, text.rank)):  # type: ignore[attr-defined]
        page = pages[text.page_id]
        said[page.copy_id].append(_page(page, text, excisions[page.pk], notes[text.pk]))
    return said


def rows_shown(page: BookPage, at: datetime) -> tuple[list[PageText], list[PageNote]]:
    """Return the texts, and the notes in them, that `texts_of` prints."""
    entries = Entry.objects.public(at).filter(book__slug=page.slug, item__isnull=False)
    anchors = {one.anchor for one in page.entries if not one.is_hidden}
    shown = [entry for entry in entries if entry.anchor in anchors]
    return _rows(_copies(shown, at).values(), at)


def _rows(copies: Iterable[int], at: datetime) -> tuple[list[PageText], list[PageNote]]:
    pages = Page.objects.public(at).unclosed().shown_after().filter(copy__in=set(copies))
    keys = list(pages.values_list("pk", flat=True))
    texts = PageText.objects.public(at).filter(page__in=keys).in_reading_order()
    found = list(texts.select_related("language", "page").defer("text", "words"))
    notes = PageNote.objects.public(at).filter(page_text__in=[text.pk for text in found])
    return found, list(notes.order_by("page_text", "public_offset", "pk"))


def _page(page: Page, text: PageText, excisions: list[Excision], notes: list[PageNote]) -> PageSaid:
    marks = withheld_marks(text, excisions)
    runs = paragraphs(text.public_text, marks)
    return PageSaid(
        label=page_label(page),
        kind=text.get_kind_display(),
        language=text.language_id,
        paragraphs=tuple("".join(_words(run) for run in paragraph) for paragraph in runs),
        notes=tuple(f"{note.label} {said_in_brackets(note)}".strip() for note in notes),
    )


def _words(run: Run) -> str:
    return run.text if run.withheld is None else _bracketed(run.withheld)


def _bracketed(passage: Withheld) -> str:
    grounds = f" · {', '.join(passage.grounds)}" if passage.grounds else ""
    return f"[{passage.words}{grounds}]"

"""The parts of an imported item that are rows of their own: people, place, archive, pages, marks.

Each part can be said (what the volume says), read (what stands here) and written, so that a later
import can tell whether a curator changed it.
"""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from collections_app import history
from collections_app.frus.holders import Holders
from collections_app.frus.volume import Document, Excision, Note, Page, State, Volume, Where
from collections_app.models import (
    ArchivalItem,
    Copy,
    ItemAgent,
    ItemPlace,
    Language,
    PageNote,
    PageText,
)
from collections_app.models import Excision as ExcisionRow
from collections_app.models import Page as PageRow

PARTS = ("agents", "places", "archive", "pages", "excisions")
_WORDS = {
    Where.HEADING: "heading",
    Where.SOURCE_NOTE: "source note",
    Where.SUMMARY: "summary",
    Where.WHOLE_DOCUMENT: "whole document",
}
_IMPORTED_ROLES = (ItemAgent.Role.SENDER, ItemAgent.Role.RECIPIENT)


class ItemParts:
    """Says, reads and writes the parts of the items of one volume."""

    def __init__(self, volume: Volume, holders: Holders) -> None:
        self.volume, self.holders = volume, holders
        self.english, _ = Language.objects.get_or_create(
            code="en", defaults={"label_en": "English"}
        )

    def said(self, part: str, document: Document) -> object:
        """Return what the volume says of a part, in a form that can be kept as JSON."""
        return getattr(self, f"_say_{part}")(document)

    def stands(self, part: str, item: ArchivalItem, copy: Copy | None) -> object:
        """Return what stands here of a part, in the same form."""
        return getattr(self, f"_read_{part}")(item, copy)

    def write(self, part: str, item: ArchivalItem, copy: Copy | None, document: Document) -> None:
        """Replace a part by what the volume says."""
        getattr(self, f"_write_{part}")(item, copy, document)

    def _say_agents(self, document: Document) -> list[list[str]]:
        parties = [("sender", one) for one in document.senders]
        parties += [("recipient", one) for one in document.recipients]
        return sorted([role, self.holders.agent_name(one)] for role, one in parties)

    def _read_agents(self, item: ArchivalItem, copy: Copy | None) -> list[list[str]]:
        rows = item.item_agents.filter(role__in=_IMPORTED_ROLES).select_related("agent")
        return sorted([row.role, row.agent.name] for row in rows)

    def _write_agents(self, item: ArchivalItem, copy: Copy | None, document: Document) -> None:
        item.item_agents.filter(role__in=_IMPORTED_ROLES).delete()
        rows: dict[tuple[str, int], ItemAgent] = {}
        for role, parties in (("sender", document.senders), ("recipient", document.recipients)):
            for one in parties:
                agent = self.holders.agent(one)
                rows[role, agent.pk] = ItemAgent(
                    item=item, agent=agent, role=role, note=one.office[:200], position=len(rows)
                )
        history.create_many(ItemAgent, rows.values())

    def _say_places(self, document: Document) -> list[str]:
        return [document.place[:160]] if document.place else []

    def _read_places(self, item: ArchivalItem, copy: Copy | None) -> list[str]:
        rows = item.item_places.filter(role=ItemPlace.Role.CREATED_AT)
        return sorted(rows.values_list("place__name", flat=True))

    def _write_places(self, item: ArchivalItem, copy: Copy | None, document: Document) -> None:
        item.item_places.filter(role=ItemPlace.Role.CREATED_AT).delete()
        for name in self._say_places(document):
            ItemPlace.objects.create(
                item=item, place=self.holders.place(name), role=ItemPlace.Role.CREATED_AT
            )

    def _say_archive(self, document: Document) -> list[str]:
        note = document.source_note
        if note is None or note.is_published or not note.repository:
            return []
        return [note.repository[:255], note.reference[:600]]

    def _read_archive(self, item: ArchivalItem, copy: Copy | None) -> list[str]:
        held = self._original(item, copy)
        return [held.repository.name, held.reference_code] if held else []

    def _write_archive(self, item: ArchivalItem, copy: Copy | None, document: Document) -> None:
        said, held = self._say_archive(document), self._original(item, copy)
        if not said:
            if held is not None:
                held.delete()
            return
        held = held or Copy(item=item, source_of_statement=self._statement(document))
        held.repository, held.reference_code = self.holders.archive(said[0]), said[1]
        held.save()

    def _original(self, item: ArchivalItem, copy: Copy | None) -> Copy | None:
        """The copy in the archive from which the volume was edited."""
        copies = item.copies.filter(source_of_statement__startswith="Source note of")
        return copies.exclude(pk=copy.pk if copy else None).select_related("repository").first()

    def _statement(self, document: Document) -> str:
        return f"Source note of Document {document.number}, {self.volume.title}"[:300]

    def _say_pages(self, document: Document) -> str:
        notes = [
            [(note.label, note.offset, note.text) for note in _notes(document, index)]
            for index in range(len(document.pages))
        ]
        return _digest([(page.label, page.text) for page in document.pages], notes)

    def _read_pages(self, item: ArchivalItem, copy: Copy | None) -> str:
        texts = PageText.objects.filter(
            page__copy=copy, kind=PageText.Kind.TRANSCRIPTION, language=self.english
        ).select_related("page")
        texts = texts.prefetch_related("notes").order_by("page__number")
        notes = [[(n.label, n.offset, n.text) for n in text.notes.all()] for text in texts]
        stands = _digest([(text.page.label, text.text) for text in texts], notes)
        ours = ExcisionRow.objects.filter(copy=copy, made_by=ExcisionRow.MadeBy.US)
        # Pages written anew would come without what we withhold from them: they are kept.
        return f"{stands}, withheld in part" if ours.exists() else stands

    def _write_pages(self, item: ArchivalItem, copy: Copy | None, document: Document) -> None:
        assert copy is not None  # noqa: S101 - PARTS are skipped without a copy
        copy.pages.all().delete()
        rows = history.create_many(
            PageRow,
            [
                PageRow(copy=copy, number=number, label=page.label[:40])
                for number, page in enumerate(document.pages, start=1)
            ],
        )
        pages = zip(rows, document.pages, strict=True)
        texts = history.create_many(PageText, [self._text(row, page) for row, page in pages])
        notes = [
            PageNote(page_text=text, label=note.label[:20], offset=note.offset, text=note.text)
            for index, text in enumerate(texts)
            for note in _notes(document, index)
        ]
        history.create_many(PageNote, notes)
        self._write_excisions(item, copy, document)

    def _text(self, row: PageRow, page: Page) -> PageText:
        return PageText(
            page=row,
            language=self.english,
            text=page.text,
            source=self.volume.title[:200],
            is_reviewed=True,
        )

    def _say_excisions(self, document: Document) -> list[str]:
        return sorted(excision.printed[:300] for excision in document.excisions)

    def _read_excisions(self, item: ArchivalItem, copy: Copy | None) -> list[str]:
        rows = ExcisionRow.objects.filter(copy=copy, made_by=ExcisionRow.MadeBy.AUTHORITY)
        return sorted(rows.values_list("printed_form", flat=True))

    def _write_excisions(self, item: ArchivalItem, copy: Copy | None, document: Document) -> None:
        assert copy is not None  # noqa: S101 - PARTS are skipped without a copy
        copy.excisions.filter(made_by=ExcisionRow.MadeBy.AUTHORITY).delete()
        pages = list(copy.pages.order_by("number"))
        rows = [_excision(copy, pages, document, excision) for excision in document.excisions]
        history.create_many(ExcisionRow, rows)


def _notes(document: Document, index: int) -> list[Note]:
    """The notes of a page; those called in the heading stand at the head of the first page."""
    heading = document.heading_notes if index == 0 else ()
    at_head = [replace(note, offset=0) for note in heading]
    return [*at_head, *document.pages[index].notes]


def _digest(pages: Sequence[tuple], notes: Sequence[list[tuple]]) -> str:
    return sha256(repr((pages, [sorted(of_page) for of_page in notes])).encode()).hexdigest()


def _excision(
    copy: Copy, pages: list[PageRow], document: Document, excision: Excision
) -> ExcisionRow:
    place, amount = excision.location, excision.amount
    on_page = place.page is not None and place.page < len(pages)
    in_text = on_page and place.where == Where.PAGE and place.start is not None
    return ExcisionRow(
        copy=copy,
        page=pages[place.page] if on_page and place.page is not None else None,
        printed_form=excision.printed[:300],
        nature=(excision.nature_text or excision.nature.replace("_", " "))[:60],
        amount=amount.count if amount else None,
        is_less_than=bool(amount and amount.is_less_than),
        unit=str(amount.unit) if amount else "",
        decision="pending" if excision.state == State.PENDING else "denied",
        location=_where(document, excision)[:120],
        start=place.start if in_text else None,
        end=place.end if in_text else None,
    )


def _where(document: Document, excision: Excision) -> str:
    place = excision.location
    if place.where != Where.FOOTNOTE:
        return _WORDS.get(place.where, "")
    notes = document.heading_notes if place.page is None else document.pages[place.page].notes
    return f"footnote {notes[place.note].label}" if place.note is not None else "footnote"

"""What a FRUS document says in the fields of an item, as plain values that can be compared."""

from typing import Any

from collections_app import dates
from collections_app.frus.volume import (
    Certainty,
    Document,
    DocumentKind,
    Level,
    Status,
    Volume,
)
from collections_app.models import CopyType, Extent, HowObtained, ItemKind, MarkingLevel

_KINDS = {
    DocumentKind.TELEGRAM: ItemKind.CABLE,
    DocumentKind.AIRGRAM: ItemKind.DESPATCH,
    DocumentKind.DESPATCH: ItemKind.DESPATCH,
    DocumentKind.MEMORANDUM: ItemKind.MEMORANDUM,
    DocumentKind.CONVERSATION: ItemKind.CONVERSATION,
    DocumentKind.LETTER: ItemKind.LETTER,
    DocumentKind.MESSAGE: ItemKind.MESSAGE,
    DocumentKind.NOTE: ItemKind.NOTE,
    DocumentKind.REPORT: ItemKind.REPORT,
    DocumentKind.ESTIMATE: ItemKind.REPORT,
    DocumentKind.PAPER: ItemKind.REPORT,
    DocumentKind.MINUTES: ItemKind.MINUTES,
    DocumentKind.DIRECTIVE: ItemKind.DIRECTIVE,
    DocumentKind.STATEMENT: ItemKind.STATEMENT,
    DocumentKind.TREATY: ItemKind.TREATY,
    DocumentKind.EDITORIAL_NOTE: ItemKind.EDITORIAL_NOTE,
}
_LEVELS = {
    Level.OFFICIAL_USE_ONLY: MarkingLevel.RESTRICTED,
    Level.LIMITED_OFFICIAL_USE: MarkingLevel.RESTRICTED,
}
_EXTENTS = {
    Status.IN_FULL: Extent.IN_FULL,
    Status.EXCISED: Extent.EXCISED,
    Status.WITHHELD: Extent.WITHHELD,
    Status.PENDING: Extent.PENDING,
    Status.LISTED: Extent.UNKNOWN,
    Status.NOT_APPLICABLE: Extent.IN_FULL,
}
PUBLISHER = "Office of the Historian, United States Department of State"


def item_values(document: Document) -> dict[str, Any]:
    """Return the fields of the item, each a string, in the form in which they are kept."""
    note = document.source_note
    return {
        "kind": str(_KINDS.get(document.kind, ItemKind.OTHER)),
        "title": document.title[:500],
        **_date_values(document),
        "scope_and_content": _scope(document),
        "source_note": note.text if note else "",
        "marking_scheme": "us" if document.marking.level != Level.NOT_STATED else "",
        "marking_level": str(_LEVELS.get(document.marking.level, document.marking.level)),
        "marking_text": document.marking.text[:200],
        "marking_caveats": "; ".join(document.marking.caveats)[:200],
        "marking_precedence": document.marking.precedence[:60],
        "extent": _pages(len(document.pages)),
    }


def copy_values(volume: Volume, document: Document) -> dict[str, Any]:
    """Return the fields of the copy that the volume itself is."""
    return {
        "reference_code": f"{volume.title}, Document {document.number}"[:600],
        "copy_type": str(CopyType.TRANSCRIPTION),
        "how_obtained": str(HowObtained.PUBLISHED),
        "released_by": PUBLISHER,
        "extent": str(_EXTENTS[document.status]),
    }


def _date_values(document: Document) -> dict[str, str]:
    date = document.date
    canonical, certainty, display = "", "exact", ""
    try:
        if date.edtf:
            parsed = dates.parse(date.edtf)
            canonical, certainty = parsed.edtf, parsed.certainty
    except dates.UnknownDate:
        display = date.displayed
    if not canonical and date.certainty == Certainty.NOT_STATED:
        display = date.displayed or "date not stated"
    is_inferred = bool(canonical) and date.certainty == Certainty.INFERRED
    clock, zone = (date.time[:-1], "Z") if date.time.endswith("Z") else (date.time[:8], "")
    return {
        "date_edtf": canonical,
        "date_display": display[:160],
        "date_certainty": "inferred" if is_inferred else certainty,
        "date_basis": "Supplied by the editors of the volume." if is_inferred else "",
        "date_time": clock if canonical else "",
        "date_time_zone": zone if canonical else "",
    }


def _scope(document: Document) -> str:
    """The editors' summary; notes to the heading of a withheld document have no page of theirs."""
    parts = [document.summary]
    if not document.pages:
        parts += [f"Note {note.label}: {note.text}" for note in document.heading_notes]
    return "\n\n".join(part for part in parts if part)


def _pages(count: int) -> str:
    return "" if not count else f"{count} page{'s' if count > 1 else ''}"

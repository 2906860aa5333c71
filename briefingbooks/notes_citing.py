"""Which notes of a book cite which of its documents and testimony, from its own texts. Pure."""

from collections import defaultdict
from collections.abc import Iterable

from briefingbooks.pages import EntryView, NoteView
from briefingbooks.texts import BookText

Cited = dict[tuple[str, str], list[NoteView]]


def cited_in_notes(texts: Iterable[BookText], notes: Iterable[NoteView]) -> Cited:
    """Return the notes that mention a thing, in their order, by the role and key of the mention.

    Notes that this visitor is not shown are no part of it: they are not among `notes`.
    """
    shown = {note.label: note for note in notes}
    found: dict[tuple[str, str], dict[int, NoteView]] = defaultdict(dict)
    for text in texts:
        for mention in text.parsed.mentions:
            if note := shown.get(mention.note):
                found[mention.role, mention.key][note.number] = note
    return {named: [by[number] for number in sorted(by)] for named, by in found.items()}


def say_where_cited(entries: Iterable[EntryView], cited: Cited) -> None:
    """Put on each card the numbers and anchors of the notes that cite what it shows."""
    for entry in entries:
        if entry.is_hidden:
            continue
        role = "testimony" if entry.is_testimony else "doc"
        named = [("entry", entry.anchor.removeprefix("doc-")), (role, entry.ref)]
        notes = {note.number: note for name in named for note in cited.get(name, [])}
        entry.cited_in = [(number, notes[number].anchor) for number in sorted(notes)]

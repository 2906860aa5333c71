"""The words of an interview as plain text, to be read, searched and quoted anywhere."""

from collections.abc import Iterator

from oralhistory.clock import whole_clock
from oralhistory.exports.account import Account, Telling

NOTES = "Notes"


def write_text(account: Account, telling: Telling) -> str:
    """Write what it is, then every passage after its time and speaker, then the notes."""
    notes = telling.notes_at()
    lines = [*account.about(telling), "", "TRANSCRIPTION BEGIN", ""]
    for cue in telling.passages:
        time = f"[{whole_clock(cue.start_ms)}] " if cue.start_ms is not None else ""
        label = f"{' '.join(cue.speaker_label.split())}: " if cue.speaker_label else ""
        numbers = "".join(f" [note {note.number}]" for note in notes[cue.position])
        lines += [f"{time}{label}{' '.join(cue.text.split())}{numbers}", ""]
    lines += ["TRANSCRIPTION END", "", *_notes(telling)]
    return "\n".join(lines).rstrip() + "\n"


def _notes(telling: Telling) -> Iterator[str]:
    if telling.notes:
        yield NOTES
    for note in telling.notes:
        yield f"{note.number}. {' '.join(note.body.split())} ({note.get_kind_display()})"

"""The passages of an interview as a table (CSV, RFC 4180), for counting and for spreadsheets."""

import csv
import io

from collections_app.spreadsheets.cells import guarded
from oralhistory.clock import timestamp
from oralhistory.exports.account import Account, Telling

HEADER = ("number", "key", "start", "end", "speaker", "words", "withheld", "language", "link")


def write_table(account: Account, telling: Telling) -> str:
    """Write a row to a passage; no cell is taken for a formula by the program that opens it."""
    out = io.StringIO(newline="")
    table = csv.writer(out)
    table.writerow(HEADER)
    for cue in telling.passages:
        withheld = "whole" if cue.is_withheld else "in part" if cue.is_partial else ""
        row = (
            str(cue.position),
            cue.key,
            timestamp(cue.start_ms) if cue.start_ms is not None else "",
            timestamp(cue.end_ms) if cue.end_ms is not None else "",
            cue.speaker_label,
            cue.text,
            withheld,
            cue.language_id,
            f"{account.address}?language={cue.language_id}#p-{cue.key}",
        )
        table.writerow([guarded(cell) for cell in row])
    return out.getvalue()

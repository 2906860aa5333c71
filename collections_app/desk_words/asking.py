"""What somebody types at a desk, as a question to a table of words.

Everything between two spaces is looked for: one word by its beginning, several that a sign joins
(UNAMIR-00) as words in a row of which the last is a beginning. All must stand in one record.
"""

from dataclasses import dataclass

from django.db import connections
from django.db.models import BigIntegerField
from django.db.models.expressions import RawSQL

from collections_app.desk_words.following import DeskWords
from collections_app.search_index.words import words_in

LONGEST_QUESTION, MOST_WORDS = 400, 20
# One letter alone is a word, and the beginning of none.
SHORTEST_BEGINNING = 2
# Of more records so many are found, in SQLite those that were entered first.
MOST_FOUND = 50_001

_FIND = {
    "sqlite": "SELECT rowid FROM {table} WHERE {table} MATCH %s ORDER BY rowid LIMIT {most}",
    "postgresql": "SELECT number FROM {table} WHERE terms @@ %s::tsquery LIMIT {most}",
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """Words in a row that a record must have: as written, and folded."""

    written: tuple[str, ...]
    folded: tuple[str, ...]

    @property
    def is_open(self) -> bool:
        """Say whether the last word may go on."""
        return len(self.folded) > 1 or len(self.folded[0]) >= SHORTEST_BEGINNING


def wanted_in(question: str) -> list[Wanted]:
    """Read a question; of a very long one only the beginning counts."""
    wanted: list[Wanted] = []
    number = 0
    for part in question.replace("\x00", "")[:LONGEST_QUESTION].split():
        words = list(words_in(part))
        number += len(words)
        if number > MOST_WORDS:
            break
        if words:
            written = tuple(part[word.start : word.end] for word in words)
            wanted.append(Wanted(written, tuple(word.folded for word in words)))
    return wanted


def records_with(kept: DeskWords, wanted: list[Wanted]) -> RawSQL:
    """Return, for `pk__in`, the records that have everything wanted, `MOST_FOUND` at most."""
    vendor = connections["default"].vendor
    sql = _FIND[vendor].format(table=kept.table, most=MOST_FOUND)
    match = _in_sqlite(wanted) if vendor == "sqlite" else _in_postgresql(wanted)
    return RawSQL(sql, [match], output_field=BigIntegerField())  # noqa: S611 - our own tables


def _in_sqlite(wanted: list[Wanted]) -> str:
    """Return a question in the language of FTS5, which folds the words; each is quoted."""
    return " AND ".join(f'"{" ".join(one.written)}"{" *" if one.is_open else ""}' for one in wanted)


def _in_postgresql(wanted: list[Wanted]) -> str:
    """Return a `tsquery`; words hold letters and digits alone, and each is quoted."""
    return " & ".join(
        "(" + " <-> ".join(f"'{word}'" for word in one.folded) + f"{':*' if one.is_open else ''})"
        for one in wanted
    )

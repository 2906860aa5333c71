"""An index in SQLite: FTS5 tables in the file of the database, which commit with the record.

`words` holds the words as folded, for phrases and beginnings; `stems` their stems, marked with the
language by whose rules they were made. Nothing is tokenized here that was not already.
"""

from collections.abc import Iterable, Sequence

from collections_app.search_index.asking import Asked, Term
from collections_app.search_index.rows import PART_BITS, tagged

TABLE = (
    "CREATE VIRTUAL TABLE {table} USING fts5(words, stems, public_from UNINDEXED, "
    "tokenize=\"ascii tokenchars '_'\", columnsize=0)"
)
WRITE = "INSERT INTO {table} (rowid, public_from, words, stems) VALUES (%s, %s, %s, %s)"
FORGET = "DELETE FROM {table} WHERE rowid >= %s AND rowid < %s"
FOUND = "SELECT rowid AS number FROM {table} WHERE {table} MATCH %s{due}"
ALL = "SELECT rowid AS number FROM {table}"
TIDY = "INSERT INTO {table} ({table}) VALUES ('optimize')"


def values(words: Iterable[tuple[str, str]]) -> tuple[str, str]:
    """Return the values of a row beside its number and instant."""
    words = list(words)
    return " ".join(w for w, _ in words), " ".join(stem for _, stem in words if stem)


def within(begins: Sequence[int]) -> str:
    """Narrow to rows of some groups and kinds, given by their first numbers, in order.

    One pass over the hits between the first and the last: to ask for each of them alone begins
    each time with the first hit of all.
    """
    listed = ", ".join(str(begin >> PART_BITS) for begin in begins)
    end = begins[-1] + (1 << PART_BITS)
    return f" AND rowid >= {begins[0]} AND rowid < {end} AND rowid >> {PART_BITS} IN ({listed})"


def match(asked: Asked, *, is_any: bool = False) -> str:
    """Return a question in the language of FTS5; every word of the reader is quoted."""
    return (" OR " if is_any else " AND ").join(_term(term) for term in asked.terms)


def _term(term: Term) -> str:
    if term.kind == Term.PHRASE:
        return f'(words : "{" ".join(term.folded)}")'
    if term.kind == Term.BEGINNING:
        return f'(words : "{term.folded[0]}" *)'
    stems = " OR ".join(f'"{tagged(tongue, stem)}"' for tongue, stem in term.stems())
    return f"(stems : ({stems}))"

"""An index in SQLite: an FTS5 table in the file of the database, which commits with the record.

`words` holds the words as folded, for phrases and beginnings; `stems` their stems, marked with the
language by whose rules they were made. Nothing is tokenized here that was not already.
"""

from collections.abc import Iterable

from collections_app.search_index.asking import Asked, Term
from collections_app.search_index.rows import tagged

TABLE = (
    "CREATE VIRTUAL TABLE {name} USING fts5(words, stems, tokenize=\"ascii tokenchars '_'\", "
    "columnsize=0)"
)
DROP = "DROP TABLE {name}"
WRITE = "INSERT INTO {name} (rowid, words, stems) VALUES (%s, %s, %s)"
FORGET = "DELETE FROM {name} WHERE rowid >= %s AND rowid < %s"
COUNT = "SELECT rowid >> %s, COUNT(*) FROM {name} WHERE {name} MATCH %s GROUP BY 1"
FIRST = (
    "SELECT * FROM (SELECT rowid FROM {name} WHERE {name} MATCH %s AND rowid >= %s AND rowid < %s "
    "ORDER BY rowid LIMIT %s)"
)
GROUPS = "SELECT DISTINCT rowid >> %s FROM {name}"
TIDY = "INSERT INTO {name} ({name}) VALUES ('optimize')"


def values(number: int, words: Iterable[tuple[str, str]]) -> tuple[int, str, str]:
    """Return the values of a row."""
    words = list(words)
    return number, " ".join(w for w, _ in words), " ".join(stem for _, stem in words if stem)


def match(asked: Asked) -> str:
    """Return a question in the language of FTS5; every word of the reader is quoted."""
    return " AND ".join(_term(term) for term in asked.terms)


def _term(term: Term) -> str:
    if term.kind == Term.PHRASE:
        return f'(words : "{" ".join(term.folded)}")'
    if term.kind == Term.BEGINNING:
        return f'(words : "{term.folded[0]}" *)'
    stems = " OR ".join(f'"{tagged(tongue, stem)}"' for tongue, stem in term.stems())
    return f"(stems : ({stems}))"

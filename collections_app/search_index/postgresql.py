"""An index in PostgreSQL: a table with a `tsvector` under GIN. It needs no extension and no
configuration of a language, as words come folded and stemmed.

The stem of a word stands at the place of the word, marked with the language by whose rules it was
made.
"""

from collections import defaultdict
from collections.abc import Iterable

from collections_app.search_index.asking import Asked, Term
from collections_app.search_index.rows import tagged

# PostgreSQL keeps no place in a text beyond this.
LAST_PLACE = 16_383

TABLE = (
    "CREATE TABLE {name} (number bigint PRIMARY KEY, terms tsvector NOT NULL);"
    "CREATE INDEX {name}_terms ON {name} USING gin (terms)"
)
DROP = "DROP TABLE {name}"
WRITE = "INSERT INTO {name} (number, terms) VALUES (%s, %s::tsvector)"
FORGET = "DELETE FROM {name} WHERE number >= %s AND number < %s"
COUNT = "SELECT number >> %s, COUNT(*) FROM {name} WHERE terms @@ %s::tsquery GROUP BY 1"
FIRST = (
    "(SELECT number FROM {name} WHERE terms @@ %s::tsquery AND number >= %s AND number < %s "
    "ORDER BY number LIMIT %s)"
)
GROUPS = "SELECT DISTINCT number >> %s FROM {name}"
TIDY = "ANALYZE {name}"


def values(number: int, words: Iterable[tuple[str, str]]) -> tuple[int, str]:
    """Return the values of a row; the words are letters and digits and need no escaping."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, (word, stem) in enumerate(words, start=1):
        for form in (word, stem) if stem else (word,):
            places[form].append(min(place, LAST_PLACE))
    return number, " ".join(f"'{form}':{','.join(map(str, at))}" for form, at in places.items())


def match(asked: Asked) -> str:
    """Return a question as a `tsquery`; every word of the reader is quoted."""
    return " & ".join(_term(term) for term in asked.terms)


def _term(term: Term) -> str:
    if term.kind == Term.PHRASE:
        return "(" + " <-> ".join(f"'{word}'" for word in term.folded) + ")"
    if term.kind == Term.BEGINNING:
        return f"'{term.folded[0]}':*"
    return "(" + " | ".join(f"'{tagged(tongue, stem)}'" for tongue, stem in term.stems()) + ")"

"""An index in PostgreSQL: tables with a `tsvector` under GIN. They need no extension and no
configuration of a language, as words come folded and stemmed.

The stem of a word stands at the place of the word, marked with the language by whose rules it was
made.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from collections_app.search_index.asking import Asked, Term
from collections_app.search_index.rows import PART_BITS, tagged

# PostgreSQL keeps no place in a text beyond this.
LAST_PLACE = 16_383

TABLE = (
    "CREATE TABLE {table} (number bigint PRIMARY KEY, public_from bigint NOT NULL, "
    "terms tsvector NOT NULL);"
    "CREATE INDEX {table}_terms ON {table} USING gin (terms)"
)
WRITE = "INSERT INTO {table} (number, public_from, terms) VALUES (%s, %s, %s::tsvector)"
FORGET = "DELETE FROM {table} WHERE number >= %s AND number < %s"
FOUND = "SELECT number FROM {table} WHERE terms @@ %s::tsquery{due}"
ALL = "SELECT number FROM {table}"
TIDY = "ANALYZE {table}"


def values(words: Iterable[tuple[str, str]]) -> tuple[str]:
    """Return the values of a row beside its number and instant; words need no escaping."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, (word, stem) in enumerate(words, start=1):
        for form in (word, stem) if stem else (word,):
            places[form].append(min(place, LAST_PLACE))
    return (" ".join(f"'{form}':{','.join(map(str, at))}" for form, at in places.items()),)


def within(begins: Sequence[int]) -> str:
    """Narrow to rows of some groups and kinds, given by their first numbers.

    As stretches of the primary key, which is the shorter way where a word is common.
    """
    stretches = (f"number BETWEEN {one} AND {one + (1 << PART_BITS) - 1}" for one in begins)
    return f" AND ({' OR '.join(stretches)})"


def match(asked: Asked, *, is_any: bool = False) -> str:
    """Return a question as a `tsquery`; every word of the reader is quoted."""
    return (" | " if is_any else " & ").join(_term(term) for term in asked.terms)


def _term(term: Term) -> str:
    if term.kind == Term.PHRASE:
        return "(" + " <-> ".join(f"'{word}'" for word in term.folded) + ")"
    if term.kind == Term.BEGINNING:
        return f"'{term.folded[0]}':*"
    return "(" + " | ".join(f"'{tagged(tongue, stem)}'" for tongue, stem in term.stems()) + ")"

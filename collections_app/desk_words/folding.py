"""How PostgreSQL folds words, in a function of its own: no extension, and no rule of a locale."""

import unicodedata
from collections.abc import Iterable
from itertools import groupby

from collections_app.search_index.words import LONGEST_WORD, fold

FOLDING = "collections_app_desk_terms"
# A `tsvector` holds a megabyte, and no place beyond the last.
LONGEST_TEXT, LAST_PLACE = 150_000, 16_383
# Letters of Europe and the signs of all; what follows stands in words as it is written.
_SOME = [chr(code) for code in range(1, 0x3020)]
_TWO_LETTERS = "æœßþ"


def _class(letters: Iterable[str]) -> str:
    """Return a class of a regular expression, as stretches of numbers."""
    stretches = groupby(enumerate(map(ord, letters)), key=lambda pair: pair[1] - pair[0])
    found = [[code for _place, code in pairs] for _step, pairs in stretches]
    return "".join(f"\\u{codes[0]:04X}-\\u{codes[-1]:04X}" for codes in found)


def _is_mark(letter: str) -> bool:
    return unicodedata.category(letter)[0] == "M"


def _folded(said: str) -> str:
    """Return the SQL that folds letters which have no accent to lose."""
    for letter in _TWO_LETTERS:
        said = f"replace({said}, '{letter}', '{fold(letter)}')"
    changed = {
        letter: fold(letter)
        for letter in _SOME
        if letter.isalpha() and unicodedata.normalize("NFKD", letter) == letter
    }
    changed = {one: other for one, other in changed.items() if len(other) == 1 and one != other}
    return f"translate({said}, '{''.join(changed)}', '{''.join(changed.values())}')"


_MARKS = _class(letter for letter in _SOME if _is_mark(letter))
_SIGNS = _class(letter for letter in _SOME if not letter.isalnum() and not _is_mark(letter))
# Letters of this program stand in this statement, and nothing that anybody typed.
MAKE_FOLDING = f"""
CREATE FUNCTION {FOLDING}(words text) RETURNS tsvector IMMUTABLE LANGUAGE sql AS $$
    WITH bare AS (
        SELECT regexp_replace(
            normalize(left(words, {LONGEST_TEXT}), NFKD), '[{_MARKS}]+', '', 'g'
        ) AS said
    ), small AS (
        SELECT lower(regexp_replace(said, '[{_SIGNS}]+', ' ', 'g')) AS said FROM bare
    ), folded AS (
        SELECT CASE WHEN said ~ '[^ a-z0-9]' THEN {_folded("said")} ELSE said END AS said
        FROM small
    )
    SELECT COALESCE(string_agg(
        '''' || left(word, {LONGEST_WORD}) || ''':' || LEAST(place, {LAST_PLACE}), ' '
    ), '')::tsvector
    FROM folded, unnest(string_to_array(said, ' ')) WITH ORDINALITY AS parts (word, place)
    WHERE word <> ''
$$"""  # noqa: S608

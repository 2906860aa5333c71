"""What stays of a word in the language of its text, and which words are too common to look for."""

from functools import lru_cache

from collections_app.search_index.english import english_stem
from collections_app.search_index.french import french_stem

ENGLISH, FRENCH, OTHER = "e", "f", "x"
TONGUES = (ENGLISH, FRENCH, OTHER)
_STEMMERS = {ENGLISH: english_stem, FRENCH: french_stem}

# Folded: é and à have no accents, and an apostrophe parts l'ONU and don't into two words.
_COMMON_IN_ENGLISH = """
    a about after all also am an and any are as at be because been before being but by can could d
    did do does doing don for from had has have having he her here him his how i if in into is it
    its just ll m me my no not now of on or our out re s she should so some such t than that the
    their them then there these they this those to too u um up us ve very was we were what when
    where which while who why will with would you your
"""
_COMMON_IN_FRENCH = """
    a ai aie ait alors au aussi aux avait avec avez avoir avons c ca car ce ceci cela ces cet cette
    chez comme d dans de des donc dont du elle elles en encore est et etaient etait ete etre eu euh
    eux fait il ils j je l la le les leur leurs lui m ma mais me meme mes moi mon n ne ni nos notre
    nous on ont ou par parce pas plus pour puis qu quand que quel quelle qui quoi s sa sans se ses
    si soit son sont suis sur t ta te tes toi ton tous tout tres tu un une vos votre vous y
"""
COMMON = {
    ENGLISH: frozenset(_COMMON_IN_ENGLISH.split()),
    FRENCH: frozenset(_COMMON_IN_FRENCH.split()),
    OTHER: frozenset[str](),
}


def tongue_of(language: str) -> str:
    """Return by which rules a text is stemmed, from the ISO 639 code of its language."""
    code = language.lower().partition("-")[0]
    return {"en": ENGLISH, "eng": ENGLISH, "fr": FRENCH, "fra": FRENCH, "fre": FRENCH}.get(
        code, OTHER
    )


@lru_cache(maxsize=131_072)
def stem(folded: str, tongue: str) -> str:
    """Return the stem of a folded word, by the rules of a tongue."""
    stemmer = _STEMMERS.get(tongue)
    return stemmer(folded) if stemmer else folded


def is_common(folded: str) -> bool:
    """Say whether a word stands in nearly every passage of some language."""
    return any(folded in words for words in COMMON.values())

"""The question of a reader: words, "phrases in quotes" and beginn* of words. Pure.

Nothing a reader types is an operator of a database: every word becomes letters and digits.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collections_app.search_index.stems import COMMON, TONGUES, is_common, stem
from collections_app.search_index.words import words_in

LONGEST_QUESTION = 200
MOST_WORDS = 12
SHORTEST_BEGINNING = 2
SHORTEST_NAME = 2
LONGEST_ECHO = 60

_QUOTES = str.maketrans("“”„«»", '"' * 5)
_PART = re.compile(r'"([^"]*)"|([^\s"]+)')


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that a passage must have: a word, the beginning of one, or a phrase.

    `said` are the words as the reader wrote them.
    """

    kind: str
    folded: tuple[str, ...]
    said: str

    WORD = "word"
    BEGINNING = "beginning"
    PHRASE = "phrase"

    def stems(self) -> list[tuple[str, str]]:
        """Return for each tongue the stem under which a word is found in its texts."""
        word = self.folded[0]
        return [(tongue, stem(word, tongue)) for tongue in TONGUES if word not in COMMON[tongue]]

    @property
    def in_words(self) -> str:
        if self.kind == self.PHRASE and len(self.folded) > 1:
            return _("the words “{words}” together").format(words=self.said)
        if self.kind == self.BEGINNING:
            return _("words that begin with “{words}”").format(words=self.said)
        return _("“{word}”").format(word=self.said)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as it was understood: all `terms` in one passage; what was left out of it."""

    terms: tuple[Term, ...] = ()
    too_common: tuple[str, ...] = ()
    too_many: bool = False

    def __bool__(self) -> bool:
        return bool(self.terms)

    @property
    def in_words(self) -> str:
        """Say what is looked for: “genocide” and the words “red line” together."""
        return _(" and ").join(term.in_words for term in self.terms)

    def left_out_of(self, question: str) -> Iterator[str]:
        """Yield what was not looked for although it was asked, each as a sentence."""
        if question.strip() and not self:
            said = question.strip()[:LONGEST_ECHO]
            yield _("“{words}” holds no word to look for. It was left out.").format(words=said)
        if self.too_common:
            said = ", ".join(_("“{word}”").format(word=word) for word in self.too_common)
            yield ngettext(
                "{words} stands in nearly every passage and was left out.",
                "{words} stand in nearly every passage and were left out.",
                len(self.too_common),
            ).format(words=said)
        if self.too_many:
            yield _("Only the first {number} words were looked for.").format(number=MOST_WORDS)


NOTHING_ASKED = Asked()


def understood(question: str) -> Asked:
    """Read a question. Of words that are too common to look for one counts if there are no others:
    the last, in the languages in which it is none of them."""
    terms: list[Term] = []
    words = 0
    text = question.replace("\x00", "")[:LONGEST_QUESTION].translate(_QUOTES)
    for quoted, bare in _PART.findall(text.replace('"', "") if text.count('"') == 1 else text):
        for term in _phrase(quoted) if quoted else _bare(bare):
            words += len(term.folded)
            if words > MOST_WORDS:
                return _without_common(terms, too_many=True)
            if term not in terms:
                terms.append(term)
    return _without_common(terms, too_many=False)


def _phrase(quoted: str) -> list[Term]:
    words = list(words_in(quoted))
    if len(words) == 1 and is_common(words[0].folded):
        return [Term(Term.WORD, (words[0].folded,), quoted.strip())]
    folded = tuple(word.folded for word in words)
    return [Term(Term.PHRASE, folded, quoted.strip())] if words else []


def _bare(bare: str) -> list[Term]:
    words = list(words_in(bare))
    terms = [_word(word.folded, bare[word.start : word.end]) for word in words]
    if terms and bare.endswith("*") and len(words[-1].folded) >= SHORTEST_BEGINNING:
        terms[-1] = Term(Term.BEGINNING, terms[-1].folded, terms[-1].said)
    return terms


def _word(folded: str, said: str) -> Term:
    """Return a word to look for; one in capitals is a name, even where it is common in small ones.

    US, WHO, IT: as a phrase of one word it is compared as it is written.
    """
    is_name = is_common(folded) and said.isupper() and len(said) >= SHORTEST_NAME
    return Term(Term.PHRASE if is_name else Term.WORD, (folded,), said)


def _without_common(terms: list[Term], *, too_many: bool) -> Asked:
    common = [term for term in terms if term.kind == Term.WORD and is_common(term.folded[0])]
    telling = [term for term in terms if term not in common]
    # Common in one language, a word may say something in another: thé, car, mine.
    kept = telling or common[-1:]
    left_out = tuple(term.said for term in common if term not in kept)
    return Asked(tuple(kept), left_out, too_many)

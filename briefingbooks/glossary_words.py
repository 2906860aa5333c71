"""Words of the glossary in a text: found, linked, and written out where they come first. Pure.

What an author quotes is not touched: nothing is added inside quotation marks, block quotations,
titles in italics, links, headings, figures or pull quotes. An abbreviation that the author writes
out is not written out again. What is added stands in `<span class="expansion">`.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from html import escape

from django.utils.safestring import SafeString, mark_safe

from briefingbooks.pages import TermView

_PIECES = re.compile(r"(<[^>]*>)")
_TAG = re.compile(r"<(/?)([a-z0-9]+)")
_QUIET = {
    *("a", "aside", "blockquote", "cite", "code", "div", "em", "figure", "h3", "h4", "i", "pre"),
    *("q", "table"),
}
_BLOCKS = {"p", "li"}
_MARKS = r"(?P<open>[“«„])|(?P<close>[”»])|(?P<straight>\"|&quot;)"
_OWNS = re.compile(r"['’]s?\b|['’](?!\w)")


@dataclass(frozen=True, slots=True)
class Found:
    """The words to look for: one pattern for all of them, and what each word belongs to."""

    pattern: re.Pattern[str]
    exact: Mapping[str, TermView]
    loose: Mapping[str, TermView]

    def term(self, words: str) -> TermView | None:
        return self.exact.get(words) or self.loose.get(words.lower())


def finder(terms: Iterable[TermView]) -> Found | None:
    """Make ready to look for words; None where there is nothing to look for.

    Abbreviations and people are looked for letter by letter, terms without regard to capitals;
    all as whole words. Of two that begin alike the longer one is meant.
    """
    exact: dict[str, TermView] = {}
    loose: dict[str, TermView] = {}
    for term in terms:
        for form in term.forms:
            words = escape(form, quote=False)
            if term.is_term:
                loose.setdefault(words.lower(), term)
            else:
                exact.setdefault(words, term)
    parts = [*_alternatives(exact, ""), *_alternatives(loose, "i")]
    if not parts:
        return None
    whole = rf"(?<![\w&-])(?P<term>{'|'.join(parts)})(?![\w-])"
    return Found(re.compile(rf"{_MARKS}|{whole}"), exact, loose)


def _alternatives(words: Iterable[str], flags: str) -> list[str]:
    longest_first = sorted(words, key=lambda one: (-len(one), one))
    joined = "|".join(re.escape(one) for one in longest_first)
    return [f"(?{flags}:{joined})" if flags else joined] if joined else []


def keys_in(text: str, found: Found) -> set[str]:
    """Return the keys of the words that stand anywhere in a plain text."""
    plain = escape(text, quote=False)
    terms = (found.term(one["term"]) for one in found.pattern.finditer(plain) if one["term"])
    return {term.key for term in terms if term}


@dataclass
class Explainer:
    """Goes through the texts of a book in the order of reading; remembers what it has met."""

    found: Found
    language: str
    met: set[str] = field(default_factory=set)
    expanded: set[str] = field(default_factory=set)
    _linked: set[str] = field(default_factory=set)
    _quoted: int = 0

    def html(self, html: SafeString | str) -> SafeString:
        """Return a finished text with its words linked, each once in a paragraph."""
        pieces = _PIECES.split(html)
        quiet = 0
        for place, piece in enumerate(pieces):
            if place % 2:
                quiet += self._after(piece)
            elif not quiet and piece:
                pieces[place] = self._text(piece)
        return mark_safe("".join(pieces))  # noqa: S308 - words of the glossary are escaped

    def _after(self, tag: str) -> int:
        named = _TAG.match(tag)
        if named is None or tag.endswith("/>"):
            return 0
        if named[2] in _BLOCKS:
            self._linked, self._quoted = set(), 0
        if named[2] not in _QUIET:
            return 0
        return -1 if named[1] else 1

    def _text(self, text: str) -> str:
        parts, place = [], 0
        for one in self.found.pattern.finditer(text):
            if one["open"]:
                self._quoted += 1
            elif one["close"]:
                self._quoted = max(0, self._quoted - 1)
            elif one["straight"]:
                self._quoted = 0 if self._quoted else 1
            elif not self._quoted:
                parts += [text[place : one.start()], self._explained(one, text)]
                place = one.end()
        return "".join([*parts, text[place:]])

    def _explained(self, one: re.Match[str], text: str) -> str:
        term = self.found.term(one["term"])
        if term is None:
            return one[0]
        self.met.add(term.key)
        words = one[0]
        if term.key not in self._linked:
            self._linked.add(term.key)
            words = f'<a class="term" href="#{escape(term.anchor)}">{words}</a>'
        if not term.is_abbreviation or term.key in self.expanded:
            return words
        if _OWNS.match(text, one.end()):  # "UNAMIR's mandate" is written out where it next stands
            return words
        self.expanded.add(term.key)
        return words if _is_written_out(term, text, one) else words + self._expansion(term)

    def _expansion(self, term: TermView) -> str:
        other = f' lang="{escape(term.language)}"' if term.language != self.language else ""
        return f' <span class="expansion"{other}>({escape(term.full_form, quote=False)})</span>'


def _is_written_out(term: TermView, text: str, one: re.Match[str]) -> bool:
    """Whether the author does it: "United Nations … (UNAMIR)" or "UNAMIR (the United …)"."""
    before, after = text[: one.start()], text[one.end() :]
    if before.endswith("(") or after.startswith(")"):
        return True
    full = escape(term.full_form, quote=False).lower()
    return after.lstrip(" ,").lower().removeprefix("(").removeprefix("the ").startswith(full)

"""The blocks fenced with `:::`: what each may hold, and what it names."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from markdown_it.token import Token

from briefingbooks.markup.syntax import BLOCK, BLOCKS, COPY, LANGUAGE, block, nearest
from briefingbooks.markup.texts import Mention, Text

_END = re.compile(r"[>\s]*:{3,}\s*")
# A book has a few dozen; the time to compare pull quotes with their text is bounded by it.
MOST_BLOCKS = 200
_NO_WORDS = ("footnote_ref", "myst_role", "link_open")


@dataclass(slots=True)
class _Block:
    token: Token
    read: Mention
    inner: list[Token] = field(default_factory=list)


def read(text: Text, lines: Sequence[str]) -> None:
    """Read the blocks of a text in place: their mentions, and what is wrong with them."""
    found = _blocks(text.tokens)
    if len(found) > MOST_BLOCKS:
        text.wrong(found[MOST_BLOCKS].read.line, f"A text has {MOST_BLOCKS} blocks at most.")
    for one in found[:MOST_BLOCKS]:
        line = one.read.line
        end = (one.token.map or [0, 0])[1]
        if end >= len(lines) or not _END.fullmatch(lines[end]):
            text.wrong(line, f"The block :::{one.read.role} has no ::: at its end.")
        if any(token.type == f"{BLOCK}_open" for token in one.inner):
            text.wrong(line, "A block can not stand in another block.")
        check = _CHECKS.get(one.read.role)
        if check is None:
            hint = nearest(one.read.role, BLOCKS)
            text.wrong(line, f"There is no block :::{one.read.role[:40]}{hint}")
        else:
            check(text, one)


def _blocks(tokens: Sequence[Token]) -> list[_Block]:
    found: list[_Block] = []
    still_open: list[_Block] = []
    for token in tokens:
        if token.type == f"{BLOCK}_close":
            still_open.pop()
        for outer in still_open:
            outer.inner.append(token)
        if token.type == f"{BLOCK}_open":
            one = _Block(token, block(token.info, (token.map or [0])[0] + 1))
            found.append(one)
            still_open.append(one)
    return found


def _pull_quote(text: Text, one: _Block) -> None:
    words = _words(one.inner)
    if not words:
        text.wrong(one.read.line, "A pull quote has no words.")
    if any(child.type in _NO_WORDS for token in one.inner for child in token.children or []):
        text.wrong(one.read.line, "A pull quote has words only: no notes, roles or links.")
    inner = {id(token) for token in one.inner}
    elsewhere = _words([token for token in text.tokens if id(token) not in inner])
    one.token.meta["is_copy"] = bool(words) and words in elsewhere
    if words and words not in elsewhere:
        message = "The words of this pull quote do not stand in this text."
        text.wrong(one.read.line, message, is_warning=True)


def _words(tokens: Sequence[Token]) -> str:
    """Return the words of tokens without markup, spaced by single spaces."""
    pieces = []
    for token in tokens:
        for child in token.children or []:
            pieces.append(" " if child.type.endswith("break") else child.content)
        pieces.append(" " if token.type == "inline" else "")
    return " ".join("".join(pieces).split())


def _quote(text: Text, one: _Block) -> None:
    if one.read.key and not LANGUAGE.fullmatch(one.read.key):
        message = f"After :::quote stands a language such as fr, not “{one.read.key[:20]}”."
        text.wrong(one.read.line, message)
    if not _words(one.inner):
        text.wrong(one.read.line, "A quotation has no words.")


def _photo(text: Text, one: _Block) -> None:
    if not one.read.key or one.read.copies:
        text.wrong(one.read.line, "Name one photograph: :::photo FTP-0033.")
    else:
        text.named.append(one.read)


def _compare(text: Text, one: _Block) -> None:
    copies = one.read.copies
    if len(set(copies)) != 2 or len(copies) != 2 or not all(map(COPY.fullmatch, copies)):
        text.wrong(
            one.read.line, "Name a document and two copies of it: :::compare FTP-0147 c1 c4."
        )
    else:
        text.named.append(one.read)


_CHECKS: dict[str, Callable[[Text, _Block], None]] = {
    "pullquote": _pull_quote,
    "quote": _quote,
    "photo": _photo,
    "compare": _compare,
}

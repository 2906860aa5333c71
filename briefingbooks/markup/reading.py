"""Read a text: its tokens, notes, mentions and links, and what is wrong with each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import islice

from markdown_it.token import Token

from briefingbooks.markup import blocks
from briefingbooks.markup.links import is_external_link, is_safe_link
from briefingbooks.markup.quotes import attribute_quotes
from briefingbooks.markup.syntax import (
    BLOCK,
    COPY,
    LONGEST_TEXT,
    PARSER,
    ROLES,
    foreign_words,
    mention,
    nearest,
)
from briefingbooks.markup.texts import LINK, Mention, NoteText, Text

_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")
_BY_HAND = re.compile(r"\b(op\.?\s*cit\b|loc\.?\s*cit\b|ibid\b|ibidem\b|idem\b)", re.IGNORECASE)
_STRAY_END = re.compile(r"^:{3,}\s*$", re.MULTILINE)


def parse(source: str) -> Text:
    """Parse one text. Never raises: what is wrong stands in `problems`.

    A text longer than `LONGEST_TEXT` characters is not read: it has one problem and no words.
    """
    text = Text()
    if len(source) > LONGEST_TEXT:
        text.wrong(1, f"The text is longer than {LONGEST_TEXT:,} characters: divide it.")
        return text
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    lines = source.split("\n")
    note: Token | None = None
    held: list[Token] = []
    # The parser of blocks looks one character beyond a last line that is empty.
    for token in PARSER.parse(source + "\n", {}):
        if token.type == "footnote_reference_open":
            note, held = token, []
        elif token.type == "footnote_reference_close" and note is not None:
            _keep_note(text, note, held, lines)
            note = None
        elif note is not None:
            held.append(token)
        else:
            text.tokens.append(token)
    text.tokens = attribute_quotes(text.tokens)
    _read_tokens(text, text.tokens, "")
    blocks.read(text, lines)
    text.named.sort(key=lambda one: one.line)
    for label, body in text.notes.items():
        _read_tokens(text, body.tokens, label)
    return text


def _keep_note(text: Text, opening: Token, held: list[Token], lines: list[str]) -> None:
    label = opening.meta["label"]
    first, last = opening.map or [0, 0]
    words = "\n".join(lines[first:last]).split(":", 1)[-1].strip()
    if label in text.notes:
        text.wrong(first + 1, f"The note “{label}” is defined twice.")
        return
    if not _LABEL.fullmatch(label):
        text.wrong(first + 1, f"The label “{label}” may have letters, digits, - and _ only.")
    if not words:
        text.wrong(first + 1, f"The note “{label}” is empty.")
    if any(token.type == f"{BLOCK}_open" for token in held):
        text.wrong(first + 1, f"A block can not stand in the note “{label}”.")
    text.notes[label] = NoteText(label, first + 1, tuple(held), words)


def _read_tokens(text: Text, tokens: Sequence[Token], note: str) -> None:
    line, has_wider = 1, False
    for position, token in enumerate(tokens):
        if token.map:
            line = token.map[0] + 1
        if token.type == "heading_open":
            words = tokens[position + 1].content
            _read_heading(text, token.tag, words, line, has_wider=has_wider)
            has_wider = has_wider or token.tag == "h3"
        if token.type == "inline":
            _read_inline(text, token.children or [], line, note)
            if _STRAY_END.search(token.content):
                text.wrong(line, "The ::: here ends no block.")


def _read_heading(text: Text, tag: str, words: str, line: int, *, has_wider: bool) -> None:
    if tag not in ("h3", "h4"):
        text.wrong(line, "Headings inside a text are ### or ####; wider ones are its own.")
    elif tag == "h4" and not has_wider:
        message = f"The heading “{words[:60]}” is #### before any ###."
        text.wrong(line, message, is_warning=True)
    if not words.strip():
        text.wrong(line, "A heading has no words.")


def _read_inline(text: Text, children: Sequence[Token], line: int, note: str) -> None:
    before, own, is_link = "", len(text.named), False
    for position, token in enumerate(children):
        if token.type in ("softbreak", "hardbreak"):
            line, before = line + 1, f"{before} "
        elif token.type == "text":
            before += "" if is_link else token.content
            _read_words(text, token.content, line)
        elif _names_something(text, children, position, line, note, before):
            before, is_link = "", token.type == "link_open"
        elif token.type == "link_close":
            is_link = False
    if note and len(text.named) > own and before.strip():
        text.named[-1] = replace(text.named[-1], suffix=before.strip())


def _names_something(
    text: Text, children: Sequence[Token], position: int, line: int, note: str, before: str
) -> bool:
    """Read a token that may name something; say whether it does."""
    token = children[position]
    if token.type == "footnote_ref":
        _read_call(text, token.meta["label"], line, note)
    elif token.type == "image":
        text.wrong(line, "Pictures are entries of the book or blocks: :::photo FTP-0033.")
    elif token.type == "myst_role":
        return _read_role(text, token, line, note, before)
    elif token.type == "link_open":
        inside = _until_close(children, position + 1)
        return _read_link(text, token, inside, line, note, before)
    return False


def _read_words(text: Text, words: str, line: int) -> None:
    found = _BY_HAND.search(words)
    if found:
        message = f"“{found[0]}” is typed by hand; {{cite}} prints a short form by itself."
        text.wrong(line, message, is_warning=True)


def _read_call(text: Text, label: str, line: int, note: str) -> None:
    if note:
        text.wrong(line, f"The note “{note}” can not call the note “{label}”.")
    else:
        text.calls.append((label, line))


def _read_role(text: Text, token: Token, line: int, note: str, before: str) -> bool:
    name = token.meta["name"]
    if name not in ROLES:
        text.wrong(line, f"There is no role {{{name}}}{nearest(name, ROLES)}")
        return False
    if name == "lang":
        if foreign_words(token.content) is None:
            text.wrong(line, "Write a language and the words: {lang}`fr; mots`.")
        return False
    found = mention(name, token.content, line, note)
    if found is None or not found.key:
        text.wrong(line, f"{{{name}}}`{token.content[:60]}` names nothing.")
        return False
    if any(not COPY.fullmatch(copy) for copy in found.copies):
        text.wrong(line, f"After @ stands the key of a copy, such as c12: “{found.copies[0]}”.")
        found = replace(found, copies=())
    text.named.append(replace(found, prefix=before.strip() if note else ""))
    return True


def _read_link(
    text: Text, token: Token, inside: Iterable[Token], line: int, note: str, before: str
) -> bool:
    url = str(token.attrs.get("href", ""))
    words = "".join(part.content for part in inside).strip()
    if not url:
        text.wrong(line, f"The link “{words}” leads nowhere.")
    elif not is_safe_link(url):
        message = f"The link “{words}” must begin with https:// or http://, not “{url[:30]}”."
        text.wrong(line, message)
    elif not words:
        text.wrong(line, f"The link to {url} has no words.")
    elif is_external_link(url):
        prefix = before.strip() if note else ""
        text.named.append(Mention(LINK, url, words, line=line, note=note, prefix=prefix))
        return True
    return False


def _until_close(tokens: Sequence[Token], start: int) -> Iterator[Token]:
    for token in islice(tokens, start, None):
        if token.type == "link_close":
            return
        yield token

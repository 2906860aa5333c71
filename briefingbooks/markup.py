"""The markup of books: CommonMark with footnotes and named roles, parsed once to tokens. Pure.

    See {entry}`e7k3`, the reply {doc}`FTP-0002; para. 3` and {doc}`the cable <FTP-0001>`.[^cable]

    [^cable]: {cite}`dallaire-2003; pp. 142-168`; {testimony}`FTP-OH-0001; 00:01:10-00:01:40`.

Headings are ### and ####, raw HTML and images are off, links go to http and https. What the text
mentions and what is wrong with it are read from the same tokens that make the page.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

HELP = (
    "CommonMark. ### heading; *italic*; [words](https://…); notes as [^label], “[^label]: text” "
    "on a line of its own; {entry}`key`, {doc}`FTP-0001; para. 6` or "
    "{doc}`words &lt;FTP-0001&gt;`, {cite}`source-key; pp. 1–2`, "
    "{testimony}`FTP-OH-0001; 00:01:10-00:01:40`."
)
ROLES = ("doc", "entry", "cite", "testimony")

_MENTION = re.compile(
    r"(?:(?P<words>[^<>]*?)\s*<(?=[^<>]+>\s*$))?(?P<key>[^;<>]+?)(?:\s*;\s*(?P<locator>[^<>]*?))?>?\s*"
)
_LABEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]*")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong with a text, and the line (from 1) on which it stands."""

    line: int
    message: str

    def __str__(self) -> str:
        return f"Line {self.line}: {self.message}"


@dataclass(frozen=True, slots=True)
class Mention:
    """A role in the text: what it names, in which words, at which place of it."""

    role: str
    key: str
    words: str = ""
    locator: str = ""
    line: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class NoteText:
    """The body of a note: its tokens, and its words as the editor wrote them."""

    label: str
    line: int
    tokens: tuple[Token, ...]
    source: str


@dataclass(slots=True)
class Text:
    """One parsed text: body tokens, the notes defined in it, and what it says and calls."""

    tokens: list[Token] = field(default_factory=list)
    notes: dict[str, NoteText] = field(default_factory=dict)
    calls: list[tuple[str, int]] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def _let_pass(url: str) -> bool:
    return True


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "linkify": True, "typographer": False})
    md.enable(["linkify", "table"])
    md.disable(["html_block", "html_inline", "code"])
    assert md.linkify is not None  # noqa: S101 - "linkify" is switched on above
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    footnote_plugin(md, inline=False, move_to_end=False, always_match_refs=True)
    myst_role_plugin(md)
    # A bad link is told to the editor by `_read_link` instead of standing in the text as it is.
    md.validateLink = _let_pass  # type: ignore[method-assign]
    return md


PARSER = _parser()


def mention(role: str, content: str, line: int = 0, note: str = "") -> Mention | None:
    """Read the content of a role; None where it names nothing."""
    found = _MENTION.fullmatch(content.strip())
    if found is None:
        return None
    words, key, locator = (found[name] or "" for name in ("words", "key", "locator"))
    return Mention(role, key.strip(), words.strip(), locator.strip(), line, note)


def is_safe_link(url: str) -> bool:
    """Whether a link may stand in a text: http, https, mailto, or a place on this site."""
    parts = urlsplit(url)
    if parts.scheme:
        return parts.scheme.lower() in ("http", "https", "mailto")
    return not parts.netloc and not url.startswith(("//", "\\", "/\\"))


def nearest(word: str, known: Sequence[str]) -> str:
    """Return “; did you mean …?” with the nearest known words, or nothing."""
    close = get_close_matches(word, known, n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def parse(source: str) -> Text:
    """Parse one text. Never raises: what is wrong stands in `problems`."""
    source = source.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    lines = source.split("\n")
    text, note = Text(), None
    held: list[Token] = []
    for token in PARSER.parse(source, {}):
        if token.type == "footnote_reference_open":
            note, held = token, []
        elif token.type == "footnote_reference_close" and note is not None:
            _keep_note(text, note, held, lines)
            note = None
        elif note is not None:
            held.append(token)
        else:
            text.tokens.append(token)
    _read_tokens(text, text.tokens, "")
    for label, body in text.notes.items():
        _read_tokens(text, body.tokens, label)
    return text


def _keep_note(text: Text, opening: Token, held: list[Token], lines: list[str]) -> None:
    label = opening.meta["label"]
    first, last = opening.map or [0, 0]
    words = "\n".join(lines[first:last]).split(":", 1)[-1].strip()
    if label in text.notes:
        text.problems.append(Problem(first + 1, f"The note “{label}” is defined twice."))
        return
    if not _LABEL.fullmatch(label):
        text.problems.append(
            Problem(first + 1, f"The label “{label}” may have letters, digits, - and _ only.")
        )
    if not words:
        text.problems.append(Problem(first + 1, f"The note “{label}” is empty."))
    text.notes[label] = NoteText(label, first + 1, tuple(held), words)


def _read_tokens(text: Text, tokens: Sequence[Token], note: str) -> None:
    line = 1
    for token in tokens:
        if token.map:
            line = token.map[0] + 1
        if token.type == "heading_open" and token.tag not in ("h3", "h4"):
            text.problems.append(
                Problem(line, "Headings inside a text are ### or ####; wider ones are its own.")
            )
        if token.type == "inline":
            _read_inline(text, token.children or [], line, note)


def _read_inline(text: Text, children: Sequence[Token], line: int, note: str) -> None:
    for position, token in enumerate(children):
        if token.type in ("softbreak", "hardbreak"):
            line += 1
        elif token.type == "footnote_ref":
            _read_call(text, token.meta["label"], line, note)
        elif token.type == "myst_role":
            _read_role(text, token, line, note)
        elif token.type == "image":
            text.problems.append(
                Problem(line, "Pictures are entries of the book, not part of a text.")
            )
        elif token.type == "link_open":
            _read_link(text, token, children[position + 1 :], line)


def _read_call(text: Text, label: str, line: int, note: str) -> None:
    if note:
        text.problems.append(Problem(line, f"The note “{note}” can not call the note “{label}”."))
    else:
        text.calls.append((label, line))


def _read_role(text: Text, token: Token, line: int, note: str) -> None:
    name = token.meta["name"]
    if name not in ROLES:
        text.problems.append(Problem(line, f"There is no role {{{name}}}{nearest(name, ROLES)}"))
        return
    found = mention(name, token.content, line, note)
    if found is None:
        text.problems.append(Problem(line, f"{{{name}}}`{token.content}` names nothing."))
    else:
        text.mentions.append(found)


def _read_link(text: Text, token: Token, following: Sequence[Token], line: int) -> None:
    url = str(token.attrs.get("href", ""))
    words = "".join(part.content for part in _until_close(following)).strip()
    if not url:
        text.problems.append(Problem(line, f"The link “{words}” leads nowhere."))
    elif not is_safe_link(url):
        text.problems.append(
            Problem(
                line, f"The link “{words}” must begin with https:// or http://, not “{url[:30]}”."
            )
        )
    elif not words:
        text.problems.append(Problem(line, f"The link to {url} has no words."))


def _until_close(tokens: Sequence[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type == "link_close":
            return
        yield token


def note_problems(texts: Sequence[Text]) -> list[tuple[int, Problem]]:
    """Check the notes of all texts of a book together.

    A note is defined once in a book, called somewhere, and every call has its note. Returns
    (index of the text, problem).
    """
    found: list[tuple[int, Problem]] = []
    homes: dict[str, int] = {}
    called = {label for text in texts for label, _ in text.calls}
    for index, text in enumerate(texts):
        for label, note in text.notes.items():
            if label in homes:
                message = f"The note “{label}” is also defined in another text of this book."
                found.append((index, Problem(note.line, message)))
            homes.setdefault(label, index)
            if label not in called:
                found.append((index, Problem(note.line, f"The note “{label}” is never called.")))
    for index, text in enumerate(texts):
        for label, line in text.calls:
            if label not in homes:
                hint = nearest(label, list(homes))
                message = f"The note “{label}” is called but not defined{hint}"
                found.append((index, Problem(line, message)))
    return found

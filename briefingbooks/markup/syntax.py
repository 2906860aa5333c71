"""The grammar: the parser with its roles and blocks, and how the content of a role is read."""

import re
from collections.abc import Sequence
from difflib import get_close_matches

from markdown_it import MarkdownIt
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.myst_role import myst_role_plugin

from briefingbooks.markup.texts import Mention

HELP = (
    "CommonMark. ### heading; *italic*; [words](https://…); notes as [^label], “[^label]: text” "
    "on a line of its own; {entry}`key`, {doc}`FTP-0001; para. 6` or "
    "{doc}`words &lt;FTP-0001@c12&gt;`, {cite}`source-key; pp. 1–2`, "
    "{testimony}`FTP-OH-0001; 00:01:10-00:01:40`, {photo}`FTP-0033`, {person}`key`, "
    "{lang}`fr; mots`. Blocks end with ::: on a line of its own: :::pullquote, :::quote fr, "
    ":::photo FTP-0033, :::compare FTP-0147 c1 c4."
)
ROLES = ("doc", "entry", "cite", "testimony", "photo", "person", "lang")
BLOCKS = ("pullquote", "quote", "photo", "compare")
BLOCK = "container_block"
# A book of 200 pages has about half as many characters; the time to parse one is bounded by it.
LONGEST_TEXT = 500_000
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}")
COPY = re.compile(r"c[1-9][0-9]{0,17}")

_MENTION = re.compile(
    r"(?:(?P<words>[^<>]*?)\s*<(?=[^<>]+>\s*$))?(?P<key>[^;<>]+?)(?:\s*;\s*(?P<locator>[^<>]*?))?>?\s*"
)
_LONGEST_ROLE = 2_000


def _let_pass(url: str) -> bool:
    return True


def _has_name(params: str, markup: str) -> bool:
    return bool(params.strip())


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False, "linkify": True, "typographer": False})
    md.enable(["linkify", "table"])
    md.disable(["html_block", "html_inline", "code"])
    assert md.linkify is not None  # noqa: S101 - "linkify" is switched on above
    md.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    footnote_plugin(md, inline=False, move_to_end=False, always_match_refs=True)
    myst_role_plugin(md)
    container_plugin(md, "block", validate=_has_name)
    # A bad link is told to the editor by `reading` instead of standing in the text as it is.
    md.validateLink = _let_pass  # type: ignore[method-assign]
    return md


PARSER = _parser()


def mention(role: str, content: str, line: int = 0, note: str = "") -> Mention | None:
    """Read the content of a role; None where it names nothing."""
    found = _MENTION.fullmatch(content.strip()) if len(content) <= _LONGEST_ROLE else None
    if found is None:
        return None
    words, key, locator = (found[name] or "" for name in ("words", "key", "locator"))
    copies: tuple[str, ...] = ()
    if role == "doc" and "@" in key:
        key, _, copy = (part.strip() for part in key.partition("@"))
        copies = (copy,)
    return Mention(role, key.strip(), words.strip(), locator.strip(), line, note, copies)


def replace_key(content: str, old: str, new: str) -> str:
    """Return the content of a role with another key; as it is where it does not name `old`."""
    found = _MENTION.fullmatch(content)
    if found is None:
        return content
    start, end = found.span("key")
    key = found["key"].replace(old, new, 1)
    return f"{content[:start]}{key}{content[end:]}"


def foreign_words(content: str) -> tuple[str, str] | None:
    """Read `fr; mots` as (language, words); None where either is missing or no language."""
    language, _, words = (part.strip() for part in content.partition(";"))
    return (language, words) if LANGUAGE.fullmatch(language) and words else None


def block(info: str, line: int = 0) -> Mention:
    """Read the first line of a block: its name, what it names, and copies or a language."""
    name, *rest = info.split() or [""]
    key, *copies = rest or [""]
    return Mention(name, key, line=line, copies=tuple(copies), is_block=True)


def nearest(word: str, known: Sequence[str]) -> str:
    """Return “; did you mean …?” with the nearest known words, or nothing."""
    close = get_close_matches(word[:100], known, n=3, cutoff=0.5)
    return f"; did you mean {' or '.join(close)}?" if close else ""

"""From the tokens of a text to plain words with its notes: for text exports, counts and search.

The same tokens, the same resolver and the same numbers of notes as the page has.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from html import unescape

from django.utils.html import strip_tags
from markdown_it.token import Token

from briefingbooks.markup import Mention, NoteText, Text, foreign_words, mention
from briefingbooks.markup.links import is_external_link
from briefingbooks.markup.syntax import BLOCK, block
from briefingbooks.markup_html import shown_tokens
from briefingbooks.resolved import Numbering, Resolved, Resolver

_BREAKS = ("softbreak", "hardbreak")


@dataclass(slots=True)
class _Page:
    resolve: Resolver
    defined: set[str]
    numbering: Numbering
    resolved: dict[int, Resolved]
    paragraphs: list[str] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)
    leads: list[str] = field(default_factory=list)
    row: list[str] | None = None
    ends: list[str] = field(default_factory=list)

    def add(self, words: str) -> None:
        """Add a paragraph, indented as deep as the lists and quotations it stands in."""
        if words.strip():
            lead = self.leads.pop() if self.leads else ""
            self.paragraphs.append(f"{lead}{words.strip()}")


def plain(
    tokens: Sequence[Token], *, numbering: Numbering, resolve: Resolver, defined: set[str]
) -> str:
    """Return tokens of `markup.parse` as plain paragraphs; calls of notes are `[14]`.

    Calls of notes that are not `defined` print nothing. An address outside this site follows the
    words that lead to it, between angle brackets.
    """
    resolved: dict[int, Resolved] = {}
    shown = shown_tokens(tokens, resolve, resolved)
    page = _Page(resolve, defined, numbering, resolved)
    for token in shown:
        _read(page, token)
    return "\n\n".join(page.paragraphs)


def plain_note(note: NoteText, number: int, *, resolve: Resolver) -> str:
    """Return a note as a plain paragraph that begins with its number."""
    words = plain(note.tokens, numbering=Numbering(), resolve=resolve, defined=set())
    return f"[{number}] {words}"


def plain_text(text: Text, *, resolve: Resolver) -> str:
    """Return one text by itself as plain paragraphs, its notes at the end, numbered from 1."""
    numbering = Numbering()
    body = plain(text.tokens, numbering=numbering, resolve=resolve, defined=set(text.notes))
    notes = [
        plain_note(text.notes[label], number, resolve=resolve)
        for label, number in numbering.numbers.items()
    ]
    return "\n\n".join(filter(None, [body, *notes]))


def count_words(tokens: Iterable[Token]) -> int:
    """Count the words of a text as they are read: without markup, addresses, keys and notes."""
    words = 0
    for token in tokens:
        line = "".join(_counted(child) for child in token.children or [])
        words += len(line.split())
    return words


def typed_words(tokens: Iterable[Token], said: Callable[[Mention], str]) -> list[str]:
    """Return the words of some tokens, a block to a line, without addresses and calls of notes.

    Of a role counts what is `said` of its mention.
    """
    lines = []
    for token in tokens:
        words = "".join(_typed(child, said) for child in token.children or [])
        if token.type == "fence":
            words = token.content
        lines.append(" ".join(words.split()))
    return [line for line in lines if any(map(str.isalnum, line))]


def _typed(child: Token, said: Callable[[Mention], str]) -> str:
    if child.type == "myst_role" and child.meta["name"] != "lang":
        found = mention(child.meta["name"], child.content)
        return (said(found) if found else "") or " "
    return _counted(child)


def _counted(child: Token) -> str:
    if child.type in _BREAKS:
        return " "
    if child.type != "myst_role":
        return child.content
    if child.meta["name"] == "lang":
        return (foreign_words(child.content) or ("", child.content))[1]
    found = mention(child.meta["name"], child.content)
    return (found.words or found.key) if found else child.content


def _read(page: _Page, token: Token) -> None:
    if token.type == "inline":
        words = _inline(page, token.children or [])
        if page.row is None:
            page.add(words)
        else:
            page.row.append(words.strip())
    elif token.type == "fence":
        page.add(token.content)
    elif token.type == "tr_open":
        page.row = []
    elif token.type == "tr_close":
        row, page.row = page.row or [], None
        page.add(" | ".join(row))
    elif token.type.startswith(BLOCK):
        _read_block(page, token)
    else:
        _read_list(page, token)


def _read_list(page: _Page, token: Token) -> None:
    if token.type in ("bullet_list_open", "ordered_list_open"):
        is_numbered = token.type == "ordered_list_open"
        page.lists.append(int(token.attrs.get("start", 1)) if is_numbered else None)
    elif token.type in ("bullet_list_close", "ordered_list_close"):
        page.lists.pop()
    elif token.type == "list_item_open" and page.lists:
        number = page.lists[-1]
        if number is not None:
            page.lists[-1] = number + 1
        page.leads = [f"{'  ' * (len(page.lists) - 1)}{f'{number}.' if number else '-'} "]


def _read_block(page: _Page, token: Token) -> None:
    if token.type.endswith("_close"):
        page.add(page.ends.pop() if page.ends else "")
        return
    resolved, named = page.resolved.get(id(token)), block(token.info)
    end = ""
    if resolved is not None:
        words = _words(resolved.html)
        if named.role == "photo" and not resolved.is_hidden:
            alt = f"{resolved.picture.alt.rstrip('.')}. " if resolved.picture else ""
            credit = f"{resolved.credit.rstrip('.')}. " if resolved.credit else ""
            page.add(f"[{alt}{words}]")
            end = credit.strip()
        else:
            page.add(words)
    page.ends.append(end)


def _inline(page: _Page, children: Sequence[Token]) -> str:
    words, urls = "", []
    for token in children:
        if token.type in _BREAKS:
            words += "\n"
        elif token.type == "footnote_ref":
            label = token.meta["label"]
            words += f"[{page.numbering.call(label)[0]}]" if label in page.defined else ""
        elif token.type == "myst_role":
            words += _role(page, token)
        elif token.type == "link_open":
            urls.append(str(token.attrs.get("href", "")))
        elif token.type == "link_close":
            url = urls.pop() if urls else ""
            is_told = is_external_link(url) and not words.endswith(url)
            words += f" <{url}>" if is_told else ""
        else:
            words += token.content
    return words


def _role(page: _Page, token: Token) -> str:
    if token.meta["name"] == "lang":
        return (foreign_words(token.content) or ("", token.content))[1]
    found = mention(token.meta["name"], token.content)
    if found is None:
        return token.content
    return _words(page.resolve(found).html) or found.words or found.key


def _words(html: str) -> str:
    return unescape(strip_tags(html))

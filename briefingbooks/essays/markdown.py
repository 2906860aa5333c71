"""Markdown: headings, paragraphs, lists, quotations, tables and notes.

Raw HTML stays words, unless it is what links the notes: then the whole is read as a web page.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from briefingbooks.essays.document import Block, Essay, Kind, NoteText, Run
from briefingbooks.essays.typed_notes import with_typed_notes
from briefingbooks.essays.web_page import read_web_page

_FRONT = re.compile(r"\A---\n(.*?\n)(?:---|\.\.\.)\n", re.DOTALL)
_FIELD = re.compile(r"(?m)^(title|author|authors|date):[ \t]*(\S.*)$")
_ANCHOR = re.compile(r"(?m)^\{[:%].*?[%}]\}?[ \t]*$|^\s*\*\s*\{:toc\}\s*$")


def _parser() -> MarkdownIt:
    md = MarkdownIt("commonmark", {"html": False})
    md.enable("table")
    md.disable(["html_block", "html_inline"])
    footnote_plugin(md, always_match_refs=True, move_to_end=False)
    return md


PARSER = _parser()
_WITH_TAGS = MarkdownIt("commonmark", {"html": True}).enable("table").use(footnote_plugin)
_DEFINED = re.compile(r"(?m)^\[\^[^\]\s]+\]:")
_OPENING = re.compile(r"(?m)^(\[\^[^\]\s]+\])(?=[ \t]+\S)")
_LINKED = re.compile(r"<a\s[^>]*href=[\"']#", re.IGNORECASE)


def read_markdown(text: str) -> Essay:
    """Read a Markdown file; the fields of its front matter become what stands before the text."""
    essay = Essay("Markdown")
    front = _FRONT.match(text)
    for found in _FIELD.finditer(front[1] if front else ""):
        line = text.count("\n", 0, found.start() + 4) + 1
        kind = Kind.HEADING if found[1] == "title" else Kind.PARAGRAPH
        words = found[2].strip().strip("\"'").strip("[]")
        essay.pieces.append(Block(kind, (Run(words),), line, level=0))
    if front and not essay.pieces:
        essay.remark("front matter", 1, "The front matter names no title and was left out.")
    start = front.end() if front else 0
    body = "\n" * text.count("\n", 0, start) + text[start:]
    if not _DEFINED.search(body) and _OPENING.search(body):
        essay.remark("notes without a colon", 1, "Notes have no colon behind their mark.")
        body = _OPENING.sub(r"\1:", body)
    if _LINKED.search(body):
        page = read_web_page(f"<html><body>{_WITH_TAGS.render(body)}</body></html>")
        return Essay(essay.format, [*essay.pieces, *page.pieces], [*essay.remarks, *page.remarks])
    env: dict[str, object] = {}
    _Walk(essay, PARSER.parse(body, env)).walk()
    return essay if essay.notes else with_typed_notes(essay)


class _Walk:
    """Goes through the tokens once; a note is what stands between its opening and closing."""

    def __init__(self, essay: Essay, tokens: Sequence[Token]) -> None:
        self.essay, self.tokens = essay, tokens
        self.lists: list[str] = []
        self.quotes = self.line = 0
        self.heading = 0
        self.is_item = False
        self.note: list[Run] | None = None
        self.mark = ""
        self.rows: list[list[tuple[Run, ...]]] | None = None

    def walk(self) -> None:
        for token in self.tokens:
            if token.map:
                self.line = token.map[0] + 1
            step = getattr(self, f"_on_{token.type}", None)
            if step is not None:
                step(token)

    def _on_heading_open(self, token: Token) -> None:
        self.heading = int(token.tag[1:])

    def _on_heading_close(self, token: Token) -> None:
        self.heading = 0

    def _on_bullet_list_open(self, token: Token) -> None:
        self.lists.append("")

    def _on_ordered_list_open(self, token: Token) -> None:
        self.lists.append("1. ")

    def _on_bullet_list_close(self, token: Token) -> None:
        self.lists.pop()

    _on_ordered_list_close = _on_bullet_list_close

    def _on_list_item_open(self, token: Token) -> None:
        self.is_item = True

    def _on_blockquote_open(self, token: Token) -> None:
        self.quotes += 1

    def _on_blockquote_close(self, token: Token) -> None:
        self.quotes -= 1

    def _on_footnote_reference_open(self, token: Token) -> None:
        self.note, self.mark = [], token.meta["label"]

    def _on_footnote_open(self, token: Token) -> None:
        self.note, self.mark = [], str(token.meta.get("label") or token.meta["id"])

    def _on_footnote_reference_close(self, token: Token) -> None:
        if self.note is not None:
            self.essay.pieces.append(NoteText(self.mark, tuple(self.note), self.line))
        self.note = None

    _on_footnote_close = _on_footnote_reference_close

    def _on_table_open(self, token: Token) -> None:
        self.rows = []

    def _on_tr_open(self, token: Token) -> None:
        if self.rows is not None:
            self.rows.append([])

    def _on_table_close(self, token: Token) -> None:
        rows = tuple(tuple(row) for row in self.rows or [])
        if self.note is None:
            self.essay.pieces.append(Block(Kind.TABLE, (), self.line, rows=rows))
        self.rows = None

    def _on_fence(self, token: Token) -> None:
        self.essay.remark("code", self.line, "A block of code became plain paragraphs.")
        for line in token.content.splitlines():
            self._keep(Block(Kind.PARAGRAPH, (Run(line),), self.line))

    _on_code_block = _on_fence

    def _on_inline(self, token: Token) -> None:
        runs = tuple(self._runs(token.children or []))
        if self.rows is not None:
            self.rows[-1].append(runs)
        elif self.note is not None:
            self.note.extend([*([Run(" ")] if self.note else []), *runs])
        elif self.heading:
            self._keep(Block(Kind.HEADING, runs, self.line, level=self.heading))
        elif self.lists and self.is_item:
            self.is_item = False
            self._keep(Block(Kind.ITEM, runs, self.line, len(self.lists), self.lists[-1]))
        else:
            kind = Kind.QUOTE if self.quotes else Kind.PARAGRAPH
            self._keep(Block(kind, runs, self.line))

    def _keep(self, block: Block) -> None:
        if self.note is not None:
            self.note.extend(block.runs)
        elif block.words.strip() or any(run.call for run in block.runs):
            self.essay.pieces.append(block)

    def _runs(self, children: Sequence[Token]) -> Iterator[Run]:
        italic = bold = 0
        href = ""
        for token in children:
            if token.type in ("em_open", "em_close"):
                italic += token.nesting
            elif token.type in ("strong_open", "strong_close"):
                bold += token.nesting
            elif token.type == "link_open":
                href = str(token.attrs.get("href", ""))
            elif token.type == "link_close":
                href = ""
            elif token.type == "footnote_ref":
                yield Run("", call=str(token.meta.get("label") or token.meta["id"]))
            elif token.type == "image":
                message = "A picture was left out; make it an entry of the book."
                self.essay.remark("picture", self.line, message, token.content)
            elif token.type in ("softbreak", "hardbreak"):
                yield Run("\n", bool(italic), bool(bold), href)
            elif token.content:
                yield Run(token.content, bool(italic), bool(bold), href)

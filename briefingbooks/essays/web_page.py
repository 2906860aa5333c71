"""Saved web pages: headings, paragraphs, lists, tables, and notes that are linked in the page."""

import re
from collections.abc import Iterator
from typing import Any

from lxml import html

from briefingbooks.essays.document import Block, Essay, Kind, NoteText, Run, UnreadableEssay
from briefingbooks.essays.typed_notes import with_typed_notes

_LEFT_OUT = {"script", "style", "noscript", "template", "nav", "form", "button", "svg", "iframe",
             "head", "select", "textarea", "object", "audio", "video", "canvas"}  # fmt: skip
_BLOCKS = {"p", "li", "blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "div", "section", "article",
           "main", "aside", "header", "footer", "ul", "ol", "dl", "dt", "dd", "table", "pre", "hr",
           "figure", "figcaption", "address", "body", "center", "tr", "td", "th", "tbody", "thead",
           "details", "summary", "fieldset"}  # fmt: skip
_CALL = re.compile(
    r"^[\[(]?\s*(?:(?:[Nn]ote|fn)\.?\s*)?(\d{1,4}|[ivxl]{1,6}|[*†‡]{1,3})\s*[\])]?,?$"
)
_BACK = re.compile(
    r"^[\[(]?\s*(?:\d{1,4}|[ivxl]{1,6}|[*†‡^↑↩⏎︎ \ufe0e]{1,4}|back|return)?\s*[\])]?[.:]?$",
    re.IGNORECASE,
)


def read_web_page(text: str) -> Essay:
    """Read a page. Raises `UnreadableEssay` for one without words."""
    try:
        parser = html.HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(text, parser=parser)
    except (ValueError, html.etree.ParserError) as fault:
        raise UnreadableEssay("The page can not be read.") from fault
    essay = _Page(root).read()
    if not essay.blocks:
        raise UnreadableEssay("The page holds no words.")
    return essay if essay.notes else with_typed_notes(essay)


class _Page:
    """Reads the main part of a page once; what a call leads to is a note."""

    def __init__(self, root: Any) -> None:
        self.essay = Essay("web page")
        self.root: Any = next(iter(root.xpath("//main | //*[@role='main']")), None)
        if self.root is None:
            self.root = next(iter(root.xpath("//article[.//p]")), root)
        self.targets = {name: one for one in root.iter() if isinstance(one.tag, str)
                        for name in (one.get("id"), one.get("name")) if name}  # fmt: skip
        self.notes: dict[Any, str] = {}
        self.marks: dict[Any, str] = {}
        self._find_notes()

    def read(self) -> Essay:
        for block in self._blocks(self.root, 0, Kind.PARAGRAPH):
            if block.words.strip() or block.rows or any(run.call for run in block.runs):
                self.essay.pieces.append(block)
        return self.essay

    def _find_notes(self) -> None:
        """Learn which links call notes: short marks that lead to a block further down the page."""
        order = {element: place for place, element in enumerate(self.root.iter())}
        nowhere: list[Any] = []
        for link in self.root.iter("a"):
            href = link.get("href") or ""
            called = _CALL.match("".join(link.itertext()).strip())
            if not called or not href.startswith("#") or href.lower().startswith("#page"):
                continue
            home = _block_of(self.targets.get(href[1:]))
            if home is None:
                nowhere.append(link)
            elif home in order and order[link] < order[home] and _is_call(link, home, called[1]):
                is_taken = called[1] in self.notes.values()
                mark = f"{called[1]}-{len(self.notes)}" if is_taken else called[1]
                self.marks[link] = self.notes.setdefault(home, mark)
        for link in nowhere if self.notes else ():
            words = "".join(link.itertext()).strip()
            message = f"Note {words} is called and its link leads nowhere; the call stays as words."
            self.essay.remark("note missing", link.sourceline or 0, message)

    def _blocks(self, element: Any, depth: int, kind: Kind) -> Iterator[Block]:
        """Yield the blocks inside an element; words beside blocks are blocks of their own."""
        tag = element.tag
        line = element.sourceline or 0
        if element in self.notes:
            self._note(element, line)
            return
        if tag == "table" and element.xpath(".//tr[count(td|th) > 1]"):
            yield self._table(element, line)
            return
        depth += tag in ("ul", "ol")
        kind = {"blockquote": Kind.QUOTE, "li": Kind.ITEM}.get(tag, kind)
        marker = "1. " if tag == "li" and element.getparent().tag == "ol" else ""
        held: list[Run] = []
        for part in self._parts(element, Run("")):
            if isinstance(part, Run):
                held.append(part)
                continue
            yield self._made(element, held, line, kind, depth, marker)
            held = []
            yield from self._blocks(part, depth, kind if kind is Kind.QUOTE else Kind.PARAGRAPH)
        yield self._made(element, held, line, kind, depth, marker)

    def _made(
        self, element: Any, runs: list[Run], line: int, kind: Kind, depth: int, marker: str
    ) -> Block:
        if re.fullmatch("h[1-6]", element.tag):
            return Block(Kind.HEADING, tuple(runs), line, level=int(element.tag[1]))
        level = depth if kind is Kind.ITEM else 0
        return Block(kind, tuple(runs), line, level, marker if kind is Kind.ITEM else "")

    def _parts(self, element: Any, look: Run) -> Iterator[Any]:
        """Yield the runs of an element, and the blocks that stand between them."""
        yield self._run(element.text, look)
        for child in element:
            tag = child.tag
            if isinstance(tag, str) and tag not in _LEFT_OUT:
                if child in self.marks:
                    yield Run("".join(child.itertext()), call=self.marks[child])
                elif tag == "br":
                    yield self._run("\n", look)
                elif tag == "img":
                    self._picture(child)
                elif tag in _BLOCKS or child in self.notes:
                    yield child
                else:
                    yield from self._parts(child, self._look(child, look))
            yield self._run(child.tail, look)

    def _run(self, text: str | None, look: Run) -> Run:
        return Run(re.sub(r"\s+", " ", text or ""), look.italic, look.bold, look.href)

    def _look(self, element: Any, look: Run) -> Run:
        tag, href = element.tag, look.href
        target = element.get("href") or ""
        if tag == "a" and re.match(r"https?://|mailto:", target):
            href = target
        is_bold = look.bold or tag in ("b", "strong")
        return Run("", look.italic or tag in ("i", "em", "cite"), is_bold, href)

    def _picture(self, element: Any) -> None:
        message = "A picture was left out; make it an entry of the book."
        words = element.get("alt") or element.get("src") or ""
        self.essay.remark("picture", element.sourceline or 0, message, words[:200])

    def _table(self, element: Any, line: int) -> Block:
        rows = [
            tuple(tuple(self._flat(cell)) for cell in row.xpath("./td|./th"))
            for row in element.iter("tr")
        ]
        self.essay.remark("table", line, "A table was taken over; look at its first row.")
        return Block(Kind.TABLE, (), line, rows=tuple(rows))

    def _flat(self, element: Any) -> Iterator[Run]:
        for part in self._parts(element, Run("")):
            if isinstance(part, Run):
                yield part
            else:
                yield Run(" ")
                yield from self._flat(part)
                yield Run(" ")

    def _note(self, element: Any, line: int) -> None:
        """Keep a note without the link that leads back to its call."""
        runs = [run for run in self._flat(element) if run.text or run.call]
        backs = {"".join(link.itertext()).strip() for link in element.iter("a")
                 if (link.get("href") or "#").startswith("#")}  # fmt: skip
        plain = [run for run in runs if not self._is_back(run, backs)]
        self.essay.pieces.append(NoteText(self.notes[element], tuple(plain), line))

    def _is_back(self, run: Run, backs: set[str]) -> bool:
        words = run.text.strip()
        return bool(words) and words in backs and bool(_BACK.match(words))


def _is_call(link: Any, home: Any, mark: str) -> bool:
    """Whether a link calls a note.

    It is raised or in brackets, or the note leads back to it or begins with its mark.
    """
    if home is _block_of(link):
        return False
    around = [link, *link.iterancestors()][:3]
    is_raised = any(one.tag == "sup" for one in [*around, *link.iter("sup")])
    named = [*around, *link.iter()]
    names = {one.get(key) for one in named for key in ("id", "name") if one.get(key)}
    leads_back = any((one.get("href") or "")[1:] in names for one in home.iter("a"))
    begins = "".join(home.itertext()).strip().startswith(f"[{mark}]")
    is_in_brackets = "".join(link.itertext()).strip().startswith("[")
    return leads_back or is_raised or is_in_brackets or begins


def _block_of(element: Any) -> Any:
    """Return the smallest block that holds an element, or the element itself if it is one."""
    home = element
    while home is not None and home.tag not in ("p", "li", "div", "dd", "td", "section", "aside"):
        home = home.getparent()
    return home

"""From the tokens of a text to safe HTML: numbered note calls, resolved mentions, marked links."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it.token import Token

from briefingbooks.markup import PARSER, Mention, NoteText, is_safe_link, mention

EXTERNAL = ' <span class="external-mark">(external link)</span>'

_TAGS = {
    "a", "abbr", "blockquote", "br", "cite", "code", "em", "h3", "h4", "hr", "i", "li", "ol", "p",
    "pre", "q", "s", "span", "strong", "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "id", "class", "role", "aria-label"},
    "span": {"class", "lang"},
    "h3": {"id"},
    "h4": {"id"},
    "ol": {"start"},
    "th": {"scope"},
}


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a mention prints: words as safe HTML, and the address it leads to, if any."""

    html: str
    url: str = ""


Resolver = Callable[[Mention], Resolved]


@dataclass(slots=True)
class Numbering:
    """Numbers of notes in the order of reading, and how often each has been called.

    Numbers given beforehand stay, so that a note keeps its number while another is hidden.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)

    def call(self, label: str) -> tuple[int, int]:
        """Return (number of the note, which call of it this is), both from 1."""
        number = self.numbers.setdefault(label, len(self.numbers) + 1)
        self.calls[label] = self.calls.get(label, 0) + 1
        return number, self.calls[label]

    def call_anchor(self, label: str, nth: int) -> str:
        return f"fnref-{label}" if nth == 1 else f"fnref-{label}-{nth}"


@dataclass(slots=True)
class _Page:
    numbering: Numbering
    resolve: Resolver
    defined: set[str]
    prefix: str
    links: list[bool] = field(default_factory=list)
    anchors: set[str] = field(default_factory=set)


def render(
    tokens: Sequence[Token],
    *,
    numbering: Numbering,
    resolve: Resolver,
    defined: set[str],
    prefix: str = "",
) -> SafeString:
    """Render tokens of `markup.parse`. Calls of notes that are not `defined` print nothing.

    `prefix` begins the anchors of headings, so that two texts on one page never share one.
    """
    page = _Page(numbering, resolve, defined, prefix)
    html = PARSER.renderer.render(list(tokens), PARSER.options, {"page": page})
    return sanitise(html)


def render_note(note: NoteText, *, resolve: Resolver) -> SafeString:
    """Render the body of a note; a note calls no note."""
    return render(note.tokens, numbering=Numbering(), resolve=resolve, defined=set())


def sanitise(html: str) -> SafeString:
    """Keep only what the markup can make; everything else is dropped (nh3 allow-list)."""
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        generic_attribute_prefixes=set(),
    )
    return mark_safe(clean)  # noqa: S308 - the output of the sanitiser itself


def _call(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    page, label = env["page"], tokens[index].meta["label"]
    if label not in page.defined:
        return ""
    number, nth = page.numbering.call(label)
    return (
        f'<a class="note-call" id="{page.numbering.call_anchor(label, nth)}" '
        f'href="#fn-{label}" role="doc-noteref" aria-label="Note {number}">{number}</a>'
    )


def _role(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    token = tokens[index]
    found = mention(token.meta["name"], token.content)
    if found is None:
        return escape(token.content)
    resolved = env["page"].resolve(found)
    if not resolved.url:
        return resolved.html
    is_external = resolved.url.startswith("http")
    classes = "mention external" if is_external else "mention"
    label = f"{resolved.html}{EXTERNAL if is_external else ''}"
    return f'<a class="{classes}" href="{escape(resolved.url)}">{label}</a>'


def _link_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    url = str(tokens[index].attrs.get("href", ""))
    is_external = url.lower().startswith(("http:", "https:"))
    env["page"].links.append(is_external)
    if not is_safe_link(url):
        return "<a>"
    kind = 'class="external" ' if is_external else ""
    return f'<a {kind}href="{escape(url)}">'


def _link_close(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    is_external = env["page"].links.pop() if env["page"].links else False
    return f"{EXTERNAL if is_external else ''}</a>"


def _heading_open(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    page, tag = env["page"], tokens[index].tag
    stem = anchor = "-".join(filter(None, [page.prefix, slugify(tokens[index + 1].content)]))
    number = 2
    while anchor in page.anchors:
        anchor, number = f"{stem}-{number}", number + 1
    page.anchors.add(anchor)
    return f'<{tag} id="{escape(anchor)}">'


def _image(self: Any, tokens: Sequence[Token], index: int, options: Any, env: Any) -> str:
    return escape(tokens[index].content)


for _name, _rule in {
    "footnote_ref": _call,
    "myst_role": _role,
    "link_open": _link_open,
    "link_close": _link_close,
    "heading_open": _heading_open,
    "image": _image,
}.items():
    PARSER.add_render_rule(_name, _rule)

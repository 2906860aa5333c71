"""From the tokens of a text to safe HTML: numbered note calls, resolved mentions, marked links."""

from collections.abc import Sequence

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it.token import Token

from briefingbooks.markup import NoteText
from briefingbooks.markup.syntax import BLOCK, block
from briefingbooks.markup_rules import print_tokens
from briefingbooks.resolved import Numbering, Printing, Resolved, Resolver

__all__ = ["Numbering", "Resolved", "Resolver", "render", "render_note", "sanitise", "shown_tokens"]

_TAGS = {
    "a", "abbr", "aside", "blockquote", "br", "cite", "code", "div", "em", "figcaption", "figure",
    "footer", "h3", "h4", "hr", "i", "img", "li", "ol", "p", "pre", "q", "s", "span", "strong",
    "sup", "table", "tbody", "td", "th", "thead", "tr", "ul",
}  # fmt: skip
_ATTRIBUTES = {
    "a": {"href", "id", "class", "role", "aria-label", "data-originalurl", "data-versionurl",
          "data-versiondate", "data-ref"},
    "aside": {"class", "aria-hidden", "aria-label", "data-ref"},
    "blockquote": {"lang"},
    "div": {"class", "role", "aria-label", "tabindex"},
    "figure": {"class", "data-ref"},
    "h3": {"id"},
    "h4": {"id"},
    "img": {"src", "alt", "width", "height", "loading"},
    "ol": {"start"},
    "p": {"class"},
    "span": {"class", "lang", "data-ref"},
    "td": {"class"},
    "th": {"scope", "class"},
}  # fmt: skip


def render(
    tokens: Sequence[Token],
    *,
    numbering: Numbering,
    resolve: Resolver,
    defined: set[str],
    prefix: str = "",
    language: str = "en",
) -> SafeString:
    """Render tokens of `markup.parse`. Calls of notes that are not `defined` print nothing.

    `prefix` begins the anchors of headings, so that two texts on one page never share one. What
    is added to the words of the author is said in the `language` of the text.
    """
    page = Printing(numbering, resolve, defined, prefix, language)
    shown = shown_tokens(tokens, resolve, page.resolved)
    return sanitise(print_tokens(shown, page))


def render_note(note: NoteText, *, resolve: Resolver, language: str = "en") -> SafeString:
    """Render the body of a note; a note calls no note."""
    return render(
        note.tokens, numbering=Numbering(), resolve=resolve, defined=set(), language=language
    )


def shown_tokens(
    tokens: Sequence[Token], resolve: Resolver, resolved: dict[int, Resolved]
) -> list[Token]:
    """Return the tokens to print, without what stands in a block whose record is hidden.

    What each block of a record prints is put into `resolved`, by the `id` of its first token.
    """
    shown: list[Token] = []
    hidden = 0
    for token in tokens:
        if hidden:
            hidden += token.nesting if token.type.startswith(BLOCK) else 0
            if hidden:
                continue
        shown.append(token)
        if token.type == f"{BLOCK}_open":
            named = block(token.info)
            if named.role in ("photo", "compare") and named.key:
                found = resolved[id(token)] = resolve(named)
                hidden = int(found.is_hidden)
    return shown


def sanitise(html: str) -> SafeString:
    """Keep only what the markup can make; everything else is dropped (nh3 allow-list)."""
    clean = nh3.clean(
        html,
        tags=_TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=_only_own_pictures,
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
        generic_attribute_prefixes=set(),
    )
    return mark_safe(clean)  # noqa: S308 - the output of the sanitiser itself


def _only_own_pictures(tag: str, name: str, value: str) -> str | None:
    is_own = value.startswith("/") and not value.startswith(("//", "/\\"))
    return None if name == "src" and not is_own else value

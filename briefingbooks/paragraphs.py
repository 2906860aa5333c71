"""Anchors of paragraphs and headings, so that a reader can cite one place of a text. Pure.

Paragraphs are counted from 1 within their section, those that stand in a list, table, quotation or
figure not counted: `#the-warning-p3`. An address so made is stable in a frozen edition, where no
word changes, and on the live page as long as no paragraph is added before or taken away; a
citation that must hold for ever names the edition. Headings keep the anchor made of their words.
"""

import re
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from collections_app.languages import speaking

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>p|h3|h4|ul|ol|table|blockquote|figure|aside|div|details|pre|dl)\b"
    r"(?P<rest>[^>]*)>"
)
_ID = re.compile(r'\bid="([^"]+)"')
_COUNTED = ("p", "h3", "h4")


def with_anchors(html: SafeString | str, prefix: str, language: str = "en") -> SafeString:
    """Return finished HTML whose paragraphs and headings carry an anchor and a link to it.

    `html` comes from the sanitiser; `prefix` is the anchor of the section, which is a slug;
    the links are named in the `language` of the text.
    """
    parts: list[str] = []
    place = depth = number = 0
    opened = ""
    for tag in _TAG.finditer(html):
        name, is_end = tag["name"], bool(tag["end"])
        if name not in _COUNTED:
            depth += -1 if is_end else 1
            continue
        if depth:
            continue
        if is_end and opened:
            parts += [html[place : tag.start()], _link(opened, name, number, language), tag[0]]
            place, opened = tag.end(), ""
        elif not is_end:
            found = _ID.search(tag["rest"])
            number += name == "p"
            opened = found[1] if found else f"{prefix}-p{number}" if name == "p" else ""
            new = tag[0] if found or not opened else f'<p id="{opened}"{tag["rest"]}>'
            parts += [html[place : tag.start()], new]
            place = tag.end()
    return mark_safe("".join([*parts, html[place:]]))  # noqa: S308 - ids are slugs, the rest came safe


def _link(anchor: str, name: str, number: int, language: str) -> str:
    with speaking(language):
        words = _("Link to this heading")
        if name == "p":
            words = _("Link to paragraph {number}").format(number=number)
    return f' <a class="permalink" href="#{escape(anchor)}" aria-label="{words}">¶</a>'

"""A frozen edition as one HTML page, complete in the folder beside it: styles, fonts and images."""

from collections.abc import Callable, Mapping
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from lxml import html

from briefingbooks.citing.book_reference import book_reference
from briefingbooks.formats import trees
from briefingbooks.formats.facts import EditionFacts
from briefingbooks.formats.matter import Picture
from briefingbooks.formats.parts import Part, parts_of, title_of
from briefingbooks.pages import BookPage
from collections_app.head_metadata import Tag, head_tags

STYLES = Path(__file__).with_name("styles")
FONTS = ("record-serif-roman.woff2", "record-serif-italic.woff2")
FONT_LICENCE = "OFL.txt"
ICON = "icon.svg"

Change = Callable[[list[Part]], None]


def edition_html(page: BookPage, pictures: Mapping[str, Picture], facts: EditionFacts) -> bytes:
    """Return an edition as one HTML page that needs no script.

    It names `edition.css`, `fonts/` and `images/` beside it, see `edition_files`. Where the
    installation does not know its own address, links to it are paths, which only a browser that
    reads the page there can follow.
    """
    return _html(page, pictures, facts, keeps_paths=True)


def portable_html(
    page: BookPage, pictures: Mapping[str, Picture], facts: EditionFacts, change: Change
) -> bytes:
    """Return the same page for a folder on a disk, its parts changed first by `change`."""
    return _html(page, pictures, facts, change=change)


def edition_files(
    page: BookPage, pictures: Mapping[str, Picture], facts: EditionFacts
) -> dict[str, bytes]:
    """Return the page and everything it names, by the name that each has in its folder."""
    return {"index.html": edition_html(page, pictures, facts), **beside(pictures)}


def beside(pictures: Mapping[str, Picture]) -> dict[str, bytes]:
    """Return what an edition names beside itself: its styles, sign, fonts and images."""
    return {
        "edition.css": style("edition.css"),
        ICON: (settings.BASE_DIR / "static" / "img" / ICON).read_bytes(),
        **{f"fonts/{name}": font(name) for name in (*FONTS, FONT_LICENCE)},
        **{f"images/{one.name}": one.content for one in pictures.values()},
    }


def style(name: str) -> bytes:
    """Return one of the style sheets that travel with editions."""
    return (STYLES / name).read_bytes()


def font(name: str) -> bytes:
    """Return one of the house's fonts, or its licence."""
    return (settings.BASE_DIR / "static" / "fonts" / name).read_bytes()


def _html(
    page: BookPage,
    pictures: Mapping[str, Picture],
    facts: EditionFacts,
    *,
    keeps_paths: bool = False,
    change: Change | None = None,
) -> bytes:
    title, parts = title_of(page, facts), parts_of(page, facts)
    if change is not None:
        change(parts)
    trees_in_order = [title, *(part.tree for part in parts)]
    taken = {part.anchor for part in parts}
    for tree in trees_in_order:
        trees.keep_identifiers_once(tree, taken)
    lead = trees.leader({name: trees.place_of(name) for name in taken}, page.url, facts.site_url)
    for tree in trees_in_order:
        trees.lead_links(tree, _keeping_paths(lead) if keeps_paths and not facts.site_url else lead)
        trees.place_pictures(tree, pictures)
        _let_keyboards_scroll(tree)
    context = {
        "book": page,
        "facts": facts,
        "is_absolute": bool(facts.site_url),
        "tags": _head_tags(page, facts),
        "edition_line": _html_of(title, "edition-line"),
        "title": mark_safe(trees.as_html(title)),  # noqa: S308 - written from a tree
        "parts": [_said(part) for part in parts],
    }
    return trees.clean_words(
        render_to_string("briefingbooks/edition/document.html", context)
    ).encode()


def _said(part: Part) -> dict[str, str]:
    return {
        "anchor": part.anchor,
        "place": trees.place_of(part.anchor),
        "heading": part.heading,
        "kind": part.kind,
        "html": mark_safe(trees.as_html(part.tree)),  # noqa: S308 - written from a tree
    }


def _head_tags(page: BookPage, facts: EditionFacts) -> list[Tag]:
    """Return what reference managers read of an edition, wherever its page lies."""
    reference = book_reference(page, facts, absolute=lambda _: facts.address)
    return head_tags(reference, pdf=f"{facts.address}book.pdf")


def _let_keyboards_scroll(tree: html.HtmlElement) -> None:
    for region in tree.find_class("table-scroll"):
        region.set("tabindex", "0")


def _html_of(title: html.HtmlElement, name: str) -> SafeString:
    """Take the line with a class out of the title block, and return what it says."""
    line = title.find_class(name)[0]
    line.drop_tree()
    line.tail = None
    return mark_safe(trees.as_html(line))  # noqa: S308 - written from a tree


def _keeping_paths(lead: trees.Lead) -> trees.Lead:
    def kept(target: str) -> str:
        is_path = target.startswith("/") and not urlsplit(target).netloc
        return lead(target) or (target if is_path else "")

    return kept

"""A whole page as a tree, and back as it is written."""

from collections.abc import Iterator
from typing import Any

from lxml import html

SOURCES = ("src", "poster", "data")
LOADED = frozenset({"stylesheet", "icon"})


def read_page(source: bytes) -> html.HtmlElement:
    """Return a page as a tree; what it says to people who read its source is left out."""
    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, huge_tree=True)
    page: html.HtmlElement = html.document_fromstring(source, parser=parser)
    return page


def written(page: html.HtmlElement) -> bytes:
    """Return a tree as the file of a page."""
    words: bytes = html.tostring(page, encoding="utf-8", doctype="<!DOCTYPE html>")
    return words


def drop(element: Any) -> None:
    """Take an element out with all in it; what stands behind it stays, and empty rows go too."""
    parent = element.getparent()
    element.drop_tree()
    is_row = parent is not None and parent.tag in ("li", "p")
    if is_row and not len(parent) and not (parent.text or "").strip():
        drop(parent)


def identifiers(page: html.HtmlElement) -> set[str]:
    """Return what a link may name behind `#` on a page."""
    return {*page.xpath("//@id"), *page.xpath("//a/@name")}


def loaded(page: html.HtmlElement) -> Iterator[tuple[Any, str, str]]:
    """Yield what a page loads or offers besides its links: (element, attribute, address)."""
    for element in page.iter():
        for name in SOURCES:
            if (address := element.get(name)) is not None:
                yield element, name, address
        if element.tag == "link" and (address := element.get("href")) is not None:
            yield element, "href", address


def candidates(srcset: str) -> list[tuple[str, str]]:
    """Return the images of a `srcset`, each with how it is described there."""
    pairs = [one.strip().partition(" ") for one in srcset.split(",")]
    return [(address, described) for address, _, described in pairs if address]

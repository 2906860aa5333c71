"""HTML as a tree: read whole, its links and images led elsewhere, written as HTML or as XHTML.

What comes in is the house's own HTML, already sanitised; titles and names in it may hold anything
a person can type. What goes out holds no character that XML can not, no identifier twice, no link
that leads nowhere and no image but those that are given.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, unquote, urljoin, urlsplit

from django.utils.encoding import iri_to_uri
from django.utils.translation import gettext as _
from lxml import etree, html

from briefingbooks.formats.matter import Picture
from collections_app.xml_words import xml_words

XHTML = "http://www.w3.org/1999/xhtml"

# Legal in XML 1.0, but neither in HTML nor of any use: the second row of controls, non-characters.
_NO_HTML = re.compile("[\x80-\x84\x86-\x9f\ufdd0-\ufdef]")
_HOST = re.compile(r"[a-z0-9.-]+(:[0-9]+)?", re.IGNORECASE)
_INLINE = {"p", "span", "a", "em", "strong", "i", "li", "td", "th", "dd", "dt"}

_STRAY_PERCENT = re.compile("%(?![0-9a-fA-F]{2})")
_IN_ADDRESSES = "/%=:;$&()+,!?*@'~-._"

# A table of more is set smaller, or otherwise, on phones and on paper.
MOST_COLUMNS = 5

# How a link is marked that leads to a file beside the page, and to nothing else.
HERE = "beside:"

Lead = Callable[[str], str]


def clean_words(text: str) -> str:
    """Return a text without the characters that no HTML or XML file can hold."""
    return _NO_HTML.sub("", xml_words(text))


def parse(source: str) -> html.HtmlElement:
    """Return a `div` that holds what a piece of HTML says."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True, huge_tree=True)
    whole = f"<html><body><div>{clean_words(source)}</div></body></html>"
    document: Any = html.document_fromstring(whole, parser=parser)
    div = document.body[0]
    for element in div.iter():
        for name in {"loading", "tabindex"}.intersection(element.attrib):
            del element.attrib[name]
    _mark_wide_tables(div)
    return div


def _mark_wide_tables(tree: html.HtmlElement) -> None:
    for table in tree.iter("table"):
        if max((len(row) for row in table.iter("tr")), default=0) > MOST_COLUMNS:
            table.classes.add("many-columns")
            holder = table.getparent()
            if holder is not None and "table-scroll" in holder.classes:
                holder.classes.add("has-many-columns")


def identifiers(tree: etree._Element) -> Iterator[str]:
    """Yield the identifiers in a tree."""
    for element in tree.iter():
        if name := element.get("id"):
            yield name


def keep_identifiers_once(tree: etree._Element, taken: set[str]) -> None:
    """Drop every identifier that is `taken` or none; those that stay are added to it."""
    for element in tree.iter():
        name = element.get("id")
        if name is None:
            continue
        if not name or name in taken or any(letter.isspace() for letter in name):
            del element.attrib["id"]
        taken.add(name)


def lead_links(tree: etree._Element, lead: Lead) -> None:
    """Give every link the address that `lead` returns; where that is empty only words stay."""
    for link in list(tree.iter("a")):
        target = link.get("href")
        if target is None:
            continue
        address = lead(target)
        if address:
            link.set("href", address)
        else:
            link.tag = "span"
            for name in set(link.attrib) - {"id", "class", "lang"}:
                del link.attrib[name]


def leader(inside: Mapping[str, str], base: str, site_url: str) -> Lead:
    """Return what leads links: to places inside the files, to the site, or out into the world.

    `inside` are the places by identifier; `base` is the path of the book on its site. Without
    `site_url` links to the site lead nowhere.
    """

    def lead(target: str) -> str:
        if target.startswith("#"):
            return inside.get(unquote(target[1:]), "")
        if target.startswith(HERE):
            return target.removeprefix(HERE)
        if target.startswith("mailto:"):
            return iri_to_uri(target)
        if re.match("https?:", target, re.IGNORECASE):
            return web_address(target)
        if re.match("[a-z][a-z0-9+.-]*:|//", target, re.IGNORECASE) or not site_url:
            return ""
        return web_address(f"{site_url}{urljoin(base, target)}")

    return lead


def web_address(address: str) -> str:
    """Return a web address as every reader of files accepts it, or nothing if none can."""
    try:
        parts = urlsplit(address.strip())
        host = parts.netloc.encode("idna").decode() if not parts.netloc.isascii() else parts.netloc
    except (ValueError, UnicodeError):
        return ""
    if not _HOST.fullmatch(host):
        return ""
    rest = parts._replace(scheme="", netloc="", fragment="").geturl()
    fragment = f"#{_quoted(parts.fragment)}" if parts.fragment else ""
    return f"{parts.scheme.lower()}://{host}{_quoted(rest)}{fragment}"


def _quoted(piece: str) -> str:
    return quote(_STRAY_PERCENT.sub("%25", piece), safe=_IN_ADDRESSES)


def place_of(identifier: str) -> str:
    """Return the link to an identifier on the same page."""
    return f"#{quote(identifier)}"


def place_pictures(
    tree: etree._Element, pictures: Mapping[str, Picture], folder: str = "images/"
) -> list[Picture]:
    """Let images show the pictures given, and describe the others in words; return those shown."""
    shown = []
    for image in list(tree.iter("img")):
        picture = pictures.get(image.get("src", ""))
        if picture is None:
            describe(image)
            continue
        shown.append(picture)
        image.set("src", f"{folder}{picture.name}")
        image.set("alt", clean_words(image.get("alt") or picture.alt))
        image.set("width", str(picture.width))
        image.set("height", str(picture.height))
    return shown


def describe(image: etree._Element) -> None:
    """Put the words of an image in its place."""
    parent = image.getparent()
    alt = image.get("alt", "")
    image.tag = "span" if parent is not None and parent.tag in _INLINE else "p"
    image.attrib.clear()
    image.set("class", "not-shown")
    described = _("[Image not in this file: {words}]").format(words=alt)
    image.text = described if alt else _("[Image not in this file.]")


def as_html(tree: etree._Element) -> str:
    """Write what a tree holds as HTML, without the element itself."""
    inner = [html.tostring(child, encoding="unicode") for child in tree]
    return "".join([_escaped(tree.text), *inner])


def as_xhtml(tree: etree._Element) -> str:
    """Write what a tree holds as XHTML, in which `lang` is said twice, as XML says it too."""
    for element in tree.iter():
        if (language := element.get("lang")) is not None:
            element.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    inner = [etree.tostring(child, encoding="unicode", method="xml") for child in tree]
    return "".join([_escaped(tree.text), *inner])


def _escaped(text: str | None) -> str:
    return (text or "").replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

"""What a page can do with a server alone is taken out of it; a sentence says so in its place."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from lxml import html

from briefingbooks.exporting.trees_of_pages import drop
from briefingbooks.exporting.visiting import NOWHERE
from briefingbooks.formats import trees
from collections_app.languages import day_words, language_of

# Scripts that ask the server: for names, for parts of images, for where a page is cited.
ASKING_SCRIPTS = ("viewer", "zooming", "compare", "suggest", "quoting")
_SCRIPT = re.compile(rf"/js/(?:{'|'.join(ASKING_SCRIPTS)})(?:\.[0-9a-f]+)?\.js$")
_SIGN_IN = re.compile("/(?:fr/)?(?:accounts|admin)/")
_DROPPED = (
    "//link[@rel='search' or @rel='preload']",
    "//*[@data-quote-tools]",
    "//section[@id='quote']",
    "//datalist",
    "//div[contains(concat(' ', @class, ' '), ' list-tools ')]",  # other orders of a list
)
Fetch = Callable[[str], bytes]


@dataclass(frozen=True, slots=True)
class Copy:
    """What every page of an export says of it: when it was made, and of which live site."""

    made: datetime
    live: str
    fetch: Fetch

    def live_address(self, address: str) -> str:
        return f"{self.live}{address}" if self.live else ""


def prune(page: html.HtmlElement, address: str, copy: Copy) -> None:
    """Leave on a page what files can do."""
    with translation.override(language_of(address)):
        for path in _DROPPED:
            for element in page.xpath(path):
                drop(element)
        _without_scripts(page)
        _without_sign_in(page)
        _without_forms(page, address, copy)
        _open_images(page)
        _with_its_drawings(page, address, copy.fetch)
        _say_that_it_is_a_copy(page, address, copy)
        if not copy.live:
            _without_an_address_of_nobody(page)


def _without_scripts(page: html.HtmlElement) -> None:
    for script in page.xpath("//script[@src]"):
        if _SCRIPT.search(urlsplit(script.get("src")).path):
            drop(script)


def _without_sign_in(page: html.HtmlElement) -> None:
    for link in page.xpath("//a[@href]"):
        if _SIGN_IN.match(link.get("href")):
            drop(link)


def _without_forms(page: html.HtmlElement, address: str, copy: Copy) -> None:
    search = reverse("briefingbooks:search")
    for form in page.xpath("//form"):
        action = urljoin(address, form.get("action", ""))
        if (form.get("role") == "search" and action == search) or "data-find" in form.attrib:
            continue
        is_choice = action == reverse("collections_app:choose")
        asks = "post" if form.get("method", "").lower() == "post" else "narrow"
        context = {
            "reason": "choice" if is_choice else asks,
            "address": copy.live_address(address),
            "search_url": search,
        }
        (sentence,) = trees.parse(
            render_to_string("briefingbooks/export/_form_left_out.html", context)
        )
        if form.get("id"):
            sentence.set("id", form.get("id"))
        before = form.getprevious()
        if is_choice and before is not None and "explanation" in before.classes:
            drop(before)  # it says what choosing does
        sentence.tail, form.tail = form.tail, None
        form.getparent().replace(form, sentence)


def _open_images(page: html.HtmlElement) -> None:
    """Lead from a page image to its file, which a browser enlarges by itself."""
    for figure in page.xpath("//figure[@data-zoom]"):
        del figure.attrib["data-zoom"]
        image = next(figure.iter("img"), None)
        if image is None:
            continue
        row: Any = html.Element("p", {"class": "zoom-row no-print"})
        link: Any = html.Element("a", {"class": "button is-quiet", "href": image.get("src", "")})
        link.text = _("Open the image")
        row.append(link)
        caption = figure.find("figcaption")
        figure.insert(len(figure) if caption is None else figure.index(caption), row)


def _with_its_drawings(page: html.HtmlElement, address: str, fetch: Fetch) -> None:
    """Put drawings of other files into the page: from a disk, browsers do not take them."""
    for use in page.xpath("//use[@href]"):
        file, _, name = urljoin(address, use.get("href")).partition("#")
        source = _drawing(fetch, file) if file != address.partition("#")[0] else b""
        if not source:
            continue
        found = html.fragment_fromstring(source).xpath("//*[@id=$name]", name=name)
        for drawn in found[:1]:
            del drawn.attrib["id"]
            group: Any = html.Element("g", {"class": use.get("class", "")})
            group.append(drawn)
            group.tail = use.tail
            use.getparent().replace(use, group)


@lru_cache(maxsize=8)
def _drawing(fetch: Fetch, address: str) -> bytes:
    return fetch(address)


def _say_that_it_is_a_copy(page: html.HtmlElement, address: str, copy: Copy) -> None:
    for footer in page.find_class("site-footer"):
        day = day_words(timezone.localdate(copy.made))
        context = {"day": day, "address": copy.live_address(address)}
        said = trees.parse(render_to_string("briefingbooks/export/_copy_note.html", context))
        footer.xpath(".//div//p")[0].getparent().extend(list(said))


def _without_an_address_of_nobody(page: html.HtmlElement) -> None:
    for element in page.xpath("//link[@href] | //meta[@content]"):
        if (element.get("href") or element.get("content")).startswith(NOWHERE):
            drop(element)
    for linked_data in page.xpath("//script[@type='application/ld+json']"):
        drop(linked_data)

"""Every link of a page leads to a file of the export, to the live site or another, or goes."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urldefrag, urlencode, urljoin, urlsplit

from lxml import html

from briefingbooks.exporting.addresses import belongs, led, on_site
from briefingbooks.exporting.gathering import copy_of, is_search
from briefingbooks.exporting.journal import Journal, Visited
from briefingbooks.exporting.trees_of_pages import (
    LOADED,
    candidates,
    drop,
    identifiers,
    loaded,
    read_page,
    written,
)
from briefingbooks.exporting.visiting import Site
from briefingbooks.formats import trees

# Places in time: `#t=12` starts a recording there, and names nothing on the page.
IN_TIME = re.compile("t=[0-9.,]+")
_OUTSIDE = re.compile("(?:https?:|mailto:|tel:)", re.IGNORECASE)


class Leader:
    """Leads the links of one page after another to the files of an export."""

    def __init__(self, site: Site, folder: Path, journal: Journal) -> None:
        self.site, self.folder, self.journal = site, folder, journal

    def lead(self, visited: Visited) -> None:
        """Write a page anew, with links that work from its file."""
        path = self.folder / visited.file
        page = read_page(path.read_bytes())
        _OnePage(self, visited, page).lead()
        path.write_bytes(written(page))


class _OnePage:
    def __init__(self, leader: Leader, visited: Visited, page: html.HtmlElement) -> None:
        self.site, self.journal = leader.site, leader.journal
        self.address, self.file, self.page = visited.address, visited.file, page
        self.names = identifiers(page)

    def lead(self) -> None:
        for link in self.page.xpath("//a[@href]"):
            if "nofollow" in link.get("rel", "") and not self.target(link.get("href")):
                drop(link)
        trees.lead_links(self.page, self.target)
        for element, name, address in list(loaded(self.page)):
            self._lead_loaded(element, name, address)
        for element in self.page.xpath("//*[@srcset]"):
            found = [(self._file(one), said) for one, said in candidates(element.get("srcset"))]
            element.set("srcset", ", ".join(" ".join(one) for one in found if one[0]))
        for form in self.page.xpath("//form[@action]"):
            form.set("action", self.target(form.get("action")))

    def target(self, link: str) -> str:
        """Return where a link leads from the file of this page; empty where it can not lead."""
        if link.startswith("#"):
            return link if self._is_here(link[1:]) else ""
        if not self.site.live:  # else it names the live site, as citations do
            link = on_site(link, self.site.base)
        if urlsplit(link).netloc or _OUTSIDE.match(link):
            return trees.web_address(link) if re.match("https?:", link, re.IGNORECASE) else link
        bare, name = urldefrag(link)
        file = self._file(bare, name)
        if file:
            asked = parse_qs(urlsplit(bare).query).get("q", [])
            is_asked = asked and is_search(belongs(bare, self.address))
            question = f"?{urlencode({'q': asked[0]})}" if is_asked else ""
            return f"{file}{question}{f'#{name}' if name else ''}"
        whole = urljoin(f"{self.site.live}{self.address}", link)
        return trees.web_address(whole) if self.site.live else ""

    def _is_here(self, name: str) -> bool:
        return not name or name == "top" or name in self.names or bool(IN_TIME.fullmatch(name))

    def _file(self, link: str, name: str = "") -> str:
        """Return the way from this page to the file of an address, if there is one."""
        address = belongs(link or self.address, self.address)
        asked = parse_qs(urlsplit(link).query)
        if address and name and "at" in asked:
            address = self.journal.sheet(copy_of(address), name) or address
        file = self.journal.file(address) if address else ""
        return led(file, of=self.file) if file else ""

    def _lead_loaded(self, element: Any, name: str, address: str) -> None:
        if urlsplit(address).netloc or address.startswith("data:"):
            return
        file = self._file(urldefrag(address).url)
        if file:
            element.set(name, file)
        elif element.tag == "link" and not LOADED & set(element.get("rel", "").split()):
            drop(element)
        elif element.tag == "img":
            trees.describe(element)
        else:  # what libxml2 takes for the inside of a `track` or `source` stands behind it
            element.drop_tag()

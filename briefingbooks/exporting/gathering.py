"""Every page that a stranger can reach from the front door, fetched once, with all it loads."""

import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

from django.conf import settings
from django.http.response import HttpResponseBase
from lxml import html

from briefingbooks.exporting.addresses import SEARCH, belongs, file_of, has_words, on_site
from briefingbooks.exporting.journal import BYTES, GIVEN, PAGE, Journal
from briefingbooks.exporting.pruning import Copy, prune
from briefingbooks.exporting.trees_of_pages import candidates, loaded, read_page, written
from briefingbooks.exporting.visiting import Site
from collections_app.languages import address_in, language_of
from collections_app.progress import Progress
from collections_app.search_index.words import words_in
from collections_app.whole_folders import NotWritten

MOVED, BROKEN = (301, 302, 307, 308), 500
SITEMAP = "/sitemap.xml"
_PLACE = re.compile(r"<loc>([^<]*)</loc>")
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")
LONGEST_LINE = 160
_SHEETS = re.compile("page-[0-9]+")
_NO_WORDS = {"script", "style", "nav", "form", "button", "select", "svg"}


class Gathering:
    """One round over the whole site, into a folder."""

    def __init__(self, site: Site, folder: Path, journal: Journal, copy: Copy) -> None:
        self.site, self.folder, self.journal, self.copy = site, folder, journal, copy

    def gather(self, progress: Progress) -> None:
        """Fetch everything; the folder and the journal are empty before.

        Raises `NotWritten` where the site fails to answer: a copy would lack a page unsaid.
        """
        for code, _ in settings.LANGUAGES:
            self.journal.meet([address_in(code, "/")])
        for part in self._places(SITEMAP):
            self.journal.meet(filter(None, map(belongs, self._places(part))))
        while waiting := self.journal.next_waiting():
            self._visit(*waiting)
            progress.done()

    def _places(self, sitemap: str) -> Iterator[str]:
        """Yield the addresses that a list for search engines names."""
        words = fetched(self.site, sitemap).decode()
        for place in _PLACE.findall(words):
            yield on_site(unescape(place), self.site.base)

    def _visit(self, number: int, address: str) -> None:
        if is_search(address):  # made at the end, of what was found
            self.journal.not_given(number, 204)
            return
        with self.site.ask(address) as response:
            self._take(number, address, response)

    def _take(self, number: int, address: str, response: HttpResponseBase) -> None:
        status = response.status_code
        if status >= BROKEN:
            raise NotWritten(f"The site answered {address} with an error ({status}).")
        if status in MOVED:
            to = belongs(on_site(response.headers["Location"], self.site.base), address)
            self.journal.meet(filter(None, [to]))
            self.journal.not_given(number, status, to or None)
            return
        if status != GIVEN and address.startswith(settings.STATIC_URL):
            raise NotWritten(f"{address} is not there, as collectstatic was not run.")
        if status != GIVEN:
            self.journal.not_given(number, status)
            return
        kind = response.headers.get("Content-Type", "").partition(";")[0]
        is_page = kind == "text/html"
        file = file_of(address, is_page=is_page)
        file = self.journal.given(number, address, PAGE if is_page else BYTES, file)
        path = self.folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        if is_page:
            path.write_bytes(self._page(number, address, b"".join(pieces(response))))
            return
        with path.open("xb") as out:
            for piece in pieces(response):
                out.write(piece)
        if kind == "text/css":
            named = _CSS_ADDRESS.findall(path.read_text(encoding="utf-8"))
            self.journal.meet(filter(None, (belongs(one, address) for one in named)))

    def _page(self, number: int, address: str, source: bytes) -> bytes:
        page = read_page(source)
        prune(page, address, self.copy)
        self.journal.meet(_met(page, address, self.site.base))
        if page.find_class("page-sheet"):
            anchors = [one for one in page.xpath("//@id") if _SHEETS.fullmatch(one)]
            self.journal.has_sheets(copy_of(address), anchors, address)
        if has_words(address):
            self._note_words(number, address, page)
        return written(page)

    def _note_words(self, number: int, address: str, page: html.HtmlElement) -> None:
        main = next(iter(page.xpath("//main")), page)
        title = " ".join(" ".join(one.text_content() for one in main.xpath("(.//h1)[1]")).split())
        in_title = {word.folded for word in words_in(title)}
        words = dict.fromkeys(
            (one.folded for text in _texts(main) for one in words_in(text)), False
        )
        words |= dict.fromkeys(in_title, True)
        said = page.xpath("string(//meta[@name='description']/@content)")
        about = said if len(said) <= LONGEST_LINE else f"{said[: LONGEST_LINE - 1].rstrip()}…"
        language = language_of(address)
        ordered = " ".join(word.folded for word in words_in(title))
        self.journal.titled(number, language, (title or address, about, ordered))
        self.journal.says(language, number, words)


def fetched(site: Site, address: str) -> bytes:
    """Return what stands at an address that can not be missing."""
    with site.ask(address) as response:
        if response.status_code != GIVEN:
            raise NotWritten(f"The site answered {site.base}{address} with {response.status_code}.")
        return b"".join(pieces(response))


def pieces(response: HttpResponseBase) -> Iterator[bytes]:
    """Yield the bytes of an answer as they come."""
    if response.streaming:
        yield from response.streaming_content  # type: ignore[attr-defined]
    else:
        yield response.content  # type: ignore[attr-defined]


def is_search(address: str) -> bool:
    """Say whether an address is that of the search, in whichever language."""
    path = address.partition("?")[0]
    return path == address_in(language_of(path), f"/{SEARCH}")


def copy_of(address: str) -> str:
    """Return what the stretches of one copy of a long document have in common."""
    path, _, question = address.partition("?")
    named = [one for one in question.split("&") if one.startswith("copy=")]
    return f"{path}?{'&'.join(named)}"


def _met(page: html.HtmlElement, address: str, base: str) -> Iterator[str]:
    links = [(link.get("href"), False) for link in page.iter("a")]
    links += [(one, True) for _, _, one in loaded(page)]
    for srcset in page.xpath("//@srcset"):
        links += [(one, True) for one, _ in candidates(srcset)]
    for link, is_loaded in links:
        if not link or link.startswith("#"):
            continue
        bare = urldefrag(link).url
        if not is_loaded or not urlsplit(link).netloc:
            bare = on_site(bare, base)
        if found := belongs(bare or "/", address):
            yield found


def _texts(element: html.HtmlElement) -> Iterator[str]:
    """Yield the words that readers see in an element, piece by piece."""
    if element.text:
        yield element.text
    for child in element:
        if child.tag not in _NO_WORDS:
            yield from _texts(child)
        if child.tail:
            yield child.tail

"""Walks through a finished export as a reader would, by its files alone, and says what fails."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urlsplit

from lxml import html

from briefingbooks.exporting.addresses import SEARCH
from briefingbooks.exporting.exporting import HERE, SUMS
from briefingbooks.exporting.leading import IN_TIME
from briefingbooks.exporting.replacing import about
from briefingbooks.exporting.trees_of_pages import (
    candidates,
    identifiers,
    loaded,
    read_page,
)
from briefingbooks.exporting.visiting import NOWHERE
from collections_app.progress import Progress
from collections_app.whole_folders import NotWritten

FRONT = "index.html"
MOST_TOLD = 50
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)["']""")
_NOT_FILES = ("mailto", "tel", "data")


@dataclass(slots=True)
class Checked:
    """What was walked through, and what is wrong with it, in words; `faults` counts all of it.

    The words that the search finds are loaded by its script; all other files are reached by links.
    """

    pages: int = 0
    links: int = 0
    outside: int = 0
    files: int = 0
    unreached: int = 0
    faults: int = 0
    told: list[str] = field(default_factory=list)

    def fault(self, words: str) -> None:
        self.faults += 1
        if self.faults <= MOST_TOLD:
            self.told.append(words)


def check_export(folder: Path, progress: Progress) -> Checked:
    """Follow every link of an export from its front page, and compare every file with its digest.

    Raises `NotWritten` where the folder holds no export.
    """
    if not about(folder):
        raise NotWritten(f"{folder} holds no export.")
    return _Walk(folder.resolve(), progress).walk()


class _Walk:
    def __init__(self, folder: Path, progress: Progress) -> None:
        self.folder, self.progress = folder, progress
        self.met = {FRONT}
        self.waiting = [FRONT]
        self.named: dict[str, set[str]] = {}
        self.found = Checked()

    def walk(self) -> Checked:
        self.progress.total(0)
        while self.waiting:
            file = self.waiting.pop()
            self.found.files += 1
            self.progress.done()
            if file.endswith(".html"):
                self._page(file)
            elif file.endswith(".css"):
                words = (self.folder / file).read_text(encoding="utf-8")
                for pair in _CSS_ADDRESS.findall(words):
                    self._follow(pair[0] or pair[1], file)
        for file, names in self.named.items():
            has = identifiers(read_page((self.folder / file).read_bytes()))
            for name in sorted(names - has):
                self.found.fault(f"{file} has no place #{name}")
        self._compare()
        return self.found

    def _page(self, file: str) -> None:
        page = read_page((self.folder / file).read_bytes())
        self.found.pages += 1
        has = identifiers(page)
        twice = [name for name, times in Counter(page.xpath("//@id")).items() if times > 1]
        for name in twice:
            self.found.fault(f"{file}: #{name} stands there twice")
        for link in _links(page):
            if not link.startswith("#"):
                self._follow(link, file)
            elif link != "#" and unquote(link[1:]) not in has | {"top"} and not _in_time(link[1:]):
                self.found.fault(f"{file}: no place {link}")

    def _follow(self, link: str, of: str) -> None:
        """Go where a link leads, if it leads to a file."""
        self.found.links += 1
        try:
            parts = urlsplit(link.strip())
            host = parts.hostname or ""
        except ValueError:
            self.found.fault(f"{of}: {link} is no address")
            return
        if parts.scheme in _NOT_FILES:
            return
        if parts.scheme or parts.netloc:
            self.found.outside += 1
            if host in HERE or host.startswith("127.") or link.startswith(NOWHERE):
                self.found.fault(f"{of}: {link} leads to this machine or to nobody")
            elif parts.scheme not in ("http", "https"):
                self.found.fault(f"{of}: {link} is no web address")
            return
        self._follow_file(unquote(parts.path), unquote(parts.fragment), link, of)

    def _follow_file(self, path: str, name: str, link: str, of: str) -> None:
        place = (self.folder / of).parent / path if path else self.folder / of
        if path.startswith("/") or not place.resolve().is_relative_to(self.folder):
            self.found.fault(f"{of}: {link} leads out of the folder")
            return
        if not place.is_file():
            self.found.fault(f"{of}: {link} leads to no file")
            return
        file = place.resolve().relative_to(self.folder).as_posix()
        if file not in self.met:
            self.met.add(file)
            self.waiting.append(file)
        if name and file.endswith(".html") and not _in_time(name):
            self.named.setdefault(file, set()).add(name)

    def _compare(self) -> None:
        """Compare every file with its digest; say which of them nobody reaches by links."""
        listed = set()
        with (self.folder / SUMS).open(encoding="utf-8") as sums:
            for line in sums:
                digest, _, file = line.rstrip("\n").partition("  ")
                listed.add(file)
                path = self.folder / file
                if not path.is_file():
                    self.found.fault(f"{file} is missing")
                elif _digest(path) != digest:
                    self.found.fault(f"{file} was changed after it was written")
        for path in self.folder.rglob("*"):
            file = path.relative_to(self.folder).as_posix()
            if path.is_file() and file != SUMS and file not in listed:
                self.found.fault(f"{file} is not listed in {SUMS}")
        by_links = {file for file in listed if not file.startswith(SEARCH)}
        self.found.unreached = len(by_links - self.met)


def _links(page: html.HtmlElement) -> Iterator[str]:
    yield from page.xpath("//a/@href | //use/@href | //area/@href")
    yield from (address for _element, _name, address in loaded(page))
    for srcset in page.xpath("//@srcset"):
        yield from (address for address, _said in candidates(srcset))
    for form in page.xpath("//form"):
        yield form.get("action", "")
    for words in [*page.xpath("//@style"), *(one.text or "" for one in page.iter("style"))]:
        yield from (pair[0] or pair[1] for pair in _CSS_ADDRESS.findall(words))


def _in_time(name: str) -> bool:
    return bool(IN_TIME.fullmatch(name))


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()

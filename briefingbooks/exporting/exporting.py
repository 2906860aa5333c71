"""The deed: the whole public site into one folder, whole or not at all, in place of the former."""

import hashlib
import json
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections
from django.utils import timezone

from briefingbooks.exporting.gathering import Gathering, fetched
from briefingbooks.exporting.journal import PAGE, Journal
from briefingbooks.exporting.leading import Leader
from briefingbooks.exporting.pruning import Copy
from briefingbooks.exporting.replacing import (
    ABOUT,
    KIND,
    recover,
    refuse,
    refuse_too_little_room,
    replace,
)
from briefingbooks.exporting.search_files import write_search
from briefingbooks.exporting.visiting import Site
from collections_app.progress import Progress
from collections_app.switching_instants import first_between
from collections_app.versioned_database import version
from collections_app.versioned_database.noting import VersionedDatabase
from collections_app.whole_folders import NotWritten, draft_beside

SUMS, README = "SHA256SUMS", "README.txt"
ROUNDS = 3
HERE = ("localhost", "127.0.0.1", "::1", "0.0.0.0")  # noqa: S104  names to refuse, none to bind


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: pages, all files, their bytes, and the address they name."""

    pages: int
    files: int
    bytes: int
    live: str


@dataclass(frozen=True, slots=True)
class State:
    """The word for the state of all content, and the instant at which it was read."""

    word: str
    at: datetime

    def still_holds(self) -> bool:
        """Say whether nothing was changed since, and nothing opened or closed by itself."""
        return state().word == self.word and first_between(self.at, timezone.now()) is None


def state() -> State:
    """Return the state in which the content is now."""
    connection = connections["default"]
    is_versioned = isinstance(connection, VersionedDatabase)
    return State(version.read(connection) if is_versioned else "", timezone.now())


def export_site(target: Path, live: str, progress: Progress) -> Exported:
    """Write the public site into the folder `target`, in place of an export that stands there.

    `live` is the address of the site that it is a copy of, empty where none is to be named. Raises
    `NotWritten` where it can not be done, and where the content changed during each of the rounds;
    the former export then stands as it stood.
    """
    refuse(target)
    refuse_too_little_room(target)
    site = Site(live)
    with draft_beside(target, refuse) as draft:
        recover(target)
        whole = draft / "whole"
        journal = Journal(draft / "journal.sqlite3")
        try:
            done = _in_one_state(site, whole, journal, progress)
        finally:
            journal.close()
        replace(whole, target)
    return done


def live_address(asked: str) -> str:
    """Return the address of the live site, as asked for or as the settings know it.

    Empty where nobody knows it. Raises `NotWritten` where what is asked for is no such address.
    """
    known = next((one for one in settings.ALLOWED_HOSTS if one.strip("*.") == one), "")
    by_host = f"https://{known}" if known and not settings.LOCAL_MODE else ""
    address = (asked or settings.SITE_URL or by_host).rstrip("/")
    try:
        parts = urlsplit(address)
        host, _port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise NotWritten(f"{address} is no address of a site.") from problem
    is_whole = parts.scheme in ("http", "https") and host and not (parts.path or parts.query)
    if address and (not is_whole or parts.username or not parts.netloc.isascii()):
        raise NotWritten(f"{address} is no address of a site, such as https://archive.example.")
    if asked and host in HERE:
        raise NotWritten(f"{address} is this machine, which readers of a copy do not reach.")
    return "" if host in HERE else address


def _in_one_state(site: Site, whole: Path, journal: Journal, progress: Progress) -> Exported:
    """Make the export, and again from the beginning where the content changed meanwhile."""
    for _round in range(ROUNDS):
        begun = state()
        whole.mkdir(mode=0o700)
        copy = Copy(begun.at, site.live, partial(fetched, site))
        progress.said("Pages and files are fetched.")
        progress.total(0)
        Gathering(site, whole, journal, copy).gather(progress)
        write_search(site, whole, journal, copy)
        progress.said("Links are led to files.")
        progress.total(journal.count(PAGE))
        leader = Leader(site, whole, journal)
        for page in journal.pages():
            leader.lead(page)
            progress.done()
        done = _sealed(whole, journal, copy, begun)
        if begun.still_holds():
            return done
        progress.said("The content was changed meanwhile: all is fetched again.")
        shutil.rmtree(whole)
        journal.forget_all()
    raise NotWritten(
        f"The content was changed during each of {ROUNDS} rounds. Export while nobody writes."
    )


def _sealed(whole: Path, journal: Journal, copy: Copy, begun: State) -> Exported:
    """Add what an export says of itself, and the digest of every file of it."""
    pages = journal.count(PAGE)
    told = {
        "kind": KIND,
        "site": settings.SITE_NAME,
        "address": copy.live,
        "begun": begun.at.isoformat(timespec="seconds"),
        "made": timezone.now().isoformat(timespec="seconds"),
        # Of the word and not the word itself, by which browsers are told what they have.
        "state": hashlib.sha256(begun.word.encode()).hexdigest(),
        "pages": pages,
    }
    (whole / ABOUT).write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n")
    (whole / README).write_text(_readme(copy))
    files = size = 0
    with (whole / SUMS).open("x", encoding="utf-8") as sums:
        for path in _files(whole):
            with path.open("rb") as file:
                digest = hashlib.file_digest(file, "sha256").hexdigest()
            sums.write(f"{digest}  {path.relative_to(whole).as_posix()}\n")
            files, size = files + 1, size + path.stat().st_size
    return Exported(pages, files, size, copy.live)


def _files(whole: Path) -> Iterator[Path]:
    """Yield every file of a folder but the list of digests, a folder at a time."""
    for folder, folders, names in os.walk(whole):
        folders.sort()
        yield from (Path(folder) / name for name in sorted(names) if name != SUMS)


def _readme(copy: Copy) -> str:
    return README_TEXT.format(
        site=settings.SITE_NAME, live=copy.live or "-", made=f"{copy.made:%Y-%m-%d %H:%M} UTC"
    )


README_TEXT = """{site}: a copy of the public site
Live site: {live}
State of {made}.

Open index.html. The copy works from a disk and from any folder of a web server.

It holds every page that anybody could open at that moment, in each language of the site, with the
images, recordings, editions and citation files. It does not hold what needs a server: narrowing of
lists, forms, enlarging by tiles, and what programs ask (API, OAI-PMH, IIIF). search/index.html
finds words.

SHA256SUMS proves the files:
    sha256sum -c SHA256SUMS

What was taken back on the site later is still in here: please follow the site.
"""

"""What an export has found so far: addresses, files, titles and words, kept on the disk.

It stands beside the export while it is made, is no part of it, and is lost with a killed program.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path

WAITING, GIVEN = 0, 200
PAGE, BYTES = "page", "bytes"
_SCHEMA = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE visited (id INTEGER PRIMARY KEY, address TEXT UNIQUE NOT NULL,
  status INTEGER NOT NULL DEFAULT 0, kind TEXT NOT NULL DEFAULT '', leads_to TEXT,
  file TEXT COLLATE NOCASE UNIQUE, language TEXT, title TEXT, about TEXT, sorted TEXT,
  has_words INTEGER NOT NULL DEFAULT 0);
CREATE INDEX waiting ON visited (id) WHERE status = 0;
CREATE TABLE sheet (copy TEXT NOT NULL, anchor TEXT NOT NULL, address TEXT NOT NULL,
  PRIMARY KEY (copy, anchor)) WITHOUT ROWID;
CREATE TABLE word (language TEXT, word TEXT, page INTEGER, in_title INTEGER);
"""


@dataclass(frozen=True, slots=True)
class Visited:
    """An address: its number, what was answered, and the file that holds it."""

    number: int
    address: str
    status: int
    kind: str
    file: str


@dataclass(frozen=True, slots=True)
class Titled:
    """A page by its words in the language of its address, for lists and for the search."""

    number: int
    address: str
    file: str
    title: str
    about: str
    sorted: str


class Journal:
    """Keeps all of it in one SQLite file."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        self.connection.executescript(_SCHEMA)

    def close(self) -> None:
        self.connection.close()

    def meet(self, addresses: Iterable[str]) -> None:
        """Have addresses visited that were not met before."""
        rows = [(address,) for address in addresses]
        self.connection.executemany("INSERT OR IGNORE INTO visited (address) VALUES (?)", rows)

    def number(self, address: str) -> int:
        """Return the number of an address, which is met with it."""
        self.meet([address])
        asked = "SELECT id FROM visited WHERE address = ?"
        return int(self.connection.execute(asked, [address]).fetchone()[0])

    def next_waiting(self) -> tuple[int, str] | None:
        """Return an address that waits, in the order in which they were met."""
        row: tuple[int, str] | None = self.connection.execute(
            "SELECT id, address FROM visited WHERE status = 0 ORDER BY id LIMIT 1"
        ).fetchone()
        return row

    def not_given(self, number: int, status: int, leads_to: str | None = None) -> None:
        """Note that an address has no file; `leads_to` is where it sends readers instead."""
        self.connection.execute(
            "UPDATE visited SET status = ?, leads_to = ? WHERE id = ?", [status, leads_to, number]
        )

    def given(self, number: int, address: str, kind: str, file: str) -> str:
        """Note an address that has a file; return its name, another one where that is taken."""
        taken = "SELECT 1 FROM visited WHERE file = ? AND id <> ?"
        if self.connection.execute(taken, [file, number]).fetchone():
            stem, dot, ending = file.rpartition(".")
            mark = blake2b(address.encode(), digest_size=6).hexdigest()
            file = f"{stem or ending}-{mark}{dot if stem else ''}{ending if stem else ''}"
        self.connection.execute(
            "UPDATE visited SET status = 200, kind = ?, file = ? WHERE id = ?", [kind, file, number]
        )
        return file

    def titled(self, number: int, language: str, words: tuple[str, str, str]) -> None:
        """Note a page that is listed and searched: its title, a line about it, and its order."""
        self.connection.execute(
            "UPDATE visited SET language = ?, title = ?, about = ?, sorted = ?, has_words = 1 "
            "WHERE id = ?",
            [language, *words, number],
        )

    def has_sheets(self, copy: str, anchors: Iterable[str], address: str) -> None:
        """Note on which page of a long document each of its sheets stands."""
        rows = [(copy, anchor, address) for anchor in anchors]
        self.connection.executemany("INSERT OR REPLACE INTO sheet VALUES (?, ?, ?)", rows)

    def says(self, language: str, number: int, words: dict[str, bool]) -> None:
        """Note the words of a page, and whether each stands in its title."""
        rows = [(language, word, number, in_title) for word, in_title in words.items()]
        self.connection.executemany("INSERT INTO word VALUES (?, ?, ?, ?)", rows)

    def sheet(self, copy: str, anchor: str) -> str:
        """Return the address of the stretch in which a sheet of a document stands, if of any."""
        asked = "SELECT address FROM sheet WHERE copy = ? AND anchor = ?"
        row = self.connection.execute(asked, [copy, anchor]).fetchone()
        return row[0] if row else ""

    def file(self, address: str) -> str:
        """Return the file of an address or of where it sends readers; empty where it has none."""
        for _ in range(5):
            asked = "SELECT status, file, leads_to FROM visited WHERE address = ?"
            row = self.connection.execute(asked, [address]).fetchone()
            if row is None or (row[0] != GIVEN and not row[2]):
                return ""
            if row[0] == GIVEN:
                return str(row[1])
            address = row[2]
        return ""

    def count(self, kind: str) -> int:
        """Return how many files of a kind there are."""
        asked = "SELECT COUNT(*) FROM visited WHERE status = 200 AND kind = ?"
        return int(self.connection.execute(asked, [kind]).fetchone()[0])

    def pages(self) -> Iterator[Visited]:
        """Yield the pages that have a file."""
        asked = "SELECT id, address, status, kind, file FROM visited WHERE kind = ? ORDER BY id"
        for row in self.connection.execute(asked, [PAGE]):
            yield Visited(*row)

    def listed(self, language: str) -> Iterator[Titled]:
        """Yield the pages of a language that are listed, by title."""
        yield from self._titled(language, "AND instr(address, '?') = 0 ORDER BY sorted, id")

    def searched(self, language: str) -> Iterator[Titled]:
        """Yield the pages of a language that are searched, by number."""
        yield from self._titled(language, "ORDER BY id")

    def _titled(self, language: str, how: str) -> Iterator[Titled]:
        columns = "id, address, file, title, about, sorted"
        asked = f"SELECT {columns} FROM visited WHERE language = ? AND has_words {how}"  # noqa: S608
        for row in self.connection.execute(asked, [language]):
            yield Titled(*row)

    def words(self, language: str) -> Iterator[tuple[str, int, bool]]:
        """Yield every word of a language with the pages it stands on, in order."""
        asked = "SELECT word, page, in_title FROM word WHERE language = ? ORDER BY word, page"
        for word, page, in_title in self.connection.execute(asked, [language]):
            yield word, page, bool(in_title)

    def forget_all(self) -> None:
        """Begin anew."""
        self.connection.executescript("DELETE FROM visited; DELETE FROM sheet; DELETE FROM word;")

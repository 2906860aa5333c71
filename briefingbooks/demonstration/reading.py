"""The data of the demonstration, which lie beside this module: TOML, Markdown, one transcript."""

import tomllib
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"

Row = dict[str, Any]


def rows(pattern: str, table: str) -> list[Row]:
    """Return the rows of one table from all files that match, in the order of their names."""
    return [row for path in sorted(DATA.glob(pattern)) for row in document(path.name)[table]]


def document(name: str) -> Row:
    """Return a whole data file."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"))


def words(name: str) -> str:
    """Return a text of the book, without the line end at its end."""
    return (DATA / "book" / name).read_text(encoding="utf-8").strip()


def plain(text: str) -> str:
    """Return a text of a data file without the line break after its opening quotes."""
    return text.strip()

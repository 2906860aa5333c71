"""What every reader of tables gives: rows of texts, with what was noticed about them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol


class BadFile(ValueError):
    """The file can not be read as a table; the message says why and what to do."""


@dataclass(slots=True)
class Row:
    """A row of a table: its number as the person sees it, its cells, and what is odd about it."""

    number: int
    cells: list[str]
    notes: list[str] = field(default_factory=list)
    has_formula: bool = False

    @property
    def is_empty(self) -> bool:
        return not self.has_formula and not any(cell.strip() for cell in self.cells)


class Rows(Protocol):
    """A file being read. `notes` grow while it is read; `sheets` names those to choose from."""

    notes: list[str]
    sheets: list[str]

    def rows(self) -> Iterator[Row]: ...

    def share(self) -> float: ...


def letter_of(column: int) -> str:
    """Return the letter of a column counted from 0, as a spreadsheet shows it."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

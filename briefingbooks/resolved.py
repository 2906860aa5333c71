"""What a mention of a book's text prints, as values between the records and the printed page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from briefingbooks.markup import Mention


@dataclass(frozen=True, slots=True)
class Picture:
    """An image of this site with its size in pixels and its words for who does not see it."""

    url: str
    width: int
    height: int
    alt: str
    is_blurred: bool = False


@dataclass(frozen=True, slots=True)
class GoneLink:
    """What is left of an address that no longer answers; `archived_url` may be empty."""

    archived_url: str
    archived_at: date | None
    checked_on: date | None


@dataclass(frozen=True, slots=True)
class Resolved:
    """What a mention prints: words as safe HTML, and the address it leads to, if any.

    A photograph has its picture and `credit` (plain words). Of a block that `is_hidden` nothing is
    printed but the words. `gone` is set for an external link that no longer answers. `ref` names
    the record, and the copies shown of it, so that an edition can take the mention out one day.
    """

    html: str
    url: str = ""
    picture: Picture | None = None
    credit: str = ""
    is_hidden: bool = False
    gone: GoneLink | None = None
    ref: str = ""


Resolver = Callable[[Mention], Resolved]


@dataclass(slots=True)
class Numbering:
    """Numbers of notes in the order of reading, and how often each has been called.

    Numbers given beforehand stay, so that a note keeps its number while another is hidden. Tables
    are counted too, so that each has a name of its own.
    """

    numbers: dict[str, int] = field(default_factory=dict)
    calls: dict[str, int] = field(default_factory=dict)
    tables: int = 0

    def call(self, label: str) -> tuple[int, int]:
        """Return (number of the note, which call of it this is), both from 1."""
        number = self.numbers.setdefault(label, len(self.numbers) + 1)
        self.calls[label] = self.calls.get(label, 0) + 1
        return number, self.calls[label]

    def call_anchor(self, label: str, nth: int) -> str:
        return f"fnref-{label}" if nth == 1 else f"fnref-{label}-{nth}"


@dataclass(slots=True)
class Printing:
    """What the rules of printing know of the text they print, and the language it is in."""

    numbering: Numbering
    resolve: Resolver
    defined: set[str]
    prefix: str
    language: str = "en"
    links: list[str] = field(default_factory=list)
    anchors: dict[str, int] = field(default_factory=dict)
    blocks: list[str] = field(default_factory=list)
    resolved: dict[int, Resolved] = field(default_factory=dict)

"""What a reading page holds, as plain values: they feed page, print and, later, every edition."""

from dataclasses import dataclass, field
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from collections_app.links_said import LinkSaid
from collections_app.thumbnails import Image
from oralhistory.told_passages import Piece


@dataclass(frozen=True, slots=True)
class Credit:
    """One line of credit: a role and the names that share it."""

    role: str
    names: str


@dataclass(frozen=True, slots=True)
class SectionView:
    """A section of text: its anchor, heading and finished HTML."""

    slug: str
    heading: str
    html: SafeString


@dataclass(frozen=True, slots=True)
class Line:
    """One line of quoted testimony: when, who, what; or a notice in the place of words."""

    time: str = ""
    url: str = ""
    speaker: str = ""
    pieces: tuple[Piece, ...] = ()
    language: str = ""
    notice: str = ""


@dataclass(slots=True)
class EntryView:
    """A numbered document or testimony. When `is_hidden`, nothing but number and anchor is set."""

    number: int
    anchor: str
    is_hidden: bool = True
    is_testimony: bool = False
    is_key_document: bool = False
    is_demonstration: bool = False
    is_unpublished: bool = False
    title: str = ""
    url: str = ""
    ref: str = ""
    kind: str = ""
    date: str = ""
    date_iso: str = ""
    people: list[tuple[str, str]] = field(default_factory=list)
    marking: str = ""
    status: str = ""
    status_explained: str = ""
    withheld: str = ""
    source_line: str = ""
    provenance: str = ""
    copies: int = 0
    notice: str = ""
    thumbnail: Image | None = None
    lines: list[Line] = field(default_factory=list)
    time_range: str = ""
    cited: str = ""
    annotation: SafeString | str = ""
    analysis: SafeString | str = ""
    links: list[LinkSaid] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note: number, anchor, finished HTML, and the calls it leads back to."""

    number: int
    label: str
    html: SafeString
    calls: list[tuple[int, str]]

    @property
    def anchor(self) -> str:
        return f"fn-{self.label}"


@dataclass(frozen=True, slots=True)
class EventView:
    """One event of the chronology."""

    anchor: str
    date: str
    date_iso: str
    time: str
    title: str
    place: str
    html: SafeString


@dataclass(slots=True)
class BookPage:
    """A whole briefing book, assembled for one visitor."""

    title: str
    slug: str
    url: str
    decks: list[str]
    series: str
    number: int | None
    language: str
    credits: list[Credit]
    posted: object
    updated: object
    dateline: str
    turning_point: tuple[str, str] | None
    date: str
    content_notice: str
    contact: str
    is_demonstration: bool
    summary: SafeString | str
    about: SafeString | str
    sections: list[SectionView]
    entries: list[EntryView]
    events: list[EventView]
    notes: list[NoteView]
    bibliography: list[SafeString]
    links: list[LinkSaid]
    words: int

    @property
    def reading_minutes(self) -> int:
        """Minutes at 220 words a minute, at least one."""
        return max(1, round(self.words / 220))

    @property
    def description(self) -> str:
        """The beginning of the summary as plain words, for the head of the page."""
        return Truncator(" ".join(unescape(strip_tags(self.summary)).split())).chars(160)

    @property
    def documents(self) -> int:
        return sum(not entry.is_testimony for entry in self.entries)

    @property
    def testimonies(self) -> int:
        return sum(entry.is_testimony for entry in self.entries)

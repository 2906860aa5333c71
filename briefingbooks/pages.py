"""What a reading page holds, as plain values: they feed page, print and, later, every edition."""

from dataclasses import dataclass, field
from datetime import date
from html import unescape

from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from collections_app.links_said import LinkSaid
from collections_app.thumbnails import Image
from oralhistory.told_passages import Piece

LONGEST_WITHOUT_INDEX = 20
_PARTS = {"By": "author", "Edited by": "editor", "Translated by": "translator"}


@dataclass(slots=True)
class Shown:
    """The keys of what a page shows that may be closed one day.

    Copies with the anchor of their entry, people with what they are called; `stated` are documents
    that are said to be held somewhere without a copy, `cited` interviews whose people a note names.

    An edition remembers them, so that it is not served once one of them is closed.
    """

    items: set[int] = field(default_factory=set)
    copies: dict[int, str] = field(default_factory=dict)
    stated: set[int] = field(default_factory=set)
    cited: set[int] = field(default_factory=set)
    interviews: set[int] = field(default_factory=set)
    people: dict[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Credit:
    """One line of credit: a role and the names that share it; `people` are these one by one.

    `kind` is the role as `Contribution.Role` has it, whatever the language it is said in.
    """

    role: str
    names: str
    people: tuple[str, ...] = ()
    kind: str = ""

    @property
    def part(self) -> str:
        """Return the role in the making; of what was frozen without it, by its English words."""
        return self.kind or _PARTS.get(self.role, "")


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
    key: str = ""


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
    cited_in: list[tuple[int, str]] = field(default_factory=list)
    compared: int = 0
    player: "PlayerView | None" = None
    access: list[str] = field(default_factory=list)
    asks_first: bool = False

    @property
    def record_url(self) -> str:
        """The address of the record itself, without a moment or passage of it."""
        return self.url.partition("#")[0]


@dataclass(frozen=True, slots=True)
class PlayerView:
    """The open recording of an excerpt: address with its times, and on what terms it is heard."""

    url: str
    is_video: bool
    terms: str


@dataclass(frozen=True, slots=True)
class NoteView:
    """A note: number, anchor, finished HTML, and the calls it leads back to.

    `entry` is the anchor of the entry in whose text it is written, if it is.
    """

    number: int
    label: str
    html: SafeString
    calls: list[tuple[int, str]]
    entry: str = ""

    @property
    def anchor(self) -> str:
        return f"fn-{self.label}"


@dataclass(frozen=True, slots=True)
class EventView:
    """One event of the chronology; bounds are days (ISO 8601), empty on a side that is open."""

    anchor: str
    date: str
    date_iso: str
    time: str
    title: str
    place: str
    html: SafeString
    old_anchor: str = ""
    earliest: str = ""
    latest: str = ""


@dataclass(frozen=True, slots=True)
class TermView:
    """A word of the glossary as readers see it; `forms` are the words looked for in texts."""

    key: str
    kind: str
    label: str
    full_form: str = ""
    definition: str = ""
    language: str = "en"
    url: str = ""
    forms: tuple[str, ...] = ()

    @property
    def anchor(self) -> str:
        return f"term-{self.key}"

    @property
    def is_abbreviation(self) -> bool:
        return self.kind == "abbreviation"

    @property
    def is_term(self) -> bool:
        return self.kind == "term"

    @property
    def is_person(self) -> bool:
        return self.kind == "person"


@dataclass(frozen=True, slots=True)
class RelatedView:
    """A related book, or a posting elsewhere, which has a publisher; the day is ISO 8601."""

    said: str
    title: str
    url: str
    language: str
    day: str
    note: str
    publisher: str = ""

    @property
    def is_elsewhere(self) -> bool:
        return self.url.startswith(("http:", "https:"))

    @property
    def posted(self) -> date | None:
        return date.fromisoformat(self.day) if self.day else None


@dataclass(frozen=True, slots=True)
class TranslationView:
    """The same book in another language, with the words that invite to it in that language."""

    language: str
    invitation: str
    title: str
    url: str
    is_original: bool


@dataclass(frozen=True, slots=True)
class NewsView:
    """What an outlet published about the book; `link` has the address and the word on it."""

    outlet: str
    byline: str
    title: str
    published_on: date
    link: LinkSaid


@dataclass(frozen=True, slots=True)
class Announcement:
    """A press release that announces the book."""

    headline: str
    url: str
    issued_on: date | None
    language: str


@dataclass(frozen=True, slots=True)
class Correction:
    """What was wrong at a place of the book, what stands there now, when and why.

    `entry` is the anchor of the entry around the place, with which it is hidden.
    """

    number: int
    anchor: str
    entry: str
    where: str
    on: date
    severity: str
    was: str
    now: str
    note: str
    credited_as: str
    fixed_in: int | None


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
    posted: date | None
    updated: date | None
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
    shown: Shown = field(default_factory=Shown)
    news: list[NewsView] = field(default_factory=list)
    press: list[Announcement] = field(default_factory=list)
    corrections: list[Correction] = field(default_factory=list)
    glossary: list[TermView] = field(default_factory=list)
    related: list[RelatedView] = field(default_factory=list)
    translations: list[TranslationView] = field(default_factory=list)
    statement: str = ""
    has_places: bool = False

    @property
    def reading_minutes(self) -> int:
        """Minutes at 220 words a minute, at least one."""
        return max(1, round(self.words / 220))

    @property
    def has_index(self) -> bool:
        """Whether so many records are shown that a table of them comes before the cards."""
        return len(self.entries) > LONGEST_WITHOUT_INDEX

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

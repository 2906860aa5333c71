"""What a volume of *Foreign Relations of the United States* (FRUS) says, as plain values.

Offsets count characters from 0, `end` is after the last one. Line numbers are those of the TEI
file, from 1. Every text is clean: tags stripped, white space normalized.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple


class DocumentKind(StrEnum):
    """Documentary forms that the editors name in their headings, gathered into a small set."""

    TELEGRAM = "telegram"
    AIRGRAM = "airgram"
    DESPATCH = "despatch"
    MEMORANDUM = "memorandum"
    CONVERSATION = "memorandum_of_conversation"
    LETTER = "letter"
    MESSAGE = "message"
    NOTE = "note"
    REPORT = "report"
    ESTIMATE = "estimate"
    PAPER = "paper"
    MINUTES = "minutes"
    DIRECTIVE = "directive"
    STATEMENT = "statement"
    TREATY = "treaty"
    EDITORIAL_NOTE = "editorial_note"
    OTHER = "other"


class Level(StrEnum):
    """Classification levels of the United States. No marking is not unclassified."""

    NOT_STATED = "not_stated"
    NO_MARKING = "no_marking"
    UNCLASSIFIED = "unclassified"
    OFFICIAL_USE_ONLY = "official_use_only"
    LIMITED_OFFICIAL_USE = "limited_official_use"
    RESTRICTED = "restricted"
    CONFIDENTIAL = "confidential"
    SECRET = "secret"  # noqa: S105
    TOP_SECRET = "top_secret"  # noqa: S105


class Nature(StrEnum):
    """What was taken out, as far as the mark says ("amount and nature", FRUS methodology)."""

    TEXT = "text"
    NAME = "name"
    TITLE = "title"
    PLACE = "place"
    DATE = "date"
    DOLLAR_AMOUNT = "dollar_amount"
    NUMBER = "number"
    CODEWORD = "codeword"
    HANDLING_RESTRICTION = "handling_restriction"
    CLASSIFICATION_MARKING = "classification_marking"
    INITIALS = "initials"
    HEADING = "heading"
    FOOTNOTE = "footnote"
    TABLE = "table"
    ATTACHMENT = "attachment"
    RECORDING = "recording"
    DOCUMENT = "document"
    OTHER = "other"


class Unit(StrEnum):
    """Units in which the editors measure what is missing. ITEM counts things, as in "3 names"."""

    PAGE = "page"
    COLUMN = "column"
    PARAGRAPH = "paragraph"
    SENTENCE = "sentence"
    LINE = "line"
    WORD = "word"
    ROW = "row"
    MINUTE = "minute"
    SECOND = "second"
    ITEM = "item"


class State(StrEnum):
    """The decision behind a mark. PENDING: "not declassified in time for publication"."""

    DENIED = "denied"
    PENDING = "pending"


class Where(StrEnum):
    """The part of a document in which a mark stands."""

    PAGE = "page"
    HEADING = "heading"
    SOURCE_NOTE = "source_note"
    SUMMARY = "summary"
    FOOTNOTE = "footnote"
    WHOLE_DOCUMENT = "whole_document"


class Certainty(StrEnum):
    """How a date is known. INFERRED: supplied by the editors. UNDATED: the text says so."""

    STATED = "stated"
    INFERRED = "inferred"
    UNDATED = "undated"
    NOT_STATED = "not_stated"


class Status(StrEnum):
    """How far a document is open in this volume.

    NOT_APPLICABLE: an editorial note without a mark. LISTED: the file describes the document and
    holds no text of it (microfiche supplements).
    """

    IN_FULL = "in_full"
    EXCISED = "excised"
    WITHHELD = "withheld"
    PENDING = "pending"
    LISTED = "listed"
    NOT_APPLICABLE = "not_applicable"


class Problem(NamedTuple):
    """Something a person should look at: the file's line, the document's xml:id, what and where."""

    line: int
    document: str
    message: str
    excerpt: str


@dataclass(frozen=True, slots=True)
class Amount:
    """How much is missing: `count` units; `is_less_than` for "less than 1 line"."""

    count: Decimal
    unit: Unit
    is_less_than: bool = False


@dataclass(frozen=True, slots=True)
class Location:
    """Where a mark stands.

    `page` is an index into `Document.pages`; `note` an index into the notes of that page, or of
    `Document.heading_notes` where `page` is None. `start` and `end` lie in the text concerned: of
    the page, the note, `Document.title`, `Document.summary` or `SourceNote.text`. For a document
    withheld as a whole all four are None.
    """

    where: Where
    page: int | None = None
    note: int | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class Excision:
    """One bracketed "not declassified" mark.

    `printed` is the mark as printed, brackets included; inside a long bracket of the editors it is
    the sentence that holds the words (at most 300 characters). `nature_text` are its own words
    for what is missing. `amount` is the first measure, `size` the closer one in parentheses:
    1 paragraph and 12 lines in "[1 paragraph (12 lines) not declassified]".
    `fills_paragraph`: nothing else stands in its paragraph.
    """

    printed: str
    nature: Nature
    nature_text: str
    amount: Amount | None
    size: Amount | None
    state: State
    location: Location
    fills_paragraph: bool
    line: int

    @property
    def is_paragraph_or_more(self) -> bool:
        """Whether the front matter would count it as "a paragraph or more"."""
        if self.amount and self.amount.unit in (Unit.PAGE, Unit.COLUMN, Unit.PARAGRAPH):
            return True
        is_passage = self.nature == Nature.TEXT and not (self.amount and self.amount.is_less_than)
        return is_passage and self.fills_paragraph and self.location.where == Where.PAGE


@dataclass(frozen=True, slots=True)
class Note:
    """A footnote: its label, the character of the page text before which it is called, its text."""

    label: str
    offset: int
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the printed text or of the facsimile.

    `label` is the page number as printed ("" where the file gives none), `facsimile` the name of
    its image. Paragraphs are separated by a blank line, list items and lines by a newline, cells
    by " | ". Footnote calls are not in the text; marks are.
    """

    label: str
    facsimile: str
    text: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Correspondent:
    """A sender or recipient as the heading names it.

    `office` is what the person is called beside the name; `person_id` the xml:id in
    `Volume.persons`, "" where the heading does not point to one.
    """

    name: str
    office: str = ""
    person_id: str = ""
    is_corporate: bool = False


@dataclass(frozen=True, slots=True)
class DocumentDate:
    """A date: EDTF value (ISO 8601-2, "" where there is none), as printed, how it is known.

    `time` is the hour in ISO form as the encoding gives it ("17:00:00", "23:43:00Z"), "" if none.
    `basis` names where it was found: "dateline", "encoding" or "heading".
    """

    edtf: str
    displayed: str
    certainty: Certainty
    time: str = ""
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Marking:
    """The original marking: level, caveats and precedence; `text` as printed."""

    level: Level = Level.NOT_STATED
    caveats: tuple[str, ...] = ()
    precedence: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class SourceNote:
    """The first footnote: where the document is, its marking, who drafted it.

    `text` is verbatim. `remainder` is what belongs to none of the fields. `is_published`: the
    source is a printed book, not an archive.
    """

    text: str
    repository: str
    reference: str
    marking: Marking
    drafting: str
    remainder: str
    is_published: bool
    line: int


@dataclass(frozen=True, slots=True)
class Document:
    """One `<div type="document">`. `xml_id` is unique in its volume.

    `title` is the heading without its number, `heading` the whole of it. `chapters` are the
    headings above it, outermost first. `pages` is empty for a document withheld in full or one
    the file only lists. `marking` comes from the source note or, in older volumes, from the text.
    """

    xml_id: str
    number: str
    kind: DocumentKind
    title: str
    heading: str
    chapters: tuple[str, ...]
    date: DocumentDate
    place: str
    senders: tuple[Correspondent, ...]
    recipients: tuple[Correspondent, ...]
    marking: Marking
    source_note: SourceNote | None
    summary: str
    heading_notes: tuple[Note, ...]
    pages: tuple[Page, ...]
    excisions: tuple[Excision, ...]
    withheld_state: State | None
    line: int

    @property
    def withheld_in_full(self) -> bool:
        """Whether nothing of its text is shown (denied or pending)."""
        return self.withheld_state is not None

    @property
    def status(self) -> Status:
        """How far it is open here."""
        if self.withheld_state:
            is_pending = self.withheld_state == State.PENDING
            return Status.PENDING if is_pending else Status.WITHHELD
        if self.excisions:
            return Status.EXCISED
        if self.kind == DocumentKind.EDITORIAL_NOTE:
            return Status.NOT_APPLICABLE
        return Status.IN_FULL if self.pages else Status.LISTED


@dataclass(frozen=True, slots=True)
class Person:
    """An entry of the volume's list of persons; `name` as printed there ("Kissinger, Henry A.")."""

    xml_id: str
    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Statement:
    """What the front matter says of the declassification review, verbatim and in numbers.

    A number is None where the statement does not give it. `share_withheld` are its words for a
    percentage ("about 3.5 percent").
    """

    text: str
    withheld_in_full: int | None
    excisions_paragraph_or_more: int | None
    minor_excisions: int | None
    share_withheld: str
    line: int


@dataclass(frozen=True, slots=True)
class Volume:
    """A volume. `id` is its FRUS identifier ("frus1969-76ve05p1"), `title` the complete title."""

    id: str
    title: str
    series: str
    subseries: str
    volume_number: str
    subject: str
    front_matter_statement: Statement | None
    persons: tuple[Person, ...]
    documents: tuple[Document, ...]
    problems: tuple[Problem, ...]

"""What the files of an edition hold beside the book: pictures, texts and sound, as values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in a file: its safe name there, its bytes, and the words that go with it.

    Width and height are in pixels. The bytes are those of the display image, or of the smaller one
    that the page shows where there is no other.
    """

    name: str
    content: bytes
    media_type: str
    width: int
    height: int
    sha256: str
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True, slots=True)
class PageSaid:
    """The text of one page of a document as readers get it: what is withheld is said in brackets.

    `kind` says whether a person or a machine wrote it out; `notes` are printed with it.
    """

    label: str
    kind: str
    language: str
    paragraphs: tuple[str, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DocumentText:
    """What a shown document says, page by page, of the copy that the book shows."""

    ref: str
    title: str
    url: str
    source_line: str
    pages: tuple[PageSaid, ...]


@dataclass(frozen=True, slots=True)
class SoundExcerpt:
    """The sound of a quoted stretch: an MP3 cut from the copy made for the public.

    Times are milliseconds of the interview.
    """

    start_ms: int
    end_ms: int
    content: bytes

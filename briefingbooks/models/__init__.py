"""The nouns of publishing, one module to each; import them from here."""

from briefingbooks.models.book_events import BookEvent
from briefingbooks.models.books import (
    Book,
    BookLink,
    ChronologyEvent,
    Contribution,
    Section,
    Series,
)
from briefingbooks.models.editions import Edition, EditionFile, EditionPart, Issue
from briefingbooks.models.entries import Entry, EntryLink
from briefingbooks.models.errata import Erratum, ErrorReport, Severity
from briefingbooks.models.glossary import GlossaryTerm, GlossaryUse
from briefingbooks.models.harvested import HarvestedRecord
from briefingbooks.models.press import (
    Boilerplate,
    InTheNews,
    PressAsset,
    PressBoilerplate,
    PressBook,
    PressContact,
    PressQuote,
    PressRelease,
)
from briefingbooks.models.previews import PreviewGrant, PreviewVisit
from briefingbooks.models.quotations import QuotationTask, QuotedPassage
from briefingbooks.models.references import Footnote, FootnoteCitation, Reference
from briefingbooks.models.relations import BookRelation
from briefingbooks.models.sources import Source, SourceCreator
from briefingbooks.models.stages import Stage

__all__ = [
    "Boilerplate",
    "Book",
    "BookEvent",
    "BookLink",
    "BookRelation",
    "ChronologyEvent",
    "Contribution",
    "Edition",
    "EditionFile",
    "EditionPart",
    "Entry",
    "EntryLink",
    "Erratum",
    "ErrorReport",
    "Footnote",
    "FootnoteCitation",
    "GlossaryTerm",
    "GlossaryUse",
    "HarvestedRecord",
    "InTheNews",
    "Issue",
    "PressAsset",
    "PressBoilerplate",
    "PressBook",
    "PressContact",
    "PressQuote",
    "PressRelease",
    "PreviewGrant",
    "PreviewVisit",
    "QuotationTask",
    "QuotedPassage",
    "Reference",
    "Section",
    "Series",
    "Severity",
    "Source",
    "SourceCreator",
    "Stage",
]

"""The nouns of publishing, one module to each; import them from here."""

from briefingbooks.models.books import (
    Book,
    BookLink,
    ChronologyEvent,
    Contribution,
    Section,
    Series,
)
from briefingbooks.models.entries import Entry, EntryLink
from briefingbooks.models.quotations import QuotationTask, QuotedPassage
from briefingbooks.models.references import Footnote, Reference
from briefingbooks.models.sources import Source

__all__ = [
    "Book",
    "BookLink",
    "ChronologyEvent",
    "Contribution",
    "Entry",
    "EntryLink",
    "Footnote",
    "QuotationTask",
    "QuotedPassage",
    "Reference",
    "Section",
    "Series",
    "Source",
]

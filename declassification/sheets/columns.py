"""The columns that a withdrawal sheet may have, under our names and those that archives use."""

from collections.abc import Iterable
from dataclasses import dataclass

from collections_app.spreadsheets.reading import plain
from declassification.models import RequestedDocument

REF = "ref"


@dataclass(frozen=True, slots=True)
class SheetColumn:
    """One column: the field that it fills, its name, what archives call it, its longest text."""

    field: str
    name: str
    synonyms: tuple[str, ...] = ()

    @property
    def limit(self) -> int:
        if self.field == REF:
            return 32
        return RequestedDocument._meta.get_field(self.field).max_length or 0  # type: ignore[union-attr]


COLUMNS = (
    SheetColumn(REF, "ref", ("item ref", "item", "item reference", "our reference", "référence")),
    SheetColumn(
        "title",
        "listed as",
        ("title", "subject", "subject/title", "title/subject", "document title", "description",
         "listed", "titre", "objet", "intitulé"),
    ),
    SheetColumn(
        "document_type",
        "type",
        ("document type", "type of document", "doc type", "form", "type de document"),
    ),
    SheetColumn("date", "date", ("date of the document", "document date", "doc date")),
    SheetColumn("box", "box", ("box number", "box no", "oa/id number", "boîte", "carton")),
    SheetColumn("folder", "folder", ("folder title", "file", "file title", "dossier")),
    SheetColumn(
        "document_number",
        "number",
        ("number on the sheet", "document number", "doc number", "doc no", "no", "document no",
         "document no. and type", "numéro", "nº", "n°"),
    ),
    SheetColumn("pages", "pages", ("number of pages", "page count", "no of pages", "pp", "pgs")),
    SheetColumn(
        "restriction_codes",
        "restriction codes",
        ("restriction", "restrictions", "restriction code", "codes", "exemption", "exemptions"),
    ),
    SheetColumn("source", "source", ("sheet", "finding aid", "withdrawal sheet", "origine")),
)  # fmt: skip
BY_HEADER = {plain(said): one for one in COLUMNS for said in (one.name, one.field, *one.synonyms)}


def matched(headers: Iterable[str]) -> tuple[dict[int, SheetColumn], list[str], list[str]]:
    """Return which column each header fills, the headers not understood, and those given twice."""
    found: dict[int, SheetColumn] = {}
    strange, twice = [], []
    for place, header in enumerate(headers):
        column = BY_HEADER.get(plain(header))
        if column is None:
            strange.append(header)
        elif column in found.values():
            twice.append(header)
        else:
            found[place] = column
    return found, strange, twice

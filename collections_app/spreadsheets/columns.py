"""Every column that a file of items may have: the one table from which all else follows.

Reading, checking, the empty template, the export, the guide and the screen that maps headers to
columns all go through it.
"""

from dataclasses import dataclass
from enum import Enum
from functools import cache

from django.db.models import TextChoices

from collections_app.models import (
    AccessCondition,
    ArchivalItem,
    Copy,
    CopyType,
    Extent,
    ExternalLink,
    HowObtained,
    ItemAgent,
    ItemKind,
    ItemPlace,
    MarkingLevel,
    MarkingScheme,
    Status,
)
from collections_app.models.historical import DateCertainty


class Form(Enum):
    """How the text of a cell is understood."""

    REF = "reference"
    LINE = "text"
    TEXT = "long text"
    CHOICE = "one of"
    YES_NO = "yes or no"
    DAY = "date: 1994-01-11"
    TIME = "time of day: 17:45"
    EDTF = "date in EDTF"
    YEAR = "year or date"
    NUMBER = "whole number"
    ADDRESS = "https address"
    TERM = "a term"
    TERMS = "terms"
    TOLD = "told, never read"


@dataclass(frozen=True, slots=True)
class Column:
    """One column. `name` is its header; in a group it stands after the group and a number."""

    name: str
    form: Form
    help: str
    field: str = ""
    limit: int = 0
    choices: type[TextChoices] | None = None
    vocabulary: str = ""
    role: str = ""
    synonyms: tuple[str, ...] = ()
    is_exported: bool = True
    is_first: bool = False

    @property
    def is_list(self) -> bool:
        return self.form is Form.TERMS

    @property
    def takes_several_headers(self) -> bool:
        """Whether texts of several headers may be put together in it."""
        return self.is_list or (self.form in (Form.LINE, Form.TEXT) and self.name != "title")


def _limit(model: type, field: str) -> int:
    return model._meta.get_field(field).max_length or 0  # type: ignore[attr-defined]


def _line(name: str, help_text: str, *synonyms: str, field: str = "") -> Column:
    field = field or name
    limit = _limit(ArchivalItem, field)
    return Column(name, Form.LINE, help_text, field, limit=limit, synonyms=synonyms)


def _text(name: str, help_text: str, *synonyms: str) -> Column:
    return Column(name, Form.TEXT, help_text, name, synonyms=synonyms)


def _choice(name: str, choices: type[TextChoices], help_text: str, *synonyms: str) -> Column:
    return Column(name, Form.CHOICE, help_text, name, choices=choices, synonyms=synonyms)


def _yes_no(name: str, help_text: str, *synonyms: str) -> Column:
    return Column(name, Form.YES_NO, help_text, name, synonyms=synonyms)


def _terms(name: str, vocabulary: str, help_text: str, *synonyms: str, role: str = "") -> Column:
    field = "" if role else name
    return Column(
        name, Form.TERMS, help_text, field, vocabulary=vocabulary, role=role, synonyms=synonyms
    )


IDENTITY = (
    Column(
        "ref", Form.REF, "Our reference: FTP-0001. Blank for a new item: it is given one.",
        "ref", limit=32, synonyms=("reference", "référence", "our reference"),
    ),
    _line("title", "The title of the document.", "titre", "object title", "name of object"),
    _yes_no("title_is_supplied", "yes if the document bears no title.", "supplied title",
            "titre forgé", "titre attribué"),
    _line("alternative_title", "Another title, or the title in another language.",
          "other title", "foreign title", "titre alternatif", "autre titre"),
    _choice("kind", ItemKind, "The kind of document.", "document type", "type", "type of document",
            "genre", "type de document", "object type"),
    _line("original_number", "Cable number, document symbol or number at the source.",
          "accession number", "inventory number", "object number", "acno", "call number",
          "numéro d'inventaire", "numéro original", "document number"),
)  # fmt: skip
DATES = (
    _line("date", "The date as it should read. Blank where the EDTF date says it all.",
          "date display", "date text", "date in words", "dating", "date as stated", "datation",
          "date en toutes lettres", "object date", field="date_display"),
    Column("date_edtf", Form.EDTF, "1994-01-11, 1994-01, 1994~ about, 1994? possibly, "
           "1994-04-06/1994-07-19.", "date_edtf", limit=_limit(ArchivalItem, "date_edtf"),
           synonyms=("edtf", "date (edtf)", "edtf date")),
    _choice("date_certainty", DateCertainty, "How far the date is to be believed.",
            "certainty of the date", "certitude de la date"),
    _text("date_basis", "What an inferred date rests on.", "basis of the date",
          "fondement de la date"),
    Column("date_time", Form.TIME, "Local time as the source states it: 17:45.", "date_time",
           synonyms=("time", "heure", "local time")),
    _line("date_time_zone", "Time zone as stated: Z, GMT+2, Kigali time.", "time zone",
          "fuseau horaire"),
    Column("date_start", Form.YEAR, "Only read: first year or day, where there is no EDTF date.",
           is_exported=False, synonyms=("start date", "date de début", "begin date",
           "object begin date", "earliest date", "date begin")),
    Column("date_end", Form.YEAR, "Only read: last year or day, where there is no EDTF date.",
           is_exported=False, synonyms=("end date", "date fin", "date de fin", "object end date",
           "latest date")),
)  # fmt: skip
DESCRIPTION = (
    _line("abstract", "One or two sentences for lists.", "summary", "résumé", "short description"),
    _text("scope_and_content", "ISAD(G) 3.3.1: what the document says and shows.", "description",
          "scope and content", "portée et contenu", "présentation du contenu"),
    _line("extent", "Extent and medium: 3 pages; 1 photograph.", "extent and medium", "dimensions",
          "medium", "étendue", "importance matérielle", "physical description"),
    _terms("languages", "languages", "Codes of ISO 639 or names: en | fr.", "language", "langue",
           "langues"),
    _terms("subjects", "subjects", "Terms of our thesaurus.", "subject", "keywords", "keyword",
           "subject terms", "sujet", "sujets", "mots-clés", "tags", "topics"),
)  # fmt: skip
MARKING = (
    _choice("marking_scheme", MarkingScheme, "Whose marking it is."),
    _choice("marking_level", MarkingLevel, "The level printed on the document.",
            "original classification", "niveau de classification"),
    _line("marking_text", "The marking as printed.", "marking", "marking as printed", "mention"),
    _line("marking_caveats", "Nodis; Eyes Only; Exdis.", "caveats", "handling caveats"),
    _line("marking_precedence", "Immediate, Flash.", "precedence", "urgence"),
)  # fmt: skip
RIGHTS = (
    _line("known_from", "For a document nobody has let us see: what mentions it.",
          "known only from", "connu par"),
    Column("held_at", Form.TERM, "Code or name of the archive, when no copy is described.",
           "held_at", vocabulary="repositories", synonyms=("repository", "archive", "holder",
           "held by", "institution", "lieu de conservation", "conservé à")),
    Column("rights", Form.TERM, "Code of the rights statement: NoC-US.", "rights",
           vocabulary="rights", synonyms=("rights statement", "droits", "licence", "license")),
    _line("rights_note", "A word on the rights.", "copyright", "note on rights"),
    _text("access_conditions", "Conditions governing access, in words.", "access",
          "conditions governing access", "conditions d'accès"),
    _text("source_note", "The printed source note, word for word.", "source", "note de source"),
    _line("credit_line", "How the holder wishes to be named.", "credit", "credits",
          "mention obligatoire", "crédit"),
    _text("publication_note", "Where it was published before.", "publications", "bibliography"),
    _text("archivist_note", "For the house only; never shown.", "note of the archivist",
          "internal note", "note de l'archiviste"),
    _terms("advisories", "advisories", "Codes of notices about difficult material.", "advisory",
           "content warning", "avertissement", "avertissements"),
    _yes_no("is_sensitivity_reviewed", "yes once somebody has looked.", "sensitivity reviewed"),
    _yes_no("is_demonstration", "yes for material made to demonstrate.", "demonstration"),
    _choice("status_override", Status, "Only to override the declassification status."),
    _line("status_override_note", "Why it is overridden; readers see this."),
    Column("state", Form.TOLD, "Where the item stands on its way to the public.",
           synonyms=("publication state",)),
    Column("declassification_status", Form.TOLD, "Follows from the copies."),
)  # fmt: skip

_ROLE_SYNONYMS = {
    "author": ("authors", "artist", "artists", "creator", "creators", "maker", "auteur",
               "auteurs", "artiste"),
    "sender": ("from", "senders", "expéditeur"),
    "recipient": ("to", "recipients", "addressee", "destinataire", "destinataires"),
    "copied": ("copied to", "cc", "copie à", "copies to"),
    "signatory": ("signed by", "signataire", "signatories"),
    "received": ("received by", "reçu par"),
    "shown": ("was shown", "shown to", "montré à"),
    "drafted": ("drafted by", "rédigé par", "drafter"),
    "photographer": ("photographers", "photographe", "photo by"),
    "depicted": ("people depicted", "persons shown", "personnes représentées", "sitter"),
    "mentioned": ("people mentioned", "persons mentioned", "personnes citées"),
}  # fmt: skip
AGENTS = (
    *(
        _terms(role.value, "agents", f"People and bodies: {role.label}.",
               *_ROLE_SYNONYMS[role.value], role=role.value)
        for role in ItemAgent.Role
    ),
    Column("people", Form.TERMS, "Only read: names with their role, as “sender: Name” or “Name "
           "(artist)”.", vocabulary="agents", role="*", is_exported=False,
           synonyms=("contributors", "names", "agents", "contributeurs", "personnes")),
)  # fmt: skip
_PLACE_SYNONYMS = {
    "created_at": ("place", "place of origin", "written at", "place made", "lieu", "place created"),
    "sent_to": ("destination",),
    "depicted": ("place depicted", "place shown", "lieu représenté"),
    "mentioned": ("places mentioned", "places", "lieux", "lieux cités", "place mentioned"),
}
PLACES = tuple(
    _terms(f"place_{role.value}", "places", f"Places: {role.label}.",
           *_PLACE_SYNONYMS[role.value], role=role.value)
    for role in ItemPlace.Role
)  # fmt: skip
ITEM_COLUMNS = (*IDENTITY, *DATES, *DESCRIPTION, *MARKING, *AGENTS, *PLACES, *RIGHTS)


def _copy(name: str, help_text: str, form: Form = Form.LINE, *synonyms: str) -> Column:
    limit = _limit(Copy, name) if form is Form.LINE else 0
    return Column(name, form, help_text, name, limit=limit, synonyms=synonyms)


def _copy_choice(name: str, choices: type[TextChoices], help_text: str) -> Column:
    return Column(name, Form.CHOICE, help_text, name, choices=choices)


COPY_COLUMNS = (
    Column("id", Form.NUMBER, "The number of a copy that is known here; leave it as exported."),
    Column("repository", Form.TERM, "Code or name of the archive.", "repository",
           vocabulary="repositories", is_first=True),
    Column("collection", Form.TERM, "Code of the collection in that archive.", "collection",
           vocabulary="collections"),
    _copy("reference_code", "Box, folder or shelfmark, as cited by the holder."),
    _copy_choice("copy_type", CopyType, "What the copy is."),
    _copy("is_shown", "yes for the copy that is shown first.", Form.YES_NO),
    _copy_choice("how_obtained", HowObtained, "By which door it became known."),
    _copy("obtained_on", "When it came to us, as known."),
    _copy("obtained_by", "Who asked for it or brought it."),
    _copy("released_on", "The date of the release itself.", Form.DAY),
    _copy("released_by", "The authority that released it."),
    _copy("is_act_of_originator", "yes if the body that made the document released it.",
          Form.YES_NO),
    _copy_choice("extent", Extent, "How complete this copy is."),
    _copy("withdrawn_on", "When the release was taken back.", Form.DAY),
    _copy("agency_number", "The agency's document number."),
    _copy("agency_batch", "The agency's case or batch."),
    _copy_choice("access_condition", AccessCondition, "What the holder allows."),
    _copy("closed_until", "Until when the copy is closed.", Form.DAY),
    _copy("access_basis", "The law, deed or person that sets the condition."),
    _copy("is_opened", "yes opens its pages to the public; only where the condition is open.",
          Form.YES_NO),
    _copy("is_internal", "yes hides that this copy exists.", Form.YES_NO),
    _copy("provenance_note", "How we came to see it; shown to the reader.", Form.TEXT),
    _copy("source_of_statement", "The source that states holding, release and extent."),
    _copy("notes", "For the house only.", Form.TEXT),
)  # fmt: skip
LINK_COLUMNS = (
    Column("url", Form.ADDRESS, "The address.", "url", limit=_limit(ExternalLink, "url"),
           is_first=True, synonyms=("link", "url", "web address", "lien", "adresse web")),
    Column("title", Form.LINE, "What stands there. Blank for a new link: the title of the item.",
           "title", limit=_limit(ExternalLink, "title")),
    Column("note", Form.TEXT, "Why it matters; shown to the reader.", "note"),
)  # fmt: skip


def _of_agent(name: str, form: Form, help_text: str) -> Column:
    limit = _limit(ItemAgent, name) if form is Form.LINE else 0
    return Column(name, form, help_text, name, limit=limit)


AGENT_COLUMNS = (
    Column(
        "name",
        Form.TERM,
        "A person or body, with more to say than a name and a role.",
        "agent",
        vocabulary="agents",
        is_first=True,
    ),
    Column("role", Form.CHOICE, "The part in the document.", "role", choices=ItemAgent.Role),
    _of_agent("is_certain", Form.YES_NO, "no where the part is not certain."),
    _of_agent("on", Form.LINE, "When it was received or shown."),
    _of_agent("time_zone", Form.LINE, "Time zone as stated."),
    _of_agent("note", Form.LINE, "Shown to the reader."),
    _of_agent("source", Form.LINE, "Where this is stated."),
)
GROUPS = {"agent": AGENT_COLUMNS, "copy": COPY_COLUMNS, "link": LINK_COLUMNS}
MOST_IN_GROUP = 200


@dataclass(frozen=True, slots=True)
class Place:
    """Where a column stands: alone, or in the numbered part of a group (copy 2)."""

    column: Column
    group: str = ""
    number: int = 0

    @property
    def header(self) -> str:
        return f"{self.group}.{self.number}.{self.column.name}" if self.group else self.column.name


@cache
def by_name() -> dict[str, Column]:
    """Return the columns of an item by their headers."""
    return {column.name: column for column in ITEM_COLUMNS}


def place_of(header: str) -> Place | None:
    """Return the place that one of our own headers names: title, copy.2.repository."""
    if column := by_name().get(header):
        return Place(column)
    group, _, rest = header.partition(".")
    number, _, name = rest.partition(".")
    if group not in GROUPS or not number.isdecimal() or not 1 <= int(number) <= MOST_IN_GROUP:
        return None
    found = next((column for column in GROUPS[group] if column.name == name), None)
    return Place(found, group, int(number)) if found else None


def headers(*, copies: int = 1, links: int = 1, agents: int = 1) -> list[Place]:
    """Return the columns of a file for export, with so many copies, links and agents of detail."""
    places = [Place(column) for column in ITEM_COLUMNS if column.is_exported]
    for group, number in (("agent", agents), ("copy", copies), ("link", links)):
        places += [
            Place(column, group, one) for one in range(1, number + 1) for column in GROUPS[group]
        ]
    return places

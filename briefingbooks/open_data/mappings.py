"""One table: what the fields of public values are called in the standards they are given out in.

`isad` names the element of the descriptive standard: ISAD(G), of archives ISDIAH, of people
ISAAR(CPF). `dc` is an element of Dublin Core 1.1, `dcterms` a term of DCMI, `mods` a path in
MODS 3.7 (`name@type=personal/namePart`), `schema_org` a property (`about>DefinedTerm/name` is the
name of a thing of that type). `NO` says that the field is not given out in that standard.

A field is a path into the values: `date.edtf`, `copies.archive`, `people[author sender]` for the
parts with these roles. What writes a standard takes its names from here alone.
"""

from dataclasses import dataclass
from functools import cache

NO = "-"
MADE = "people[author sender signatory drafted photographer]"
GOT = "people[recipient copied received shown]"
NAMED = "people[depicted mentioned]"
ABOUT = "about>DefinedTerm/name"
HOLDER = "holdingArchive>ArchiveOrganization/name"
AT = "contentLocation>Place/name"
IN = "isPartOf>Collection/name"
CHANGED = "recordInfo/recordChangeDate@encoding=iso8601"
TOPIC, WHERE = "subject/topic", "subject/geographic"
LANGUAGE = "language/languageTerm@type=code;authority=rfc5646"
EDTF = "originInfo/dateCreated@encoding=edtf"
EARLIEST = "originInfo/dateCreated@encoding=w3cdtf;point=start"
LATEST = "originInfo/dateCreated@encoding=w3cdtf;point=end"
HOST = "relatedItem@type=host/titleInfo/title"
REFERS = "relatedItem@otherType=refers to/identifier@type=local"
RIGHTS = "accessCondition@type=use and reproduction"
ACCESS = "accessCondition@type=restriction on access"


@dataclass(frozen=True, slots=True)
class Mapping:
    """A field of the values of a kind, and its name in each standard, or `NO`."""

    field: str
    isad: str
    dc: str
    dcterms: str
    mods: str
    schema_org: str


def _row(field: str, isad: str = NO, dc: str = NO, dcterms: str = NO, mods: str = NO,
         schema_org: str = NO) -> Mapping:  # fmt: skip
    return Mapping(field, isad, dc, dcterms, mods, schema_org)


def _note(kind: str) -> str:
    return f"note@type={kind}"


# fmt: off
_PUBLIC = (
    _row("url", NO, "identifier", "identifier", "location/url@usage=primary display", "url"),
    _row("public_since", NO, NO, "issued", NO, NO),
    _row("changed_at", "3.7.3 dates of descriptions", NO, "modified", CHANGED, NO),
)
_DEMONSTRATION = _row("is_demonstration")
_DATE = (
    _row("date.words", "3.1.3 dates", "date", "created", "originInfo/dateCreated", NO),
    _row("date.edtf", "3.1.3 dates", "date", "created", EDTF, "dateCreated"),
    _row("date.earliest", "3.1.3 dates", NO, NO, EARLIEST, NO),
    _row("date.latest", "3.1.3 dates", NO, NO, LATEST, NO),
)
_NAME = "name/namePart"
_ITEMS = (
    *_PUBLIC,
    _row("id", "3.1.1 reference code", "identifier", "identifier", "recordInfo/recordIdentifier",
         "identifier"),
    _row("kind", "3.1.4 level of description", "type", "type", "genre", "genre"),
    _row("title", "3.1.2 title", "title", "title", "titleInfo/title", "name"),
    _row("is_title_supplied"),
    _row("alternative_title", "3.1.2 title", "title", "alternative",
         "titleInfo@type=alternative/title", "alternateName"),
    *_DATE,
    _row("abstract", "3.3.1 scope and content", "description", "abstract", "abstract", "abstract"),
    _row("scope_and_content", "3.3.1 scope and content", "description", "description",
         _note("scope and content"), "description"),
    _row("extent", "3.1.5 extent and medium", "format", "extent", "physicalDescription/extent",
         "materialExtent"),
    _row("languages", "3.4.3 language", "language", "language", LANGUAGE, "inLanguage"),
    _row("original_number", "3.1.1 reference code", "identifier", "identifier",
         "identifier@type=original number", "identifier"),
    _row("marking.scheme"),
    _row("marking.level", "3.4.1 access", NO, NO, _note("classification"), NO),
    _row("marking.text", "3.4.1 access", NO, NO, _note("classification as printed"), NO),
    _row("marking.caveats", "3.4.1 access", NO, NO, _note("caveats as printed"), NO),
    _row("marking.precedence", NO, NO, NO, _note("precedence as printed"), NO),
    _row("declassification_status", "3.4.1 access", NO, NO, _note("declassification status"), NO),
    _row("status_note", "3.4.1 access", NO, NO, _note("status of release"), NO),
    _row("known_from", "3.6.1 note", NO, NO, _note("known from"), NO),
    _row("held_at", "3.1.1 reference code", "source", "isPartOf", "location/physicalLocation",
         HOLDER),
    _row(MADE, "3.2.1 creator", "creator", "creator", _NAME, "creator>Thing/name"),
    _row(GOT, "3.3.1 scope and content", "contributor", "contributor", _NAME,
         "mentions>Thing/name"),
    _row(NAMED, "3.3.1 scope and content", "subject", "subject", "subject/name/namePart",
         "mentions>Thing/name"),
    _row("places", "3.3.1 scope and content", "coverage", "spatial", WHERE, AT),
    _row("subjects", "3.3.1 scope and content", "subject", "subject", TOPIC, ABOUT),
    _row("rights", "3.4.2 reproduction", "rights", "rights", RIGHTS, "license"),
    _row("rights_note", "3.4.2 reproduction", "rights", "rights", RIGHTS, "usageInfo"),
    _row("access_conditions", "3.4.1 access", "rights", "accessRights", ACCESS,
         "conditionsOfAccess"),
    _row("source_note", "3.2.3 archival history", NO, "provenance", _note("source"), NO),
    _row("credit_line", "3.4.2 reproduction", NO, NO, _note("credit line"), "creditText"),
    _row("publication_note", "3.5.4 publication note", NO, NO, _note("publications"), NO),
    _row("notices", "3.4.1 access", NO, NO, _note("notice to readers"), NO),
    _row("copies.archive", "3.1.1 reference code", "source", "isPartOf",
         "location/physicalLocation", HOLDER),
    _row("copies.collection", "3.1.1 reference code", "relation", "isPartOf", HOST, IN),
    _row("copies.reference_code", "3.1.1 reference code", "source", "source",
         "location/shelfLocator", "identifier"),
    _row("copies.copy_type", "3.5.2 copies"),
    _row("copies.how_obtained", "3.2.4 source of acquisition"),
    _row("copies.obtained_on", "3.2.4 source of acquisition"),
    _row("copies.obtained_by", "3.2.4 source of acquisition"),
    _row("copies.released_on", "3.4.1 access", NO, "available", NO, NO),
    _row("copies.released_by", "3.4.1 access"),
    _row("copies.extent", "3.4.1 access"),
    _row("copies.withdrawn_on", "3.4.1 access"),
    _row("copies.access_condition", "3.4.1 access"),
    _row("copies.closed_until", "3.4.1 access"),
    _row("copies.access_basis", "3.4.1 access"),
    _row("copies.agency_number", "3.1.1 reference code", NO, NO,
         "identifier@type=number of release", NO),
    _row("copies.agency_batch", "3.1.1 reference code"),
    _row("copies.provenance_note", "3.2.3 archival history", NO, "provenance", NO, NO),
    _row("copies.source_of_statement", "3.6.1 note"),
    _row("copies.is_open"),
    _row("copies.excisions"),
    _row("manifest", "3.5.2 copies", NO, "hasFormat", NO, NO),
    _DEMONSTRATION,
)
_COLLECTIONS = (
    *_PUBLIC,
    _row("id", "3.1.1 reference code", "identifier", "identifier", "recordInfo/recordIdentifier",
         "identifier"),
    _row("title", "3.1.2 title", "title", "title", "titleInfo/title", "name"),
    _row("level", "3.1.4 level of description", "type", "type", "genre", "genre"),
    _row("reference_code", "3.1.1 reference code", "identifier", "identifier",
         "location/shelfLocator", "identifier"),
    _row("archive", "3.1.1 reference code", "source", "isPartOf", "location/physicalLocation",
         HOLDER),
    _row("part_of", "3.1.4 level of description", "relation", "isPartOf", HOST, IN),
    *_DATE,
    _row("extent", "3.1.5 extent and medium", "format", "extent", "physicalDescription/extent",
         "materialExtent"),
    _row("containers", "3.1.5 extent and medium", NO, NO, "physicalDescription/note", NO),
    _row("languages", "3.4.3 language", "language", "language", LANGUAGE, "inLanguage"),
    _row("creators", "3.2.1 creator", "creator", "creator", _NAME, "creator>Thing/name"),
    _row("people", "3.3.1 scope and content", "subject", "subject", "subject/name/namePart",
         "mentions>Thing/name"),
    _row("places", "3.3.1 scope and content", "coverage", "spatial", WHERE, AT),
    _row("subjects", "3.3.1 scope and content", "subject", "subject", TOPIC, ABOUT),
    _row("rights", "3.4.2 reproduction", "rights", "rights", RIGHTS, "license"),
    _row("texts.abstract", "3.3.1 scope and content", "description", "abstract", "abstract",
         "abstract"),
    _row("texts.scope_and_content", "3.3.1 scope and content", "description", "description",
         _note("scope and content"), "description"),
    _row("texts.history", "3.2.2 history", NO, NO, _note("history"), NO),
    _row("texts.arrangement", "3.3.4 arrangement", NO, NO, _note("arrangement"), NO),
    _row("texts.access_conditions", "3.4.1 access", "rights", "accessRights", ACCESS,
         "conditionsOfAccess"),
    _row("texts.reproduction_conditions", "3.4.2 reproduction", "rights", "rights", RIGHTS,
         "usageInfo"),
    _row("texts.custodial_history", "3.2.3 archival history", NO, "provenance", _note("ownership"),
         NO),
    _row("texts.acquisition", "3.2.4 source of acquisition", NO, NO, _note("acquisition"), NO),
    _row("texts.appraisal", "3.3.2 appraisal", NO, NO, _note("appraisal"), NO),
    _row("texts.accruals", "3.3.3 accruals", NO, "accrualPolicy", _note("accruals"), NO),
    _row("texts.physical_requirements", "3.4.4 physical requirements", NO, "requires",
         _note("system details"), NO),
    _row("texts.finding_aids", "3.4.5 finding aids", NO, NO, _note("finding aids"), NO),
    _row("texts.originals", "3.5.1 originals", NO, NO, _note("original location"), NO),
    _row("texts.copies_elsewhere", "3.5.2 copies", NO, NO, _note("additional physical form"), NO),
    _row("texts.related_material", "3.5.3 related units", "relation", "relation",
         _note("related material"), NO),
    _row("texts.publication_note", "3.5.4 publication note", NO, NO, _note("publications"), NO),
    _row("texts.preferred_citation", "3.6.1 note", NO, "bibliographicCitation",
         _note("preferred citation"), NO),
    _row("texts.processing", "3.7.1 archivist's note", NO, NO, NO, NO),
    _row("texts.general_note", "3.6.1 note", NO, NO, "note", NO),
)
_ARCHIVES = (
    _row("url", NO, NO, NO, NO, "url"), _row("public_since"), _row("changed_at"),
    _row("id", "5.1.1 identifier", NO, NO, NO, "identifier"),
    _row("name", "5.1.2 form of name", NO, NO, NO, "name"),
    _row("other_names", "5.1.4 other names", NO, NO, NO, "alternateName"),
    _row("part_of", "5.3.3 structure", NO, NO, NO, "parentOrganization>Organization/name"),
    _row("city", "5.2.1 location", NO, NO, NO, "address>PostalAddress/addressLocality"),
    _row("country", "5.2.1 location", NO, NO, NO, "address>PostalAddress/addressCountry"),
    _row("address", "5.2.1 location", NO, NO, NO, "address>PostalAddress/streetAddress"),
    _row("website", "5.2.2 contact", NO, NO, NO, "sameAs"),
    _row("catalogue_url", "5.3.8 finding aids"),
    _row("how_to_request", "5.4.2 access"),
    _row("description", "5.3.1 history", NO, NO, NO, "description"),
    _row("isil", "5.1.1 identifier", NO, NO, NO, "identifier"),
    _row("wikidata_id", "5.1.1 identifier", NO, NO, NO, "sameAs"),
    _row("is_partner"),
)
_PEOPLE = (
    _row("url", NO, NO, NO, NO, "url"), _row("public_since"), _row("changed_at"),
    _row("id", "5.4.1 identifier", NO, NO, NO, "identifier"),
    _row("label", "5.1.2 form of name", NO, NO, NO, "name"),
    _row("entity_type", "5.1.1 type of entity"),
    _row("other_names", "5.1.5 other names", NO, NO, NO, "alternateName"),
    _row("dates_of_existence", "5.2.1 dates of existence"),
    _row("history", "5.2.2 history", NO, NO, NO, "description"),
    _row("functions", "5.2.5 functions"),
    _row("wikidata_id", "5.4.1 identifier", NO, NO, NO, "sameAs"),
    _row("viaf_id", "5.4.1 identifier", NO, NO, NO, "sameAs"),
)
_PLACES = (
    _row("url", NO, NO, NO, NO, "url"), _row("public_since"), _row("changed_at"),
    _row("id", NO, NO, NO, NO, "identifier"),
    _row("name", NO, NO, NO, NO, "name"),
    _row("kind"),
    _row("lies_in", NO, NO, NO, NO, "containedInPlace>Place/name"),
    _row("other_names", NO, NO, NO, NO, "alternateName"),
    _row("latitude", NO, NO, NO, NO, "geo>GeoCoordinates/latitude"),
    _row("longitude", NO, NO, NO, NO, "geo>GeoCoordinates/longitude"),
    _row("geonames_id", NO, NO, NO, NO, "sameAs"),
    _row("wikidata_id", NO, NO, NO, NO, "sameAs"),
)
_SUBJECTS = (
    _row("url", NO, NO, NO, NO, "url"), _row("public_since"), _row("changed_at"),
    _row("id", NO, NO, NO, NO, "termCode"),
    _row("label_en", NO, NO, NO, NO, "name"),
    _row("label_fr", NO, NO, NO, NO, "alternateName"),
    _row("kind"), _row("broader"),
    _row("alternative_labels", NO, NO, NO, NO, "alternateName"),
    _row("scope_note", NO, NO, NO, NO, "description"),
    _row("date.words"), _row("date.edtf"), _row("date.earliest"), _row("date.latest"),
    _row("uri", NO, NO, NO, NO, "sameAs"),
)
_BOOKS = (
    *_PUBLIC,
    _row("id", "3.1.1 reference code", "identifier", "identifier", "recordInfo/recordIdentifier",
         "identifier"),
    _row("title", "3.1.2 title", "title", "title", "titleInfo/title", "name"),
    _row("series", NO, "relation", "isPartOf", "relatedItem@type=series/titleInfo/title",
         "isPartOf>CreativeWorkSeries/name"),
    _row("number", NO, NO, NO, "identifier@type=number in series", "reportNumber"),
    _row("language", "3.4.3 language", "language", "language", LANGUAGE, "inLanguage"),
    _row("decks", NO, NO, "alternative", "titleInfo@type=alternative/title", "alternativeHeadline"),
    _row("summary", "3.3.1 scope and content", "description", "abstract", "abstract", "abstract"),
    _row("content_notice", NO, NO, NO, _note("notice to readers"), NO),
    _row("date.words", NO, "coverage", "temporal", "subject/temporal", NO),
    _row("date.edtf", NO, "coverage", "temporal", "subject/temporal@encoding=edtf",
         "temporalCoverage"),
    _row("date.earliest"), _row("date.latest"),
    _row("turning_point", NO, "subject", "subject", TOPIC, ABOUT),
    _row("posted_on", NO, "date", "issued", "originInfo/dateIssued@encoding=w3cdtf",
         "datePublished"),
    _row("updated_on", NO, NO, "modified", "originInfo/dateModified@encoding=w3cdtf",
         "dateModified"),
    _row("dateline", NO, NO, NO, "originInfo/place/placeTerm@type=text", NO),
    _row("credits[author]", NO, "creator", "creator", _NAME, "author>Person/name"),
    _row("credits[editor]", NO, "contributor", "contributor", _NAME, "editor>Person/name"),
    _row("credits[*]", NO, "contributor", "contributor", _NAME, "contributor>Person/name"),
    _row("documents", "3.5.3 related units", "relation", "references", REFERS, NO),
    _row("interviews", "3.5.3 related units", "relation", "references", REFERS, NO),
    _row("editions.number"),
    _row("editions.url", NO, "relation", "hasVersion",
         "relatedItem@type=otherVersion/location/url", NO),
    _row("editions.released_at"),
    _DEMONSTRATION,
)
_INTERVIEWS = (
    *_PUBLIC,
    _row("id", "3.1.1 reference code", "identifier", "identifier", "recordInfo/recordIdentifier",
         "identifier"),
    _row("title", "3.1.2 title", "title", "title", "titleInfo/title", "name"),
    _row("summary", "3.3.1 scope and content", "description", "abstract", "abstract", "abstract"),
    _row("circumstances", "3.2.3 archival history", "description", "provenance",
         _note("circumstances"), "description"),
    *_DATE,
    _row("place", "3.3.1 scope and content", "coverage", "spatial", "originInfo/place/placeTerm",
         "locationCreated>Place/name"),
    _row("languages", "3.4.3 language", "language", "language", LANGUAGE, "inLanguage"),
    _row("participants[narrator]", "3.2.1 creator", "creator", "creator", _NAME,
         "creator>Thing/name"),
    _row("participants[*]", "3.2.1 creator", "contributor", "contributor", _NAME,
         "contributor>Thing/name"),
    _row("subjects", "3.3.1 scope and content", "subject", "subject", TOPIC, ABOUT),
    _row("notices", "3.4.1 access", NO, NO, _note("notice to readers"), NO),
    _row("access_statement", "3.4.1 access", "rights", "accessRights", ACCESS,
         "conditionsOfAccess"),
    _row("openness", "3.4.1 access", "rights", "accessRights", ACCESS, NO),
    _row("passages"), _row("passages_withheld"), _row("has_recording"),
    _row("rights", "3.4.2 reproduction", "rights", "rights", RIGHTS, "license"),
    _row("documents", "3.5.3 related units", "relation", "references", REFERS, NO),
    _row("manifest", "3.5.2 copies", NO, "hasFormat", NO, NO),
    _DEMONSTRATION,
)
# fmt: on

TABLES: dict[str, tuple[Mapping, ...]] = {
    "items": _ITEMS,
    "collections": _COLLECTIONS,
    "archives": _ARCHIVES,
    "people": _PEOPLE,
    "places": _PLACES,
    "subjects": _SUBJECTS,
    "books": _BOOKS,
    "interviews": _INTERVIEWS,
}
# Given out as they are (JSON, dump) and in none of these standards.
KINDS_WITHOUT = ("passages", "requests")


@cache
def names_in(standard: str, kind: str) -> tuple[tuple[str, str], ...]:
    """Return (field, name) of what a kind gives out in a standard, in the order of the table."""
    rows = ((row.field, getattr(row, standard)) for row in TABLES[kind])
    return tuple((field, name) for field, name in rows if name != NO)

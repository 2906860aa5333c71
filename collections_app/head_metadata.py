"""What the head of a page tells reference managers and search engines of it. Pure.

Read by Zotero (Highwire tags, Dublin Core, Open Graph, its own `z:` fields) and Google Scholar.
A template escapes every value; an empty one is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from collections_app.citation_files import AnyName, Reference, turned

LONGEST_DESCRIPTION = 300
# Who made a thing, where Zotero knows no author of its type.
_MAKERS = {
    "interview": "z:interviewees",
    "artwork": "z:artists",
    "videoRecording": "z:directors",
    "film": "z:directors",
    "tvBroadcast": "z:directors",
    "audioRecording": "z:composers",
    "map": "z:cartographers",
}
_SORTS = {
    "report": "z:reportType",
    "letter": "z:letterType",
    "manuscript": "z:manuscriptType",
    "map": "z:mapType",
    "thesis": "z:thesisType",
    "webpage": "z:websiteType",
}


@dataclass(frozen=True, slots=True)
class Tag:
    """One `<meta>`: the attribute that names it (`name` or `property`), its name, its content."""

    attribute: str
    name: str
    content: str


def head_tags(reference: Reference, *, pdf: str = "", shelfmark: str = "") -> list[Tag]:
    """Return the tags for one thing. `shelfmark` is where it lies in its archive.

    Highwire tags are given to reports alone: on anything else Zotero takes their title for that of
    a journal article. The shelfmark goes where Zotero looks for “Loc. in Archive”.
    """
    found = [*_dublin_core(reference, shelfmark), *_zotero(reference), *_open_graph(reference)]
    if reference.kind.zotero == "report":
        found += _highwire(reference, pdf)
    return [tag for tag in found if tag.content]


def _whole(name: AnyName) -> str:
    """Return a name for lists; one whose parts nobody knows ends in a comma, so that none is cut.

    Zotero and Google Scholar take what stands before a comma for the family name, and the last word
    where there is no comma.
    """
    said = turned(name)
    is_in_parts = not isinstance(name, str) and not name.literal
    return said if is_in_parts or not said else f"{said},"


def _highwire(reference: Reference, pdf: str) -> Iterator[Tag]:
    yield Tag("name", "citation_title", reference.title)
    for name in (*reference.creators, *reference.editors):
        yield Tag("name", "citation_author", _whole(name))
    day = "/".join(f"{part:02d}" for part in reference.date_parts)
    yield Tag("name", "citation_publication_date", day)
    yield Tag("name", "citation_technical_report_institution", reference.house)
    yield Tag("name", "citation_technical_report_number", reference.numbered)
    yield Tag("name", "citation_language", " ".join(reference.languages[:1]))
    yield Tag("name", "citation_public_url", reference.address)
    yield Tag("name", "citation_abstract_html_url", reference.address)
    yield Tag("name", "citation_pdf_url", pdf)


def _dublin_core(reference: Reference, shelfmark: str) -> Iterator[Tag]:
    """Yield Dublin Core; without a date or language Zotero would take another from the page."""
    plain = "-".join(f"{part:02d}" for part in reference.date_parts)
    yield Tag("name", "DC.title", reference.title)
    for name in reference.creators:
        yield Tag("name", "DC.creator", _whole(name))
    if not reference.creators:
        for name in (*reference.editors, *reference.translators):
            yield Tag("name", "DC.contributor", _whole(name))
    yield Tag("name", "DC.date", plain or reference.issued_words or "undated")
    yield Tag("name", "DC.publisher", reference.house)
    yield Tag("name", "DC.language", " ".join(reference.languages[:1]) or "und")
    yield Tag("name", "DC.rights", reference.rights)
    yield Tag("name", "DC.source", reference.container)
    yield Tag("name", "dcterms.coverage", shelfmark)


def _zotero(reference: Reference) -> Iterator[Tag]:
    """Yield what Zotero reads under its own names."""
    kind = reference.kind.zotero
    yield Tag("name", "z:itemType", kind)
    for name in reference.creators if kind in _MAKERS else ():
        yield Tag("name", _MAKERS[kind], _whole(name))
    for name in reference.editors if reference.creators and kind != "report" else ():
        yield Tag("name", "bib.editors", _whole(name))
    for name in reference.translators if reference.creators else ():
        yield Tag("name", "z:translators", _whole(name))
    for name in reference.interviewers:
        yield Tag("name", "z:interviewers", _whole(name))
    yield Tag("name", "z:abstractNote", " ".join(reference.abstract.split()))
    yield Tag("name", "z:archive", reference.archive)
    yield Tag("name", "z:callNumber", reference.call_number)
    yield Tag("name", "z:seriesTitle", reference.series)
    yield Tag("name", _SORTS.get(kind, "dcterms.medium"), reference.medium)
    yield Tag("name", "z:place", reference.place)
    yield Tag("name", "z:shortTitle", reference.short_title)
    yield Tag("name", "z:volume", reference.volume)
    yield Tag("name", "z:issue", reference.issue)
    yield Tag("name", "z:edition", "" if kind == "report" else reference.edition)
    yield Tag("name", "bib.pages", reference.pages)


def _open_graph(reference: Reference) -> Iterator[Tag]:
    yield Tag("property", "og:type", "article")
    yield Tag("property", "og:title", reference.title)
    yield Tag("property", "og:url", reference.address)
    yield Tag("property", "og:site_name", reference.site if reference.is_of_this_site else "")
    yield Tag("property", "og:description", _shortened(reference.abstract))


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_DESCRIPTION else f"{words[: LONGEST_DESCRIPTION - 1]}…"

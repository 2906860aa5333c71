"""What the head of a page tells reference managers and search engines of it. Pure.

Read by Zotero (Highwire tags, Dublin Core, Open Graph, its own `z:itemType`) and Google Scholar.
A template escapes every value; an empty one is left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from collections_app.citation_files import Reference, turned

LONGEST_DESCRIPTION = 300


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
    found = [*_dublin_core(reference, shelfmark), *_open_graph(reference)]
    if reference.kind.zotero == "report":
        found += _highwire(reference, pdf)
    return [tag for tag in found if tag.content]


def _highwire(reference: Reference, pdf: str) -> Iterator[Tag]:
    yield Tag("name", "citation_title", reference.title)
    for name in (*reference.creators, *reference.editors):
        yield Tag("name", "citation_author", turned(name))
    day = "/".join(f"{part:02d}" for part in reference.date_parts)
    yield Tag("name", "citation_publication_date", day)
    yield Tag("name", "citation_technical_report_institution", reference.house)
    yield Tag("name", "citation_technical_report_number", reference.number)
    yield Tag("name", "citation_language", " ".join(reference.languages[:1]))
    yield Tag("name", "citation_public_url", reference.address)
    yield Tag("name", "citation_abstract_html_url", reference.address)
    yield Tag("name", "citation_pdf_url", pdf)


def _dublin_core(reference: Reference, shelfmark: str) -> Iterator[Tag]:
    yield Tag("name", "z:itemType", reference.kind.zotero)
    yield Tag("name", "DC.title", reference.title)
    for name in reference.creators:
        yield Tag("name", "DC.creator", turned(name))
    for name in (*reference.editors, *reference.translators, *reference.interviewers):
        yield Tag("name", "DC.contributor", turned(name))
    yield Tag("name", "DC.date", "-".join(f"{part:02d}" for part in reference.date_parts))
    yield Tag("name", "DC.publisher", reference.house)
    yield Tag("name", "DC.language", " ".join(reference.languages[:1]))
    yield Tag("name", "DC.rights", reference.rights)
    yield Tag("name", "DC.description", _shortened(reference.abstract))
    yield Tag("name", "dcterms.isPartOf", reference.container or reference.series)
    yield Tag("name", "dcterms.coverage", shelfmark)
    yield Tag("name", "z:archive", reference.archive)


def _open_graph(reference: Reference) -> Iterator[Tag]:
    yield Tag("property", "og:type", "article")
    yield Tag("property", "og:title", reference.title)
    yield Tag("property", "og:url", reference.address)
    yield Tag("property", "og:site_name", reference.site)
    yield Tag("property", "og:description", _shortened(reference.abstract))


def _shortened(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= LONGEST_DESCRIPTION else f"{words[: LONGEST_DESCRIPTION - 1]}…"

"""What an EPUB says of itself: the container, the package and the ways in (EPUB 3.3)."""

import uuid
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from lxml import etree, html
from lxml.builder import ElementMaker  # type: ignore[import-not-found]
from lxml.html import builder

from briefingbooks.formats.epub_chapters import TYPE, Chapter, xhtml
from briefingbooks.formats.facts import EditionFacts
from briefingbooks.formats.matter import Picture
from briefingbooks.formats.trees import clean_words
from briefingbooks.pages import BookPage

OPF = "http://www.idpf.org/2007/opf"
DC = "http://purl.org/dc/elements/1.1/"
CONTAINER = "urn:oasis:names:tc:opendocument:xmlns:container"
CONFORMS_TO = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"
SUMMARY = gettext_lazy(
    "A text with headings, a contents list and notes linked both ways. Every image of a document "
    "is described beside it, every other image has a description of its own. Nothing moves, and "
    "nothing is said by colour alone."
)
# MARC relators, by the part in the making.
RELATORS = {"editor": "edt", "author": "aut", "translator": "trl"}

_opf = ElementMaker(namespace=OPF, nsmap={None: OPF, "dc": DC})
_dc = ElementMaker(namespace=DC, nsmap={"dc": DC})


def container() -> bytes:
    """Return META-INF/container.xml, which says where the package is."""
    make = ElementMaker(namespace=CONTAINER, nsmap={None: CONTAINER})
    path = {"full-path": "EPUB/package.opf", "media-type": "application/oebps-package+xml"}
    return _written(make.container(make.rootfiles(make.rootfile(path)), version="1.0"))


def package(
    page: BookPage,
    facts: EditionFacts,
    chapters: Sequence[Chapter],
    media: Mapping[str, str],
    shown: Sequence[Picture],
) -> bytes:
    """Return the package: metadata, every file, and the order of reading."""
    manifest = [
        _opf.item(id="nav", href="nav.xhtml", properties="nav", **_type("application/xhtml+xml")),
        _opf.item(id="css", href="book.css", **_type("text/css")),
    ]
    spine = []
    for number, chapter in enumerate(chapters, start=1):
        key = f"t{number:03}"
        manifest.append(_opf.item(id=key, href=chapter.name, **_type("application/xhtml+xml")))
        spine.append(_opf.itemref(idref=key))
        if chapter.kind == "titlepage":
            spine.append(_opf.itemref(idref="nav"))
    for number, (name, media_type) in enumerate(media.items(), start=1):
        manifest.append(_opf.item(id=f"m{number:03}", href=name, **_type(media_type)))
    root = _opf.package(
        _metadata(page, facts, shown),
        _opf.manifest(*manifest),
        _opf.spine(*spine),
        version="3.0",
    )
    root.set("unique-identifier", "id")
    root.set("{http://www.w3.org/XML/1998/namespace}lang", page.language)
    return _written(root)


def _metadata(page: BookPage, facts: EditionFacts, shown: Sequence[Picture]) -> etree._Element:
    key = uuid.uuid5(uuid.NAMESPACE_URL, facts.address)
    said = [_dc.identifier(f"urn:uuid:{key}", id="id")]
    if facts.identifier:
        said.append(_dc.identifier(clean_words(facts.identifier)))
    said += [_dc.title(clean_words(page.title), id="title"), _dc.language(page.language)]
    for number, credit in enumerate(page.credits, start=1):
        name = f"creator{number}"
        said.append(_dc.creator(clean_words(credit.names), id=name))
        relator = RELATORS.get(credit.part, "ctb")
        role = _meta("role", relator, refines=f"#{name}", scheme="marc:relators")
        said.append(role)
    told = {
        "publisher": facts.publisher,
        "description": page.description,
        "source": facts.address,
        "rights": facts.rights,
        "date": page.posted.isoformat() if page.posted else "",
    }
    for term, words in told.items():
        if words:
            said.append(_dc(term, clean_words(words)))
    if page.series:
        said.append(_meta("belongs-to-collection", clean_words(page.series), id="series"))
        said.append(_meta("collection-type", "series", refines="#series"))
        if page.number:
            said.append(_meta("group-position", str(page.number), refines="#series"))
    said.append(_meta("dcterms:modified", facts.moment.strftime("%Y-%m-%dT%H:%M:%SZ")))
    return _opf.metadata(*said, *_accessibility(facts, shown))


def _accessibility(facts: EditionFacts, shown: Sequence[Picture]) -> list[etree._Element]:
    """Say how the book can be read (EPUB Accessibility 1.1), nothing that is not so."""
    features = [
        "structuralNavigation",
        "tableOfContents",
        "readingOrder",
        "displayTransformability",
    ]
    is_described = all(one.alt for one in shown)
    if shown and is_described:
        features.append("alternativeText")
    said = [
        ("accessMode", ["textual", *(["visual"] if shown else [])]),
        ("accessModeSufficient", ["textual"] if is_described else ["textual,visual"]),
        ("accessibilityFeature", features),
        ("accessibilityHazard", ["none"]),
        ("accessibilitySummary", [str(SUMMARY)]),
    ]
    metas = [_meta(f"schema:{term}", word) for term, words in said for word in words]
    if is_described and facts.publisher:
        metas.append(_meta("dcterms:conformsTo", CONFORMS_TO, id="conformance"))
        certified = clean_words(facts.publisher)
        metas.append(_meta("a11y:certifiedBy", certified, refines="#conformance"))
    return metas


def _meta(term: str, words: str, **attributes: str) -> etree._Element:
    return _opf.meta(words, property=term, **attributes)


def _type(media_type: str) -> dict[str, str]:
    return {"media-type": media_type}


def navigation(page: BookPage, chapters: Sequence[Chapter]) -> bytes:
    """Return the contents for readers and the landmarks for reading systems."""
    contents = builder.OL(*[_entry(chapter) for chapter in chapters if chapter.kind != "cover"])
    toc = html.Element("nav", {TYPE: "toc", "role": "doc-toc", "id": "toc"})
    toc.extend([builder.H1(_("Contents")), contents])
    marks = html.Element("nav", {TYPE: "landmarks", "hidden": "hidden"})
    marks.extend([builder.H2(_("Landmarks")), builder.OL(*_landmarks(chapters))])
    body = html.Element("div")
    body.extend([toc, marks])
    return xhtml(_("Contents of {title}").format(title=page.title), body, page.language)


def _entry(chapter: Chapter) -> html.HtmlElement:
    title = _("Title page") if chapter.kind == "titlepage" else chapter.title
    item = builder.LI(builder.A(title, href=chapter.name))
    if chapter.entries:
        inside = [
            builder.LI(builder.A(words, href=f"{chapter.name}#{anchor}"))
            for words, anchor in chapter.entries
        ]
        item.append(builder.OL(*inside))
    return item


def _landmarks(chapters: Sequence[Chapter]) -> list[html.HtmlElement]:
    first = {chapter.kind: chapter for chapter in reversed(chapters)}
    begins = first.get("abstract") or first.get("chapter") or chapters[-1]
    marks = [
        ("cover", _("Cover"), "cover.xhtml"),
        ("titlepage", _("Title page"), "title.xhtml"),
        ("toc", _("Contents"), "nav.xhtml#toc"),
        ("bodymatter", _("Beginning of the text"), begins.name),
    ]
    if "endnotes" in first:
        marks.append(("endnotes", _("Notes"), first["endnotes"].name))
    return [builder.LI(_mark(kind, words, place)) for kind, words, place in marks]


def _mark(kind: str, words: str, place: str) -> html.HtmlElement:
    link = builder.A(words, href=place)
    link.set(TYPE, kind)
    return link


def _written(root: etree._Element) -> bytes:
    return etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)

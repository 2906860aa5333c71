"""An edition as an EPUB 3.3: one file for each part, notes linked both ways."""

from collections.abc import Iterator, Mapping

from briefingbooks.formats import trees
from briefingbooks.formats.document import FONTS, font, style
from briefingbooks.formats.epub_chapters import Chapter, chapters_of
from briefingbooks.formats.epub_package import container, navigation, package
from briefingbooks.formats.facts import EditionFacts
from briefingbooks.formats.matter import Picture
from briefingbooks.formats.zips import zip_of
from briefingbooks.pages import BookPage

MIMETYPE = "mimetype"
FONT_TYPE = "font/woff2"


def book_epub(page: BookPage, pictures: Mapping[str, Picture], facts: EditionFacts) -> bytes:
    """Return an edition as an EPUB 3.3 file; the same book, pictures and facts, the same bytes."""
    chapters = chapters_of(page, facts)
    shown = _finish(chapters, page, pictures, facts)
    files = list(_files(chapters, shown, page, facts))
    media = {f"fonts/{name}": FONT_TYPE for name in FONTS}
    media |= {f"images/{one.name}": one.media_type for one in shown}
    opf = package(page, facts, chapters, media, shown)
    return zip_of(
        [
            (MIMETYPE, b"application/epub+zip"),
            ("META-INF/container.xml", container()),
            ("EPUB/package.opf", opf),
            *((f"EPUB/{name}", content) for name, content in files),
        ],
        facts.moment,
        plain=MIMETYPE,
    )


def _finish(
    chapters: list[Chapter],
    page: BookPage,
    pictures: Mapping[str, Picture],
    facts: EditionFacts,
) -> list[Picture]:
    """Lead every link from file to file and place the pictures; return those that are shown."""
    taken: set[str] = set()
    places: dict[str, str] = {}
    for chapter in chapters:
        trees.keep_identifiers_once(chapter.section, taken)
        for name in trees.identifiers(chapter.section):
            places[name] = f"{chapter.name}{trees.place_of(name)}"
    lead = trees.leader(places, page.url, facts.site_url)
    shown: dict[str, Picture] = {}
    for chapter in chapters:
        trees.lead_links(chapter.section, lead)
        found = trees.place_pictures(chapter.section, pictures)
        shown |= {one.name: one for one in found}
    return [shown[name] for name in sorted(shown)]


def _files(
    chapters: list[Chapter], shown: list[Picture], page: BookPage, facts: EditionFacts
) -> Iterator[tuple[str, bytes]]:
    yield "nav.xhtml", navigation(page, chapters)
    for chapter in chapters:
        yield chapter.name, chapter.content(page.language)
    yield "book.css", style("book.css")
    for name in FONTS:
        yield f"fonts/{name}", font(name)
    for picture in shown:
        yield f"images/{picture.name}", picture.content

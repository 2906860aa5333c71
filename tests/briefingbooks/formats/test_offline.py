"""The ZIP that opens from a disk: complete, its links whole, its names safe."""

import hashlib
import io
import json
import posixpath
import zipfile
from urllib.parse import unquote

from lxml import html

from briefingbooks.formats.matter import DocumentText, PageSaid, SoundExcerpt
from briefingbooks.formats.offline import offline_zip
from tests.briefingbooks.formats.make import HOSTILE, a_page, some_facts, the_pictures

FOLDER = "genocide-fax-edition-1"


def a_text(ref: str = "FTP-0001") -> DocumentText:
    said = PageSaid("page 1", "transcription", "fr", ("Lettre\nligne", HOSTILE), ("1 A note.",))
    return DocumentText(ref, HOSTILE, "/items/FTP-0001/", "UN Archives.", (said,))


def a_zip(ref: str = "FTP-0001", **fields: object) -> bytes:
    sound = {"doc-two": [SoundExcerpt(1000, 9000, b"ID3 sound")]}
    texts = {"doc-one": a_text(ref)}
    return offline_zip(a_page(**fields), the_pictures(), some_facts(), texts, sound)


def unpacked(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        assert pack.testzip() is None
        return {name: pack.read(name) for name in pack.namelist()}


def test_every_link_inside_leads_to_a_file_and_a_place_that_are_there() -> None:
    files = unpacked(a_zip())
    pages = {
        name: html.document_fromstring(content)
        for name, content in files.items()
        if name.endswith(".html")
    }
    assert len(pages) == 2
    for name, page in pages.items():
        for target in page.xpath("//a/@href | //img/@src | //audio/@src | //link/@href"):
            if target.startswith(("https://", "http://purl.org/", "mailto:")):
                continue
            place, _, anchor = unquote(target).partition("#")
            path = posixpath.normpath(posixpath.join(posixpath.dirname(name), place))
            path = path if place else name
            assert path in files, target
            assert not anchor or pages[path].xpath("//*[@id=$i]", i=anchor), target


def test_the_card_leads_to_the_text_and_the_sound() -> None:
    files = unpacked(a_zip())
    page = html.document_fromstring(files[f"{FOLDER}/index.html"])
    card = page.get_element_by_id("doc-one")
    assert "documents/FTP-0001.html" in card.xpath(".//a/@href")
    assert page.get_element_by_id("doc-two").xpath(".//audio/@src") == ["sound/doc-two-1.mp3"]
    assert files[f"{FOLDER}/sound/doc-two-1.mp3"] == b"ID3 sound"
    text = html.document_fromstring(files[f"{FOLDER}/documents/FTP-0001.html"])
    assert "Lettre\nligne" in text.text_content()
    assert text.xpath("//div[@lang='fr']")


def test_the_manifest_names_every_other_file_with_its_digest() -> None:
    files = unpacked(a_zip())
    listed = json.loads(files.pop(f"{FOLDER}/manifest.json"))["files"]
    assert {f"{FOLDER}/{name}" for name in listed} == set(files)
    for name, told in listed.items():
        content = files[f"{FOLDER}/{name}"]
        assert told == {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}


def test_the_readme_says_what_it_is_and_on_what_terms() -> None:
    readme = unpacked(a_zip())[f"{FOLDER}/README.txt"].decode()
    assert "Edition 1, frozen 9 January 2014" in readme
    assert "Open index.html in any browser." in readme
    assert "SIL Open Font License" in readme
    assert "https://archive.example/books/genocide-fax/editions/" in readme


def test_no_name_leads_out_of_the_folder() -> None:
    names = unpacked(a_zip(ref="../../etc/pass wd\x00é", slug="../genocide-fax"))
    assert f"{FOLDER}/documents/etc-pass-wd.html" in names
    for name in names:
        assert name.isascii()
        assert ".." not in name.split("/")
        assert name.startswith(f"{FOLDER}/")


def test_the_same_book_gives_the_same_bytes() -> None:
    assert a_zip() == a_zip()


def test_a_book_without_texts_and_sound_has_neither() -> None:
    names = unpacked(offline_zip(a_page(), {}, some_facts()))
    assert not [name for name in names if "/documents/" in name or "/sound/" in name]

"""An export of a house in which a word is planted in everything hidden holds it in no byte."""

import zipfile
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
import pytest
from django.core.management import call_command

from tests.briefingbooks.exporting.exported import check, export
from tests.canaries import BEHIND, HIDDEN, SHOWN, House

PACKED = {".zip", ".epub"}


def pieces(name: str, content: bytes) -> Iterator[tuple[str, bytes]]:
    """Yield a file, what is packed in it, and the words of a PDF."""
    yield name, content
    if Path(name).suffix in PACKED:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            for inner in packed.namelist():
                yield from pieces(f"{name}/{inner}", packed.read(inner))
    if name.endswith(".pdf"):
        pages = pypdfium2.PdfDocument(content)
        words = " ".join(page.get_textpage().get_text_bounded() for page in pages)
        yield f"{name} (words)", words.encode()


def holding(folder: Path, word: str) -> set[str]:
    """Return the files of a folder in whose name or content a word stands, packed ones too."""
    found, sought = set(), word.lower().encode()
    for path in folder.rglob("*"):
        file = path.relative_to(folder).as_posix()
        if sought in file.lower().encode():
            found.add(file)
        if path.is_file():
            found |= {
                name for name, held in pieces(file, path.read_bytes()) if sought in held.lower()
            }
    return found


@pytest.mark.django_db
def test_no_byte_of_an_export_holds_a_hidden_word_and_no_link_of_it_is_broken() -> None:
    house = House()
    call_command("rebuild_search", stdout=StringIO())
    with TemporaryDirectory() as folder:
        target = Path(folder) / "site"
        export(target)
        assert holding(target, HIDDEN) == set()
        assert holding(target, BEHIND) == set()
        shown = holding(target, SHOWN)
        told = {one.get_absolute_url().strip("/") for one in house.shown}
        assert {f"{one}/index.html" for one in told} - shown == set()
        assert {name for name in shown if name.startswith("search/en/words-")}
        assert "Every link leads somewhere" in check(target)

"""An edition speaks the language of its book, whoever releases it and reads it."""

import io
import zipfile

import pytest
from django.utils import translation
from lxml import html

from briefingbooks.editions.closing import strike
from briefingbooks.editions.making import make_files
from briefingbooks.editions.tasks import reissue_with_files
from briefingbooks.models import Book, Edition
from tests.briefingbooks.editions.make import bytes_of, original_of, page_of_edition, read
from tests.briefingbooks.make import make_book, make_entry, released
from tests.briefingbooks.wordless_book import make_wordless_book

pytestmark = pytest.mark.django_db


def last_of(book: Book) -> Edition:
    edition = book.editions.latest("number")
    make_files(original_of(edition))
    return edition


def headings(page: str) -> list[str]:
    root = html.fromstring(page)
    return [" ".join(heading.text_content().split()) for heading in root.iter("h2")]


@pytest.mark.parametrize("spoken", ["en", "fr"])
def test_a_french_book_is_frozen_in_french(spoken: str) -> None:
    with translation.override(spoken):
        edition = last_of(make_wordless_book("fr"))
    page = page_of_edition(edition)
    assert {"Résumé", "Documents", "Chronologie", "Ouvrages cités", "Cette édition"} <= set(
        headings(page)
    )
    assert "Pourquoi c’est important" in page
    assert "1er avril 1994" in page
    assert "Sous la direction de" in page
    assert "Why it matters" not in page
    assert f"/books/{edition.book.slug}/editions/1/" in page
    assert "/fr/books/wordless/editions/" not in page
    assert "/fr/items/ZZ-1/" in page


@pytest.mark.parametrize("language", ["en", "rw"])
def test_another_book_is_frozen_in_english(language: str) -> None:
    book = make_book(language=language)
    make_entry(book=book, analysis_md="Zz.")
    with translation.override("fr"):
        edition = freeze_released(book)
    page = page_of_edition(edition)
    assert "Why it matters" in page
    assert "Pourquoi" not in page


def freeze_released(book: Book) -> Edition:
    released(book)
    return last_of(book)


def test_a_reissue_says_in_french_what_is_gone() -> None:
    edition = last_of(make_wordless_book("fr"))
    strike(edition, ["Qqqq"], by=None)
    reissue_with_files(edition)
    page = page_of_edition(edition)
    assert "[mots retirés]" in page
    assert "rééditée le" in page


@pytest.mark.every_file
def test_every_file_of_a_french_book_speaks_french() -> None:
    edition = last_of(make_wordless_book("fr"))
    with zipfile.ZipFile(io.BytesIO(bytes_of(read(edition, "book.epub")))) as book:
        navigation = book.read("EPUB/nav.xhtml").decode()
    assert ">Sommaire<" in navigation
    assert ">Page de titre<" in navigation
    with zipfile.ZipFile(io.BytesIO(bytes_of(read(edition, "offline.zip")))) as folder:
        words = folder.read(f"{edition.book.slug}-edition-1/README.txt").decode()
    assert "Ouvrez index.html" in words
    assert "Édition 1, figée le" in words
    assert bytes_of(read(edition, "book.pdf")).startswith(b"%PDF")
    assert '"kind": "first edition"' in bytes_of(read(edition, "manifest.json")).decode()

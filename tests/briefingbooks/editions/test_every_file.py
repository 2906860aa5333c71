"""Every file of an edition is made, and is what its name says."""

import io
import json
import zipfile

import pytest

from briefingbooks.editions.making import make_files, steps_of
from briefingbooks.editions.tasks import reissue_with_files
from tests.briefingbooks.editions.make import bytes_of, make_edition, original_of, read
from tests.briefingbooks.editions.test_editions import Released
from tests.make import make_page_text

pytestmark = [pytest.mark.django_db, pytest.mark.every_file]


def test_a_released_book_can_be_taken_away_in_every_form() -> None:
    case = Released()
    made = {name: read(case.edition, name) for name in ("book.pdf", "book.epub", "offline.zip")}
    content = {name: bytes_of(response) for name, response in made.items()}
    assert content["book.pdf"].startswith(b"%PDF-1.7")
    assert "CANARY cable from Kigali" in _text_of(content["book.epub"], ".xhtml")
    assert "CANARY cable from Kigali" in _text_of(content["offline.zip"], ".html")
    assert made["book.pdf"]["Content-Disposition"].startswith("inline")
    assert made["book.epub"]["Content-Disposition"].startswith("attachment")
    assert all(is_done for _, is_done in steps_of(original_of(case.edition)))


def _text_of(content: bytes, suffix: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [name for name in archive.namelist() if name.endswith(suffix)]
        return "".join(archive.read(name).decode() for name in names)


def test_files_made_once_more_are_the_same() -> None:
    case = Released()
    issue = original_of(case.edition)
    before = {made.name: made.sha256 for made in issue.files.all()}
    issue.files.all().delete()
    make_files(issue)
    after = {made.name: made.sha256 for made in issue.files.all()}
    assert after == before
    assert json.loads(bytes_of(read(case.edition, "manifest.json")))["issue"] == 1


def test_words_withheld_from_a_page_end_the_edition_whose_offline_copy_has_them() -> None:
    case = Released()
    text = make_page_text(page=case.image.page, text="Plain words and a CANARY77 word.")
    edition = make_edition(case.book)
    assert "CANARY77" in _text_of(bytes_of(read(edition, "offline.zip")), ".html")
    text.text = "Plain words and a \u27e6CANARY77\u27e7 word."
    text.save()
    assert read(edition, "offline.zip").status_code == 410
    assert read(edition).status_code == 410
    reissue_with_files(edition)
    assert "CANARY77" not in _text_of(bytes_of(read(edition, "offline.zip")), ".html")

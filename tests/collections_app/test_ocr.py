"""Reading by machine: what tesseract reads, what it may not read, and where words stand."""

import subprocess
from io import BytesIO
from typing import Any

import pytest
from PIL import Image
from pytest_django.fixtures import Settings

from collections_app import ocr, processing
from collections_app.models import DigitalFile, Language, PageText
from collections_app.page_images import opened_pages
from collections_app.processing import process_anew, process_whole
from collections_app.sniffing import PDF
from tests import cast
from tests.collections_app.incoming import ready
from tests.collections_app.pdfs import HEIGHT, WIDTH, PdfPage, box, painted, pdf, scan, words
from tests.conftest import skip_or_fail
from tests.make import make_copy, make_item, make_page_text

pytestmark = pytest.mark.django_db

ENGLISH = ("The informant was sent by the office", "to the capital on the second day.")
FRENCH = ("Le général a reçu la dépêche", "à l’hôtel des Mille Collines.")


@pytest.fixture(autouse=True)
def reader(settings: Settings) -> None:
    settings.OCR = True
    program = ocr.installed_program()
    if program is None or not {"eng", "fra"} <= ocr.installed_languages(program):
        skip_or_fail("tesseract with English and French is not installed")


def typed(*lines: str) -> Image.Image:
    """Return a typed page as a scanner sees it."""
    content = "".join(words(line, 40, 250 - 30 * n, size=16) for n, line in enumerate(lines))
    with opened_pages(BytesIO(pdf(content)), PDF) as pages:
        return pages.image(1).convert("L")


def content_of(image: Image.Image) -> bytes:
    return pdf(PdfPage(painted("Im1", 0, 0, WIDTH, HEIGHT), images={"Im1": image}))


def test_a_scan_is_read_with_the_place_of_every_word() -> None:
    read = ocr.read_image(typed(*ENGLISH), ["en"])
    assert read is not None
    assert read.text.split() == " ".join(ENGLISH).split()
    assert read.source.startswith("Tesseract 5")
    start, end, x, y, width, height = read.words[1]
    assert read.text[int(start) : int(end)] == "informant"
    assert (x, y) == pytest.approx((0.18, 0.125), abs=0.03)
    assert (width, height) == pytest.approx((0.18, 0.045), abs=0.03)


def test_french_is_read_with_its_accents() -> None:
    read = ocr.read_image(typed(*FRENCH), ["fr"])
    assert read is not None
    assert "général" in read.text
    assert "dépêche" in read.text


def test_a_scan_becomes_a_text_of_the_machine_in_its_language() -> None:
    item = make_item()
    item.languages.set(Language.objects.filter(code="fr"))
    image = typed(*FRENCH)
    file = ready(make_copy(item=item), content_of(image), "depeche.pdf")
    text = PageText.objects.get(page__file=file)
    assert (text.kind, text.language.code, text.is_reviewed) == ("ocr", "fr", False)
    assert text.source.startswith("Tesseract")
    assert "général" in text.text
    assert text.words


def test_a_photograph_gets_no_text() -> None:
    image = Image.effect_noise((1200, 900), 90).convert("RGB")
    assert ocr.read_image(image, ["en"]) is None
    assert ocr.read_image(Image.new("RGB", (600, 400), "white"), ["en"]) is None


def test_a_page_that_carries_its_text_is_not_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = "".join(words(f"line {n} " + "word " * 8, 20, 280 - 20 * n, size=9) for n in range(9))
    monkeypatch.setattr(processing, "read_image", _never)
    file = ready(make_copy(), pdf(lines), "memo.pdf")
    assert PageText.objects.get(page__file=file).source == "text layer of the file"


def _never(*arguments: Any) -> None:
    raise AssertionError("nothing should be read by machine here")


def test_a_stamp_is_not_taken_for_the_text_of_a_scan() -> None:
    stamped = PdfPage(
        painted("Im1", 0, 0, WIDTH, HEIGHT) + words("UNCLASSIFIED", 250, 280),
        images={"Im1": scan(*ENGLISH, "and nobody answered.", mode="L")},
    )
    file = ready(make_copy(), pdf(stamped), "cable.pdf")
    text = PageText.objects.get(page__file=file)
    assert text.source.startswith("Tesseract")
    assert "informant" in text.text


def test_on_a_page_with_covered_words_only_what_is_seen_is_read() -> None:
    page = words("The cable was sent on Tuesday", 30, 260, size=20)
    page += words("Informant Jean of Kigali", 30, 200, size=20) + box(26, 192, 300, 30)
    file = ready(make_copy(), pdf(page), "bad.pdf")
    assert file.covered_pages == [1]
    text = PageText.objects.get(page__file=file)
    assert "Tuesday" in text.text
    assert "Jean" not in text.text
    assert text.source.startswith("Tesseract")


def test_where_a_person_transcribed_no_machine_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    file = ready(make_copy(), content_of(typed(*ENGLISH)), "a.pdf")
    PageText.objects.all().delete()
    make_page_text(page=file.pages.get(), text="As it was typed")
    monkeypatch.setattr(processing, "read_image", _never)
    process_anew(file)
    process_whole(file.pk)
    assert PageText.objects.get().text == "As it was typed"


@pytest.mark.parametrize("change", [{"is_reviewed": True}, {"updated_by": "person"}])
def test_a_reading_that_a_person_reviewed_or_changed_stays(change: dict[str, Any]) -> None:
    copy = make_copy()
    file = ready(copy, content_of(typed(*ENGLISH)), "a.pdf")
    text = PageText.objects.get()
    text.text = "Corrected"
    text.is_reviewed = bool(change.get("is_reviewed"))
    text.updated_by = cast.cataloguer() if "updated_by" in change else None
    text.save()
    process_anew(file)
    process_whole(file.pk)
    assert PageText.objects.get().text == "Corrected"


def test_a_reading_that_nobody_touched_is_replaced_without_a_second_one() -> None:
    file = ready(make_copy(), content_of(typed(*ENGLISH)), "a.pdf")
    text = PageText.objects.get()
    text.text = "garbled"
    text.save()
    process_anew(file)
    process_whole(file.pk)
    assert "informant" in PageText.objects.get().text


@pytest.mark.parametrize(
    "problem", [subprocess.TimeoutExpired("tesseract", 1), OSError("no such program")]
)
def test_a_reader_that_fails_does_not_keep_the_page_from_readers(
    monkeypatch: pytest.MonkeyPatch, problem: Exception
) -> None:
    def fails(*arguments: Any, **words: Any) -> None:
        raise problem

    monkeypatch.setattr(ocr, "version", lambda *_: "Tesseract 5")
    monkeypatch.setattr(ocr, "readable_languages", lambda *_: ["eng"])
    monkeypatch.setattr(subprocess, "run", fails)
    copy = make_copy()
    file = ready(copy, content_of(typed(*ENGLISH)), "a.pdf")
    assert file.processing == DigitalFile.State.READY
    assert not PageText.objects.exists()


def test_without_the_program_files_are_processed_all_the_same(
    monkeypatch: pytest.MonkeyPatch, settings: Settings
) -> None:
    monkeypatch.setattr(ocr, "installed_program", lambda: None)
    assert not ocr.is_available()
    ready(make_copy(), content_of(typed(*ENGLISH)), "a.pdf")
    assert not PageText.objects.exists()


def test_reading_can_be_turned_off(settings: Settings) -> None:
    settings.OCR = False
    ready(make_copy(), content_of(typed(*ENGLISH)), "a.pdf")
    assert not PageText.objects.exists()


def test_languages_are_those_of_the_document_or_of_the_house(settings: Settings) -> None:
    program = ocr.installed_program() or ""
    assert ocr.readable_languages(program, ["fr", "en"]) == ["fra", "eng"]
    assert ocr.readable_languages(program, ["rw"]) == ["eng", "fra"]
    settings.OCR_LANGUAGES = ["fr"]
    assert ocr.readable_languages(program, []) == ["fra"]

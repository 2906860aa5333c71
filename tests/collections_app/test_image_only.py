"""A file of images in the place of one that hides words."""

from io import BytesIO

import pytest
from django.db.models import RestrictedError

from collections_app import background
from collections_app.image_only import NotNeeded, ask_for_image_only, make_image_only
from collections_app.models import Copy, DigitalFile, Page, PageText
from collections_app.page_images import open_page
from collections_app.pdf_of_images import write_pdf
from collections_app.processing import process_anew
from collections_app.sniffing import PDF
from tests import cast
from tests.collections_app.incoming import image_of, ready
from tests.collections_app.pdfs import PdfPage, box, pdf, words
from tests.collections_app.pictures import picture
from tests.make import make_copy, make_page_text

pytestmark = pytest.mark.django_db

SMALL = "/MediaBox [0 0 240 120]"
BAD = pdf(
    PdfPage(words("Shown on Tuesday", 20, 60), SMALL),
    PdfPage(words("Informant Jean", 20, 60) + box(16, 52, 150, 26), SMALL),
)


@pytest.fixture
def copy() -> Copy:
    copy = make_copy(access_condition="open", is_opened=True)
    copy.item.publish(by=None)
    return copy


def test_its_pages_keep_their_place_and_what_people_wrote(copy: Copy) -> None:
    file = ready(copy, BAD, "memo.pdf")
    first = copy.pages.get(number=1)
    Page.objects.filter(pk=first.pk).update(label="recto")
    make_page_text(page=first, text="Shown, as typed")
    curator = cast.cataloguer()
    ask_for_image_only(file, by=curator)
    background.drain()
    made = DigitalFile.objects.get(redacted_from=file)
    file.refresh_from_db()
    assert (file.is_closed, file.pages_total, file.pages.count()) == (True, 0, 0)
    assert file.processing_message == "Replaced by “memo (images only).pdf”."
    assert (made.processing, made.has_covered_text, made.pages_total) == ("ready", False, 2)
    assert made.created_by == curator
    pages = list(copy.pages.order_by("number"))
    assert [(page.pk == first.pk, page.file) for page in pages] == [(True, made), (False, made)]
    assert [page.number_in_file for page in pages] == [1, 2]
    assert list(PageText.objects.values_list("text", flat=True)) == ["Shown, as typed"]
    assert Page.objects.public().count() == 2


def test_it_shows_the_same_and_holds_no_word(copy: Copy) -> None:
    file = ready(copy, BAD, "memo.pdf")
    before = image_of(file, page=2).convert("L")
    ask_for_image_only(file, by=None)
    background.drain()
    made = DigitalFile.objects.get(redacted_from=file)
    with made.file.storage.open(made.file.name) as stored:
        content = stored.read()
    assert b"Informant" not in content
    assert b"Font" not in content
    after = image_of(made, page=2).convert("L")
    assert after.size == pytest.approx(before.size, abs=1)
    dark = [sum(image.histogram()[:100]) for image in (before, after)]
    assert dark[0] > 1000
    assert dark[1] == pytest.approx(dark[0], rel=0.02)


def test_made_twice_it_is_made_once(copy: Copy) -> None:
    file = ready(copy, BAD, "memo.pdf")
    ask_for_image_only(file, by=None)
    background.drain()
    make_image_only.call(file.pk, None)
    process_anew(file)
    background.drain()
    file.refresh_from_db()
    assert file.processing == DigitalFile.State.READY
    assert copy.files.count() == 2
    assert copy.pages.count() == 2


def test_a_file_without_covered_words_needs_none(copy: Copy) -> None:
    file = ready(copy, picture(), "scan.jpg")
    with pytest.raises(NotNeeded):
        ask_for_image_only(file, by=None)


def test_the_file_it_was_made_from_stays_as_long_as_it_does(copy: Copy) -> None:
    file = ready(copy, BAD, "memo.pdf")
    ask_for_image_only(file, by=None)
    background.drain()
    with pytest.raises(RestrictedError):
        file.delete()
    copy.delete()
    assert not DigitalFile.objects.exists()


def test_a_pdf_of_images_is_read_back_as_it_was() -> None:
    images = [open_page(BytesIO(BAD), PDF, number) for number in (1, 2)]
    out = BytesIO()
    write_pdf(images, out)
    for number, image in enumerate(images, start=1):
        again = open_page(out, PDF, number)
        assert again.width == pytest.approx(image.width, abs=2)

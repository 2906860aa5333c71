"""What a stranger gets of a redacted page by every address; making it anew opens nothing."""

import io
from itertools import product

import pytest
from django.test import Client
from django.urls import reverse
from PIL import Image

from collections_app import background, dependants, ocr
from collections_app.models import Derivative, Excision, Page, PageText
from collections_app.processing import process_anew, process_whole
from tests.collections_app.redacted import SECRET, drawn_page, make_scanned_page, withhold
from tests.conftest import skip_or_fail
from tests.make import make_copy, make_excision, make_item, make_page, make_page_text

pytestmark = pytest.mark.django_db

OTHER = "informant"


@pytest.fixture
def redacted() -> Page:
    """A public page whose secret word was withheld by us and burnt in, with its place in words."""
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    withhold(page, drawn.place(SECRET), reason="Names a person still in danger.")
    dependants.announce_change(page.copy.item)
    background.drain()
    return page


def whole_images(page: Page) -> list[Image.Image]:
    """Return every image of the whole page that is large enough to be read."""
    found = []
    for made in Derivative.objects.filter(page=page):
        with made.file.open("rb") as stream:
            content = stream.read()
        stretches = [stretch for address, stretch in made.index.items() if address[:4] == "full"]
        for offset, length in stretches or [(0, len(content))]:
            image = Image.open(io.BytesIO(content[offset : offset + length]))
            if image.width >= 600:
                found.append(image)
    return found


def test_a_machine_reads_the_other_words_and_not_the_withheld_one(redacted: Page) -> None:
    if ocr.installed_program() is None:
        skip_or_fail("tesseract is not installed")
    images = whole_images(redacted)
    assert len(images) >= 2
    for image in images:
        read = ocr.read_image(image, ["en"])
        assert read is not None
        words = read.text.lower()
        assert OTHER in words
        assert SECRET.lower() not in words
        assert SECRET.lower()[:6] not in words


def test_no_address_gives_the_withheld_word_to_a_stranger(redacted: Page, client: Client) -> None:
    item = redacted.copy.item
    pages = [
        item.get_absolute_url(),
        f"{item.get_absolute_url()}manifest.json",
        f"/items/?q={OTHER}",
        f"/search/?q={OTHER}",
    ]
    answers = [client.get(address) for address in pages]
    assert OTHER in answers[0].content.decode()
    for made in Derivative.objects.filter(page=redacted):
        answers.append(client.get(made.get_absolute_url()))
        for address in made.index:
            answers.append(
                client.get(reverse("collections_app:iiif-image", args=[made.uuid, address]))
            )
    assert len(answers) > 10
    for answer in answers:
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert answer.status_code in (200, 404)
        assert SECRET.lower().encode() not in body.lower()
    for address in ("/items/", "/search/"):
        found = client.get(f"{address}?q={SECRET}").content.decode()
        assert item.get_absolute_url() not in found


def test_images_of_a_page_not_burnt_in_are_not_found_by_a_stranger(
    redacted: Page, client: Client
) -> None:
    images = list(Derivative.objects.filter(page=redacted))
    addresses = [made.get_absolute_url() for made in images]
    addresses += [
        reverse("collections_app:iiif-image", args=[made.uuid, address])
        for made in images
        for address in made.index
    ]
    withhold(redacted, drawn_page().place("driver"))
    assert {client.get(address).status_code for address in addresses} == {404}
    assert OTHER not in client.get(redacted.copy.item.get_absolute_url()).content.decode()


def test_a_file_processed_anew_brings_nothing_back(redacted: Page, client: Client) -> None:
    file = redacted.file
    assert file is not None
    process_anew(file)
    assert not redacted.is_public()
    process_whole(file.pk)
    background.drain()
    assert redacted.is_public()
    assert all(SECRET not in text.public_text for text in PageText.objects.public())
    display = Derivative.objects.get(page=redacted, kind=Derivative.Kind.DISPLAY)
    image = Image.open(display.file.open("rb")).convert("L")
    x, y, _width, height = drawn_page().place(SECRET)
    edges = (
        x * image.width,
        y * image.height,
        (x + 0.01) * image.width,
        (y + height) * image.height,
    )
    assert image.crop([round(edge) for edge in edges]).getextrema()[1] < 60  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("by_us", "is_burnt", "is_marked", "is_changed_since"), product([False, True], repeat=4)
)
def test_page_and_text_are_open_by_this_table_and_no_other(
    by_us: bool, is_burnt: bool, is_marked: bool, is_changed_since: bool
) -> None:
    page = make_page(copy=make_copy(item=make_item(published=True), opened=True))
    text = make_page_text(page=page)
    excision = make_excision(
        copy=page.copy, page=page, made_by="us" if by_us else "authority",
        x=0.1, y=0.1, width=0.1, height=0.1,
    )  # fmt: skip
    if is_marked:
        text.mark()
        text.save()
    if is_changed_since:
        excision.x = 0.2
        excision.save()
    Excision.objects.filter(pk=excision.pk).update(is_burnt=is_burnt)
    page_is_open = is_burnt or not by_us
    assert page.is_public() is page_is_open
    text_is_open = page_is_open and (not by_us or (is_marked and not is_changed_since))
    assert text.is_public() is text_is_open
    assert PageText.objects.unclosed().filter(pk=text.pk).exists() is (
        not by_us or (is_marked and not is_changed_since)
    )

"""What we withhold is gone from everything readers get of a page, and the page is closed before."""

import logging
from unittest import mock

import pytest
from django.core.files.storage import storages
from PIL import Image, ImageChops

from collections_app import background, blackout, redaction
from collections_app.blackout import Area, NotCovered, margin_of, pixels, refuse_uncovered
from collections_app.models import Burning, Derivative, Excision, Page, PageText
from tests.collections_app.redacted import (
    SECRET,
    Box,
    burnt,
    drawn_page,
    images,
    make_redacted,
    make_scanned_page,
    withhold,
)

pytestmark = pytest.mark.django_db

Redacted = tuple[Page, PageText, Excision]


@pytest.fixture
def redacted() -> Redacted:
    return make_redacted()


def test_under_an_excision_of_ours_every_image_is_solid_and_elsewhere_unchanged() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    excision = withhold(page, drawn.place(SECRET))
    with mock.patch.object(blackout, "_label_in", return_value=None):
        burnt(page)
    full = drawn.image.size
    area = Area(excision.x, excision.y, excision.width, excision.height)  # type: ignore[arg-type]
    outer = pixels(area, full, margin_of(full))
    kinds = set()
    for name, image, region in images(page):
        kinds.add("full" if name.startswith("full") else "tile" if "," in name else name)
        if name == Derivative.Kind.BLURRED:
            continue
        original = drawn.image.crop(region).resize(image.size, Image.Resampling.LANCZOS)
        scale = image.width / (region[2] - region[0])
        box = [round((edge - region[at % 2]) * scale) for at, edge in enumerate(outer)]
        inside = [box[0] + 5, box[1] + 5, box[2] - 5, box[3] - 5]
        inside = [max(0, inside[0]), max(0, inside[1]), *map(min, inside[2:], image.size)]
        if inside[0] < inside[2] and inside[1] < inside[3]:
            assert image.convert("L").crop(tuple(inside)).getextrema()[1] < 40, name
        around = ImageChops.difference(image.convert("L"), original.convert("L"))
        around.paste(0, (box[0] - 10, box[1] - 10, box[2] + 10, box[3] + 10))
        assert around.getextrema()[1] < 100, name
    assert kinds == {"display", "thumbnail", "blurred", "full", "tile"}


def test_a_word_that_a_rectangle_cuts_through_is_burnt_in_whole_and_its_neighbours_are_not() -> (
    None
):
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    x, y, width, height = drawn.place(SECRET)
    withhold(page, (x + width / 2, y - height / 4, width / 3, height / 2))
    burnt(page)
    display = next(image for name, image, _ in images(page) if name == "display").convert("L")

    def brightest(place: Box) -> int:
        left, top = place[0] * display.width + 6, place[1] * display.height + 6
        right = (place[0] + place[2]) * display.width - 6
        bottom = (place[1] + place[3]) * display.height - 6
        return display.crop((int(left), int(top), int(right), int(bottom))).getextrema()[1]

    assert brightest((x, y + height / 2, width, height / 2)) < 40
    for word in ("informant", "there", "gave", "Kigali"):
        assert brightest(drawn.place(word)) > 200, word


def test_the_bar_says_what_it_is_where_the_words_fit() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    withhold(page, (0.1, 0.5, 0.6, 0.1))
    burnt(page)
    display = next(image for name, image, _ in images(page) if name == "display")
    bar = display.convert("L").crop((140, 820, 820, 950))
    assert bar.getextrema()[1] > 200
    assert bar.crop((0, 0, 40, 130)).getextrema()[1] < 40


def test_the_withheld_words_are_gone_from_the_text_and_its_open_words_are_not(
    redacted: Redacted,
) -> None:
    page, text, excision = redacted
    assert excision.is_burnt
    assert page.is_public()
    assert text.is_public()
    assert SECRET in text.text
    assert SECRET not in text.public_text
    assert "He met the informant ⟦⟧ there" in text.public_text
    assert [text.text[int(w[0]) : int(w[1])] for w in text.words] == drawn_page().text.split()


def test_a_new_excision_of_ours_closes_its_page_before_anything_is_burnt() -> None:
    drawn = drawn_page()
    page, text = make_scanned_page(drawn)
    burnt(page)
    derivatives = list(Derivative.objects.filter(page=page))
    assert page.is_public()
    assert text.is_public()
    withhold(page, drawn.place(SECRET))
    assert not page.is_public()
    assert not text.is_public()
    assert not Derivative.objects.public().filter(pk__in=[one.pk for one in derivatives]).exists()


def test_former_images_are_gone_with_their_addresses_and_bytes(
    django_capture_on_commit_callbacks: object, redacted: Redacted
) -> None:
    page, _text, excision = redacted
    before = list(Derivative.objects.filter(page=page))
    excision.y = (excision.y or 0) + 0.01
    excision.save()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        redaction.burn(page.pk)
    after = list(Derivative.objects.filter(page=page))
    assert {one.kind for one in before} == {one.kind for one in after}
    assert not {one.uuid for one in before} & {one.uuid for one in after}
    assert not any(storages["derivatives"].exists(one.file.name) for one in before)
    assert all(storages["derivatives"].exists(one.file.name) for one in after)


def test_bytes_left_behind_by_a_process_that_died_are_removed_by_the_next(
    redacted: Redacted,
) -> None:
    page, _text, excision = redacted
    before = [one.file.name for one in Derivative.objects.filter(page=page)]
    excision.y = (excision.y or 0) + 0.01
    excision.save()
    # In this test nothing is committed, as if the process had died before it could remove them.
    redaction.burn(page.pk)
    assert all(storages["derivatives"].exists(name) for name in before)
    background.drain()
    assert not any(storages["derivatives"].exists(name) for name in before)
    assert page.is_public()


def test_the_images_carry_nothing_but_pixels() -> None:
    drawn = drawn_page()
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif[0x8825] = {1: "S", 2: (1.0, 57.0, 0.0), 3: "E", 4: (30.0, 3.0, 0.0)}
    page, _text = make_scanned_page(
        drawn, form="JPEG", exif=exif, comment=SECRET.encode(), xmp=f"<x>{SECRET}</x>".encode()
    )
    withhold(page, drawn.place(SECRET))
    burnt(page)
    for made in Derivative.objects.filter(page=page):
        content = made.file.open("rb").read()
        assert SECRET.encode() not in content
        assert b"Exif" not in content
        assert b"xmpmeta" not in content
        assert b"http://ns.adobe" not in content
    for _name, image, _region in images(page):
        assert not dict(image.getexif())
        assert not {"comment", "xmp", "icc_profile", "exif"} & set(image.info)


def test_no_log_line_says_what_is_withheld(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    page, text, _excision = make_redacted()
    with mock.patch.object(redaction, "images_of", side_effect=NotCovered("Something shows.")):
        withhold(page, drawn_page().place("informant"))
        burnt(page)
    assert "is not burnt in" in caplog.text
    assert SECRET in text.text
    assert SECRET not in caplog.text
    assert "informant" not in caplog.text


def test_burning_twice_changes_nothing(redacted: Redacted) -> None:
    page, text, _excision = redacted
    before = [made.uuid for made in Derivative.objects.filter(page=page)]
    redaction.burn_page.func(page.pk)
    assert [made.uuid for made in Derivative.objects.filter(page=page)] == before
    assert PageText.objects.get(pk=text.pk).text == text.text


def test_an_excision_moved_while_its_page_is_burnt_is_burnt_where_it_is_now() -> None:
    drawn = drawn_page()
    page, text = make_scanned_page(drawn)
    excision = withhold(page, drawn.place("driver"))
    real, moves = redaction.images_of, iter([drawn.place(SECRET)])

    def move_meanwhile(*told: object) -> object:
        made = real(*told)  # type: ignore[arg-type]
        for x, y, width, height in moves:
            one = Excision.objects.get(pk=excision.pk)
            one.x, one.y, one.width, one.height = x, y, width, height
            one.save()
        return made

    with mock.patch.object(redaction, "images_of", move_meanwhile):
        redaction.burn(page.pk)
    text.refresh_from_db()
    assert page.is_public()
    assert text.public_text.startswith("The driver left")
    assert SECRET not in text.public_text


def test_a_page_that_is_drawn_upon_without_end_stays_closed() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    excision = withhold(page, drawn.place(SECRET))
    real = redaction.images_of

    def move_meanwhile(*told: object) -> object:
        made = real(*told)  # type: ignore[arg-type]
        one = Excision.objects.get(pk=excision.pk)
        one.y = (one.y or 0) + 0.001
        one.save()
        return made

    with mock.patch.object(redaction, "images_of", move_meanwhile):
        redaction.burn(page.pk)
    assert not page.is_public()
    assert not Derivative.objects.filter(page=page).exists()
    background.drain()
    assert page.is_public()


class Killed(BaseException):
    """What ends a process in the middle of its work."""


@pytest.mark.parametrize("moment", ["derivatives_of", "keep_derivatives", "mark_texts"])
def test_a_process_killed_while_it_burns_leaves_the_page_closed_and_nothing_behind(
    moment: str,
) -> None:
    drawn = drawn_page()
    page, text = make_scanned_page(drawn)
    withhold(page, drawn.place(SECRET))
    real = getattr(redaction, moment)

    def die_after(*told: object, **named: object) -> None:
        real(*told, **named)
        raise Killed

    with mock.patch.object(redaction, moment, die_after), pytest.raises(Killed):
        redaction.burn(page.pk)
    text.refresh_from_db()
    assert not page.is_public()
    assert not Derivative.objects.filter(page=page).exists()
    assert text.text == drawn.text
    redaction.burn(page.pk)
    assert page.is_public()


def test_a_full_disk_leaves_the_page_closed_and_the_desk_is_told() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    withhold(page, drawn.place(SECRET))
    full = OSError(28, "No space left on device")
    with (
        mock.patch.object(redaction, "keep_derivatives", side_effect=full),
        pytest.raises(OSError, match="No space left"),
    ):
        redaction.burn(page.pk)
    assert not page.is_public()
    assert "No space left" in Burning.objects.get(page=page).message


def test_images_in_which_something_shows_are_refused() -> None:
    drawn = drawn_page()
    page, _text = make_scanned_page(drawn)
    withhold(page, drawn.place(SECRET))
    with mock.patch.object(redaction, "black_out"):
        redaction.burn(page.pk)
    assert not page.is_public()
    assert not Derivative.objects.filter(page=page).exists()
    assert "Something shows in the area" in Burning.objects.get(page=page).message


def test_not_covered_is_raised_for_what_shows() -> None:
    drawn = drawn_page()
    with pytest.raises(NotCovered):
        refuse_uncovered(drawn.image, [Area(*drawn.place(SECRET))], drawn.image.size)

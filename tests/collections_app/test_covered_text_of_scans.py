"""Scans that a machine has read: the words it left behind, under bars that were burnt in since."""

import pytest
from PIL import Image

from tests.collections_app.pdfs import HEIGHT, WIDTH, PdfPage, box, painted, pdf, scan, words
from tests.collections_app.test_covered_text import judged

LINES = (
    "The cable was sent on Tuesday",
    "Informant Jean of Kigali",
    "to New York and to Brussels",
    "It was answered on Wednesday",
    "by the office in the house",
)
WHOLE = painted("Im1", 0, 0, WIDTH, HEIGHT)
OVER_THE_SECOND = (16, 46, 240, 76)


def read_layer(mode: int = 3, by: float = 0.0) -> str:
    """Return the words of the scan where they stand on it, as a reading machine leaves them."""
    return "".join(
        words(line, 20 + by, HEIGHT - 32 - 30 * number, size=14, mode=mode)
        for number, line in enumerate(LINES)
    )


def page(image: Image.Image, content: str) -> bytes:
    return pdf(PdfPage(content, images={"Im1": image}))


@pytest.mark.parametrize("mode", ["1", "L"])
def test_words_under_a_bar_in_the_scan_are_found(mode: str) -> None:
    image = scan(*LINES, bars=(OVER_THE_SECOND,), mode=mode)
    judgement, text = judged(page(image, WHOLE + read_layer()))
    assert judgement.covered == ["InformantJeanofKigali"]
    assert "Informant" not in text
    assert text.startswith("The cable was sent on Tuesday")
    assert "Brussels" in text


def test_a_bar_painted_over_the_scan_is_found_too() -> None:
    bar = box(16, HEIGHT - 76, 224, 30)
    judgement, _ = judged(page(scan(*LINES), WHOLE + read_layer() + bar))
    assert judgement.covered == ["InformantJeanofKigali"]


def test_words_that_were_painted_over_in_white_are_found() -> None:
    image = scan(LINES[0], "", *LINES[2:])
    long = "".join(
        words(line, 20, HEIGHT - 32 - 30 * number, mode=3)
        for number, line in enumerate([*LINES, *LINES[2:]])
    )
    image = scan(LINES[0], "", *LINES[2:], *LINES[2:])
    judgement, text = judged(page(image, WHOLE + long))
    assert judgement.covered == ["InformantJeanofKigali"]
    assert "Informant" not in text


@pytest.mark.parametrize("mode", ["1", "L"])
def test_a_scan_without_bars_is_left_alone_and_gives_its_words(mode: str) -> None:
    judgement, text = judged(page(scan(*LINES, mode=mode), WHOLE + read_layer()))
    assert judgement.covered == []
    assert text.replace("\n", " ").split() == " ".join(LINES).split()


def test_words_that_lie_beside_their_place_are_not_mistaken_for_covered_ones() -> None:
    judgement, _ = judged(page(scan(*LINES), WHOLE + read_layer(by=150)))
    assert judgement.covered == []


def test_visible_words_behind_a_scan_are_the_reading_of_a_machine() -> None:
    content = read_layer(mode=0) + WHOLE
    judgement, text = judged(page(scan(*LINES), content))
    assert judgement.covered == []
    assert "Informant Jean of Kigali" in text
    image = scan(*LINES, bars=(OVER_THE_SECOND,))
    assert judged(page(image, content))[0].covered == ["InformantJeanofKigali"]


def test_white_letters_on_a_black_band_of_a_scan_are_seen() -> None:
    image = scan(*LINES)
    band = image.convert("L").crop((48, 138, 720, 228)).point(lambda value: 255 - value)
    image = image.convert("L")
    image.paste(band, (48, 138))
    judgement, text = judged(page(image, WHOLE + read_layer()))
    assert judgement.covered == []
    assert "Informant" in text


def test_a_stroke_read_in_the_black_edge_of_a_scan_is_no_word() -> None:
    image = scan(*LINES, bars=((380, 0, 400, 300),))
    content = WHOLE + read_layer() + words("1", 386, 200, mode=3) + words("I", 386, 150, mode=3)
    assert judged(page(image, content))[0].covered == []


def test_a_stamp_on_a_scan_does_not_make_it_another_page() -> None:
    content = read_layer(mode=0) + WHOLE + words("UNCLASSIFIED", 250, 280, color="1 0 0 rg")
    judgement, text = judged(page(scan(*LINES), content))
    assert judgement.covered == []
    assert "UNCLASSIFIED" in text


def test_invisible_words_on_a_page_that_is_no_scan_are_not_taken() -> None:
    judgement, text = judged(pdf(words(LINES[0], 20, 250) + words("Nobody sees", 20, 200, mode=3)))
    assert (judgement.covered, text) == ([], LINES[0])

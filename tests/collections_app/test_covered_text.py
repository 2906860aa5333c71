"""Words beneath boxes: found whatever covers them, and nothing found where a reader sees all."""

from io import BytesIO
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image

from collections_app.covered_text import Judgement, judge
from collections_app.pdf_text import letters_of, text_layer
from tests.collections_app.pdfs import (
    PdfPage,
    annotation,
    box,
    painted,
    pdf,
    words,
)

SECRET = "Informant Jean of Kigali"
SHOWN = words("The cable was sent on Tuesday", 30, 260)
LINE = SHOWN + words(SECRET, 30, 200)
OVER = (26, 192, 230, 218)
BOX = box(26, 192, 204, 26)


def judged(content: bytes, number: int = 1) -> tuple[Judgement, str]:
    """Return what is found on a page, and the text that would be taken from it."""
    document = pypdfium2.PdfDocument(BytesIO(content))
    page = document[number - 1]
    try:
        letters = letters_of(page)
        judgement = judge(page, letters)
        return judgement, text_layer(letters, judgement.unseen).text
    finally:
        page.close()
        document.close()


def hatched() -> str:
    lines = "".join(f"{x} 192 m {x + 26} 218 l S\n" for x in range(0, 240, 4))
    return f"{BOX}q 26 192 204 26 re W n 1 G 0.8 w {lines} Q\n"


COVERED = {
    "a black box": LINE + BOX,
    "a white box": LINE + box(26, 192, 204, 26, "1 g"),
    "a coloured box": LINE + box(26, 192, 204, 26, "0.8 0.1 0.1 rg"),
    "a box for each word": LINE + box(29, 195, 61, 16) + box(93, 195, 150, 16),
    "a hatched box": LINE + hatched(),
    "black on black": SHOWN + BOX + words(SECRET, 30, 200),
    "a box with a label in white": LINE + BOX + words("(b)(1)", 60, 200, color="1 g"),
    "a label as long as the words": LINE
    + BOX
    + words("DELETED HERE DELETED", 30, 200, color="1 g"),
    "a thick line": LINE + "q 20 w 26 205 m 230 205 l S Q\n",
    "a shape of curves": LINE + "q 26 192 m 120 192 230 192 230 205 c 230 218 l 26 218 l f Q\n",
    "half of the words": LINE + box(100, 192, 130, 26),
    "one amount": SHOWN + words("It cost 7 francs", 30, 200) + box(70, 192, 10, 26),
    "white words in a line": SHOWN
    + words("It was", 30, 200)
    + words("Jean Bosco", 75, 200, color="1 g")
    + words("who told", 150, 200),
    "a text that was turned": SHOWN
    + "q 0 1 -1 0 200 40 cm\n"
    + words(SECRET, 0, 0)
    + "Q\n"
    + box(180, 36, 26, 200),
}


@pytest.mark.parametrize("content", COVERED.values(), ids=COVERED.keys())
def test_words_beneath_are_found(content: str) -> None:
    judgement, text = judged(pdf(content))
    assert judgement.covered
    assert "Kigali" not in text
    assert text.startswith("The cable was sent on Tuesday")


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_a_page_may_be_turned(turn: int) -> None:
    judgement, text = judged(pdf(PdfPage(LINE + BOX, f"/Rotate {turn}")))
    assert judgement.covered == ["InformantJeanofKigali"]
    assert text == "The cable was sent on Tuesday"


def test_a_page_may_be_cropped_and_begin_anywhere() -> None:
    entries = "/MediaBox [-50 -40 500 400] /CropBox [10 150 390 290] /UserUnit 2"
    assert judged(pdf(PdfPage(LINE + BOX, entries)))[0].covered == ["InformantJeanofKigali"]


def test_the_cover_may_be_an_image() -> None:
    image = Image.linear_gradient("L")
    content = LINE + painted("Im1", 26, 192, 204, 26)
    assert judged(pdf(PdfPage(content, images={"Im1": image})))[0].covered


@pytest.mark.parametrize(
    ("content", "forms"),
    [
        (LINE + painted("Fx1"), {"Fx1": BOX}),
        (SHOWN + painted("Fx1"), {"Fx1": words(SECRET, 30, 200) + BOX}),
        (SHOWN + painted("Fx1") + BOX, {"Fx1": words(SECRET, 30, 200)}),
        (SHOWN + painted("Fx1") + painted("Fx2"), {"Fx1": words(SECRET, 30, 200), "Fx2": BOX}),
    ],
)
def test_words_and_cover_may_lie_in_parts_painted_by_name(
    content: str, forms: dict[str, str]
) -> None:
    judgement, text = judged(pdf(PdfPage(content, forms=forms)))
    assert judgement.covered == ["InformantJeanofKigali"]
    assert text == "The cable was sent on Tuesday"


@pytest.mark.parametrize(
    "note",
    [
        annotation("Square", OVER, "/C [0 0 0] /IC [0 0 0]"),
        annotation("Square", OVER, "/C [1 1 1] /IC [1 1 1]"),
        annotation("Highlight", OVER, "/C [0 0 0]"),
        annotation("Redact", OVER),
        annotation("Redact", OVER, "/IC [0 0 0] /OverlayText (REDACTED)"),
    ],
)
def test_the_cover_may_be_a_comment(note: str) -> None:
    judgement, _ = judged(pdf(PdfPage(LINE, annotations=[note])))
    assert judgement.covered == ["InformantJeanofKigali"]


def test_the_page_is_told_on_which_the_words_are() -> None:
    content = pdf(LINE, LINE + BOX, LINE)
    assert [bool(judged(content, number)[0].covered) for number in (1, 2, 3)] == [
        False,
        True,
        False,
    ]


HARMLESS = {
    "nothing over the words": LINE,
    "a box beneath the words": SHOWN + box(26, 192, 204, 26, "0.8 g") + words(SECRET, 30, 200),
    "white words on black": SHOWN + BOX + words(SECRET, 30, 200, color="1 g"),
    "a frame": LINE + "q 26 192 204 26 re S Q\n",
    "a line beneath and a line through": LINE + "q 30 198 m 230 198 l S 30 205 m 230 205 l S Q\n",
    "a box beside": LINE + box(240, 192, 100, 26),
    "a box over the feet of letters": LINE + box(26, 190, 204, 11),
    "a box over spaces": SHOWN + words("     ", 30, 200) + box(26, 192, 204, 26),
    "a box over dots and dashes": SHOWN + words("-- .... --", 30, 200) + BOX,
    "a box one can see through": LINE + f"/Half gs {BOX}",
    "a yellow marker": LINE + f"/Mixed gs {box(26, 192, 204, 26, '1 1 0 rg')}",
    "a box with the same words again": LINE + box(26, 192, 204, 26, "1 g") + words(SECRET, 30, 200),
    "a correction": SHOWN
    + words("Informant Jaen of Kigali", 30, 200)
    + box(26, 192, 204, 26, "1 g")
    + words(SECRET, 30, 200),
    "the word redacted": SHOWN + words("REDACTED", 30, 200) + BOX,
    "crosses": SHOWN + words("XXXXXX XXXX", 30, 200) + BOX,
    "an exemption": SHOWN + words("(b)(7)(C)", 30, 200) + BOX,
    "the field of a form": SHOWN + words("{{Sig_es_:signer1}}", 30, 200, color="1 g"),
    "white words alone": SHOWN + words("tray 2", 30, 100, color="1 g"),
    "words cut off": SHOWN + f"q 0 0 10 10 re W n {words(SECRET, 30, 200)} Q\n",
    "bold by printing twice": LINE + words(SECRET, 30.3, 200),
    "letters one over the other": LINE + words("RECEIVED", 60, 205, size=20, color="1 0 0 rg"),
    "pale words": SHOWN + words(SECRET, 30, 200, color="0.8 g"),
    "white words printed on grey": SHOWN
    + box(26, 192, 204, 26, "0.85 g")
    + words(SECRET, 30, 200, color="1 g"),
}


@pytest.mark.parametrize("content", HARMLESS.values(), ids=HARMLESS.keys())
def test_what_hides_no_words_is_left_alone(content: str) -> None:
    judgement, text = judged(pdf(content))
    assert judgement.covered == []
    assert text.startswith("The cable was sent on Tuesday")


def test_words_beyond_the_edge_of_the_page_are_neither_told_nor_taken() -> None:
    content = SHOWN + words("Beyond the edge", 500, 200) + words("Above", 30, 700)
    judgement, text = judged(pdf(content))
    assert (judgement.covered, text) == ([], "The cable was sent on Tuesday")


def test_words_one_can_not_see_are_not_taken_even_where_nobody_meant_to_withhold_them() -> None:
    for name in ("white words alone", "words cut off"):
        assert judged(pdf(HARMLESS[name]))[1] == "The cable was sent on Tuesday"


@pytest.mark.parametrize("color", ["1 1 0", "0.6 1 0.6", "1 0.7 0.8"])
def test_a_highlight_of_a_reader_is_no_redaction(color: str) -> None:
    note = annotation("Highlight", OVER, f"/C [{color}]")
    judgement, text = judged(pdf(PdfPage(LINE, annotations=[note])))
    assert judgement.covered == []
    assert SECRET in text


def test_a_page_without_words_or_of_no_size_is_judged_too() -> None:
    assert judged(pdf(BOX)) == (Judgement(), "")
    assert judged(pdf(PdfPage(LINE, "/MediaBox [0 0 1 1]")))[0].covered == []


def test_court_papers_are_judged_as_those_who_collected_them_did(shared_data: Path) -> None:
    folder = shared_data / "collections" / "redaction-pdfs"
    found = {path.stem for path in sorted(folder.iterdir()) if judged(path.read_bytes())[0].covered}
    assert found == {"bad_cross_hatched_redactions", "rectangles_yes"}

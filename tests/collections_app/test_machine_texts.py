"""Texts that machines read, as paragraphs with the places of their words, in their language."""

from io import BytesIO

import pypdfium2
import pytest

from collections_app.machine_texts import language_of
from collections_app.models import Language
from collections_app.page_words import Word, in_paragraphs, read_page
from collections_app.pdf_text import Letter, letters_of, text_layer
from tests.collections_app.pdfs import PdfPage, pdf, words
from tests.collections_app.test_covered_text import judged
from tests.make import make_item


def line(text: str, top: float, left: float = 0.1) -> list[Word]:
    return [
        Word(word, (left + 0.1 * n, top, left + 0.1 * n + 0.08, top + 0.02))
        for n, word in enumerate(text.split())
    ]


def text_of(*lines: list[Word]) -> str:
    return read_page(in_paragraphs(lines), "a test").text


def test_a_wider_gap_begins_a_paragraph() -> None:
    lines = [line("one two", 0.1), line("three", 0.13), line("four", 0.2), line("five", 0.23)]
    assert text_of(*lines) == "one two\nthree\n\nfour\nfive"


def test_an_indented_line_begins_a_paragraph() -> None:
    lines = [line("one", 0.1), line("two", 0.13), line("three", 0.16, 0.2), line("four", 0.19)]
    assert text_of(*lines) == "one\ntwo\n\nthree\nfour"


def test_a_second_column_begins_a_paragraph() -> None:
    lines = [line("one", 0.1), line("two", 0.13), line("three", 0.1, 0.6), line("four", 0.13, 0.6)]
    assert text_of(*lines) == "one\ntwo\n\nthree\nfour"


def test_double_spacing_is_no_end_of_a_paragraph() -> None:
    assert text_of(*[line(str(n), 0.1 + 0.06 * n) for n in range(5)]) == "0\n1\n2\n3\n4"


def test_every_word_knows_where_it_stands_in_the_text_and_on_the_page() -> None:
    read = read_page(in_paragraphs([line("one two", 0.1), line("three", 0.5)]), "a test")
    told = [read.text[int(start) : int(end)] for start, end, *_ in read.words]
    assert told == ["one", "two", "three"]
    assert read.words[1][2:] == [0.2, 0.1, 0.08, 0.02]


def test_what_a_database_can_not_keep_and_marks_of_ours_are_left_out() -> None:
    read = read_page([[[Word("a\x00b⟦c⟧\x02", (0, 0, 1, 1)), Word("\x00", (0, 0, 1, 1))]]], "")
    assert read.text == "ab[c]-"


def test_a_text_whose_letters_no_font_explains_says_nothing() -> None:
    box = (0.1, 0.1, 0.2, 0.2)
    garbled = [Letter("\ufffd", box)] * 3 + [Letter("a", box)] * 3
    assert text_layer(garbled).text == ""


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_places_are_those_of_the_page_as_it_is_shown(turn: int) -> None:
    """A word near the bottom left of the page before it is turned."""
    content = pdf(PdfPage(words("corner", 20, 15), f"/Rotate {turn}"))
    assert judged(content)[1] == "corner"
    wanted = {0: (0, 1), 90: (0, 0), 180: (1, 0), 270: (1, 1)}[turn]
    assert corner_of(content) == wanted


def corner_of(content: bytes) -> tuple[int, int]:
    from_left, from_top = place_of_first_word(content)
    return round(from_left), round(from_top)


def place_of_first_word(content: bytes) -> tuple[float, float]:
    _, _, x, y, width, height = text_layer(letters_in(content)).words[0]
    return x + width / 2, y + height / 2


def letters_in(content: bytes) -> list[Letter]:
    document = pypdfium2.PdfDocument(BytesIO(content))
    page = document[0]
    try:
        return letters_of(page)
    finally:
        page.close()
        document.close()


@pytest.mark.django_db
def test_the_language_is_that_of_the_document_or_is_told_by_small_words() -> None:
    item = make_item()
    item.languages.clear()
    assert language_of("the report of the day was for the office", item).code == "en"
    assert language_of("le rapport est dans la main de la mission", item).code == "fr"
    item.languages.set(Language.objects.filter(code="rw"))
    assert language_of("the report", item).code == "rw"
    item.languages.set(Language.objects.filter(code__in=["rw", "fr"]))
    assert language_of("the report", item).code == "fr"

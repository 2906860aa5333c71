"""The text that a page of a PDF carries inside, letter by letter."""

import ctypes
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pypdfium2
from pypdfium2 import raw as pdfium

from collections_app.page_words import (
    Box,
    Line,
    ReadPage,
    Word,
    around,
    in_paragraphs,
    read_page,
)

SOURCE = "text layer of the file"
# PDFium gives places on a picture of this size as whole numbers.
FINE = 1_000_000
# Of letters that no font explains, this share shows that the text says nothing.
GARBLED = 0.2
INVISIBLE = pdfium.FPDF_TEXTRENDERMODE_INVISIBLE
PRIVATE_USE = range(0xE000, 0xF900)


@dataclass(frozen=True, slots=True)
class Letter:
    """One character of the text; a space or line end that PDFium puts in has no place."""

    letter: str
    box: Box | None
    is_invisible: bool = False
    text_object: int = 0


def letters_of(page: pypdfium2.PdfPage) -> list[Letter]:
    """Return every character of a page, in the order of the text."""
    text = page.get_textpage()
    try:
        return [_letter(page, text.raw, index) for index in range(text.count_chars())]
    finally:
        text.close()


def _letter(page: pypdfium2.PdfPage, text: object, index: int) -> Letter:
    code = pdfium.FPDFText_GetUnicode(text, index)
    letter = "" if 0xD800 <= code <= 0xDFFF else chr(code)
    if pdfium.FPDFText_IsGenerated(text, index) == 1 or letter.isspace():
        return Letter(letter, None)
    text_object = pdfium.FPDFText_GetTextObject(text, index)
    if not text_object:
        return Letter(letter, _box(page, text, index))
    is_invisible = pdfium.FPDFTextObj_GetTextRenderMode(text_object) == INVISIBLE
    return Letter(letter, _box(page, text, index), is_invisible, address(text_object))


def address(page_object: object) -> int:
    """Return what tells one object of a page from another."""
    return ctypes.cast(page_object, ctypes.c_void_p).value or 0  # type: ignore[arg-type]


def _box(page: pypdfium2.PdfPage, text: object, index: int) -> Box | None:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    if not pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top):
        return None
    corners = [displayed(page, left.value, top.value), displayed(page, right.value, bottom.value)]
    across, down = zip(*corners, strict=True)
    return min(across), min(down), max(across), max(down)


def displayed(page: pypdfium2.PdfPage, x: float, y: float) -> tuple[float, float]:
    """Return where a point of a page lies when it is shown, cropped and turned, as fractions."""
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(page.raw, 0, 0, FINE, FINE, 0, x, y, across, down)
    return across.value / FINE, down.value / FINE


def text_layer(letters: Sequence[Letter], unseen: Collection[int] = ()) -> ReadPage:
    """Return the text of a page without the letters that are `unseen`, by their numbers.

    A text whose letters no font explains comes back empty: it says nothing to a reader.
    """
    lines: list[Line] = []
    line: list[Word] = []
    word: list[Letter] = []
    for number, letter in enumerate([*letters, Letter("\n", None)]):
        if number in unseen or (letter.box is None and not letter.letter.isspace()):
            continue
        if letter.box is not None:
            word.append(letter)
            continue
        if word:
            boxes = around(one.box for one in word if one.box)
            line.append(Word("".join(one.letter for one in word), boxes))
            word = []
        if letter.letter == "\n":
            lines.append(line)
            line = []
    lines = [] if _is_garbled(letters) else lines
    return read_page(in_paragraphs(lines), SOURCE)


def _is_garbled(letters: Sequence[Letter]) -> bool:
    placed = [one.letter for one in letters if one.box is not None]
    strange = sum(not one or one == "\ufffd" or ord(one) in PRIVATE_USE for one in placed)
    return strange > GARBLED * len(placed)

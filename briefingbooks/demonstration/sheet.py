"""The demonstration sheet: two pages drawn here, with the text, note and excisions of each."""

from io import BytesIO
from textwrap import wrap

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row
from collections_app.intake import take_in
from collections_app.models import (
    Copy,
    Derivative,
    DigitalFile,
    Excision,
    ExemptionCode,
    Language,
    Page,
    PageNote,
    PageText,
)

WIDTH, HEIGHT, MARGIN = 1240, 1754, 120  # an A4 page at 150 dots to the inch
HEADING, BODY, LINE, GAP, LETTERS = 44, 32, 48, 40, 60
PAPER, INK, RULE = "#fbfaf7", "#1d1b18", "#8a8378"
STAMP = "Demonstration. Drawn by this software. Not a historical document."

Box = tuple[float, float, float, float]


def load_sheet(demonstration: Demonstration) -> None:
    """Draw the pages of the demonstration sheet and add them to the copy that was just released.

    Where that copy was found and not made in this run, nothing is drawn again.
    """
    copy = demonstration.keys("copy").get("demo-sheet")
    if copy is None:
        return
    for row in reading.document("sheet.toml")["page"]:
        picture, bar = draw(row)
        file = _add_picture(demonstration, copy, row, picture)
        _add_words(copy, file.pages.get(), row, bar)


def draw(row: Row) -> tuple[bytes, Box | None]:
    """Draw a page as PNG; return it with the place of the bar that covers a whole paragraph.

    The place is given in fractions of width and height, from the top left.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 40, WIDTH - 40, HEIGHT - 40), outline=RULE, width=3)
    pen.text((MARGIN, MARGIN), row["heading"], fill=INK, font=ImageFont.load_default(HEADING))
    y, bar = MARGIN + HEADING + 2 * GAP, None
    for number, words in enumerate(row["paragraphs"]):
        is_covered = _covers_a_paragraph(row) and number == row["withheld"]["paragraph"]
        top, y = y, _draw_paragraph(pen, y, words, is_covered=is_covered)
        if is_covered:
            bar = (
                MARGIN / WIDTH,
                top / HEIGHT,
                (WIDTH - 2 * MARGIN) / WIDTH,
                (y - GAP - top) / HEIGHT,
            )
    pen.text((MARGIN, HEIGHT - MARGIN), STAMP, fill=INK, font=ImageFont.load_default(BODY - 6))
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue(), bar


def _draw_paragraph(pen: ImageDraw.ImageDraw, y: int, words: str, *, is_covered: bool) -> int:
    lines = wrap(words, LETTERS)
    height = max(len(lines), 2 if is_covered else 1) * LINE
    if is_covered:
        pen.rectangle((MARGIN, y, WIDTH - MARGIN, y + height), fill=INK)
    color, indent = (PAPER, MARGIN + 16) if is_covered else (INK, MARGIN)
    for place, line in enumerate(lines):
        at = (indent, y + place * LINE + 6)
        pen.text(at, line, fill=color, font=ImageFont.load_default(BODY))
    return y + height + GAP


def _covers_a_paragraph(row: Row) -> bool:
    return "passage" not in row["withheld"]


def _add_picture(demonstration: Demonstration, copy: Copy, row: Row, picture: bytes) -> DigitalFile:
    name = f"demonstration-{row['label'].replace(' ', '-')}.png"
    file = take_in(copy, SimpleUploadedFile(name, picture, "image/png"), None)
    images = Derivative.objects.filter(page__file=file)
    demonstration.written += [file.file, *(image.file for image in images)]
    file.caption = "Drawn for the demonstration."
    file.alt_text = f"{row['heading']}. Its words stand beneath."
    file.full_clean()
    file.save()
    return file


def _add_words(copy: Copy, page: Page, row: Row, bar: Box | None) -> None:
    page.label = row["label"]
    page.full_clean()
    page.save()
    text = PageText(
        page=page,
        text="\n\n".join(row["paragraphs"]),
        language=Language.objects.get(code="en"),
        source="The words that were drawn",
        is_reviewed=True,
    )
    text.full_clean()
    text.save()
    if "note" in row:
        _add_note(text, row)
    _add_excision(copy, text, row["withheld"], row["paragraphs"], bar)


def _add_note(text: PageText, row: Row) -> None:
    said = row["note"]
    start = text.text.index(said["after"]) + len(said["after"])
    note = PageNote(page_text=text, label=said["label"], offset=start, text=said["text"])
    note.full_clean()
    note.save()


def _add_excision(
    copy: Copy, text: PageText, row: Row, paragraphs: list[str], bar: Box | None
) -> None:
    printed = row.get("passage") or paragraphs[row["paragraph"]]
    start = text.text.index(printed)
    x, y, width, height = bar or (None, None, None, None)
    excision = Excision(
        copy=copy,
        page=text.page,
        printed_form=printed,
        nature=row["nature"],
        amount=row.get("amount"),
        unit=row.get("unit", ""),
        reason=row["reason"],
        start=start,
        end=start + len(printed),
        x=x,
        y=y,
        width=width,
        height=height,
    )
    excision.full_clean()
    excision.save()
    excision.exemptions.set(ExemptionCode.objects.filter(scheme="FOIA", code="(b)(1)"))

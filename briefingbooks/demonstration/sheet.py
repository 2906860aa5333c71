"""The pages of the demonstration: drawn here, with the texts, notes and excisions of each."""

from io import BytesIO
from textwrap import wrap

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFont

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row
from collections_app.intake import take_in
from collections_app.models import (
    Copy,
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
SMALL, SMALL_LINE, SMALL_LETTERS, SMALL_WIDTH = 22, 30, 88, 900
PAPER, INK, RULE = "#fbfaf7", "#1d1b18", "#8a8378"
STAMP = "Demonstration. Drawn by this software. Not a historical document."

LETTERING = settings.BASE_DIR / "static" / "fonts" / "record-serif-roman.woff2"

Box = tuple[float, float, float, float]
Face = ImageFont.FreeTypeFont | ImageFont.ImageFont


def load_sheets(demonstration: Demonstration) -> None:
    """Draw pages and add them to the copies made in this run that are to have some.

    A copy that was found keeps what it has: nothing is drawn again.
    """
    for name, copy in demonstration.keys("drawn").items():
        for row in reading.document(name)["page"]:
            picture, bar = draw(row)
            file = _add_picture(demonstration, copy, row, picture)
            _add_words(copy, file.pages.get(), row, bar)


def draw(row: Row) -> tuple[bytes, Box | None]:
    """Draw a page as PNG; return it with the place of the bar that covers a whole paragraph.

    The place is given in fractions of width and height, from the top left. A page with small
    print is drawn at twice the size, so that there is something to enlarge.
    """
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    pen.rectangle((40, 40, WIDTH - 40, HEIGHT - 40), outline=RULE, width=3)
    pen.text((MARGIN, MARGIN), row["heading"], fill=INK, font=_font(HEADING))
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
    pen.text((MARGIN, HEIGHT - MARGIN), STAMP, fill=INK, font=_font(BODY - 6))
    if "small_print" in row:
        image = image.resize((2 * WIDTH, 2 * HEIGHT), Image.Resampling.LANCZOS)
        _draw_small_print(ImageDraw.Draw(image), row["small_print"])
    content = BytesIO()
    image.save(content, "PNG", optimize=True)
    return content.getvalue(), bar


def _font(size: int) -> Face:
    """Return the letters of the house; a Pillow that can not read them has plain ones."""
    try:
        return ImageFont.truetype(LETTERING, size)
    except OSError:
        return ImageFont.load_default(size)


def _draw_paragraph(pen: ImageDraw.ImageDraw, y: int, words: str, *, is_covered: bool) -> int:
    lines = wrap(words, LETTERS)
    height = max(len(lines), 2 if is_covered else 1) * LINE
    if is_covered:
        pen.rectangle((MARGIN, y, WIDTH - MARGIN, y + height), fill=INK)
    color, indent = (PAPER, MARGIN + 16) if is_covered else (INK, MARGIN)
    for place, line in enumerate(lines):
        at = (indent, y + place * LINE + 6)
        pen.text(at, line, fill=color, font=_font(BODY))
    return y + height + GAP


def _draw_small_print(pen: ImageDraw.ImageDraw, words: str) -> None:
    """Set words in the middle, so small that nobody reads them in a picture of the whole page."""
    lines = wrap(words, SMALL_LETTERS)
    top = HEIGHT - len(lines) * SMALL_LINE // 2
    for place, line in enumerate(lines):
        at = (WIDTH - SMALL_WIDTH // 2, top + place * SMALL_LINE)
        pen.text(at, line, fill=INK, font=_font(SMALL))


def _covers_a_paragraph(row: Row) -> bool:
    return "withheld" in row and "passage" not in row["withheld"]


def _add_picture(demonstration: Demonstration, copy: Copy, row: Row, picture: bytes) -> DigitalFile:
    name = f"demonstration-{row['label'].replace(' ', '-')}.png"
    file = take_in(copy, SimpleUploadedFile(name, picture, "image/png"), None)
    demonstration.written.append(file.file)
    demonstration.to_process.append(file.pk)
    file.caption = "Drawn for the demonstration."
    file.alt_text = f"{row['heading']}. Its words stand beneath."
    file.full_clean()
    file.save()
    return file


def _add_words(copy: Copy, page: Page, row: Row, bar: Box | None) -> None:
    page.label = row["label"]
    page.full_clean()
    page.save()
    said = [*row["paragraphs"], *([row["small_print"]] if "small_print" in row else [])]
    text = _add_text(page, said, row.get("language", "en"), PageText.Kind.TRANSCRIPTION)
    if "translation" in row:
        _add_text(page, row["translation"], "en", PageText.Kind.TRANSLATION)
    if "note" in row:
        _add_note(text, row)
    if "withheld" in row:
        _add_excision(copy, text, row["withheld"], row["paragraphs"], bar)


def _add_text(page: Page, paragraphs: list[str], language: str, kind: str) -> PageText:
    text = PageText(
        page=page,
        kind=kind,
        text="\n\n".join(paragraphs),
        language=Language.objects.get(code=language),
        source="The words that were drawn" if kind == PageText.Kind.TRANSCRIPTION else "",
        is_reviewed=True,
    )
    text.full_clean()
    text.save()
    return text


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

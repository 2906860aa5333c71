"""A page with words drawn on it, of which a test knows where each stands."""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw, ImageFont

from collections_app import background, dependants
from collections_app.models import Copy, Derivative, DigitalFile, Excision, Page, PageText
from tests.make import make_copy, make_excision, make_item, make_page, make_page_text

SIZE = (1200, 1600)
LETTERS = 40
LINES = [
    "The driver left Kigali at noon.",
    "He met the informant Zanzibarfinch there",
    "and gave him the list of names.",
    "Nobody else was in the room.",
]
SECRET = "Zanzibarfinch"
Box = tuple[float, float, float, float]


@dataclass
class Drawn:
    """A drawn page: the image, its text, and where each word of the text stands in fractions."""

    image: Image.Image
    text: str
    words: list[list[float]]

    def place(self, word: str) -> Box:
        """Return x, y, width and height of the first word that begins like this."""
        at = self.text.index(word)
        found = next(one for one in self.words if one[0] <= at < one[1])
        return (found[2], found[3], found[4], found[5])


def drawn_page(lines: list[str] = LINES, size: tuple[int, int] = SIZE) -> Drawn:
    """Draw lines of words in black on white."""
    image = Image.new("RGB", size, "white")
    pen, font = ImageDraw.Draw(image), ImageFont.load_default(LETTERS)
    words: list[list[float]] = []
    text = ""
    for number, line in enumerate(lines):
        x, y = 100.0, 200 + number * 90
        for word in line.split():
            pen.text((x, y), word, fill="black", font=font)
            left, top, right, bottom = pen.textbbox((x, y), word, font=font)
            start = len(text)
            text += word + " "
            box = [
                left / size[0],
                top / size[1],
                (right - left) / size[0],
                (bottom - top) / size[1],
            ]
            words.append([start, start + len(word), *box])
            x = right + 24
        text = text.rstrip() + "\n"
    return Drawn(image, text.rstrip(), words)


def make_scanned_page(
    drawn: Drawn | None = None, *, copy: Copy | None = None, form: str = "PNG", **fields: Any
) -> tuple[Page, PageText]:
    """Make a public page from a master of these words, processed and read by a machine."""
    drawn = drawn or drawn_page()
    copy = copy or make_copy(item=make_item(published=True), opened=True, is_shown=True)
    stream = BytesIO()
    drawn.image.save(stream, form, **fields)
    suffix = {"PNG": "png", "JPEG": "jpg", "TIFF": "tif"}[form]
    file = DigitalFile(
        copy=copy,
        original_name=f"scan.{suffix}",
        media_type=f"image/{form.lower()}",
        bytes=len(stream.getvalue()),
        sha256=f"{copy.files.count():064}",
        processing=DigitalFile.State.READY,
    )
    file.file.save(f"master.{suffix}", ContentFile(stream.getvalue()), save=False)
    file.save()
    page = make_page(
        copy=copy, file=file, number_in_file=1, width=drawn.image.width, height=drawn.image.height
    )
    text = make_page_text(page=page, kind="ocr", text=drawn.text, words=drawn.words)
    return page, text


def withhold(page: Page, box: Box, **fields: Any) -> Excision:
    """Draw an excision of ours around a place, a little larger than it."""
    x, y, width, height = box
    return make_excision(
        copy=page.copy,
        page=page,
        made_by=Excision.MadeBy.US,
        printed_form=fields.pop("printed_form", "withheld by us"),
        x=x - 0.004,
        y=y - 0.004,
        width=width + 0.008,
        height=height + 0.008,
        **fields,
    )


def images(page: Page) -> Iterator[tuple[str, Image.Image, tuple[int, int, int, int]]]:
    """Yield every image that readers can get of a page, with the part of the page it shows."""
    full = (page.width or 0, page.height or 0)
    for made in Derivative.objects.filter(page=page):
        with made.file.open("rb") as stream:
            content = stream.read()
        if not made.index:
            yield made.kind, Image.open(BytesIO(content)), (0, 0, *full)
            continue
        for address, (offset, length) in made.index.items():
            region = address.split("/")[0]
            box = [0, 0, *full] if region == "full" else [int(n) for n in region.split(",")]
            left, top, width, height = box
            image = Image.open(BytesIO(content[offset : offset + length]))
            yield address, image, (left, top, left + width, top + height)


def burnt(page: Page) -> Page:
    """Have done what follows from a change of the document of a page."""
    dependants.announce_change(page.copy.item)
    background.drain()
    page.refresh_from_db()
    return page


def make_redacted() -> tuple[Page, PageText, Excision]:
    """Make a page whose secret word was withheld by us and burnt in."""
    drawn = drawn_page()
    page, text = make_scanned_page(drawn)
    excision = withhold(page, drawn.place(SECRET), reason="Names a person still in danger.")
    burnt(page)
    text.refresh_from_db()
    excision.refresh_from_db()
    return page, text, excision

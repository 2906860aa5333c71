"""Areas of a page made solid before anything is made from it, and proof that they are. Pure.

An area is rounded outward to whole pixels and given a margin, never cut inward, so that no edge of
a letter stays. It is filled at full size, before the page is made smaller or cut into tiles.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil, floor
from typing import cast

from PIL import Image, ImageDraw, ImageFont

FILL = (0, 0, 0)
LABEL_INK = (255, 255, 255)
LABEL = "withheld by us"
LEAST_MARGIN = 2
# On a large scan, letters fray by more than on a small one: one pixel for every so many.
PIXELS_PER_MARGIN = 800
SMALLEST_LABEL, LARGEST_LABEL = 12, 72
# Where a bar meets paper, the compression of an image smears a few pixels of its edge.
SMEARED = 8
DARK_ENOUGH = 48

Box = tuple[int, int, int, int]


class NotCovered(Exception):
    """Raised where an image made for readers shows something in an area that must be solid."""


@dataclass(frozen=True, slots=True)
class Area:
    """An area of a page in fractions of its width and height, from the top left."""

    x: float
    y: float
    width: float
    height: float

    def touches(self, x: float, y: float, width: float, height: float) -> bool:
        """Say whether another area lies in this one, at least with an edge."""
        beside = x > self.x + self.width or x + width < self.x
        return not (beside or y > self.y + self.height or y + height < self.y)

    def share_of(self, x: float, y: float, width: float, height: float) -> float:
        """Return how much of another area lies in this one, from 0 to 1."""
        across = min(x + width, self.x + self.width) - max(x, self.x)
        down = min(y + height, self.y + self.height) - max(y, self.y)
        whole = width * height
        return max(0.0, across) * max(0.0, down) / whole if whole > 0 else 0.0

    def grown(self, across: float, down: float) -> "Area":
        """Return the area with a margin, in fractions, on each side."""
        return Area(self.x - across, self.y - down, self.width + 2 * across, self.height + 2 * down)


def margin_of(size: tuple[int, int]) -> int:
    """Return how many pixels an area is made wider on each side of an image of this size."""
    return max(LEAST_MARGIN, ceil(max(size) / PIXELS_PER_MARGIN))


def pixels(area: Area, size: tuple[int, int], margin: int = 0) -> Box:
    """Return left, top, right and bottom of an area, the last two excluded, inside the image."""
    width, height = size
    return (
        max(0, floor(area.x * width) - margin),
        max(0, floor(area.y * height) - margin),
        min(width, ceil((area.x + area.width) * width) + margin),
        min(height, ceil((area.y + area.height) * height) + margin),
    )


def black_out(image: Image.Image, areas: Iterable[Area], besides: Iterable[Area] = ()) -> None:
    """Fill areas of an RGB image with solid black, in place, and say in each what it is.

    `besides` are filled too, and say nothing: they belong to one of the areas.
    """
    margin = margin_of(image.size)
    boxes = [pixels(area, image.size, margin) for area in areas]
    pen = ImageDraw.Draw(image)
    for left, top, right, bottom in [*boxes, *(pixels(one, image.size, margin) for one in besides)]:
        pen.rectangle((left, top, right - 1, bottom - 1), fill=FILL)
    for box in boxes:
        label = _label_in(box)
        if label is not None:
            place, size = label
            pen.text(place[:2], LABEL, fill=LABEL_INK, font=ImageFont.load_default(size))


def refuse_uncovered(
    image: Image.Image,
    areas: Iterable[Area],
    full_size: tuple[int, int],
    region: Box | None = None,
    besides: Iterable[Area] = (),
) -> None:
    """Raise `NotCovered` unless every area is solid in an image made from a blacked out page.

    `full_size` is the size at which the areas were filled, `region` the part of it that the image
    shows. Left out are the words that say what a bar is, and the edge that compression smears.
    """
    left, top, right, bottom = region or (0, 0, *full_size)
    scale = (image.width / (right - left), image.height / (bottom - top))
    margin, areas = margin_of(full_size), list(areas)
    cover = image.convert("L")
    for area in areas:
        label = _label_in(pixels(area, full_size, margin))
        if label is not None:
            words = _seen(label[0], (left, top), scale, SMEARED)
            ImageDraw.Draw(cover).rectangle(words, fill=0)
    for area in [*areas, *besides]:
        inside = _seen(pixels(area, full_size), (left, top), scale, -SMEARED)
        box = (
            max(0, inside[0]),
            max(0, inside[1]),
            min(image.width, inside[2]),
            min(image.height, inside[3]),
        )
        if box[2] <= box[0] or box[3] <= box[1]:
            continue
        _, brightest = cast("tuple[int, int]", cover.crop(box).getextrema())
        if brightest > DARK_ENOUGH:
            raise NotCovered(f"Something shows in the area at {area.x:.1%}, {area.y:.1%}.")


def _seen(box: Box, origin: tuple[int, int], scale: tuple[float, float], grow: int) -> Box:
    """Return where a box of the full page lies in an image of a part of it."""
    return (
        floor((box[0] - origin[0]) * scale[0]) - grow,
        floor((box[1] - origin[1]) * scale[1]) - grow,
        ceil((box[2] - origin[0]) * scale[0]) + grow,
        ceil((box[3] - origin[1]) * scale[1]) + grow,
    )


def _label_in(box: Box) -> tuple[Box, int] | None:
    """Return where the label stands in a bar, and its size; nothing where it does not fit."""
    width, height = box[2] - box[0], box[3] - box[1]
    size = min(LARGEST_LABEL, int(height * 0.6), int(width / (0.6 * len(LABEL))))
    if size < SMALLEST_LABEL:
        return None
    left, top, right, bottom = ImageFont.load_default(size).getbbox(LABEL)
    x, y = (
        box[0] + (width - (right - left)) / 2 - left,
        box[1] + (height - (bottom - top)) / 2 - top,
    )
    x, y = round(x), round(y)
    place = (x, y, ceil(x + right), ceil(y + bottom))
    fits = place[0] >= box[0] and place[2] <= box[2] and place[3] <= box[3]
    return (place, size) if fits else None

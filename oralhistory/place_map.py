"""Where places lie, drawn on outlines of countries. Pure: degrees in, a drawing out.

The drawing has a tenth of a degree as its unit, like `static/img/world.svg`; latitudes are turned
over, as north is up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

LEAST_WIDTH = 240.0  # 24 degrees: the outlines are too coarse to be shown larger
SHAPE = 0.62  # height by width
MARGIN = 1.3
WORLD = (-1800.0, -900.0, 3600.0, 1800.0)


class Placed(Protocol):
    """What the drawing needs to know of a place; degrees are written as decimals or empty."""

    @property
    def name(self) -> str: ...
    @property
    def latitude(self) -> str: ...
    @property
    def longitude(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Spot:
    """One place on the drawing, with the numbers that it has in the list."""

    x: float
    y: float
    numbers: list[int]
    name: str

    @property
    def label(self) -> str:
        return ", ".join(str(number) for number in self.numbers)


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """The part of the world that holds every spot, and how large a spot is drawn there."""

    x: float
    y: float
    width: float
    height: float
    spots: list[Spot]

    @property
    def view_box(self) -> str:
        return f"{self.x:.1f} {self.y:.1f} {self.width:.1f} {self.height:.1f}"

    @property
    def radius(self) -> str:
        return f"{self.width / 110:.2f}"

    @property
    def letters(self) -> str:
        """How high the letters are."""
        return f"{self.width / 34:.2f}"


def place_map(places: Sequence[Placed]) -> PlaceMap | None:
    """Return a drawing of the places whose degrees are known; nothing where there are none.

    Places are numbered from 1 as they are given; the same spot is drawn once, with every number.
    """
    spots: dict[tuple[float, float], Spot] = {}
    for number, place in enumerate(places, start=1):
        if place.latitude and place.longitude:
            x, y = float(place.longitude) * 10, -float(place.latitude) * 10
            spots.setdefault((x, y), Spot(x, y, [], place.name)).numbers.append(number)
    if not spots:
        return None
    return _around(list(spots.values()))


def _around(spots: list[Spot]) -> PlaceMap:
    left, right = min(spot.x for spot in spots), max(spot.x for spot in spots)
    top, bottom = min(spot.y for spot in spots), max(spot.y for spot in spots)
    width = max((right - left) * MARGIN, (bottom - top) * MARGIN / SHAPE, LEAST_WIDTH)
    width = min(width, WORLD[2])
    height = min(width * SHAPE, WORLD[3])
    x = min(max((left + right - width) / 2, WORLD[0]), WORLD[0] + WORLD[2] - width)
    y = min(max((top + bottom - height) / 2, WORLD[1]), WORLD[1] + WORLD[3] - height)
    return PlaceMap(x, y, width, height, spots)

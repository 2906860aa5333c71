"""Draw the outlines of countries for maps of places: TopoJSON in degrees in, SVG out.

    .venv/bin/python scripts/make_world_map.py countries-110m.json > static/img/world.svg

The outlines are those of Natural Earth (public domain), as the npm package world-atlas 2 has them.
One unit of the drawing is a tenth of a degree; north is up, so latitudes are turned over.
"""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ANTARCTICA = "010"
Point = tuple[int, int]


def main() -> None:
    """Write the drawing to standard output."""
    topology = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    arcs = [list(decoded(arc, topology["transform"])) for arc in topology["arcs"]]
    countries = topology["objects"]["countries"]["geometries"]
    paths = [path(one, arcs) for one in countries if one.get("id") != ANTARCTICA]
    print(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="-1800 -900 3600 1800">'
        f'<path id="world" d="{"".join(paths)}"/></svg>'
    )


def decoded(arc: list[list[int]], transform: dict[str, list[float]]) -> Iterator[Point]:
    """Yield the points of an arc in tenths of degrees; they are kept as steps between them."""
    (scale_x, scale_y), (from_x, from_y) = transform["scale"], transform["translate"]
    x = y = 0
    for step_x, step_y in arc:
        x, y = x + step_x, y + step_y
        yield round((x * scale_x + from_x) * 10), round(-(y * scale_y + from_y) * 10)


def path(country: dict[str, Any], arcs: list[list[Point]]) -> str:
    """Return the rings of a country as the data of a path."""
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    return "".join(ring(indexes, arcs) for polygon in polygons for indexes in polygon)


def ring(indexes: list[int], arcs: list[list[Point]]) -> str:
    """Join arcs to a ring; an arc with a negative index (one's complement) runs backwards."""
    points: list[Point] = []
    for index in indexes:
        arc = arcs[index] if index >= 0 else arcs[~index][::-1]
        points += arc[1:] if points else arc
    (x, y), *others = points[:-1]
    drawn = f"M{x} {y}l"
    for next_x, next_y in others:
        drawn += f"{next_x - x} {next_y - y} "
        x, y = next_x, next_y
    return drawn.replace(" -", "-").rstrip() + "z"


if __name__ == "__main__":
    main()

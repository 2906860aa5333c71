"""Where the places of a list lie, on the outlines of countries."""

from dataclasses import dataclass

from django.conf import settings

from oralhistory.place_map import LEAST_WIDTH, WORLD, place_map


@dataclass(frozen=True)
class Place:
    name: str
    latitude: str = ""
    longitude: str = ""


KIGALI = Place("Kigali", "-1.95", "30.06")
NEW_YORK = Place("New York", "40.75", "-73.97")
FIJI = Place("Suva", "-18.14", "178.44")


def test_places_without_degrees_are_in_no_drawing_and_keep_their_number() -> None:
    assert place_map([Place("The hill")]) is None
    drawn = place_map([Place("The hill"), KIGALI])
    assert drawn is not None
    assert [spot.label for spot in drawn.spots] == ["2"]


def test_a_spot_spoken_of_twice_is_drawn_once_with_both_numbers() -> None:
    drawn = place_map([KIGALI, NEW_YORK, KIGALI])
    assert drawn is not None
    assert [(spot.name, spot.label) for spot in drawn.spots] == [
        ("Kigali", "1, 3"),
        ("New York", "2"),
    ]


def test_every_spot_lies_in_the_drawing_and_the_drawing_in_the_world() -> None:
    for places in (
        [KIGALI],
        [KIGALI, NEW_YORK],
        [FIJI],
        [FIJI, NEW_YORK],
        [Place("S", "-90", "0")],
    ):
        drawn = place_map(places)
        assert drawn is not None
        assert drawn.width >= LEAST_WIDTH
        assert WORLD[0] <= drawn.x
        assert drawn.x + drawn.width <= WORLD[0] + WORLD[2] + 0.01
        for spot in drawn.spots:
            assert drawn.x <= spot.x <= drawn.x + drawn.width
            assert drawn.y <= spot.y <= drawn.y + drawn.height


def test_north_is_up_and_the_outlines_are_drawn_to_the_same_measure() -> None:
    drawn = place_map([KIGALI, NEW_YORK])
    assert drawn is not None
    kigali, new_york = drawn.spots
    assert new_york.y < kigali.y
    world = (settings.BASE_DIR / "static" / "img" / "world.svg").read_text()
    assert 'viewBox="-1800 -900 3600 1800"' in world

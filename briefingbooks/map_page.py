"""The places of one book: of its documents, events and testimony, as far as each may be seen."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from math import hypot
from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from briefingbooks.models import Book, ChronologyEvent
from briefingbooks.pages import BookPage, EntryView
from briefingbooks.places import entry_named
from collections_app.models import ArchivalItem, ItemPlace, Place
from collections_app.publication import Visitor
from oralhistory.models import Interview
from oralhistory.place_map import PlaceMap, Spot, place_map

APART = 30  # spots nearer than this part of the width of the map would cover one another


@dataclass(frozen=True, slots=True)
class Placed:
    """What of a book lies at a place: what it has to do with it, its title, its anchor there."""

    what: str
    title: str
    fragment: str


@dataclass(slots=True)
class MappedPlace:
    """A place of a book; degrees are decimals, or empty where nobody gave them."""

    name: str
    url: str
    latitude: str
    longitude: str
    things: list[Placed] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class MapPage:
    """The places of a book in the order of their names, and where they lie."""

    places: list[MappedPlace]
    map: PlaceMap | None


def map_of(page: BookPage, book: Book, user: Visitor, at: datetime | None = None) -> MapPage:
    """Gather the public places of what an assembled book shows. Three queries."""
    entries = {entry.ref: entry for entry in page.entries if not entry.is_hidden}
    found: dict[str, MappedPlace] = {}
    for place, said in _of_documents(entries, user, at):
        _place(found, place).things.append(said)
    for place, said in _of_testimony(entries, user, at):
        _place(found, place).things.append(said)
    events = ChronologyEvent.objects.visible_to(user, at).filter(book=book)
    events = events.filter(mapped_place__in=Place.objects.public(at))
    for event in events.select_related("mapped_place"):
        said = Placed(
            _("Event, {date_words}").format(date_words=event.date_words),
            event.title,
            f"#{event.anchor}",
        )
        _place(found, event.mapped_place).things.append(said)
    places = sorted(found.values(), key=lambda one: (not one.latitude, one.name.casefold()))
    drawn = place_map(places)
    return MapPage(places, _gathered(drawn) if drawn else None)


def _gathered(drawn: PlaceMap) -> PlaceMap:
    """Draw spots that would cover one another as one, with the numbers of all."""
    kept: list[Spot] = []
    for spot in drawn.spots:
        near = (one for one in kept if hypot(one.x - spot.x, one.y - spot.y) < drawn.width / APART)
        if (first := next(near, None)) is None:
            kept.append(spot)
        else:
            place = kept.index(first)
            numbers, name = sorted([*first.numbers, *spot.numbers]), f"{first.name}, {spot.name}"
            kept[place] = replace(first, numbers=numbers, name=name)
    return replace(drawn, spots=kept)


def _of_documents(
    entries: dict[str, EntryView], user: Visitor, at: datetime | None
) -> Iterable[tuple[Place, Placed]]:
    items = ArchivalItem.objects.visible_to(user, at).filter(ref__in=list(entries))
    placed = Place.objects.public(at).filter(item_places__item__in=items)
    used = placed.annotate(ref=F("item_places__item__ref"), role=F("item_places__role"))
    for place in used.order_by("name", "ref", "role"):
        said = str(ItemPlace.Role(place.role).label)
        yield place, _said(entries[place.ref], said)


def _of_testimony(
    entries: dict[str, EntryView], user: Visitor, at: datetime | None
) -> Iterable[tuple[Place, Placed]]:
    told = Interview.objects.visible_to(user, at).filter(
        ref__in=list(entries), place__in=Place.objects.public(at)
    )
    for interview in told.select_related("place"):
        yield interview.place, _said(entries[interview.ref], _("recorded there"))


def _said(entry: EntryView, what: str) -> Placed:
    return Placed(f"{entry_named(entry)}, {what}", entry.title, f"#{entry.anchor}")


def _place(found: dict[str, MappedPlace], place: Any) -> MappedPlace:
    new = MappedPlace(
        place.name,
        place.get_absolute_url(),
        "" if place.latitude is None else f"{place.latitude}",
        "" if place.longitude is None else f"{place.longitude}",
    )
    return found.setdefault(place.slug, new)

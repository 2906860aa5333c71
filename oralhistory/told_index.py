"""The index of an interview as its page shows it, in a number of queries that never grows."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Prefetch

from collections_app.links_said import LinkSaid, links_said
from collections_app.models import Agent, ArchivalItem, Place, Subject
from collections_app.publication import Visitor
from oralhistory.clock import clock, seconds
from oralhistory.models import (
    IndexPoint,
    IndexPointLink,
    IndexPointPlace,
    Interview,
    PublicIndexPoint,
)


@dataclass(frozen=True, slots=True)
class PlaceSpokenOf:
    """A place spoken of: its name, where it is described here, and where on the globe it lies."""

    name: str
    url: str
    latitude: str
    longitude: str
    moment: str
    fragment: str


@dataclass(frozen=True, slots=True)
class PointView:
    """A point of the index with everything that it leads to."""

    key: int
    start_ms: int
    end_ms: int | None
    title: str
    synopsis: str
    partial_transcript: str
    keywords: list[str]
    language: str
    subjects: list[Subject]
    items: list[ArchivalItem]
    people: list[Agent]
    places: list[PlaceSpokenOf]
    links: list[LinkSaid]

    @property
    def clock(self) -> str:
        return clock(self.start_ms)

    @property
    def seconds(self) -> str:
        return seconds(self.start_ms)

    @property
    def fragment(self) -> str:
        return f"t={seconds(self.start_ms)}"


def index_of(interview: Interview, user: Visitor, language: str) -> list[PointView]:
    """Return the index in a language, or in the one that has most of it. Eight queries at most."""
    by_language = index_in(interview, user)
    if language in by_language:
        return by_language[language]
    return max(by_language.values(), key=len, default=[])


def index_in(interview: Interview, user: Visitor) -> dict[str, list[PointView]]:
    """Return the index in every language that it is told in, by code. Eight queries at most."""
    told = list(
        PublicIndexPoint.objects.visible_to(user).filter(interview=interview).order_by("start_ms")
    )
    if not told:
        return {}
    keys = [point.point_id for point in told]
    parts = _parts(keys, user)
    places, links = _places(keys, user), _links(keys, user)
    views: dict[str, list[PointView]] = defaultdict(list)
    for point in told:
        if point.point_id in parts:
            part = parts[point.point_id]
            view = _view(point, part, places[point.point_id], links[point.point_id])
            views[point.language_id].append(view)
    return dict(views)


def _view(
    point: PublicIndexPoint,
    part: IndexPoint,
    places: list[PlaceSpokenOf],
    links: list[IndexPointLink],
) -> PointView:
    return PointView(
        key=point.point_id,
        start_ms=point.start_ms,
        end_ms=point.end_ms,
        title=point.title,
        synopsis=point.synopsis,
        partial_transcript=point.partial_transcript,
        keywords=point.keywords,
        language=point.language_id,
        subjects=list(part.subjects.all()),
        items=list(part.items.all()),
        people=list(part.people.all()),
        places=places,
        links=links_said(links),
    )


def _parts(keys: list[int], user: Visitor) -> dict[int, IndexPoint]:
    points = IndexPoint.objects.visible_to(user).filter(pk__in=keys)
    loaded = points.prefetch_related(
        Prefetch("subjects", Subject.objects.public()),
        Prefetch("items", ArchivalItem.objects.public()),
        Prefetch("people", Agent.objects.public()),
    )
    return {point.pk: point for point in loaded}


def _places(keys: list[int], user: Visitor) -> dict[int, list[PlaceSpokenOf]]:
    found: dict[int, list[PlaceSpokenOf]] = defaultdict(list)
    spoken_of = IndexPointPlace.objects.visible_to(user).filter(point__in=keys)
    public = {
        place.pk: place for place in Place.objects.public().filter(index_point_places__in=spoken_of)
    }
    for one in spoken_of.select_related("point").order_by("point", "pk"):
        place = public.get(one.place_id or 0)
        if one.place_id and place is None:
            continue
        latitude = one.latitude if one.latitude is not None or not place else place.latitude
        longitude = one.longitude if one.longitude is not None or not place else place.longitude
        found[one.point_id].append(
            PlaceSpokenOf(
                name=one.name or (place.name if place else ""),
                url=place.get_absolute_url() if place else "",
                latitude=_degrees(latitude),
                longitude=_degrees(longitude),
                moment=clock(one.point.start_ms),
                fragment=f"t={seconds(one.point.start_ms)}",
            )
        )
    return found


def _degrees(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():f}"


def _links(keys: list[int], user: Visitor) -> dict[int, list[IndexPointLink]]:
    found: dict[int, list[IndexPointLink]] = defaultdict(list)
    for use in (
        IndexPointLink.objects.visible_to(user).filter(point__in=keys).select_related("link")
    ):
        found[use.point_id].append(use)
    return found

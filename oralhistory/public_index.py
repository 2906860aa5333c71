"""The points of an index that readers may get, in the words that they may get."""

from collections.abc import Iterator
from itertools import pairwise

from collections_app.names import NameFinder
from oralhistory.closings import Closings
from oralhistory.models import IndexPoint, IndexPointText, Interview, PublicIndexPoint


def public_index_points(
    interview: Interview, closings: Closings, finder: NameFinder, *, with_transcript: bool
) -> Iterator[PublicIndexPoint]:
    """Yield each point in each language in which it is written.

    Left out are points that are withheld, that name a protected person, and those within whose
    time something is withheld, until somebody said that they tell nothing of it. The words quoted
    from the transcript are never told there, nor where the transcript is not open.
    """
    points = list(
        interview.index_points.prefetch_related("texts", "places", "links__link").order_by(
            "start_ms", "pk"
        )
    )
    ends = {one.pk: _end(one, after) for one, after in pairwise([*points, None])}
    for point in points:
        is_near = closings.touches(point.start_ms, ends[point.pk])
        if point.is_withheld or (is_near and not point.is_cleared) or _names(point, finder):
            continue
        for text in point.texts.all():
            yield _public(interview, point, text, is_quoted=with_transcript and not is_near)


def _end(point: IndexPoint, after: IndexPoint | None) -> int | None:
    return point.end_ms if point.end_ms is not None else after.start_ms if after else None


def _names(point: IndexPoint, finder: NameFinder) -> bool:
    said = [getattr(text, field) for text in point.texts.all() for field in text.WORDS]
    said += [place.name for place in point.places.all()]
    said += [
        words for use in point.links.all() for words in (use.note, use.link.title, use.link.url)
    ]
    return any(finder.finds_in(words) for words in said)


def _public(
    interview: Interview, point: IndexPoint, text: IndexPointText, *, is_quoted: bool
) -> PublicIndexPoint:
    return PublicIndexPoint(
        interview=interview,
        point=point,
        language_id=text.language_id,
        start_ms=point.start_ms,
        end_ms=point.end_ms,
        title=text.title,
        synopsis=text.synopsis,
        partial_transcript=text.partial_transcript if is_quoted else "",
        keywords=text.keyword_list,
    )

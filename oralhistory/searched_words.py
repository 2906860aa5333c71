"""The words of testimony that are searched: of the rows that readers get, and of nothing else.

They are written in the transaction in which those rows are. What stands instead of withheld words
is left out. The rule is not asked here: whoever searches asks it of what is found.
"""

from collections.abc import Iterable, Iterator

from django.db import transaction

from collections_app.search_index.index import WordIndex
from collections_app.search_index.rebuilding import Rebuilt, rebuild_with
from collections_app.search_index.rows import Row
from collections_app.search_index.stems import tongue_of
from oralhistory.models import Interview, PublicCue, PublicIndexPoint

TESTIMONY = WordIndex("oralhistory_words")
# Kinds of rows, in the order in which they are shown.
POINT, SPOKEN, TRANSLATED = KINDS = (0, 1, 2)


def write_words(
    interview: Interview, cues: Iterable[PublicCue], points: Iterable[PublicIndexPoint]
) -> None:
    """Have the index of words hold these public rows of an interview and no others."""
    TESTIMONY.write(interview.pk, [*_of_points(points), *_of_passages(cues)])


def words_of_passage(cue: PublicCue) -> str:
    """Return the words of a passage, with blanks of the same length where others stand instead."""
    if cue.is_withheld:
        return ""
    text = cue.text
    for start, end in cue.gaps:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def words_of_point(point: PublicIndexPoint) -> str:
    """Return what a point of an index says, in one text: title, synopsis, keywords."""
    return " · ".join(filter(None, [point.title, point.synopsis, *point.keywords]))


def register() -> None:
    """Say how the words of all interviews are written anew."""
    rebuild_with(Rebuilt("interviews", TESTIMONY, _interviews_after, _write_again))


def _of_passages(cues: Iterable[PublicCue]) -> Iterator[Row]:
    for cue in cues:
        if text := words_of_passage(cue):
            kind = TRANSLATED if cue.is_translation else SPOKEN
            yield Row(kind, cue.pk, text, tongue_of(cue.language_id))


def _of_points(points: Iterable[PublicIndexPoint]) -> Iterator[Row]:
    for point in points:
        yield Row(POINT, point.pk, words_of_point(point), tongue_of(point.language_id))


def _interviews_after(number: int) -> Iterator[int]:
    return iter(Interview.objects.filter(pk__gt=number).order_by("pk").values_list("pk", flat=True))


def _write_again(number: int) -> None:
    with transaction.atomic():
        interview = Interview.objects.select_for_update().get(pk=number)
        write_words(
            interview,
            PublicCue.objects.filter(interview=interview).order_by("pk"),
            PublicIndexPoint.objects.filter(interview=interview).order_by("pk"),
        )

"""The words of testimony that are searched: of the rows that readers get, and of nothing else.

They are written in the transaction in which an interview changes, once it is published. What stands
instead of withheld words is left out. Whoever searches asks the rule of what is found.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from collections_app.dependants import on_change
from collections_app.search_index.forgetting import forget_with
from collections_app.search_index.index import WordIndex
from collections_app.search_index.rebuilding import Rebuilt, rebuild_with
from collections_app.search_index.rows import Row
from collections_app.search_index.stems import ENGLISH, tongue_of
from oralhistory.models import Interview, PublicCue, PublicIndexPoint

if TYPE_CHECKING:
    from collections_app.models import User

TESTIMONY = WordIndex("oralhistory_words")
# Kinds of rows, in the order in which they are shown.
POINT, SPOKEN, TRANSLATED, ABOUT = KINDS = (0, 1, 2, 3)
# What is quoted; the last kind is title and summary of the interview, which its card shows.
QUOTED = (POINT, SPOKEN, TRANSLATED)


def write_words(interview: Interview, by: "User | None" = None) -> None:
    """Have the index hold what readers may search of an interview, and nothing else.

    An interview that nobody may see, now or from its embargo on, has no row.
    """
    _write([interview.pk])


def words_of_passage(cue: PublicCue) -> str:
    """Return the words of a passage, with blanks of the same length where others stand instead."""
    if cue.is_withheld:
        return ""
    text = cue.text
    for start, end in cue.gaps:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def about(interview: Interview) -> str:
    """Return what an interview is called and what is told of it, in one text."""
    return "\n".join(filter(None, [interview.title, interview.summary, interview.ref]))


def words_of_point(point: PublicIndexPoint) -> str:
    """Return what a point of an index says, in one text: title, synopsis, keywords."""
    return " · ".join(filter(None, [point.title, point.synopsis, *point.keywords]))


def register() -> None:
    """Write what changes, and say how all is written anew; called when the application starts."""
    on_change(Interview, write_words)
    forget_with(Interview, TESTIMONY)
    rebuild_with(Rebuilt("interviews", TESTIMONY, _interviews_after, _write))


def _write(keys: list[int]) -> None:
    with transaction.atomic():
        rows: dict[int, list[Row]] = {key: [] for key in keys}
        going_out = Interview.objects.published().filter(pk__in=keys).in_bulk()
        cues = PublicCue.objects.filter(interview__in=going_out).order_by("pk")
        points = PublicIndexPoint.objects.filter(interview__in=going_out).order_by("pk")
        for row_of, found in ((_of_point, points), (_of_passage, cues)):
            for one in found:
                since = going_out[one.interview_id].public_from
                rows[one.interview_id].append(replace(row_of(one), public_from=since))
        for key, interview in going_out.items():
            rows[key].append(Row(ABOUT, 0, about(interview), ENGLISH, interview.public_from))
        TESTIMONY.write_all(rows)


def _of_passage(cue: PublicCue) -> Row:
    kind = TRANSLATED if cue.is_translation else SPOKEN
    return Row(kind, cue.pk, words_of_passage(cue), tongue_of(cue.language_id))


def _of_point(point: PublicIndexPoint) -> Row:
    return Row(POINT, point.pk, words_of_point(point), tongue_of(point.language_id))


def _interviews_after(number: int) -> Iterator[int]:
    return iter(Interview.objects.filter(pk__gt=number).order_by("pk").values_list("pk", flat=True))

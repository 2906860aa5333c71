"""Words looked for across interviews: in how many passages, at which moments, in what words.

The index of words knows nothing of the rule. What it finds counts only for interviews, passages
and points that `public()` returns at this moment, and an interview that asks its readers first is
named and not quoted.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collections_app.search_index.asking import Asked
from collections_app.search_index.quoting import Piece, places_found, quotation
from collections_app.search_index.rows import Hit
from collections_app.search_index.stems import tongue_of
from oralhistory.assembly import notices_of
from oralhistory.clock import clock, seconds
from oralhistory.models import Interview, PublicCue, PublicIndexPoint, Transcript
from oralhistory.searched_words import (
    KINDS,
    POINT,
    QUOTED,
    SPOKEN,
    TESTIMONY,
    TRANSLATED,
    words_of_passage,
    words_of_point,
)

MOMENTS_SHOWN = 3
TITLE_WEIGHS = 5


class Numbers(NamedTuple):
    """In how many passages and points of the index of one interview the words stand."""

    points: int = 0
    spoken: int = 0
    translated: int = 0
    about: int = 0

    @property
    def weight(self) -> int:
        """How much of it there is: a passage and its translation are one, a title is more."""
        return self.points + max(self.spoken, self.translated) + TITLE_WEIGHS * self.about

    @property
    def in_words(self) -> str:
        """Say it: “12 passages, 3 in translation, 1 point of the index”."""
        said = []
        if self.about:
            said.append(_("title or summary"))
        if self.spoken:
            passages = ngettext("{number} passage", "{number} passages", self.spoken)
            said.append(passages.format(number=self.spoken))
        if self.translated:
            said.append(self._translated_in_words())
        if self.points:
            points = ngettext(
                "{number} point of the index", "{number} points of the index", self.points
            )
            said.append(points.format(number=self.points))
        return ", ".join(said)

    def _translated_in_words(self) -> str:
        number = self.translated
        if self.spoken:
            return _("{number} in translation").format(number=number)
        words = ngettext(
            "{number} passage in translation", "{number} passages in translation", number
        )
        return words.format(number=number)


@dataclass(frozen=True, slots=True)
class Moment:
    """A place in an interview where the words stand. `clock` is empty where no time is known."""

    url: str
    clock: str
    speaker: str
    language: str
    language_code: str
    is_of_index: bool
    quotation: list[Piece]


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in one interview; nothing is quoted where it `asks_first`."""

    numbers: Numbers
    asks_first: bool = False
    moments: list[Moment] = field(default_factory=list)


def numbers_found(asked: Asked) -> dict[int, Numbers]:
    """Return, by interview, in how many rows all the words stand, hidden interviews among them.

    Only for keys that `public()` returned may any of it be said.
    """
    counts: dict[int, list[int]] = defaultdict(lambda: [0] * len(KINDS))
    for (interview, kind), number in TESTIMONY.counts(asked).items():
        counts[interview][kind] = number
    return {interview: Numbers(*numbers) for interview, numbers in counts.items()}


def found_in(
    interviews: Iterable[Interview], asked: Asked, numbers: Mapping[int, Numbers]
) -> dict[int, Found]:
    """Return what was found in each of some public interviews, by key. Four queries at most.

    Their advisories are to be loaded before.
    """
    by_key = {one.pk: one for one in interviews if one.pk in numbers}
    behind_notice = {key for key, one in by_key.items() if notices_of(one)}
    may_quote = [
        (key, kind)
        for key in by_key
        if key not in behind_notice
        for kind in QUOTED
        if numbers[key][kind]
    ]
    hits = TESTIMONY.first(asked, may_quote, MOMENTS_SHOWN)
    moments = _moments(_chosen(hits), by_key, asked)
    return {key: Found(numbers[key], key in behind_notice, moments.get(key, [])) for key in by_key}


def _chosen(hits: Iterable[Hit]) -> list[Hit]:
    """Of each interview one point of the index first, then passages, then whatever there is."""
    by_group: dict[int, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_group[hit.group].append(hit)
    chosen = []
    for of_group in by_group.values():
        points = [hit for hit in of_group if hit.kind == POINT]
        passages = [hit for hit in of_group if hit.kind != POINT]
        chosen += [*points[:1], *passages, *points[1:]][:MOMENTS_SHOWN]
    return chosen


def _moments(
    hits: list[Hit], interviews: Mapping[int, Interview], asked: Asked
) -> dict[int, list[Moment]]:
    if not hits:
        return {}
    passages = [hit.part for hit in hits if hit.kind in (SPOKEN, TRANSLATED)]
    points = [hit.part for hit in hits if hit.kind == POINT]
    cues = PublicCue.objects.of_seen(interviews).filter(pk__in=passages).select_related("language")
    told = (
        PublicIndexPoint.objects.of_seen(interviews)
        .filter(pk__in=points)
        .select_related("language")
    )
    rows = {False: {cue.pk: cue for cue in cues}, True: {point.pk: point for point in told}}
    addresses = _Addresses(interviews)
    found: dict[int, list[Moment]] = defaultdict(list)
    for hit in hits:
        row = rows[hit.kind == POINT].get(hit.part)
        if row is not None and row.interview_id == hit.group:
            found[hit.group].append(_moment(row, addresses, asked))
    return found


def _moment(row: PublicCue | PublicIndexPoint, addresses: "_Addresses", asked: Asked) -> Moment:
    if isinstance(row, PublicIndexPoint):
        shown = searched = words_of_point(row)
        speaker = ""
    else:
        shown, searched, speaker = row.text, words_of_passage(row), row.speaker_label
    return Moment(
        url=addresses.of(row),
        clock=clock(row.start_ms) if row.start_ms is not None else "",
        speaker=speaker,
        language=row.language.label,
        language_code=row.language_id,
        is_of_index=isinstance(row, PublicIndexPoint),
        quotation=quotation(shown, places_found(searched, asked, tongue_of(row.language_id))),
    )


class _Addresses:
    """Where passages are read: the page of their interview, in the transcript that has them."""

    def __init__(self, interviews: Mapping[int, Interview]) -> None:
        self.interviews = interviews
        self.languages: dict[int, list[str]] = defaultdict(list)
        current = Transcript.objects.of_seen(interviews)
        # In the order of `assembly.chosen_transcript`: what was spoken is shown first.
        for one in sorted(current, key=attrgetter("is_translation")):
            self.languages[one.interview_id].append(one.language_id)

    def of(self, row: PublicCue | PublicIndexPoint) -> str:
        """Return the address of a moment, or of the passage itself where no time is known."""
        languages = self.languages[row.interview_id]
        is_other = row.language_id in languages[1:]
        query = f"?language={row.language_id}" if is_other else ""
        place = f"t={seconds(row.start_ms)}" if row.start_ms is not None else f"p-{row.key}"
        return f"{self.interviews[row.interview_id].get_absolute_url()}{query}#{place}"

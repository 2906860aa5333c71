"""The sound of quoted testimony, where whoever is heard allows it and a copy for the public exists.

What is withheld is silent in that copy; what is not quoted is not cut out of it.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from briefingbooks.formats.matter import SoundExcerpt
from briefingbooks.models import QuotedPassage
from briefingbooks.pages import BookPage
from oralhistory import sound
from oralhistory.models import MediaFile

Window = tuple[int, int]
# Between passages that follow each other nothing else is said.
LONGEST_PAUSE_MS = 2000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of one recording that an entry quotes; times are milliseconds of the interview."""

    anchor: str
    interview: int
    sha256: str
    start_ms: int
    end_ms: int


def stretches_shown(page: BookPage, at: datetime) -> list[Stretch]:
    """Return the stretches that a book quotes and that anybody may hear without being asked.

    None where ffmpeg is missing. Two queries.
    """
    if not sound.is_available():
        return []
    heard = {entry.anchor for entry in page.entries if entry.player is not None}
    rows = QuotedPassage.objects.public(at).filter(entry__book__slug=page.slug)
    rows = rows.select_related("entry").order_by("entry", "position")
    by_entry: dict[tuple[str, int], list[QuotedPassage]] = {}
    for row in rows:
        if row.entry.anchor in heard:
            key = (row.entry.anchor, row.entry.interview_id or 0)
            by_entry.setdefault(key, []).append(row)
    recordings = _recordings({interview for _, interview in by_entry}, at)
    return [
        Stretch(anchor, interview, media.sha256, *window)
        for (anchor, interview), some in by_entry.items()
        for window in windows(some)
        for media in _around(recordings.get(interview, []), window)
    ]


def sounds_of(stretches: Iterable[Stretch], at: datetime) -> dict[str, list[SoundExcerpt]]:
    """Return the sound of stretches, by anchor of their entry, as far as it may be heard now.

    Nothing of a recording that is not the one that was shown, or that can not be cut. One query;
    ffmpeg runs once for each stretch.
    """
    stretches = list(stretches)
    recordings = _recordings({one.interview for one in stretches}, at)
    found: dict[str, list[SoundExcerpt]] = {}
    for one in stretches:
        for media in recordings.get(one.interview, []):
            if media.sha256 != one.sha256:
                continue
            window = (one.start_ms - media.offset_ms, one.end_ms - media.offset_ms)
            if content := _cut(media, window):
                excerpt = SoundExcerpt(one.start_ms, one.end_ms, content)
                found.setdefault(one.anchor, []).append(excerpt)
    return found


def windows(rows: Iterable[QuotedPassage]) -> list[Window]:
    """Return the stretches of time that rows quote one after the other, without what is left out.

    Times are milliseconds of the interview.
    """
    found: list[Window] = []
    former: QuotedPassage | None = None
    for row in rows:
        if not row.words or row.start_ms is None or row.end_ms is None:
            former = None
            continue
        follows = former is not None and row.position == former.position + 1
        if follows and 0 <= row.start_ms - found[-1][1] <= LONGEST_PAUSE_MS:
            found[-1] = (found[-1][0], row.end_ms)
            former = row
        elif row.start_ms < row.end_ms:
            found.append((row.start_ms, row.end_ms))
            former = row
    return found


def _recordings(interviews: Iterable[int], at: datetime) -> dict[int, list[MediaFile]]:
    found: dict[int, list[MediaFile]] = {}
    public = MediaFile.objects.public(at).heard_unasked().filter(interview__in=interviews)
    for media in public.order_by("interview", "offset_ms", "pk"):
        found.setdefault(media.interview_id, []).append(media)
    return found


def _around(recordings: Iterable[MediaFile], window: Window) -> Iterator[MediaFile]:
    """Yield the recording that holds a window whole, if one does."""
    start, end = window
    for media in recordings:
        first, last = media.offset_ms, media.offset_ms + (media.duration_ms or 0)
        if first <= start and end <= last:
            yield media
            return


def _cut(media: MediaFile, window: Window) -> bytes:
    with tempfile.TemporaryDirectory(prefix="excerpt-") as name:
        source, target = Path(name) / "source", Path(name) / "excerpt.mp3"
        with media.file.open("rb") as stored, source.open("wb") as copy:
            shutil.copyfileobj(stored, copy)
        try:
            sound.write_excerpt(source, target, window)
        except sound.SoundFailed:
            return b""
        return target.read_bytes()

"""The sound of quoted testimony, where whoever is heard allows it and a copy for the public exists.

What is withheld is silent in that copy; what is not quoted is not cut out of it.
"""

import shutil
import tempfile
from collections.abc import Iterable, Iterator
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


def sounds_of(page: BookPage, at: datetime) -> dict[str, list[SoundExcerpt]]:
    """Return the sound of the stretches that a book quotes, by anchor of their entry.

    Nothing where ffmpeg is missing, where a notice is read before the interview, or where a
    recording can not be cut. Two queries; ffmpeg runs once for each stretch.
    """
    if not sound.is_available():
        return {}
    rows = QuotedPassage.objects.public(at).filter(entry__book__slug=page.slug)
    rows = rows.select_related("entry").order_by("entry", "position")
    by_entry: dict[str, list[QuotedPassage]] = {}
    interviews: dict[str, int] = {}
    for row in rows:
        by_entry.setdefault(row.entry.anchor, []).append(row)
        interviews[row.entry.anchor] = row.entry.interview_id or 0
    recordings = _recordings(set(interviews.values()), at)
    found = {}
    for anchor, some in by_entry.items():
        media = recordings.get(interviews[anchor], [])
        excerpts = [one for window in windows(some) for one in _excerpts(media, window)]
        if excerpts:
            found[anchor] = excerpts
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
    public = MediaFile.objects.public(at).filter(
        interview__in=interviews, interview__advisories__isnull=True
    )
    for media in public.order_by("interview", "offset_ms", "pk"):
        found.setdefault(media.interview_id, []).append(media)
    return found


def _excerpts(recordings: Iterable[MediaFile], window: Window) -> Iterator[SoundExcerpt]:
    start, end = window
    for media in recordings:
        first, last = media.offset_ms, media.offset_ms + (media.duration_ms or 0)
        if first <= start and end <= last:
            content = _cut(media, (start - first, end - first))
            if content:
                yield SoundExcerpt(start, end, content)
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

"""The open recordings of the testimony in a book, as its cards play them.

Readers hear what the page of the interview lets them hear: the copy made for the public, while
everyone who speaks allows it. Where that page asks first, the card leads there and plays nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from briefingbooks.models import Entry
from briefingbooks.pages import EntryView, PlayerView
from collections_app.prepared_questions import PreparedForReaders
from collections_app.publication import Visitor
from oralhistory.clock import seconds
from oralhistory.models import Interview, MediaFile, Restriction

_ALLOWED = gettext_lazy("Heard with the agreement of everyone who speaks.")


def add_players(
    entries: Iterable[Entry],
    views: Iterable[EntryView],
    interviews: Mapping[int, Interview],
    user: Visitor,
    at: datetime | None = None,
) -> None:
    """Put on each card of testimony its recording, from where it is quoted, and what is closed.

    `interviews` are those that this visitor may see. Two queries where there is testimony.
    """
    told = [
        (entry, view)
        for entry, view in zip(entries, views, strict=True)
        if view.is_testimony and not view.is_hidden
    ]
    keys = {entry.interview_id for entry, _ in told if entry.interview_id}
    if not keys:
        return
    recordings = _recordings(keys, user, at)
    statements = _statements(keys, user, at)
    for entry, view in told:
        interview = interviews[entry.interview_id or 0]
        view.access = list(statements[interview.pk])
        if interview.content_notice or interview.has_advisory:  # type: ignore[attr-defined]
            view.asks_first = True
        elif part := _part(recordings[interview.pk], entry):
            view.player = _player(part, entry)


def _recordings(
    keys: Iterable[int], user: Visitor, at: datetime | None
) -> dict[int, list[MediaFile]]:
    found: dict[int, list[MediaFile]] = defaultdict(list)
    for part in _media(user, keys, at):
        found[part.interview_id].append(part)
    return found


@PreparedForReaders
def _media(user: Visitor, interviews: Collection[int], at: datetime) -> QuerySet[MediaFile]:
    media = MediaFile.objects.visible_to(user, at).agreed().filter(interview__in=interviews)
    return media.select_related("interview")


def _statements(
    keys: Iterable[int], user: Visitor, at: datetime | None
) -> dict[int, dict[str, None]]:
    """Return what readers are told of the restrictions in force, each sentence once."""
    found: dict[int, dict[str, None]] = defaultdict(dict)
    for interview, words in _told(user, keys, at):
        found[interview][words] = None
    return found


@PreparedForReaders
def _told(user: Visitor, interviews: Collection[int], at: datetime) -> QuerySet:
    told = Restriction.objects.visible_to(user, at).in_force().filter(interview__in=interviews)
    rows = told.exclude(public_statement="").order_by("pk")
    return rows.values_list("interview", "public_statement")


def _part(parts: list[MediaFile], entry: Entry) -> MediaFile | None:
    """Return the part of the recording in which the excerpt begins."""
    start = entry.start_ms or 0
    for part in reversed(parts):
        if part.offset_ms <= start:
            within = part.duration_ms is None or start < part.offset_ms + part.duration_ms
            return part if within else None
    return None


def _player(part: MediaFile, entry: Entry) -> PlayerView:
    address = part.get_absolute_url()
    if entry.start_ms is not None and entry.end_ms is not None:
        start, end = entry.start_ms - part.offset_ms, entry.end_ms - part.offset_ms
        address += f"#t={seconds(start) or '0'},{seconds(end)}"
    return PlayerView(address, part.is_video, str(_ALLOWED))

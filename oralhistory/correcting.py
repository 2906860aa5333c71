"""Passages of a draft corrected: words, times, speakers. What is withheld of them stays withheld.

The words of a settled version never change here: a correction of it is a new draft.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from collections_app.history import create_many, update_many
from collections_app.models import ChangeSet, User
from collections_app.models.changes import recording
from oralhistory.anchoring import ask_about
from oralhistory.models import Annotation, Cue, CueRedaction, Interview, Participation, Transcript
from oralhistory.moved_words import moved, places_of
from oralhistory.redacting import follow

CORRECTED = ("text", "start_ms", "end_ms", "speaker_id")
SETTLED = "The words of this version are settled. Make a new draft from it and correct that."


class Outdated(Exception):
    """What somebody corrects is no longer what it was when they began; `cue` is as it is now."""

    def __init__(self, cue: Cue) -> None:
        super().__init__("Somebody else changed this passage meanwhile.")
        self.cue = cue


@contextmanager
def at_work_on(transcript: Transcript, *, by: User | None, title: str) -> Iterator[None]:
    """Keep a deed on a draft whole, one at a time in an interview, under one title.

    Raises `ValidationError` where the words of the version are settled.
    """
    with transaction.atomic():
        # The same lock as `make_current` takes: no draft is settled while it is corrected.
        Interview.objects.select_for_update().get(pk=transcript.interview_id)
        transcript.refresh_from_db(fields=["status", "first_shown_at", "is_current"])
        if transcript.is_settled:
            raise ValidationError(SETTLED)
        with recording(by=by, source=ChangeSet.Source.DESK, title=title):
            yield


def as_stored(cue: Cue) -> Cue:
    """Return a passage as it is stored now, with its transcript and interview."""
    found: Cue = Cue.objects.select_related("transcript__interview", "speaker__agent").get(
        pk=cue.pk
    )
    return found


def correct(cue: Cue, *, by: User | None, stood: Mapping[str, Any], now: Mapping[str, Any]) -> Cue:
    """Change fields of a passage from what `stood` there to what is to stand there `now`.

    Withheld words and notes stay at their words; where a withheld word is not found any more,
    the whole passage is withheld. Raises `Outdated` where something else is stored by now, and
    `ValidationError` for what cannot stand in a passage or a settled version.
    """
    with at_work_on(cue.transcript, by=by, title=f"Corrected: {cue}"):
        stored = as_stored(cue)
        if any(_plain(getattr(stored, field)) != _plain(stood[field]) for field in now):
            raise Outdated(stored)
        before = stored.text
        for field, value in now.items():
            setattr(stored, field, value)
        stored.full_clean(validate_unique=False, validate_constraints=False)
        stored.save()
        if stored.text != before:
            words_moved(stored, before)
        follow_withheld([stored], by=by)
    return stored


def words_moved(cue: Cue, before: str) -> None:
    """Let what is withheld of a passage, and notes on it, stand at their words after a correction.

    Withheld words that were typed once more are withheld there too, also those of the passages
    beside it: words are moved across the edge of a passage. Those that are not found stay marked
    where they were, so that the whole passage counts as withheld.
    """
    marks = [one for one in cue.redactions.all() if one.still_fits(before)]
    _move_marks(cue, before, marks)
    create_many(CueRedaction, _typed_again(cue, before, [*marks, *_marks_beside(cue)]))
    notes = [note for note in cue.annotations.all() if note.start is not None]
    for note in notes:
        place = moved(before, cue.text, (note.start, note.end))
        note.start, note.end = place or (None, None)
        if place is None:
            note.anchoring = Annotation.Anchoring.UNCERTAIN
        note.save()
    ask_where(cue.transcript, [note for note in notes if note.start is None])


def _move_marks(cue: Cue, before: str, marks: Iterable[CueRedaction]) -> None:
    for mark in marks:
        place = moved(before, cue.text, (mark.start, mark.end))  # type: ignore[arg-type]
        if place is None and mark.quote and mark.still_fits(cue.text):
            # Other words of the same letters stand there by chance: nobody said that it is these.
            mark.start = mark.end = None
            mark.quote = ""
        elif place is None and not mark.quote:
            place = (len(cue.text), len(cue.text))
        if place is not None:
            mark.start, mark.end = place
        mark.save()


def _typed_again(cue: Cue, before: str, marks: Iterable[CueRedaction]) -> Iterator[CueRedaction]:
    marks = list(marks)
    taken = [
        (mark.start, mark.end)
        for mark in marks
        if mark.cue_id == cue.pk and mark.start is not None and mark.end is not None
    ]
    for mark in marks:
        places = list(places_of(mark.quote, cue.text))
        if len(places) <= len(list(places_of(mark.quote, before))):
            continue
        for start, end in places:
            if any(start < to and since < end for since, to in taken):
                continue
            taken.append((start, end))
            yield copy_of(mark, cue, start=start, end=end)


def _marks_beside(cue: Cue) -> Iterable[CueRedaction]:
    """Return the words withheld in the passage before this one and in the one behind it."""
    others = Cue.objects.filter(transcript=cue.transcript_id)
    before = others.filter(position__lt=cue.position).order_by("-position").first()
    behind = others.filter(position__gt=cue.position).order_by("position").first()
    beside = [one for one in (before, behind) if one is not None]
    marks: Iterable[CueRedaction] = CueRedaction.objects.filter(cue__in=beside).exclude(quote="")
    return marks


def copy_of(mark: CueRedaction, cue: Cue, **changed: Any) -> CueRedaction:
    """Return the same redaction for another passage or place, unsaved; it keeps its key."""
    values = {field: getattr(mark, field) for field in CueRedaction.COPIED}
    return CueRedaction(cue=cue, **(values | changed))


def ask_where(transcript: Transcript, notes: list[Annotation]) -> None:
    """Ask somebody where notes belong whose words were lost."""
    task = ask_about(transcript, notes)
    if task is not None:
        task.save()


def follow_withheld(cues: Iterable[Cue], *, by: User | None) -> None:
    """After a change of passages: write anew what readers get and hear, where it depends on them.

    Of a draft nothing is read; but a recording is silent where something is withheld in it.
    """
    cues = list(cues)
    marked = set(
        CueRedaction.objects.filter(cue__transcript__in={cue.transcript_id for cue in cues})
        .values_list("cue", flat=True)
        .distinct()
    )
    counting = [cue for cue in cues if cue.pk in marked or cue.transcript.is_current]
    if counting:
        follow(counting, by)


def give_speakers(
    transcript: Transcript,
    speakers: Mapping[tuple[str, int | None], Participation | None],
    *,
    by: User | None,
) -> int:
    """Say who speaks all passages of a draft that have one label and one speaker so far.

    `speakers` names for each such pair who it is. Returns how many passages changed. Raises
    `ValidationError` for a settled version and for somebody of another interview.
    """
    if any(one and one.interview_id != transcript.interview_id for one in speakers.values()):
        raise ValidationError("This person takes part in another interview.")
    with at_work_on(transcript, by=by, title=f"Said who speaks in {transcript}"):
        changed = []
        for cue in transcript.cues.all():
            pair = (cue.label, cue.speaker_id)
            person = speakers.get(pair)
            if pair in speakers and cue.speaker_id != (person.pk if person else None):
                cue.speaker = person
                changed.append(cue)
        update_many(Cue, changed, ["speaker"])
    return len(changed)


def _plain(value: Any) -> Any:
    """Return a value as a browser sends it back: its lines end in one way."""
    return value.replace("\r\n", "\n") if isinstance(value, str) else value

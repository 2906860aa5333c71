"""Passages of a draft cut in two and put together again. Nothing withheld is lost by it.

The first part keeps the key of the passage, by which it is found again in other versions and
languages. A recording never becomes heard by it: where a withheld word had the silence of its
whole passage, it keeps that silence.
"""

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.db.models import F

from collections_app.history import create_many
from collections_app.models import User
from oralhistory.correcting import (
    Outdated,
    as_stored,
    ask_where,
    at_work_on,
    copy_of,
    follow_withheld,
)
from oralhistory.models import Annotation, Cue, CueRedaction, NarratorRemark

FAR = 1_000_000_000  # beyond any position
NOT_BETWEEN = "Put the caret between two words of the passage."
TWO_SPEAKERS = "Two people speak here: say first that both passages are one person's."
TIMES_DIFFER = "One of these passages has no time. Give both times first."
NO_END = (
    "Something is withheld in a passage of which the end is not known. Say first when it ends: "
    "otherwise nobody knows how long the recording must be silent."
)


def split(
    cue: Cue, at: int, *, by: User | None, at_ms: int | None = None, stood: str | None = None
) -> tuple[Cue, Cue]:
    """Cut a passage in two before the code point `at`; the second part begins `at_ms`.

    Withheld words and notes go with the part that holds them; cut through, or withheld as a whole
    before, both parts are withheld as a whole. Raises `ValidationError` where a part would have no
    words or a time lies outside, `Outdated` where the text is not the one that `stood` there.
    """
    with at_work_on(cue.transcript, by=by, title=f"Cut in two: {cue}"):
        first = as_stored(cue)
        if stood is not None and first.text != stood:
            raise Outdated(first)
        text, marks = first.text, list(first.redactions.all())
        head, tail = text[:at].rstrip(), text[at:].lstrip()
        if not 0 < at < len(text) or not head or not tail:
            raise ValidationError({"text": NOT_BETWEEN})
        moment = _moment(first, at / len(text), at_ms)
        _make_room(first)
        second = Cue(
            transcript=first.transcript,
            position=first.position + 1,
            start_ms=moment,
            end_ms=first.end_ms,
            speaker=first.speaker,
            label=first.label,
            text=tail,
        )
        former = first.time
        first.text = head
        first.end_ms = moment
        first.save()
        second.save()
        _share_marks(marks, text, at, first, second, former)
        _share_notes(text, at, first, second)
        follow_withheld([first, second], by=by)
    return first, second


def _moment(cue: Cue, share: float, at_ms: int | None) -> int | None:
    """Return when the second part begins; without a moment within, in the measure of the words."""
    if cue.start_ms is None or cue.end_ms is None:
        return None
    if at_ms is None:
        return cue.start_ms + round((cue.end_ms - cue.start_ms) * share)
    if not cue.start_ms <= at_ms <= cue.end_ms:
        raise ValidationError({"start_ms": "This moment is not within the passage."})
    return at_ms


def _make_room(cue: Cue) -> None:
    """Let the position behind a passage be free. An order number is no news for the history."""
    behind = Cue.objects.filter(transcript=cue.transcript_id, position__gt=cue.position)
    taken = behind.order_by("position").values_list("position", flat=True)
    last = cue.position
    for position in taken.iterator():
        if position != last + 1:
            break
        last = position
    moving = behind.filter(position__lte=last)
    if moving.update(position=F("position") + FAR):
        far = Cue.objects.filter(transcript=cue.transcript_id, position__gt=FAR)
        far.update(position=F("position") - FAR + 1)


def _share_marks(
    marks: list[CueRedaction],
    text: str,
    at: int,
    first: Cue,
    second: Cue,
    former: tuple[int, int] | None,
) -> None:
    added = []
    behind = len(text) - len(second.text)
    for mark in marks:
        if mark.mute_start_ms is None and former is not None:
            mark.mute_start_ms, mark.mute_end_ms = former
        start, end = mark.start, mark.end
        if start is None or end is None or not mark.still_fits(text) or start < at < end:
            mark.start = mark.end = None
            mark.quote = ""
            added.append(copy_of(mark, second))
        elif start == end:
            mark.start = mark.end = min(start, len(first.text))
            added.append(copy_of(mark, second, start=0, end=0))
        elif end <= at:
            _stand(mark, first, start, end)
        else:
            _stand(mark, second, start - behind, end - behind)
        mark.save()
    create_many(CueRedaction, added)


def _stand(mark: CueRedaction, cue: Cue, start: int, end: int) -> None:
    """Let a mark stand in a part, of which blanks at the edge are gone."""
    start, end = max(start, 0), min(end, len(cue.text))
    is_left = start < end
    mark.cue = cue
    mark.start, mark.end = (start, end) if is_left else (None, None)
    mark.quote = cue.text[start:end] if is_left else ""


def _share_notes(text: str, at: int, first: Cue, second: Cue) -> None:
    lost = []
    behind = len(text) - len(second.text)
    for note in first.annotations.all():
        if note.start is None or note.end is None or note.end <= len(first.text):
            continue
        if note.start >= behind:
            note.cue, note.start, note.end = second, note.start - behind, note.end - behind
        else:
            note.start = note.end = None
            note.anchoring = Annotation.Anchoring.UNCERTAIN
            lost.append(note)
        note.save()
    ask_where(first.transcript, lost)


def merge(cue: Cue, *, by: User | None, stood: tuple[str, str] | None = None) -> tuple[Cue, int]:
    """Put a passage and the one behind it together; returns it, and the key of the row that went.

    What was withheld stays withheld: of a passage that was withheld as a whole, all its words.
    Raises `ValidationError` where none is behind it, two people speak, or a time is not known that
    the silence depends on; `Outdated` where the texts are not the two that `stood` there.
    """
    with at_work_on(cue.transcript, by=by, title=f"Put together: {cue} and the next"):
        first = as_stored(cue)
        found = Cue.objects.filter(transcript=cue.transcript_id, position__gt=first.position)
        second = found.order_by("position").first()
        if second is None:
            raise ValidationError("There is no passage behind this one.")
        if stood is not None and (first.text, second.text) != stood:
            raise Outdated(first if first.text != stood[0] else second)
        _refuse_what_parts(first, second)
        marks = [*_marks_together(first, 0, first.text)]
        marks += _marks_together(second, len(first.text) + 1, second.text)
        notes = [(note, len(first.text) + 1) for note in second.annotations.all()]
        gone = second.pk
        first.text = f"{first.text} {second.text}"
        if first.start_ms is not None:
            first.start_ms = min(first.start_ms, second.start_ms)
            first.end_ms = max(first.end_ms, second.end_ms)
        first.save()
        _bring_together(first, marks, notes)
        NarratorRemark.objects.filter(cue=second).update(cue=first)
        second.delete()
        follow_withheld([first], by=by)
    return first, gone


def _refuse_what_parts(first: Cue, second: Cue) -> None:
    if first.speaker_id != second.speaker_id:
        raise ValidationError({"speaker": TWO_SPEAKERS})
    if first.is_timed != second.is_timed:
        raise ValidationError({"start_ms": TIMES_DIFFER})
    for cue in (first, second):
        unknown = (one for one in cue.redactions.all() if one.window(cue) is None)
        if cue.is_timed and any(unknown):
            raise ValidationError({"end_ms": NO_END})


def _marks_together(cue: Cue, offset: int, text: str) -> Iterator[CueRedaction]:
    """Yield what is withheld of a part as it stands in the whole, unsaved."""
    for mark in cue.redactions.all():
        start, end = mark.start, mark.end
        if start is None or end is None or not mark.still_fits(text):
            start, end = 0, len(text)
            if not text:
                mark.start = mark.end = None
                mark.quote = ""
                yield mark
                continue
        mark.start, mark.end, mark.quote = start + offset, end + offset, text[start:end]
        yield mark


def _bring_together(
    cue: Cue, marks: list[CueRedaction], notes: list[tuple[Annotation, int]]
) -> None:
    for mark in marks:
        mark.cue = cue
        mark.save()
    for note, offset in notes:
        note.cue = cue
        if note.start is not None and note.end is not None:
            note.start, note.end = note.start + offset, note.end + offset
        note.save()

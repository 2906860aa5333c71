"""Words of testimony that a book quotes: frozen as they were cited, gone when they are closed.

The words are taken from what readers may read and books may quote, by one deed. From then on they
stand as they were, with the version that was cited. Whenever an interview changes they are held
against what may be read now, in the same transaction: what may not stand any more is deleted and
an editor gets a task; what was only corrected stays, and an editor gets a task. Words never come
back by themselves.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from briefingbooks.models import Entry, QuotedPassage
from briefingbooks.quotation_tasks import ask_about_corrected, ask_about_withdrawn, settle
from briefingbooks.quotation_verdicts import Verdict, verdict
from collections_app import dependants
from collections_app.models import User
from collections_app.names import NameFinder
from oralhistory.models import Cue, CueRedaction, Interview, PublicCue
from oralhistory.speakers import protected_names


class NothingToQuote(ValidationError):
    """Raised where readers may not read, or books not quote, a single passage of an excerpt."""


def passages_of(entry: Entry) -> list[PublicCue]:
    """Return the public passages of an excerpt as they are now, those not to be quoted included.

    Found by the keys of the first and last passage; by its times if it has no keys yet. Of an
    interview under embargo those that will be public when it ends. Empty where nothing is found.
    """
    cues = passages_to_choose_from(entry)
    if not entry.first_key:
        if entry.start_ms is None or entry.end_ms is None:
            return []
        return list(cues.between(entry.start_ms, entry.end_ms))  # type: ignore[attr-defined]
    keys = {entry.first_key, entry.last_key}
    places = list(cues.filter(key__in=keys).values_list("position", flat=True))
    if len(places) < len(keys):
        return []
    return list(cues.filter(position__range=(min(places), max(places))))


def passages_to_choose_from(entry: Entry) -> QuerySet[PublicCue]:
    """Return all public passages in the language of an excerpt, in the order of the transcript."""
    interview = entry.interview
    if interview is None:
        return PublicCue.objects.none()
    cues = PublicCue.objects.public(_readable_at(interview)).filter(interview=interview)
    if entry.quoted_language_id:
        return cues.filter(language=entry.quoted_language_id).order_by("position")
    return cues.as_spoken().order_by("position")


def freeze(entry: Entry, by: User | None) -> list[QuotedPassage]:
    """Take the words of an excerpt as readers may read them now, in the place of those before.

    Names the passages of the excerpt if only its times are known. Raises `NothingToQuote` where
    there is none that may be quoted; then everything stays as it was.
    """
    with transaction.atomic():
        # The lock of whoever writes the public passages: none is withdrawn while it is copied.
        Interview.objects.select_for_update().filter(pk=entry.interview_id).first()
        cues = passages_of(entry)
        if not any(cue.is_quotable for cue in cues):
            raise NothingToQuote("No passage of this excerpt may be read and quoted now.")
        entry.quotation.all().delete()
        rows = [_row(entry, position, cue) for position, cue in enumerate(cues, start=1)]
        kept = QuotedPassage.objects.bulk_create(rows)
        _name_ends(entry, cues[0].key, cues[-1].key)
        settle(entry, by=by, outcome="The quotation was taken anew.")
        dependants.announce_change(entry.book, by=by)
    return kept


def _readable_at(interview: Interview) -> datetime:
    """Return the instant at which the rule is asked: now, or when an embargo ends."""
    now = timezone.now()
    return max(now, interview.public_from or now)


def _row(entry: Entry, position: int, cue: PublicCue) -> QuotedPassage:
    words = {"speaker": cue.speaker_label, "words": cue.text, "gaps": cue.gaps}
    return QuotedPassage(
        entry=entry,
        position=position,
        key=cue.key,
        transcript_id=cue.transcript_id,
        language_id=cue.language_id,
        start_ms=cue.start_ms,
        end_ms=cue.end_ms,
        is_left_out=not cue.is_quotable,
        **(words if cue.is_quotable else {}),
    )


def _name_ends(entry: Entry, first: str, last: str) -> None:
    if (entry.first_key, entry.last_key) != (first, last):
        entry.first_key, entry.last_key = first, last
        entry.save()


def follow_excerpt(entry: Entry, by: User | None) -> bool:
    """Let the quotation belong to the excerpt that an editor chose; `False` where nothing may be.

    The words stay as they are while the excerpt is the same; of another excerpt they are taken
    anew, and those of the former one do not stay.
    """
    with transaction.atomic():
        if entry.interview_id is None:
            entry.quotation.all().delete()
            return True
        if _quotes_its_excerpt(entry):
            return True
        entry.quotation.all().delete()
        try:
            freeze(entry, by)
        except NothingToQuote:
            return False
    return True


def _quotes_its_excerpt(entry: Entry) -> bool:
    rows = list(entry.quotation.select_related("transcript"))
    if not rows:
        return False
    cited = rows[0].transcript
    in_language = (
        rows[0].language_id == entry.quoted_language_id
        if entry.quoted_language_id
        else not cited.is_translation
    )
    ends = (rows[0].key, rows[-1].key)
    is_same = cited.interview_id == entry.interview_id and in_language
    return is_same and ends == (entry.first_key, entry.last_key)


def check_quotations(interview: Interview, by: User | None) -> None:
    """Hold every quotation of an interview against what may be read and quoted of it now.

    Called whenever an interview changes, inside the transaction of the change. Words that may not
    stand are deleted and replaced by a notice; each book that quoted them is announced as changed.
    """
    rows = QuotedPassage.objects.with_words().filter(entry__interview=interview)
    if not rows.exists():
        return
    with transaction.atomic():
        interview = Interview.objects.select_for_update().get(pk=interview.pk)
        known = rows.select_related("entry__book", "entry__interview")
        verdicts = verdicts_on(interview, known)
        _withdraw([row for row, now, _ in verdicts if now is Verdict.CLOSED], by)
        _ask([(row, cue) for row, now, cue in verdicts if now is Verdict.CORRECTED and cue], by)


def verdicts_on(
    interview: Interview, rows: Iterable[Any]
) -> list[tuple[Any, Verdict, PublicCue | None]]:
    """Judge frozen words of an interview by what may be read and quoted of it now."""
    readable = PublicCue.objects.public(_readable_at(interview)).filter(interview=interview)
    cues = readable.quotable().select_related("transcript__language")
    quotable = {(cue.language_id, cue.key): cue for cue in cues}
    people = interview.participations.with_consent().prefetch_related("agent__names")
    finder = NameFinder(protected_names(people))
    closed = _closed_words(interview)
    found = []
    for row in rows:
        cue = quotable.get((row.language_id, row.key))
        found.append((row, verdict(row, cue, finder, closed[row.language_id]), cue))
    return found


def _closed_words(interview: Interview) -> dict[str, list[str]]:
    """Return all words that the versions which count withhold, by language; for the house alone."""
    found: dict[str, list[str]] = defaultdict(list)
    marks = CueRedaction.objects.standing().filter(cue__transcript__interview=interview)
    for mark in marks.select_related("cue__transcript"):
        fits = mark.still_fits(mark.cue.text)
        found[mark.cue.transcript.language_id].append(mark.quote if fits else mark.cue.text)
    whole = PublicCue.objects.filter(
        transcript=OuterRef("transcript"), position=OuterRef("position"), is_withheld=True
    )
    shut = Cue.objects.filter(Exists(whole), transcript__interview=interview)
    for cue in shut.select_related("transcript"):
        found[cue.transcript.language_id].append(cue.text)
    return found


def _withdraw(rows: list[QuotedPassage], by: User | None) -> None:
    """Delete the words of these rows for good, with the names of those who spoke them."""
    today = timezone.localdate()
    QuotedPassage.objects.filter(pk__in=[row.pk for row in rows]).update(
        words="", speaker="", gaps=[], withdrawn_on=today, asked_about=None
    )
    entries = {row.entry_id: row.entry for row in rows}
    for entry in entries.values():
        ask_about_withdrawn(entry, today, by=by)
        dependants.announce_change(entry.book, by=by)


def _ask(corrected: list[tuple[QuotedPassage, PublicCue]], by: User | None) -> None:
    """Tell the editors once of each version whose words are others than those quoted."""
    told = {}
    for row, cue in corrected:
        if row.asked_about_id != cue.transcript_id:
            row.asked_about_id = cue.transcript_id
            row.save(update_fields=["asked_about"])
            told[row.entry_id] = (row.entry, cue.transcript)
    for entry, version in told.values():
        ask_about_corrected(entry, version, by=by)

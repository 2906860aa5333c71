"""A book on its way to readers: sent to review, cleared, scheduled, released, taken back.

Every deed is one transaction that locks the book, looks at it as it is then, and writes down who
did what. `by=None` are the house's own programs. Who may do which is asked at the desk.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from briefingbooks.clearing import changes_since_clearance, parts_of
from briefingbooks.editions.freezing import freeze_edition
from briefingbooks.fingerprint import digest_of
from briefingbooks.gate import what_blocks
from briefingbooks.models import Book, BookEvent, Edition, Stage
from collections_app import dependants
from collections_app.models import User
from collections_app.publication import NotReady, PublicationState

Kind = BookEvent.Kind
HOUSE_ZONE = "UTC"


def send_to_review(book: Book, *, by: User | None) -> None:
    """Hand a draft to a second person. Raises `ValidationError` if it is no draft."""
    with _locked(book):
        book.send_to_review(by=by)


def take_back(book: Book, *, by: User | None, reason: str) -> None:
    """Take a book back to drafting from review, from the schedule, or after its withdrawal.

    Raises `ValidationError` without a reason, for a draft, and for what readers have: that is
    withdrawn first.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Say why it goes back to drafting."})
    with _locked(book):
        if book.stage == Stage.DRAFTING:
            raise ValidationError("It is a draft already.")
        if book.stage == Stage.RELEASED:
            raise ValidationError("Readers have it: withdraw it first.")
        if book.stage == Stage.SCHEDULED:
            book.published_at, book.published_by = None, None
        book.state, book.public_from = PublicationState.DRAFT, None
        book.sent_at, book.sent_by = None, None
        book.withdrawn_at, book.withdrawal_reason, book.withdrawal_notice = None, "", ""
        book.forget_clearance()
        book.save()
        book.note(Kind.TAKEN_BACK, by, words=reason.strip())
        dependants.announce_change(book, by=by)


def clear(book: Book, *, by: User | None) -> None:
    """Vouch, as a second person, for everything readers would get from the editors as it is now.

    Raises `ValidationError` if it is not in review, for whoever sent it to review, and for texts
    with problems: nobody clears what can not be printed.
    """
    with _locked(book):
        if book.stage == Stage.CLEARED:
            raise ValidationError("It is cleared already.")
        if book.stage != Stage.REVIEW and not is_proposed(book):
            raise ValidationError(f"Only what is in review can be cleared; this is {_where(book)}.")
        if by is not None and book.sent_by_id == by.pk:
            raise ValidationError("You sent it to review: a second person clears it.")
        parts = parts_of(book)
        book.forget_clearance()
        book.cleared_at, book.cleared_by = timezone.now(), by
        book.cleared_as, book.cleared_digest = parts, digest_of(parts)
        book.save()
        book.note(Kind.CLEARED, by)


def release(
    book: Book,
    *,
    by: User | None,
    at: datetime | None = None,
    zone: str = HOUSE_ZONE,
    change_note: str = "",
) -> None:
    """Release a cleared book: at once, or from the aware instant `at`, as clocks in `zone` show it.

    A scheduled book may be released earlier or later by the same deed. Raises `ValidationError`
    if it is not cleared or was changed since, for an instant that has passed or has no zone, and
    `NotReady` with the gaps of the gate, asked as of that instant.
    """
    _check_instant(at, zone)
    with _locked(book):
        now = timezone.now()
        _check_clearance(book)
        blocking = [gap for gap in what_blocks(book, at or now) if gap.blocks]
        if blocking:
            raise NotReady(list(blocking))
        book.state, book.public_from = PublicationState.PUBLISHED, at or now
        book.release_zone = zone
        book.published_at, book.published_by = now, by
        book.withdrawn_at, book.withdrawal_reason, book.withdrawal_notice = None, "", ""
        book.save()
        book.note(
            Kind.SCHEDULED if at else Kind.RELEASED,
            by,
            public_from=book.public_from,
            zone=zone,
            change_note=change_note.strip(),
        )
        freeze_edition(book, at=book.public_from, change_note=change_note, by=by)
        dependants.announce_change(book, by=by)


def propose_edition(book: Book, *, by: User | None) -> None:
    """Ask a second person to clear a released book as it is now, for a new edition.

    Raises `ValidationError` for what readers do not have, and where nothing has changed since it
    was cleared.
    """
    with _locked(book):
        if book.stage != Stage.RELEASED:
            raise ValidationError("Only of what readers have is there a new edition.")
        if not changes_since_clearance(book):
            raise ValidationError("Nothing has changed since it was cleared.")
        book.sent_at, book.sent_by = timezone.now(), by
        book.save()
        book.note(Kind.SENT, by, words="For a new edition.")


def is_proposed(book: Book) -> bool:
    """Whether a released book waits to be cleared for a new edition."""
    is_later = bool(book.sent_at and book.cleared_at and book.sent_at > book.cleared_at)
    return book.stage == Stage.RELEASED and is_later


def may_be_proposed(book: Book) -> bool:
    """Whether a released book was changed since it was cleared, and nobody has proposed it yet."""
    is_released = book.stage == Stage.RELEASED and not is_proposed(book)
    return is_released and bool(changes_since_clearance(book))


def is_cleared_anew(book: Book) -> bool:
    """Whether a released book was cleared after its last edition was frozen."""
    last = Edition.objects.filter(book=book).order_by("-number").first()
    is_later = last is None or (book.cleared_at is not None and book.cleared_at > last.frozen_at)
    return book.stage == Stage.RELEASED and is_later


def release_edition(book: Book, *, by: User | None, kind: str, change_note: str) -> Edition:
    """Release a new edition of a book that readers have, as a second person cleared it.

    Raises `ValidationError` where nobody cleared it since the last edition, it was changed since,
    or nothing is said of what is new; `NotReady` with the gaps of the gate.
    """
    with _locked(book):
        now = timezone.now()
        if book.stage != Stage.RELEASED:
            raise ValidationError("Only of what readers have is there a new edition.")
        if not is_cleared_anew(book):
            raise ValidationError("Nobody has cleared it since the last edition.")
        _refuse_changed(book)
        blocking = [gap for gap in what_blocks(book, now) if gap.blocks]
        if blocking:
            raise NotReady(list(blocking))
        edition = freeze_edition(book, at=now, change_note=change_note, by=by, kind=kind)
        book.note(Kind.RELEASED, by, public_from=now, change_note=edition.change_note)
        dependants.announce_change(book, by=by)
    return edition


def withdraw(book: Book, *, by: User | None, reason: str, notice: str = "") -> None:
    """Take a released book from the public at once; see `Publishable.withdraw` for what it raises.

    One that is scheduled only is taken back to drafting instead.
    """
    with _locked(book):
        if book.stage == Stage.SCHEDULED:
            raise ValidationError("Nobody has read it yet: take it back to drafting.")
        book.withdraw(by=by, reason=reason, notice=notice)


@contextmanager
def _locked(book: Book) -> Iterator[None]:
    """Hold the row of a book, and look at it as it is stored."""
    with transaction.atomic():
        Book.objects.select_for_update(of=("self",)).filter(pk=book.pk).first()
        book.refresh_from_db()
        yield


def _where(book: Book) -> str:
    return str(book.stage.label)


def _check_clearance(book: Book) -> None:
    if book.stage not in (Stage.CLEARED, Stage.SCHEDULED):
        words = f"Only what a second person cleared is released; this is {_where(book)}."
        raise ValidationError(words)
    _refuse_changed(book)


def _refuse_changed(book: Book) -> None:
    changed = changes_since_clearance(book)
    if changed:
        raise ValidationError(f"Changed since it was cleared: {', '.join(changed)}.")


def _check_instant(at: datetime | None, zone: str) -> None:
    if zone not in available_timezones():
        raise ValidationError({"zone": f"There is no time zone “{zone}”."})
    if at is None:
        return
    if timezone.is_naive(at):
        raise ValidationError({"at": "Say the time zone of the release."})
    if at <= timezone.now():
        raise ValidationError({"at": "This instant has passed."})


def instant_of(wall_clock: datetime, zone: str) -> datetime:
    """Return the instant at which clocks in a zone show this date and time.

    Raises `ValidationError` for a time that a change of clocks skips or shows twice.
    """
    there = ZoneInfo(zone)
    first, second = (wall_clock.replace(tzinfo=there, fold=fold) for fold in (0, 1))
    back = first.astimezone(ZoneInfo("UTC")).astimezone(there)
    if back.replace(tzinfo=None) != wall_clock:
        raise ValidationError(f"Clocks in {zone} never show this time: they are put forward.")
    if first.utcoffset() != second.utcoffset():
        raise ValidationError(f"Clocks in {zone} show this time twice: they are put back.")
    return first

"""Errors that readers report, and the corrections that editors make of them.

A report is in confidence. What an editor accepts becomes a correction in the editor's words, tied
to an anchor of the book; nobody is named in it who did not agree to be.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.mail import mail_admins
from django.db import transaction
from django.utils import timezone
from django_tasks import task

from briefingbooks.assembly import assemble
from briefingbooks.models import Book, Entry, Erratum, ErrorReport
from briefingbooks.places import Place, places_of
from collections_app import background, dependants
from collections_app.languages import speaking
from collections_app.models import ChangeSet, Homonym, User
from collections_app.models.changes import recording
from collections_app.protected_names import protected_finder

DECIDE = "briefingbooks.decide_errorreport"
NOT_THERE = "Readers find no such place in this book."
PROTECTED_NAME = "The name of a protected person stands in it."

State = ErrorReport.State


def receive(
    book: Book, place: Place, answers: Mapping[str, Any], *, sent_as: UUID, desk_url: str = ""
) -> ErrorReport:
    """Keep what a reader reports and tell the house that something came, without saying what.

    The same form sent again gives the same report. Everything is kept in one transaction.
    """
    with transaction.atomic():
        facts = {**answers, "book": book, "anchor": place.anchor, "where": place.words[:200]}
        report, is_new = ErrorReport.objects.get_or_create(sent_as=sent_as, defaults=facts)
        if is_new:
            background.enqueue(tell_the_house, desk_url)
    return report


@task()
def tell_the_house(desk_url: str) -> None:
    """Write to the administrators that a report has come in. The letter holds none of it."""
    mail_admins(
        "A reader has reported an error in a book",
        f"It can be read at the desk: {desk_url or 'Reported errors'}\n",
        fail_silently=True,
    )


def accept(
    report: ErrorReport,
    *,
    by: User | None,
    reason: str = "",
    is_credited: bool = False,
    **said: Any,
) -> Erratum:
    """Make a correction of a report: `said` are severity, was, now, note and fixed_in.

    Raises `ValidationError` for a report that is decided, a place that the book no longer has,
    words that name somebody protected, and a credit to which the reader did not agree.
    """
    title = f"Correction of {report.book}"
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.DESK, title=title[:200]):
        report = _undecided(report)
        if is_credited and not report.wants_credit:
            raise ValidationError("The reader did not agree to be named.")
        credit = (report.credit_as or report.name) if is_credited else ""
        erratum = Erratum(book=report.book, anchor=report.anchor, credited_as=credit, **said)
        erratum.created_by = erratum.updated_by = by
        tie(erratum)
        erratum.full_clean()
        erratum.save()
        report.erratum = erratum
        _decide(report, State.ACCEPTED, reason, by)
        dependants.announce_change(report.book, by=by)
    return erratum


def refuse(report: ErrorReport, *, reason: str, by: User | None) -> ErrorReport:
    """Leave the book as it is. Raises `ValidationError` without a reason, or if it is decided."""
    return _leave(report, State.REFUSED, reason, by)


def find_right(report: ErrorReport, *, reason: str, by: User | None) -> ErrorReport:
    """Say that the book has it right already. Raises `ValidationError` as `refuse` does."""
    return _leave(report, State.ALREADY_RIGHT, reason, by)


def tie(erratum: Erratum) -> None:
    """Tie a correction to its place, and to the entry whose hiding hides it; kept by the caller.

    Raises `ValidationError` for a place that readers do not find in the book, and for words that
    name somebody protected.
    """
    with speaking(erratum.book.language):
        place = find_place(erratum.book, erratum.anchor)
    if place is None:
        raise ValidationError({"anchor": NOT_THERE})
    refuse_protected_names(erratum)
    erratum.where = erratum.where or place.words[:200]
    erratum.entry = _entry_around(erratum.book, place)


def find_place(book: Book, anchor: str) -> Place | None:
    """Return the place of a book that readers find at an anchor. Assembles the book."""
    loaded = Book.objects.for_page().get(pk=book.pk)
    return places_of(assemble(loaded, AnonymousUser())).get(anchor)


def refuse_protected_names(erratum: Erratum) -> None:
    """Raise `ValidationError` where a correction would bring a protected name into its book."""
    kind = ContentType.objects.get_for_model(erratum.book)
    decided = Homonym.objects.filter(content_type=kind, object_id=erratum.book_id)
    apart = set(decided.values_list("agent", flat=True))
    finder = protected_finder()
    for text in (erratum.was, erratum.now, erratum.note, erratum.credited_as, erratum.where):
        if any(set(agents) - apart for _name, agents in finder.found_in(text)):
            raise ValidationError(PROTECTED_NAME)


def forget_readers(*, before: datetime) -> int:
    """Erase what readers wrote of reports decided before an instant; return how many.

    Of those that nobody has decided since then it is erased who wrote. There is no way back.
    """
    with transaction.atomic():
        decided = list(ErrorReport.objects.select_for_update().decided_before(before))
        for report in decided:
            _erase(report, ErrorReport.PERSONAL)
            report.forgotten_at = timezone.now()
            report.save()
        waiting = list(ErrorReport.objects.select_for_update().waiting_since(before))
        for report in waiting:
            _erase(report, ErrorReport.WHO)
            report.wants_credit = False
            report.save()
    return len(decided) + len(waiting)


def _erase(report: ErrorReport, fields: tuple[str, ...]) -> None:
    for field in fields:
        setattr(report, field, "")


def _entry_around(book: Book, place: Place) -> Entry | None:
    entries = {entry.anchor: entry for entry in book.entries.all()} if place.entry else {}
    return entries.get(place.entry)


def _leave(report: ErrorReport, state: str, reason: str, by: User | None) -> ErrorReport:
    if not reason.strip():
        raise ValidationError({"reason": "Say why; the reader does not read this."})
    with transaction.atomic():
        report = _undecided(report)
        _decide(report, state, reason, by)
    return report


def _undecided(report: ErrorReport) -> ErrorReport:
    rows = ErrorReport.objects.select_for_update(of=("self",)).select_related("book")
    locked = rows.get(pk=report.pk)
    if locked.state != State.NEW:
        raise ValidationError("This is decided already.")
    return locked


def _decide(report: ErrorReport, state: str, reason: str, by: User | None) -> None:
    report.state, report.reason = state, reason.strip()
    report.decided_at, report.decided_by = timezone.now(), by
    report.save()

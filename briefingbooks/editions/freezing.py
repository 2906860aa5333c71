"""A book frozen as its next edition: as a stranger finds it at the instant of its release."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from briefingbooks.assembly import assemble
from briefingbooks.editions.files import forget_files
from briefingbooks.editions.frozen import as_data, page_of
from briefingbooks.editions.parts import parts_of
from briefingbooks.editions.striking import words_in
from briefingbooks.editions.tasks import make_files_of
from briefingbooks.formats.pictures import pictures_of
from briefingbooks.models import Book, Edition, EditionPart, Erratum, Issue
from collections_app import background
from collections_app.languages import speaking
from collections_app.models import User

Kind = Edition.Kind


def freeze_edition(
    book: Book, *, at: datetime, change_note: str, by: User | None, kind: str = ""
) -> Edition:
    """Freeze a book as its next edition, which readers get from the instant `at`.

    All in the transaction of the release; its files are made afterwards. An edition that waits for
    a later instant and was never read by anybody is frozen anew under its number. `change_note`
    says to everybody what is new; the first edition needs none. The edition speaks the language of
    the book, whoever releases it. Raises `ValidationError` without
    one, and for an instant without its zone.
    """
    if timezone.is_naive(at):
        raise ValidationError({"at": "Say the time zone of the release."})
    with transaction.atomic(), speaking(book.language):
        # Two releases of one book at once would both take the next number.
        Book.objects.select_for_update().get(pk=book.pk)
        drop_unread(book)
        number = _next_number(book)
        if number > 1 and not change_note.strip():
            raise ValidationError({"change_note": "Say to readers what is new in this edition."})
        edition = Edition.objects.create(
            book=book,
            number=number,
            kind=Kind.FIRST if number == 1 else kind or Kind.EDITORIAL,
            change_note=change_note.strip(),
            released_at=at,
            frozen_by=by,
        )
        # What was corrected since the edition before is right in this one.
        Erratum.objects.filter(book=book, fixed_in=None).update(fixed_in=number)
        issue = _original(edition, at)
        background.enqueue(make_files_of, issue.pk)
    return edition


def _original(edition: Edition, at: datetime) -> Issue:
    stranger: Any = AnonymousUser()
    book = Book.objects.for_page(at).get(pk=edition.book_id)
    page = assemble(book, stranger, at)
    data = as_data(page)
    issue = Issue.objects.create(
        edition=edition,
        number=1,
        page=data,
        change_note=edition.change_note,
        words=f"{words_in(page_of(data))}\n{edition.change_note}",
    )
    parts = parts_of(book, page, pictures_of(page, at), stranger, at)
    for part in parts:
        part.issue = issue
    EditionPart.objects.bulk_create(parts)
    return issue


def _next_number(book: Book) -> int:
    last = Edition.objects.filter(book=book).aggregate(last=Max("number"))["last"]
    return (last or 0) + 1


def drop_unread(book: Book) -> None:
    """Take back an edition whose release is still to come: it was never read by anybody."""
    for edition in Edition.objects.filter(book=book, released_at__gt=timezone.now()):
        for issue in edition.issues.all():
            forget_files(issue)
            issue.parts.all().delete()
            issue.delete()
        edition.delete()

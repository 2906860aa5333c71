"""Previews: one person reads a scheduled book before its release, under a private address."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from briefingbooks.models import Book, PreviewGrant, PreviewVisit, Stage
from collections_app.models import User
from oralhistory.private_links import digest_of_token, new_token

TOO_LATE = (Stage.RELEASED, Stage.WITHDRAWN)


def grant(
    book: Book, *, name: str, by: User | None, email: str = "", lasts_days: int | None = None
) -> tuple[PreviewGrant, str]:
    """Let one person read a book before its release; return the grant and the token, once.

    The address opens while the book is scheduled and ends with the actual release, never before.
    Raises `ValidationError` without a name, and for a book that readers have or had.
    """
    if book.stage in TOO_LATE:
        raise ValidationError(f"A preview is for what is to be released; this is {book.stage}.")
    token = new_token()
    made = PreviewGrant(
        book=book,
        name=name.strip(),
        email=email.strip(),
        token_sha256=digest_of_token(token),
        made_by=by,
    )
    if lasts_days is not None:
        made.lasts_days = lasts_days
    made.full_clean(exclude=["made_by"])
    made.save()
    return made, token


def revoke(preview: PreviewGrant, *, by: User | None) -> None:
    """Take a preview back: its address leads nowhere from this moment; repeated, no change."""
    with transaction.atomic():
        kept = PreviewGrant.objects.select_for_update(of=("self",)).get(pk=preview.pk)
        if kept.revoked_at is None:
            kept.revoked_at, kept.revoked_by = timezone.now(), by
            kept.save(update_fields=["revoked_at", "revoked_by"])
    preview.refresh_from_db()


def preview_of_token(token: str, at: datetime | None = None) -> PreviewGrant | None:
    """Return the preview of a token while it opens its scheduled book, loaded for its page."""
    found = PreviewGrant.objects.opening(at).filter(token_sha256=digest_of_token(token)).first()
    if found is not None:
        found.book = Book.objects.for_page(found.book.public_from).get(pk=found.book_id)
    return found


def released_book_of(token: str, at: datetime | None = None) -> Book | None:
    """Return the book to which a token leads on after the release; nothing once that is over."""
    at = at or timezone.now()
    found = PreviewGrant.objects.standing().filter(
        token_sha256=digest_of_token(token), book__in=Book.objects.public(at)
    )
    preview = found.select_related("book").first()
    if preview is None or preview.ends_at is None or preview.ends_at <= at:
        return None
    return preview.book


def note_visit(preview: PreviewGrant) -> None:
    """Write down that the book was read, and when; of the reader nothing."""
    PreviewVisit.objects.create(grant=preview)

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils import timezone

from briefingbooks.models.books import Book
from briefingbooks.models.stages import Stage
from collections_app.models.log_entries import LogEntry
from oralhistory.private_links import DIGEST_LENGTH

LEADS_ON_DAYS = 30
LONGEST_DAYS = 366


class PreviewGrantQuerySet(models.QuerySet):
    """Who may read which book before its release. Nothing of it is ever public."""

    def standing(self) -> Self:
        """Return the grants that were not taken back."""
        return self.filter(revoked_at__isnull=True)

    def opening(self, at: datetime | None = None) -> Self:
        """Return the grants that open their book: it is scheduled, and not on hold, at `at`."""
        waiting = Book.objects.at_stage(Stage.SCHEDULED, at).filter(on_hold_since__isnull=True)
        return self.standing().filter(book__in=waiting)


class PreviewGrant(models.Model):
    """One person's leave to read a scheduled book before its release, under a private address.

    It opens at no other stage: a text that nobody cleared, or whose release was taken back, is
    read by nobody outside. It can not end before the actual release, whenever that comes to be;
    afterwards the address leads on to the public page for `lasts_days` days, and then nowhere. Of
    the address only a digest is kept.
    """

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="previews")
    name = models.CharField(max_length=200, help_text="Stands on every page and print.")
    email = models.EmailField(
        "e-mail", blank=True, help_text="For the house only; nothing is sent by itself."
    )
    lasts_days = models.PositiveSmallIntegerField(
        "days after the release",
        default=LEADS_ON_DAYS,
        validators=[MaxValueValidator(LONGEST_DAYS)],
        help_text="For how long the address then leads on to the public page.",
    )
    token_sha256 = models.CharField(max_length=DIGEST_LENGTH, unique=True, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    revoked_at = models.DateTimeField("taken back", null=True, blank=True, editable=False)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    objects: ClassVar = PreviewGrantQuerySet.as_manager()

    class Meta:
        verbose_name = "preview"
        default_permissions: ClassVar = ("view", "add")
        ordering = ["-made_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.book}, for {self.name}"

    @property
    def ends_at(self) -> datetime | None:
        """When the address stops leading anywhere; nothing while no release is scheduled."""
        released = self.book.public_from
        return released + timedelta(days=self.lasts_days) if released else None


class PreviewVisit(LogEntry):
    """That a book was read under a preview, and when; no address of the reader is kept."""

    grant = models.ForeignKey(PreviewGrant, on_delete=models.CASCADE, related_name="visits")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        default_permissions: ClassVar = ()
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"

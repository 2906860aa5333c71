"""What a director takes home from the desk: a calendar, and a letter about what lapses."""

import hashlib
import secrets
from datetime import timedelta
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.utils import timezone

if TYPE_CHECKING:
    from collections_app.models import User

MAY_READ = "declassification.view_deadline"
READ_AGAIN = timedelta(minutes=10)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


class CalendarFeed(models.Model):
    """A private address under which a calendar program reads the dates of one person.

    The address holds a token of 256 bits that is shown once; only its digest is kept. It can be
    revoked at any time, and ends by itself when its owner may no longer read the desk.
    """

    class Scope(models.TextChoices):
        MINE = "mine", "what is assigned to me"
        ALL = "all", "everything"

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="calendar_feeds"
    )
    token_sha256 = models.CharField(max_length=64, unique=True, editable=False)
    scope = models.CharField(max_length=4, choices=Scope, default=Scope.MINE)
    created_at = models.DateTimeField(auto_now_add=True)
    last_read_at = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"Calendar of {self.user}, {self.get_scope_display()}"

    def may_be_read(self) -> bool:
        return self.user.is_active and self.user.is_staff and self.user.has_perm(MAY_READ)

    def note_reading(self) -> None:
        """Keep when it was last read, at most every ten minutes."""
        now = timezone.now()
        if self.last_read_at is None or now - self.last_read_at > READ_AGAIN:
            type(self).objects.filter(pk=self.pk).update(last_read_at=now)

    def revoke(self) -> None:
        """End the address; a second time changes nothing."""
        if self.revoked_at is None:
            self.revoked_at = timezone.now()
            self.save(update_fields=["revoked_at"])


def feed_of(token: str) -> CalendarFeed | None:
    """Return the feed of a token, if it stands and its owner may still read the desk."""
    feeds = CalendarFeed.objects.filter(token_sha256=_digest(token), revoked_at__isnull=True)
    feed = feeds.select_related("user").first()
    return feed if feed is not None and feed.may_be_read() else None


def open_feed(user: "User", scope: str) -> tuple[CalendarFeed, str]:
    """Make a feed and return it with its token, which nobody can read again afterwards."""
    token = secrets.token_urlsafe(32)
    feed = CalendarFeed(user=user, scope=scope, token_sha256=_digest(token))
    feed.full_clean()
    feed.save()
    return feed, token


class DigestWish(models.Model):
    """A person who wants the letter about rights that lapse; with the day of the last one."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="digest_wish"
    )
    last_sent_on = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Digest for {self.user}"

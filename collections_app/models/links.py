from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy

from collections_app.models.changes import Historied
from collections_app.models.recorded import Recorded

if TYPE_CHECKING:
    from collections_app.models import User

_well_formed = URLValidator(schemes=["http", "https"])


def http_url(value: str) -> None:
    """Refuse any address that is not a well-formed http or https address."""
    scheme = urlsplit(value.strip()).scheme.lower()
    if scheme not in ("http", "https"):
        raise ValidationError(
            "Only addresses that begin with https:// or http:// can be linked; this one begins "
            "with “%(scheme)s”.",
            params={"scheme": f"{scheme}:" if scheme else value[:20]},
        )
    if "@" in urlsplit(value).netloc:
        raise ValidationError("An address may not carry a name or password before the host.")
    _well_formed(value)


class LinkStatus(models.TextChoices):
    """What the last check of an address found."""

    UNCHECKED = "unchecked", gettext_lazy("not yet checked")
    OK = "ok", gettext_lazy("answers")
    REDIRECTED = "redirected", gettext_lazy("moved")
    BLOCKED = "blocked", gettext_lazy("refuses automatic checks")
    SUSPECT = "suspect", gettext_lazy("did not answer last time")
    GONE = "gone", gettext_lazy("no longer available")


DECIDABLE = [LinkStatus.OK, LinkStatus.REDIRECTED, LinkStatus.GONE]


class ExternalLink(Recorded):
    """An address outside this site, described once and used with a note wherever it matters."""

    url = models.CharField("address", max_length=1000, unique=True, validators=[http_url])
    title = models.CharField(max_length=300, help_text="What stands at the address, in its words.")
    publisher = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, blank=True, default="en")
    archived_url = models.CharField(
        "archived copy", max_length=1000, blank=True, validators=[http_url]
    )
    archived_at = models.DateField(null=True, blank=True)
    status = models.CharField(
        max_length=12, choices=LinkStatus.choices, default=LinkStatus.UNCHECKED
    )
    last_checked = models.DateField(null=True, blank=True)
    found = models.CharField(
        "found by the checks",
        max_length=12,
        choices=LinkStatus.choices,
        default=LinkStatus.UNCHECKED,
        editable=False,
        help_text="What the checks say by themselves. Readers are told the status, which follows "
        "this unless a person decided.",
    )
    checked_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    http_status = models.PositiveSmallIntegerField(
        "last answer", null=True, blank=True, editable=False
    )
    said_last = models.CharField(
        "in words", max_length=200, blank=True, editable=False, help_text="Of the last check."
    )
    final_url = models.CharField(
        "moved to",
        max_length=1000,
        blank=True,
        editable=False,
        help_text="Where the address says that it moved for good.",
    )
    failures = models.PositiveSmallIntegerField(
        "days on which it failed", default=0, editable=False, help_text="One after the other."
    )
    first_failed_at = models.DateTimeField(null=True, blank=True, editable=False)
    last_failed_on = models.DateField(null=True, blank=True, editable=False)
    status_is_decided = models.BooleanField(
        "decided by a person",
        default=False,
        editable=False,
        help_text="Checks go on and tell the desk what they find; the status stays.",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    decided_at = models.DateTimeField(null=True, blank=True, editable=False)

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> str:
        """The host of the address, as printed in notes: `www.un.org`."""
        return urlsplit(self.url).netloc

    def clean(self) -> None:
        self.url = self.url.strip()

    def decide(self, status: str, *, by: "User | None") -> None:
        """Let a person's word stand: no check changes the status until it is left to them again.

        Raises `ValidationError` for a status that only a check can give.
        """
        if status not in DECIDABLE:
            raise ValidationError("Say that it answers, that it moved or that it is gone.")
        self.status, self.status_is_decided = status, True
        self.decided_by, self.decided_at = by, timezone.now()
        self.updated_by = by
        self.save()

    def leave_to_checks(self, *, by: "User | None") -> None:
        """Take a person's decision back: the status is again what the checks find."""
        self.status, self.status_is_decided = self.found, False
        self.decided_by, self.decided_at = None, None
        self.updated_by = by
        self.save()

    def forget_checks(self) -> None:
        """Begin anew, as after the address was changed. Kept by the caller."""
        self.status = self.found = LinkStatus.UNCHECKED
        self.last_checked = self.checked_at = self.http_status = None
        self.said_last = self.final_url = ""
        self.failures, self.first_failed_at, self.last_failed_on = 0, None, None
        self.status_is_decided, self.decided_by, self.decided_at = False, None, None


class LinkUse(Historied):
    """One use of a link: the note says why it matters here."""

    link = models.ForeignKey(ExternalLink, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(
        help_text="A word on why it matters, shown to the reader beside the link."
    )
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return str(self.link)

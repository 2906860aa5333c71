from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models

from collections_app.models.changes import Historied
from collections_app.models.recorded import Recorded

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

    UNCHECKED = "unchecked", "not yet checked"
    OK = "ok", "answers"
    REDIRECTED = "redirected", "moved"
    BLOCKED = "blocked", "refuses automatic checks"
    SUSPECT = "suspect", "did not answer last time"
    GONE = "gone", "no longer available"


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

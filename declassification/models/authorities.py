from datetime import date
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from collections_app.models import Recorded, Repository, http_url
from collections_app.models.changes import Historied
from collections_app.models.places import refuse_circle
from collections_app.publication import Gap, Publishable, PublishableQuerySet

if TYPE_CHECKING:
    from collections_app.models import User


def known_time_zone(value: str) -> None:
    """Refuse a name that is not in the IANA time zone database."""
    if value not in available_timezones():
        raise ValidationError(
            "“%(zone)s” is not a time zone. Write it like Africa/Kigali or America/New_York.",
            params={"zone": value},
        )


class AuthorityKind(models.TextChoices):
    AGENCY = "agency", "government agency"
    MINISTRY = "ministry", "ministry"
    ARCHIVE = "archive", "archive"
    PRESIDENTIAL_LIBRARY = "presidential_library", "presidential library"
    COMMISSION = "commission", "commission of inquiry"
    PARLIAMENT = "parliament", "parliament"
    INTERNATIONAL = "international", "international organization"
    TRIBUNAL = "tribunal", "international tribunal"
    COURT = "court", "court"
    PANEL = "panel", "appeals panel"
    REGULATOR = "regulator", "information regulator"


# Bodies that control others: nobody's own appeal is heard by one of them.
FROM_OUTSIDE = frozenset(
    {AuthorityKind.REGULATOR, AuthorityKind.PANEL, AuthorityKind.COURT, AuthorityKind.TRIBUNAL}
)


class Authority(Publishable, Recorded):
    """A body that can be asked to open a document, or that decides on an appeal.

    Not the same as the archive that holds the document, though one body may be both.
    """

    name = models.CharField(max_length=255, unique=True, help_text="Its own name, in full.")
    other_names = models.TextField(blank=True, help_text="One name to a line, any language.")
    kind = models.CharField(max_length=22, choices=AuthorityKind.choices)
    country = models.CharField(
        max_length=2, blank=True, help_text="Two letters of ISO 3166-1, for example US; or blank."
    )
    dates_of_existence = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="parts"
    )
    successor = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="predecessors",
        help_text="The body that answers today for what this one classified.",
    )
    appeal_authority = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="hears_appeals_from",
        help_text="Who decides on an appeal against this authority.",
    )
    repository = models.ForeignKey(
        Repository,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="authorities",
        verbose_name="archive",
        help_text="The archive in our catalogue that holds what this authority releases.",
    )
    time_zone = models.CharField(
        max_length=60,
        default="UTC",
        validators=[known_time_zone],
        help_text="Legal dates are days in this zone, for example America/New_York.",
    )
    delivery_days = models.PositiveSmallIntegerField(
        "days for delivery",
        default=7,
        help_text="Where nobody told us when a request was received, receipt is estimated as this "
        "many days after sending, and marked as an estimate.",
    )
    website = models.CharField(max_length=500, blank=True, validators=[http_url])
    how_to_request = models.TextField(
        "how anyone may ask",
        blank=True,
        help_text="Shown to the public on every request to this authority.",
    )
    is_fictional = models.BooleanField(
        "fictional",
        default=False,
        help_text="Invented for a demonstration. Only demonstrations are addressed to it.",
    )
    notes = models.TextField(blank=True, help_text="For the house only; never shown.")

    objects: ClassVar = PublishableQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name_plural = "authorities"
        ordering = ["name"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=(Q(parent__isnull=True) | ~Q(parent=F("id")))
                & (Q(successor__isnull=True) | ~Q(successor=F("id"))),
                name="authority_is_not_its_own_parent_or_successor",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def today(self) -> date:
        """Return today's date where the authority is."""
        return timezone.now().astimezone(ZoneInfo(self.time_zone)).date()

    def appeals_within(self) -> "Authority | None":
        """Return whom the directory names for an appeal within: never a body from outside."""
        named = self.appeal_authority
        return None if named is None or named.kind in FROM_OUTSIDE else named

    def clean(self) -> None:
        refuse_circle(self, "parent", "An authority can not be a part of one of its own parts.")
        refuse_circle(self, "successor", "An authority can not succeed one of its successors.")

    def publication_gaps(self) -> list[Gap]:
        gaps = super().publication_gaps()
        if not self.how_to_request:
            words = "Say how anyone may ask this authority."
            gaps.append(Gap("how_to_request", words, blocks=False))
        return gaps

    def _let_follow(self, by: "User | None") -> None:
        """A request is public only with its authority: what it released follows."""
        super()._let_follow(by)
        for request in self.requests.select_for_update():
            request.show_or_hide_releases(by=by)


class AuthorityContact(Historied):
    """Whom to write to, and for what. For the house only: no public page reads this table."""

    class Purpose(models.TextChoices):
        REQUEST = "request", "requests"
        APPEAL = "appeal", "appeals"
        FEE = "fee", "fees"
        READING_ROOM = "reading_room", "reading room"
        OTHER = "other", "other"

    authority = models.ForeignKey(Authority, on_delete=models.CASCADE, related_name="contacts")
    purpose = models.CharField(max_length=14, choices=Purpose.choices, default=Purpose.REQUEST)
    name = models.CharField(
        "person or office", max_length=200, blank=True, help_text="For the house only."
    )
    address = models.TextField("postal address", blank=True, help_text="For the house only.")
    email = models.EmailField("e-mail", blank=True, help_text="For the house only.")
    phone = models.CharField(max_length=60, blank=True, help_text="For the house only.")
    portal = models.CharField(
        max_length=500, blank=True, validators=[http_url], help_text="For the house only."
    )
    source = models.CharField(max_length=300, blank=True, help_text="Where this was read.")
    checked_on = models.DateField(null=True, blank=True)
    notes = models.TextField(blank=True, help_text="For the house only.")

    class Meta:
        verbose_name = "contact"
        ordering = ["purpose", "pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.name or self.email or self.authority}"

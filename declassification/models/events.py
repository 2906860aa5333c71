import uuid
from datetime import datetime
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from collections_app.models.files import private_storage
from collections_app.publication import Ruled, RuledQuerySet, Visitor, may_view_unpublished
from declassification.models.regimes import DeadlineRule
from declassification.models.requests import AccessRequest
from declassification.stages import EventKind, Outcome, Stage


class NeverChanged(ValidationError):
    """Raised by every attempt to change or delete an entry of the log."""

    def __init__(self) -> None:
        super().__init__(
            "An entry of the log is never changed or deleted. Record a correction: both stay."
        )


class RequestPartQuerySet(RuledQuerySet):
    """Parts of a request: as public as the request, and of it only what is meant for readers."""

    def public(self, at: datetime | None = None) -> Self:
        return self.told().filter(request__in=AccessRequest.objects.public(at))

    def visible_to(self, user: Visitor, at: datetime | None = None) -> Self:
        """Return what this person may see: whoever may see a request sees its parts."""
        if may_view_unpublished(user, AccessRequest):
            return self.all()
        return self.public(at)

    def told(self) -> Self:
        """Keep what the public page tells, once the request is public."""
        raise NotImplementedError(f"{type(self).__name__} must say what is told")


class RequestEventQuerySet(RequestPartQuerySet):
    """The log. It can be read and added to; nothing else."""

    def told(self) -> Self:
        """Keep the entries that stand and have words for the public."""
        return self.filter(corrected_by__isnull=True).exclude(public_note="")

    def update(self, **kwargs: Any) -> NoReturn:
        raise NeverChanged

    def delete(self) -> NoReturn:
        raise NeverChanged

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged

    def bulk_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged


def _letter_place(event: "RequestEvent", filename: str) -> str:
    name = uuid.uuid4().hex
    return f"letters/{name[:2]}/{name}.{filename.rpartition('.')[2]}"


class RequestEvent(Ruled):
    """One entry in the log of a request: what happened, on which day, with its letter.

    Written by the verbs of the request, never changed and never deleted. A correction is an entry
    of its own that stands in the place of the wrong one.
    """

    class Channel(models.TextChoices):
        EMAIL = "email", "e-mail"
        POST = "post", "post"
        PORTAL = "portal", "portal"
        FAX = "fax", "fax"
        PHONE = "phone", "telephone"
        IN_PERSON = "in_person", "in person"

    class Direction(models.TextChoices):
        IN = "in", "from them"
        OUT = "out", "from us"

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(max_length=20, choices=EventKind)
    date = models.DateField(help_text="In the time zone of the authority.")
    stage = models.CharField("state after it", max_length=18, choices=Stage)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    note = models.TextField(blank=True, help_text="For the house only; never shown.")
    public_note = models.TextField(
        blank=True, help_text="Shown in the public timeline, once the request is published."
    )
    channel = models.CharField(max_length=10, choices=Channel, blank=True)
    direction = models.CharField(max_length=3, choices=Direction, blank=True)
    letter = models.FileField(
        storage=private_storage, upload_to=_letter_place, max_length=200, blank=True
    )
    letter_name = models.CharField(
        max_length=255, blank=True, help_text="For the house only, as the letter itself."
    )
    letter_media_type = models.CharField(max_length=80, blank=True)
    letter_sha256 = models.CharField(max_length=64, blank=True)
    is_estimated = models.BooleanField("date estimated", default=False)
    stops_clock = models.BooleanField("the clock stands still", default=False)
    stated_due_on = models.DateField("due date stated by the authority", null=True, blank=True)
    extension_rule = models.ForeignKey(
        DeadlineRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    fee = models.CharField(
        max_length=60, blank=True, help_text="As stated: USD 25.00. For the house only."
    )
    party = models.CharField(
        "referred to", max_length=200, blank=True, help_text="For the house only."
    )
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    objects: ClassVar = RequestEventQuerySet.as_manager()

    # What a correction takes over from the entry in whose place it stands.
    FACTS: ClassVar[tuple[str, ...]] = (
        "stage",
        "outcome",
        "public_note",
        "channel",
        "direction",
        "letter",
        "letter_name",
        "letter_media_type",
        "letter_sha256",
        "is_estimated",
        "stops_clock",
        "stated_due_on",
        "extension_rule",
        "fee",
        "party",
    )

    class Meta:
        verbose_name = "entry of the log"
        verbose_name_plural = "log"
        default_permissions = ("add", "view")
        ordering = ["date", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind=EventKind.EXTENDED) | Q(extension_rule__isnull=False),
                name="more_time_names_its_rule",
            ),
            models.CheckConstraint(
                condition=~Q(kind=EventKind.DATE_STATED) | Q(stated_due_on__isnull=False),
                name="a_stated_date_is_stated",
            ),
            models.CheckConstraint(
                condition=Q(stops_clock=False)
                | Q(kind__in=[EventKind.CLARIFICATION_ASKED, EventKind.FEE_ASKED]),
                name="only_a_question_to_us_stops_the_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.get_kind_display()}"

    def facts(self) -> dict[str, Any]:
        """Return what a correction of this entry takes over."""
        return {name: getattr(self, name) for name in self.FACTS}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged

import uuid
from datetime import datetime
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from collections_app.models.files import private_storage
from collections_app.publication import Ruled, RuledQuerySet, Visitor, may_view_unpublished
from declassification.appeal_stages import AppealOutcome, AppealStage
from declassification.models.requests import AccessRequest
from declassification.models.rules import DeadlineRule
from declassification.stages import APPEAL_KINDS, REFUSED, EventKind, Outcome, Stage

ARRIVES_LATER = "A letter can not reach us before it was written."
ANSWERED_LATER = "The day by which we must answer is before the letter."


class NeverChanged(ValidationError):
    """Raised by every attempt to change or delete an entry of the log."""

    def __init__(self) -> None:
        super().__init__(
            "An entry of the log is never changed or deleted. Record a correction: both stay."
        )


class RequestPartQuerySet(RuledQuerySet):
    """Parts of a request: as public as the request, and of it only what is meant for readers."""

    def public(self, at: datetime | None = None) -> Self:
        return self.told(at).filter(request__in=AccessRequest.objects.public(at))

    def visible_to(self, user: Visitor, at: datetime | None = None) -> Self:
        """Return what this person may see: whoever may see a request sees its parts."""
        if may_view_unpublished(user, AccessRequest):
            return self.all()
        return self.public(at)

    def told(self, at: datetime | None = None) -> Self:
        """Keep what the public page tells at the instant `at`, once the request is public."""
        raise NotImplementedError(f"{type(self).__name__} must say what is told")


class RequestEventQuerySet(RequestPartQuerySet):
    """The log. It can be read and added to; nothing else."""

    def told(self, at: datetime | None = None) -> Self:
        """Keep the entries that stand and have words for the public."""
        return self.filter(corrected_by__isnull=True).exclude(public_note="")

    def to_classify(self) -> Self:
        """Keep the letters that came and whose meaning nobody has recorded yet."""
        return self.filter(
            kind=EventKind.REPLY, corrected_by__isnull=True, classified_by__isnull=True
        )

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
    received_on = models.DateField(
        "reached us on",
        null=True,
        blank=True,
        help_text="When the letter reached us: some of our terms run from that day.",
    )
    stage = models.CharField("state after it", max_length=18, choices=Stage)
    outcome = models.CharField(max_length=20, choices=Outcome, blank=True)
    appeal = models.ForeignKey(
        "declassification.Appeal",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="events",
    )
    appeal_stage = models.CharField(max_length=20, choices=AppealStage, blank=True)
    appeal_outcome = models.CharField(max_length=14, choices=AppealOutcome, blank=True)
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
    reply_by = models.DateField(
        "we must answer by",
        null=True,
        blank=True,
        help_text="As their letter says: our answer to a question, or our appeal, is due by then.",
    )
    extension_rule = models.ForeignKey(
        DeadlineRule, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    fee = models.CharField(
        max_length=60, blank=True, help_text="As stated: USD 25.00. For the house only."
    )
    party = models.CharField(
        "referred to", max_length=200, blank=True, help_text="For the house only."
    )
    classifies = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="classified_by"
    )
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    objects: ClassVar = RequestEventQuerySet.as_manager()

    # What a correction takes over from the entry in whose place it stands.
    FACTS: ClassVar[tuple[str, ...]] = (
        "received_on",
        "stage",
        "outcome",
        "appeal",
        "appeal_stage",
        "appeal_outcome",
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
        "reply_by",
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
                condition=~Q(kind__in=[EventKind.EXTENDED, EventKind.APPEAL_EXTENDED])
                | Q(extension_rule__isnull=False),
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
            models.CheckConstraint(
                condition=Q(received_on__isnull=True) | Q(received_on__gte=models.F("date")),
                name="a_letter_arrives_after_it_is_written",
                violation_error_message=ARRIVES_LATER,
            ),
            models.CheckConstraint(
                condition=Q(reply_by__isnull=True) | Q(reply_by__gte=models.F("date")),
                name="an_answer_is_due_after_it_is_asked_for",
                violation_error_message=ANSWERED_LATER,
            ),
            models.CheckConstraint(
                condition=(Q(appeal__isnull=True) & ~Q(kind__in=sorted(APPEAL_KINDS)))
                | Q(appeal__isnull=False, kind__in=sorted(APPEAL_KINDS)),
                name="an_entry_of_an_appeal_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date}: {self.get_kind_display()}"

    def clean(self) -> None:
        """Refuse days out of order, each at its own field."""
        wrong = {}
        if self.date and self.received_on and self.received_on < self.date:
            wrong["received_on"] = ARRIVES_LATER
        if self.date and self.reply_by and self.reply_by < self.date:
            wrong["reply_by"] = ANSWERED_LATER
        if wrong:
            raise ValidationError(wrong)

    def is_adverse(self) -> bool:
        """Whether it records that a document was refused, in whole or in part."""
        if self.kind != EventKind.DOCUMENT_DECIDED:
            return False
        decision = getattr(self.first(), "decision", None)
        return decision is not None and decision.determination in REFUSED

    def first(self) -> "RequestEvent":
        """Return the entry that was first made, of which this one may be a correction."""
        return self if self.corrects is None else self.corrects.first()

    def facts(self) -> dict[str, Any]:
        """Return what a correction of this entry takes over."""
        return {name: getattr(self, name) for name in self.FACTS}

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise NeverChanged
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise NeverChanged

import uuid
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, NoReturn, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from collections_app.models.concerns import new_code
from collections_app.models.log_entries import LogEntry
from oralhistory.models.interviews import Interview
from oralhistory.models.media import MediaFile
from oralhistory.models.restrictions import Restriction


class InterviewRequestQuerySet(models.QuerySet):
    """What people ask to read or hear. Nothing of it is ever public."""

    def waiting(self) -> Self:
        """Return the requests that nobody has decided yet, the oldest first."""
        return self.filter(state=InterviewRequest.State.ASKED).order_by("asked_at")

    def in_force(self, at: datetime | None = None) -> Self:
        """Return the grants that are neither over nor taken back at the instant `at` (now)."""
        return self.filter(
            state=InterviewRequest.State.GRANTED, expires_at__gt=at or timezone.now()
        )

    def over(self, before: datetime) -> Self:
        """Return what was refused, taken back or ended before an instant, and names somebody."""
        state = InterviewRequest.State
        ended = Q(state=state.GRANTED, expires_at__lt=before) | Q(
            state__in=[state.REFUSED, state.REVOKED, state.WITHDRAWN], decided_at__lt=before
        )
        return self.filter(ended, forgotten_at__isnull=True)


class InterviewRequest(models.Model):
    """What a reader asks to open of an interview that is open on request, and what was decided.

    It is in confidence: no part of the public record, of its history or of any log. A grant opens
    to one person, under a private address and until a day, what a restriction closes; agreements,
    redactions and protected names stay in force. Of the address only a digest is kept.
    """

    class State(models.TextChoices):
        ASKED = "asked", "asked"
        GRANTED = "granted", "granted"
        REFUSED = "refused", "refused"
        REVOKED = "revoked", "taken back"
        WITHDRAWN = "withdrawn", "withdrawn by the person"

    PERSONAL = ("name", "email", "institution", "purpose", "message", "reason")

    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="access_requests"
    )
    code = models.CharField(
        "reference", max_length=14, unique=True, default=new_code, editable=False
    )
    # The same form sent twice is kept once.
    sent_as = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    asked_at = models.DateTimeField("asked", default=timezone.now, editable=False)
    name = models.CharField(max_length=200, blank=True)
    email = models.EmailField("e-mail", blank=True)
    institution = models.CharField(max_length=200, blank=True)
    purpose = models.TextField("what for", blank=True)
    parts = models.JSONField("asks for", default=list)
    conditions = models.TextField("conditions accepted", blank=True)
    state = models.CharField(max_length=9, choices=State.choices, default=State.ASKED)
    granted_parts = models.JSONField("may open", default=list)
    reason = models.TextField("why it was decided so", blank=True, help_text="For the house only.")
    message = models.TextField("words to the person", blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField("decided", null=True, blank=True)
    expires_at = models.DateTimeField("ends", null=True, blank=True)
    token_sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    forgotten_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = InterviewRequestQuerySet.as_manager()

    class Meta:
        verbose_name = "access request"
        default_permissions: ClassVar = ("view", "decide")
        ordering = ["-asked_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="granted")
                | (Q(expires_at__isnull=False) & ~Q(token_sha256=""))
                | Q(expires_at__isnull=False, forgotten_at__isnull=False),
                name="a_grant_has_an_end_and_an_address",
            ),
            models.UniqueConstraint(
                fields=["token_sha256"],
                condition=~Q(token_sha256=""),
                name="an_address_of_a_grant_is_given_once",
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(decided_at__isnull=False),
                name="a_decided_access_request_says_when",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "expires_at"], name="access_request_state_idx")
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def is_in_force(self) -> bool:
        return (
            self.state == self.State.GRANTED
            and self.expires_at is not None
            and self.expires_at > timezone.now()
        )

    @property
    def last_day(self) -> date | None:
        """The last day of the house on which a grant opens something."""
        end = self.expires_at
        return timezone.localdate(end - timedelta(seconds=1)) if end else None

    @property
    def parts_in_words(self) -> str:
        return in_words(self.parts)

    @property
    def granted_in_words(self) -> str:
        return in_words(self.granted_parts)


def in_words(parts: list[str]) -> str:
    """Name parts of an interview: “the transcript, the recording”."""
    return ", ".join(str(Restriction.Part(part).label) for part in parts)


class InterviewRequestEvent(LogEntry):
    """What was decided on an access request, by whom and when; it names nobody who asked."""

    class Kind(models.TextChoices):
        RECEIVED = "received", "received"
        GRANTED = "granted", "granted"
        REFUSED = "refused", "refused"
        PROLONGED = "prolonged", "prolonged"
        REVOKED = "revoked", "taken back"
        WITHDRAWN = "withdrawn", "withdrawn by the person"
        FORGOTTEN = "forgotten", "personal data erased"

    request = models.ForeignKey(InterviewRequest, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    kind = models.CharField(max_length=9, choices=Kind.choices)
    parts = models.JSONField(default=list)
    until = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions: ClassVar = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def parts_in_words(self) -> str:
        return in_words(self.parts)


class GrantedVisit(models.Model):
    """That something was read or heard under a grant, in which hour; no address is kept.

    One row for each part and hour; of a recording the bytes from the first to the last that were
    fetched in it. Only ever added to.
    """

    request = models.ForeignKey(InterviewRequest, on_delete=models.CASCADE, related_name="visits")
    part = models.CharField(max_length=10)
    recording = models.ForeignKey(
        MediaFile, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hour = models.DateTimeField(help_text="The beginning of the hour, UTC.")
    first_byte = models.PositiveBigIntegerField(null=True, blank=True)
    last_byte = models.PositiveBigIntegerField(null=True, blank=True)

    class Meta:
        default_permissions: ClassVar = ()
        ordering = ["hour", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["request", "part", "recording", "hour"],
                name="a_granted_visit_once_an_hour",
            ),
            models.UniqueConstraint(
                fields=["request", "part", "hour"],
                condition=Q(recording__isnull=True),
                name="a_granted_reading_once_an_hour",
            ),
            models.CheckConstraint(
                condition=Q(first_byte__isnull=True, last_byte__isnull=True)
                | Q(last_byte__gte=F("first_byte")),
                name="a_granted_visit_has_both_bytes_or_none",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part}, {self.hour:%Y-%m-%d %H}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a new visit. Raises `ValidationError` for one that is kept already."""
        if not self._state.adding:
            raise ValidationError("What was read or heard is not rewritten.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError("What was read or heard is not taken away.")

    @property
    def part_in_words(self) -> str:
        return in_words([self.part])

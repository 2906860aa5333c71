import secrets
import uuid
from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy

from collections_app.models.log_entries import LogEntry

_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


def new_code() -> str:
    """Return a code to quote, such as `K7QM-3XDA-9PWT`: without letters easily confused."""
    letters = "".join(secrets.choice(_LETTERS) for _ in range(12))
    return "-".join(letters[at : at + 4] for at in range(0, 12, 4))


class Concern(models.Model):
    """What a person named or shown here, or next of kin, asks us in confidence.

    It is no part of the public record, nor of its history: nothing points here from any record,
    and only whoever may handle concerns reads it. What was done about it is kept as events.
    """

    class Kind(models.TextChoices):
        CORRECTION = "correction", gettext_lazy("Correct something that is wrong")
        PSEUDONYM = "pseudonym", gettext_lazy("Show me, or my relative, under another name")
        REMOVAL = "removal", gettext_lazy("Take something away")
        OTHER = "other", gettext_lazy("Something else")

    class Relation(models.TextChoices):
        SELF = "self", gettext_lazy("I am named or shown")
        KIN = "kin", gettext_lazy("I am a relative of the person")
        BEHALF = "behalf", gettext_lazy("I write on behalf of the person")
        OTHER = "other", gettext_lazy("Other")

    class Stage(models.TextChoices):
        NEW = "new", "new"
        HIDDEN = "hidden", "hidden, decision pending"
        DECIDED = "decided", "decided"
        CLOSED = "closed", "closed"

    class Outcome(models.TextChoices):
        GRANTED = "granted", "granted"
        PARTLY = "partly", "granted in part"
        REFUSED = "refused", "refused"

    code = models.CharField(max_length=14, unique=True, default=new_code, editable=False)
    # The same form sent twice is kept once.
    sent_as = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    received_at = models.DateTimeField("received", auto_now_add=True)
    kind = models.CharField("asks for", max_length=12, choices=Kind.choices)
    relation = models.CharField("who asks", max_length=8, choices=Relation.choices)
    page_address = models.CharField("page", max_length=500, blank=True)
    material = models.CharField("what on it", max_length=500, blank=True)
    message = models.TextField(blank=True, help_text="For the house only.")
    name = models.CharField(max_length=200, blank=True, help_text="For the house only.")
    contact = models.TextField("how to reach them", blank=True, help_text="For the house only.")
    language = models.CharField("answer in", max_length=60, blank=True)
    stage = models.CharField(max_length=8, choices=Stage.choices, default=Stage.NEW)
    outcome = models.CharField(max_length=8, choices=Outcome.choices, blank=True)
    decision = models.TextField(
        blank=True, help_text="What was decided and why. For the house only."
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    contact_forgotten_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "concern"
        verbose_name_plural = "concerns of people affected"
        default_permissions: ClassVar = ()
        permissions: ClassVar = [("handle_concern", "Can handle concerns of people affected")]
        ordering = ["-received_at", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(stage__in=["decided", "closed"])
                | (~Q(outcome="") & ~Q(decision="") & Q(decided_at__isnull=False)),
                name="a_decided_concern_says_what_was_decided",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class ConcernTarget(models.Model):
    """A record, file or page that was hidden because of a concern, until the hold is lifted."""

    concern = models.ForeignKey(Concern, on_delete=models.CASCADE, related_name="targets")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    hidden_at = models.DateTimeField(auto_now_add=True)
    was_on_hold = models.BooleanField(
        default=False, help_text="It was on hold before, so that lifting this one changes nothing."
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions: ClassVar = ()
        ordering = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["concern", "content_type", "object_id"],
                condition=Q(lifted_at__isnull=True),
                name="a_concern_hides_a_record_once",
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"], name="concern_target_idx")
        ]

    def __str__(self) -> str:
        return f"{self.content_type.name}: {self.record}"


class ConcernEvent(LogEntry):
    """What was done about a concern, by whom and when. Nothing here is changed or taken away."""

    class Kind(models.TextChoices):
        RECEIVED = "received", gettext_lazy("received")
        HIDDEN = "hidden", gettext_lazy("hidden everywhere")
        LIFTED = "lifted", gettext_lazy("shown again")
        NOTE = "note", gettext_lazy("note")
        DECIDED = "decided", gettext_lazy("decided")
        CLOSED = "closed", gettext_lazy("closed")
        FORGOTTEN = "forgotten", gettext_lazy("contact forgotten")

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="events")
    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    words = models.TextField(blank=True, help_text="For the house only.")

    class Meta:
        default_permissions: ClassVar = ()
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.at:%Y-%m-%d %H:%M}"

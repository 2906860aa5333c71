from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Named(models.TextChoices):
    """The kinds of records that are looked up, and may be taken for each other, by name."""

    AGENT = "agent", "person or body"
    PLACE = "place", "place"
    SUBJECT = "subject", "subject"


class NameKey(models.Model):
    """What the names of a record sound like: records that share a key may be the same one.

    Derived from the names by `look_alikes`; never shown to anybody.
    """

    kind = models.CharField(max_length=8, choices=Named.choices)
    record = models.PositiveBigIntegerField()
    key = models.CharField(max_length=24)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind", "record"], name="name_key_record_idx")]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "key", "record"], name="name_key_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record}: {self.key}"


class LookAlike(models.Model):
    """Two records with names so much alike that they may describe one and the same.

    A person decides; the decision is kept, so that nobody is asked twice.
    """

    kind = models.CharField(max_length=8, choices=Named.choices)
    one = models.PositiveBigIntegerField(help_text="The record with the smaller number.")
    other = models.PositiveBigIntegerField()
    likeness = models.PositiveSmallIntegerField(help_text="In hundredths.")
    are_different = models.BooleanField(
        default=False, help_text="Somebody has looked: these are two, whatever their names."
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "possible double"
        default_permissions = ("view", "change")
        ordering = ["-likeness", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["kind", "one", "other"], name="two_look_alike_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="look_alike_in_order"),
        ]
        indexes: ClassVar = [
            models.Index(fields=["kind", "other"], name="look_alike_other_idx"),
            models.Index(fields=["kind", "are_different", "-likeness"], name="look_alike_open_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.one} and {self.other}"

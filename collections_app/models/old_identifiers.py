from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from collections_app.models.changes import Historied


class OldIdentifier(Historied):
    """The last word of an address that once led to a record which now has another address.

    Addresses are cited for decades: a record that was merged into another, or whose code was
    changed, is still found under the old one. Nobody is led from here to a record that is not
    public, nor from a name to the person who is protected by another.
    """

    class Room(models.TextChoices):
        """The first word of the address."""

        ARCHIVES = "archives", "archive"
        COLLECTIONS = "collections", "collection"
        ITEMS = "items", "item"
        PEOPLE = "people", "person or body"
        PLACES = "places", "place"
        SUBJECTS = "subjects", "subject or turning point"

    room = models.CharField(max_length=12, choices=Room.choices)
    identifier = models.CharField(max_length=120)
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    target = GenericForeignKey()
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = "old address"
        verbose_name_plural = "old addresses"
        ordering = ["room", "identifier"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["room", "identifier"], name="an_old_address_leads_to_one_record"
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["content_type", "object_id"], name="old_address_target_idx")
        ]

    def __str__(self) -> str:
        return f"/{self.room}/{self.identifier}/"

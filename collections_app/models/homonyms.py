from typing import ClassVar

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models

from collections_app.models.agents import Agent
from collections_app.models.changes import Historied


class Homonym(Historied):
    """A decision that a name in one record is that of somebody else who is called the same.

    Without it a record in which the name of a protected person stands is not published.
    """

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="homonyms")
    content_type = models.ForeignKey(ContentType, on_delete=models.CASCADE, related_name="+")
    object_id = models.PositiveBigIntegerField()
    record = GenericForeignKey()
    reason = models.CharField(
        max_length=300, help_text="How you know that it is somebody else. For the house only."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions: ClassVar = ("add", "view")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agent", "content_type", "object_id"], name="a_homonym_is_decided_once"
            )
        ]

    def __str__(self) -> str:
        return f"not {self.agent}: {self.record}"

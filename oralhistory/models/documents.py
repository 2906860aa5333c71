from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q

from collections_app.models import ArchivalItem
from collections_app.models.changes import Historied
from collections_app.publication import Ruled, RuledQuerySet, among
from oralhistory.clock import clock
from oralhistory.models.interviews import Interview


class DocumentMentionedQuerySet(RuledQuerySet):
    """Documents an interview speaks of: as public as the interview and the document."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(
            among(Interview.objects.public(at), "interview"),
            among(ArchivalItem.objects.public(at), "item"),
        )


class DocumentMentioned(Ruled, Historied):
    """A document of the collections of which an interview speaks, and at what moment."""

    interview = models.ForeignKey(
        Interview, on_delete=models.CASCADE, related_name="documents_mentioned"
    )
    item = models.ForeignKey(
        ArchivalItem, on_delete=models.PROTECT, related_name="interviews_mentioning"
    )
    start_ms = models.PositiveIntegerField(
        "moment",
        null=True,
        blank=True,
        help_text="When it is spoken of: hours, minutes and seconds, for example 0:12:34.",
    )
    note = models.CharField(max_length=300, blank=True, help_text="Shown to the reader.")
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = DocumentMentionedQuerySet.as_manager()

    class Meta:
        verbose_name = "document mentioned"
        verbose_name_plural = "documents mentioned"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "item", "start_ms"],
                name="a_document_is_mentioned_at_a_moment_once",
            ),
            models.UniqueConstraint(
                fields=["interview", "item"],
                condition=Q(start_ms__isnull=True),
                name="a_document_is_mentioned_in_general_once",
            ),
        ]

    def __str__(self) -> str:
        return str(self.item)

    @property
    def moment(self) -> str:
        """When it is spoken of, as printed; empty where no moment is given."""
        return clock(self.start_ms) if self.start_ms is not None else ""

    @property
    def moment_url(self) -> str:
        """Where in the interview it is spoken of."""
        if self.start_ms is None:
            return self.interview.get_absolute_url()
        return self.interview.moment_url(self.start_ms)

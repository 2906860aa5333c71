from datetime import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from collections_app.models import ArchivalItem
from collections_app.models.changes import Historied
from collections_app.publication import Ruled, among
from declassification.models.events import RequestPartQuerySet
from declassification.models.requests import NEVER_TOLD, AccessRequest


class RequestedDocumentQuerySet(RequestPartQuerySet):
    """Documents asked for; one that is described as an item is told only with its item.

    What somebody was let see by permission or under seal is not told, not even that it was wanted.
    """

    def told(self, at: datetime | None = None) -> Self:
        return self.filter(
            Q(item__isnull=True) | Q(among(ArchivalItem.objects.public(at), "item")), is_told=True
        ).exclude(decisions__copy__access_condition__in=NEVER_TOLD)


class RequestedDocument(Ruled, Historied):
    """A document that a request asks for: an item we describe, or a line of a withdrawal sheet.

    A line of a withdrawal sheet (box, folder, number, date, pages, restriction codes) stands in
    for a document that nobody has let us see; once it is described it is linked to its item.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.CASCADE, related_name="documents")
    item = models.ForeignKey(
        ArchivalItem,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="requested_as",
        help_text="The document, where it is described. Otherwise fill in what is known of it.",
    )
    title = models.CharField(
        "listed as",
        max_length=300,
        blank=True,
        help_text="As the withdrawal sheet has it; shown to readers where no item is linked.",
    )
    document_type = models.CharField("type", max_length=80, blank=True)
    date = models.CharField("date of the document", max_length=60, blank=True)
    box = models.CharField(max_length=80, blank=True)
    folder = models.CharField(max_length=200, blank=True)
    document_number = models.CharField("number on the sheet", max_length=60, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    restriction_codes = models.CharField(
        max_length=120, blank=True, help_text="As printed on the sheet: P1, (b)(1)."
    )
    source = models.CharField(
        max_length=300, blank=True, help_text="The sheet, finding aid or document that names it."
    )
    is_told = models.BooleanField(
        "shown to readers",
        default=True,
        help_text="Untick to keep from readers that this document was asked for.",
    )
    notes = models.TextField(blank=True, help_text="For the house only.")
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = RequestedDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = "document asked for"
        verbose_name_plural = "documents asked for"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(item__isnull=False) | ~Q(title=""),
                name="a_requested_document_is_an_item_or_described",
                violation_error_message="Choose an item, or say how the document is listed.",
            ),
            models.UniqueConstraint(
                fields=["request", "item"], name="a_request_asks_for_an_item_once"
            ),
        ]

    def __str__(self) -> str:
        return str(self.item) if self.item else self.title

    def clean(self) -> None:
        if self.item_id is None and not self.title:
            raise ValidationError({"title": "Choose an item, or say how the document is listed."})


class ReferenceNumber(Historied):
    """A number by which an authority knows the request; several may be in use at once."""

    class Role(models.TextChoices):
        INITIAL = "initial", "of the request"
        APPEAL = "appeal", "of an appeal"
        REFERRAL = "referral", "of a referral"
        COURT = "court", "of a court"
        OTHER = "other", "other"

    request = models.ForeignKey(
        AccessRequest, on_delete=models.CASCADE, related_name="reference_numbers"
    )
    value = models.CharField("number", max_length=80, help_text="For the house only.")
    issued_by = models.CharField(max_length=200, blank=True, help_text="If not by the authority.")
    role = models.CharField(max_length=10, choices=Role, default=Role.INITIAL)
    is_current = models.BooleanField("in use", default=True)

    class Meta:
        ordering = ["-is_current", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "value", "issued_by"], name="a_request_has_a_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.value

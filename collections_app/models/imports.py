from django.db import models
from django.db.models import Q

from collections_app.models.changes import Historied
from collections_app.models.collections import Collection
from collections_app.models.copies import Copy
from collections_app.models.items import ArchivalItem


class ImportedRecord(Historied):
    """Where an imported item or collection came from, and what the source said when last read.

    A later import compares the source, this memory and the record: what a curator changed since
    is kept, and the difference is reported.
    """

    source = models.CharField(max_length=80, help_text="For example frus1969-76ve05p1.")
    key = models.CharField(max_length=120, help_text="The source's own id of the record: d5.")
    item = models.OneToOneField(
        ArchivalItem,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="imported_record",
    )
    copy = models.ForeignKey(
        Copy,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The copy that the source itself is.",
    )
    collection = models.OneToOneField(
        Collection,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="imported_record",
    )
    values = models.JSONField(default=dict, help_text="What was imported, field by field.")
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="a_source_record_imported_once"),
            models.CheckConstraint(
                condition=Q(item__isnull=False, collection__isnull=True)
                | Q(item__isnull=True, collection__isnull=False),
                name="an_imported_record_is_an_item_or_a_collection",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.key}"

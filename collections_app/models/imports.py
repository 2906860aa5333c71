from django.db import models

from collections_app.models.copies import Copy
from collections_app.models.items import ArchivalItem


class ImportedRecord(models.Model):
    """Where an imported item came from, and what the source said when it was last read.

    A later import compares the source, this memory and the record: what a curator changed since
    is kept, and the difference is reported.
    """

    source = models.CharField(max_length=80, help_text="For example frus1969-76ve05p1.")
    key = models.CharField(max_length=120, help_text="The source's own id of the record: d5.")
    item = models.OneToOneField(
        ArchivalItem, on_delete=models.CASCADE, related_name="imported_record"
    )
    copy = models.ForeignKey(
        Copy,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="The copy that the source itself is.",
    )
    values = models.JSONField(default=dict, help_text="What was imported, field by field.")
    imported_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "key"], name="a_source_record_imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.source}/{self.key}"

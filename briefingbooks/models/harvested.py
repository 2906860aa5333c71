from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from briefingbooks.models.books import Book
from collections_app.models import ArchivalItem, Collection
from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.models import Interview


class HarvestedRecordQuerySet(RuledQuerySet):
    """What harvesters may be told: records that are public, and those that once were."""

    def public(self, at: datetime | None = None) -> Self:
        """Return the rows of public records, and of deletions that nothing has come back from."""
        at = at or timezone.now()
        shown = Q(is_deleted=True)
        for kind, model in RECORDS.items():
            manager: Any = model._default_manager
            public = manager.public(at).filter(pk=OuterRef("key"))
            shown |= Q(Q(kind=kind), Exists(public))
        due = self.filter(Q(until=None) | Q(until__gt=at), since__lte=at)
        return due.filter(shown)

    def live(self) -> Self:
        """Narrow to rows of records that are published, now or for a later instant."""
        return self.filter(is_deleted=False)

    def deleted(self) -> Self:
        """Narrow to rows that say that a record was public and is gone."""
        return self.filter(is_deleted=True)


class HarvestedRecord(Ruled):
    """What harvesters of metadata know of a record (OAI-PMH 2.0, 2.5): that it is, or that it was.

    A record has one row while it is published, from `since` on, and one more that says that it
    is gone, from `since` to `until`. Gone is only what readers could see before: of a draft, and
    of an embargo that ended before its day, there is no row. Rows are written by
    `harvesting.following` alone, in the transaction of the change; they hold no words of records.
    """

    class Kind(models.TextChoices):
        ITEMS = "items", "documents"
        INTERVIEWS = "interviews", "interviews"
        COLLECTIONS = "collections", "collections"
        BOOKS = "books", "briefing books"

    identifier = models.CharField(max_length=200)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    key = models.BigIntegerField(help_text="Primary key of the record, which may be gone.")
    is_deleted = models.BooleanField(default=False)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True, blank=True)
    appeared_at = models.DateTimeField(help_text="When readers could see it, or not any more.")
    datestamp = models.DateTimeField(help_text="In whole seconds (UTC).")
    sets = models.TextField(blank=True, help_text="Its sets, each between two spaces.")

    objects: ClassVar = HarvestedRecordQuerySet.as_manager()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(is_deleted=False),
                name="briefingbooks_one_live_row_to_a_record",
            ),
            models.UniqueConstraint(
                fields=["identifier", "is_deleted"], name="briefingbooks_one_row_to_an_identifier"
            ),
        ]
        indexes = [
            models.Index(fields=["datestamp", "id"], name="harvested_in_order_idx"),
            models.Index(
                fields=["until"], condition=Q(until__isnull=False), name="harvested_until_idx"
            ),
        ]

    def __str__(self) -> str:
        return self.identifier


RECORDS: dict[str, type[models.Model]] = {
    HarvestedRecord.Kind.ITEMS: ArchivalItem,
    HarvestedRecord.Kind.INTERVIEWS: Interview,
    HarvestedRecord.Kind.COLLECTIONS: Collection,
    HarvestedRecord.Kind.BOOKS: Book,
}

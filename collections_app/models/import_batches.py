from typing import Any

from django.conf import settings
from django.core.files.storage import storages
from django.db import models
from django.db.models import Q

from collections_app.models.changes import ChangeSet


class ImportKind(models.TextChoices):
    """What kind of file is brought in."""

    ITEMS = "items", "items (CSV or XLSX)"
    EAD = "ead", "finding aid (EAD)"


class ImportMode(models.TextChoices):
    """What a row may do, told by its reference."""

    CREATE = "create", "create: every row is a new record"
    UPDATE = "update", "update: every row changes a record that exists"
    UPSERT = "upsert", "create or update: by the reference"


def private_storage() -> Any:
    """Return where uploads and reports lie; a callable, so that migrations name no folder."""
    return storages["private"]


def _place(batch: "ImportBatch", name: str) -> str:
    return f"imports/{name}"


class ImportBatch(models.Model):
    """One file brought in by one deed: checked first, then applied whole, and undone whole.

    The file is kept as it came. The report has one line of JSON for each row and one for each
    term that was not known; both lie in the private storage, as a file may have 100,000 rows.
    """

    class State(models.TextChoices):
        UPLOADED = "uploaded", "uploaded, not yet checked"
        CHECKED = "checked", "checked"
        APPLIED = "applied", "applied"
        UNDONE = "undone", "undone"
        FAILED = "failed", "could not be read"

    number = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=8, choices=ImportKind.choices, default=ImportKind.ITEMS)
    file_name = models.CharField("file", max_length=255, help_text="As it was called.")
    file = models.FileField(storage=private_storage, upload_to=_place, max_length=255)
    bytes = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField("SHA-256", max_length=64)
    mode = models.CharField(max_length=8, choices=ImportMode.choices, default=ImportMode.UPSERT)
    mapping = models.JSONField(
        default=dict, blank=True, help_text="Which header fills which column, and the constants."
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.UPLOADED)
    message = models.TextField(blank=True, help_text="What went wrong last, in words.")
    counts = models.JSONField(default=dict, blank=True, help_text="Rows by what they would do.")
    report = models.FileField(storage=private_storage, upload_to=_place, max_length=255, blank=True)
    digest = models.CharField(
        max_length=64, blank=True, help_text="Of what each row would do, as the check found it."
    )
    change_set = models.OneToOneField(
        ChangeSet, null=True, blank=True, on_delete=models.SET_NULL, related_name="import_batch"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField("brought in", auto_now_add=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = "import"
        verbose_name_plural = "imports"
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="applied") | Q(applied_at__isnull=False),
                name="an_applied_import_says_when",
            )
        ]

    def __str__(self) -> str:
        return f"Import {self.number}: {self.file_name}"


class ImportMapping(models.Model):
    """How the files of one source are read: which header fills which column, and what is constant.

    Saved once for a source (a museum, a partner's register) and used for each of its files.
    """

    name = models.CharField(max_length=80, unique=True, help_text="The source: Tate, 2014 files.")
    kind = models.CharField(max_length=8, choices=ImportKind.choices, default=ImportKind.ITEMS)
    columns = models.JSONField(
        default=dict, blank=True, help_text="For each header, the column that it fills."
    )
    options = models.JSONField(
        default=dict, blank=True, help_text="Constants, and how cells are read."
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField("saved", auto_now=True)

    class Meta:
        verbose_name = "mapping"
        verbose_name_plural = "mappings"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

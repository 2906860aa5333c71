from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

MOST_PROBLEMS = 200
LINE = 300


class CheckRun(models.Model):
    """One run of a keeping deed: files compared, links asked, a backup made (PREMIS event).

    `counts` says how many of what; `problems` names the first of them in words, and
    `problems_total` says how many there were. A run without an end was killed or still goes on.
    """

    class Kind(models.TextChoices):
        FIXITY = "fixity", "stored files compared"
        LINKS = "links", "links checked"
        BACKUP = "backup", "backup made"

    kind = models.CharField(max_length=8, choices=Kind.choices)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict)
    problems = models.JSONField(default=list, help_text="The first of them, a line each.")
    problems_total = models.PositiveIntegerField(default=0)
    ended_early = models.CharField(
        max_length=LINE, blank=True, help_text="Why the run stopped before its end."
    )

    class Meta:
        verbose_name = "check"
        default_permissions = ("view",)
        ordering = ["-started_at", "-pk"]
        indexes = [models.Index(fields=["kind", "started_at"], name="check_run_latest_idx")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.started_at:%Y-%m-%d %H:%M}"

    def note(self, problem: str) -> None:
        """Add a problem; beyond the first ones it is only counted. Kept by the next `save()`."""
        self.problems_total += 1
        if len(self.problems) < MOST_PROBLEMS:
            self.problems.append(problem[:LINE])

    def count(self, **more: int) -> None:
        """Add to the numbers of this run. Kept by the next `save()`."""
        for name, number in more.items():
            self.counts[name] = self.counts.get(name, 0) + number

    def finish(self, *, ended_early: str = "") -> None:
        """Keep the run with its end."""
        self.finished_at, self.ended_early = timezone.now(), ended_early[:LINE]
        self.save()


class FileFixity(models.Model):
    """What the last comparison of one stored file with its digest found, whoever keeps the file.

    One row for every file that any record of the house names, and one for every stray: bytes in a
    storage that no record names. `sha256` is noted here at the first comparison for files whose
    own record keeps no digest.
    """

    class State(models.TextChoices):
        UNCHECKED = "unchecked", "not yet compared"
        OK = "ok", "unchanged"
        MISSING = "missing", "missing"
        CHANGED = "changed", "changed"
        UNREADABLE = "unreadable", "unreadable"
        STRAY = "stray", "named by no record"

    DAMAGED: ClassVar[tuple[str, ...]] = (State.MISSING, State.CHANGED, State.UNREADABLE)

    storage = models.CharField(max_length=40)
    name = models.CharField("file", max_length=300)
    owner = models.CharField("kind of record", max_length=100, blank=True)
    owner_pk = models.BigIntegerField("key of the record", null=True)
    said = models.CharField("what it belongs to", max_length=LINE, blank=True)
    sha256 = models.CharField("SHA-256", max_length=64, blank=True)
    state = models.CharField(max_length=10, choices=State.choices, default=State.UNCHECKED)
    detail = models.CharField(max_length=LINE, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True, db_index=True)
    seen_in = models.BigIntegerField(
        default=0, help_text="The check that last found the file named by a record."
    )

    class Meta:
        verbose_name = "stored file"
        default_permissions = ("view",)
        ordering = ["storage", "name"]
        constraints = [
            models.UniqueConstraint(fields=["storage", "name"], name="a_stored_file_stands_once")
        ]
        indexes = [
            models.Index(
                fields=["state"],
                condition=~Q(state__in=["ok", "unchecked"]),
                name="file_fixity_wrong_idx",
            )
        ]

    def __str__(self) -> str:
        return f"{self.storage}/{self.name}"

    @property
    def report_line(self) -> str:
        """The file in one line of a report: what it belongs to, what is wrong, where it lies."""
        words = ": ".join(filter(None, [self.said, self.get_state_display()]))
        detail = f", {self.detail}" if self.detail else ""
        return f"{words}{detail} ({self})"

    def found(self, state: str, detail: str = "", **more: Any) -> None:
        """Note what a comparison found, now. Kept by the caller."""
        self.state, self.detail, self.checked_at = state, detail[:LINE], timezone.now()
        for name, value in more.items():
            setattr(self, name, value)

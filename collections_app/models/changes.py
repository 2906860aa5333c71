from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import ForeignKey
from simple_history.models import HistoricalRecords

# What a save writes by itself says nothing about the description.
WRITTEN_BY_THE_SAVE = {"updated_at", "updated_by_id", "created_at", "created_by_id"}


class ChangeSet(models.Model):
    """Everything one deed changed: a save at a desk, an import, a bulk edit, a merge, an undoing.

    DACS 8.1: actions on records are documented and can be found again. The changes themselves are
    rows of each model's history that point here.
    """

    class Source(models.TextChoices):
        DESK = "desk", "at the desk"
        IMPORT = "import", "import"
        BULK = "bulk", "bulk edit"
        MERGE = "merge", "merge"
        RESTORE = "restore", "restored"
        UNDO = "undo", "undone"
        HOUSE = "house", "by the house itself"

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    source = models.CharField(max_length=8, choices=Source.choices, default=Source.HOUSE)
    title = models.CharField(max_length=200, blank=True, help_text="What was done, in words.")
    reason = models.CharField(max_length=300, blank=True, help_text="Why, as the person said it.")
    undone_by = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="undoes"
    )

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.title or f"{self.get_source_display()} {self.pk}"


@dataclass(slots=True)
class Recording:
    """A deed under way: who does it and why. Its `ChangeSet` is made with its first change."""

    by: Any
    source: str
    title: str
    reason: str
    change_set: ChangeSet | None = None

    def begun(self) -> ChangeSet:
        """Return the change set of this deed, made at the first call."""
        if self.change_set is None:
            self.change_set = ChangeSet.objects.create(
                by=self.by, source=self.source, title=self.title[:200], reason=self.reason[:300]
            )
        return self.change_set


_recording: ContextVar[Recording | None] = ContextVar("recording", default=None)


def current_recording() -> Recording | None:
    """Return the deed under way in this thread, if there is one."""
    return _recording.get()


@contextmanager
def recording(*, by: Any, source: str, title: str = "", reason: str = "") -> Iterator[Recording]:
    """Gather every change made inside under one `ChangeSet`; a recording inside another joins it.

    To be opened inside the transaction of the deed, so that both are kept or lost together.
    """
    outer = _recording.get()
    if outer is not None:
        yield outer
        return
    token = _recording.set(Recording(by, source, title, reason))
    try:
        yield _recording.get()  # type: ignore[misc]
    finally:
        _recording.reset(token)


def _who(instance: Any = None, request: Any = None, **kwargs: Any) -> Any:
    under_way = _recording.get()
    return under_way.by if under_way else getattr(instance, "updated_by", None)


class Changes(HistoricalRecords):
    """The history of a model: one row for each save that changed something, none for the others.

    `bulk_create` and `update` leave no trace: use `history.create_many` and `history.update_many`.
    """

    def create_historical_record(
        self, instance: Any, history_type: str, using: str | None = None
    ) -> None:
        if history_type == "~" and self._is_unchanged(instance):
            return
        super().create_historical_record(instance, history_type, using)

    def _is_unchanged(self, instance: Any) -> bool:
        model = getattr(instance, self.manager_name).model
        last = model.objects.filter(**{instance._meta.pk.attname: instance.pk}).first()
        if last is None:
            return False
        for field in self.fields_included(instance):
            is_told = field.attname not in WRITTEN_BY_THE_SAVE
            if is_told and getattr(instance, field.attname) != getattr(last, field.attname):
                return False
        return all(
            set(getattr(instance, field.name).values_list("pk", flat=True))
            == set(getattr(last, field.name).values_list(_far_side(field), flat=True))
            for field in last._history_m2m_fields
        )


def _far_side(field: Any) -> str:
    name: str = field.m2m_reverse_field_name()
    return f"{name}_id"


class ChangeRecord(models.Model):
    """What every row of a history has beside the values: the deed it belongs to."""

    change_set = ForeignKey(
        ChangeSet, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        abstract = True


class Historied(models.Model):
    """A curated record: every change to it is kept, with who, when, before and after."""

    changes = Changes(inherit=True, bases=[ChangeRecord], get_user=_who)

    class Meta:
        abstract = True


def note_the_deed(history_instance: Any, **kwargs: Any) -> None:
    """Put a row of history under the deed that is being recorded (a receiver of the library)."""
    under_way = _recording.get()
    if under_way is not None:
        history_instance.change_set = under_way.begun()

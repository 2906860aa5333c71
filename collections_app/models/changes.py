from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import ForeignKey
from simple_history.manager import HistoryDescriptor
from simple_history.models import HistoricalRecords

from collections_app import curation
from collections_app.described import note_description

# What a save writes by itself says nothing about the description.
WRITTEN_BY_THE_SAVE = {
    *("updated_at", "updated_by_id", "created_at", "created_by_id"),
    *("path", "depth", "arrangement_key", "imported_at"),
}


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
    is_named: bool = True
    change_set: ChangeSet | None = None

    def name(self, by: Any, source: str, title: str, reason: str) -> None:
        """Let the deed inside say what this is, where so far only the desk was known."""
        if not self.is_named and self.change_set is None:
            self.by, self.source, self.title = by or self.by, source, title
            self.reason, self.is_named = reason or self.reason, True

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
def recording(
    *, by: Any, source: str, title: str = "", reason: str = "", is_named: bool = True
) -> Iterator[Recording]:
    """Gather every change made inside under one `ChangeSet`; a recording inside another joins it.

    To be opened inside the transaction of the deed, so that both are kept or lost together. One
    that is not named (a request to a desk) is named by the first one inside it.
    """
    outer = _recording.get()
    if outer is not None:
        outer.name(by, source, title, reason)
        yield outer
        return
    token = _recording.set(Recording(by, source, title, reason, is_named))
    try:
        yield _recording.get()  # type: ignore[misc]
    finally:
        _recording.reset(token)


@contextmanager
def outside_of_deeds() -> Iterator[None]:
    """Keep what is written inside out of the deed under way."""
    token = _recording.set(None)
    try:
        yield
    finally:
        _recording.reset(token)


def _who(instance: Any = None, request: Any = None, **kwargs: Any) -> Any:
    under_way = _recording.get()
    return under_way.by if under_way else getattr(instance, "updated_by", None)


@cache
def _manager_of(manager: Any, queryset: Any) -> Any:
    return manager.from_queryset(queryset)


class _KeptManager(HistoryDescriptor):
    """Leads to a history; the class of its manager is made once, not each time it is asked for."""

    def __get__(self, instance: Any, owner: Any) -> Any:
        return _manager_of(self.manager_class, self.queryset_class)(self.model, instance)


def _keep_manager(model: Any, name: str) -> None:
    plain = vars(model)[name]
    setattr(model, name, _KeptManager(plain.model, plain.manager_class, plain.queryset_class))


class Changes(HistoricalRecords):
    """The history of a model: one row for each save that changed something, none for the others.

    `bulk_create` and `update` leave no trace: use `history.create_many` and `history.update_many`.
    """

    def finalize(self, sender: Any, **kwargs: Any) -> None:
        super().finalize(sender, **kwargs)
        if hasattr(sender._meta, "simple_history_manager_attribute"):
            models.signals.pre_save.connect(self.keep_first_form, sender=sender, weak=False)
            _keep_manager(sender, self.manager_name)
            history = getattr(sender, self.manager_name).model
            for field in self.get_m2m_fields_from_model(sender):
                _keep_manager(history, field.name)

    def keep_first_form(self, instance: Any, raw: bool = False, **kwargs: Any) -> None:
        """Before the first change of a record older than its history, keep how it was."""
        if raw or instance.pk is None or instance._state.adding:
            return
        if getattr(instance, "_has_history", False) or self._last_row(instance) is not None:
            instance._has_history = True
            return
        stored = type(instance)._base_manager.filter(pk=instance.pk).first()
        if stored is not None:
            with outside_of_deeds():
                super().create_historical_record(stored, "+")

    def pre_delete(self, instance: Any, **kwargs: Any) -> None:
        super().pre_delete(instance, **kwargs)
        self.keep_first_form(instance)

    def m2m_changed(
        self, instance: Any, action: str, attr: str, pk_set: Any, reverse: bool, **kwargs: Any
    ) -> None:
        if action in ("pre_add", "pre_remove", "pre_clear") and not reverse:
            self.keep_first_form(instance)
        super().m2m_changed(instance, action, attr, pk_set, reverse, **kwargs)

    def create_historical_record(
        self, instance: Any, history_type: str, using: str | None = None
    ) -> None:
        last = self._last_row(instance) if history_type == "~" else None
        changed = self._changed_fields(instance, last) if last is not None else None
        if changed is not None and not changed:
            return
        super().create_historical_record(instance, history_type, using)
        before = _as_it_was(last) if last is not None else None
        note_description(type(instance), [instance], changed, before)

    def _last_row(self, instance: Any) -> Any:
        model = getattr(instance, self.manager_name).model
        key = {instance._meta.pk.attname: instance.pk}
        return model.objects.filter(**key).order_by("-history_id").first()

    def _changed_fields(self, instance: Any, last: Any) -> set[str]:
        left = curation.bookkeeping(type(instance)) | WRITTEN_BY_THE_SAVE
        changed = {
            field.name
            for field in self.fields_included(instance)
            if not {field.name, field.attname} & left
            and getattr(instance, field.attname) != getattr(last, field.attname)
        }
        for field in last._history_m2m_fields:
            now = set(getattr(instance, field.name).values_list("pk", flat=True))
            if now != linked_then(last, field):
                changed.add(field.name)
        return changed


def linked_then(row: Any, field: Any) -> set[Any]:
    """Return the keys that a many-to-many field held in a row of history."""
    return set(getattr(row, field.name).values_list(far_side(field), flat=True))


def _as_it_was(row: Any) -> Any:
    """Return the record of a row of history; `described` asks it for its former links too."""
    record = row.instance
    for field in row._history_m2m_fields:
        setattr(record, f"_{field.name}_before", linked_then(row, field))
    return record


def far_side(field: Any) -> str:
    """Return the column of a many-to-many table that holds what is pointed to."""
    name: str = field.m2m_reverse_field_name()
    return f"{name}_id"


def near_side(field: Any) -> str:
    """Return the column of a many-to-many table that holds the record that points."""
    name: str = field.m2m_field_name()
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

"""How the loader keeps records: it makes what is missing and leaves what exists as it is.

A second run finds every record of the first by something that a person at a desk does not change,
compares it with the data, and reports where they differ. It never writes to a record it finds, so
that nothing a curator has done is undone; a record someone withdrew stays withdrawn.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.fields.files import FieldFile

Record = TypeVar("Record", bound=models.Model)
Found = Q | Mapping[str, Any]


@dataclass
class Demonstration:
    """One run of the loader: the records by the keys of the data, and what was done to them."""

    made: Counter[type[models.Model]] = field(default_factory=Counter)
    found: int = 0
    left: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    written: list[FieldFile] = field(default_factory=list)
    to_process: list[int] = field(default_factory=list)
    _records: dict[tuple[str, str], Any] = field(default_factory=dict)

    def keep(
        self, model: type[Record], where: Found, values: Mapping[str, Any]
    ) -> tuple[Record, bool]:
        """Return the record found at `where`, untouched, or a new one; and whether it is new.

        Raises `ValidationError` where the new record contradicts itself.
        """
        condition = where if isinstance(where, Q) else Q(**where)
        record = model._default_manager.filter(condition).first()
        if record is not None:
            self.compare(record, values)
            return record, False
        return self.make(model, values), True

    def make(self, model: type[Record], values: Mapping[str, Any]) -> Record:
        """Make a record that the report counts."""
        record = self.add(model, values)
        self.made[model] += 1
        return record

    def add(self, model: type[Record], values: Mapping[str, Any]) -> Record:
        """Make a part of another record, checked as a form would check it."""
        record = model(**values)
        record.full_clean()
        record.save()
        return record

    def compare(self, record: models.Model, values: Mapping[str, Any]) -> None:
        """Note in which fields a record that was found differs from the data."""
        self.found += 1
        differing = [
            str(record._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
            for name, value in values.items()
            if getattr(record, name) != value
        ]
        if differing:
            kind = record._meta.verbose_name
            self.left.append(f"{kind} “{record}” differs in: {', '.join(differing)}")

    def name(self, kind: str, key: str, record: models.Model) -> None:
        """Remember a record under the key by which the data call it."""
        self._records[kind, key] = record

    def get(self, kind: str, key: str) -> Any:
        """Return a record by its key in the data; `None` where the key is empty."""
        return self._records[kind, key] if key else None

    def keys(self, kind: str) -> dict[str, Any]:
        """Return the records of a kind by their keys in the data."""
        return {key: record for (of, key), record in self._records.items() if of == kind}

    def forget_files(self) -> None:
        """Remove from the storages what was written by a run that failed."""
        for stored in self.written:
            stored.storage.delete(str(stored.name))

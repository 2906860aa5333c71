"""What is remembered of each unit until the next edition of its finding aid comes."""

from typing import Any

from collections_app.ead.comparing import remembered
from collections_app.ead.steps import CREATE, Step
from collections_app.history import create_many, update_many
from collections_app.models import ImportedRecord


class Memories:
    """The memory of one source while it is written; `keep` writes all at once."""

    def __init__(self, source: str) -> None:
        self.source = source
        self._new: list[ImportedRecord] = []
        self._changed: list[ImportedRecord] = []

    def note(self, step: Step, source: dict[str, Any], place: dict[str, Any]) -> None:
        """Remember what the source said and where the record was put.

        A text that was kept as edited here is remembered as the source said it before, so that
        the difference is told again as long as it stands.
        """
        match = step.match
        if match.memory is None and match.record is not None and self._is_of_another(step, source):
            return
        before = match.said_before or {}
        kept = _kept_names(step, source)
        values = before | {
            name: remembered(value) for name, value in source.items() if name not in kept
        }
        values |= place | {"place": step.described.place.rpartition(".")[2]}
        if match.memory is None:
            self._new.append(
                ImportedRecord(
                    source=self.source,
                    key=step.described.key,
                    item=match.item,
                    copy=match.copy,
                    collection=match.collection,
                    values=values,
                )
            )
        elif values != before or match.memory.key != step.described.key:
            match.memory.values, match.memory.key = values, step.described.key
            self._changed.append(match.memory)

    def _is_of_another(self, step: Step, source: dict[str, Any]) -> bool:
        """Where another finding aid is remembered of the record, only what was written is noted."""
        if step.action == CREATE:
            return False
        name = "item" if step.described.is_item else "collection"
        other = ImportedRecord.objects.filter(**{name: step.match.record}).first()
        if other is None:
            return False
        written = {name: remembered(source[name]) for name in step.comparison.written}
        if written:
            other.values = other.values | written
            self._changed.append(other)
        return True

    def keep(self) -> None:
        create_many(ImportedRecord, self._new)
        # A key may pass from one record to another: no two bear it at any moment.
        for memory in self._changed:
            wanted, memory.key = memory.key, f"~{memory.pk}"
            memory.next_key = wanted  # type: ignore[attr-defined]
        ImportedRecord.objects.bulk_update(self._changed, ["key"], batch_size=500)
        for memory in self._changed:
            memory.key = memory.next_key  # type: ignore[attr-defined]
        update_many(ImportedRecord, self._changed, ["key", "values"])


def _kept_names(step: Step, source: dict[str, Any]) -> set[str]:
    """Return the texts that the source says otherwise and that were not written all the same."""
    if step.match.record is None or step.match.memory is None:
        return set()
    before = step.match.said_before or {}
    return {
        name
        for name, value in source.items()
        if isinstance(value, str)
        and name not in step.comparison.written
        and before.get(name) != remembered(value)
        and any(kept.startswith(_label(name)) for kept in step.comparison.kept)
    }


def _label(name: str) -> str:
    return name.replace("_", " ").replace("copy.", "")

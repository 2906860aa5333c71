"""Bring a volume into the collections: documents as draft items, keyed by volume and xml:id.

Running it again updates what the source changed, never duplicates, keeps what curators edited
here and reports each difference. Everything happens in one transaction: a volume that can not
be read, or a run that is broken off, changes nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import time

from django.db import transaction

from collections_app import dependants
from collections_app.declassification_status import refresh_status
from collections_app.frus.holders import Holders
from collections_app.frus.item_parts import PARTS, ItemParts
from collections_app.frus.item_values import copy_values, item_values
from collections_app.frus.merging import Difference, merge
from collections_app.frus.volume import Document, Volume
from collections_app.models import (
    AccessCondition,
    ArchivalItem,
    ChangeSet,
    Copy,
    ImportedRecord,
    RightsStatement,
    User,
    allot_references,
)
from collections_app.models.changes import recording

RIGHTS = "NoC-US"


@dataclass(slots=True)
class Outcome:
    """What an import did: references created, updated, left alone; and edits that were kept."""

    created: list[str] = field(default_factory=list)
    updated: list[str] = field(default_factory=list)
    unchanged: list[str] = field(default_factory=list)
    kept: list[Difference] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def import_volume(
    volume: Volume,
    *,
    collection_code: str = "",
    dry_run: bool = False,
    by: User | None = None,
    progress: Callable[[], object] = lambda: None,
) -> Outcome:
    """Import a volume in one transaction; with `dry_run` everything is undone at its end.

    `collection_code` names the collection that receives the published copies; it is made as a
    draft if there is none. `progress` is called once a document.
    """
    title = f"Import of {volume.title or volume.id}"
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.IMPORT, title=title):
        run = _Run(volume, collection_code or volume.id, by)
        for document in volume.documents:
            run.take(document)
            progress()
        run.note_what_is_gone()
        if dry_run:
            transaction.set_rollback(True)
    return run.outcome


class _Run:
    """One import of one volume."""

    def __init__(self, volume: Volume, collection_code: str, by: User | None) -> None:
        self.volume, self.by, self.outcome = volume, by, Outcome()
        self.holders = Holders(volume, collection_code, by)
        self.parts = ItemParts(volume, self.holders)
        self.rights = RightsStatement.objects.filter(code=RIGHTS).first()
        known = ImportedRecord.objects.filter(source=volume.id).select_related("item", "copy")
        self.known = {record.key: record for record in known.order_by("pk")}
        new = [one for one in volume.documents if one.xml_id not in self.known]
        self.references = iter(allot_references("", len(new)) if new else [])

    def take(self, document: Document) -> None:
        record = self.known.get(document.xml_id)
        if record is None:
            self._create(document)
        else:
            self._update(document, record)

    def note_what_is_gone(self) -> None:
        """Items whose document the volume no longer has are reported and left alone."""
        present = {document.xml_id for document in self.volume.documents}
        gone = [record for key, record in self.known.items() if key not in present]
        self.outcome.gone = [
            f"{record.item.ref} ({record.key})" for record in gone if record.item is not None
        ]

    def _create(self, document: Document) -> None:
        values = item_values(document)
        item = ArchivalItem(
            ref=next(self.references), rights=self.rights, created_by=self.by, updated_by=self.by
        )
        for name, value in values.items():
            _write_item(item, name, value)
        item.save()
        copy = Copy(
            item=item,
            repository=self.holders.collection.repository,
            collection=self.holders.collection,
            is_shown=True,
            is_act_of_originator=True,
            access_condition=AccessCondition.OPEN,
            access_basis="Published by the Government of the United States.",
            is_opened=not document.withheld_in_full,
            created_by=self.by,
            **copy_values(self.volume, document),
        )
        copy.save()
        for part in PARTS:
            self.parts.write(part, item, copy, document)
        refresh_status(item, by=self.by)
        ImportedRecord.objects.create(
            source=self.volume.id,
            key=document.xml_id,
            item=item,
            copy=copy,
            values=self._source_values(document),
        )
        self.outcome.created.append(item.ref)

    def _source_values(self, document: Document) -> dict[str, object]:
        copied = {f"copy.{name}": v for name, v in copy_values(self.volume, document).items()}
        parts = {part: self.parts.said(part, document) for part in PARTS}
        return {**item_values(document), **copied, **parts}

    def _update(self, document: Document, record: ImportedRecord) -> None:
        item, copy = record.item, record.copy
        assert item is not None  # noqa: S101 - a record of a volume is always an item's
        source = self._source_values(document)
        if copy is None:
            source = {k: v for k, v in source.items() if k not in PARTS and "copy." not in k}
        current = self._current_values(item, copy, source)

        def write(name: str, value: object) -> None:
            if name in PARTS:
                self.parts.write(name, item, copy, document)
            elif name.startswith("copy."):
                setattr(copy, name.removeprefix("copy."), value)
            else:
                _write_item(item, name, str(value))

        written, kept = merge(
            f"{item.ref} ({record.key})",
            imported=record.values,
            current=current,
            source=source,
            write=write,
        )
        self.outcome.kept += kept
        if not written:
            self.outcome.unchanged.append(item.ref)
            return
        self._keep(item, copy, record, {name: source[name] for name in written})

    def _keep(
        self, item: ArchivalItem, copy: Copy | None, record: ImportedRecord, values: dict
    ) -> None:
        item.updated_by = self.by
        item.save()
        if copy is not None:
            copy.save()
        refresh_status(item, by=self.by)
        dependants.announce_change(item, by=self.by)
        record.values = {**record.values, **values}
        record.save()
        self.outcome.updated.append(item.ref)

    def _current_values(
        self, item: ArchivalItem, copy: Copy | None, names: dict[str, object]
    ) -> dict[str, object]:
        current: dict[str, object] = {}
        for name in names:
            if name in PARTS:
                current[name] = self.parts.stands(name, item, copy)
            elif name.startswith("copy."):
                current[name] = getattr(copy, name.removeprefix("copy."))
            else:
                current[name] = _read_item(item, name)
        return current


def _read_item(item: ArchivalItem, name: str) -> str:
    if name == "date_time":
        return item.date_time.isoformat() if item.date_time else ""
    return getattr(item, name)


def _write_item(item: ArchivalItem, name: str, value: str) -> None:
    if name == "date_time":
        item.date_time = time.fromisoformat(value) if value else None
    else:
        setattr(item, name, value)

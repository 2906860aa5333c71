"""Which records of ours a finding aid speaks of: by our own code, by memory, by place, by code."""

from dataclasses import dataclass, field

from collections_app.ead.keys import code_of_part, code_of_whole, free_code
from collections_app.ead.mapping import Described
from collections_app.ead.units import FindingAid
from collections_app.models import ArchivalItem, Collection, Copy, ImportedRecord, Repository


@dataclass(slots=True)
class Match:
    """One unit beside its record, if there is one; `code` is that of a collection to be made."""

    described: Described
    above: "Match | None"
    collection: Collection | None = None
    item: ArchivalItem | None = None
    copy: Copy | None = None
    memory: ImportedRecord | None = None
    code: str = ""
    is_doubled: bool = False

    @property
    def record(self) -> Collection | ArchivalItem | None:
        return self.item if self.described.is_item else self.collection

    @property
    def said_before(self) -> dict | None:
        """What was remembered of the record, None where no finding aid has spoken of it."""
        return self.memory.values if self.memory else None


@dataclass(slots=True)
class Matches:
    """Every unit with its record, wider ones first, and what is no longer in the finding aid."""

    units: list[Match] = field(default_factory=list)
    gone: list[ImportedRecord] = field(default_factory=list)


def match_records(
    aid: FindingAid, whole: Described, archive: Repository | None, code: str, source: str
) -> Matches:
    """Find the record of each unit. Reads a constant number of queries."""
    return _Matcher(aid, whole, archive, code, source).run()


def lock_records(archive: Repository, source: str) -> None:
    """Let nobody else write the collections of an archive, and what a source is remembered for.

    Until the transaction ends; what is read afterwards is what will be written to.
    """
    remembered = ImportedRecord.objects.filter(source=source, item__isnull=False).values("item")
    for records in (
        Repository.objects.filter(pk=archive.pk),
        Collection.objects.filter(repository=archive),
        ArchivalItem.objects.filter(pk__in=remembered),
    ):
        list(records.order_by("pk").select_for_update().values_list("pk"))


class _Matcher:
    """One finding aid among the records of its archive."""

    def __init__(
        self,
        aid: FindingAid,
        whole: Described,
        archive: Repository | None,
        archive_code: str,
        source: str,
    ) -> None:
        self.whole, self.archive, self.archive_code = whole, archive, archive_code
        self.top_code = code_of_whole(aid, archive_code)
        known = ImportedRecord.objects.filter(source=source)
        known = known.select_related("item", "copy", "collection__repository")
        self.memories = {memory.key: memory for memory in known}
        self.by_place = {(m.values.get("above", ""), m.values.get("place", "")): m for m in known}
        own = Collection.objects.filter(repository=archive).select_related("repository")
        self.by_code = {one.code.lower(): one for one in own} if archive else {}
        self.taken = {code.lower() for code in Collection.objects.values_list("code", flat=True)}
        refs = {one.unit.record_code for one in whole.walk() if one.is_item} - {""}
        self.items = ArchivalItem.objects.in_bulk(refs, field_name="ref") if refs else {}
        self.used: set[int] = set()
        self.records: set[tuple[str, int]] = set()
        self.keys = {one.key for one in whole.walk()}

    def run(self) -> Matches:
        found = Matches()
        self._match(self.whole, None, found)
        self._find_copies(found)
        found.gone = [one for one in self.memories.values() if one.pk not in self.used]
        return found

    def _match(self, described: Described, above: Match | None, found: Matches) -> None:
        match = Match(described, above)
        match.memory = self._remembered(described, above)
        if match.memory is not None:
            self.used.add(match.memory.pk)
        self._find_record(match)
        record = match.record
        if record is not None:
            name = (type(record).__name__, record.pk)
            match.is_doubled = name in self.records
            self.records.add(name)
        elif not described.is_item:
            match.code = free_code(self._code(described), self.taken)
            self.taken.add(match.code.lower())
        found.units.append(match)
        for part in described.parts:
            self._match(part, match, found)

    def _code(self, described: Described) -> str:
        if described is self.whole:
            return self.top_code
        return code_of_part(described, self.whole, self.top_code, self.archive_code)

    def _remembered(self, described: Described, above: Match | None) -> ImportedRecord | None:
        """By key; else what stood in the same place, if nothing in the file bears its key now."""
        memory = self.memories.get(described.key)
        if memory is None and above is not None:
            place = (above.described.key, described.place.rpartition(".")[2])
            memory = self.by_place.get(place)
            if memory is not None and memory.key in self.keys:
                memory = None
        if memory is None or memory.pk in self.used:
            return None
        return memory if (memory.item_id is not None) == described.is_item else None

    def _find_record(self, match: Match) -> None:
        described, memory = match.described, match.memory
        code = described.unit.record_code
        if described.is_item:
            match.item = self.items.get(code) or (memory.item if memory else None)
            match.copy = memory.copy if memory else None
            return
        match.collection = self.by_code.get(code.lower()) if code else None
        if match.collection is None and memory is not None:
            match.collection = memory.collection
        if match.collection is None and (described is self.whole or described.unit.numbers):
            match.collection = self.by_code.get(self._code(described).lower())

    def _find_copies(self, found: Matches) -> None:
        """Find for items without a remembered copy the one that lies in the collection above."""
        wanted = [one for one in found.units if one.item is not None and one.copy is None]
        copies = Copy.objects.filter(item__in={one.item.pk for one in wanted if one.item})
        by_place: dict[tuple[int, int | None], Copy] = {}
        for copy in copies.order_by("-is_shown", "pk"):
            by_place.setdefault((copy.item_id, copy.collection_id), copy)
        for one in wanted:
            above = one.above.collection if one.above else None
            if one.item is not None and above is not None:
                one.copy = by_place.get((one.item.pk, above.pk))

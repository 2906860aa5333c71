"""Write the items of a finding aid, each with the copy that its archive holds."""

from collections.abc import Callable
from typing import Any

from collections_app.ead.addresses import link_records
from collections_app.ead.memories import Memories
from collections_app.ead.standing import OF_ITEMS
from collections_app.ead.steps import CREATE, UPDATE, Step
from collections_app.ead.term_making import link_terms
from collections_app.history import create_many, update_many
from collections_app.models import (
    ArchivalItem,
    Copy,
    ItemAgent,
    ItemLink,
    ItemPlace,
    Repository,
    User,
    allot_references,
)

SETS = ("languages", "subjects")
BOUNDS = ("date_earliest", "date_latest")
AT_ONCE = 500


class ItemWriter:
    """The items of one finding aid; `updated` are those that stood here and were changed."""

    def __init__(
        self,
        source: str,
        archive: Repository,
        keys: dict[str, str],
        sources: dict[int, dict[str, Any]],
        by: User | None,
    ) -> None:
        self.archive, self.keys, self.sources, self.by = archive, keys, sources, by
        self.memories = Memories(source)
        self.updated: list[ArchivalItem] = []

    def write(self, steps: list[Step], progress: Callable[[int], object]) -> None:
        """Write all steps and remember each."""
        new = [step for step in steps if step.action == CREATE]
        references = allot_references("", len(new)) if new else []
        for start in range(0, len(new), AT_ONCE):
            some = new[start : start + AT_ONCE]
            self._create(some, references[start : start + AT_ONCE])
            progress(len(some))
        self._update([step for step in steps if step.action == UPDATE])
        progress(len(steps) - len(new))
        link_terms(ArchivalItem, SETS, steps, self.sources, self.keys)
        link_records(steps, ItemLink, "item")
        for step in steps:
            if step.match.item is not None:
                above = step.match.above
                place = {"above": above.described.key if above else ""}
                self.memories.note(step, self.sources[id(step)], place)
        self.memories.keep()

    def _create(self, steps: list[Step], references: list[str]) -> None:
        for step, reference in zip(steps, references, strict=True):
            item = ArchivalItem(ref=reference, created_by=self.by, updated_by=self.by)
            self._put(item, self.sources[id(step)])
            step.match.item = item
        create_many(ArchivalItem, [step.match.item for step in steps if step.match.item])
        self._create_copies(steps)
        self._create_parts(steps)

    def _create_copies(self, steps: list[Step]) -> None:
        for step in steps:
            above = step.match.above
            step.match.copy = Copy(
                item=step.match.item,
                repository=self.archive,
                collection=above.collection if above else None,
                reference_code=self.sources[id(step)].get("copy.reference_code", ""),
                is_shown=True,
                created_by=self.by,
                updated_by=self.by,
            )
        create_many(Copy, [step.match.copy for step in steps if step.match.copy])

    def _create_parts(self, steps: list[Step]) -> None:
        agents, places = [], []
        for step in steps:
            source = self.sources[id(step)]
            for number, said in enumerate(sorted(source.get("agents", ())), start=1):
                role, _, key = said.partition("|")
                agents.append(
                    ItemAgent(item=step.match.item, agent_id=int(key), role=role, position=number)
                )
            for key in source.get("places", ()):
                places.append(ItemPlace(item=step.match.item, place_id=int(key)))
        create_many(ItemAgent, agents)
        create_many(ItemPlace, places)

    def _update(self, steps: list[Step]) -> None:
        copies = []
        for step in steps:
            item, copy, written = step.match.item, step.match.copy, step.comparison.written
            if item is None:
                continue
            self._put(item, written)
            item.updated_by = self.by
            self.updated.append(item)
            if copy is not None and "copy.reference_code" in written:
                copy.reference_code = written["copy.reference_code"]
                copy.updated_by = self.by
                copies.append(copy)
            self._add_parts(step)
        update_many(ArchivalItem, self.updated, [*OF_ITEMS, *BOUNDS, "updated_by"])
        update_many(Copy, copies, ["reference_code", "updated_by"])

    def _add_parts(self, step: Step) -> None:
        """Add people and places that are new; what is no longer named stays for a person to see."""
        written, item = step.comparison.written, step.match.item
        if item is None:
            return
        for said in written.get("agents", ()):
            role, _, key = said.partition("|")
            agent = int(self.keys.get(key, key))
            if not item.item_agents.filter(agent=agent, role=role).exists():
                ItemAgent(item=item, agent_id=agent, role=role).save()
        for key in written.get("places", ()):
            place = int(self.keys.get(key, key))
            if not item.item_places.filter(place=place).exists():
                ItemPlace(item=item, place_id=place).save()

    def _put(self, item: ArchivalItem, values: dict[str, Any]) -> None:
        for name in OF_ITEMS:
            if name in values:
                setattr(item, name, values[name])
        item.set_date_bounds()

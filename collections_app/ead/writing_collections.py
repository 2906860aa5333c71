"""Write the collections of a finding aid: new ones level by level, changed ones together."""

from collections.abc import Callable
from typing import Any

from collections_app.ead.addresses import link_records
from collections_app.ead.memories import Memories
from collections_app.ead.standing import OF_COLLECTIONS
from collections_app.ead.steps import CREATE, UPDATE, Step
from collections_app.ead.term_making import link_terms
from collections_app.history import create_many, update_many
from collections_app.models import Collection, CollectionLink, Repository, User
from collections_app.models.collections import next_position

SETS = ("languages", "subjects", "places", "creators", "named_agents")
BOUNDS = ("date_earliest", "date_latest")
AT_ONCE = 500


class CollectionWriter:
    """The collections of one finding aid; `updated` are those that stood here and were changed."""

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
        self.updated: list[Collection] = []

    def write(self, steps: list[Step], progress: Callable[[int], object]) -> None:
        """Write all steps, wider ones first, and remember each."""
        levels: dict[int, list[Step]] = {}
        for step in steps:
            depth = step.described.place.count(".") + 1 if step.described.place else 0
            levels.setdefault(depth, []).append(step)
        for depth in sorted(levels):
            for start in range(0, len(levels[depth]), AT_ONCE):
                some = levels[depth][start : start + AT_ONCE]
                self._create([step for step in some if step.action == CREATE])
                progress(len(some))
        self._update([step for step in steps if step.action == UPDATE])
        link_terms(Collection, SETS, steps, self.sources, self.keys)
        link_records(steps, CollectionLink, "collection")
        for step in steps:
            collection = step.match.collection
            if collection is not None:
                place = {"parent": collection.parent_id, "position": collection.position}
                self.memories.note(step, self.sources[id(step)], place)
        self.memories.keep()

    def _create(self, steps: list[Step]) -> None:
        for step in steps:
            above = step.match.above
            wider = above.collection if above else None
            collection = Collection(
                repository=self.archive,
                parent=wider,
                code=step.match.code,
                position=step.position or next_position(self.archive.pk, wider),
                created_by=self.by,
                updated_by=self.by,
            )
            self._put(collection, self.sources[id(step)])
            step.match.collection = collection
        create_many(Collection, [step.match.collection for step in steps if step.match.collection])

    def _update(self, steps: list[Step]) -> None:
        for step in steps:
            collection = step.match.collection
            if collection is None:
                continue
            written = step.comparison.written
            self._put(collection, written)
            above = step.match.above
            if "above" in written and above is not None:
                collection.parent = above.collection
            collection.position = step.position or collection.position
            collection.updated_by = self.by
            self.updated.append(collection)
        names = [*OF_COLLECTIONS, *BOUNDS, "parent", "position", "updated_by"]
        update_many(Collection, self.updated, names)

    def _put(self, collection: Collection, values: dict[str, Any]) -> None:
        for name in OF_COLLECTIONS:
            if name in values:
                setattr(collection, name, values[name])
        collection.set_date_bounds()

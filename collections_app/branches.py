"""The arrangement of an archive as a tree with numbers: what readers may see of it, and how much.

A part whose wider level is not public stands below the nearest one that is. The whole tree is read
as keys in three queries; the rows of a page alone are read in full.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from collections_app.models import Collection, Copy

PARTS_TO_A_PAGE = 50
PARTS_PARAMETER = "parts"
PARTS_SHOWN_BELOW = 12
WHOLE_TREE = 120
OPEN_TREE = 40


@dataclass(slots=True)
class Branch:
    """A collection in the tree: its words, how many documents it holds, and its parts.

    `parts` are those shown beneath it; `part_count` says how many there are.
    """

    title: str
    url: str
    level: str
    reference: str
    dates: str
    documents: int = 0
    part_count: int = 0
    parts: list["Branch"] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many of its parts are to be seen on its own page only."""
        return self.part_count - len(self.parts)


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The parts of the same wider level before and after a collection."""

    before: Branch | None
    after: Branch | None


class Outline:
    """The public collections of one archive, or of one branch, as keys with numbers."""

    def __init__(self, collections: QuerySet[Collection]) -> None:
        self.collections = collections
        self.parts: dict[int | None, list[int]] = defaultdict(list)
        self._above: dict[int, list[int]] = {}
        rows = collections.order_by("arrangement_key", "pk").values_list("pk", "path")
        known = dict(rows)
        for key, path in known.items():
            chain = [int(part) for part in path.split("/")[:-1]]
            self._above[key] = [one for one in chain if one in known]
            wider = [one for one in self._above[key] if one != key]
            self.parts[wider[-1] if wider else None].append(key)
        self.own: Counter[int] = Counter()
        self.documents: Counter[int] = Counter()
        self._count()

    @property
    def total(self) -> int:
        """How many collections there are in the whole outline."""
        return len(self._above)

    @property
    def is_open(self) -> bool:
        """Whether the tree is small enough to be shown unfolded."""
        return self.total <= OPEN_TREE

    def below(self, key: int) -> int:
        """Return how many collections there are below one."""
        return len(self._above) - (key in self._above)

    def tops_by_title(self) -> list[int]:
        """Return the widest levels: an archive gives no order to its fonds, a list needs one."""
        tops = self.parts[None]
        titles = dict(self.collections.filter(pk__in=tops).values_list("pk", "title"))
        return sorted(tops, key=lambda key: (titles[key].casefold(), key))

    def parts_of(self, key: int) -> list[int]:
        """Return the parts of a collection; of one that is only previewed, what it has public."""
        return self.parts[key] if key in self._above else self.parts[None]

    def _count(self) -> None:
        """Count documents at each level and in each branch, one with several copies once."""
        copies = Copy.objects.public().filter(collection__in=self.collections.values("pk"))
        lying = copies.order_by().values_list("collection")
        for key, number in lying.annotate(Count("item", distinct=True)):
            self.own[key] = number
            for one in self._above[key]:
                self.documents[one] += number
        several = (
            copies.order_by().values("item").annotate(places=Count("collection", distinct=True))
        )
        scattered = several.filter(places__gt=1).values("item")
        places: dict[int, set[int]] = defaultdict(set)
        for item, key in copies.filter(item__in=scattered).values_list("item", "collection"):
            places[item].add(key)
        for keys in places.values():
            through = Counter(one for key in keys for one in self._above[key])
            self.documents.subtract({one: number - 1 for one, number in through.items()})

    def branches(self, keys: Iterable[int]) -> list[Branch]:
        """Return these collections with parts below them; one query.

        A small tree is given whole, of a large one the first parts of each collection.
        """
        keys, shown = list(keys), {}
        below = self._all_parts if self.total <= WHOLE_TREE else self._first_parts
        for key in keys:
            shown.update(below(key))
        rows = self.collections.in_bulk({*keys, *(one for some in shown.values() for one in some)})
        return [self._branch(key, shown, rows) for key in keys]

    def _first_parts(self, key: int) -> dict[int, list[int]]:
        return {key: self.parts[key][:PARTS_SHOWN_BELOW]}

    def _all_parts(self, key: int) -> dict[int, list[int]]:
        found = {key: self.parts[key]}
        for part in self.parts[key]:
            found |= self._all_parts(part)
        return found

    def _branch(self, key: int, shown: dict[int, list[int]], rows: dict[int, Collection]) -> Branch:
        branch = branch_of(rows[key])
        branch.documents = self.documents[key]
        branch.part_count = len(self.parts[key])
        branch.parts = [self._branch(one, shown, rows) for one in shown.get(key, ())]
        return branch


def branch_of(collection: Collection) -> Branch:
    """Return one collection as a line of the tree, without numbers."""
    is_dated = collection.date_edtf or collection.date_display
    return Branch(
        title=collection.title,
        url=collection.get_absolute_url(),
        level=collection.get_level_display(),
        reference=", ".join(filter(None, [collection.reference_code, collection.containers])),
        dates=collection.date_words if is_dated else "",
    )


def neighbours_of(collection: Collection) -> Neighbours:
    """Return the parts before and after in the order of the archive; none for a top level."""
    if collection.parent_id is None:
        return Neighbours(None, None)
    siblings = Collection.objects.public().filter(parent=collection.parent_id)
    key = collection.arrangement_key
    before = siblings.filter(arrangement_key__lt=key).order_by("-arrangement_key").first()
    after = siblings.filter(arrangement_key__gt=key).order_by("arrangement_key").first()
    return Neighbours(
        branch_of(before) if before else None,
        branch_of(after) if after else None,
    )

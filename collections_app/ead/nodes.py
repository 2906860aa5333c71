"""A branch of the collections as a finding aid will say it: read in few queries, in plain values.

For the public everything begins with the rule; for the house the whole branch is given, with the
notes that nobody else sees.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Prefetch, QuerySet

from collections_app import dates
from collections_app.ead.languages import three_letters
from collections_app.models import (
    Agent,
    Collection,
    CollectionLink,
    Copy,
    ItemAgent,
    ItemLink,
    ItemPlace,
    Language,
    Place,
    Subject,
)

ELEMENT_OF = {
    "abstract": "abstract",
    "access_conditions": "accessrestrict",
    "accruals": "accruals",
    "acquisition": "acqinfo",
    "copies_elsewhere": "altformavail",
    "appraisal": "appraisal",
    "arrangement": "arrangement",
    "publication_note": "bibliography",
    "history": "bioghist",
    "custodial_history": "custodhist",
    "general_note": "odd",
    "originals": "originalsloc",
    "finding_aids": "otherfindaid",
    "physical_requirements": "phystech",
    "preferred_citation": "prefercite",
    "processing": "processinfo",
    "related_material": "relatedmaterial",
    "scope_and_content": "scopecontent",
    "reproduction_conditions": "userestrict",
}
ITEM_ELEMENT_OF = {
    "abstract": "abstract",
    "scope_and_content": "scopecontent",
    "access_conditions": "accessrestrict",
    "rights_note": "userestrict",
    "publication_note": "bibliography",
}
NAMED = {"person": "persname", "corporate_body": "corpname", "family": "famname"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A name or term with the element that holds it and the word by which we know it again."""

    element: str
    name: str
    key: str
    role: str = ""


@dataclass(frozen=True, slots=True)
class Dated:
    """A date in words, its EDTF value, and how sure it is."""

    words: str
    edtf: str
    certainty: str


@dataclass(slots=True)
class Node:
    """One unit of a finding aid to be written."""

    code: str
    level: str
    title: str
    number: str = ""
    containers: str = ""
    extent: str = ""
    date: Dated | None = None
    languages: list[tuple[str, str]] = field(default_factory=list)
    creators: list[Heading] = field(default_factory=list)
    headings: list[Heading] = field(default_factory=list)
    links: list[tuple[str, str, str]] = field(default_factory=list)
    texts: dict[str, str] = field(default_factory=dict)
    rights: str = ""
    house_notes: str = ""
    parts: list["Node"] = field(default_factory=list)


def nodes_of(top: Collection, *, is_whole: bool) -> Node:
    """Return a collection with its branch: the public part of it, or the whole for the house."""
    return _Branch(top, is_whole=is_whole).node()


class _Branch:
    """Everything below one collection, as far as it may be given."""

    def __init__(self, top: Collection, *, is_whole: bool) -> None:
        self.top, self.is_whole = top, is_whole
        self.agents: Any = self._ruled(Agent)
        self.subjects, self.places = self._ruled(Subject), self._ruled(Place)
        self.branch = self._ruled(Collection).filter(path__startswith=top.path).order_by()

    def _ruled(self, model: Any) -> QuerySet:
        return model.objects.all() if self.is_whole else model.objects.public()

    def node(self) -> Node:
        self._read_terms()
        nodes: dict[int, Node] = {}
        for collection in self.branch.order_by("arrangement_key").select_related("rights"):
            node = self._collection(collection)
            above = [key for key in reversed(collection.ancestor_ids()) if key in nodes]
            if above:
                nodes[above[0]].parts.append(node)
            nodes[collection.pk] = node
        for key, items in self._items().items():
            if key in nodes:
                nodes[key].parts += items
        return nodes[self.top.pk]

    def _read_terms(self) -> None:
        """Read what the collections are linked with; few are, so each list is read by itself."""
        self.languages = self._linked("languages", Language.objects.all())
        self.creators = self._linked("creators", self.agents)
        self.named = self._linked("named_agents", self.agents)
        self.of_subjects = self._linked("subjects", self.subjects)
        self.of_places = self._linked("places", self.places)
        self.links: dict[int, list[Any]] = defaultdict(list)
        uses = self._ruled(CollectionLink).filter(collection__in=self.branch.values("pk"))
        for use in uses.select_related("link"):
            self.links[use.collection_id].append(use)

    def _linked(self, name: str, terms: QuerySet) -> dict[int, list[Any]]:
        column: Any = Collection._meta.get_field(name)
        far = column.m2m_reverse_field_name()
        rows = column.remote_field.through.objects.filter(
            **{"collection__in": self.branch.values("pk"), f"{far}__in": terms.order_by()}
        )
        found: dict[int, list[Any]] = defaultdict(list)
        for row in rows.select_related(far).order_by("pk"):
            found[row.collection_id].append(getattr(row, far))
        return found

    def _collection(self, collection: Collection) -> Node:
        key, rights = collection.pk, collection.rights
        said = {element: getattr(collection, name) for name, element in ELEMENT_OF.items()}
        headings = [self._agent(one) for one in self.named[key]]
        headings += _terms(self.of_places[key], self.of_subjects[key])
        return Node(
            code=collection.code,
            level=collection.level,
            title=collection.title,
            number=collection.reference_code,
            containers=collection.containers,
            extent=collection.extent,
            date=_date(collection),
            languages=_languages(self.languages[key]),
            creators=[self._agent(one) for one in self.creators[key]],
            headings=headings,
            links=[(use.link.url, use.link.title, use.note) for use in self.links[key]],
            texts={element: text for element, text in said.items() if text.strip()},
            rights=f"{rights.label_en} ({rights.uri})" if rights else "",
            house_notes=collection.notes if self.is_whole else "",
        )

    def _agent(self, agent: Agent, role: str = "") -> Heading:
        name = agent.name if self.is_whole else agent.public_label
        return Heading(NAMED[agent.entity_type], name, agent.slug, role)

    def _items(self) -> dict[int, list[Node]]:
        """Return the items by the collection in which their copies lie, each once in each."""
        roles = ItemAgent.objects.filter(agent__in=self.agents).select_related("agent")
        where = ItemPlace.objects.filter(place__in=self.places).select_related("place")
        copies = (
            self._ruled(Copy)
            .filter(collection__in=self.branch.values("pk"))
            .select_related("item__rights")
            .prefetch_related(
                "item__languages",
                Prefetch("item__item_agents", roles.order_by("position", "pk")),
                Prefetch("item__item_places", where.order_by("pk")),
                Prefetch("item__subjects", self.subjects),
                Prefetch("item__links", self._ruled(ItemLink).select_related("link")),
            )
            .order_by("item__ref", "-is_shown", "pk")
        )
        found: dict[int, list[Node]] = defaultdict(list)
        seen = set()
        for copy in copies:
            if copy.collection_id is not None and (copy.item_id, copy.collection_id) not in seen:
                seen.add((copy.item_id, copy.collection_id))
                found[copy.collection_id].append(self._item(copy))
        return found

    def _item(self, copy: Copy) -> Node:
        item = copy.item
        said = {element: getattr(item, name) for name, element in ITEM_ELEMENT_OF.items()}
        parts = [(part, self._agent(part.agent, part.role)) for part in item.item_agents.all()]
        made = [one for part, one in parts if part.role in _MAKERS]
        headings = [one for part, one in parts if part.role not in _MAKERS]
        headings += _terms([part.place for part in item.item_places.all()], item.subjects.all())
        headings.append(Heading("genreform", str(item.get_kind_display()), ""))
        return Node(
            code=item.ref,
            level="item",
            title=item.title,
            number=copy.reference_code,
            extent=item.extent,
            date=_date(item),
            languages=_languages(item.languages.all()),
            creators=made,
            headings=headings,
            links=[(use.link.url, use.link.title, use.note) for use in item.links.all()],
            texts={element: text for element, text in said.items() if text.strip()},
            rights=f"{item.rights.label_en} ({item.rights.uri})" if item.rights else "",
            house_notes=item.archivist_note if self.is_whole else "",
        )


_MAKERS = (ItemAgent.Role.AUTHOR, ItemAgent.Role.PHOTOGRAPHER, ItemAgent.Role.SENDER)


def _terms(places: Iterable[Place], subjects: Iterable[Subject]) -> list[Heading]:
    found = [Heading("geogname", place.name, place.slug) for place in places]
    return found + [Heading("subject", one.label_en, one.slug) for one in subjects]


def _languages(spoken: Iterable[Language]) -> list[tuple[str, str]]:
    return [(three_letters(one.code), one.label_en) for one in spoken]


def _date(record: Any) -> Dated | None:
    if not record.date_edtf and not record.date_display:
        return None
    return Dated(record.date_words, record.date_edtf, record.date_certainty)


def normal_of(edtf: str) -> str:
    """Return the machine form of a date that EAD can hold: days, months, years and their spans."""
    if not edtf:
        return ""
    date = dates.parse(edtf)
    bare = edtf.replace("~", "").replace("?", "").replace("%", "")
    ends = bare.split("/")
    if len(ends) <= 2 and all(_is_plain(end) for end in ends):
        return bare
    if date.earliest is None or date.latest is None:
        return ""
    return f"{date.earliest.isoformat()}/{date.latest.isoformat()}"


def _is_plain(end: str) -> bool:
    parts = end.split("-")
    is_short = len(parts) <= 3 and all(part.isdigit() for part in parts)
    return is_short and len(parts[0]) == 4 and (len(parts) == 1 or 1 <= int(parts[1]) <= 12)

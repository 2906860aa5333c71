"""Pages of archives and of their collections: what is known of them and what of theirs is here."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.db.models import Q
from django.http import QueryDict

from collections_app.cards import ItemCard, item_cards
from collections_app.countries import country_name
from collections_app.dependants import Mention, mentions_of
from collections_app.holdings import held_by, numbers_by_archive
from collections_app.locked import nobody_may_open
from collections_app.models import Agent, ArchivalItem, Collection, Copy, Repository
from collections_app.models.historical import DATE_ORDER
from collections_app.paging import Paged, page_of
from collections_app.passport import Term, Value

ITEMS_TO_A_PAGE = 25
WHOLE_TREE = 200


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """An archive in the list of archives, with how many documents it holds."""

    name: str
    url: str
    city: str
    country: str
    documents: int
    locked: int


@dataclass(slots=True)
class Branch:
    """A collection in the tree of its archive, with its parts."""

    title: str
    url: str
    level: str
    reference: str
    dates: str
    parts: list["Branch"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ArchivePage:
    """An archive as its page shows it."""

    name: str
    facts: list[Term]
    how_to_request: str
    description: str
    tree: list[Branch]
    is_whole_tree: bool
    cards: list[ItemCard]
    paged: Paged
    locked: int
    locked_query: str
    mentions: list[Mention]


@dataclass(frozen=True, slots=True)
class Inherited:
    """Words about a collection, said of itself or of a wider level that `source` names."""

    label: str
    words: str
    source: str = ""
    source_url: str = ""


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A collection as its page shows it, between its wider levels and its parts."""

    title: str
    level: str
    date_words: str
    date_iso: str
    facts: list[Term]
    texts: list[Inherited]
    archive: Value | None
    wider: list[Value]
    parts: list[Branch]
    cards: list[ItemCard]
    paged: Paged
    mentions: list[Mention]


def archive_lines() -> list[ArchiveLine]:
    """Return every public archive with its numbers. Five queries for any number of archives."""
    documents = numbers_by_archive(ArchivalItem.objects.public().filter(is_demonstration=False))
    locked = numbers_by_archive(nobody_may_open().filter(is_demonstration=False))
    return [
        ArchiveLine(
            name=archive.name,
            url=archive.get_absolute_url(),
            city=archive.city,
            country=country_name(archive.country),
            documents=documents[archive.pk],
            locked=locked[archive.pk],
        )
        for archive in Repository.objects.public()
    ]


def assemble_archive(archive: Repository, query: QueryDict) -> ArchivePage:
    """Assemble the page of an archive that this person may see."""
    items = held_by(ArchivalItem.objects.public(), [archive])
    paged = page_of(items.order_by(*DATE_ORDER, "ref"), query, size=ITEMS_TO_A_PAGE)
    collections = list(Collection.objects.public().filter(repository=archive).order_by("title"))
    is_whole = len(collections) <= WHOLE_TREE
    tree = _tree(collections)
    if not is_whole:
        for branch in tree:
            branch.parts = []
    locked = held_by(nobody_may_open(), [archive]).filter(is_demonstration=False).count()
    return ArchivePage(
        name=archive.name,
        facts=_archive_facts(archive),
        how_to_request=archive.how_to_request,
        description=archive.description,
        tree=tree,
        is_whole_tree=is_whole,
        cards=item_cards(paged.page),
        paged=paged,
        locked=locked,
        locked_query=f"?archive={archive.code}",
        mentions=mentions_of(archive),
    )


def assemble_collection(collection: Collection, query: QueryDict) -> CollectionPage:
    """Assemble the page of a collection; what hides (archive, wider level) is not named."""
    wider = list(
        Collection.objects.public()
        .filter(pk__in=collection.ancestor_ids())
        .order_by("depth")
        .prefetch_related("languages")
    )
    below = Collection.objects.public().filter(path__startswith=collection.path)
    inside = Q(collection=collection) | Q(collection__in=below.values("pk"))
    copies = Copy.objects.public().filter(inside)
    items = ArchivalItem.objects.public().filter(pk__in=copies.values("item"))
    paged = page_of(items.order_by(*DATE_ORDER, "ref"), query, size=ITEMS_TO_A_PAGE)
    archive = Repository.objects.public().filter(pk=collection.repository_id).first()
    return CollectionPage(
        title=collection.title,
        level=collection.get_level_display(),
        date_words=collection.date_words if collection.date_edtf or collection.date_display else "",
        date_iso=collection.date_iso,
        facts=_collection_facts(collection, wider),
        texts=_texts(collection, wider),
        archive=Value(archive.name, archive.get_absolute_url()) if archive else None,
        wider=[Value(one.title, one.get_absolute_url()) for one in wider],
        parts=_tree(list(below.exclude(pk=collection.pk).order_by("title")[:WHOLE_TREE])),
        cards=item_cards(paged.page),
        paged=paged,
        mentions=mentions_of(collection),
    )


def _archive_facts(archive: Repository) -> list[Term]:
    place = ", ".join(filter(None, [archive.city, country_name(archive.country)]))
    parent = Repository.objects.public().filter(pk=archive.parent_id).first()
    parts = Repository.objects.public().filter(parent=archive)
    names = [Value(name.strip()) for name in archive.other_names.splitlines() if name.strip()]
    terms = [
        Term("Other names", names),
        Term("Place", _words(place)),
        Term("Address", _words(archive.address)),
        Term("Part of", [Value(parent.name, parent.get_absolute_url())] if parent else []),
        Term("Parts", [Value(one.name, one.get_absolute_url()) for one in parts]),
        Term("Website", _external(archive.website)),
        Term("Catalogue", _external(archive.catalogue_url)),
        Term("ISIL", _words(archive.isil or "")),
        Term("Code here", _words(archive.code)),
    ]
    return [term for term in terms if term.values]


def _collection_facts(collection: Collection, wider: list[Collection]) -> list[Term]:
    creators = Agent.objects.public().filter(created_collections=collection).by_label()
    terms = [
        Term("Reference", _words(collection.reference_code)),
        Term("Extent", _words(collection.extent)),
        Term("Created by", [Value(one.public_label, one.get_absolute_url()) for one in creators]),
        Term("Languages", _languages(collection, wider)),
        Term("Code here", _words(collection.code)),
    ]
    return [term for term in terms if term.values]


def _languages(collection: Collection, wider: list[Collection]) -> list[Value]:
    """The languages of the collection itself, else of the nearest wider level that states any."""
    for level in [collection, *reversed(wider)]:
        spoken = [language.label_en for language in level.languages.all()]
        if spoken:
            note = "" if level is collection else f"from {_named(level)}"
            return [Value(words, note=note) for words in spoken]
    return []


def _texts(collection: Collection, wider: list[Collection]) -> list[Inherited]:
    own = [
        Inherited("Scope and content", collection.scope_and_content),
        Inherited("History", collection.history),
        Inherited("Arrangement", collection.arrangement),
        _inherited("Conditions of access", "access_conditions", collection, wider),
        _inherited("Conditions of reproduction", "reproduction_conditions", collection, wider),
    ]
    return [text for text in own if text.words]


def _inherited(label: str, name: str, collection: Collection, wider: list[Collection]) -> Inherited:
    if getattr(collection, name):
        return Inherited(label, getattr(collection, name))
    for level in reversed(wider):
        if getattr(level, name):
            return Inherited(label, getattr(level, name), _named(level), level.get_absolute_url())
    return Inherited(label, "")


def _named(level: Collection) -> str:
    return f"{level.get_level_display()} “{level.title}”"


def _tree(collections: list[Collection]) -> list[Branch]:
    """Hang each collection below its parent; one whose parent is not given stands at the top."""
    branches = {one.pk: _branch(one) for one in collections}
    top: list[Branch] = []
    for one in collections:
        above = branches.get(one.parent_id) if one.parent_id else None
        (above.parts if above else top).append(branches[one.pk])
    return top


def _branch(collection: Collection) -> Branch:
    is_dated = collection.date_edtf or collection.date_display
    return Branch(
        title=collection.title,
        url=collection.get_absolute_url(),
        level=collection.get_level_display(),
        reference=collection.reference_code,
        dates=collection.date_words if is_dated else "",
    )


def _external(url: str) -> list[Value]:
    return [Value(urlsplit(url).netloc, url, is_external=True)] if url else []


def _words(words: str) -> list[Value]:
    return [Value(words)] if words.strip() else []

"""Pages of collections: what each is, what holds for it from wider levels, and what it contains."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.archive_pages import ITEMS_TO_A_PAGE
from collections_app.branches import (
    PARTS_PARAMETER,
    PARTS_TO_A_PAGE,
    Branch,
    Neighbours,
    Outline,
    neighbours_of,
)
from collections_app.cards import ItemCard, item_cards
from collections_app.dependants import Mention, mentions_of
from collections_app.inheritance import Effective, Inherited, Source, effective
from collections_app.links_said import LinkSaid, links_said
from collections_app.models import (
    Agent,
    ArchivalItem,
    Collection,
    CollectionLink,
    Copy,
    Place,
    Repository,
    Subject,
)
from collections_app.models.historical import DATE_ORDER
from collections_app.paging import Paged, page_of
from collections_app.passport import Term, Value, inherited_words

_TEXTS = [
    (gettext_lazy("Abstract"), "abstract"),
    (gettext_lazy("Scope and content"), "scope_and_content"),
    (gettext_lazy("History"), "history"),
    (gettext_lazy("Arrangement"), "arrangement"),
    (gettext_lazy("Conditions of access"), "access_conditions"),
    (gettext_lazy("Conditions of reproduction"), "reproduction_conditions"),
    (
        gettext_lazy("Physical characteristics and technical requirements"),
        "physical_requirements",
    ),
    (gettext_lazy("Custodial history"), "custodial_history"),
    (gettext_lazy("Acquisition"), "acquisition"),
    (gettext_lazy("Appraisal"), "appraisal"),
    (gettext_lazy("Accruals"), "accruals"),
    (gettext_lazy("Other finding aids"), "finding_aids"),
    (gettext_lazy("Originals"), "originals"),
    (gettext_lazy("Copies elsewhere"), "copies_elsewhere"),
    (gettext_lazy("Related material"), "related_material"),
    (gettext_lazy("Publications"), "publication_note"),
    (gettext_lazy("Preferred citation"), "preferred_citation"),
    (gettext_lazy("Note"), "general_note"),
    (gettext_lazy("How it was described"), "processing"),
]
_SAID_FIRST = {"abstract", "scope_and_content", "history", "arrangement", "access_conditions",
               "reproduction_conditions"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Text:
    """A longer statement about a collection, its own or from the level that `source` names."""

    label: str
    words: str
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class CollectionPage:
    """A collection as its page shows it, between its wider levels and its parts."""

    title: str
    level: str
    date_words: str
    date_iso: str
    facts: list[Term]
    texts: list[Text]
    more_texts: list[Text]
    archive: Value | None
    wider: list[Value]
    neighbours: Neighbours
    parts: list[Branch]
    parts_paged: Paged
    parts_total: int
    is_tree_open: bool
    cards: list[ItemCard]
    paged: Paged
    own_documents: int
    links: list[LinkSaid]
    mentions: list[Mention]
    finding_aid: str


def assemble_collection(
    collection: Collection, query: QueryDict, *, finding_aid: str
) -> CollectionPage:
    """Assemble the page of a collection; what hides (archive, wider level) is not named."""
    below = Collection.objects.public().filter(path__startswith=collection.path)
    outline = Outline(below)
    parts = [key for key in outline.parts_of(collection.pk) if key != collection.pk]
    parts_paged = page_of(parts, query, size=PARTS_TO_A_PAGE, parameter=PARTS_PARAMETER)
    items = _items_in(collection, below)
    paged = page_of(items.order_by(*DATE_ORDER, "ref"), query, size=ITEMS_TO_A_PAGE)
    archive = Repository.objects.public().filter(pk=collection.repository_id).first()
    holds = effective([collection])[collection.pk]
    texts = _texts(collection, holds)
    return CollectionPage(
        title=collection.title,
        level=collection.get_level_display(),
        date_words=collection.date_words if collection.date_edtf or collection.date_display else "",
        date_iso=collection.date_iso,
        facts=_facts(collection, holds),
        texts=[text for name, text in texts if name in _SAID_FIRST],
        more_texts=[text for name, text in texts if name not in _SAID_FIRST],
        archive=Value(archive.name, archive.get_absolute_url()) if archive else None,
        wider=_wider(collection),
        neighbours=neighbours_of(collection),
        parts=outline.branches(parts_paged.page),
        parts_paged=parts_paged,
        parts_total=outline.below(collection.pk),
        is_tree_open=outline.is_open,
        cards=item_cards(paged.page),
        paged=paged,
        own_documents=outline.own[collection.pk],
        links=_links(collection),
        mentions=mentions_of(collection),
        finding_aid=finding_aid,
    )


def _items_in(collection: Collection, below: QuerySet) -> QuerySet:
    """Return the public documents of a branch, of a collection that is only previewed too."""
    inside = Q(collection=collection) | Q(collection__in=below.values("pk"))
    copies = Copy.objects.public().filter(inside)
    return ArchivalItem.objects.public().filter(pk__in=copies.values("item"))


def _wider(collection: Collection) -> list[Value]:
    above = Collection.objects.public().filter(pk__in=collection.ancestor_ids())
    return [Value(one.title, one.get_absolute_url()) for one in above.order_by("depth")]


def _links(collection: Collection) -> list[LinkSaid]:
    uses = CollectionLink.objects.public().filter(collection=collection)
    return links_said(uses.select_related("link"))


def _facts(collection: Collection, holds: Effective) -> list[Term]:
    people = Agent.objects.public().filter(named_in_collections=collection).by_label()
    places = Place.objects.public().filter(collections=collection)
    subjects = Subject.objects.public().filter(collections=collection)
    rights = holds.rights
    terms = [
        Term(_("Reference"), _words(collection.reference_code)),
        Term(_("Boxes and folders"), _words(collection.containers)),
        Term(_("Extent"), _words(collection.extent)),
        Term(_("Created by"), _creators(holds.creators)),
        Term(_("Languages"), _named(holds.languages)),
        Term(
            _("Rights"),
            [Value(rights.value.label, rights.value.uri, is_external=True, source=rights.source)]
            if rights
            else [],
        ),
        Term(_("People and bodies"), [_linked(one.public_label, one) for one in people]),
        Term(_("Places"), [_linked(one.name, one) for one in places]),
        Term(_("Subjects"), [_linked(one.label, one) for one in subjects]),
        Term(_("Code here"), _words(collection.code)),
    ]
    return [term for term in terms if term.values]


def _creators(said: Inherited) -> list[Value]:
    """Return who made the material, as far as they may be named."""
    keys = [agent.pk for agent in said.value or ()]
    if not keys:
        return []
    public = Agent.objects.public().filter(pk__in=keys).by_label()
    return [
        Value(agent.public_label, agent.get_absolute_url(), source=said.source) for agent in public
    ]


def _named(said: Inherited) -> list[Value]:
    return [Value(language.label, source=said.source) for language in said.value or ()]


def _texts(collection: Collection, holds: Effective) -> Iterable[tuple[str, Text]]:
    found = []
    for label, name in _TEXTS:
        inherited = getattr(holds, name, None)
        if inherited is not None:
            found += [
                (name, Text(str(label), one.words, one.source))
                for one in inherited_words(inherited)
            ]
        elif words := getattr(collection, name).strip():
            found.append((name, Text(str(label), words)))
    return found


def _linked(words: str, record: Agent | Place | Subject) -> Value:
    return Value(words, record.get_absolute_url())


def _words(words: str) -> list[Value]:
    return [Value(words)] if words.strip() else []

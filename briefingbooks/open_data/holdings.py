"""Collections of archives, and the archives themselves, as plain values."""

from collections.abc import Iterable

from django.db.models import Prefetch, QuerySet
from pydantic import Field

from briefingbooks.open_data.parts import Absolute, Dated, Named, Public, dated, lines, public
from collections_app.models import Agent, Collection, Place, Repository, Subject

_TEXTS = (
    *("abstract", "scope_and_content", "history", "arrangement", "access_conditions"),
    *("reproduction_conditions", "custodial_history", "acquisition", "appraisal", "accruals"),
    *("physical_requirements", "finding_aids", "originals", "copies_elsewhere"),
    *("related_material", "publication_note", "preferred_citation", "processing", "general_note"),
)


class CollectionValues(Public):
    """A group of documents as its archive arranges it, from fonds to file (ISAD(G))."""

    id: str = Field(description="Our lasting code.", examples=["UNARMS-S-1062"])
    title: str = Field(examples=["UNAMIR: Office of the Force Commander"])
    level: str = Field(examples=["series"])
    reference_code: str = Field(description="As the archive cites it.", examples=["S-1062"])
    archive: Named | None
    part_of: Named | None = Field(description="The next wider level, if it is public.")
    date: Dated
    extent: str
    containers: str
    languages: list[str] = Field(examples=[["en", "fr"]])
    creators: list[Named]
    people: list[Named] = Field(description="People and bodies it concerns.")
    places: list[Named]
    subjects: list[Named]
    rights: str
    texts: dict[str, str] = Field(
        description="The longer statements that are not empty, by their element of ISAD(G).",
        examples=[{"scope_and_content": "Cables to and from New York."}],
    )


class ArchiveValues(Public):
    """An archive, library or office that holds documents (ISDIAH)."""

    id: str = Field(description="Our lasting code.", examples=["UNARMS"])
    name: str = Field(examples=["United Nations Archives"])
    other_names: list[str]
    part_of: Named | None
    city: str = Field(examples=["New York"])
    country: str = Field(description="ISO 3166-1.", examples=["US"])
    address: str
    website: str
    catalogue_url: str
    how_to_request: str
    description: str
    isil: str
    wikidata_id: str
    is_partner: bool


def collections() -> QuerySet:
    """Return the public collections with everything that their values need."""
    agents = Agent.objects.public().by_label()
    return (
        Collection.objects.public()
        .select_related("rights")
        .prefetch_related(
            "languages",
            Prefetch("repository", Repository.objects.public()),
            Prefetch("parent", Collection.objects.public()),
            Prefetch("creators", agents),
            Prefetch("named_agents", agents),
            Prefetch("places", Place.objects.public()),
            Prefetch("subjects", Subject.objects.public()),
        )
    )


def collection_values(records: Iterable[Collection], absolute: Absolute) -> list[CollectionValues]:
    """Return collections from `collections()` as values."""
    return [_collection(one, absolute) for one in records]


def _collection(one: Collection, absolute: Absolute) -> CollectionValues:
    same = ("title", "level", "reference_code", "extent", "containers")
    texts = {name: getattr(one, name) for name in _TEXTS}
    return CollectionValues(
        **public(one, absolute),
        **{name: getattr(one, name) for name in same},
        id=one.code,
        archive=_archive_named(getattr(one, "repository", None)),  # told only where public
        part_of=Named(id=one.parent.code, label=one.parent.title) if one.parent else None,
        date=dated(one),
        languages=[language.code for language in one.languages.all()],
        creators=[Named(id=a.slug, label=a.public_label) for a in one.creators.all()],
        people=[Named(id=a.slug, label=a.public_label) for a in one.named_agents.all()],
        places=[Named(id=place.slug, label=place.name) for place in one.places.all()],
        subjects=[Named(id=s.slug, label=s.label_en) for s in one.subjects.all()],
        rights=one.rights.uri if one.rights else "",
        texts={name: words for name, words in texts.items() if words},
    )


def archives() -> QuerySet:
    """Return the public archives with what their values need."""
    return Repository.objects.public().prefetch_related(
        Prefetch("parent", Repository.objects.public())
    )


def archive_values(records: Iterable[Repository], absolute: Absolute) -> list[ArchiveValues]:
    """Return archives from `archives()` as values."""
    same = ("name", "city", "country", "address", "website", "catalogue_url", "how_to_request",
            "description", "is_partner")  # fmt: skip
    return [
        ArchiveValues(
            **public(one, absolute),
            **{name: getattr(one, name) for name in same},
            id=one.code,
            other_names=lines(one.other_names),
            part_of=_archive_named(one.parent),
            isil=one.isil or "",
            wikidata_id=one.wikidata_id or "",
        )
        for one in records
    ]


def _archive_named(archive: Repository | None) -> Named | None:
    return Named(id=archive.code, label=archive.name) if archive else None

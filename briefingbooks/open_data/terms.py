"""People, places and subjects as plain values."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Prefetch, QuerySet
from pydantic import Field

from briefingbooks.open_data.parts import Absolute, Dated, Named, Public, dated, lines, public
from collections_app.models import Agent, AgentName, Place, Privacy, Subject


class PersonValues(Public):
    """A person, corporate body or family (ISAAR(CPF)), under the name that is public."""

    id: str = Field(examples=["dallaire-romeo"])
    label: str = Field(examples=["Roméo Dallaire"])
    entity_type: str = Field(examples=["person"])
    other_names: list[str]
    dates_of_existence: str = Field(examples=["1946-"])
    history: str
    functions: str
    wikidata_id: str = Field(examples=["Q313704"])
    viaf_id: str


class PlaceValues(Public):
    """A place that documents and testimony speak of."""

    id: str = Field(examples=["kigali"])
    name: str = Field(examples=["Kigali"])
    kind: str = Field(examples=["city"])
    lies_in: Named | None
    other_names: list[str]
    latitude: float | None = Field(examples=[-1.94995])
    longitude: float | None = Field(examples=[30.05885])
    geonames_id: int | None = Field(examples=[202061])
    wikidata_id: str = Field(examples=["Q3859"])


class SubjectValues(Public):
    """A term of the thesaurus (SKOS concept): a topic, an event or a turning point."""

    id: str = Field(examples=["early-warning"])
    label_en: str = Field(examples=["Early warning"])
    label_fr: str = Field(examples=["Alerte précoce"])
    kind: str = Field(examples=["topic"])
    broader: Named | None
    alternative_labels: list[str]
    scope_note: str
    date: Dated
    uri: str = Field(description="The same concept in a published vocabulary.")


def people() -> QuerySet:
    """Return the people who have a public page."""
    return Agent.objects.public().prefetch_related(Prefetch("names", AgentName.objects.public()))


def person_values(records: Iterable[Agent], absolute: Absolute) -> list[PersonValues]:
    """Return people from `people()` as values: of a protected person the public name alone."""
    return [_person(one, absolute) for one in records]


def _person(agent: Agent, absolute: Absolute) -> PersonValues:
    is_told = agent.privacy == Privacy.PUBLIC
    return PersonValues(
        **public(agent, absolute),
        id=agent.slug,
        label=agent.public_label,
        entity_type=agent.entity_type,
        other_names=[one.name for one in agent.names.all()],
        history=agent.public_history,
        dates_of_existence=agent.dates_of_existence if is_told else "",
        functions=agent.functions if is_told else "",
        wikidata_id=(agent.wikidata_id or "") if is_told else "",
        viaf_id=(agent.viaf_id or "") if is_told else "",
    )


def places() -> QuerySet:
    """Return the public places with what their values need."""
    return Place.objects.public().prefetch_related(Prefetch("parent", Place.objects.public()))


def place_values(records: Iterable[Place], absolute: Absolute) -> list[PlaceValues]:
    """Return places from `places()` as values."""
    return [
        PlaceValues(
            **public(one, absolute),
            id=one.slug,
            name=one.name,
            kind=one.kind,
            lies_in=Named(id=one.parent.slug, label=one.parent.name) if one.parent else None,
            other_names=lines(one.other_names),
            latitude=_degrees(one.latitude),
            longitude=_degrees(one.longitude),
            geonames_id=one.geonames_id,
            wikidata_id=one.wikidata_id or "",
        )
        for one in records
    ]


def _degrees(value: Decimal | None) -> float | None:
    return None if value is None else float(value)


def subjects() -> QuerySet:
    """Return the public subjects with what their values need."""
    return Subject.objects.public().prefetch_related(Prefetch("broader", Subject.objects.public()))


def subject_values(records: Iterable[Subject], absolute: Absolute) -> list[SubjectValues]:
    """Return subjects from `subjects()` as values."""
    return [
        SubjectValues(
            **public(one, absolute),
            id=one.slug,
            label_en=one.label_en,
            label_fr=one.label_fr,
            kind=one.kind,
            broader=Named(id=one.broader.slug, label=one.broader.label_en) if one.broader else None,
            alternative_labels=lines(one.alternative_labels),
            scope_note=one.scope_note,
            date=dated(one),
            uri=one.uri or "",
        )
        for one in records
    ]

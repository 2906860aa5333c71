"""The passport of a document: its labelled facts, with links only to what readers may visit."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collections_app import item_words
from collections_app.holdings import Holding
from collections_app.inheritance import Effective, Inherited, Source, effective_of_items
from collections_app.models import (
    ArchivalItem,
    ItemAgent,
    ItemPlace,
    Place,
    Privacy,
    Subject,
)
from collections_app.prepared_questions import Prepared, PreparedForReaders
from collections_app.publication import Visitor

_ROLE_LABELS: dict[str, Any] = {
    ItemAgent.Role.AUTHOR: gettext_lazy("Author"),
    ItemAgent.Role.SENDER: pgettext_lazy("sender", "From"),
    ItemAgent.Role.RECIPIENT: pgettext_lazy("recipient", "To"),
    ItemAgent.Role.COPIED: gettext_lazy("Copied to"),
    ItemAgent.Role.SIGNATORY: gettext_lazy("Signed by"),
    ItemAgent.Role.RECEIVED: gettext_lazy("Received by"),
    ItemAgent.Role.SHOWN: gettext_lazy("Was shown to"),
    ItemAgent.Role.DRAFTED: gettext_lazy("Drafted by"),
    ItemAgent.Role.PHOTOGRAPHER: gettext_lazy("Photographer"),
    ItemAgent.Role.DEPICTED: gettext_lazy("Shows"),
    ItemAgent.Role.MENTIONED: gettext_lazy("Mentions"),
}
_PLACE_LABELS: dict[str, Any] = {
    ItemPlace.Role.CREATED_AT: gettext_lazy("Written at"),
    ItemPlace.Role.SENT_TO: gettext_lazy("Sent to"),
    ItemPlace.Role.DEPICTED: gettext_lazy("Place shown"),
    ItemPlace.Role.MENTIONED: gettext_lazy("Places mentioned"),
}
_ROLES = list(_ROLE_LABELS)
_PLACE_ROLES = list(_PLACE_LABELS)


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a term: its words, where they lead, and what qualifies them.

    `source` is the wider level of the archive's arrangement that a value is inherited from.
    """

    words: str
    url: str = ""
    note: str = ""
    before: str = ""
    is_external: bool = False
    source: Source | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A labelled fact with one value or several."""

    label: str
    values: list[Value]


def passport_of(item: ArchivalItem, holding: Holding | None, user: Visitor) -> list[Term]:
    """Return the facts of an item that readers see, in the order of the page."""
    subjects = subjects_of([item.pk])
    turning_points = [one for one in subjects if one.kind == Subject.Kind.TURNING_POINT]
    others = [one for one in subjects if one.kind != Subject.Kind.TURNING_POINT]
    marking, details = item_words.marking_said(item)
    above = effective_of_items([item]).get(item.pk, Effective())
    terms = [
        *_people(item, user),
        *_places(item),
        Term(_("Original number"), _words(item.original_number)),
        Term(_("Original marking"), [Value(marking, note=details)]),
        Term(_("Archive"), _archive(holding)),
        Term(_("Collection"), _collection(holding)),
        Term(_("Reference there"), _words(holding.held.reference if holding else "")),
        Term(_("Known only from"), _words(item.known_from)),
        Term(_("Extent"), _words(item.extent)),
        Term(_("Languages"), _languages(item, above.languages)),
        Term(
            _("Conditions of access"),
            _words(item.access_conditions) or inherited_words(above.access_conditions),
        ),
        Term(_("Conditions of reproduction"), inherited_words(above.reproduction_conditions)),
        Term(_("Rights"), _rights(item) or _inherited_rights(above.rights)),
        Term(_("Published before"), _words(item.publication_note)),
        Term(_("Turning point"), [_linked(one.label, one) for one in turning_points]),
        Term(_("Subjects"), [_linked(one.label, one) for one in others]),
        Term(_("Our reference"), _words(item.ref)),
    ]
    return [term for term in terms if term.values]


@Prepared
def subjects_of(items: Collection[int], at: datetime) -> QuerySet[Subject]:
    """Return the subjects of documents that readers may see."""
    return Subject.objects.public(at).filter(items__in=items)


@Prepared
def _places_of(items: Collection[int], at: datetime) -> QuerySet[Place]:
    return Place.objects.public(at).filter(item_places__item__in=items)


@PreparedForReaders
def _parts_of(user: Visitor, items: Collection[int], at: datetime) -> QuerySet[ItemAgent]:
    seen = ItemAgent.objects.visible_to(user, at).filter(item__in=items)
    return seen.of_named_agents(at).for_display()


def _people(item: ArchivalItem, user: Visitor) -> Iterable[Term]:
    in_order = sorted(_parts_of(user, [item.pk]), key=lambda role: _ROLES.index(role.role))
    for role, some in groupby(in_order, key=lambda role: role.role):
        yield Term(str(_ROLE_LABELS[role]), [_person(one) for one in some])


def _person(part: ItemAgent) -> Value:
    agent = part.agent
    when = " ".join(filter(None, [part.on, part.time_zone]))
    source = _("source: {source}").format(source=part.source) if part.source else ""
    return Value(
        words=agent.public_label,
        url="" if agent.privacy == Privacy.WITHHELD else agent.get_absolute_url(),
        note="; ".join(filter(None, [when, part.note, source])),
        before="" if part.is_certain else _("probably"),
    )


def _places(item: ArchivalItem) -> Iterable[Term]:
    public = {place.pk: place for place in _places_of([item.pk])}
    parts = [part for part in item.item_places.all() if part.place_id in public]
    parts.sort(key=lambda part: (_PLACE_ROLES.index(part.role), public[part.place_id].name))
    for role, some in groupby(parts, key=lambda part: part.role):
        places = [public[part.place_id] for part in some]
        yield Term(str(_PLACE_LABELS[role]), [_linked(place.name, place) for place in places])


def _archive(holding: Holding | None) -> list[Value]:
    if holding is None:
        return []
    if not holding.archive_url:
        return [Value(_("An archive not yet described here"))]
    city = "" if holding.held.city in holding.held.archive else holding.held.city
    words = ", ".join(filter(None, [holding.held.archive, city]))
    return [Value(words, holding.archive_url)]


def _collection(holding: Holding | None) -> list[Value]:
    if holding is None or not holding.held.collection:
        return []
    return [Value(holding.held.collection, holding.collection_url)]


def _rights(item: ArchivalItem) -> list[Value]:
    if item.rights is None:
        return _words(item.rights_note)
    return [Value(item.rights.label, item.rights.uri, note=item.rights_note, is_external=True)]


def _inherited_rights(rights: Inherited) -> list[Value]:
    if not rights:
        return []
    statement = rights.value
    return [Value(statement.label, statement.uri, is_external=True, source=rights.source)]


def _languages(item: ArchivalItem, above: Inherited) -> list[Value]:
    own = [Value(language.label) for language in item.languages.all()]
    return own or [Value(one.label, source=above.source) for one in above.value or ()]


def inherited_words(said: Inherited) -> list[Value]:
    """Return words that hold here, with the level they are from."""
    return [Value(said.value, source=said.source)] if said else []


def _linked(words: str, record: Place | Subject) -> Value:
    return Value(words, record.get_absolute_url())


def _words(words: str) -> list[Value]:
    return [Value(words)] if words.strip() else []

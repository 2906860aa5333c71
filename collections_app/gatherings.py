"""Pages that gather what is public around a person, a place, a subject or a turning point."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.cards import ItemCard, item_cards
from collections_app.dependants import Mention, mentions_of
from collections_app.models import (
    Agent,
    AgentName,
    ArchivalItem,
    ItemAgent,
    ItemPlace,
    Place,
    Subject,
)
from collections_app.models.historical import DATE_ORDER
from collections_app.paging import Paged, page_of
from collections_app.passport import Term, Value

ITEMS_TO_A_PAGE = 25

_PERSON_ROLES: dict[str, Any] = {
    ItemAgent.Role.AUTHOR: gettext_lazy("author"),
    ItemAgent.Role.SENDER: gettext_lazy("sender"),
    ItemAgent.Role.RECIPIENT: gettext_lazy("recipient"),
    ItemAgent.Role.COPIED: gettext_lazy("received a copy"),
    ItemAgent.Role.SIGNATORY: gettext_lazy("signatory"),
    ItemAgent.Role.RECEIVED: gettext_lazy("received it"),
    ItemAgent.Role.SHOWN: gettext_lazy("was shown it"),
    ItemAgent.Role.DRAFTED: gettext_lazy("drafted it"),
    ItemAgent.Role.PHOTOGRAPHER: gettext_lazy("photographer"),
    ItemAgent.Role.DEPICTED: gettext_lazy("appears in it"),
    ItemAgent.Role.MENTIONED: gettext_lazy("is mentioned"),
}
_PLACE_ROLES: dict[str, Any] = {
    ItemPlace.Role.CREATED_AT: gettext_lazy("written here"),
    ItemPlace.Role.SENT_TO: gettext_lazy("sent here"),
    ItemPlace.Role.DEPICTED: gettext_lazy("shows this place"),
    ItemPlace.Role.MENTIONED: gettext_lazy("mentions this place"),
}


Roles = Iterable[tuple[int, str]]


@dataclass(frozen=True, slots=True)
class Heading:
    """The term that documents are gathered around, as readers may know it."""

    words: str
    kind: str
    text: str = ""
    facts: list[Term] = field(default_factory=list)
    date_words: str = ""
    date_iso: str = ""


@dataclass(frozen=True, slots=True)
class Gathering:
    """A heading with its public documents and the other public places where it appears."""

    heading: Heading
    cards: list[ItemCard]
    paged: Paged
    mentions: list[Mention]


def assemble_person(agent: Agent, query: QueryDict) -> Gathering:
    """Assemble the page of a person, body or family under the name that may be shown."""
    heading = Heading(
        words=agent.public_label,
        kind=agent.get_entity_type_display(),
        text=agent.public_history,
        facts=_person_facts(agent),
    )
    items = ArchivalItem.objects.public().filter(item_agents__agent=agent)
    return _gathering(agent, heading, items, query, lambda keys: _person_roles(agent, keys))


def assemble_place(place: Place, query: QueryDict) -> Gathering:
    """Assemble the page of a place, with the places it lies in and those that lie in it."""
    heading = Heading(place.name, place.get_kind_display(), facts=_place_facts(place))
    items = ArchivalItem.objects.public().filter(item_places__place=place)
    return _gathering(place, heading, items, query, lambda keys: _place_roles(place, keys))


def assemble_subject(subject: Subject, query: QueryDict) -> Gathering:
    """Assemble the page of a subject or a turning point, with its wider and narrower terms."""
    is_dated = bool(subject.date_edtf or subject.date_display)
    heading = Heading(
        words=subject.label,
        kind=subject.get_kind_display(),
        text=subject.scope_note,
        facts=_subject_facts(subject),
        date_words=subject.date_words if is_dated else "",
        date_iso=subject.date_iso,
    )
    items = ArchivalItem.objects.public().filter(subjects=subject)
    return _gathering(subject, heading, items, query, lambda _keys: ())


def _gathering(
    record: Agent | Place | Subject,
    heading: Heading,
    items: QuerySet,
    query: QueryDict,
    roles: Callable[[list[int]], Roles],
) -> Gathering:
    # A person may have two roles in one document, which is still one document.
    once = ArchivalItem.objects.public().filter(pk__in=items.values("pk"))
    paged = page_of(once.order_by(*DATE_ORDER, "ref"), query, size=ITEMS_TO_A_PAGE)
    shown = list(paged.page)
    said: dict[int, str] = {}
    for item, role in roles([item.pk for item in shown]):
        said[item] = f"{said[item]}, {role}" if item in said else role
    return Gathering(heading, item_cards(shown, said), paged, mentions_of(record))


def _person_roles(agent: Agent, keys: list[int]) -> Roles:
    for part in agent.item_agents.filter(item__in=keys).order_by("position", "pk"):
        role = _PERSON_ROLES[part.role]
        yield part.item_id, str(role) if part.is_certain else _("probably {role}").format(role=role)


def _place_roles(place: Place, keys: list[int]) -> Roles:
    for part in place.item_places.filter(item__in=keys).order_by("pk"):
        yield part.item_id, str(_PLACE_ROLES[part.role])


def _person_facts(agent: Agent) -> list[Term]:
    others = AgentName.objects.public().filter(agent=agent)
    return _stated(Term(_("Other names"), [Value(other.name) for other in others]))


def _place_facts(place: Place) -> list[Term]:
    around = Place.objects.public().filter(pk=place.parent_id)
    inside = Place.objects.public().filter(parent=place)
    names = [Value(name.strip()) for name in place.other_names.splitlines() if name.strip()]
    where = ""
    if place.latitude is not None and place.longitude is not None:
        north = _degrees(place.latitude, _("N"), _("S"))
        east = _degrees(place.longitude, _("E"), _("W"))
        where = f"{north}, {east}"
    return _stated(
        Term(_("Other names"), names),
        Term(_("Lies in"), [_linked(one.name, one) for one in around]),
        Term(_("Places in it"), [_linked(one.name, one) for one in inside]),
        Term(_("Coordinates"), [Value(where)] if where else []),
    )


def _subject_facts(subject: Subject) -> list[Term]:
    wider = Subject.objects.public().filter(pk=subject.broader_id)
    narrower = Subject.objects.public().filter(broader=subject)
    names = [Value(one.strip()) for one in subject.alternative_labels.splitlines() if one.strip()]
    same = [Value(subject.uri, subject.uri, is_external=True)] if subject.uri else []
    return _stated(
        Term(_("Also called"), names),
        Term(_("Part of"), [_linked(one.label, one) for one in wider]),
        Term(_("Narrower"), [_linked(one.label, one) for one in narrower]),
        Term(_("The same in a published vocabulary"), same),
    )


def _stated(*terms: Term) -> list[Term]:
    return [term for term in terms if term.values]


def _linked(words: str, record: Place | Subject) -> Value:
    return Value(words, record.get_absolute_url())


def _degrees(value: Decimal, positive: str, negative: str) -> str:
    side = positive if value >= 0 else negative
    return f"{abs(value).normalize():f}° {side}"

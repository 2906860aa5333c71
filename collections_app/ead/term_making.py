"""Make the people, places, subjects and languages that a finding aid names and we do not know."""

from typing import Any

from collections_app import dependants
from collections_app.ead.names import PEOPLE
from collections_app.ead.steps import CREATE, Step
from collections_app.ead.terms import Terms, Wanted
from collections_app.history import link_many
from collections_app.models import Agent, Language, Place, Subject, User


def make_terms(terms: Terms, by: User | None) -> dict[str, str]:
    """Make every term that is wanted, as a draft; return its key by what it was wanted under."""
    made = {key: _MAKERS[wanted.vocabulary](wanted, by) for key, wanted in terms.wanted.items()}
    for record in made.values():
        dependants.announce_change(record, by=by)
    return {key: str(record.pk) for key, record in made.items()}


def link_terms(
    model: Any,
    names: tuple[str, ...],
    steps: list[Step],
    sources: dict[int, dict[str, Any]],
    keys: dict[str, str],
) -> None:
    """Let the lists of terms of many records say what is wanted, in few queries."""
    for name in names:
        links = {}
        for step in steps:
            is_new = step.action == CREATE
            wanted = (sources[id(step)] if is_new else step.comparison.written).get(name)
            if wanted and step.match.record is not None:
                links[step.match.record] = {_key_of(name, keys.get(one, one)) for one in wanted}
        link_many(model, name, links)


def _key_of(name: str, key: str) -> Any:
    return key if name == "languages" else int(key)


def _make_agent(wanted: Wanted, by: User | None) -> Agent:
    kind = PEOPLE.get(wanted.element) or Agent.EntityType.CORPORATE_BODY
    agent = Agent(
        entity_type=kind,
        name=wanted.name,
        dates_of_existence=wanted.dates[:120],
        created_by=by,
        updated_by=by,
    )
    agent.save()
    return agent


def _make_place(wanted: Wanted, by: User | None) -> Place:
    place = Place(name=wanted.name)
    place.save()
    return place


def _make_subject(wanted: Wanted, by: User | None) -> Subject:
    uri = wanted.uri[:300] or None
    if uri and Subject.objects.filter(uri=uri).exists():
        uri = None
    subject = Subject(label_en=wanted.name, uri=uri)
    subject.save()
    return subject


def _make_language(wanted: Wanted, by: User | None) -> Language:
    language, _ = Language.objects.get_or_create(
        code=wanted.code[:8], defaults={"label_en": wanted.name}
    )
    return language


_MAKERS = {
    "agents": _make_agent,
    "places": _make_place,
    "subjects": _make_subject,
    "languages": _make_language,
}

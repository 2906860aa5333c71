"""Terms that a file brings and the person agreed to: made as drafts, with the file's own names."""

import secrets
from collections.abc import Callable
from typing import Any

from django.utils.text import slugify

from collections_app.history import create_many
from collections_app.models import Agent, Place, Subject, User
from collections_app.spreadsheets.terms import Term

_MODELS: dict[str, type] = {"agents": Agent, "places": Place, "subjects": Subject}


def make_terms(new: list[tuple[str, Term]], by: User | None) -> None:
    """Keep the new terms, with their history, in few queries; each then has its key."""
    for name, model in _MODELS.items():
        terms = [term for vocabulary, term in new if vocabulary == name]
        if not terms:
            continue
        slugs = free_slugs(model, [term.name for term in terms])
        records = [
            _RECORDS[name](term.name, slug, by) for term, slug in zip(terms, slugs, strict=True)
        ]
        for term, record in zip(terms, create_many(model, records), strict=True):
            term.pk = record.pk


def _agent(name: str, slug: str, by: User | None) -> Agent:
    agent = Agent(name=name, slug=slug, created_by=by, updated_by=by)
    agent.slug_made_under = agent.privacy
    return agent


def _place(name: str, slug: str, by: User | None) -> Place:
    return Place(name=name, slug=slug)


def _subject(name: str, slug: str, by: User | None) -> Subject:
    return Subject(label_en=name, slug=slug)


_RECORDS: dict[str, Callable[[str, str, User | None], Any]] = {
    "agents": _agent,
    "places": _place,
    "subjects": _subject,
}


def free_slugs(model: Any, names: list[str]) -> list[str]:
    """Return an address word for each name that no other record has, nor another of these names."""
    stems = [slugify(name)[:70].strip("-") or secrets.token_hex(4) for name in names]
    wanted = {stem[:70] for stem in stems}
    taken = set(model._default_manager.filter(slug__in=wanted).values_list("slug", flat=True))
    slugs = []
    for stem in stems:
        slug, number = stem, 2
        while slug in taken or (number > 2 and _is_taken(model, slug)):
            slug, number = f"{stem}-{number}", number + 1
        taken.add(slug)
        slugs.append(slug)
    return slugs


def _is_taken(model: Any, slug: str) -> bool:
    return model._default_manager.filter(slug=slug).exists()

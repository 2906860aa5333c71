"""What a concern may be about: found from the address of a page, with what belongs to it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.apps import apps
from django.db import models
from django.urls import Resolver404, resolve
from django.utils import translation

from collections_app.dependants import mentions_of
from collections_app.languages import language_of
from collections_app.models import Agent, ArchivalItem, Derivative, DigitalFile, ItemAgent, Page
from collections_app.protected_names import public_places_of
from collections_app.publication import Holdable, Publishable

MOST_PAGES = 60


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that may be hidden: what it is, why it is named here, and whether it is ticked."""

    key: str
    label: str
    why: str
    is_ticked: bool
    is_on_hold: bool


def record_at(address: str) -> Any:
    """Return what a public address shows, of any room and hidden or not; None where nothing."""
    path = urlsplit(address.strip()).path
    with translation.override(language_of(path)):
        return _shown_at(path)


def _shown_at(path: str) -> Any:
    try:
        found = resolve(path)
    except (Resolver404, ValueError):
        return None
    if "uuid" in found.kwargs and found.app_name == "collections_app":
        return _page_of(found.kwargs["uuid"])
    for model in _publishable(found.app_name):
        names = {field.name for field in model._meta.concrete_fields}
        lookup = {name: word for name, word in found.kwargs.items() if name in names}
        record = model._default_manager.filter(**lookup).first() if lookup else None
        if record is not None and path.startswith(record.get_absolute_url()):  # type: ignore[attr-defined]
            return record
    return None


def key_of(record: models.Model) -> str:
    """Return a word that names a record among all of them: `collections_app.agent.12`."""
    return f"{record._meta.label_lower}.{record.pk}"


def record_of(key: str) -> Any:
    """Return the record that `key_of` named, if it is one that can be hidden; else None."""
    label, _, number = key.rpartition(".")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        return None
    if not issubclass(model, Holdable) or not number.isdecimal():
        return None
    return model._base_manager.filter(pk=number).first()


def suggestions_for(record: Any) -> list[Suggestion]:
    """Return what may be meant by a concern about a record: it, its parts, and where it is named.

    Ticked is what has to go so that nobody reads of it anywhere; the rest is for a person to judge.
    """
    found: dict[str, Suggestion] = {}
    for one, why, is_ticked in _around(record):
        suggestion = _suggestion(one, why, is_ticked)
        found.setdefault(suggestion.key, suggestion)
    return list(found.values())


def _around(record: Any) -> Iterator[tuple[Any, str, bool]]:
    if isinstance(record, Page):
        yield record, "the page itself", True
        if record.file:
            yield record.file, "the file it was made from, with all its pages", False
        yield from _around_item(record.copy.item, is_ticked=False)
        return
    yield record, "what the address shows", True
    if isinstance(record, ArchivalItem):
        yield from _parts_of(record)
    if isinstance(record, Agent):
        yield from _where_named(record)
    for mention in mentions_of(record):
        place = record_at(mention.url)
        if place is not None:
            yield place, f"mentions it: {mention.note}".rstrip(": "), False


def _around_item(item: ArchivalItem, *, is_ticked: bool) -> Iterator[tuple[Any, str, bool]]:
    yield item, "the document as a whole", is_ticked
    yield from _parts_of(item)


def _parts_of(item: ArchivalItem) -> Iterator[tuple[Any, str, bool]]:
    for file in DigitalFile.objects.filter(copy__item=item).order_by("copy", "position", "pk"):
        yield file, "one of its files", False
    pages = Page.objects.filter(copy__item=item).order_by("copy", "number")
    for page in pages.select_related("copy")[:MOST_PAGES]:
        yield page, f"one of its pages, {page.copy}", False
    for part in item.item_agents.select_related("agent"):
        yield part.agent, f"a person named there: {part.get_role_display()}", False


def _where_named(agent: Agent) -> Iterator[tuple[Any, str, bool]]:
    for standing in public_places_of(agent):
        yield standing.record, f"the name stands in “{standing.place}”", True
    shown = ItemAgent.objects.filter(agent=agent).select_related("item")
    for part in shown:
        is_shown = part.role == ItemAgent.Role.DEPICTED
        yield part.item, f"the person stands there as: {part.get_role_display()}", is_shown


def _suggestion(record: Any, why: str, is_ticked: bool) -> Suggestion:
    name = record._meta.verbose_name
    return Suggestion(
        key=key_of(record),
        label=f"{name[:1].upper()}{name[1:]}: {record}",
        why=why,
        is_ticked=is_ticked,
        is_on_hold=record.on_hold_since is not None,
    )


def _page_of(uuid: Any) -> Any:
    derivative = Derivative.objects.filter(uuid=uuid).select_related("page").first()
    if derivative is not None:
        return derivative.page
    return DigitalFile.objects.filter(uuid=uuid).first()


def _publishable(room: str) -> list[type[models.Model]]:
    if not room or room not in apps.app_configs:
        return []
    models_of_room = apps.get_app_config(room).get_models()
    return [
        model
        for model in models_of_room
        if issubclass(model, Publishable) and hasattr(model, "get_absolute_url")
    ]

"""How a change reaches whatever shows it, without an import that points upward.

An upper room registers, in its `AppConfig.ready()`, what it does when a record of the ground
floor changes and where it mentions one. Every deed, desk save and import announces its change
inside its own transaction, so that the consequence is kept or lost together with the cause.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

if TYPE_CHECKING:
    from collections_app.models import User


@dataclass(frozen=True, slots=True)
class Mention:
    """One public place that shows a record: what to call it and where it stands."""

    title: str
    url: str
    note: str = ""


type_of_change = Callable[[Any, "User | None"], None]
type_of_mentions = Callable[[Any], Iterable[Mention]]

_on_change: dict[type[models.Model], list[type_of_change]] = {}
_mentions: dict[type[models.Model], list[type_of_mentions]] = {}


def on_change(model: type[models.Model], do: type_of_change) -> None:
    """Call `do(record, by)` whenever a record of `model` has changed; registered once."""
    listeners = _on_change.setdefault(model, [])
    if do not in listeners:
        listeners.append(do)


def on_mentions(model: type[models.Model], find: type_of_mentions) -> None:
    """Ask `find(record)` for the public places that mention a record of `model`."""
    finders = _mentions.setdefault(model, [])
    if find not in finders:
        finders.append(find)


def announce_change(record: models.Model, by: "User | None" = None) -> None:
    """Tell every room that registered for this kind of record. Atomic with the caller's deed."""
    with transaction.atomic():
        for do in _on_change.get(type(record), []):
            do(record, by)


def mentions_of(record: models.Model) -> list[Mention]:
    """Return the public places that mention a record, in the order of the rooms."""
    return [mention for find in _mentions.get(type(record), []) for mention in find(record)]

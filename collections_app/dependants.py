"""How a change reaches whatever shows it, without an import that points upward.

An upper room registers, in its `AppConfig.ready()`, what it does when a record of the ground
floor changes and where it mentions one. Every deed, desk save and import announces its change
inside its own transaction, so that the consequence is kept or lost together with the cause.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import models, transaction

if TYPE_CHECKING:
    from collections_app.models import User
    from collections_app.publication import Gap


@dataclass(frozen=True, slots=True)
class Mention:
    """One public place that shows a record: what to call it and where it stands.

    `places` are the spots in it, each with its address: ("note 14", "/books/x/#fn-cable").
    """

    title: str
    url: str
    note: str = ""
    places: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """One place of the desks that needs a record: what to call it, its page, and where in it."""

    title: str
    url: str
    words: str
    notes: int = 0


type_of_change = Callable[[Any, "User | None"], None]
type_of_changes = Callable[[list[Any], "User | None"], None]
type_of_mentions = Callable[[Any], Iterable[Mention]]
type_of_uses = Callable[[Any], Iterable[Use]]
type_of_asking = Callable[[list[int]], Mapping[int, list[Mention]]]
type_of_merge = Callable[[Any, Any, "User | None"], None]
type_of_gaps = Callable[[Any], "Iterable[Gap]"]
type_of_keys = Callable[[Iterable[Any]], None]

_on_change: dict[type[models.Model], list[type_of_change]] = {}
_on_changes: dict[type_of_change, type_of_changes] = {}
_mentions: dict[type[models.Model], list[type_of_mentions]] = {}
_uses: dict[type[models.Model], list[type_of_uses]] = {}
_asking: list[type_of_asking] = []
_on_merge: dict[type[models.Model], list[type_of_merge]] = {}
_on_take_down: dict[type[models.Model], list[type_of_change]] = {}
_on_put_back: dict[type[models.Model], list[type_of_change]] = {}
_gaps: list[type_of_gaps] = []
_redescribed: dict[type[models.Model], list[type_of_keys]] = {}


def on_change(
    model: type[models.Model], do: type_of_change, do_many: type_of_changes | None = None
) -> None:
    """Call `do(record, by)` whenever a record of `model` has changed; registered once.

    `do_many(records, by)` is called instead where some hundreds changed in one deed.
    """
    listeners = _on_change.setdefault(model, [])
    if do not in listeners:
        listeners.append(do)
    if do_many is not None:
        _on_changes[do] = do_many


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


def announce_changes(
    model: type[models.Model], records: list[Any], by: "User | None" = None
) -> None:
    """Tell every room of many changed records of one kind at once. Atomic with the deed."""
    with transaction.atomic():
        for do in _on_change.get(model, []):
            if do_many := _on_changes.get(do):
                do_many(records, by)
                continue
            for record in records:
                do(record, by)


def mentions_of(record: models.Model) -> list[Mention]:
    """Return the public places that mention a record, in the order of the rooms."""
    return [mention for find in _mentions.get(type(record), []) for mention in find(record)]


def on_uses(model: type[models.Model], find: type_of_uses) -> None:
    """Ask `find(record)` what at the desks, public or not, needs a record of `model`."""
    _add(_uses, model, find)


def uses_of(record: models.Model) -> list[Use]:
    """Return what needs a record: for whoever is about to withdraw or delete it."""
    return [use for find in _uses.get(type(record), []) for use in find(record)]


def on_asking(find: type_of_asking) -> None:
    """Ask `find(keys)` where the public reads that somebody asks for these items to be opened."""
    if find not in _asking:
        _asking.append(find)


def asking_for(items: Iterable[int]) -> dict[int, list[Mention]]:
    """Return, by item, the public places where it is asked for: as many queries for many as for
    one. An item that nobody asks for is left out."""
    keys = list(items)
    found: dict[int, list[Mention]] = {}
    for find in _asking:
        for key, places in find(keys).items():
            found.setdefault(key, []).extend(places)
    return found


def on_merge(model: type[models.Model], do: type_of_merge) -> None:
    """Call `do(survivor, other, by)` while two records of `model` become one.

    For what points to a record by other means than a key of the database: those move by
    themselves. `other` still exists at that moment.
    """
    _add(_on_merge, model, do)


def merge(survivor: models.Model, other: models.Model, by: "User | None" = None) -> None:
    """Let every room move what it keeps about `other` to `survivor`. Atomic with the merge."""
    for do in _on_merge.get(type(survivor), []):
        do(survivor, other, by)


def on_take_down(
    model: type[models.Model], hide: type_of_change, show: type_of_change | None = None
) -> None:
    """Call `hide(record, by)` when a record of `model` is put on hold, `show` when that ends.

    For copies of public words that a room keeps and that do not ask the rule each time they are
    shown: what is assembled anew for each reader needs nothing.
    """
    _add(_on_take_down, model, hide)
    if show is not None:
        _add(_on_put_back, model, show)


def take_down(record: models.Model, by: "User | None" = None) -> None:
    """Have every room hide what it shows of a record, in the transaction of the hold."""
    for do in _on_take_down.get(type(record), []):
        do(record, by)


def put_back(record: models.Model, by: "User | None" = None) -> None:
    """Have every room show again what `take_down` hid."""
    for do in _on_put_back.get(type(record), []):
        do(record, by)


def on_redescribed(model: type[models.Model], do: type_of_keys) -> None:
    """Call `do(keys)` when the date of the description of records of `model` has moved."""
    _add(_redescribed, model, do)


def tell_redescribed(model: type[models.Model], keys: Iterable[Any]) -> None:
    """Tell every room that the date of these descriptions is now."""
    for do in _redescribed.get(model, []):
        do(keys)


def on_gaps(find: type_of_gaps) -> None:
    """Ask `find(record)` what any record lacks before it can be published."""
    if find not in _gaps:
        _gaps.append(find)


def gaps_of(record: models.Model) -> "list[Gap]":
    """Return what the house as a whole finds lacking in a record, beside its model's own gaps."""
    return [gap for find in _gaps for gap in find(record)]


def _add(registry: dict[type[models.Model], list[Any]], model: type[models.Model], do: Any) -> None:
    listeners = registry.setdefault(model, [])
    if do not in listeners:
        listeners.append(do)

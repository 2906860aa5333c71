"""Old addresses that still lead somewhere: of records merged into others, or given another code.

An address leads on only to a record that anyone may see, and never from a name to the person whom
a pseudonym protects: such addresses are not kept at all.
"""

from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.db import models

from collections_app import dependants
from collections_app.models import (
    Agent,
    ArchivalItem,
    Collection,
    OldIdentifier,
    Place,
    Repository,
    Subject,
)
from collections_app.publication import Publishable

if TYPE_CHECKING:
    from collections_app.models import User

Room = OldIdentifier.Room
# The field that stands in the address of a record, and the first word of that address.
ADDRESSED: dict[type[models.Model], tuple[str, str]] = {
    Repository: (Room.ARCHIVES, "code"),
    Collection: (Room.COLLECTIONS, "code"),
    ArchivalItem: (Room.ITEMS, "ref"),
    Agent: (Room.PEOPLE, "slug"),
    Place: (Room.PLACES, "slug"),
    Subject: (Room.SUBJECTS, "slug"),
}


def address_word(record: models.Model) -> str:
    """Return the word of a record's own that stands in its address; "" where it has none."""
    _room, name = ADDRESSED.get(type(record), ("", ""))
    return getattr(record, name) if name else ""


def stored_address_word(record: models.Model) -> str:
    """Return the word of a record's address as it is stored, whatever is in hand."""
    if type(record) not in ADDRESSED or record.pk is None:
        return ""
    _room, name = ADDRESSED[type(record)]
    rows = type(record)._base_manager.filter(pk=record.pk)
    return rows.values_list(name, flat=True).first() or ""


def keep_old_address(record: Publishable, word: str) -> OldIdentifier | None:
    """Let the address that `word` made lead to a record that has another one now.

    Nothing is kept for a record that was never public, or whose name is protected: its former
    address would tell who it is. To be called in the transaction of the change.
    """
    if type(record) not in ADDRESSED or not word or word == address_word(record):
        return None
    if record.published_at is None or is_protected(record):
        return None
    room, _name = ADDRESSED[type(record)]
    old = OldIdentifier.objects.filter(room=room, identifier=word).first()
    old = old or OldIdentifier(room=room, identifier=word)
    old.target = record
    old.save()
    OldIdentifier.objects.filter(room=room, identifier=address_word(record)).delete()
    return old


def lead_on(survivor: Publishable, other: Publishable) -> list[str]:
    """Let all addresses of `other` lead to `survivor`, chains in one step; return their words.

    Where the name of either is protected no address is kept, and those there were are forgotten.
    """
    olds = list(old_addresses_of(other))
    if is_protected(survivor) or is_protected(other):
        for old in [*olds, *old_addresses_of(survivor)]:
            old.delete()
        return []
    for old in olds:
        old.target = survivor
        old.save()
    kept = [old.identifier for old in olds]
    if other.published_at is not None:
        room, _name = ADDRESSED[type(other)]
        word = address_word(other)
        OldIdentifier.objects.create(room=room, identifier=word, target=survivor)
        kept.append(word)
    return kept


def leads_to(model: type[models.Model], *words: Any) -> str:
    """Return where an old address leads, if it is one and anyone may go there; else ""."""
    if model not in ADDRESSED or len(words) != 1:
        return ""
    room, _name = ADDRESSED[model]
    old = OldIdentifier.objects.filter(room=room, identifier=str(words[0])).first()
    if old is None or old.content_type.model_class() not in ADDRESSED:
        return ""
    manager: Any = old.content_type.model_class()._default_manager  # type: ignore[union-attr]
    target = manager.public().filter(pk=old.object_id).first()
    return "" if target is None or is_protected(target) else target.get_absolute_url()


def old_addresses_of(record: models.Model) -> models.QuerySet[OldIdentifier]:
    """Return the old addresses that lead to a record."""
    kind = ContentType.objects.get_for_model(record)
    return OldIdentifier.objects.filter(content_type=kind, object_id=record.pk)


def forget_old_addresses(record: Publishable, by: "User | None" = None) -> None:
    """Forget the addresses that lead to a record whose name has become protected."""
    if is_protected(record):
        for old in old_addresses_of(record):
            old.delete()


def is_protected(record: Any) -> bool:
    """Say whether the name of a record never leaves the desk."""
    return isinstance(record, Agent) and record.is_protected


def register() -> None:
    """Follow the privacy of people; called once, when the application starts."""
    dependants.on_change(Agent, forget_old_addresses)

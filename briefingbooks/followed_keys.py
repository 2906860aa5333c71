"""A record that gets another key keeps its mentions: the texts of books are rewritten with it.

So it is when two people are merged, when an address is made anew because it betrays a name, and
when a link is corrected at its desk. All in the transaction of that change.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models

from briefingbooks.markup import mention
from briefingbooks.markup.syntax import replace_key
from briefingbooks.markup.texts import LINK
from briefingbooks.models import Book, Reference
from briefingbooks.targets import TARGETS
from briefingbooks.texts import FIELDS
from collections_app.models import ExternalLink, User

_ROLE = re.compile(r"(\{([a-z]+)\}(`+))(.+?)(\3)", re.DOTALL)
_BLOCK = re.compile(r"^(\s*:{3,}\s*(?:photo|compare)\s+)(\S+)", re.MULTILINE)
_OF_A_BOOK = ("summary_md", "about_md")


def keys_of(model: type[models.Model]) -> tuple[str, str]:
    """Return the field that is the key of records of `model`, and the field of their rows."""
    if model is ExternalLink:
        return "url", "link"
    return next((key, name) for one, key, name in TARGETS.values() if one is model)


def keep_key(record: models.Model, by: User | None = None) -> None:
    """Rewrite every text that names `record` by a key it no longer has."""
    keep_keys([record], by)


def keep_keys(records: list[Any], by: User | None = None) -> None:
    """Rewrite every text that names one of `records`, all of one kind. One query if none does."""
    if not records:
        return
    key, name = keys_of(type(records[0]))
    rows = Reference.objects.filter(**{f"{name}__in": records}).exclude(
        key=models.F(f"{name}__{key}")
    )
    renamed = rows.select_related(name, "book", "section", "entry", "event").order_by("pk")
    for row in renamed:
        new = getattr(getattr(row, name), key)
        _rewrite(_owner(row), row.role, row.key, new, by)
        Reference.objects.filter(pk=row.pk).update(key=new)


def _owner(row: Reference) -> models.Model:
    return row.section or row.entry or row.event or row.book


def _rewrite(owner: models.Model, role: str, old: str, new: str, by: User | None) -> None:
    fields = _OF_A_BOOK if isinstance(owner, Book) else FIELDS[type(owner)]
    owner.refresh_from_db(fields=[*fields])
    changed = False
    for field in fields:
        words = getattr(owner, field)
        rewritten = renamed_in(words, role, old, new)
        if rewritten != words:
            setattr(owner, field, rewritten)
            changed = True
    if not changed:
        return
    if by is not None and hasattr(owner, "updated_by_id"):
        owner.updated_by = by  # type: ignore[attr-defined]
    owner.save()


def renamed_in(text: str, role: str, old: str, new: str) -> str:
    """Return a text with the key of one record changed wherever a role or block names it. Pure."""
    if role == LINK:
        return re.sub(rf"(?<=[(<\s]){re.escape(old)}(?=[)>\s]|$)", lambda _: new, text)

    def in_role(found: re.Match[str]) -> str:
        read = mention(found[2], found[4]) if found[2] == role else None
        if read is None or read.key != old:
            return found[0]
        return f"{found[1]}{replace_key(found[4], old, new)}{found[5]}"

    def in_block(found: re.Match[str]) -> str:
        return f"{found[1]}{new}" if found[2] == old else found[0]

    return _BLOCK.sub(in_block, _ROLE.sub(in_role, text))


def followed() -> Iterator[type[models.Model]]:
    """Yield each kind of record whose keys stand in texts."""
    yield ExternalLink
    yield from _once(model for model, key, _name in TARGETS.values() if key != "key")


def _once(models_: Iterable[type[models.Model]]) -> Iterable[type[models.Model]]:
    return dict.fromkeys(models_)

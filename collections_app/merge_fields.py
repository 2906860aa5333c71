"""The fields of two records side by side, and whose value the one that stays gets."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models

from collections_app.models import Agent, Repository

MINE, THEIRS, BOTH = "mine", "theirs", "both"
# Decided by rule, or the word of an address: never chosen.
RULED: dict[type[models.Model], tuple[str, ...]] = {
    Agent: ("privacy", "public_name"),
    Repository: ("code",),
}
# Fields that mean something only together.
TOGETHER: dict[str, tuple[str, tuple[str, ...]]] = {
    "date": ("date", ("date_edtf", "date_display", "date_certainty", "date_basis", "date_time",
                      "date_time_zone")),
    "coordinates": ("coordinates", ("latitude", "longitude")),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field as both records have it, the value that is kept unless told, and what may be."""

    name: str
    label: str
    mine: str
    theirs: str
    chosen: str
    may_be_both: bool

    @property
    def is_open(self) -> bool:
        """Whether there is anything to choose: two different values."""
        return bool(self.mine and self.theirs) and self.mine != self.theirs


def choices_for(survivor: Any, other: Any) -> list[FieldChoice]:
    """Return the fields in which either record says something, in the order of the model."""
    found = []
    for name, label, fields in _fields(type(survivor)):
        mine = _words(survivor, fields, survivor, other)
        theirs = _words(other, fields, survivor, other)
        if mine or theirs:
            default = MINE if mine else THEIRS
            may_be_both = len(fields) == 1 and isinstance(fields[0], models.TextField)
            found.append(FieldChoice(name, label, mine, theirs, default, may_be_both))
    return found


def take_over(survivor: Any, other: Any, choices: Mapping[str, str]) -> None:
    """Write into the survivor, unsaved, what was chosen of the other's fields.

    A name that is not chosen goes by the rule: the survivor's value, unless it is empty.
    """
    by_name = {choice.name: choice for choice in choices_for(survivor, other)}
    for name, _label, fields in _fields(type(survivor)):
        choice = by_name.get(name)
        if choice is None:
            continue
        wanted = choices.get(name, choice.chosen)
        if wanted == BOTH and choice.may_be_both:
            field = fields[0]
            parts = [getattr(survivor, field.attname), getattr(other, field.attname)]
            setattr(survivor, field.attname, "\n\n".join(part for part in parts if part))
        elif wanted == THEIRS and choice.theirs:
            for field in fields:
                setattr(survivor, field.attname, getattr(other, field.attname))


def _fields(model: type[models.Model]) -> Iterator[tuple[str, str, list[Any]]]:
    grouped: set[str] = set()
    for field in model._meta.concrete_fields:
        if field.primary_key or not field.editable or field.name in RULED.get(model, ()):
            continue
        if field.name in grouped:
            continue
        for name, (label, names) in TOGETHER.items():
            if field.name in names:
                fields = [one for one in model._meta.concrete_fields if one.name in names]
                grouped |= set(names)
                yield name, label, fields
                break
        else:
            yield field.name, str(field.verbose_name), [field]


def _words(record: Any, fields: list[Any], survivor: Any, other: Any) -> str:
    """Return what a record says in some fields; nothing where it names one of the two."""
    if len(fields) > 1 and hasattr(record, "date_words") and fields[0].name.startswith("date_"):
        return record.date_words if record.date_edtf or record.date_display else ""
    said = [_value(record, field, (survivor.pk, other.pk)) for field in fields]
    return ", ".join(part for part in said if part)


def _value(record: Any, field: Any, the_two: tuple[int, int]) -> str:
    value = getattr(record, field.attname)
    if value in field.empty_values:
        return ""
    if field.is_relation:
        points_inside = field.related_model is type(record) and value in the_two
        return "" if points_inside else str(getattr(record, field.name))
    if field.choices:
        return str(getattr(record, f"get_{field.name}_display")())
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)

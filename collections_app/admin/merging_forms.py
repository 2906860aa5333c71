"""What two people typed at once, brought together: theirs where only they typed, mine elsewhere.

The form comes back as if it had been opened on what is stored now, with everything typed kept.
Whatever both changed is named, and stays as the one typed it who has not saved yet.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.forms.models import model_to_dict
from django.http import QueryDict

from collections_app.putting_back import links_of

DELETE = "DELETE"


@dataclass(slots=True)
class Merged:
    """What the form is filled with, and the fields that both changed: by their name in it."""

    data: QueryDict
    both: dict[str, str] = field(default_factory=dict)
    brought_back: int = 0


def values_then(row: Any, names: Iterable[str]) -> dict[str, Any]:
    """Return the values of a row of history as the form of its record was filled with them."""
    record = row.instance
    plain = [name for name in names if not getattr(_column(record, name), "many_to_many", False)]
    found = model_to_dict(record, fields=plain)
    links = links_of([row], type(record))[row.pk]
    return found | {name: list(values) for name, values in links.items() if name in set(names)}


def _column(record: Any, name: str) -> Any:
    known = {column.name: column for column in record._meta.get_fields()}
    return known.get(name)


def merge_form(merged: Merged, mine: forms.ModelForm, theirs: forms.ModelForm, then: Any) -> None:
    """Take into the data what only they changed; name what both changed, and to what.

    `mine` is bound to what was sent and opened on what stood `then`; `theirs` shows what is
    stored now.
    """
    changed = set(mine.changed_data)
    for name, column in mine.fields.items():
        if column.disabled or isinstance(column, forms.FileField):
            continue
        now = theirs.initial.get(name, column.initial)
        if not _differ(then.get(name), now):
            continue
        if name not in changed:
            replace(merged.data, theirs[name])
        elif column.has_changed(now, mine[name].data):
            merged.both[mine[name].html_name] = _in_words(theirs[name])


def _differ(then: Any, now: Any) -> bool:
    if isinstance(then, list) or isinstance(now, list):
        return {getattr(one, "pk", one) for one in then or []} != {
            getattr(one, "pk", one) for one in now or []
        }
    return then != now


def replace(data: QueryDict, bound: forms.BoundField) -> None:
    """Put what a field shows now in the place of what was sent for it."""
    for name, values in sent_for(bound.field.widget, bound.html_name, bound.value()).items():
        data.setlist(name, values)


def sent_for(widget: Any, name: str, value: Any) -> dict[str, list[str]]:
    """Return what a browser would send for a widget that shows a value."""
    widget = widget.widget if isinstance(widget, RelatedFieldWidgetWrapper) else widget
    if isinstance(widget, forms.CheckboxInput):
        return {name: ["on"] if widget.check_test(value) else []}
    if isinstance(widget, forms.MultiWidget):
        parts = value if isinstance(value, list) else widget.decompress(value)
        found: dict[str, list[str]] = {}
        for one, suffix, part in zip(widget.widgets, _names_of(widget), parts or [], strict=False):
            found |= sent_for(one, f"{name}{suffix}", part)
        return found
    if isinstance(widget, forms.SelectMultiple):
        return {name: [str(getattr(one, "pk", one)) for one in value or []]}
    said = widget.format_value(value)
    if isinstance(said, list | tuple):
        return {name: [str(one) for one in said]}
    return {name: ["" if said is None else str(said)]}


def _names_of(widget: Any) -> list[str]:
    return list(widget.widgets_names)


def _in_words(bound: forms.BoundField) -> str:
    value, choices = bound.value(), getattr(bound.field, "choices", None)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(bound.field, forms.ModelMultipleChoiceField):
        offered: Any = bound.field.queryset
        names = offered.filter(pk__in=[getattr(v, "pk", v) for v in value or []])
        return ", ".join(str(one) for one in names) or "nothing"
    if isinstance(bound.field, forms.ModelChoiceField):
        one_of: Any = bound.field.queryset
        found = one_of.filter(pk=value).first() if value else None
        return str(found or "nothing")
    if choices is not None:
        flat = {str(key): label for key, label in choices if not isinstance(label, list | tuple)}
        return str(flat.get(str(value), value))
    return str(value) if value not in (None, "") else "nothing"


@dataclass(slots=True)
class Rows:
    """The rows of one kind of part as they were sent, to be numbered anew."""

    prefix: str
    data: QueryDict
    initial: list[dict[str, list[str]]] = field(default_factory=list)
    new: list[dict[str, list[str]]] = field(default_factory=list)

    def sent(self, number: int) -> dict[str, list[str]]:
        """Return the fields of one row by their names within it."""
        begin = f"{self.prefix}-{number}-"
        return {
            name.removeprefix(begin): self.data.getlist(name)
            for name in self.data
            if name.startswith(begin)
        }

    def count(self, what: str) -> int:
        said = self.data.get(f"{self.prefix}-{what}_FORMS", "")
        return int(said) if said.isdecimal() else 0

    def write(self, data: QueryDict) -> None:
        """Put the rows into the data, numbered from 0, in the place of those that were sent."""
        for number in range(self.count("TOTAL")):
            for name in self.sent(number):
                data.pop(f"{self.prefix}-{number}-{name}", None)
        for number, row in enumerate([*self.initial, *self.new]):
            for name, values in row.items():
                data.setlist(f"{self.prefix}-{number}-{name}", values)
        data[f"{self.prefix}-INITIAL_FORMS"] = str(len(self.initial))
        data[f"{self.prefix}-TOTAL_FORMS"] = str(len(self.initial) + len(self.new))


def merge_rows(merged: Merged, formset: Any, then: dict[Any, Any], files: Any) -> None:
    """Bring together the rows of one kind of part.

    `formset` shows what is stored now, `then` has the rows of history of when the form was opened.
    A row that the other took away comes back as a new one only if something was typed in it; a
    row that the other added is shown with the rest.
    """
    rows = Rows(formset.prefix, merged.data)
    if not rows.count("TOTAL"):
        return
    current = {record.pk: record for record in formset.get_queryset()}
    name, seen = formset.model._meta.pk.name, set()
    for number in range(rows.count("INITIAL")):
        sent = rows.sent(number)
        key = _key(formset, sent.get(name, [""])[0])
        seen.add(key)
        if key in current:
            place = len(rows.initial)
            rows.initial.append(sent)
            _merge_row(merged, formset, number, place, current[key], then.get(key), files, rows)
        elif DELETE not in sent and _was_typed_in(formset, number, then.get(key), merged, files):
            rows.new.append(sent | {name: [""]})
            merged.brought_back += 1
    for record in (one for key, one in current.items() if key not in seen | set(then)):
        rows.initial.append(_row_of(formset, record))
    rows.new += [rows.sent(one) for one in range(rows.count("INITIAL"), rows.count("TOTAL"))]
    rows.write(merged.data)


def _key(formset: Any, said: str) -> Any:
    try:
        return formset.model._meta.pk.to_python(said)
    except (forms.ValidationError, ValueError):
        return None


def _form(formset: Any, prefix: str, **kwargs: Any) -> Any:
    return formset.form(prefix=prefix, **(formset.get_form_kwargs(None) | kwargs))


def _merge_row(
    merged: Merged,
    formset: Any,
    number: int,
    place: int,
    record: Any,
    row: Any,
    files: Any,
    rows: Rows,
) -> None:
    if row is None:
        return
    sent = f"{formset.prefix}-{number}"
    names = list(_form(formset, sent, instance=record).fields)
    then = values_then(row, names)
    mine = _form(formset, sent, data=merged.data, files=files, instance=record, initial=then)
    part = Merged(merged.data.copy())
    merge_form(part, mine, _form(formset, sent, instance=record), then)
    begin = f"{sent}-"
    for name in [*part.data, *(one for one in merged.data if one.startswith(begin))]:
        if name.startswith(begin):
            rows.initial[place][name.removeprefix(begin)] = part.data.getlist(name)
    new_begin = f"{formset.prefix}-{place}-"
    merged.both |= {new_begin + name.removeprefix(begin): said for name, said in part.both.items()}


def _was_typed_in(formset: Any, number: int, row: Any, merged: Merged, files: Any) -> bool:
    if row is None:
        return True
    sent = f"{formset.prefix}-{number}"
    record = row.instance
    names = list(_form(formset, sent, instance=record).fields)
    then = values_then(row, names)
    mine = _form(formset, sent, data=merged.data, files=files, instance=record, initial=then)
    return bool(mine.has_changed())


def _row_of(formset: Any, record: Any) -> dict[str, list[str]]:
    form = _form(formset, "row", instance=record)
    found: dict[str, list[str]] = {formset.model._meta.pk.name: [str(record.pk)]}
    found[formset.fk.name] = [str(getattr(record, formset.fk.attname))]
    for name in form.fields:
        sent = sent_for(form.fields[name].widget, f"row-{name}", form[name].value())
        found |= {key.removeprefix("row-"): values for key, values in sent.items()}
    return found


def flags(both: dict[str, str], prefix: str = "") -> Iterator[tuple[str, str]]:
    """Yield the fields of one form that both changed, with what stands there now."""
    for name, said in both.items():
        begin = f"{prefix}-" if prefix else ""
        if name.startswith(begin) and (prefix or not _is_of_row(name)):
            yield name.removeprefix(begin), said


def _is_of_row(name: str) -> bool:
    return "-" in name and name.split("-")[1].isdecimal()

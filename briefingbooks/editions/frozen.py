"""An assembled page as plain data, and back again. Pure.

What is kept for decades is read by later versions of this program: a value that it does not know
any more is passed over, one that was not kept has its default.
"""

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from django.utils.safestring import SafeString, mark_safe

from briefingbooks.pages import BookPage

# Keys of this database, which stand in the parts of an issue instead; and what others wrote of the
# book, which is no part of it and may be withdrawn by itself.
NOT_KEPT = {"shown", "press", "news"}


class CanNotBeFrozen(TypeError):
    """Raised for a value of a kind that has no form as data."""


def as_data(page: BookPage) -> dict[str, Any]:
    """Return a page as what JSON can hold. Raises `CanNotBeFrozen` for a value it does not know."""
    return {name: value for name, value in _plain(page).items() if name not in NOT_KEPT}


def page_of(data: Mapping[str, Any]) -> BookPage:
    """Return the page that `as_data` wrote. Raises `KeyError` for a value that has no default."""
    page: BookPage = _made(BookPage, data)
    return page


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
    if isinstance(value, SafeString):
        return {"html": str(value)}
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_plain(one) for one in value]
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise CanNotBeFrozen(f"{type(value).__name__} has no form as data.")


def _made(kind: Any, data: Any) -> Any:
    """Return data as a value of a type."""
    if isinstance(data, Mapping) and set(data) == {"html"}:
        return mark_safe(data["html"])  # noqa: S308 - written by `_plain` from safe text
    if is_dataclass(kind):
        return _record(kind, data)
    origin, inner = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if data is None else _made(_fitting(inner, data), data)
    if origin is list:
        return [_made(inner[0], one) for one in data]
    if origin is tuple:
        kinds = [inner[0]] * len(data) if inner[-1] is Ellipsis else inner
        return tuple(_made(one, value) for one, value in zip(kinds, data, strict=True))
    if origin is dict:
        return {_made(inner[0], key): _made(inner[1], value) for key, value in data.items()}
    if kind in (date, datetime) and data is not None:
        return kind.fromisoformat(data)
    return data


def _fitting(kinds: tuple[Any, ...], data: Any) -> Any:
    """Return which of several types a value is of: the one that is not None, or that it fits."""
    named = [kind for kind in kinds if kind is not NoneType]
    plain = [kind for kind in named if isinstance(kind, type) and isinstance(data, kind)]
    return plain[0] if plain else named[0]


def _record(kind: Any, data: Mapping[str, Any]) -> Any:
    hints = get_type_hints(kind)
    values = {}
    for one in fields(kind):
        if one.name in data:
            values[one.name] = _made(hints[one.name], data[one.name])
        elif one.default is MISSING and one.default_factory is MISSING:
            raise KeyError(f"{kind.__name__} was kept without “{one.name}”.")
    return kind(**values)

"""Beside an empty field of a form: what holds all the same, because a wider level says it."""

from typing import Any

from collections_app.inheritance import Effective
from collections_app.moving import said


def tell_inherited(form: Any, holds: Effective, names: tuple[str, ...]) -> None:
    """Add to the help of each empty field the value it inherits, and from which level."""
    for name in names:
        field = form.fields.get(name)
        held = getattr(holds, name)
        if field is None or not held or held.is_own or form[name].value():
            continue
        told = f"Empty here; this holds: {said(held)}."
        form[name].help_text = f"{field.help_text} {told}".strip()

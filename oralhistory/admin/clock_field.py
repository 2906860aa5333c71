"""A form field for moments: typed as hours, minutes and seconds, kept as milliseconds."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from oralhistory.clock import LONGEST, clock, read_clock


class ClockField(forms.CharField):
    """Milliseconds, typed and shown as 12:34 or 1:02:34.200."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        fraction = f".{value % 1000:03d}" if value % 1000 else ""
        return f"{clock(value)}{fraction}"

    def to_python(self, value: Any) -> int | None:  # type: ignore[override]
        if isinstance(value, int):  # of a field that can not be changed
            return value
        words = super().to_python(value)
        if not words:
            return None
        try:
            milliseconds = read_clock(words)
        except ValueError as refusal:
            raise ValidationError(str(refusal)) from refusal
        if milliseconds >= LONGEST:
            raise ValidationError("No interview lasts a hundred hours.")
        return milliseconds

    def validate(self, value: Any) -> None:
        if value is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")

    def run_validators(self, value: Any) -> None:
        """Leave out those of text: the value is a number by now."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)

from typing import Any, NoReturn

from django.core.exceptions import ValidationError
from django.db import models


class LogEntry(models.Model):
    """An entry of a log that only grows: it is neither rewritten nor taken away."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a new entry. Raises `ValidationError` for one that is kept already."""
        if not self._state.adding:
            raise ValidationError("What was done is not rewritten: add another entry.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse. Raises `ValidationError`, always."""
        raise ValidationError("What was done is not taken away.")

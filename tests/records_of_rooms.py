"""Which records there are in the four rooms, and which of their fields are for the house only."""

from collections.abc import Iterator

from django.apps import apps
from django.db import models
from simple_history.models import HistoricalChanges

ROOMS = ("collections_app", "declassification", "oralhistory", "briefingbooks")
HOUSE_ONLY = ("for the house only", "never shown", "never leaves")


def records() -> Iterator[type[models.Model]]:
    """Return the models of all rooms."""
    for room in ROOMS:
        models_of_room = apps.get_app_config(room).get_models()
        yield from (model for model in models_of_room if not issubclass(model, HistoricalChanges))


def is_house_only(field: models.Field) -> bool:
    """Whether a text field says of itself that the public never sees it."""
    said = str(field.help_text).lower()
    is_text = isinstance(field, models.TextField | models.CharField)
    return is_text and any(words in said for words in HOUSE_ONLY) and not field.choices

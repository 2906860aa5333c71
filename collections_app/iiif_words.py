"""The small parts of every description for viewers elsewhere (IIIF Presentation 3)."""

from collections.abc import Callable
from typing import Any

from django.conf import settings

Json = dict[str, Any]


def in_english(*words: str) -> dict[str, list[str]]:
    """Return words as the standard has them: by language, in a list."""
    return {"en": list(words)}


def pair(label: str, *values: str) -> Json:
    """Return a label and its values, in English."""
    return {"label": in_english(label), "value": in_english(*values)}


def web_page(address: str, label: str) -> Json:
    """Return a page of this site; its label is in a language that nobody says."""
    return {"id": address, "type": "Text", "format": "text/html", "label": {"none": [label]}}


def provider(absolute: Callable[[str], str]) -> Json:
    """Return the house that describes and gives all this."""
    home = absolute("/")
    house = settings.INSTITUTION_NAME or settings.SITE_NAME
    return {
        "id": home,
        "type": "Agent",
        "label": {"none": [house]},
        "homepage": [web_page(home, settings.SITE_NAME)],
    }

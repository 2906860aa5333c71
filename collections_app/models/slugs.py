import secrets
from typing import Any

from django.db import models
from django.utils.text import slugify

from collections_app.models.old_identifiers import OldIdentifier


def slug_stem(words: str) -> str:
    """Return the address word that words make, if they make any."""
    return slugify(words)[:70].strip("-")


def free_slug(model: type[models.Model], words: str, *, besides: Any = None) -> str:
    """Return an address word made from `words` that no record of `model` has or ever had."""
    stem = slug_stem(words) or secrets.token_hex(4)
    taken = set(
        model._default_manager.filter(slug__startswith=stem)
        .exclude(pk=besides)
        .values_list("slug", flat=True)
    )
    former = OldIdentifier.objects.filter(identifier__startswith=stem)
    taken |= set(former.values_list("identifier", flat=True))
    candidate, number = stem, 2
    while candidate in taken:
        candidate, number = f"{stem}-{number}", number + 1
    return candidate

"""What takes the words of a deleted record out of an index, whichever way it was deleted.

Of a record that goes with another, by a cascade, nobody is told but by the signal of the database
layer; the words leave in the same transaction.
"""

from collections.abc import Callable, Iterable
from typing import Any

from django.db import models
from django.db.models.signals import post_delete

from collections_app.search_index.index import ALL_KINDS, WordIndex


def forget_with(
    model: type[models.Model], index: WordIndex, kinds: Iterable[int] = ALL_KINDS
) -> None:
    """Forget the group (its rows of some kinds) of each record of `model` that is deleted."""

    def forget(instance: models.Model, **_: Any) -> None:
        index.forget([instance.pk], kinds)

    post_delete.connect(forget, model, weak=False, dispatch_uid=f"words of {model._meta.label}")


def tell_of_deleted(model: type[models.Model], do: Callable[[Any], None], what: str) -> None:
    """Call `do(key)` for each record of `model` that is deleted; `what` names what it writes."""

    def tell(instance: models.Model, **_: Any) -> None:
        do(instance.pk)

    post_delete.connect(tell, model, weak=False, dispatch_uid=f"{what} of {model._meta.label}")

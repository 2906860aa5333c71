"""Paths and order of a whole branch set right at once, after many of its parts were written."""

from django.db.models import CharField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Concat, LPad

from collections_app.models import Collection
from collections_app.models.collections import DEEPEST, PLACES


def settle_branch(top: Collection) -> None:
    """Write path, order and depth of a collection and of everything below it, level by level.

    Trusts `parent` and `position` alone, so these are to be written first. Two queries for each
    level there is, whatever the number of records.
    """
    _settle(Collection.objects.filter(pk=top.pk))
    top.refresh_from_db(fields=["path", "arrangement_key", "depth"])
    for depth in range(top.depth, DEEPEST):
        below = Collection.objects.filter(parent__path__startswith=top.path, parent__depth=depth)
        if not _settle(below.order_by()):
            return


def _settle(collections: QuerySet) -> int:
    """Write the place of collections whose wider levels are right already; return how many."""
    wider = Collection.objects.filter(pk=OuterRef("parent_id")).order_by()
    nothing = Value("", output_field=CharField())
    number = LPad(Cast("position", CharField()), PLACES, Value("0"))
    return collections.update(
        path=Concat(
            Coalesce(Subquery(wider.values("path")[:1]), nothing),
            Cast("pk", CharField()),
            Value("/"),
        ),
        arrangement_key=Concat(
            Coalesce(Subquery(wider.values("arrangement_key")[:1]), nothing), number
        ),
        depth=Coalesce(
            Subquery(wider.annotate(next=F("depth") + 1).values("next")[:1]),
            Value(0),
            output_field=IntegerField(),
        ),
    )

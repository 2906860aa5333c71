"""How far an advisory reaches: from a collection to everything below it."""

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, QuerySet

from collections_app.models.collections import Collection
from collections_app.models.vocabulary import Advisory


def collections_reached(advisories: "QuerySet[Advisory]") -> "QuerySet[Collection]":
    """Return the collections that bear one of these advisories, and every part of them.

    Whether a collection is public makes no difference: what it contains is as hard to see.
    """
    bearing = Collection.objects.filter(
        pk__in=Collection.advisories.through.objects.filter(advisory__in=advisories).values(
            "collection"
        )
    ).order_by()
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    above = bearing.annotate(below=path).filter(below__startswith=F("path"))
    # The first question is asked once and spares the second where no collection bears any.
    return Collection.objects.filter(Exists(bearing), Exists(above)).order_by()

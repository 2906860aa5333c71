from datetime import datetime
from typing import ClassVar, Self

from django.db import models

from collections_app.models.collections import Collection
from collections_app.models.links import LinkUse
from collections_app.publication import RuledQuerySet


class CollectionLinkQuerySet(RuledQuerySet):
    """Links of a collection are as public as the collection."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(collection__in=Collection.objects.public(at))


class CollectionLink(LinkUse):
    """An external link on a collection: its finding aid, its scans, with a word on why."""

    collection = models.ForeignKey(Collection, on_delete=models.CASCADE, related_name="links")

    objects: ClassVar = CollectionLinkQuerySet.as_manager()

    class Meta(LinkUse.Meta):
        verbose_name = "external link"
        constraints = [
            models.UniqueConstraint(
                fields=["collection", "link"], name="collection_links_to_an_address_once"
            )
        ]

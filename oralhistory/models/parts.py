from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

from django.db.models import QuerySet

from collections_app.publication import RuledQuerySet


class PartOfInterviewQuerySet(RuledQuerySet):
    """Parts of interviews: as public as their interview, and where they say so less."""

    def public(self, at: datetime | None = None) -> Self:
        interviews: Any = self.model._meta.get_field("interview").related_model
        return self.of_seen(interviews._default_manager.public(at))

    def of_seen(self, interviews: QuerySet | Iterable[int]) -> Self:
        """Return the parts of interviews that the rule returned: as a queryset, or as their keys.

        A page that has asked the rule for its interviews gives their keys, and the rule is not
        composed anew for every kind of part. What closes a part by itself is asked here.
        """
        return self.filter(interview__in=interviews)

"""Which requests were split from a request, merged into it, or take its place."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from declassification.models import AccessRequest


@dataclass(frozen=True, slots=True)
class Kin:
    """Requests that belong with another one, and how: each as it is loaded."""

    words: str
    requests: list[AccessRequest]


def kin_of(request: AccessRequest, among: QuerySet) -> list[Kin]:
    """Return the kin of a request among those that the caller may show: one query.

    A request that was merged into another is continued in it, like one that was superseded.
    """
    if request.pk is None:
        return []
    near = Q(pk__in=[key for key in (request.split_from_id, request.superseded_by_id) if key])
    near |= Q(split_from=request.pk) | Q(superseded_by=request.pk)
    found = list(among.filter(near).order_by("number"))
    return [Kin(words, some) for words, some in _sorted(request, found) if some]


def _sorted(
    request: AccessRequest, found: list[AccessRequest]
) -> Iterator[tuple[str, list[AccessRequest]]]:
    yield _("Split from"), [one for one in found if one.pk == request.split_from_id]
    yield _("Split into"), [one for one in found if one.split_from_id == request.pk]
    yield _("Continued in"), [one for one in found if one.pk == request.superseded_by_id]
    yield _("Continues"), [one for one in found if one.superseded_by_id == request.pk]

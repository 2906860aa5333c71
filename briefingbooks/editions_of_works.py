"""Which records of published works are editions of one work."""

from django.db.models import Q

from briefingbooks.models import Source
from briefingbooks.models.sources import SourceQuerySet


def other_editions(source: Source, among: SourceQuerySet) -> list[Source]:
    """Return the other editions of a work that are `among` some works, the earliest first."""
    first = source.edition_of_id or source.pk
    found = among.main().filter(Q(pk=first) | Q(edition_of=first)).exclude(pk=source.pk)
    return list(found.for_citing().order_by("date_earliest", "key"))

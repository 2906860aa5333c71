"""The manifests of interviews in one list for viewers elsewhere (IIIF Presentation 3)."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse

from collections_app.iiif_collections import Absolute, Listed, link_to
from collections_app.iiif_words import Json
from oralhistory.models import Interview, MediaFile


def with_manifest(interviews: QuerySet) -> QuerySet:
    """Narrow public interviews to those that have a manifest: a recording anyone hears unasked."""
    heard = MediaFile.objects.public().heard_unasked().filter(duration_ms__gt=0)
    return interviews.filter(pk__in=heard.values("interview")).order_by("pk")


def describe_interviews(interviews: Iterable[Interview], absolute: Absolute) -> list[Json]:
    """Return the entry of each interview."""
    return [
        link_to(
            absolute(reverse("oralhistory:interview-manifest", args=[interview.ref])),
            interview.title,
            kind="Manifest",
        )
        for interview in interviews
    ]


def all_interviews(absolute: Absolute) -> Listed:
    """Return every interview that has a manifest."""
    return Listed(
        address=reverse("oralhistory:interviews-iiif"),
        label="Interviews",
        summary="Every interview that anyone may hear here.",
        homepage=reverse("oralhistory:interview-list"),
        records=with_manifest(Interview.objects.public()),
        described=describe_interviews,
        inside=[],
        part_of=[],
    )

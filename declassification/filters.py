"""How readers narrow the list of requests; what makes no sense is left out, never an error."""

from typing import Any

import django_filters
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from collections_app.languages import column_of
from collections_app.models import Subject
from declassification.models import AccessRequest, Authority
from declassification.stages import ANSWERED, AWAITING_ANSWER, PREPARING

STATES = {
    "waiting": (gettext_lazy("waiting for an answer"), AWAITING_ANSWER),
    "answered": (gettext_lazy("answered"), ANSWERED),
    "preparing": (gettext_lazy("not yet sent"), PREPARING),
}


def asked_authorities(request: Any) -> QuerySet:
    """Return the authorities that a published request is addressed to."""
    asked = AccessRequest.objects.public().values("authority")
    return Authority.objects.public().filter(pk__in=asked).order_by("name")


def named_turning_points(request: Any) -> QuerySet:
    """Return the public turning points that a published request names."""
    named = AccessRequest.objects.public().values("turning_point")
    return Subject.objects.public().filter(pk__in=named).order_by(column_of("label"))


class RequestFilter(django_filters.FilterSet):
    """By authority, turning point, and whether an answer has come."""

    authority = django_filters.ModelChoiceFilter(
        queryset=asked_authorities, label=gettext_lazy("Authority")
    )
    turning_point = django_filters.ModelChoiceFilter(
        queryset=named_turning_points, to_field_name="slug", label=gettext_lazy("Turning point")
    )
    state = django_filters.ChoiceFilter(
        choices=[(code, words) for code, (words, _) in STATES.items()],
        method="in_state",
        label=gettext_lazy("State"),
    )

    class Meta:
        model = AccessRequest
        fields: list[str] = []

    def in_state(self, requests: QuerySet, name: str, value: str) -> QuerySet:
        return requests.filter(stage__in=sorted(STATES[value][1]))

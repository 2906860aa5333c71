"""Addresses and answers of the directors' desks."""

from typing import Any

from django.urls import reverse

from declassification.models import AccessRequest

LIST = "/admin/declassification/accessrequest/"


def change(request: AccessRequest) -> str:
    return reverse("admin:declassification_accessrequest_change", args=[request.pk])


def act(request: AccessRequest, verb: str) -> str:
    return reverse("admin:declassification_accessrequest_act", args=[request.pk, verb])


def form_facts(request: AccessRequest, **facts: Any) -> dict[str, Any]:
    """What the page of a request posts when only these facts are typed anew."""
    fields = {
        name: getattr(request, f"{name}_id", None) or getattr(request, name)
        for name in ("kind", "authority", "regime", "title", "scope", "priority")
    }
    groups = ("reference_numbers", "documents", "decisions", "events")
    return fields | management(*groups) | facts


def management(*prefixes: str) -> dict[str, str]:
    return {
        f"{prefix}-{name}": "0"
        for prefix in prefixes
        for name in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS", "MAX_NUM_FORMS")
    }


def answers(request: AccessRequest, **facts: Any) -> dict[str, Any]:
    return {"on": "2016-05-10", "revision": request.revision} | facts

"""Addresses and answers of the directors' desks."""

from typing import Any

from django.urls import reverse

from declassification.models import AccessRequest

LIST = "/admin/declassification/accessrequest/"


def change(request: AccessRequest) -> str:
    return reverse("admin:declassification_accessrequest_change", args=[request.pk])


def act(request: AccessRequest, verb: str) -> str:
    return reverse("admin:declassification_accessrequest_act", args=[request.pk, verb])


def answers(request: AccessRequest, **facts: Any) -> dict[str, Any]:
    return {"on": "2016-05-10", "revision": request.revision} | facts

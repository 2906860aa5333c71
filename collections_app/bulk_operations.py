"""What can be changed for many records at once, kind by kind. Nothing here opens anything."""

from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.db.models import Model

from collections_app.bulk_editing import Answers, Operation
from collections_app.models import (
    AccessCondition,
    Advisory,
    ArchivalItem,
    Collection,
    Copy,
    Language,
    Repository,
    RightsStatement,
    Status,
    Subject,
)

PUBLISH = "collections_app.publish_archivalitem"
PUBLISH_COLLECTIONS = "collections_app.publish_collection"


def _several(name: str, model: Any, label: str) -> dict[str, forms.Field]:
    return {name: forms.ModelMultipleChoiceField(queryset=model.objects.all(), label=label)}


def _one(name: str, model: Any, label: str, **kwargs: Any) -> dict[str, forms.Field]:
    return {name: forms.ModelChoiceField(queryset=model.objects.all(), label=label, **kwargs)}


def _words(name: str, label: str, most: int, **kwargs: Any) -> dict[str, forms.Field]:
    widget = forms.TextInput(attrs={"class": "vLargeTextField"})
    return {name: forms.CharField(label=label, max_length=most, widget=widget, **kwargs)}


def _status() -> dict[str, forms.Field]:
    status = forms.ChoiceField(label="Status", choices=Status.choices)
    note = _words("status_override_note", "Why; readers see this", 300)
    return {"status_override": status, **note}


def _condition() -> dict[str, forms.Field]:
    until = forms.DateField(
        label="Closed until", required=False, widget=AdminDateWidget, help_text="If so."
    )
    basis = _words("access_basis", "The law, deed or person that sets it", 300, required=False)
    conditions = forms.ChoiceField(label="Access condition", choices=AccessCondition.choices)
    return {"access_condition": conditions, "closed_until": until, **basis}


def _refuse_condition(copy: Copy, answers: Answers) -> str:
    condition = answers["access_condition"]
    if copy.is_opened and condition != AccessCondition.OPEN:
        return "is opened to the public: close it first"
    if condition == AccessCondition.CLOSED_UNTIL and not answers.get("closed_until"):
        return "a closed copy says until when"
    return ""


def _refuse_collection(copy: Copy, answers: Answers) -> str:
    collection = answers["collection"]
    if collection is not None and collection.repository_id != copy.repository_id:
        return f"is held by {copy.repository}, not by {collection.repository}"
    return ""


_ITEMS = [
    Operation(
        "add-subjects", "Add subjects", lambda: _several("subjects", Subject, "Subjects"), "add"
    ),
    Operation(
        "remove-subjects",
        "Remove subjects",
        lambda: _several("subjects", Subject, "Subjects"),
        "remove",
    ),
    Operation(
        "add-advisories",
        "Add advisories",
        lambda: _several("advisories", Advisory, "Advisories"),
        "add",
    ),
    Operation(
        "remove-advisories",
        "Remove advisories",
        lambda: _several("advisories", Advisory, "Advisories"),
        "remove",
        needs=PUBLISH,
    ),
    Operation(
        "set-rights",
        "Set rights",
        lambda: _one("rights", RightsStatement, "Rights statement"),
        related=("rights",),
    ),
    Operation("set-credit", "Set credit line", lambda: _words("credit_line", "Credit line", 255)),
    Operation(
        "add-languages",
        "Add languages",
        lambda: _several("languages", Language, "Languages"),
        "add",
    ),
    Operation(
        "set-languages", "Set languages", lambda: _several("languages", Language, "Languages")
    ),
    Operation(
        "set-archive",
        "Set where it is held, when no copy is described",
        lambda: _one("held_at", Repository, "Archive"),
        related=("held_at",),
    ),
    Operation("override-status", "Override the declassification status", _status),
    Operation(
        "clear-override",
        "Let the status follow from the copies again",
        dict,
        values={"status_override": "", "status_override_note": ""},
    ),
    Operation(
        "sensitivity-reviewed",
        "Mark sensitivity as reviewed",
        dict,
        values={"is_sensitivity_reviewed": True},
    ),
    Operation(
        "sensitivity-not-reviewed",
        "Mark sensitivity as not reviewed",
        dict,
        values={"is_sensitivity_reviewed": False},
    ),
]
_COPIES = [
    Operation(
        "set-collection",
        "Set collection",
        lambda: _one("collection", Collection, "Collection"),
        refuse=_refuse_collection,
        related=("repository", "collection", "item"),
    ),
    Operation(
        "set-condition",
        "Set access condition",
        _condition,
        refuse=_refuse_condition,
        related=("repository", "item"),
    ),
    Operation(
        "close",
        "Close to the public",
        dict,
        values={"is_opened": False},
        related=("repository", "item"),
    ),
]
_COLLECTIONS = [
    Operation(
        "set-rights",
        "Set rights",
        lambda: _one("rights", RightsStatement, "Rights statement"),
        related=("rights",),
    ),
    Operation(
        "add-languages",
        "Add languages",
        lambda: _several("languages", Language, "Languages"),
        "add",
    ),
    Operation(
        "add-advisories",
        "Add advisories",
        lambda: _several("advisories", Advisory, "Advisories"),
        "add",
    ),
    Operation(
        "remove-advisories",
        "Remove advisories",
        lambda: _several("advisories", Advisory, "Advisories"),
        "remove",
        needs=PUBLISH_COLLECTIONS,
    ),
]

OPERATIONS: dict[type[Model], list[Operation]] = {
    ArchivalItem: _ITEMS,
    Copy: _COPIES,
    Collection: _COLLECTIONS,
}

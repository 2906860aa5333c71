"""The parts of a request as its desk shows them: documents, numbers, decisions, the log."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from collections_app.admin.desk import PartsInline, StackedPartsInline
from declassification.explaining import in_words
from declassification.models import Decision, ReferenceNumber, RequestedDocument, RequestEvent
from declassification.stages import EventKind, Stage


class ReferenceNumberInline(PartsInline):
    model = ReferenceNumber
    verbose_name_plural = "their numbers for it"
    fields = ["value", "role", "issued_by", "is_current"]


class DocumentInline(StackedPartsInline):
    """Documents wanted; the item where it is described, the line of the sheet where it is not."""

    model = RequestedDocument
    autocomplete_fields = ["item"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("position", "item", "is_told"),
                    "title",
                ]
            },
        ),
        (
            "As the withdrawal sheet lists it, and notes",
            {
                "classes": ["collapse"],
                "fields": [
                    ("document_type", "date", "pages"),
                    ("box", "folder", "document_number"),
                    ("restriction_codes", "source"),
                    "notes",
                ],
            },
        ),
    ]


class ReadOnlyInline(PartsInline):
    """Parts that deeds alone write."""

    can_delete = False
    max_num = 0

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class DecisionInline(ReadOnlyInline):
    model = Decision
    verbose_name_plural = "decisions on documents (recorded above, never typed)"
    readonly_fields = (
        "document",
        "determination",
        "decided_on",
        "grounds",
        "agency_batch",
        "agency_number",
    )
    fields = readonly_fields

    def get_queryset(self, request: HttpRequest) -> Any:
        decisions: Any = super().get_queryset(request)
        return decisions.for_detail()

    @admin.display(description="grounds")
    def grounds(self, decision: Decision) -> str:
        citations = decision.citations.all()
        return ", ".join(str(citation) for citation in citations)


class EventInline(ReadOnlyInline):
    """The log. Nobody changes or deletes an entry; a wrong one is corrected by another."""

    model = RequestEvent
    verbose_name_plural = "log (entries are never changed; a correction is an entry of its own)"
    readonly_fields = (
        "date",
        "what",
        "note",
        "public_note",
        "letter_link",
        "recorded",
        "put_right",
    )
    fields = readonly_fields

    def get_queryset(self, request: HttpRequest) -> Any:
        events: Any = super().get_queryset(request)
        return events.select_related(
            "recorded_by",
            "corrected_by",
            "classified_by",
            "extension_rule",
            "decision__document__item",
        )

    @admin.display(description="what")
    def what(self, event: RequestEvent) -> str:
        words = "; ".join(filter(None, _besides(event)))
        kind = capfirst(event.get_kind_display())
        return f"{kind} ({words})" if words else kind

    @admin.display(description="letter")
    def letter_link(self, event: RequestEvent) -> str:
        if not event.letter:
            return ""
        url = reverse(
            "admin:declassification_accessrequest_letter", args=[event.request_id, event.pk]
        )
        return format_html('<a href="{}">{}</a>', url, event.letter_name)

    @admin.display(description="recorded by")
    def recorded(self, event: RequestEvent) -> str:
        """Name the person; the list of people is not open to those who read the log."""
        return str(event.recorded_by or "")

    @admin.display(description="correction")
    def put_right(self, event: RequestEvent) -> str:
        if hasattr(event, "corrected_by"):
            return "wrong: corrected by a later entry"
        if event.kind == EventKind.REPLY and not hasattr(event, "classified_by"):
            return "not yet classified"
        url = reverse(
            "admin:declassification_accessrequest_correct", args=[event.request_id, event.pk]
        )
        words = "correct again" if event.corrects_id else "correct"
        return format_html('<a href="{}">{}</a>', url, words)


def _besides(event: RequestEvent) -> list[str]:
    """Return what an entry of the log says beside its kind, empty where it does not say it."""
    decision = getattr(event.first(), "decision", None)
    # What they ask of us by a day, and until when they say that we may appeal, are one field.
    until = "we may go further until" if event.stage == Stage.DECIDED else "we must answer by"
    return [
        str(decision) if decision else "",
        event.get_outcome_display(),
        event.extension_rule.name if event.extension_rule else "",
        "estimated" if event.is_estimated else "",
        "the clock stands still" if event.stops_clock else "",
        f"they state {in_words(event.stated_due_on)}" if event.stated_due_on else "",
        f"{until} {in_words(event.reply_by)}" if event.reply_by else "",
        f"it reached us on {in_words(event.received_on)}" if event.received_on else "",
        event.get_appeal_outcome_display(),
        event.fee,
        f"to {event.party}" if event.party else "",
        event.get_channel_display(),
        event.get_direction_display(),
    ]

"""The desk of laws: regimes, their rules about time, and the calendars that count working days."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from collections_app.admin.desk import DeskAdmin, PartsInline
from declassification.admin.confirming import ConfirmingAdmin
from declassification.models import (
    AccessRequest,
    DeadlineRule,
    LegalRegime,
    LocalClosure,
    Verification,
    WorkingCalendar,
)

# More would not be read, and one is enough to refuse.
MOST_NAMED = 20
CAUTION = (
    "Rules are facts about a law. When a law changes, end the rule and make a new one: requests "
    "made under the old law keep it. A rule that is not yet checked must not be relied on."
)


class RuleInline(PartsInline):
    """The rules of a law at a glance; each is written on its own page."""

    model = DeadlineRule
    readonly_fields = (
        "name",
        "actor",
        "start_event",
        "amount",
        "unit",
        "valid_from",
        "verification",
    )
    fields = readonly_fields
    show_change_link = True
    can_delete = False
    max_num = 0


class ClosureInline(PartsInline):
    model = LocalClosure
    autocomplete_fields = ["authority"]
    fields = ["day", "reason", "authority", "source"]


@admin.register(LegalRegime)
class LegalRegimeAdmin(DeskAdmin):
    list_display = ["name", "citation", "country", "verification"]
    list_filter = ["country", "verification"]
    search_fields = ["name", "name_fr", "citation", "code"]
    inlines = [RuleInline]
    fieldsets = [
        (None, {"fields": [("name", "name_fr"), ("code", "country"), "citation"]}),
        ("What it allows", {"fields": ["request_kinds", "summary", "bars"]}),
        ("Source", {"fields": ["source", "verification"]}),
        ("For the house", {"fields": ["notes"]}),
    ]


@admin.register(DeadlineRule)
class DeadlineRuleAdmin(ConfirmingAdmin):
    list_display = ["name", "regime", "authority", "actor", "term", "in_force", "checked"]
    list_filter = ["regime", "actor", "verification"]
    list_select_related = ["regime", "authority"]
    search_fields = ["name", "code", "regime__name"]
    autocomplete_fields = ["regime", "authority", "calendar"]
    readonly_fields = ["confirmed_by", "confirmed_on"]
    fieldsets = [
        (
            None,
            {
                "description": CAUTION,
                "fields": [("regime", "authority"), ("name", "code"), ("actor", "is_answer")],
            },
        ),
        (
            "The term",
            {
                "fields": [
                    ("start_event", "after", "level"),
                    "start_note",
                    ("amount", "unit", "maximum", "calendar"),
                    ("bound", "rounds_to_year_end"),
                    "tolled_by",
                ]
            },
        ),
        ("More time", {"fields": [("extends", "max_times"), "requires"]}),
        ("If it passes", {"fields": ["on_lapse", ("lapse_is_refusal", "opens")]}),
        ("In force", {"fields": [("valid_from", "valid_to"), "validity_note"]}),
        (
            "Source",
            {
                "description": "A rule is confirmed by an act of its own, after reading the law. "
                "Changing what it says of the law or its source takes the confirmation away.",
                "fields": ["source", "verification", ("confirmed_by", "confirmed_on"), "note"],
            },
        ),
    ]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Refuse to delete a rule by which dates stand: it is ended, and the dates stay."""
        doomed, counts, lacking, protected = super().get_deleted_objects(objs, request)
        asked = AccessRequest.objects.filter(deadlines__rule__in=objs).distinct()
        kept = [f"A date of {one} stands by it: end the rule instead" for one in asked[:MOST_NAMED]]
        return doomed, counts, lacking, [*protected, *kept]

    @admin.display(description="term")
    def term(self, rule: DeadlineRule) -> str:
        return rule.term().length if rule.amount else "no time set"

    @admin.display(description="in force")
    def in_force(self, rule: DeadlineRule) -> str:
        return f"{rule.valid_from or '…'} to {rule.valid_to or '…'}"

    @admin.display(description="checked", ordering="verification")
    def checked(self, rule: DeadlineRule) -> str:
        if rule.confirmed_on:
            return f"confirmed {rule.confirmed_on}"
        return Verification(rule.verification).label


@admin.register(WorkingCalendar)
class WorkingCalendarAdmin(DeskAdmin):
    list_display = ["name", "code", "country", "weekend"]
    search_fields = ["name", "code"]
    inlines = [ClosureInline]
    fields = [("name", "code"), ("country", "subdivision"), "weekend", "source"]

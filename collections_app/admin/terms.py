"""The desk of terms: places and subjects, and the short lists that other desks choose from."""

from django.contrib import admin
from django.http import HttpRequest

from collections_app.admin.desk import DeskAdmin
from collections_app.admin.look_alikes import LookAlikeDesk
from collections_app.models import (
    Advisory,
    ExemptionCode,
    Language,
    Place,
    RightsStatement,
    Subject,
)


@admin.register(Place)
class PlaceAdmin(LookAlikeDesk):
    list_display = ["name", "kind", "parent"]
    list_filter = ["kind"]
    list_select_related = ["parent"]
    search_fields = ["name", "other_names"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        (None, {"fields": [("name", "kind"), "parent", "other_names"]}),
        ("On the map", {"fields": [("latitude", "longitude"), ("geonames_id", "wikidata_id")]}),
        ("For the house", {"fields": ["note"]}),
    ]


@admin.register(Subject)
class SubjectAdmin(LookAlikeDesk):
    list_display = ["label_en", "label_fr", "kind", "broader", "date"]
    list_filter = ["kind"]
    list_select_related = ["broader"]
    search_fields = ["label_en", "label_fr", "alternative_labels"]
    autocomplete_fields = ["broader"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("label_en", "label_fr"),
                    ("kind", "broader"),
                    "alternative_labels",
                    "scope_note",
                    "uri",
                ]
            },
        ),
        (
            "Date",
            {
                "description": "For an event or a turning point.",
                "fields": [
                    ("date_edtf", "date_display"),
                    ("date_certainty", "date_time", "date_time_zone"),
                    "date_basis",
                ],
            },
        ),
    ]

    @admin.display(description="date", ordering="date_earliest")
    def date(self, subject: Subject) -> str:
        return subject.date_words if subject.date_edtf or subject.date_display else ""


@admin.register(RightsStatement)
class RightsStatementAdmin(DeskAdmin):
    list_display = ["label_en", "code", "kind", "is_open"]
    list_filter = ["kind", "is_open"]
    search_fields = ["label_en", "label_fr", "code"]
    fields = [("code", "kind"), ("label_en", "label_fr"), "uri", "is_open"]


@admin.register(Advisory)
class AdvisoryAdmin(DeskAdmin):
    """What an advisory does decides for every record that bears it: an administrator's desk."""

    list_display = ["label_en", "behaviour", "code"]
    list_filter = ["behaviour"]
    search_fields = ["label_en", "label_fr", "code"]
    fields = [("code", "behaviour"), ("label_en", "label_fr"), "text_en", "text_fr"]


@admin.register(Language)
class LanguageAdmin(DeskAdmin):
    list_display = ["label_en", "label_fr", "code"]
    search_fields = ["label_en", "label_fr", "code"]
    fields = ["code", ("label_en", "label_fr")]

    def get_readonly_fields(self, request: HttpRequest, obj: Language | None = None) -> list[str]:
        return ["code"] if obj else []


@admin.register(ExemptionCode)
class ExemptionCodeAdmin(DeskAdmin):
    list_display = ["scheme", "code", "label_en"]
    list_display_links = ["scheme", "code"]
    list_filter = ["scheme"]
    search_fields = ["scheme", "code", "label_en"]
    fields = [("scheme", "code"), ("label_en", "label_fr"), "explanation_en", "explanation_fr"]

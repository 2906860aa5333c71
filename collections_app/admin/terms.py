"""The desk of terms: places and subjects, and the short lists that other desks choose from."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest

from collections_app import dependants
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
from collections_app.models.slugs import free_slug


class TermDesk(LookAlikeDesk):
    """A desk of terms, whose address is made from their first name and stays when it changes."""

    actions = [*LookAlikeDesk.actions, "give_new_address"]

    @admin.action(description="Make the address anew from the name", permissions=["publish"])
    def give_new_address(self, request: HttpRequest, queryset: QuerySet) -> None:
        """For an address that tells what it may not; the former one leads nowhere afterwards."""
        for term in queryset:
            term.slug = free_slug(type(term), str(term), besides=term.pk)
            term.updated_by = request.user
            term.save()
            dependants.announce_change(term, request.user)  # type: ignore[arg-type]
            self.log_change(request, term, "Given a new address.")
            self.message_user(request, f"{term}: {term.get_absolute_url()}", messages.SUCCESS)


@admin.register(Place)
class PlaceAdmin(TermDesk):
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
class SubjectAdmin(TermDesk):
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

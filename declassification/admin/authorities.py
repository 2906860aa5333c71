"""The desk of authorities: whom we ask, how to reach them, who hears appeals."""

from django.contrib import admin

from collections_app.admin.desk import StackedPartsInline
from collections_app.admin.publishing import PublishingAdmin
from declassification.models import Authority, AuthorityContact


class ContactInline(StackedPartsInline):
    model = AuthorityContact
    verbose_name_plural = "contacts: for the house only, shown on no public page"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("purpose", "name"),
                    ("email", "phone"),
                    "portal",
                    "address",
                    ("source", "checked_on"),
                    "notes",
                ]
            },
        ),
    ]


@admin.register(Authority)
class AuthorityAdmin(PublishingAdmin):
    list_display = ["name", "kind", "country", "appeal_authority", "is_fictional"]
    list_filter = ["kind", "country", "is_fictional"]
    list_select_related = ["appeal_authority"]
    search_fields = ["name", "other_names"]
    autocomplete_fields = ["parent", "successor", "appeal_authority", "repository"]
    inlines = [ContactInline]
    fieldsets = [
        (
            "Identity",
            {
                "fields": [
                    "name",
                    ("kind", "country"),
                    "other_names",
                    "dates_of_existence",
                    "is_fictional",
                ]
            },
        ),
        (
            "Its place among others",
            {"fields": [("parent", "successor"), ("appeal_authority", "repository")]},
        ),
        ("How anyone may ask", {"fields": ["how_to_request", "website"]}),
        (
            "Dates",
            {
                "description": "Legal dates are days where the authority is.",
                "fields": [("time_zone", "delivery_days")],
            },
        ),
        ("For the house", {"fields": ["notes"]}),
    ]

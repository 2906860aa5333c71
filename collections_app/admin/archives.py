"""The desk of holders: archives, and collections as each archive arranges them."""

from django.contrib import admin

from collections_app.admin.publishing import PublishingAdmin
from collections_app.models import Collection, Repository


@admin.register(Repository)
class RepositoryAdmin(PublishingAdmin):
    list_display = ["name", "code", "city", "country", "is_partner"]
    list_filter = ["is_partner", "country"]
    search_fields = ["name", "other_names", "code", "city"]
    autocomplete_fields = ["parent"]
    fieldsets = [
        ("Identity", {"fields": ["name", ("code", "parent"), "other_names", "is_partner"]}),
        ("Place", {"fields": [("city", "country"), "address"]}),
        ("Access", {"fields": ["how_to_request", "website", "catalogue_url"]}),
        ("Description", {"fields": ["description"]}),
        ("Elsewhere", {"fields": [("wikidata_id", "isil")]}),
    ]


@admin.register(Collection)
class CollectionAdmin(PublishingAdmin):
    list_display = ["title_in_tree", "code", "level", "repository", "reference_code", "date"]
    list_filter = ["level", ("repository", admin.RelatedOnlyFieldListFilter)]
    list_select_related = ["repository"]
    search_fields = ["title", "code", "reference_code", "repository__name"]
    autocomplete_fields = ["repository", "parent", "creators", "languages"]
    tall_fields = ("scope_and_content", "history")
    fieldsets = [
        (
            "Identity",
            {"fields": [("repository", "parent"), ("level", "code"), "title", "reference_code"]},
        ),
        (
            "Date",
            {
                "fields": [
                    ("date_edtf", "date_display"),
                    ("date_certainty", "date_time", "date_time_zone"),
                    "date_basis",
                ]
            },
        ),
        (
            "Context and content",
            {
                "fields": [
                    ("extent", "languages"),
                    "creators",
                    "history",
                    "scope_and_content",
                    "arrangement",
                ]
            },
        ),
        ("Access and use", {"fields": ["access_conditions", "reproduction_conditions"]}),
        ("For the house", {"fields": ["notes"]}),
    ]

    @admin.display(description="title", ordering="path")
    def title_in_tree(self, collection: Collection) -> str:
        """Indent a title by its level, so that the list reads as the archive arranges it."""
        return "\N{NO-BREAK SPACE}" * 4 * collection.depth + collection.title

    @admin.display(description="date", ordering="date_earliest")
    def date(self, collection: Collection) -> str:
        return collection.date_words

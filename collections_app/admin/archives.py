"""The desk of holders: the archives."""

from django.contrib import admin

from collections_app.admin.merging import MergingAdmin
from collections_app.models import Repository


@admin.register(Repository)
class RepositoryAdmin(MergingAdmin):
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

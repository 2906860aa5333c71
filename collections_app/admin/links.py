"""The desk of external links: an address described once, used with a note wherever it matters."""

from django.contrib import admin

from collections_app.admin.desk import DeskAdmin
from collections_app.models import ExternalLink


@admin.register(ExternalLink)
class ExternalLinkAdmin(DeskAdmin):
    list_display = ["title", "publisher", "host", "status", "last_checked"]
    list_filter = ["status"]
    search_fields = ["title", "publisher", "url"]
    readonly_fields = ["status", "last_checked"]
    fieldsets = [
        (None, {"fields": ["url", "title", ("publisher", "language")]}),
        ("Archived copy", {"fields": ["archived_url", "archived_at"]}),
        ("Last check", {"fields": [("status", "last_checked")]}),
    ]

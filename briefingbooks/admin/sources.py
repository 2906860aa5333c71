from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from briefingbooks.models import Source
from collections_app.admin.desk import DeskAdmin


@admin.register(Source)
class SourceAdmin(DeskAdmin):
    """Published works; the key stands in texts and does not change."""

    list_display = ["key", "authors_sorted", "title", "year"]
    list_filter = ["kind"]
    search_fields = ["key", "authors", "title"]
    autocomplete_fields = ["link"]
    fieldsets = [
        (None, {"fields": ["key", "kind", "language"]}),
        ("Who and what", {"fields": ["authors", "authors_sorted", "title", "short_title"]}),
        (
            "Where and when",
            {"fields": ["container", "volume", "number", "place", "publisher", "year", "link"]},
        ),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["key"] if obj is not None else []

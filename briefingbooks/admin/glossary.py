from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from briefingbooks.models import GlossaryTerm
from collections_app.admin.desk import DeskAdmin


@admin.register(GlossaryTerm)
class GlossaryTermAdmin(DeskAdmin):
    """Words that books explain; a change is looked for in every book that may use them."""

    list_display = ["label", "kind", "full_form", "book"]
    list_filter = ["kind", "language"]
    list_select_related = ["book"]
    search_fields = ["label", "full_form", "key", "other_forms"]
    autocomplete_fields = ["agent", "book"]
    prepopulated_fields = {"key": ["label"]}
    fieldsets = [
        (None, {"fields": ["kind", "label", "key", "other_forms"]}),
        ("Explained", {"fields": ["full_form", "language", "definition", "agent"]}),
        ("Where", {"fields": ["book"]}),
    ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["key"] if obj is not None else []

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj is not None else dict(self.prepopulated_fields)

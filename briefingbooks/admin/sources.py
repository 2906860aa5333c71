from typing import Any

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django.contrib import admin
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from briefingbooks.citing.notes import bibliography_entry, first_note, short_note
from briefingbooks.citing.works import work_of
from briefingbooks.editions_of_works import other_editions
from briefingbooks.models import Reference, Source, SourceCreator
from collections_app.admin.desk import DeskAdmin


class CreatorInline(SortableTabularInline):
    """Who made the work, in the order of its title page."""

    model = SourceCreator
    fields = ["role", "family", "given", "suffix", "literal", "position"]
    extra = 0
    ordering = ["position"]


@admin.register(Source)
class SourceAdmin(SortableAdminBase, DeskAdmin):
    """Published works; the key stands in texts and does not change."""

    list_display = ["key", "made_by", "title", "year", "kind"]
    list_filter = ["kind", "language"]
    search_fields = ["key", "title", "creators__family", "creators__literal", "number", "doi"]
    autocomplete_fields = ["link", "same_as", "edition_of"]
    readonly_fields = ["as_cited", "editions", "cited_in"]
    inlines = [CreatorInline]
    fieldsets = [
        (None, {"fields": ["key", "kind", "genre", ("language", "original_language")]}),
        ("What", {"fields": ["title", "short_title", "as_cited"]}),
        (
            "Where and when",
            {
                "fields": [
                    "container",
                    ("edition", "volume", "issue", "pages"),
                    ("place", "publisher"),
                    ("date_edtf", "date_display"),
                    ("date_certainty", "date_basis"),
                    "number",
                    ("doi", "isbn"),
                    ("archive", "archive_location"),
                    ("link", "accessed_on"),
                ]
            },
        ),
        (
            "One work, several records",
            {"fields": ["same_as", "edition_of", "editions", "cited_in"]},
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        creators = Prefetch("creators", SourceCreator.objects.order_by("position", "pk"))
        return super().get_queryset(request).prefetch_related(creators)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, *(["key"] if obj is not None else [])]

    @admin.display(description="by")
    def made_by(self, source: Source) -> str:
        return source.authors_sorted

    @admin.display(description="as it is cited")
    def as_cited(self, source: Source) -> SafeString | str:
        """Show first note, later note and entry, as last saved."""
        if source.pk is None:
            return "Shown once it is saved."
        work = work_of(Source.objects.for_citing().get(pk=source.pk))
        forms = [first_note(work), short_note(work), bibliography_entry(work)]
        # Made safe where they are put together.
        return format_html_join("", "<p>{}</p>", ((mark_safe(form),) for form in forms))  # noqa: S308

    @admin.display(description="other editions")
    def editions(self, source: Source) -> SafeString | str:
        found = other_editions(source, Source.objects.all()) if source.pk else []
        words = "<p>{} ({}): {}</p>"
        rows = ((one.key, one.edition or one.publisher, one.year or "n.d.") for one in found)
        return format_html_join("", words, rows) or "None known."

    @admin.display(description="cited")
    def cited_in(self, source: Source) -> SafeString | str:
        if source.pk is None:
            return "Nowhere yet."
        rows = Reference.objects.filter(Q(source=source) | Q(source__same_as=source))
        said = {
            format_html(
                "{}{}", row.book.title, f", note {row.footnote.number}" if row.footnote else ""
            )
            for row in rows.select_related("book", "footnote")
        }
        return format_html_join("", "<p>{}</p>", ((one,) for one in sorted(said))) or "Nowhere yet."

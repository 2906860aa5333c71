from typing import Any

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django.contrib import admin
from django.http import HttpRequest

from briefingbooks.admin.essays import EssayImport
from briefingbooks.admin.forms import BookForm
from briefingbooks.admin.release import ReleaseDesk
from briefingbooks.admin.writing import warn_of_text
from briefingbooks.models import (
    Book,
    BookLink,
    BookRelation,
    ChronologyEvent,
    Contribution,
    Entry,
    Section,
    Series,
)
from briefingbooks.references import derive_references
from collections_app.admin.desk import DeskAdmin


class CitedPartsInline(SortableTabularInline):
    """Parts that readers cite by number or anchor: once the book is published they stay."""

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.published_at is not None:
            return False
        return super().has_delete_permission(request, obj)


class ContributionInline(SortableTabularInline):
    model = Contribution
    extra = 0
    autocomplete_fields = ["agent"]
    ordering = ["position"]


class SectionInline(CitedPartsInline):
    """The order of the sections; each text is written on its own page."""

    model = Section
    fields = ["heading", "slug", "kind", "position"]
    prepopulated_fields = {"slug": ["heading"]}
    extra = 0
    show_change_link = True
    ordering = ["position"]


class EntryInline(CitedPartsInline):
    """The order of documents and testimony; each is annotated on its own page."""

    model = Entry
    fields = ["item", "title_override", "is_key_document", "position"]
    autocomplete_fields = ["item"]
    extra = 0
    show_change_link = True
    ordering = ["position"]


class BookLinkInline(SortableTabularInline):
    model = BookLink
    extra = 0
    autocomplete_fields = ["link"]
    ordering = ["position"]


class BookRelationInline(SortableTabularInline):
    model = BookRelation
    fk_name = "book"
    extra = 0
    autocomplete_fields = ["other", "link"]
    ordering = ["position"]


class EventInline(admin.TabularInline):
    model = ChronologyEvent
    fields = ["date_edtf", "title", "place", "position"]
    extra = 0
    show_change_link = True


@admin.register(Book)
class BookAdmin(SortableAdminBase, EssayImport, ReleaseDesk):
    """The editor's desk: a book with its sections, documents, links and chronology."""

    form = BookForm
    change_form_template = "briefingbooks/book_change_form.html"
    list_display = ["title", "series", "number", "posted_on"]
    tall_fields = ("summary_md", "about_md")
    list_filter = ["series", "is_demonstration"]
    list_select_related = ["series"]
    search_fields = ["title", "slug"]
    autocomplete_fields = ["series", "turning_point", "translation_of"]
    prepopulated_fields = {"slug": ["title"]}
    inlines = [
        ContributionInline,
        SectionInline,
        EntryInline,
        EventInline,
        BookLinkInline,
        BookRelationInline,
    ]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "title",
                    "slug",
                    "decks",
                    ("series", "number"),
                    ("language", "translation_of"),
                ]
            },
        ),
        ("Text", {"fields": ["summary_md", "content_notice", "about_md"]}),
        (
            "Turning point",
            {
                "fields": [
                    "turning_point",
                    ("date_edtf", "date_display"),
                    ("date_certainty", "date_basis"),
                ]
            },
        ),
        ("Posting", {"fields": [("posted_on", "updated_on"), "dateline", "contact"]}),
        ("For the house", {"fields": ["is_demonstration", "notes"]}),
    ]

    def after_saving(self, request: HttpRequest, record: Book) -> None:
        derive_references(record, request.user)  # type: ignore[arg-type]
        warn_of_text(request, record, record)
        super().after_saving(request, record)


@admin.register(Series)
class SeriesAdmin(DeskAdmin):
    list_display = ["name", "partners"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}

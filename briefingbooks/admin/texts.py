from typing import Any

from adminsortable2.admin import SortableAdminBase, SortableTabularInline
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from briefingbooks.admin.forms import EntryForm, EventForm, SectionForm
from briefingbooks.admin.quotations import QuotingDesk
from briefingbooks.admin.writing import warn_of_text
from briefingbooks.models import Book, ChronologyEvent, Entry, EntryLink, Section
from briefingbooks.references import derive_references
from collections_app.admin.desk import DeskAdmin


class BookPartAdmin(DeskAdmin):
    """A part of a book with text of its own; saving it derives the book's notes and mentions."""

    autocomplete_fields = ["book"]
    list_select_related = ["book"]

    def changed_with(self, record: Any) -> list[Model]:
        return [record.book]

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        derive_references(record.book, request.user)  # type: ignore[arg-type]
        warn_of_text(request, record.book, record)
        super().after_saving(request, record)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Refuse to take a part out of a book that readers cite: the numbers would change."""
        if obj is not None and obj.book.published_at is not None:
            return False
        return super().has_delete_permission(request, obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        fields = [*super().get_readonly_fields(request, obj)]
        return [*fields, "book"] if obj is not None else fields

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Refuse to delete a text whose notes or mentions the rest of the book needs."""
        try:
            with transaction.atomic():
                return super().delete_view(request, object_id, extra_context)
        except ValidationError as problems:
            for message in problems.messages:
                messages.error(request, f"Not deleted. {message}")
            return redirect(request.path.removesuffix("delete/") + "change/")

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        book: Book = obj.book
        super().delete_model(request, obj)
        derive_references(book, request.user)  # type: ignore[arg-type]


@admin.register(Section)
class SectionAdmin(BookPartAdmin):
    form = SectionForm
    list_display = ["heading", "book", "kind", "position"]
    tall_fields = ("body_md",)
    list_filter = ["kind"]
    search_fields = ["heading", "book__title"]
    prepopulated_fields = {"slug": ["heading"]}
    fields = ["book", "heading", "slug", "kind", "position", "body_md"]

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj is not None else dict(self.prepopulated_fields)


class EntryLinkInline(SortableTabularInline):
    model = EntryLink
    extra = 0
    autocomplete_fields = ["link"]
    ordering = ["position"]


@admin.register(Entry)
class EntryAdmin(SortableAdminBase, QuotingDesk, BookPartAdmin):
    """One document or testimony of a book: what it shows, what it is, why it matters."""

    form = EntryForm
    list_display = ["key", "book", "item", "interview", "position"]
    tall_fields = ("annotation_md", "analysis_md")
    list_select_related = ["book", "item", "interview"]
    search_fields = ["key", "item__title", "item__ref", "interview__title"]
    autocomplete_fields = ["book", "item", "interview", "shown_copy", "quoted_language"]
    readonly_fields = ["key", "quotation", "to_look_at"]
    actions = ["take_anew"]
    inlines = [EntryLinkInline]
    fieldsets = [
        (None, {"fields": ["book", "key", "position", "is_key_document"]}),
        ("A document", {"fields": ["item", "shown_copy"]}),
        (
            "or testimony",
            {
                "fields": [
                    "interview",
                    "quoted_language",
                    ("start_ms", "end_ms"),
                    ("first_passage", "last_passage"),
                    "quotation",
                    "to_look_at",
                    "quote_anew",
                ]
            },
        ),
        ("Text", {"fields": ["annotation_md", "analysis_md", "content_notice"]}),
        ("In place of the record's words", {"fields": ["title_override", "source_line_override"]}),
    ]


@admin.register(ChronologyEvent)
class EventAdmin(BookPartAdmin):
    form = EventForm
    autocomplete_fields = ["book", "mapped_place"]
    list_display = ["date_edtf", "title", "book"]
    search_fields = ["title", "book__title"]
    fields = [
        "book",
        "title",
        ("date_edtf", "date_display"),
        ("date_certainty", "date_basis"),
        ("date_time", "date_time_zone"),
        ("place", "mapped_place"),
        "text_md",
        "position",
    ]

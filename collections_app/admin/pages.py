"""The desk of the transcriber: pages and what is written on them."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from collections_app.admin.copies import may_be_deleted
from collections_app.admin.desk import DeskAdmin, PartsInline
from collections_app.admin.page_pictures import large_picture, thumbnail
from collections_app.models import Page, PageNote, PageText


@admin.register(Page)
class PageAdmin(DeskAdmin):
    list_display = ["page_of_item", "number", "label", "picture", "transcribe"]
    list_select_related = ["copy__item", "copy__repository"]
    list_filter = ["texts__kind", "texts__is_reviewed"]
    search_fields = ["copy__item__ref", "copy__item__title", "label"]
    autocomplete_fields = ["copy"]
    fields = ["copy", ("number", "label"), "transcribe", "large"]
    readonly_fields = ["transcribe", "large"]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("derivatives", "texts__language")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, "copy"] if obj else ["transcribe", "large"]

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        """A page of a file goes with its file; a page of text may go while its item is a draft."""
        if obj is not None and (obj.file_id or not may_be_deleted(obj.copy)):
            return False
        return super().has_delete_permission(request, obj)

    def changed_with(self, record: Page) -> list[Any]:
        return [record.copy.item]

    @admin.display(description="page", ordering="copy__item__ref")
    def page_of_item(self, page: Page) -> str:
        return f"{page.copy.item.ref}, {page}"

    @admin.display(description="image")
    def picture(self, page: Page) -> SafeString | str:
        return thumbnail(page)

    @admin.display(description="image")
    def large(self, page: Page) -> SafeString | str:
        return large_picture(page) if page.pk else ""

    @admin.display(description="texts")
    def transcribe(self, page: Page) -> SafeString | str:
        """Lead to each text of the page, and to a new one."""
        if not page.pk:
            return "Save the page first."
        links = [
            format_html(
                '<a href="{}">{} ({})</a>',
                reverse("admin:collections_app_pagetext_change", args=[text.pk]),
                text.get_kind_display(),
                text.language,
            )
            for text in page.texts.all()
        ]
        new = f"{reverse('admin:collections_app_pagetext_add')}?{urlencode({'page': page.pk})}"
        links.append(format_html('<a href="{}">add a text</a>', new))
        return SafeString(", ".join(links))


class PageNoteInline(PartsInline):
    model = PageNote
    fields = ["label", "offset", "text"]
    verbose_name_plural = "printed notes"


class PageTextForm(forms.ModelForm):
    """A text that knows its page from the address, so that the image is there while one types."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.page_id is None and "page" in self.initial:
            self.instance.page = Page.objects.filter(pk=self.initial["page"]).first()


@admin.register(PageText)
class PageTextAdmin(DeskAdmin):
    form = PageTextForm
    list_display = ["text_of", "kind", "language", "is_reviewed", "updated_at", "updated_by"]
    list_select_related = ["page__copy__item", "language", "updated_by"]
    list_filter = ["kind", "is_reviewed", "language"]
    search_fields = ["page__copy__item__ref", "page__copy__item__title", "text"]
    autocomplete_fields = ["page", "language"]
    fields = [("page", "kind", "language"), "large", "text", ("source", "is_reviewed")]
    readonly_fields = ["large"]
    tall_fields = ("text",)
    inlines = [PageNoteInline]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["large", "page"] if obj else ["large"]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Take the page from the address only where it is a number."""
        asked = super().get_changeform_initial_data(request)
        if not str(asked.get("page", "")).isdecimal():
            asked.pop("page", None)
        return asked

    def has_delete_permission(self, request: HttpRequest, obj: PageText | None = None) -> bool:
        if obj is not None and not may_be_deleted(obj.page.copy):
            return False
        return super().has_delete_permission(request, obj)

    def changed_with(self, record: PageText) -> list[Any]:
        return [record.page.copy.item]

    @admin.display(description="page", ordering="page__copy__item__ref")
    def text_of(self, text: PageText) -> str:
        return f"{text.page.copy.item.ref}, {text.page}"

    @admin.display(description="image")
    def large(self, text: PageText) -> SafeString | str:
        return large_picture(text.page) if text.page_id else "The image appears once this is saved."

"""The desk of pages: what each shows, what is written on it, what is withheld from it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from collections_app.admin.copies import may_be_deleted
from collections_app.admin.desk import DeskAdmin
from collections_app.admin.excisions_drawn import address_of, excision_urls, may_draw
from collections_app.admin.found_by_words import FoundByWords
from collections_app.admin.long_lists import among
from collections_app.admin.page_pictures import large_picture, thumbnail
from collections_app.admin.redaction_said import sentence_on
from collections_app.desk_words.following import DOCUMENTS
from collections_app.models import Page, PageText


class KindOfTextFilter(admin.SimpleListFilter):
    """Pages of which there is a text of some kind."""

    title = "kind of text"
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(kind.value, str(kind.label)) for kind in PageText.Kind]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in PageText.Kind.values:
            return queryset
        return among(queryset, PageText.objects.filter(kind=self.value()), "page")


class ReviewedTextFilter(admin.SimpleListFilter):
    """Pages with a text that somebody has compared with the page, or that nobody has."""

    title = "text reviewed"
    parameter_name = "reviewed"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Yes"), ("no", "No")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        if self.value() not in ("yes", "no"):
            return queryset
        texts = PageText.objects.filter(is_reviewed=self.value() == "yes")
        return among(queryset, texts, "page")


@admin.register(Page)
class PageAdmin(FoundByWords, DeskAdmin):
    list_display = ["page_of_item", "number", "label", "picture", "transcribe"]
    list_select_related = ["copy__item", "copy__repository"]
    list_filter = [KindOfTextFilter, ReviewedTextFilter]
    ordering = ["copy_id", "number"]
    sortable_by = ["page_of_item"]
    search_fields = ["copy__item__ref"]
    found_by = {"copy__item": DOCUMENTS}
    autocomplete_fields = ["copy"]
    fields = ["copy", ("number", "label"), "transcribe", "excisions", "large"]
    readonly_fields = ["transcribe", "excisions", "large"]

    def get_urls(self) -> list[URLPattern]:
        return [*excision_urls(self), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("derivatives", "texts__language")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Lead only those to the drawing who may draw."""
        return [name for name in self.fields if name != "excisions" or may_draw(request)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return [*self.readonly_fields, "copy"] if obj else self.readonly_fields

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

    @admin.display(description="excisions")
    def excisions(self, page: Page) -> SafeString | str:
        """Say what is withheld from the page and lead to where it is drawn."""
        if not page.pk:
            return "Save the page first."
        link = '{} <a href="{}">Draw on the image</a>'
        return format_html(link, sentence_on(page), address_of(page))

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

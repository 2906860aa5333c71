"""The press desk: releases with their quotes, contacts and photographs, and what papers wrote."""

from typing import Any

from adminsortable2.admin import (
    SortableAdminBase,
    SortableStackedInline,
    SortableTabularInline,
)
from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.db.models import Model
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from briefingbooks import press_text
from briefingbooks.embargo import clocks
from briefingbooks.models import (
    Boilerplate,
    InTheNews,
    PressAsset,
    PressBoilerplate,
    PressBook,
    PressContact,
    PressQuote,
    PressRelease,
)
from collections_app.admin.desk import DeskAdmin, FittingFields
from collections_app.admin.publication_verbs import zone_choices
from collections_app.admin.publishing import PublishingAdmin


class PressReleaseForm(forms.ModelForm):
    """A release; a text that names what does not exist is refused at its field."""

    zone = forms.ChoiceField(
        label="time zone",
        choices=zone_choices,
        initial=lambda: settings.TIME_ZONE,
        help_text="Of the place. The embargo is told in it and in Kigali time.",
    )

    class Meta:
        model = PressRelease
        exclude: tuple[str, ...] = ()

    def clean_body_md(self) -> str:
        source: str = self.cleaned_data["body_md"]
        problems = press_text.problems_in(source)
        if problems:
            raise forms.ValidationError(problems)
        return source


class AnnouncedInline(SortableTabularInline):
    model = PressBook
    fields = ["book", "position"]
    extra = 0
    autocomplete_fields = ["book"]
    ordering = ["position"]


class QuoteInline(FittingFields, SortableStackedInline):
    model = PressQuote
    fields = [("speaker", "role"), "text", "after", ("approved_on", "approval"), "position"]
    extra = 0
    ordering = ["position"]


class ContactInline(SortableTabularInline):
    model = PressContact
    fields = ["name", "role", "phone", "mail", "is_printed", "position"]
    extra = 0
    ordering = ["position"]


class AssetInline(FittingFields, SortableStackedInline):
    model = PressAsset
    fields = ["item", "caption", ("credit", "rights"), "alt_text", "position"]
    extra = 0
    autocomplete_fields = ["item"]
    ordering = ["position"]


class AboutInline(SortableTabularInline):
    model = PressBoilerplate
    fields = ["boilerplate", "position"]
    extra = 0
    autocomplete_fields = ["boilerplate"]
    ordering = ["position"]


@admin.register(PressRelease)
class PressReleaseAdmin(SortableAdminBase, PublishingAdmin):
    """A release from its draft to its embargo: what is missing stands at the top."""

    form = PressReleaseForm
    list_display = ["headline", "place", "issued_on"]
    list_filter = ["is_demonstration"]
    search_fields = ["headline", "slug"]
    prepopulated_fields = {"slug": ["headline"]}
    tall_fields = ("body_md",)
    readonly_fields = ["embargo"]
    inlines = [AnnouncedInline, QuoteInline, ContactInline, AssetInline, AboutInline]
    fieldsets = [
        (None, {"fields": ["headline", "subhead", "slug", "language"]}),
        ("Dateline", {"fields": [("place", "issued_on"), "zone", "embargo"]}),
        ("Text", {"fields": ["body_md", "tags"]}),
        ("For the house", {"fields": ["is_demonstration", "notes"]}),
    ]

    @admin.display(description="embargo")
    def embargo(self, release: PressRelease) -> str | SafeString:
        """Say until when the release is under embargo, on the clocks of the place and of Kigali."""
        until = release.public_from
        if until is None:
            return "None. “Publish from a date” sets one."
        lines = format_html_join("", "<p>{}</p>", ((one,) for one in clocks(until, release.zone)))
        return (
            lines
            if until > timezone.now()
            else "Passed: " + " = ".join(clocks(until, release.zone))
        )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Keep the address of what was ever published: it is cited."""
        fields = [*super().get_readonly_fields(request, obj)]
        is_cited = obj is not None and obj.published_at is not None
        return [*fields, "slug"] if is_cited else fields

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> dict[str, Any]:
        return {} if obj is not None else dict(self.prepopulated_fields)

    def after_saving(self, request: HttpRequest, record: PressRelease) -> None:
        for problem in press_text.lost_links(record.body_md):
            messages.warning(request, f"Text, {problem}")
        super().after_saving(request, record)


@admin.register(Boilerplate)
class BoilerplateAdmin(DeskAdmin):
    """Paragraphs about partners; a change reaches every release that ends with one."""

    list_display = ["heading"]
    search_fields = ["heading", "text"]
    tall_fields = ("text",)


@admin.register(InTheNews)
class InTheNewsAdmin(DeskAdmin):
    """What newspapers and others published about a book, with a word on each."""

    list_display = ["title", "outlet", "published_on", "book"]
    list_select_related = ["book"]
    search_fields = ["title", "outlet", "book__title"]
    autocomplete_fields = ["book", "link"]
    fields = ["book", "title", "outlet", "byline", "published_on", "link", "note", "position"]

    def changed_with(self, record: Any) -> list[Model]:
        return [record.book]

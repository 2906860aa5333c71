"""The desk of the index: points with their words in each language, places, links and documents."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest

from collections_app.admin.desk import DeskAdmin
from oralhistory.admin.clock_field import ClockField
from oralhistory.admin.published_parts import is_for_publishers
from oralhistory.clock import clock
from oralhistory.models import IndexPoint, IndexPointLink, IndexPointPlace, IndexPointText
from oralhistory.public_cues import rewrite_public_cues


class IndexPointForm(forms.ModelForm):
    """Moments are typed as hours, minutes and seconds."""

    start_ms = ClockField(label="From", help_text="0:12:34")
    end_ms = ClockField(label="To", required=False, help_text="Empty: until the next point begins.")

    class Meta:
        model = IndexPoint
        fields = [
            *("interview", "start_ms", "end_ms", "subjects", "items", "people"),
            *("is_withheld", "is_cleared", "notes"),
        ]


class IndexPointTextInline(admin.StackedInline):
    """What the point says, once in each language."""

    model = IndexPointText
    extra = 0
    min_num = 1
    autocomplete_fields = ["language"]


class IndexPointPlaceInline(admin.TabularInline):
    """Places spoken of."""

    model = IndexPointPlace
    extra = 0
    autocomplete_fields = ["place"]


class IndexPointLinkInline(admin.TabularInline):
    """Where else to read about it."""

    model = IndexPointLink
    extra = 0
    autocomplete_fields = ["link"]


@admin.register(IndexPoint)
class IndexPointAdmin(DeskAdmin):
    """Reached from the interview. What is withheld near a point keeps it closed until cleared."""

    form = IndexPointForm
    list_display = ["interview", "moment", "words", "is_withheld", "is_cleared"]
    list_display_links = ["moment", "words"]
    list_filter = ["is_withheld", "is_cleared"]
    list_select_related = ["interview"]
    search_fields = ["interview__ref", "texts__title", "texts__synopsis", "texts__keywords"]
    autocomplete_fields = ["interview", "subjects", "items", "people"]
    inlines = [IndexPointTextInline, IndexPointPlaceInline, IndexPointLinkInline]
    fieldsets = [
        (None, {"fields": ["interview", "start_ms", "end_ms"]}),
        ("What it leads to", {"fields": ["subjects", "items", "people"]}),
        ("For the house", {"fields": ["is_withheld", "is_cleared", "notes"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("texts")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """Of a published interview a point is opened by whoever may publish."""
        fields = ["interview"] if obj else []
        if obj is not None and is_for_publishers(request, obj.interview):
            return [*fields, "is_withheld", "is_cleared"]
        return fields

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        rewrite_public_cues(record.interview, by=request.user)  # type: ignore[arg-type]

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        interview = obj.interview
        super().delete_model(request, obj)
        rewrite_public_cues(interview, by=request.user)  # type: ignore[arg-type]

    @admin.display(description="at", ordering="start_ms")
    def moment(self, point: IndexPoint) -> str:
        return clock(point.start_ms)

    @admin.display(description="words")
    def words(self, point: IndexPoint) -> str:
        return " / ".join(text.title for text in point.texts.all())

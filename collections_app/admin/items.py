"""The items desk: a document described in the order in which a cataloguer works."""

from typing import Any

from django.contrib import admin
from django.db import transaction
from django.db.models import QuerySet
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest

from collections_app.admin.bulk_edits import BulkEditing
from collections_app.admin.copy_forms import CopiesFormSet, ShownFirstForm, give_way_to
from collections_app.admin.desk import PartsInline, StackedPartsInline, stamp
from collections_app.admin.exporting import ExportingAdmin, ImportFilter
from collections_app.admin.found_by_words import FoundByWords
from collections_app.admin.long_lists import ArchiveOfCopies
from collections_app.admin.problem_filter import WithProblems
from collections_app.admin.publishing import PublishingAdmin
from collections_app.curated_records import PUBLISH_ITEMS
from collections_app.declassification_status import EXPLANATIONS, refresh_status
from collections_app.models import (
    ArchivalItem,
    ChangeSet,
    Copy,
    DigitalFile,
    ItemAgent,
    ItemLink,
    ItemPlace,
    ItemRelation,
    Status,
)
from collections_app.models.changes import recording
from collections_app.removal import forget_bytes_of


class ItemAgentInline(PartsInline):
    model = ItemAgent
    autocomplete_fields = ["agent"]
    fields = ["position", "role", "agent", "is_certain", "on", "time_zone", "note", "source"]
    verbose_name_plural = "people and bodies: who wrote, received, was shown or appears"


class ItemPlaceInline(PartsInline):
    model = ItemPlace
    autocomplete_fields = ["place"]
    fields = ["role", "place"]


class ItemLinkInline(PartsInline):
    model = ItemLink
    autocomplete_fields = ["link"]
    fields = ["position", "link", "note"]


class ItemRelationInline(PartsInline):
    model = ItemRelation
    fk_name = "from_item"
    autocomplete_fields = ["to_item"]
    fields = ["kind", "to_item", "note"]


class CopyInline(StackedPartsInline):
    """The essentials of each copy; files, excisions and pages stand on the copy's own page."""

    model = Copy
    form = ShownFirstForm
    formset = CopiesFormSet
    show_change_link = True
    autocomplete_fields = ["repository", "collection"]
    verbose_name_plural = "copies and releases (files are added on the page of the copy)"
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("repository", "collection"),
                    ("reference_code", "copy_type", "is_shown"),
                    ("how_obtained", "released_on", "released_by"),
                    ("extent", "is_act_of_originator"),
                    ("access_condition", "closed_until"),
                    ("is_opened", "is_internal"),
                    "source_of_statement",
                ]
            },
        ),
    ]

    def get_formset(self, request: HttpRequest, obj: Any = None, **kwargs: Any) -> Any:
        formset: Any = super().get_formset(request, obj, **kwargs)
        formset.form.may_publish = request.user.has_perm(PUBLISH_ITEMS)
        return formset

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        if obj is not None and obj.first_published_at:
            return False
        return super().has_delete_permission(request, obj)


@admin.register(ArchivalItem)
class ItemAdmin(FoundByWords, BulkEditing, WithProblems, ExportingAdmin, PublishingAdmin):
    list_display = ["ref", "title", "kind", "date", "declassification_status"]
    list_display_links = ["ref", "title"]
    further_order = "ref"
    list_filter = [
        "kind",
        "declassification_status",
        ArchiveOfCopies,
        "is_sensitivity_reviewed",
        "is_demonstration",
        ImportFilter,
    ]
    search_fields = ["ref"]
    actions = [
        *PublishingAdmin.actions,
        "change_many",
        "mark_sensitivity_reviewed",
        "export_csv",
        "export_xlsx",
    ]
    autocomplete_fields = ["languages", "subjects", "advisories", "rights", "held_at"]
    readonly_fields = ["status_in_words"]
    tall_fields = ("scope_and_content",)
    sentence_fields = ("abstract",)
    inlines = [ItemAgentInline, ItemPlaceInline, CopyInline, ItemLinkInline, ItemRelationInline]
    fieldsets = [
        (
            "Identity",
            {
                "fields": [
                    ("ref", "kind"),
                    "title",
                    "title_is_supplied",
                    "alternative_title",
                    "original_number",
                ]
            },
        ),
        (
            "Date",
            {
                "fields": [
                    ("date_edtf", "date_display"),
                    ("date_certainty", "date_time", "date_time_zone"),
                    "date_basis",
                ]
            },
        ),
        (
            "Description",
            {
                "fields": [
                    "abstract",
                    "scope_and_content",
                    ("extent", "languages"),
                    "subjects",
                ]
            },
        ),
        (
            "Original marking",
            {
                "description": "What the document itself bears. How far it has been opened since "
                "is told by its copies.",
                "fields": [
                    ("marking_scheme", "marking_level", "marking_precedence"),
                    "marking_text",
                    "marking_caveats",
                ],
            },
        ),
        (
            "Rights and source",
            {
                "fields": [
                    ("rights", "credit_line"),
                    "rights_note",
                    "source_note",
                    "publication_note",
                ]
            },
        ),
        (
            "Access and sensitivity",
            {
                "fields": [
                    ("held_at", "known_from"),
                    "access_conditions",
                    "advisories",
                    "is_sensitivity_reviewed",
                    "is_demonstration",
                ]
            },
        ),
        (
            "Declassification status",
            {"fields": ["status_in_words", ("status_override", "status_override_note")]},
        ),
        ("For the house", {"fields": ["archivist_note"]}),
    ]

    @admin.display(description="date", ordering="date_earliest")
    def date(self, item: ArchivalItem) -> str:
        return item.date_words

    @admin.display(description="status")
    def status_in_words(self, item: ArchivalItem) -> str:
        """Say the stored status and what it means."""
        status = Status(item.declassification_status)
        return f"{status.label[:1].upper()}{status.label[1:]}. {EXPLANATIONS[status]}"

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        if formset.model is Copy:
            gone = [part.instance.pk for part in formset.deleted_forms]
            forget_bytes_of(DigitalFile.objects.filter(copy__in=gone))
            for part in formset.forms:
                if part.has_changed() and part not in formset.deleted_forms:
                    give_way_to(part.instance)
        super().save_formset(request, form, formset, change)

    def after_saving(self, request: HttpRequest, record: ArchivalItem) -> None:
        refresh_status(record, by=request.user)  # type: ignore[arg-type]
        super().after_saving(request, record)

    def delete_model(self, request: HttpRequest, obj: ArchivalItem) -> None:
        forget_bytes_of(DigitalFile.objects.filter(copy__item=obj))
        super().delete_model(request, obj)

    @admin.action(permissions=["change"], description="Mark sensitivity as reviewed")
    def mark_sensitivity_reviewed(self, request: HttpRequest, queryset: QuerySet) -> None:
        """Say of many items at once that somebody has looked; for a volume read as a whole."""
        items = list(queryset.filter(is_sensitivity_reviewed=False))
        title = f"Sensitivity marked as reviewed: {len(items)} items"
        deed = recording(by=request.user, source=ChangeSet.Source.BULK, title=title)
        with transaction.atomic(), deed:
            for item in items:
                item.is_sensitivity_reviewed = True
                stamp(item, request)
                item.save()
                self.log_change(request, item, "Sensitivity marked as reviewed.")
        self.message_user(request, f"Sensitivity marked as reviewed: {len(items)} items.")

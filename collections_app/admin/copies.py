"""The copies desk: where a copy is held, how it was released, its files, excisions and pages."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, ForeignKey, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import BaseModelFormSet, ModelChoiceField, ModelForm
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from collections_app.admin.bulk_edits import BulkEditing
from collections_app.admin.copy_forms import CopyForm, give_way_to
from collections_app.admin.desk import DeskAdmin, PartsInline, StackedPartsInline
from collections_app.admin.excisions_drawn import address_of, may_draw
from collections_app.admin.file_states import covered_in_words, files_panel, in_words
from collections_app.admin.found_by_words import FoundByWords
from collections_app.admin.long_lists import ArchiveFilter
from collections_app.admin.page_pictures import thumbnail
from collections_app.curated_records import PUBLISH_ITEMS
from collections_app.declassification_status import refresh_status
from collections_app.desk_words.following import DOCUMENTS
from collections_app.intake import keep
from collections_app.models import AccessCondition, Copy, DigitalFile, Excision, Page
from collections_app.removal import forget_bytes_of
from collections_app.storing import Removals, take_back

MOST_PAGES_IN_FORM = 100


def may_be_deleted(copy: Copy | None) -> bool:
    """Say whether parts of a copy may still be deleted: not once its document was public."""
    return copy is None or copy.item.first_published_at is None


def _many_pages(copy: Copy) -> dict[str, Any]:
    """Return what leads to the pages of a copy that has too many for its form."""
    count = copy.pages.count()
    if count <= MOST_PAGES_IN_FORM:
        return {}
    pages = f"{reverse('admin:collections_app_page_changelist')}?copy__id__exact={copy.pk}"
    return {"many_pages": count, "pages_url": pages}


class ClosingDateFilter(admin.SimpleListFilter):
    """Copies closed until a date; such a date only warns when it comes."""

    title = "closing date"
    parameter_name = "closing"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("lapsed", "Has passed"), ("ahead", "Lies ahead")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        closed = Q(access_condition=AccessCondition.CLOSED_UNTIL)
        today = timezone.localdate()
        conditions = {
            "lapsed": closed & Q(closed_until__lte=today),
            "ahead": closed & Q(closed_until__gt=today),
        }
        return queryset.filter(conditions.get(self.value() or "", Q()))


class FileInline(PartsInline):
    """The masters of a copy. They come in by “Add files” and are never changed."""

    model = DigitalFile
    fields = ["position", "what_it_is", "caption", "alt_text", "is_closed"]
    readonly_fields = ["what_it_is"]

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Copy | None = None) -> bool:
        return may_be_deleted(obj) and super().has_delete_permission(request, obj)

    @admin.display(description="content")
    def what_it_is(self, file: DigitalFile) -> SafeString:
        """Say how far it is, type, size and digest; lead to the master itself."""
        return format_html(
            '{}<br>{}, {}, <a href="{}">download</a><br>SHA-256 {}…<br>{}',
            in_words(file),
            file.media_type,
            filesizeformat(file.bytes),
            file.get_absolute_url(),
            file.sha256[:16],
            covered_in_words(file),
        )


class PageInline(PartsInline):
    """The pages of a copy with what is written about each."""

    model = Page
    fields = ["picture", "number", "label", "texts_of_page", "drawn"]
    readonly_fields = ["picture", "texts_of_page", "drawn"]
    show_change_link = True

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """Lead only those to the drawing who may draw."""
        return [name for name in self.fields if name != "drawn" or may_draw(request)]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        pages = super().get_queryset(request)
        return pages.prefetch_related("derivatives", "texts__language", "excisions")

    def has_delete_permission(self, request: HttpRequest, obj: Copy | None = None) -> bool:
        """Pages of a file go with the file; a page of text is deleted on its own page."""
        return False

    @admin.display(description="image")
    def picture(self, page: Page) -> SafeString | str:
        return thumbnail(page)

    @admin.display(description="excisions")
    def drawn(self, page: Page) -> SafeString | str:
        """Count what is withheld from the page and lead to where it is drawn."""
        if not page.file_id:
            return "no image"
        ours = sum(one.made_by == Excision.MadeBy.US for one in page.excisions.all())
        theirs = len(page.excisions.all()) - ours
        waits = any(
            one.made_by == Excision.MadeBy.US and not one.is_burnt for one in page.excisions.all()
        )
        return format_html(
            '{} by the authority, {} by us{}<br><a href="{}">draw</a>',
            theirs,
            ours,
            ", closed until burnt in" if waits else "",
            address_of(page),
        )

    @admin.display(description="texts")
    def texts_of_page(self, page: Page) -> str:
        texts = [f"{text.get_kind_display()} ({text.language})" for text in page.texts.all()]
        return ", ".join(texts) or "none"


class ExcisionInline(StackedPartsInline):
    """Excisions that lie in a text, a note or a heading; areas are drawn on the image itself."""

    model = Excision
    verbose_name = "excision without an area"
    verbose_name_plural = "excisions in words (areas are drawn on the image of their page)"
    autocomplete_fields = ["exemptions"]
    classes = ["collapse"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("printed_form", "made_by", "decision"),
                    ("amount", "is_less_than", "unit", "nature"),
                    "exemptions",
                    "reason",
                    ("page", "location"),
                    ("start", "end"),
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).filter(x__isnull=True)

    def formfield_for_foreignkey(
        self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> ModelChoiceField | None:
        if db_field.name == "page":
            match = request.resolver_match
            copy = match.kwargs.get("object_id") if match else None
            kwargs["queryset"] = Page.objects.filter(copy=copy)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Copy)
class CopyAdmin(FoundByWords, BulkEditing, DeskAdmin):
    form = CopyForm
    actions = ["change_many"]
    list_display = [
        "item",
        "repository",
        "reference_code",
        "how_obtained",
        "released_on",
        "extent",
        "access",
        "is_opened",
        "number_of_files",
    ]
    list_display_links = ["item"]
    ordering = ["-pk"]
    sortable_by = ["item", "reference_code", "how_obtained", "released_on", "extent", "access"]
    list_select_related = ["item", "repository"]
    list_filter = [
        "extent",
        "access_condition",
        ClosingDateFilter,
        "is_opened",
        "how_obtained",
        ArchiveFilter,
        "is_internal",
    ]
    search_fields = ["item__ref"]
    found_by = {"item": DOCUMENTS}
    autocomplete_fields = ["item", "repository", "collection"]
    inlines = [FileInline, PageInline, ExcisionInline]
    fieldsets = [
        (
            "The copy and its holder",
            {
                "fields": [
                    "item",
                    ("repository", "collection"),
                    ("reference_code", "copy_type"),
                    "is_shown",
                ]
            },
        ),
        (
            "How it became known",
            {
                "fields": [
                    ("how_obtained", "extent"),
                    ("released_on", "released_by", "withdrawn_on"),
                    "is_act_of_originator",
                    ("obtained_on", "obtained_by"),
                    ("agency_number", "agency_batch"),
                    "source_of_statement",
                    "provenance_note",
                ]
            },
        ),
        (
            "Access",
            {
                "description": "The condition is the holder's; opening is our decision. A copy is "
                "opened only where the condition is “open”.",
                "fields": [
                    ("access_condition", "closed_until"),
                    "access_basis",
                    ("is_opened", "is_internal"),
                ],
            },
        ),
        ("New files", {"fields": ["uploads"]}),
        ("For the house", {"fields": ["notes"]}),
    ]

    def get_form(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        form: Any = super().get_form(request, *args, **kwargs)
        form.may_publish = request.user.has_perm(PUBLISH_ITEMS)
        return form

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        files = DigitalFile.objects.filter(copy=OuterRef("pk")).order_by().values("copy")
        counted = Subquery(files.annotate(n=Count("pk")).values("n"))
        return super().get_queryset(request).annotate(file_count=Coalesce(counted, 0))

    @admin.display(description="access", ordering="access_condition")
    def access(self, copy: Copy) -> str:
        """Say the holder's condition; a closing date that has passed asks for a decision."""
        if copy.access_condition != AccessCondition.CLOSED_UNTIL:
            return copy.get_access_condition_display()
        has_passed = copy.closed_until is not None and copy.closed_until <= timezone.localdate()
        asks = ": the date has passed, decide" if has_passed else ""
        return f"closed until {copy.closed_until}{asks}"

    @admin.display(description="files")
    def number_of_files(self, copy: Any) -> int:
        return copy.file_count

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.progress_view)
        name = "collections_app_copy_progress"
        return [path("<int:pk>/progress/", view, name=name), *super().get_urls()]

    def progress_view(self, request: HttpRequest, pk: int) -> JsonResponse:
        """Tell a script how far the files of a copy are."""
        copy = get_object_or_404(Copy, pk=pk)
        if not self.has_view_permission(request, copy):
            raise PermissionDenied
        panel = files_panel(copy, request)
        files = [
            {
                "id": file.pk,
                "words": file.words,
                "done": file.done,
                "total": file.total,
                "is_moving": file.is_moving,
            }
            for file in panel["states"]
        ]
        told = {"ready": panel["ready"], "is_moving": panel["is_moving"], "files": files}
        return JsonResponse(told, headers={"Cache-Control": "private, no-store"})

    def get_inlines(self, request: HttpRequest, obj: Copy | None) -> list[Any]:
        """Leave out the pages where they are too many for one form."""
        is_long = obj is not None and obj.pages.count() > MOST_PAGES_IN_FORM
        return [part for part in self.inlines if not (is_long and part is PageInline)]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """A copy stays with its document: one described under the wrong item is described anew."""
        return ["item"] if obj else []

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Offer the field for files to whoever may add files."""
        fieldsets = super().get_fieldsets(request, obj)
        may_add = request.user.has_perm("collections_app.add_digitalfile")
        return fieldsets if may_add else [part for part in fieldsets if part[0] != "New files"]

    def has_delete_permission(self, request: HttpRequest, obj: Copy | None = None) -> bool:
        return may_be_deleted(obj) and super().has_delete_permission(request, obj)

    def changed_with(self, record: Copy) -> list[Any]:
        return [record, record.item]

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save all or nothing, bytes included: the storage knows no transaction."""
        written: Removals = []
        request.written = written  # type: ignore[attr-defined]
        try:
            return super().changeform_view(request, *args, **kwargs)
        except BaseException:
            take_back(written)
            raise

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        if request.FILES:
            messages.warning(request, "The files were not kept: choose them again.")
        copy = context.get("original")
        if copy is not None:
            context |= {"files_panel": files_panel(copy, request), **_many_pages(copy)}
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Copy, form: ModelForm, change: bool) -> None:
        give_way_to(obj)
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        if formset.model is DigitalFile:
            gone = [part.instance.pk for part in formset.deleted_forms]
            forget_bytes_of(DigitalFile.objects.filter(pk__in=gone))
        super().save_formset(request, form, formset, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        for prepared in form.cleaned_data.get("uploads", []):
            keep(
                prepared,
                form.instance,
                by=request.user,  # type: ignore[arg-type]
                written=request.written,  # type: ignore[attr-defined]
            )
        super().save_related(request, form, formsets, change)

    def after_saving(self, request: HttpRequest, record: Copy) -> None:
        refresh_status(record.item, by=request.user)  # type: ignore[arg-type]
        super().after_saving(request, record)

    def delete_model(self, request: HttpRequest, obj: Copy) -> None:
        forget_bytes_of(DigitalFile.objects.filter(copy=obj))
        super().delete_model(request, obj)
        refresh_status(obj.item, by=request.user)  # type: ignore[arg-type]

"""The desk of files: masters of all copies, how far each has come, which of them need a hand."""

import re
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_POST

from collections_app.admin.copies import may_be_deleted
from collections_app.admin.desk import DeskAdmin
from collections_app.admin.file_states import covered_in_words, in_words
from collections_app.admin.found_by_words import FoundByWords
from collections_app.desk_words.following import DOCUMENTS, FILES
from collections_app.image_only import NotNeeded, ask_for_image_only
from collections_app.models import DigitalFile, Page
from collections_app.processing import process_anew, try_again
from collections_app.removal import forget_bytes_of
from collections_app.sniffing import ACCEPTED_TYPES

SHA256 = re.compile("[0-9a-f]{16,64}")


class TypeFilter(admin.SimpleListFilter):
    """Files by what they are, offered without reading which of it there is."""

    title = "media type"
    parameter_name = "media_type"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(one, one) for one in ACCEPTED_TYPES]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(media_type=self.value()) if self.value() else queryset


@admin.register(DigitalFile)
class DigitalFileAdmin(FoundByWords, DeskAdmin):
    """Files come in on the page of their copy; here they are found again, whatever is wrong."""

    list_display = ["original_name", "document", "state", "size", "covered", "fixity"]
    list_select_related = ["copy__item", "copy__repository"]
    list_filter = ["processing", "has_covered_text", "fixity_ok", "is_closed", TypeFilter]
    search_fields = ["original_name"]
    found_by = {"pk": FILES, "copy__item": DOCUMENTS}
    search_help_text = (
        "Beginnings of words, in any order: of the name of the file, or of the reference, titles "
        "and number of its document. Or the beginning of its SHA-256, 16 characters or more."
    )
    ordering = ["-pk"]
    sortable_by = ["document", "state"]
    autocomplete_fields = ["advisories"]
    readonly_fields = ["document", "state", "covered", "master", "fixity"]
    fields = [
        "document",
        "state",
        "covered",
        "master",
        "fixity",
        "caption",
        "alt_text",
        "is_closed",
        "advisories",
    ]
    actions = ["try_again_selected", "process_anew_selected"]

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        digest = search_term.strip().lower()
        if SHA256.fullmatch(digest):
            # "g" follows the last digit of a digest: a stretch of the index.
            return queryset.filter(sha256__gte=digest, sha256__lt=f"{digest}g"), False
        return super().get_search_results(request, queryset, search_term)

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path(
                "<int:pk>/try-again/",
                wrap(require_POST(self.try_again_view)),
                name="collections_app_digitalfile_try_again",
            ),
            path(
                "<int:pk>/image-only/",
                wrap(require_POST(self.image_only_view)),
                name="collections_app_digitalfile_image_only",
            ),
        ]
        return [*own, *super().get_urls()]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Files come in at the desk of copies."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: DigitalFile | None = None) -> bool:
        may = obj is None or may_be_deleted(obj.copy)
        return may and super().has_delete_permission(request, obj)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Pages of a file go with the file; nobody deletes one of them alone."""
        to_delete, counts, forbidden, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, forbidden - {Page._meta.verbose_name}, protected

    def changed_with(self, record: DigitalFile) -> list[Any]:
        return [record.copy.item]

    def delete_model(self, request: HttpRequest, obj: DigitalFile) -> None:
        forget_bytes_of(DigitalFile.objects.filter(pk=obj.pk))
        super().delete_model(request, obj)

    def try_again_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have one file go on where it stopped, and go back to its copy."""
        file = self._changeable(request, pk)
        if try_again(file):
            messages.success(request, f"“{file}” is processed again from where it stopped.")
        else:
            messages.info(request, f"“{file}” is not stopped.")
        return _back_to_copy(file)

    def image_only_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Have a file of images alone made, which takes the place of one that hides words."""
        file = self._changeable(request, pk)
        if not request.user.has_perm("collections_app.add_digitalfile"):
            raise PermissionDenied
        try:
            ask_for_image_only(file, by=request.user)  # type: ignore[arg-type]
        except NotNeeded as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, f"A copy of “{file}” made of images alone is being made.")
        return _back_to_copy(file)

    def _changeable(self, request: HttpRequest, pk: int) -> DigitalFile:
        file = get_object_or_404(DigitalFile.objects.select_related("copy__item"), pk=pk)
        if not self.has_change_permission(request, file):
            raise PermissionDenied
        return file

    @admin.action(description="Try again, from where each stopped", permissions=["change"])
    def try_again_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        again = sum(try_again(file) for file in queryset)
        messages.info(request, f"Processed again: {again}. Not stopped: {len(queryset) - again}.")

    @admin.action(
        description="Make all pages anew (closed until that is done)", permissions=["change"]
    )
    def process_anew_selected(self, request: HttpRequest, queryset: QuerySet) -> None:
        for file in queryset.select_related("copy__item"):
            process_anew(file)
        messages.info(request, f"Files of which all pages are made anew: {len(queryset)}.")

    @admin.display(description="document", ordering="copy__item__ref")
    def document(self, file: DigitalFile) -> SafeString:
        address = reverse("admin:collections_app_copy_change", args=[file.copy_id])
        item = file.copy.item
        return format_html('<a href="{}">{}, {}</a>', address, item.ref or item.title, file.copy)

    @admin.display(description="state", ordering="processing")
    def state(self, file: DigitalFile) -> str:
        return in_words(file)

    @admin.display(description="size")
    def size(self, file: DigitalFile) -> str:
        return filesizeformat(file.bytes)

    @admin.display(description="covered words")
    def covered(self, file: DigitalFile) -> str:
        return covered_in_words(file) or "none found"

    @admin.display(description="fixity")
    def fixity(self, file: DigitalFile) -> str:
        if file.fixity_checked_at is None:
            return "not yet checked"
        said = "as it came in" if file.fixity_ok else "CHANGED OR MISSING"
        return f"{said}, checked {file.fixity_checked_at:%Y-%m-%d}"

    @admin.display(description="master")
    def master(self, file: DigitalFile) -> SafeString:
        return format_html(
            '{}, {}, <a href="{}">download</a><br>SHA-256 {}',
            file.media_type,
            filesizeformat(file.bytes),
            file.get_absolute_url(),
            file.sha256,
        )


def _back_to_copy(file: DigitalFile) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:collections_app_copy_change", args=[file.copy_id]))

"""The desks of preservation: what the checks found, and which stored files are not well."""

from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from collections_app import stored_files
from collections_app.admin.desk import FittingFields
from collections_app.models import CheckRun, FileFixity
from collections_app.preservation import DeskWarning, warnings_for_desk
from collections_app.whole_folders import in_sizes

# Whoever may see masters is told of them on the first page of the desks.
KEEPERS = "collections_app.view_digitalfile"


class ReadOnlyDesk(FittingFields, admin.ModelAdmin):
    """A desk at which nothing is entered: programs write what it shows, and it has no history."""

    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    class Media:
        css = {"all": ["css/desks.css"]}

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(CheckRun)
class CheckRunAdmin(ReadOnlyDesk):
    list_display = ["started_at", "kind", "finished_at", "counted", "problems_total"]
    list_filter = ["kind"]
    fieldsets = [
        (None, {"fields": ["kind", "started_at", "finished_at", "ended_early", "counted"]}),
        ("Problems", {"fields": ["problems_total", "first_problems"]}),
    ]
    readonly_fields = ["counted", "first_problems"]

    @admin.display(description="found")
    def counted(self, run: CheckRun) -> str:
        said = [
            in_sizes(number) if name == "bytes" else f"{number} {name.replace('_', ' ')}"
            for name, number in run.counts.items()
            if number
        ]
        return ", ".join(said)

    @admin.display(description="the first of them")
    def first_problems(self, run: CheckRun) -> SafeString | str:
        if not run.problems:
            return "none"
        lines = format_html_join("", "<li>{}</li>", ((line,) for line in run.problems))
        return format_html("<ul>{}</ul>", lines)


class DamagedFilter(admin.SimpleListFilter):
    """Files that are missing, changed or unreadable."""

    title = "damage"
    parameter_name = "damaged"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [("yes", "Damaged or missing")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.filter(state__in=FileFixity.DAMAGED) if self.value() else queryset


@admin.register(FileFixity)
class FileFixityAdmin(ReadOnlyDesk):
    list_display = ["state", "said", "name", "storage", "checked_at"]
    list_display_links = ["name"]
    list_filter = [DamagedFilter, "state", "storage", "owner"]
    search_fields = ["name", "said"]
    fieldsets = [
        (None, {"fields": ["storage", "name", "record", "said"]}),
        ("Last comparison", {"fields": ["state", "detail", "checked_at", "sha256"]}),
    ]
    readonly_fields = ["record"]

    @admin.display(description="record")
    def record(self, file: FileFixity) -> SafeString | str:
        """Lead to the desk of the record that names the file, where it has one."""
        kind = stored_files.kinds().get(file.owner)
        if kind is None or file.owner_pk is None:
            return "none"
        words = f"{kind.model._meta.verbose_name} {file.owner_pk}"
        url = _desk_of(kind.model, file.owner_pk)
        return format_html('<a href="{}">{}</a>', url, words) if url else words


def _desk_of(model: type[Model], key: int) -> str:
    try:
        return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_change", args=[key])
    except NoReverseMatch:
        return ""


def warnings_at_the_door(request: HttpRequest) -> list[DeskWarning]:
    """Return the warnings for the first page of the desks, for whoever keeps files."""
    if not request.user.has_perm(KEEPERS):
        return []
    return warnings_for_desk()


admin.site.warn_with(warnings_at_the_door)  # type: ignore[attr-defined]

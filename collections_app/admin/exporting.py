"""Items as tables from the list of items: exported whole or chosen, found again by import."""

import tempfile
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils import timezone

from collections_app.models import (
    ArchivalItem,
    Copy,
    ImportBatch,
    ItemAgent,
    ItemLink,
    ItemPlace,
)
from collections_app.spreadsheets.exporting import FILE_NAME, Export, csv_of, write_xlsx

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 8
_PARTS: list[Any] = [Copy, ItemAgent, ItemPlace, ItemLink]
# An export holds real names of protected people: only for whoever may look at them.
WANTED = ["collections_app.view_agent", "collections_app.view_copy"]


class ImportFilter(admin.SimpleListFilter):
    """Items that an import made or changed."""

    title = "import"
    parameter_name = "import"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        applied = ImportBatch.objects.filter(state=ImportBatch.State.APPLIED)[:SHOWN]
        found = [
            (str(batch.number), f"{batch.number}: {batch.file_name[:40]}") for batch in applied
        ]
        asked = request.GET.get(self.parameter_name, "")
        if asked.isdecimal() and asked not in dict(found):
            found.append((asked, asked))
        return found

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        number = self.value() or ""
        if not number.isdecimal():
            return queryset
        deed = {"change_set__import_batch": int(number)}
        touched = Q(pk__in=ArchivalItem.changes.filter(**deed).values("id"))
        for part in _PARTS:
            touched |= Q(pk__in=part.changes.filter(**deed).values("item_id"))
        return queryset.filter(touched)


class ExportingAdmin(admin.ModelAdmin):
    """Adds two actions to a list of items: the chosen ones as CSV or XLSX."""

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request) and request.user.has_perms(WANTED)

    @admin.action(permissions=["export"], description="Export as CSV (for the house only)")
    def export_csv(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse:
        """Send the table while it is made: nothing is held in memory."""
        self._refuse_strangers(request)
        answer = StreamingHttpResponse(
            csv_of(Export.of(queryset)), content_type="text/csv; charset=utf-8"
        )
        answer["Content-Disposition"] = f'attachment; filename="{_file_name("csv")}"'
        answer["Cache-Control"] = "private, no-store"
        return answer  # type: ignore[return-value]

    @admin.action(permissions=["export"], description="Export as XLSX (for the house only)")
    def export_xlsx(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        self._refuse_strangers(request)
        # Closed, and so removed, once the answer is sent.
        file = tempfile.TemporaryFile()  # noqa: SIM115
        try:
            write_xlsx(file, Export.of(queryset))
        except OSError as problem:
            file.close()
            messages.error(request, f"The workbook could not be written: {problem}.")
            return None
        file.seek(0)
        answer = FileResponse(file, as_attachment=True, filename=_file_name("xlsx"))
        answer["Content-Type"], answer["Cache-Control"] = XLSX, "private, no-store"
        return answer  # type: ignore[return-value]

    def _refuse_strangers(self, request: HttpRequest) -> None:
        if not self.has_export_permission(request):
            raise PermissionDenied


def _file_name(suffix: str) -> str:
    return f"{FILE_NAME}-{timezone.localdate().isoformat()}.{suffix}"

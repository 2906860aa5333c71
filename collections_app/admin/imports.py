"""The imports desk: a file comes in, is matched, checked, applied and, if need be, taken back."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    JsonResponse,
    StreamingHttpResponse,
)
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django_tasks.base import Task

from collections_app import background
from collections_app.admin import import_tasks
from collections_app.admin.import_forms import ColumnsForm, UploadForm
from collections_app.admin.import_report import ReportPage, term_groups
from collections_app.ead import batches as finding_aids
from collections_app.ead.terms import GROWING
from collections_app.models import (
    ImportBatch,
    ImportKind,
    ImportMapping,
    ImportMode,
)
from collections_app.spreadsheets import batches, progress
from collections_app.spreadsheets.command_words import save_mapping
from collections_app.spreadsheets.exporting import write_template
from collections_app.spreadsheets.mapping import VOCABULARIES_THAT_GROW, Manner
from collections_app.spreadsheets.reports import lines_for_table, rows_of
from collections_app.spreadsheets.table_writing import csv_pieces
from collections_app.spreadsheets.tables import BadFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WANTED = [
    f"collections_app.{action}_{model}"
    for model in (
        *("archivalitem", "copy", "itemagent", "itemplace", "itemlink", "externallink"),
        *("collection", "collectionlink", "repository"),
    )
    for action in ("add", "change")
]
State = ImportBatch.State


def may_import(request: HttpRequest) -> bool:
    """Whether a person may write what an import writes: items and all their parts."""
    return request.user.has_perms(WANTED)


@admin.register(ImportBatch)
class ImportBatchAdmin(admin.ModelAdmin):
    """Imports, the newest first; the page of one leads through its steps."""

    list_display = ["number", "file_name", "kind", "state", "rows_said", "by", "at"]
    list_display_links = ["number", "file_name"]
    list_filter = ["state", "kind"]
    list_select_related = ["by"]
    search_fields = ["file_name"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    class Media:
        css = {"all": ["css/desks.css", "css/imports.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and may_import(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and may_import(request)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        return super().changelist_view(request, {"title": "Imports"} | (extra_context or {}))

    @admin.display(description="rows")
    def rows_said(self, batch: ImportBatch) -> str:
        counts = batch.counts
        told = [("create", "new"), ("update", "changed"), ("unchanged", "unchanged"),
                ("error", "with errors")]  # fmt: skip
        return ", ".join(f"{counts[name]} {words}" for name, words in told if counts.get(name))

    def get_urls(self) -> list[URLPattern]:
        steps = {
            "columns": self.columns_view,
            "check": self.check_view,
            "apply": self.apply_view,
            "undo": self.undo_view,
            "progress": self.progress_view,
            "report.csv": self.report_view,
            "file": self.file_view,
        }
        named = [
            path(f"<int:number>/{step}", self.admin_site.admin_view(view), name=_name(step))
            for step, view in steps.items()
        ]
        template = self.admin_site.admin_view(self.template_view)
        return [
            path("template.xlsx", template, name=_name("template")),
            *named,
            *super().get_urls(),
        ]

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Take a file in; the next step matches its headers, or checks a finding aid."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = UploadForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            batch = _received(request, form)
            with transaction.atomic():
                batch.save()
            if batch.kind == ImportKind.EAD:
                return self._start(batch, import_tasks.check_import, import_tasks.CHECKING)
            return redirect(_url(batch, "columns"))
        context = {"title": "Bring in a file", "form": form, "opts": self.opts}
        return self._page(request, "imports/upload.html", context)

    def columns_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Match the headers of a file with our columns; then it is checked."""
        batch = self._found(request, number, to_change=True)
        if batch.kind != ImportKind.ITEMS or batch.state in (State.APPLIED, State.UNDONE):
            return redirect(_url(batch))
        try:
            table, _layout, manner = batches.open_batch(batch)
        except BadFile as problem:
            return self._unreadable(batch, problem)
        form = ColumnsForm(request.POST or None, table=table, manner=manner)
        try:
            if request.method == "POST" and form.is_valid():
                return self._with_columns(request, batch, form)
            context = {
                "title": f"{batch}: what each header fills",
                "batch": batch, "form": form, "headers": list(form.headers()),
                "constants": list(form.constants()), "notes": table.all_notes(),
                "modes": ImportMode.choices, "opts": self.opts, "back_url": _url(batch),
            }  # fmt: skip
            return self._page(request, "imports/columns.html", context)
        except BadFile as problem:
            return self._unreadable(batch, problem)
        finally:
            batch.file.close()

    def _unreadable(self, batch: ImportBatch, problem: BadFile) -> HttpResponse:
        batch.state, batch.message = State.FAILED, str(problem)
        batch.save(update_fields=["state", "message"])
        return redirect(_url(batch))

    def _with_columns(
        self, request: HttpRequest, batch: ImportBatch, form: ColumnsForm
    ) -> HttpResponse:
        manner = form.chosen()
        if form.asks_for_other_rows():
            manner = Manner(sheet=manner.sheet, header_row=manner.header_row)
        mode = request.POST.get("mode")
        batch.mode = mode if mode in ImportMode.values else batch.mode
        batch.mapping = manner.as_json()
        batch.save(update_fields=["mode", "mapping"])
        if not manner.columns:
            return redirect(_url(batch, "columns"))
        if form.cleaned_data["save_as"] and self._may_save_mapping(request):
            save_mapping(form.cleaned_data["save_as"], manner, request.user)  # type: ignore[arg-type]
        return self._start(batch, import_tasks.check_import, import_tasks.CHECKING)

    def _may_save_mapping(self, request: HttpRequest) -> bool:
        return request.user.has_perm("collections_app.add_importmapping")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:  # fmt: skip
        """Show where an import stands, what the check found, and what can be done now."""
        batch = self._found(request, int(object_id) if object_id.isdecimal() else 0)
        report = ReportPage.of(batch, request.GET)
        under_way = progress.standing(batch.number)
        context = {
            "title": str(batch),
            "batch": batch,
            "opts": self.opts,
            "under_way": under_way,
            "is_at_work": under_way is not None and under_way.is_alive,
            "report": report,
            "terms": term_groups(batch),
            "changes": batch.counts.get("create", 0) + batch.counts.get("update", 0),
            "may_change": self.has_change_permission(request, batch),
            "is_table": batch.kind == ImportKind.ITEMS,
            "items_url": _items_url(batch),
            "left_out": batch.counts.get("left_out", []),
            "notes": batch.counts.get("notes", []),
        }
        return self._page(request, "imports/import.html", context)

    def check_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Check again, with the unknown terms that may be made as they are ticked."""
        batch = self._found(request, number, to_change=True)
        if request.method != "POST" or batch.state in (State.APPLIED, State.UNDONE):
            return redirect(_url(batch))
        if "terms" in request.POST:
            grow = GROWING if batch.kind == ImportKind.EAD else VOCABULARIES_THAT_GROW
            ticked = [name for name in request.POST.getlist("creates") if name in grow]
            options = {**(batch.mapping.get("options") or {}), "create_terms": ticked}
            batch.mapping = {**batch.mapping, "options": options}
            batch.save(update_fields=["mapping"])
        return self._start(batch, import_tasks.check_import, import_tasks.CHECKING)

    def apply_view(self, request: HttpRequest, number: int) -> HttpResponse:
        batch = self._found(request, number, to_change=True)
        if request.method != "POST" or batch.state != State.CHECKED:
            return redirect(_url(batch))
        by = request.user.pk
        return self._start(batch, import_tasks.apply_import, import_tasks.APPLYING, by)

    def undo_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Ask once, then take an import back."""
        batch = self._found(request, number, to_change=True)
        if batch.state != State.APPLIED:
            return redirect(_url(batch))
        if request.method == "POST":
            by = request.user.pk
            return self._start(batch, import_tasks.undo_import, import_tasks.UNDOING, by)
        context = {"title": f"Take back {batch}", "batch": batch, "opts": self.opts,
                   "back_url": _url(batch)}  # fmt: skip
        return self._page(request, "imports/undo.html", context)

    def progress_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Say how far a deed has come, for the page that waits."""
        batch = self._found(request, number)
        standing = progress.standing(batch.number)
        said = {"what": standing.what, "percent": standing.percent} if standing else {}
        return JsonResponse(said)

    def report_view(self, request: HttpRequest, number: int) -> HttpResponseBase:
        batch = self._found(request, number)
        if not batch.report:
            raise Http404
        file: Any = batch.report.open("rb")
        pieces = csv_pieces(lines_for_table(rows_of(file)))
        answer = StreamingHttpResponse(pieces, content_type="text/csv; charset=utf-8")
        answer["Content-Disposition"] = f'attachment; filename="import-{batch.number}-report.csv"'
        return answer

    def file_view(self, request: HttpRequest, number: int) -> HttpResponseBase:
        """Give the file back as it came."""
        batch = self._found(request, number)
        return FileResponse(batch.file.open("rb"), as_attachment=True, filename=batch.file_name)

    def template_view(self, request: HttpRequest) -> HttpResponse:
        if not self.has_view_permission(request):
            raise PermissionDenied
        answer = HttpResponse(content_type=XLSX)
        answer["Content-Disposition"] = 'attachment; filename="items-template.xlsx"'
        write_template(answer)  # type: ignore[arg-type]
        return answer

    def _found(self, request: HttpRequest, number: int, *, to_change: bool = False) -> ImportBatch:
        batch = ImportBatch.objects.select_related("by", "change_set").filter(pk=number).first()
        if batch is None:
            raise Http404
        is_allowed = self.has_change_permission if to_change else self.has_view_permission
        if not is_allowed(request, batch):
            raise PermissionDenied
        return batch

    def _start(self, batch: ImportBatch, task: Task, what: str, *arguments: Any) -> HttpResponse:
        progress.Told(batch.number, what)
        with transaction.atomic():
            background.enqueue(task, batch.number, *arguments)
        return redirect(_url(batch))

    def _page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        common = {**self.admin_site.each_context(request), "media": self.media}
        return render(request, f"collections_app/{template}", common | context)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("by")


@admin.register(ImportMapping)
class ImportMappingAdmin(admin.ModelAdmin):
    """Saved mappings: made while a file is matched, renamed or removed here."""

    list_display = ["name", "kind", "by", "at"]
    fields = ["name", "headers", "other"]
    readonly_fields = ["headers", "other"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    @admin.display(description="what each header fills")
    def headers(self, mapping: ImportMapping) -> str:
        return "; ".join(f"{a} → {b or 'left out'}" for a, b in mapping.columns.items())

    @admin.display(description="constants and options")
    def other(self, mapping: ImportMapping) -> str:
        kept = mapping.options
        constants = [f"{a} = {b}" for a, b in (kept.get("constants") or {}).items()]
        told = [f"{a}: {b}" for a, b in kept.items() if b and a != "constants"]
        return "; ".join([*constants, *told])


def _received(request: HttpRequest, form: UploadForm) -> ImportBatch:
    upload = form.cleaned_data["file"]
    start = upload.read(400).lstrip(b"\xef\xbb\xbf\xff\xfe \r\n\t").replace(b"\x00", b"")
    if start.startswith(b"<"):
        options = form.options_of_finding_aid()
        return finding_aids.receive(upload, upload.name, by=request.user, options=options)  # type: ignore[arg-type]
    return batches.receive(
        upload,
        upload.name,
        by=request.user,  # type: ignore[arg-type]
        mode=form.cleaned_data["mode"],
        manner=form.manner(),
    )


def _name(step: str) -> str:
    return f"collections_app_importbatch_{step.removesuffix('.csv')}"


def _url(batch: ImportBatch, step: str = "change") -> str:
    return reverse(f"admin:{_name(step)}", args=[batch.number])


def _items_url(batch: ImportBatch) -> str:
    """Return the list of the items that an import made or changed."""
    if batch.change_set_id is None or batch.state != State.APPLIED:
        return ""
    return reverse("admin:collections_app_archivalitem_changelist") + f"?import={batch.number}"

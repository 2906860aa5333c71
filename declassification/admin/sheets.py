"""The page on which a withdrawal sheet is brought in, and the desk of the documents asked for."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, path, reverse

from collections_app.admin.desk import DeskAdmin
from collections_app.spreadsheets.tables import BadFile
from declassification.admin.acting import ADDRESS
from declassification.admin.writing import WritingAdmin
from declassification.explaining import counted
from declassification.models import AccessRequest, Refused, RequestedDocument
from declassification.sheets.applying import bring_in, refuse_ended
from declassification.sheets.checking import MOST_BYTES, MOST_ROWS, Check, check, read_sheet
from declassification.sheets.columns import COLUMNS

SALT = "declassification.withdrawal-sheet"
KEPT_FOR = 24 * 60 * 60
SHOWN = 500


class SheetForm(forms.Form):
    """A file with a withdrawal sheet."""

    file = forms.FileField(
        help_text="A table, CSV or XLSX. Nothing is written before you have seen the check."
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        most = min(MOST_BYTES, settings.MAX_UPLOAD_BYTES)
        if file.size > most:
            raise ValidationError(f"The file is too large: {filesizeformat(most)} is the most.")
        return file


class SheetsAdmin(WritingAdmin):
    """Adds withdrawal sheets to the desk of requests. Whoever may act and add documents may."""

    def get_urls(self) -> list[URLPattern]:
        own = path(
            "<path:object_id>/sheet/", self._guarded(self.sheet_view), name=f"{ADDRESS}_sheet"
        )
        return [own, *super().get_urls()]

    def desk_links(self, request: HttpRequest, record: AccessRequest) -> list[tuple[str, str]]:
        """Return further pages about a request, as its desk offers them."""
        links = super().desk_links(request, record)
        if self.may_act(request, record) and _may_add(request) and not _why_ended(record):
            address = reverse(f"admin:{ADDRESS}_sheet", args=[record.pk])
            links.append(("Bring in a withdrawal sheet…", address))
        return links

    def sheet_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Take a sheet, show what would become of each line, and on a second yes write it all."""
        record = self._record(request, object_id)
        why = _why_ended(record) if _may_add(request) else "You may not add documents."
        if why:
            messages.error(request, why)
            return redirect(self._page_of(record))
        if "sheet" in request.POST:
            return self._apply_sheet(request, record)
        form = SheetForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
        context: dict[str, Any] = {"form": form}
        if request.method == "POST" and form.is_valid():
            try:
                context |= _checked(record, form.cleaned_data["file"])
            except BadFile as refusal:
                form.add_error("file", str(refusal))
        return self._sheet_page(request, record, context)

    def _apply_sheet(self, request: HttpRequest, record: AccessRequest) -> HttpResponse:
        try:
            kept = signing.loads(request.POST["sheet"], salt=SALT, max_age=KEPT_FOR)
        except signing.BadSignature:
            messages.error(request, "That check is too old or not ours: choose the file again.")
            return redirect(request.path)
        if kept["request"] != record.pk:
            messages.error(request, "That sheet was checked for another request.")
            return redirect(request.path)
        record.revision = kept["revision"]
        rows = [(number, cells) for number, cells in kept["rows"]]
        try:
            number = bring_in(record, rows, by=request.user, name=kept["name"])  # type: ignore[arg-type]
        except ValidationError as refusal:
            messages.error(request, f"Nothing was written. {' '.join(refusal.messages)}")
            return redirect(request.path)
        self.log_change(request, record, f"Withdrawal sheet brought in: {number}")
        messages.success(request, f"{counted(number, 'document')} brought in.")
        return redirect(self._page_of(record))

    def _sheet_page(
        self, request: HttpRequest, record: AccessRequest, more: dict[str, Any]
    ) -> HttpResponse:
        title = "Bring in a withdrawal sheet"
        context = self._letter_context(request, record, title)
        context |= {"columns": COLUMNS, "most": MOST_ROWS, **more}
        return render(request, "declassification/sheet.html", context)


def _may_add(request: HttpRequest) -> bool:
    return request.user.has_perm("declassification.add_requesteddocument")


def _why_ended(record: AccessRequest) -> str:
    try:
        refuse_ended(record)
    except Refused as refusal:
        return refusal.messages[0]
    return ""


def _checked(record: AccessRequest, file: Any) -> dict[str, Any]:
    rows, notes = read_sheet(file)
    found: Check = check(record, rows)
    kept = {"request": record.pk, "revision": record.revision, "name": file.name, "rows": rows}
    troubled = [line for line in found.lines if line.becomes != "added"]
    fine = [line for line in found.lines if line.becomes == "added"]
    can_be_applied = not found.wrong and found.added
    return {
        "check": found,
        "file_name": file.name,
        "notes": notes,
        "lines": [*troubled, *fine][:SHOWN],
        "hidden": max(len(found.lines) - SHOWN, 0),
        "sheet": signing.dumps(kept, salt=SALT, compress=True) if can_be_applied else "",
    }


@admin.register(RequestedDocument)
class RequestedDocumentAdmin(DeskAdmin):
    """All documents asked for, of every request: for sheets too long for the page of a request."""

    list_display = ["listed", "request", "date", "box", "folder", "document_number"]
    list_filter = ["request__stage", "is_told"]
    list_select_related = ["request", "item"]
    search_fields = ["title", "box", "folder", "document_number", "item__ref", "item__title"]
    search_help_text = "Title, box, folder, number, or the ref of the item."
    autocomplete_fields = ["item"]
    readonly_fields = ["request"]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "request",
                    ("position", "item", "is_told"),
                    "title",
                    ("document_type", "date", "pages"),
                    ("box", "folder", "document_number"),
                    ("restriction_codes", "source"),
                    "notes",
                ]
            },
        ),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).order_by("-request", "position", "pk")

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Let the list be narrowed to one request, as its page links to it."""
        return lookup == "request__id__exact" or super().lookup_allowed(lookup, value, request)

    def changed_with(self, record: Any) -> list[Any]:
        """The page of the request shows the document, and so does that of its item."""
        return [record.request, *([record.item] if record.item else [])]

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        """Let copies follow: the document decides too what readers may know."""
        record.request.show_or_hide_releases(by=request.user)
        super().after_saving(request, record)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A document is asked for by a request: on its page, or by its sheet."""
        return False

    @admin.display(description="document", ordering="title")
    def listed(self, document: RequestedDocument) -> str:
        return str(document)


def documents_url(record: AccessRequest) -> str:
    """Return the list of all documents of one request."""
    address = reverse("admin:declassification_requesteddocument_changelist")
    return f"{address}?request__id__exact={record.pk}"

"""The desk of errors: what readers report waits here; what is accepted is a correction."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from briefingbooks.admin.correction_forms import DECISIONS
from briefingbooks.correcting import DECIDE, refuse_protected_names, tie
from briefingbooks.models import Erratum, ErrorReport
from collections_app.admin.desk import DeskAdmin
from collections_app.preservation import DeskWarning
from oralhistory.admin.private_pages import ReadOnlyDesk
from oralhistory.admin.questions import ask, is_answered

PAGE = "admin:briefingbooks_errorreport_change"
DECISION = "admin:briefingbooks_errorreport_decide"


class ErratumForm(forms.ModelForm):
    """A correction; its place must be one that readers find in the book."""

    class Meta:
        model = Erratum
        exclude: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("was") and not cleaned.get("now"):
            self.add_error("was", "Say what it said, or what it says now.")
        return cleaned

    def _post_clean(self) -> None:
        """Tie a correction to its place once its fields are on it; one that is kept stays."""
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        is_new = self.instance._state.adding or "anchor" in self.changed_data
        if is_new and "where" not in self.changed_data:
            self.instance.where = ""
        try:
            (tie if is_new else refuse_protected_names)(self.instance)
        except ValidationError as refusal:
            self._update_errors(refusal)  # type: ignore[attr-defined]


@admin.register(Erratum)
class ErratumAdmin(DeskAdmin):
    """What was corrected in a book. What readers were told of is not taken away again."""

    form = ErratumForm
    list_display = ["where", "book", "severity", "decided_on", "fixed_in"]
    list_filter = ["severity"]
    list_select_related = ["book"]
    search_fields = ["where", "anchor", "book__title"]
    autocomplete_fields = ["book"]
    fields = [
        "book", "anchor", "where", "severity", "was", "now", "note", "credited_as", "decided_on",
        "fixed_in",
    ]  # fmt: skip

    def changed_with(self, record: Any) -> list[Model]:
        return [record.book]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        return ["book"] if obj is not None else []


@admin.register(ErrorReport)
class ErrorReportAdmin(ReadOnlyDesk):
    """What readers say is wrong. In confidence, until an editor makes a correction of it."""

    list_display = ["code", "book", "where", "state", "received_at"]
    list_filter = ["state"]
    list_select_related = ["book"]
    search_fields = ["code", "book__title"]
    ordering = ["received_at"]
    change_form_template = "briefingbooks/error_report.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.decision_view)
        name = "briefingbooks_errorreport_decide"
        return [path("<int:key>/decide/<slug:verb>/", view, name=name), *super().get_urls()]

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show a report: what is said, where, by whom, and how it may be decided."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        record = self._find(object_id)
        waits = record.state == ErrorReport.State.NEW and request.user.has_perm(DECIDE)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Reported error {record.code}",
            "opts": self.opts,
            "media": self.media,
            "record": record,
            "place_url": f"{record.book.get_absolute_url()}#{record.anchor}",
            "decisions": [
                (decision.label, reverse(DECISION, args=[record.pk, verb]))
                for verb, decision in DECISIONS.items()
                if waits
            ],
        }
        return render(request, self.change_form_template, context)

    def decision_view(self, request: HttpRequest, key: int, verb: str) -> HttpResponse:
        """Ask what a decision needs to know, then take it."""
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        record, decision = self._find(str(key)), DECISIONS.get(verb)
        if decision is None or record.state != ErrorReport.State.NEW:
            raise Http404
        form = decision.form(request.POST if is_answered(request) else None, report=record)
        if form.is_valid():
            try:
                decision.do(record, by=request.user, **form.cleaned_data)
            except ValidationError as refusal:
                form.add_error(None, refusal.messages)
            else:
                messages.success(request, decision.done)
                return redirect(PAGE, record.pk)
        return ask(
            self,
            request,
            action=verb,
            title=f"{decision.label}: {record.code}",
            form=form,
            records=[record],
            lines=[f"{record.book}: {record.where or record.anchor}"],
            back_url=reverse(PAGE, args=[record.pk]),
        )

    def _find(self, key: str) -> ErrorReport:
        reports = ErrorReport.objects.select_related("book", "decided_by", "erratum")
        is_number = key.isascii() and key.isdecimal() and len(key) < 19
        record = reports.filter(pk=key).first() if is_number else None
        if record is None:
            raise Http404
        return record


def reports_that_wait(request: HttpRequest) -> list[DeskWarning]:
    """Return, for whoever may decide, how many reported errors wait."""
    if not request.user.has_perm(DECIDE):
        return []
    waiting = ErrorReport.objects.waiting().count()
    if not waiting:
        return []
    words = "1 reported error waits." if waiting == 1 else f"{waiting} reported errors wait."
    url = reverse("admin:briefingbooks_errorreport_changelist")
    return [DeskWarning(words, f"{url}?state__exact=new", DECIDE)]


admin.site.warn_with(reports_that_wait)  # type: ignore[attr-defined]

"""The desk of quotations: what a book quotes, what may be read now, and what is to be looked at."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from briefingbooks.models import Entry, QuotationTask, QuotedPassage
from briefingbooks.quotation_tasks import close
from briefingbooks.quoting import NothingToQuote, follow_excerpt, freeze, passages_of
from collections_app.admin.desk import DeskAdmin
from oralhistory.clock import clock
from oralhistory.models import ReviewTask

NOTHING = (
    "Entry {} quotes nothing: readers may not read, or books not quote, the passages chosen. "
    "Take the quotation anew when they may."
)
TABLE = (
    '<div class="table-scroll"><table><thead><tr><th scope="col">from</th>'
    '<th scope="col">as quoted</th><th scope="col">as it may be read now</th></tr></thead>'
    "<tbody>{}</tbody></table></div>"
)
ROW = "<tr><td>{}</td><td>{}</td><td>{}</td></tr>"


class QuotingDesk(DeskAdmin):
    """Takes the words of testimony when an excerpt is chosen, and anew when an editor says so."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        anew = bool(form.cleaned_data.get("quote_anew"))
        self._quote(request, form.instance, anew=anew)
        super().save_related(request, form, formsets, change)

    def _quote(self, request: HttpRequest, entry: Entry, *, anew: bool) -> bool:
        by: Any = request.user
        try:
            is_done = bool(freeze(entry, by)) if anew else follow_excerpt(entry, by)
        except NothingToQuote:
            is_done = False
        if not is_done:
            messages.warning(request, NOTHING.format(entry.key))
        return is_done

    @admin.action(permissions=["change"], description="Take the quotation anew")
    def take_anew(self, request: HttpRequest, queryset: QuerySet) -> None:
        for entry in queryset.filter(interview__isnull=False).select_related("book", "interview"):
            if self._quote(request, entry, anew=True):
                self.log_change(request, entry, "Quotation taken anew.")
                messages.success(request, f"Taken anew: entry {entry.key}.")

    @admin.display(description="quotation")
    def quotation(self, entry: Entry) -> str | SafeString:
        """Say what is quoted, with the version cited, beside what may be read now."""
        rows = list(entry.quotation.select_related("transcript__language")) if entry.pk else []
        if not rows:
            return "Nothing is quoted yet."
        now = {cue.key: cue.text for cue in passages_of(entry)}
        lines = format_html_join(
            "", ROW, ((_moment(row), _quoted(row), _now(row, now)) for row in rows)
        )
        cited = next((row.transcript.cited_as for row in rows if row.words), "")
        said = f"Quoted from the {cited}." if cited else "No words are quoted any more."
        return format_html("<p>{}</p>{}", said, format_html(TABLE, lines))

    @admin.display(description="to look at")
    def to_look_at(self, entry: Entry) -> str | SafeString:
        tasks = entry.tasks.select_related("task") if entry.pk else QuotationTask.objects.none()
        waiting = tasks.filter(task__state=ReviewTask.State.OPEN)
        links = ((_task_address(one), one.task.words) for one in waiting)
        return format_html_join("", '<p><a href="{}">{}</a></p>', links) or "nothing"


def _moment(row: QuotedPassage) -> str:
    return clock(row.start_ms) if row.start_ms is not None else f"passage {row.position}"


def _quoted(row: QuotedPassage) -> str:
    if row.notice:
        return row.notice
    return f"{row.speaker}: {row.words}" if row.speaker else row.words


def _now(row: QuotedPassage, now: dict[str, str]) -> str:
    text = now.get(row.key)
    if text is None:
        return "not to be read"
    return "the same" if text == row.words else text


def _task_address(one: QuotationTask) -> str:
    return reverse("admin:oralhistory_reviewtask_change", args=[one.task_id])


@admin.register(QuotationTask)
class QuotationTaskAdmin(admin.ModelAdmin):
    """What happened to quotations and waits for an editor. Tasks are made by the house itself."""

    list_display = ["what", "in_entry", "about", "state", "since", "closed"]
    list_display_links = None
    list_filter = ["task__state", "about"]
    list_select_related = ["entry__book", "entry__interview", "task__updated_by"]
    search_fields = ["entry__key", "entry__book__title", "entry__interview__ref"]
    actions = ["done"]
    fields = readonly_fields = ("what", "in_entry", "about", "state", "since", "closed")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.action(permissions=["change"], description="Mark as looked at")
    def done(self, request: HttpRequest, queryset: QuerySet) -> None:
        for one in queryset.select_related("task"):
            close(one, by=request.user, outcome="Looked at.")  # type: ignore[arg-type]

    @admin.display(description="what to look at")
    def what(self, one: QuotationTask) -> SafeString:
        return format_html('<a href="{}">{}</a>', _task_address(one), one.task.words)

    @admin.display(description="entry")
    def in_entry(self, one: QuotationTask) -> SafeString:
        address = reverse("admin:briefingbooks_entry_change", args=[one.entry_id])
        return format_html('<a href="{}">{}</a>', address, one.entry.key)

    @admin.display(description="state", ordering="task__state")
    def state(self, one: QuotationTask) -> str:
        return one.task.get_state_display()

    @admin.display(description="since", ordering="task__created_at")
    def since(self, one: QuotationTask) -> str:
        return date_format(one.task.created_at, "j F Y")

    @admin.display(description="closed")
    def closed(self, one: QuotationTask) -> str:
        if one.task.state == ReviewTask.State.OPEN:
            return ""
        day = date_format(one.task.updated_at, "j F Y")
        return f"{day}, {one.task.updated_by}" if one.task.updated_by else day

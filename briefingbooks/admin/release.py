"""The page “Review and release” of a book: its stage, what the gate finds, what may be done."""

from itertools import groupby
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from briefingbooks.admin.editions import EditionDesk
from briefingbooks.admin.previews import PreviewDesk
from briefingbooks.admin.release_forms import DEEDS, Deed
from briefingbooks.clearing import changes_since_clearance
from briefingbooks.clocks import clocks_of
from briefingbooks.gate import what_blocks
from briefingbooks.models import Book, Stage
from collections_app.admin.publishing import PublishingAdmin
from collections_app.models import ChangeSet
from collections_app.models.changes import recording
from collections_app.publication import Gap
from oralhistory.admin.questions import ask, is_answered

PAGE = "admin:briefingbooks_book_release"
DEED = "admin:briefingbooks_book_deed"


class StageFilter(admin.SimpleListFilter):
    """Where books stand on their way to readers."""

    title = "stage"
    parameter_name = "stage"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [(stage.value, stage.label.capitalize()) for stage in Stage]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        stage = self.value()
        return queryset.at_stage(stage) if stage in Stage.values else queryset


class ReleaseDesk(EditionDesk, PreviewDesk, PublishingAdmin):
    """Lets books be released by their own deeds; the general acts are not offered."""

    actions: Any = []

    def _may(self, *args: Any) -> bool:
        """Nobody does a general act: a book is cleared first."""
        return False

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        fields = [name for name in super().get_list_display(request) if name != "publication"]
        return [*fields, "stage_said"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [StageFilter, *super().get_list_filter(request)[1:]]

    @admin.display(description="stage", ordering="state")
    def stage_said(self, book: Book) -> str:
        """Say in words where a book stands."""
        if book.on_hold_since is not None:
            return "on hold"
        if book.stage == Stage.SCHEDULED and book.public_from is not None:
            return f"scheduled: {clocks_of(book.public_from, book.release_zone)[0].words}"
        if book.clearance_ended_at and book.stage == Stage.REVIEW:
            return "in review: changed since it was cleared"
        return str(book.stage.label)

    def gaps_for(self, request: HttpRequest, record: Any) -> list[Gap]:
        return list(what_blocks(record, _instant(record)))

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        name = "briefingbooks_book_release"
        deed = view(require_POST_or_form(self.deed_view))
        return [
            path("<int:key>/release/", view(self.release_view), name=name),
            path("<int:key>/release/<slug:verb>/", deed, name="briefingbooks_book_deed"),
            *super().get_urls(),
        ]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        book = kwargs.get("obj")
        if kwargs.get("change") and book is not None:
            links = context.get("desk_links", [])
            context["desk_links"] = [*links, ("Review and release", reverse(PAGE, args=[book.pk]))]
        return super().render_change_form(request, context, *args, **kwargs)

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        """Say if this save ended a clearance, and with it perhaps a schedule."""
        before = Book.objects.get(pk=record.pk)
        super().after_saving(request, record)
        if before.cleared_at and record.cleared_at is None:
            words = f"The clearance ended with this change: {record.clearance_ended_by}."
            if before.stage == Stage.SCHEDULED:
                words += " The book is not scheduled any more."
            messages.warning(request, words)

    def release_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Show where a book stands, what the gate finds, what was done, and what may be done."""
        book = self._book(request, key)
        gaps = what_blocks(book, _instant(book))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Review and release: {book}",
            "opts": self.opts,
            "media": self.media,
            "book": book,
            "stages": [(stage, stage == book.stage) for stage in _way(book)],
            "changed": changes_since_clearance(book) if book.stage != Stage.RELEASED else [],
            "clocks": clocks_of(book.public_from, book.release_zone) if book.public_from else [],
            "blocking": sum(gap.blocks for gap in gaps),
            "warnings": sum(not gap.blocks for gap in gaps),
            "topics": [(topic, list(some)) for topic, some in groupby(gaps, lambda gap: gap.topic)],
            "deeds": self._deeds(request, book),
            "sent_by_you": book.sent_by_id == request.user.pk and book.stage == Stage.REVIEW,
            "log": book.release_log.select_related("by"),
            "editions": self.editions_said(request, book),
            "previews": self.previews_said(request, book),
        }
        return render(request, "briefingbooks/desk/release.html", context)

    def deed_view(self, request: HttpRequest, key: int, verb: str) -> HttpResponse:
        """Do one deed; one that needs to know something asks for it first."""
        book, deed = self._book(request, key), DEEDS.get(verb)
        if deed is None:
            raise Http404
        if not deed.is_possible(book, request.user):  # type: ignore[arg-type]
            raise PermissionDenied
        if deed.form is None:
            return self._do(request, book, deed, {})
        form = deed.form(request.POST if is_answered(request) else None)
        if form.is_valid():
            return self._do(request, book, deed, form.cleaned_data)
        return ask(
            self,
            request,
            action=verb,
            title=deed.label,
            form=form,
            records=[book],
            lines=[str(book)],
            back_url=reverse(PAGE, args=[book.pk]),
        )

    def _do(
        self, request: HttpRequest, book: Book, deed: Deed, answers: dict[str, Any]
    ) -> HttpResponse:
        title, by = f"{deed.done}: 1 briefing book", request.user
        try:
            with recording(by=by, source=ChangeSet.Source.DESK, title=title):
                deed.do(book, by=by, **answers)
        except ValidationError as refusal:
            for message in refusal.messages:
                messages.error(request, f"Not done. {message}")
        else:
            self.log_change(request, book, f"{deed.done}.")
            messages.success(request, f"{deed.done}.{_told(book)}")
        return redirect(PAGE, book.pk)

    def _deeds(self, request: HttpRequest, book: Book) -> list[tuple[Deed, str]]:
        return [
            (deed, reverse(DEED, args=[book.pk, verb]))
            for verb, deed in DEEDS.items()
            if deed.is_possible(book, request.user)  # type: ignore[arg-type]
        ]

    def _book(self, request: HttpRequest, key: int) -> Book:
        books = Book.objects.select_related("sent_by", "cleared_by", "published_by")
        book = books.filter(pk=key).first()
        if book is None:
            raise Http404
        if not self.has_view_permission(request, book):
            raise PermissionDenied
        return book


def require_POST_or_form(view: Any) -> Any:  # noqa: N802 - named after Django's decorator
    """Let a deed without a question be done by POST alone; one with a form shows it first."""

    def answer(request: HttpRequest, key: int, verb: str) -> HttpResponse:
        deed = DEEDS.get(verb)
        if deed is None or deed.form is not None:
            return view(request, key, verb)
        return require_POST(view)(request, key, verb)

    return answer


def _instant(book: Book) -> Any:
    """Return the instant as of which the gate is asked: of the release, if one is scheduled."""
    return book.public_from if book.stage == Stage.SCHEDULED else timezone.now()


def _way(book: Book) -> list[Stage]:
    """Return the stages in the order of the way; withdrawn only where it was."""
    return [stage for stage in Stage if stage != Stage.WITHDRAWN or book.stage == stage]


def _told(book: Book) -> str:
    if book.stage != Stage.SCHEDULED or book.public_from is None:
        return ""
    clocks = "; ".join(clock.words for clock in clocks_of(book.public_from, book.release_zone))
    return f" Readers get it at this instant: {clocks}."

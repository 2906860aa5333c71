"""What was done: every deed, by whom and why, what it changed, and its undoing."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html

from collections_app.admin.deeds import undo_link
from collections_app.admin.plans_told import may, not_allowed_in, refused, tell_plan
from collections_app.changes_told import MaySee, Pair, Teller
from collections_app.models import ChangeSet, ImportBatch
from collections_app.putting_back import Plan
from collections_app.record_history import former_rows, pairs_of
from collections_app.undoing import (
    EditedSince,
    plan_of_undoing,
    touched_models,
    undo,
    why_not,
)

TOLD_AT_MOST = 50


@admin.register(ChangeSet)
class ChangeSetAdmin(admin.ModelAdmin):
    """Deeds are read and undone here; they are never typed."""

    list_display = ["what", "source", "at", "by", "reason", "undoing"]
    list_filter = ["source", ("undone_by", admin.EmptyFieldListFilter), "at"]
    list_select_related = ["by", "undone_by"]
    search_fields = ["title", "reason", "by__username"]
    list_per_page = 50
    show_full_result_count = False
    actions = None

    class Media:
        css = {"all": ["css/desks.css", "css/histories.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.undo_view)
        undo_path = path("<int:pk>/undo/", view, name="collections_app_changeset_undo")
        return [undo_path, *super().get_urls()]

    @admin.display(description="what was done")
    def what(self, change_set: ChangeSet) -> str:
        return str(change_set)

    @admin.display(description="undo")
    def undoing(self, change_set: ChangeSet) -> str:
        if change_set.undone_by is not None:
            undone_by = change_set.undone_by
            address = reverse("admin:collections_app_changeset_change", args=[undone_by.pk])
            day = f"{timezone.localtime(undone_by.at):%-d %B %Y}"
            return format_html('<a href="{}">undone {}</a>', address, day)
        return undo_link(change_set)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).select_related("undone_by")

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """Show everything that a deed changed, as far as the person may see it."""
        change_set = self.get_object(request, object_id)
        if change_set is None:
            raise Http404
        if not self.has_view_permission(request, change_set):
            raise PermissionDenied
        told, size = tell_deed(change_set, _may_see(request))
        context = {
            **self.admin_site.each_context(request),
            "title": str(change_set),
            "opts": self.opts,
            "deed": change_set,
            "told": told,
            "more": max(size - len(told), 0),
            "refusal": why_not(change_set),
            "media": self.media,
        }
        return render(request, "collections_app/deed.html", context)

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask once more with what will change, then undo a deed as a whole."""
        change_set = self.get_object(request, str(pk))
        if change_set is None:
            raise Http404
        if not self.has_view_permission(request, change_set):
            raise PermissionDenied
        batch = ImportBatch.objects.filter(change_set=change_set).first()
        if batch is not None and request.user.has_perm("collections_app.change_importbatch"):
            # An import is taken back at its own desk, in the background, with its progress.
            return redirect("admin:collections_app_importbatch_undo", batch.pk)
        back = reverse("admin:collections_app_changeset_change", args=[pk])
        refusal = why_not(change_set)
        if refusal:
            messages.error(request, f"Not undone. {refusal}")
            return redirect(back)
        plan, problems = plan_of_undoing(change_set, by=request.user)  # type: ignore[arg-type]
        forbidden = not_allowed(request, plan, change_set)
        if request.method == "POST" and not forbidden:
            if self._undo(request, change_set):
                return redirect(back)
            plan, problems = plan_of_undoing(change_set, by=request.user)  # type: ignore[arg-type]
        context = {
            **self.admin_site.each_context(request),
            "title": f"Undo: {change_set}",
            "opts": self.opts,
            "deed": change_set,
            "told": tell_plan(plan, _may_see(request)),
            "problems": problems[:TOLD_AT_MOST],
            "more_problems": max(len(problems) - TOLD_AT_MOST, 0),
            "forbidden": forbidden,
            "media": self.media,
        }
        return render(request, "collections_app/undo_ask.html", context)

    def _undo(self, request: HttpRequest, change_set: ChangeSet) -> bool:
        try:
            undoing = undo(change_set, by=request.user)  # type: ignore[arg-type]
        except EditedSince:
            messages.error(request, "Not undone: somebody has worked on it since.")
            return False
        except ValidationError as refusal:
            for message in refusal.messages:
                messages.error(request, f"Not undone. {message}")
            return False
        words = format_html("Undone: {}. {}", change_set, undo_link(undoing))
        messages.success(request, words)
        return True


def not_allowed(request: HttpRequest, plan: Plan, change_set: ChangeSet) -> list[str]:
    """Say what of an undoing the person may not do, in words; empty if all of it."""
    if plan.changes or plan.made_again or plan.deleted:
        return not_allowed_in(plan, request.user)
    touched = [(model, "change") for model in touched_models(change_set)]
    return refused(request.user, touched)


def _may_see(request: HttpRequest) -> MaySee:
    return lambda model: may(request.user, model, "view")


def tell_deed(change_set: ChangeSet, may_see: MaySee) -> tuple[list[Any], int]:
    """Return the first records that a deed changed, in words, and how many rows there are."""
    pairs: list[Pair] = []
    size = 0
    for model in touched_models(change_set):
        rows = model.changes.filter(change_set=change_set)  # type: ignore[attr-defined]
        size += rows.count()
        if not may_see(model) or len(pairs) >= TOLD_AT_MOST:
            continue
        some = list(rows.order_by("-history_id")[:TOLD_AT_MOST])
        pairs += pairs_of(model, some, former_rows(model, some))
    return Teller(pairs[:TOLD_AT_MOST], may_see).told(), size

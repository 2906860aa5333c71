"""Merging at the desk: choose the other record, look at what would become of both, then do it."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from collections_app.admin.homonyms import STYLE
from collections_app.admin.publishing import PublishingAdmin
from collections_app.look_alikes import kind_of, names_of, unsettled
from collections_app.merge_fields import BOTH, MINE, THEIRS
from collections_app.merging import merge, preview

MOST_FOUND = 25


class MergingAdmin(PublishingAdmin):
    """A desk at which two records that describe the same are made one.

    For whoever may change and delete records of the kind: of the two, one goes.
    """

    actions = [*PublishingAdmin.actions, "merge_two"]

    def has_merge_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        app, name = self.opts.app_label, self.opts.model_name
        needed = [f"{app}.change_{name}", f"{app}.delete_{name}"]
        return request.user.has_perms(needed)

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        choose = self.admin_site.admin_view(self.merge_choose_view)
        look = self.admin_site.admin_view(self.merge_view)
        return [
            path("<int:object_id>/merge/", choose, name=f"{name}_merge_choose"),
            path("<int:object_id>/merge/<int:other_id>/", look, name=f"{name}_merge"),
            *super().get_urls(),
        ]

    @admin.action(permissions=["merge"], description="Merge two into one…")
    def merge_two(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Open the preview of the two records that are ticked."""
        keys = list(queryset.order_by("pk").values_list("pk", flat=True)[:3])
        if len(keys) == 2:
            return redirect(self._merge_url("merge", *keys))
        messages.error(request, "Tick exactly two records to merge them.")
        return None

    def merge_choose_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Look for the record that describes the same, those with a like name first."""
        record = self._mergeable(request, object_id)
        words = request.GET.get("q", "").strip()
        found: list[Any] = []
        if words:
            rows, _ = self.get_search_results(request, self.get_queryset(request), words)
            found = list(rows.exclude(pk=record.pk).distinct()[:MOST_FOUND])
        alike = unsettled(record, names_of(record)) if kind_of(self.model) else []
        context = {
            **self._merge_context(request, record, f"Merge {record} with…"),
            "words": words,
            "found": [(one, self._merge_url("merge", record.pk, one.pk)) for one in found],
            "alike": [
                (one.record, one.name, self._merge_url("merge", record.pk, one.record.pk))
                for one in alike
            ],
        }
        return render(request, "collections_app/merge_choose.html", context)

    def merge_view(self, request: HttpRequest, object_id: int, other_id: int) -> HttpResponse:
        """Show field by field what the merge would do; do it once it is confirmed with a reason."""
        survivor = self._mergeable(request, object_id)
        other = self._mergeable(request, other_id)
        if survivor.pk == other.pk:
            raise Http404
        problems: list[str] = []
        if request.method == "POST":
            try:
                return self._merge(request, survivor, other)
            except ValidationError as refusal:
                problems = refusal.messages
                survivor = self._mergeable(request, object_id)
                other = self._mergeable(request, other_id)
        shown = preview(survivor, other)
        chosen = _choices(request)
        context = {
            **self._merge_context(request, survivor, f"Merge {other} into {survivor}"),
            "preview": shown,
            "fields": [(one, chosen.get(one.name, one.chosen)) for one in shown.fields],
            "sides": (MINE, THEIRS, BOTH),
            "reason": request.POST.get("reason", ""),
            "problems": problems,
            "swap_url": self._merge_url("merge", other.pk, survivor.pk),
            "other_url": self._page_of(other),
        }
        return render(request, "collections_app/merge_preview.html", context)

    def desk_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        """Return further pages about a record, as its desk offers them."""
        if not self.has_merge_permission(request):
            return []
        return [("Merge with…", self._merge_url("merge_choose", record.pk))]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if kwargs.get("change") and record is not None:
            context["desk_links"] = self.desk_links(request, record)
        return super().render_change_form(request, context, *args, **kwargs)

    def _merge(self, request: HttpRequest, survivor: Any, other: Any) -> HttpResponse:
        choices = _choices(request)
        by: Any = request.user
        gone = str(other)
        reason, seen = request.POST.get("reason", ""), request.POST.get("seen", "")
        merge(survivor, other, choices, by=by, reason=reason, seen=seen)
        messages.success(request, f"“{gone}” and “{survivor}” are one now.")
        return redirect(self._page_of(survivor))

    def _mergeable(self, request: HttpRequest, key: int) -> Any:
        if not self.has_merge_permission(request):
            raise PermissionDenied
        record = self.get_object(request, str(key))
        if record is None:
            raise Http404
        return record

    def _merge_url(self, view: str, *keys: int) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}"
        return reverse(name, args=keys, current_app=self.admin_site.name)

    def _merge_context(self, request: HttpRequest, record: Any, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "record": record,
            "back_url": self._page_of(record),
            "media": STYLE,
        }


def _choices(request: HttpRequest) -> dict[str, str]:
    """Return what was chosen, by field, as it was sent."""
    return {name[6:]: str(value) for name, value in request.POST.items() if name[:6] == "field-"}

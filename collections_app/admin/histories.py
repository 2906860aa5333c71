"""The pages of a record's past: its history, the return to a version, deleted records."""

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.dateparse import parse_datetime

from collections_app import curation
from collections_app.admin.deeds import undo_link
from collections_app.admin.plans_told import not_allowed_in, tell_plan
from collections_app.changes_told import Names
from collections_app.history import DELETED
from collections_app.putting_back import Plan
from collections_app.record_history import Story
from collections_app.restoring import plan_of_return, plan_of_version, restore

DEEDS_A_PAGE = 20
DELETED_A_PAGE = 50


class ReasonForm(forms.Form):
    """Why a former version is brought back."""

    reason = forms.CharField(
        label="Why (for the history)",
        required=False,
        max_length=300,
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
    )


class WithPastVersions(BaseModelAdmin):
    """A desk at which the past of a record can be read, and brought back."""

    def get_urls(self) -> list[URLPattern]:
        view, name = self.admin_site.admin_view, f"{self.opts.app_label}_{self.opts.model_name}"
        return [
            path("deleted/", view(self.deleted_view), name=f"{name}_deleted"),
            path("deleted/<path:object_id>/", view(self.return_view), name=f"{name}_return"),
            path("<path:object_id>/restore/", view(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),  # type: ignore[misc]
        ]

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """Lead from the list of records to those that were deleted."""
        if hasattr(self.model, "changes"):
            extra_context = {"deleted_url": self._address("deleted")} | (extra_context or {})
        return super().changelist_view(request, extra_context)  # type: ignore[misc]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Show every change of a record and its parts, by deed, the newest first."""
        desk: Any = self
        if not hasattr(self.model, "changes"):
            return super().history_view(request, object_id, extra_context)  # type: ignore[misc]
        record = desk.get_object(request, unquote(object_id))
        if record is None:
            return desk._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        if not desk.has_view_or_change_permission(request, record):
            raise PermissionDenied
        story = Story(self.model, record.pk, desk.sees(request))
        pages = Paginator(range(len(story)), DEEDS_A_PAGE)
        page = pages.get_page(request.GET.get("p", 1))
        context = {
            **self.admin_site.each_context(request),
            "title": f"History of {record}",
            "opts": self.opts,
            "object": record,
            "deeds": story.page(page.start_index() - 1, page.end_index()) if len(story) else [],
            "page": page,
            "range": pages.get_elided_page_range(page.number),
            "may_restore": desk.has_change_permission(request, record),
            "may_undo": request.user.has_perm("collections_app.view_changeset"),
            "restore_url": self._address("restore", record.pk),
            "media": desk.media,
            **(extra_context or {}),
        }
        return render(request, "collections_app/record_history.html", context)

    def restore_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Bring a record back to what it said at an instant, after a look at what will change."""
        desk: Any = self
        record = desk.get_object(request, unquote(object_id))
        at = _instant(request.GET.get("at", ""))
        if record is None or at is None:
            raise Http404
        if not desk.has_change_permission(request, record):
            raise PermissionDenied
        with_parts = bool(request.POST.get("with_parts") or request.GET.get("with_parts"))
        parts = self._parts(request, record)
        try:
            plan = plan_of_version(
                record,
                at,
                by=request.user,  # type: ignore[arg-type]
                parts=parts if with_parts else [],
                only=self._writable(request, record),
            )
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self._address("history", record.pk))
        if request.method == "POST" and "confirmed" in request.POST:
            done = self._restore(request, plan, f"Restored: {self._kind_and_name(record)}")
            if done:
                desk.after_saving(request, desk.get_object(request, str(record.pk)))
                return redirect(self._address("change", record.pk))
        context = {"record": record, "at": at, "with_parts": with_parts, "has_parts": bool(parts)}
        return self._ask_first(request, plan, f"Restore {record}", context)

    def _restore(self, request: HttpRequest, plan: Plan, title: str) -> bool:
        form = ReasonForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        try:
            for changes in plan.changes.values():
                for change in changes:
                    _check(change.record, change.fields)
            change_set = restore(plan, reason=reason, title=title)
        except ValidationError as refusal:
            for message in refusal.messages:
                messages.error(request, f"Not restored. {message}")
            return False
        words = "Restored." if change_set else "Nothing to restore: it says this already."
        messages.success(request, words)
        if change_set and request.user.has_perm("collections_app.view_changeset"):
            messages.info(request, undo_link(change_set))
        return True

    def _kind_and_name(self, record: Model) -> str:
        kind = str(self.opts.verbose_name)
        is_named = getattr(self, "is_named_in_deeds", True)
        return f"{kind} {record}" if is_named else f"a {kind}"

    def _ask_first(
        self, request: HttpRequest, plan: Plan, title: str, context: dict[str, Any]
    ) -> HttpResponse:
        desk: Any = self
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "told": tell_plan(plan, desk.sees(request)),
            "form": ReasonForm(),
            "media": desk.media,
            **context,
        }
        return render(request, "collections_app/restore_ask.html", context)

    def _parts(self, request: HttpRequest, record: Any) -> list[tuple[type[Model], str]]:
        """Return the rows of the page that may be brought back with it.

        What has files or parts of its own (copies, entries) has a page and a history of its own.
        """
        desk: Any = self
        known = dict(curation.parts_of(self.model))
        return [
            (inline.model, known[inline.model])
            for inline in desk.get_inline_instances(request, record)
            if inline.model in known
            and "__" not in known[inline.model]
            and not _has_parts(inline.model)
            and inline.has_add_permission(request, record)
            and inline.has_change_permission(request, record)
            and inline.has_delete_permission(request, record)
        ]

    def _writable(self, request: HttpRequest, record: Any) -> dict[type[Model], set[str]]:
        """Return the fields that this person could type into on the page of the record."""
        desk: Any = self
        names = flatten_fieldsets(desk.get_fieldsets(request, record))
        form = desk.get_form(request, record, change=True, fields=names)(instance=record)
        return {self.model: {name for name, one in form.fields.items() if not one.disabled}}

    def deleted_view(self, request: HttpRequest) -> HttpResponse:
        """List the records of this kind that were deleted, the last one first."""
        desk: Any = self
        if not desk.has_view_or_change_permission(request) or not hasattr(self.model, "changes"):
            raise PermissionDenied
        key = self.model._meta.pk.attname
        present = self.model._base_manager.values("pk")
        rows = self.model.changes.model.objects.filter(history_type=DELETED)
        rows = rows.exclude(**{f"{key}__in": present}).select_related("history_user", "change_set")
        page = Paginator(rows.order_by("-history_id"), DELETED_A_PAGE).get_page(
            request.GET.get("p", 1)
        )
        names = Names(_pointed(self.model, page.object_list), desk.sees(request))
        context = {
            **self.admin_site.each_context(request),
            "title": f"Deleted {self.opts.verbose_name_plural}",
            "opts": self.opts,
            "rows": [
                (row, names.of_row(self.model, row), self._address("return", getattr(row, key)))
                for row in page
            ],
            "page": page,
            "may_restore": _may_make_again(desk, request),
            "media": desk.media,
        }
        return render(request, "collections_app/deleted_records.html", context)

    def return_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Make a deleted record again with its parts, for whoever may make all of them."""
        if not _may_make_again(self, request) or not hasattr(self.model, "changes"):
            raise PermissionDenied
        if not curation.of(self.model).is_undone:
            raise PermissionDenied
        try:
            key = self.model._meta.pk.to_python(unquote(object_id))
            plan, left_out = plan_of_return(self.model, key, by=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return redirect(self._address("deleted"))
        forbidden = not_allowed_in(plan, request.user)
        if forbidden:
            messages.error(request, " ".join(forbidden))
            return redirect(self._address("deleted"))
        is_confirmed = request.method == "POST" and "confirmed" in request.POST
        if is_confirmed and self._restore(request, plan, f"Made again: a {self.opts.verbose_name}"):
            return redirect(self._address("change", key))
        title = f"Make a deleted {self.opts.verbose_name} again"
        return self._ask_first(request, plan, title, {"left_out": left_out, "is_return": True})

    def _address(self, page: str, *keys: Any) -> str:
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=keys, current_app=self.admin_site.name)


def _may_make_again(desk: Any, request: HttpRequest) -> bool:
    """What comes back says what it said: whoever makes it again writes all of it at once."""
    return bool(desk.has_add_permission(request) and desk.has_change_permission(request))


def _instant(said: str) -> datetime | None:
    try:
        found = parse_datetime(said.replace(" ", "+"))
    except ValueError:
        return None
    return found if found is not None and found.tzinfo is not None else None


def _check(record: Any, fields: dict[str, Any]) -> None:
    """Refuse a former version that would not be accepted today."""
    before = {name: getattr(record, name) for name in fields}
    for name, value in fields.items():
        setattr(record, name, value)
    try:
        record.full_clean(validate_unique=False, validate_constraints=False)
    finally:
        for name, value in before.items():
            setattr(record, name, value)


def _has_parts(model: type[Model]) -> bool:
    return bool(curation.parts_of(model))


def _pointed(model: type[Model], rows: Any) -> dict[type[Model], set[Any]]:
    found: dict[type[Model], set[Any]] = {}
    for column in model._meta.concrete_fields:
        if column.is_relation:
            keys = {getattr(row, column.attname) for row in rows} - {None}
            found.setdefault(column.related_model, set()).update(keys)  # type: ignore[arg-type]
    return found

"""Two people at one record: the second is told, sees what the first did, loses nothing typed."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from collections_app.admin.merging_forms import Merged, flags, merge_form, merge_rows, values_then
from collections_app.admin.versions import (
    VERSION,
    Others,
    Sources,
    done_since,
    lock,
    parts_at_desk,
    read_version,
    row_at,
    rows_at,
    say_version,
    version_of,
)
from collections_app.changes_told import MaySee
from collections_app.history import DELETED

NOT_TYPED = {"csrfmiddlewaretoken", VERSION}


@dataclass(frozen=True, slots=True)
class Conflict:
    """What the others did since the form was opened, and the form with both brought together."""

    others: Others
    merged: Merged
    has_files: bool

    @property
    def both(self) -> int:
        return len(self.merged.both)


class KeptBack:
    """Put before a form class: refuses to be saved, and marks what both people changed."""

    conflict: Conflict

    def full_clean(self) -> None:
        super().full_clean()  # type: ignore[misc]
        form: Any = self
        others = self.conflict.others
        words = (
            f"Not saved yet: {others.who} saved this record at "
            f"{timezone.localtime(others.at):%H:%M} while you were working on it. What you typed "
            "stands below. Look at it and save again."
        )
        form.add_error(None, words)
        for name, said in flags(self.conflict.merged.both):
            if name in form.fields:
                form.add_error(name, _changed_by_both(others, said))


def _changed_by_both(others: Others, said: str) -> str:
    now = said.rstrip(".")
    return f"{others.who} changed this too; it says now: {now}. Yours will replace it."


class EditedTogether(BaseModelAdmin):
    """A desk that notices when a record was saved by somebody else while a form was open."""

    def sees(self, request: HttpRequest) -> MaySee:
        """Return whether the person may see records of a kind at all."""
        user = request.user

        def may_see(model: type[Model]) -> bool:
            meta = model._meta
            return user.has_perm(f"{meta.app_label}.view_{meta.model_name}")

        return may_see

    def sources_of(self, request: HttpRequest, record: Model) -> Sources:
        """Return the histories that a form on this record is about: its own and its rows'."""
        if not hasattr(self.model, "changes"):
            return {}
        parts = [
            (inline.model, formset.fk.name)
            for formset, inline in self.get_formsets_with_inlines(request, record)  # type: ignore[attr-defined]
        ]
        return parts_at_desk(self.model, record.pk, parts)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        view: Any = super()
        if request.method != "POST" or object_id is None or "_saveasnew" in request.POST:
            return view.changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            record = self.get_object(request, unquote(object_id))  # type: ignore[attr-defined]
            if record is None:
                gone = self._gone_meanwhile(request, unquote(object_id))
                if gone is not None:
                    return gone
            else:
                lock(record)
                self._look_for_others(request, record)
            return view.changeform_view(request, object_id, form_url, extra_context)

    def _look_for_others(self, request: HttpRequest, record: Model) -> None:
        """Bring both together on the request if somebody else saved since the form was opened."""
        if VERSION not in request.POST or not self.has_change_permission(request, record):
            return
        sources, opened_on = self.sources_of(request, record), read_version(request.POST[VERSION])
        if version_of(sources) == opened_on:
            return
        others = done_since(sources, opened_on, self.sees(request))
        if others is None:
            return
        # Read anew, after the lock: somebody may have saved while this one waited for it.
        record = self.get_object(request, str(record.pk))  # type: ignore[attr-defined]
        merged = self._bring_together(request, record, sources, opened_on)
        request.POST = merged.data  # type: ignore[assignment]
        request.conflict = Conflict(others, merged, bool(request.FILES))  # type: ignore[attr-defined]

    def _bring_together(
        self, request: HttpRequest, record: Any, sources: Sources, opened_on: dict[str, int]
    ) -> Merged:
        merged = Merged(request.POST.copy())
        desk: Any = self
        names = flatten_fieldsets(desk.get_fieldsets(request, record))
        form_class = desk.get_form(request, record, change=True, fields=names)
        own = row_at(self.model, record.pk, opened_on.get(self.model._meta.label, 0))
        if own is not None:
            theirs = form_class(instance=record)
            then = values_then(own, list(theirs.fields))
            mine = form_class(merged.data, request.FILES, instance=record, initial=then)
            merge_form(merged, mine, theirs, then)
        for formset in self._formsets(request, record):
            label = formset.model._meta.label
            if formset.model in sources and label in opened_on:
                then = rows_at(formset.model, sources[formset.model], opened_on[label])
                merge_rows(merged, formset, then, request.FILES)
        return merged

    def _formsets(self, request: HttpRequest, record: Any) -> Iterator[Any]:
        """Yield the sets of rows of the page as they are stored, under their names there."""
        used: dict[str, int] = {}
        desk: Any = self
        for formset_class, inline in desk.get_formsets_with_inlines(request, record):
            prefix = formset_class.get_default_prefix()
            used[prefix] = used.get(prefix, 0) + 1
            if used[prefix] > 1:
                prefix = f"{prefix}-{used[prefix]}"
            rows = inline.get_queryset(request)
            if inline.has_change_permission(request, record):
                yield formset_class(instance=record, prefix=prefix, queryset=rows)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        form_class = super().get_form(request, obj, change, **kwargs)  # type: ignore[misc]
        conflict = getattr(request, "conflict", None)
        if conflict is None:
            return form_class
        name = form_class.__name__
        return type(form_class)(name, (KeptBack, form_class), {"conflict": conflict})

    def get_inline_formsets(
        self, request: HttpRequest, formsets: Any, inline_instances: Any, obj: Any = None, **kw: Any
    ) -> Any:
        conflict: Conflict | None = getattr(request, "conflict", None)
        for formset in formsets:
            if formset.is_bound:
                # Each row stands beside its own record, whatever came or went meanwhile.
                formset._queryset = [form.instance for form in formset.initial_forms]
            for form in formset.forms if conflict else []:
                _mark(form, conflict)
        return super().get_inline_formsets(request, formsets, inline_instances, obj, **kw)  # type: ignore[misc]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        record = kwargs.get("obj")
        if kwargs.get("change") and record is not None and record.pk is not None:
            context["version_name"] = VERSION
            context["version"] = self._version_to_carry(request, record)
            context["conflict"] = getattr(request, "conflict", None)
        return super().render_change_form(request, context, *args, **kwargs)  # type: ignore[misc]

    def _version_to_carry(self, request: HttpRequest, record: Model) -> str:
        """A form that comes back for correction keeps the version it was opened on."""
        if VERSION in request.POST and getattr(request, "conflict", None) is None:
            return request.POST[VERSION]
        return say_version(version_of(self.sources_of(request, record)))

    def _gone_meanwhile(self, request: HttpRequest, key: str) -> HttpResponse | None:
        """Return a page with everything typed if the record was deleted while the form was open."""
        history: Any = self.model.changes.model if hasattr(self.model, "changes") else None
        if history is None or not self.has_change_permission(request):
            return None
        try:
            rows = history.objects.filter(**{self.model._meta.pk.attname: key})
            last = rows.select_related("history_user").order_by("-history_id").first()
        except (ValueError, forms.ValidationError):
            return None
        if last is None or last.history_type != DELETED:
            return None
        desk: Any = self
        context = {
            **desk.admin_site.each_context(request),
            "title": "Deleted while you were working on it",
            "opts": self.opts,
            "last": last,
            "key": key,
            "may_restore": desk.has_add_permission(request),
            "typed": [
                (name.replace("_", " "), value)
                for name, values in request.POST.lists()
                if name not in NOT_TYPED and not name.endswith("_FORMS")
                for value in values
                if value.strip()
            ],
            "has_files": bool(request.FILES),
        }
        return render(request, "collections_app/deleted_meanwhile.html", context, status=409)


def _mark(form: Any, conflict: Conflict | None) -> None:
    if conflict is None or not form.is_bound:
        return
    for name, said in flags(conflict.merged.both, form.prefix):
        if name in form.fields:
            form.add_error(name, _changed_by_both(conflict.others, said))

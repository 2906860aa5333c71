"""Changing many records from their list: choose, look at what would become of them, confirm."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.text import capfirst

from collections_app.admin.deeds import REASON, undo_link
from collections_app.bulk_editing import NAMED, SHOWN, Line, Look, Operation, carry_out, look
from collections_app.bulk_operations import OPERATIONS
from collections_app.changes_told import EMPTY, FieldTold, Names, say_value


class BulkEditing(admin.ModelAdmin):
    """A desk whose list lets many records be changed at once."""

    @admin.action(permissions=["change"], description="Change many…")
    def change_many(self, request: HttpRequest, queryset: QuerySet) -> HttpResponse | None:
        """Lead from the choice of a change over its question and its preview to the deed."""
        offered = self._offered(request)
        operation = offered.get(request.POST.get("operation", ""))
        if operation is None:
            if request.POST.get("operation"):
                raise PermissionDenied
            return self._choice_page(request, queryset, list(offered.values()))
        form = self._form(operation)(request.POST if "answered" in request.POST else None)
        if operation.ask() and not form.is_valid():
            return self._bulk_question(request, queryset, operation, form)
        answers = form.cleaned_data if operation.ask() else {}
        if "confirmed" in request.POST:
            found = self._change(request, queryset, operation, answers)
            if found is None:
                return None
        return self._preview_page(request, queryset, operation, form, answers)

    def _offered(self, request: HttpRequest) -> dict[str, Operation]:
        """Return what this person may change: the fields that the desk lets them type into."""
        fields = self.get_form(request).base_fields
        readonly = set(self.get_readonly_fields(request))
        return {
            operation.name: operation
            for operation in OPERATIONS[self.model]
            if (not operation.needs or request.user.has_perm(operation.needs))
            and all(
                name in fields and name not in readonly and not fields[name].disabled
                for name in operation.columns()
            )
        }

    def _form(self, operation: Operation) -> type[forms.Form]:
        asked = operation.ask()
        for name, field in asked.items():
            column: Any = self.opts.get_field(name)
            if column.is_relation and name in self.get_autocomplete_fields_of_model():
                kind = AutocompleteSelectMultiple if column.many_to_many else AutocompleteSelect
                field.widget = kind(column, self.admin_site)
                field.widget.choices = field.choices  # type: ignore[attr-defined]
        return type("OperationForm", (forms.Form,), asked)

    def get_autocomplete_fields_of_model(self) -> set[str]:
        return set(self.autocomplete_fields)

    def _change(
        self, request: HttpRequest, queryset: QuerySet, operation: Operation, answers: Any
    ) -> Look | None:
        """Make the change if it is still what was looked at; else return what it would be now."""
        expected = request.POST.get("expected", "")
        found = look(operation, queryset, answers)
        if str(found.size) != expected:
            words = "Not done yet: the records have changed meanwhile. Look again."
            messages.warning(request, words)
            return found
        reason = request.POST.get(REASON, "").strip()
        user: Any = request.user
        done, deed = carry_out(operation, queryset, answers, by=user, reason=reason)
        link = undo_link(deed) if deed and user.has_perm("collections_app.view_changeset") else ""
        words = f"{operation.label}: {done.size} changed, {done.same} were so already"
        refused = f", {len(done.refused)} refused" if done.refused else ""
        messages.success(request, format_html("{}{}. {}", words, refused, link))
        return None

    def _hidden(self, request: HttpRequest, *others: tuple[str, str]) -> list[tuple[str, str]]:
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        return [
            ("action", "change_many"),
            ("select_across", request.POST.get("select_across", "0")),
            *((ACTION_CHECKBOX_NAME, key) for key in chosen),
            *others,
        ]

    def _context(self, request: HttpRequest, title: str, **more: Any) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "back_url": request.get_full_path(),
            "media": self.media,
            **more,
        }

    def _choice_page(
        self, request: HttpRequest, queryset: QuerySet, offered: list[Operation]
    ) -> HttpResponse:
        title = f"Change {queryset.count()} {self.opts.verbose_name_plural}"
        context = self._context(request, title, offered=offered, hidden=self._hidden(request))
        return render(request, "collections_app/bulk_choose.html", context)

    def _bulk_question(
        self, request: HttpRequest, queryset: QuerySet, operation: Operation, form: forms.Form
    ) -> HttpResponse:
        hidden = self._hidden(request, ("operation", operation.name), ("answered", "yes"))
        context = self._context(
            request,
            operation.label,
            form=form,
            hidden=hidden,
            size=queryset.count(),
            media=self.media + form.media,
        )
        return render(request, "collections_app/bulk_ask.html", context)

    def _preview_page(
        self,
        request: HttpRequest,
        queryset: QuerySet,
        operation: Operation,
        form: forms.Form,
        answers: Any,
    ) -> HttpResponse:
        found = look(operation, queryset, answers)
        given = [(name, value) for name in operation.ask() for value in request.POST.getlist(name)]
        hidden = self._hidden(
            request,
            ("operation", operation.name),
            ("answered", "yes"),
            ("confirmed", "yes"),
            ("expected", str(found.size)),
            *given,
        )
        context = self._context(
            request,
            operation.label,
            hidden=hidden,
            found=found,
            lines=tell_lines(self.model, found.lines[:SHOWN]),
            more=max(found.size - SHOWN, 0),
            refused=found.refused[:NAMED],
            more_refused=max(len(found.refused) - NAMED, 0),
            reason_name=REASON,
        )
        return render(request, "collections_app/bulk_preview.html", context)


def tell_lines(model: type[Model], lines: list[Line]) -> list[tuple[Any, list[FieldTold]]]:
    """Return records with each column before and after, in words."""
    names = _names(model, lines)
    return [
        (line.record, [_tell(model, line, name, names) for name in line.before]) for line in lines
    ]


def _tell(model: type[Model], line: Line, name: str, names: Names) -> FieldTold:
    column: Any = model._meta.get_field(name)
    label = capfirst(str(column.verbose_name))
    if name in line.terms:
        then, now = line.terms[name], line.before[name]
        return FieldTold(
            name,
            label,
            added=sorted(names.of(column.related_model, key) for key in then - now),
            removed=sorted(names.of(column.related_model, key) for key in now - then),
        )
    values = (line.before[name], line.values[name])
    if column.is_relation:
        before, after = (str(value) if value is not None else EMPTY for value in values)
    else:
        before, after = (say_value(column, value) or EMPTY for value in values)
    return FieldTold(name, label, before, after)


def _names(model: type[Model], lines: list[Line]) -> Names:
    keys: dict[type[Model], set[Any]] = {}
    for line in lines:
        for name, then in line.terms.items():
            related: Any = model._meta.get_field(name).related_model
            keys.setdefault(related, set()).update(then | line.before[name])
    return Names(keys, lambda _: True)

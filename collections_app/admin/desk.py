"""What every desk does when somebody saves: says who, and tells whoever shows the record."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.options import BaseModelAdmin
from django.contrib.admin.utils import unquote
from django.contrib.admin.views.main import ChangeList
from django.contrib.admin.widgets import (
    AdminTextareaWidget,
    AdminTextInputWidget,
    RelatedFieldWidgetWrapper,
)
from django.db.models import CharField, Field, Model, TextField
from django.forms import BaseInlineFormSet, BaseModelFormSet, ModelForm
from django.forms.utils import pretty_name
from django.http import HttpRequest, HttpResponse

from collections_app import dependants
from collections_app.admin.deeds import REASON, NamedDeeds
from collections_app.admin.edited_together import EditedTogether
from collections_app.admin.histories import WithPastVersions
from collections_app.admin.long_lists import LateJoined, LongList
from collections_app.admin.uses_told import said_of
from collections_app.models import Recorded

WIDE_FROM = 160
ROWS, TALL_ROWS = 3, 12


def stamp(record: Model, request: HttpRequest) -> None:
    """Write down who describes a record, if it is of a kind that keeps this."""
    if isinstance(record, Recorded):
        if record._state.adding:
            record.created_by = request.user  # type: ignore[assignment]
        record.updated_by = request.user  # type: ignore[assignment]


class FittingFields(BaseModelAdmin):
    """Gives a field as much room as it needs, and no button that deletes what it only points to."""

    wide_from: int | None = WIDE_FROM
    tall_fields: tuple[str, ...] = ()
    sentence_fields: tuple[str, ...] = ()

    def formfield_for_dbfield(
        self, db_field: Field, request: Any, **kwargs: Any
    ) -> forms.Field | None:
        if isinstance(db_field, TextField):
            rows = TALL_ROWS if db_field.name in self.tall_fields else ROWS
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": rows})
        elif isinstance(db_field, CharField) and not db_field.choices:
            if db_field.name in self.sentence_fields:
                kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 2})
            elif self.wide_from and (db_field.max_length or 0) >= self.wide_from:
                kwargs["widget"] = AdminTextInputWidget(attrs={"class": "vLargeTextField"})
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_delete_related = False
        return field


class DeskAdmin(NamedDeeds, EditedTogether, WithPastVersions, FittingFields, admin.ModelAdmin):
    """A page of the admin at which people of the house work on one kind of record.

    Django saves a page of the admin in one transaction; the change is announced at its end, when
    the parts of the record are saved too.
    """

    list_per_page = 50
    paginator = LateJoined
    show_full_result_count = False
    view_on_site = False
    # By which column rows follow that are equal in the column a list is sorted by.
    further_order = "pk"

    class Media:
        css = {"all": ["css/desks.css", "css/drawing.css", "css/names.css", "css/histories.css"]}

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return LongList

    def changed_with(self, record: Any) -> list[Model]:
        """Return the records whose page changes when `record` does: itself, unless told."""
        return [record]

    def after_saving(self, request: HttpRequest, record: Any) -> None:
        """Do what must follow once a record and its parts are saved, in the same transaction."""
        self.announce(request, self.changed_with(record))

    def announce(self, request: HttpRequest, records: list[Model]) -> None:
        """Tell every room that shows these records."""
        for record in records:
            dependants.announce_change(record, by=request.user)  # type: ignore[arg-type]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Ask on every form why something is changed; the answer stands in the history."""
        context["reason_name"], context["reason"] = REASON, request.POST.get(REASON, "")
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: ModelForm, change: bool) -> None:
        stamp(obj, request)
        super().save_model(request, obj, form, change)

    def save_formset(
        self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool
    ) -> None:
        for part_form in formset.forms:
            if part_form.has_changed():
                stamp(part_form.instance, request)
        super().save_formset(request, form, formset, change)

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        self.after_saving(request, form.instance)

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        others = [record for record in self.changed_with(obj) if record is not obj]
        super().delete_model(request, obj)
        self.announce(request, others)

    def delete_view(
        self,
        request: HttpRequest,
        object_id: str,
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Say before anything is deleted, or refused, what needs the record."""
        record = self.get_object(request, unquote(object_id))
        uses = dependants.uses_of(record) if record is not None else []
        context = {"uses": uses, "uses_said": said_of(uses)} | (extra_context or {})
        return super().delete_view(request, object_id, context)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """Offer no deletion of many records at once: a record is deleted on its own page."""
        actions = super().get_actions(request)
        actions.pop("delete_selected", None)
        return actions


class NamedFieldsFormSet(BaseInlineFormSet):
    """Gives every field of a row a name that is read out: a heading of a table is no label."""

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget: Any = getattr(field.widget, "widget", field.widget)
            widget.attrs["aria-label"] = str(field.label or pretty_name(name))


class PartsInline(FittingFields, admin.TabularInline):
    """The parts of a record in rows: one empty row is added by hand where one is needed."""

    extra = 0
    formset = NamedFieldsFormSet
    view_on_site = False
    wide_from = None


class StackedPartsInline(FittingFields, admin.StackedInline):
    """The parts of a record one below the other, where a row would be too narrow."""

    extra = 0
    view_on_site = False

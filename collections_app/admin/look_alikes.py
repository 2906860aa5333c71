"""Records taken for each other by name: the warning before saving, and the list of doubles."""

import re
from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import transaction
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django_tasks import task

from collections_app import background
from collections_app.admin.homonyms import STYLE
from collections_app.admin.merging import MergingAdmin
from collections_app.look_alikes import (
    MODELS,
    MOST_SHOWN,
    Match,
    catch_up,
    doubles,
    kind_of,
    names_of,
    sounding_like,
    tell_apart,
    unlisted,
    unsettled,
)
from collections_app.models import LookAlike, Named

PAIRS_TO_A_PAGE = 50
_OTHER_NAME = re.compile(r"names-(?:\d+|__prefix__)-name")
_LINES = ("other_names", "alternative_labels")
_NAMES = ("name", "display_name", "label_en", "label_fr")
ALIKE = "There is a record with a name much like this one already. Look at it above; if this is "
TICK = "somebody or something else, tick that and save again."


class LookAlikeForm(ModelForm):
    """Asks, before a name is kept that is much like another, whether the two are the same."""

    is_somebody_else = forms.BooleanField(required=False, label="This is somebody else")
    # The records that were shown beside the tick: it says nothing of others.
    shown_alike = forms.CharField(required=False, widget=forms.HiddenInput)

    alike: list[Match]
    told_apart: set[int]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self.alike, self.told_apart = [], set()
        stored = names_of(self.instance) if self.instance.pk else []
        new = [name for name in self._typed_names() if name not in stored]
        if not new:
            return cleaned
        if cleaned.get("is_somebody_else"):
            shown = cleaned.get("shown_alike", "")
            self.told_apart = {int(key) for key in shown.split(",") if key.isdecimal()}
        found = unsettled(self.instance, new)
        if any(match.record.pk not in self.told_apart for match in found):
            self.alike = found[:MOST_SHOWN]
            self.add_error(None, ALIKE + TICK)
        return cleaned

    @property
    def keys_alike(self) -> str:
        """The records that the warning names, as the next sending of the form gives them back."""
        return ",".join(str(match.record.pk) for match in getattr(self, "alike", []))

    def _typed_names(self) -> Iterator[str]:
        for field in _NAMES:
            if words := self.cleaned_data.get(field):
                yield words.strip()
        for field in _LINES:
            for line in (self.cleaned_data.get(field) or "").splitlines():
                if line.strip():
                    yield line.strip()
        for key, value in self.data.items():
            if _OTHER_NAME.fullmatch(key) and value.strip() and not self._is_taken_out(key):
                yield value.strip()

    def _is_taken_out(self, key: str) -> bool:
        return bool(self.data.get(key.removesuffix("name") + "DELETE"))


class LookAlikeDesk(MergingAdmin):
    """A desk that warns of records with a like name."""

    form = LookAlikeForm

    def get_search_results(
        self, request: HttpRequest, queryset: Any, search_term: str
    ) -> tuple[Any, bool]:
        """Find by any name; where nothing is written so, what sounds like it."""
        found, may_double = super().get_search_results(request, queryset, search_term)
        kind = kind_of(self.model)
        if kind is None or not search_term.strip() or found.exists():
            return found, may_double
        return sounding_like(queryset, kind, search_term), False

    def save_related(
        self, request: HttpRequest, form: ModelForm, formsets: Any, change: bool
    ) -> None:
        super().save_related(request, form, formsets, change)
        others: set[int] = getattr(form, "told_apart", set())
        if others:
            tell_apart(form.instance, others, by=request.user)  # type: ignore[arg-type]


@task()
def compare_names(kind: str) -> None:
    """List the names that are not in the index yet, as after an import in bulk."""
    catch_up(kind)


@admin.register(LookAlike)
class LookAlikeAdmin(admin.ModelAdmin):
    """Pairs of records with like names, the likest first, that nobody has decided on."""

    actions = None

    class Media:
        css = {"all": ["css/desks.css", "css/names.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the pairs of one kind; a pair is told apart here, or looked at side by side."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        kind = request.GET.get("kind", Named.AGENT)
        kind = kind if kind in Named.values else Named.AGENT
        if request.method == "POST":
            return self._act(request, kind)
        page = Paginator(doubles(kind), PAIRS_TO_A_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": "Possible doubles",
            "opts": self.opts,
            "media": STYLE,
            "kind": kind,
            "kinds": Named.choices,
            "page": page,
            "pairs": _pairs(kind, list(page)),
            "unlisted": unlisted(kind).count(),
            "may_change": self.has_change_permission(request),
        }
        return render(request, "collections_app/look_alike_list.html", context)

    def _act(self, request: HttpRequest, kind: str) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        back = f"{reverse('admin:collections_app_lookalike_changelist')}?kind={kind}"
        if "compare" in request.POST:
            with transaction.atomic():
                background.enqueue(compare_names, kind)
            messages.success(request, "The names are being compared. Open this page again soon.")
            return redirect(back)
        number = request.POST.get("pair", "")
        asked = int(number) if number.isdecimal() else 0
        pair = LookAlike.objects.filter(pk=asked, kind=kind).first()
        if pair is not None:
            one = MODELS[kind]._default_manager.filter(pk=pair.one).first()
            if one is not None:
                tell_apart(one, [pair.other], by=request.user)  # type: ignore[arg-type]
                messages.success(request, "Kept: they are two.")
        return redirect(back)


def _pairs(kind: str, rows: list[LookAlike]) -> list[tuple[LookAlike, Any, Any, str]]:
    """Return the records of each pair and where they are looked at side by side. One query."""
    keys = {key for row in rows for key in (row.one, row.other)}
    records = MODELS[kind]._default_manager.in_bulk(keys)
    name = f"admin:collections_app_{kind}_merge"
    return [
        (row, records[row.one], records[row.other], reverse(name, args=[row.one, row.other]))
        for row in rows
        if row.one in records and row.other in records
    ]

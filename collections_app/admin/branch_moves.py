"""Moving a branch at the desk: choose where to, look at what would change, then confirm."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from collections_app.admin.publishing import PublishingAdmin
from collections_app.models import Collection
from collections_app.moving import LAST, Preview, move_branch, preview_move

MOST_SIBLINGS = 300
TOP = "top"


class DestinationForm(forms.Form):
    """Below which level a branch is to stand: another collection, or the top of its archive."""

    to = forms.ModelChoiceField(
        Collection.objects.all(),
        required=False,
        label="Below",
        help_text="A wider level of the same archive. Leave empty and tick below for the top.",
    )
    is_top = forms.BooleanField(required=False, label="At the top of its archive")

    def __init__(self, *args: Any, site: Any = admin.site, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: Any = Collection._meta.get_field("parent")
        field: Any = self.fields["to"]
        field.widget = AutocompleteSelect(parent, site, attrs={"data-width": "100%"})
        field.widget.choices = field.choices

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.errors and bool(answers.get("to")) == bool(answers.get("is_top")):
            raise ValidationError("Choose a wider level, or tick the top: one of the two.")
        return answers


class BranchDesk(PublishingAdmin):
    """A desk at which a collection is moved with everything below it."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.move_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_move"
        return [path("<int:object_id>/move/", view, name=name), *super().get_urls()]

    def move_url(self, record: Any) -> str:
        """Return the page on which a branch is moved."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_move"
        return reverse(name, args=[record.pk])

    def move_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Ask where to, show what would change, move on confirmation."""
        record = self.get_queryset(request).filter(pk=object_id).first()
        if record is None:
            raise Http404
        if not self.has_change_permission(request, record):
            raise PermissionDenied
        problems: list[str] = []
        if request.method == "POST":
            try:
                return self._move(request, record)
            except ValidationError as refusal:
                problems = refusal.messages
        asked = request.POST if request.method == "POST" else request.GET
        is_asked = "to" in asked or "is_top" in asked
        form = DestinationForm(asked if is_asked else None, site=self.admin_site)
        preview = None
        if is_asked and form.is_valid():
            preview = preview_move(record, form.cleaned_data["to"])
            problems = problems or preview.problems
        context = {
            **self.admin_site.each_context(request),
            "title": f"Move {record}",
            "opts": self.opts,
            "record": record,
            "back_url": self._page_of(record),
            "form": form,
            "preview": preview,
            "problems": problems,
            "siblings": self._siblings(record, preview),
            "chosen_place": asked.get("after", str(LAST)),
            "reason": asked.get("reason", ""),
            "is_top_asked": bool(preview and preview.to is None),
            "media": self.media + form.media,
        }
        return render(request, "collections_app/branch_move.html", context)

    def _siblings(self, record: Collection, preview: Preview | None) -> list[Collection]:
        """Return what the branch would stand among, in order; none where they are too many."""
        if preview is None or preview.problems:
            return []
        found = Collection.objects.filter(repository=record.repository_id, parent=preview.to)
        some = list(found.exclude(pk=record.pk).order_by("position", "pk")[: MOST_SIBLINGS + 1])
        return some if len(some) <= MOST_SIBLINGS else []

    def _move(self, request: HttpRequest, record: Collection) -> HttpResponse:
        form = DestinationForm(request.POST, site=self.admin_site)
        if not form.is_valid():
            raise ValidationError([str(error) for one in form.errors.values() for error in one])
        seen, after = request.POST.get("seen", ""), request.POST.get("after", "")
        is_number = after.lstrip("-").isdecimal()
        move_branch(
            record,
            to=form.cleaned_data["to"],
            after=int(after) if is_number else LAST,
            by=request.user,  # type: ignore[arg-type]
            reason=request.POST.get("reason", ""),
            seen=int(seen) if seen.isdecimal() else None,
        )
        self.log_change(request, record, "Branch moved.")
        messages.success(request, f"“{record}” was moved, with everything below it.")
        return redirect(self._page_of(record))

"""The page on which somebody of the house confirms a rule after reading its source."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.text import capfirst

from collections_app.admin.desk import DeskAdmin
from declassification.confirming import confirm, reading_of
from declassification.models import DeadlineRule

ADDRESS = "declassification_deadlinerule"


class ConfirmForm(forms.Form):
    """What a person says who confirms a rule, and of which rule as it then read."""

    has_read = forms.BooleanField(label="I have read the source and confirm this rule")
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)

    def __init__(self, *args: Any, rule: DeadlineRule, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial["seen"] = reading_of(rule)
        term = rule.term().length if rule.amount else "no time set"
        start = rule.get_start_event_display()
        said = f"{rule.name}: {term}{f' from {start}' if start else ''}."
        self.fields["has_read"].help_text = format_html(
            "{}. {} {}", rule.regime, capfirst(said), _source_of(rule)
        )


def _source_of(rule: DeadlineRule) -> str:
    """Say where the law is to be read, as a link where the source is an address."""
    if not rule.source:
        return "It names no source."
    if rule.source.startswith(("https://", "http://")) and " " not in rule.source:
        return format_html('Source: <a href="{0}">{0}</a> (external link)', rule.source)
    return f"Source: {rule.source}"


class ConfirmingAdmin(DeskAdmin):
    """Adds the act of confirming. Whoever may change a rule may confirm it."""

    change_form_template = "declassification/rule_change_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.confirm_view)
        own = [path("<path:object_id>/confirm/", view, name=f"{ADDRESS}_confirm")]
        return [*own, *super().get_urls()]

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        rule = kwargs.get("obj")
        if rule is not None and not rule.confirmed_on and self.has_change_permission(request, rule):
            context["confirm_url"] = reverse(f"admin:{ADDRESS}_confirm", args=[rule.pk])
        return super().render_change_form(request, context, *args, **kwargs)

    def confirm_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask whether the person has read the source, then record it with name and day."""
        rule = self.get_object(request, unquote(object_id))
        if rule is None:
            raise Http404
        if not self.has_change_permission(request, rule):
            raise PermissionDenied
        back_url = reverse(f"admin:{ADDRESS}_change", args=[rule.pk])
        form = ConfirmForm(request.POST if request.method == "POST" else None, rule=rule)
        if request.method == "POST" and form.is_valid():
            try:
                confirm(rule, by=request.user, seen=form.cleaned_data["seen"])  # type: ignore[arg-type]
            except ValidationError as refusal:
                form.add_error(None, refusal)
            else:
                self.log_change(request, rule, "Confirmed after reading the source.")
                messages.success(request, f"Confirmed: {rule}.")
                return redirect(back_url)
        context = {
            **self.admin_site.each_context(request),
            "title": "Confirm this rule",
            "subtitle": str(rule),
            "opts": self.opts,
            "record": rule,
            "form": form,
            "back_url": back_url,
            "media": forms.Media(DeskAdmin.Media) + form.media,
        }
        return render(request, "declassification/act.html", context)

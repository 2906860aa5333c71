"""Protected names in a record, and the decision that one of them is somebody else's."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Media
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from collections_app.models import Agent, Homonym
from collections_app.protected_names import names_in, tell_apart

# Pages that need no script get none.
STYLE = Media(css={"all": ["css/desks.css", "css/names.css"]})


def names_page(site: Any, request: HttpRequest, record: Any, may_change: bool) -> HttpResponse:
    """Show which protected names stand in a record; keep the decision that one is another's."""
    if not may_change or not request.user.has_perm("collections_app.view_agent"):
        raise PermissionDenied
    found = names_in(record)
    if request.method == "POST":
        reason = request.POST.get("reason", "").strip()
        agents = {agent for one in found for agent in one.agents}
        chosen = {int(key) for key in request.POST.getlist("agents") if key.isdecimal()} & agents
        if not request.user.has_perm("collections_app.add_homonym"):
            raise PermissionDenied
        if reason and chosen:
            tell_apart(record, chosen, by=request.user, reason=reason)  # type: ignore[arg-type]
            messages.success(request, "Kept: in this record it is somebody else.")
            return redirect(request.path)
        messages.error(request, "Tick the person who is not meant, and say how you know.")
    meta = record._meta
    context = {
        **site.each_context(request),
        "title": f"Protected names in {record}",
        "opts": meta,
        "record": record,
        "back_url": reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk]),
        "rows": [(one, Agent.objects.filter(pk__in=one.agents)) for one in found],
        "media": STYLE,
    }
    return render(request, "collections_app/protected_names.html", context)


@admin.register(Homonym)
class HomonymAdmin(admin.ModelAdmin):
    """The decisions that a name is that of somebody else who is called the same."""

    list_display = ["agent", "record", "reason", "by", "at"]
    list_select_related = ["agent", "by"]
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

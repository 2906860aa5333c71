"""The desk of people: where a name stands in public, and what is done about it there."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import NoReverseMatch, URLPattern, path, reverse

from collections_app import dependants
from collections_app.admin.homonyms import STYLE
from collections_app.admin.look_alikes import LookAlikeDesk
from collections_app.concern_targets import key_of, record_of
from collections_app.concerns import hide, receive
from collections_app.models import Agent, Concern
from collections_app.protected_names import Standing, public_places_of, tell_apart

FOUND_AT_THE_DESK = "Noticed here: the name of a protected person stands in what is public."


class ProtectedPeopleDesk(LookAlikeDesk):
    """The desk of people, with the list of the public places in which a name stands."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.public_places_view)
        name = f"{self.opts.app_label}_{self.opts.model_name}_public_places"
        return [path("<int:object_id>/public-places/", view, name=name), *super().get_urls()]

    def desk_links(self, request: HttpRequest, record: Any) -> list[tuple[str, str]]:
        links = super().desk_links(request, record)
        if not self.has_change_permission(request, record):
            return links
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_public_places"
        return [("Where the name stands", reverse(name, args=[record.pk])), *links]

    def public_places_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """List the public records in which a name of this person stands; hide those ticked."""
        person = self.get_object(request, str(object_id))
        if person is None:
            raise Http404
        if not self.has_change_permission(request, person):
            raise PermissionDenied
        found = public_places_of(person)
        if request.method == "POST":
            return self._hide_or_tell_apart(request, person, found)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Where the name of {person} stands",
            "opts": self.opts,
            "record": person,
            "back_url": self._page_of(person),
            "rows": [(one, key_of(one.record), _desk_of(one.record)) for one in found],
            "may_hide": self.has_publish_permission(request),
            "media": STYLE,
        }
        return render(request, "collections_app/public_places.html", context)

    def _hide_or_tell_apart(
        self, request: HttpRequest, person: Agent, found: list[Standing]
    ) -> HttpResponse:
        known = {key_of(one.record) for one in found}
        records = [record_of(key) for key in request.POST.getlist("records") if key in known]
        reason = request.POST.get("reason", "").strip()
        if not records:
            messages.error(request, "Tick the records that you mean.")
        elif "apart" in request.POST:
            self._tell_apart(request, person, records, reason)
        elif not self.has_publish_permission(request):
            raise PermissionDenied
        else:
            hide_places(person, records, by=request.user)
            words = f"Hidden from everyone outside: {len(records)}. Whoever handles concerns shows"
            messages.success(request, f"{words} them again once they are corrected.")
        return redirect(request.path)

    def _tell_apart(
        self, request: HttpRequest, person: Agent, records: Iterable[Any], reason: str
    ) -> None:
        if not request.user.has_perm("collections_app.add_homonym"):
            raise PermissionDenied
        if not reason:
            messages.error(request, "Say how you know that it is somebody else.")
            return
        with transaction.atomic():
            for record in records:
                tell_apart(record, [person.pk], by=request.user, reason=reason)  # type: ignore[arg-type]
                dependants.announce_change(record, by=request.user)  # type: ignore[arg-type]
        messages.success(request, "Kept: there it is somebody else.")


def hide_places(person: Agent, records: Iterable[Any], *, by: Any) -> Concern:
    """Hide public records in which a protected name stands, as a concern of the house itself."""
    asked = {
        "kind": Concern.Kind.PSEUDONYM,
        "relation": Concern.Relation.OTHER,
        "message": FOUND_AT_THE_DESK,
        "material": f"Person {person.pk}",
    }
    with transaction.atomic():
        concern = receive(asked, sent_as=uuid4())
        hide(concern, records, by=by)
    return concern


def _desk_of(record: Any) -> str:
    meta = record._meta
    try:
        return reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[record.pk])
    except NoReverseMatch:
        return ""

"""Everything sent to a desk is one deed with a name, a reason, and a way back."""

from contextlib import AbstractContextManager
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html

from collections_app.models import ChangeSet
from collections_app.models.changes import Recording, current_recording, recording

REASON = "_reason"


def desk_deed(request: HttpRequest) -> AbstractContextManager[Recording]:
    """Gather what is sent to a desk under the person who sends it, with the reason given."""
    return recording(
        by=request.user if request.user.is_authenticated else None,
        source=ChangeSet.Source.DESK,
        reason=request.POST.get(REASON, "").strip(),
        is_named=False,
    )


admin.site.surround(desk_deed)  # type: ignore[attr-defined]


def undo_link(change_set: ChangeSet) -> str:
    """Return a link to the page on which a deed is undone after a second look."""
    address = reverse("admin:collections_app_changeset_undo", args=[change_set.pk])
    return format_html('<a class="undo-link" href="{}">Undo</a>', address)


def _said(message: Any) -> str:
    """Return what a desk says in its own words; a form lists the names of fields instead."""
    return message.rstrip(".") if isinstance(message, str) else ""


class NamedDeeds(BaseModelAdmin):
    """Names the deed after the first record it concerns, and offers its undoing at once."""

    # Where the words for a record may hold a protected name, the list of deeds says its kind only.
    is_named_in_deeds = True

    def name_deed(self, verb: str, record: Model) -> None:
        """Say what was done, unless the deed has said so itself."""
        deed = current_recording()
        change_set = deed.change_set if deed else None
        if change_set is None or change_set.title:
            return
        kind = record._meta.verbose_name
        of = f"{kind} {record}" if self.is_named_in_deeds else f"a {kind}"
        change_set.title = f"{verb}: {of}"[:200]
        change_set.save(update_fields=["title"])

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.name_deed(_said(message) or "Added", obj)
        return super().log_addition(request, obj, message)  # type: ignore[misc]

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        self.name_deed(_said(message) or "Changed", obj)
        return super().log_change(request, obj, message)  # type: ignore[misc]

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        # Named before the record goes; the rows of the history follow within the same deed.
        deed = current_recording()
        first = next(iter(queryset), None)
        if deed is not None and not deed.title and first is not None:
            kind = first._meta.verbose_name
            deed.title = (
                f"Deleted: {kind} {first}" if self.is_named_in_deeds else f"Deleted: {kind}"
            )
        return super().log_deletions(request, queryset)  # type: ignore[misc]

    def message_user(
        self, request: HttpRequest, message: Any, level: Any = messages.INFO, *args: Any, **kw: Any
    ) -> None:
        """After what succeeded, offer to undo it."""
        deed = current_recording()
        change_set = deed.change_set if deed is not None else None
        may_look = request.user.has_perm("collections_app.view_changeset")
        if level == messages.SUCCESS and change_set is not None and may_look:
            message = format_html("{} {}", message, undo_link(change_set))
        super().message_user(request, message, level, *args, **kw)  # type: ignore[misc]

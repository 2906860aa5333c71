"""How a page finds its record and shows it: through the rule, and never cached as a preview."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Model
from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponsePermanentRedirect,
)
from django.shortcuts import render
from django.urls import reverse
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

from collections_app.choices import chosen_by
from collections_app.models import ArchivalItem, Derivative, Page
from collections_app.old_addresses import leads_to
from collections_app.publication import (
    PublicationState,
    Publishable,
    Visitor,
    may_view_unpublished,
)


class Withdrawn(Exception):
    """Raised where a withdrawn record left a notice; answered with 410 and that notice."""

    def __init__(self, notice: str) -> None:
        self.notice = notice
        super().__init__(notice)


class BehindChoice(Exception):
    """Raised for material that a reader has not chosen to see; answered with 403 and the way."""

    def __init__(self, item: ArchivalItem) -> None:
        self.item = item
        super().__init__(item.ref)


class Moved(Exception):
    """Raised at an old address of a public record; answered with 301 and its address now."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)


def find_visible(records: Any, user: Visitor, **lookup: Any) -> Any:
    """Return the one record this person may see.

    `records` is a manager or queryset that knows the rule. Raises `Http404` for a hidden record
    as for a missing one, `Withdrawn` where the record was taken back with a notice, and `Moved`
    at an address that a public record had before.
    """
    if any("\x00" in str(value) for value in lookup.values()):  # no database stores it
        raise Http404
    record = records.visible_to(user).filter(**lookup).first()
    if record is not None:
        return record
    if issubclass(records.model, Publishable):
        tombstone = records.tombstones().filter(**lookup).first()
        if tombstone is not None:
            raise Withdrawn(tombstone.withdrawal_notice)
        moved = leads_to(records.model, *lookup.values())
        if moved:
            raise Moved(moved)
    raise Http404


def find_derivative(request: HttpRequest, **lookup: Any) -> tuple[Derivative, bool]:
    """Return an image this person may see now, and whether its answer may be shared with others.

    Not shared is what is not public and what only this reader has chosen to see. Raises `Http404`,
    and `BehindChoice` where a notice asks first. People of the house work with the material and
    are not asked. One query, unless there is a notice.
    """
    is_of_house = may_view_unpublished(request.user, Derivative)
    images = Derivative.objects.visible_to(request.user).filter(**lookup)
    image = images.with_choice().first()
    if image is None:
        raise Http404
    asks = image.is_behind_choice and image.kind != Derivative.Kind.BLURRED
    if asks and not is_of_house and not _is_chosen(image, request):
        raise BehindChoice(image.page.copy.item)
    return image, not asks and not (is_of_house and not image.is_public())


def _is_chosen(image: Derivative, request: HttpRequest) -> bool:
    chosen = chosen_by(request)
    pages = Page.objects.visible_to(request.user).filter(pk=image.page_id)
    return bool(chosen) and pages.shown_after(chosen).exists()


@dataclass(frozen=True, slots=True)
class Preview:
    """What the banner of a preview says: the state, from when it is public, where to edit it."""

    state: str
    public_from: datetime | None
    edit_url: str


def preview_of(record: Any, user: Visitor) -> Preview:
    """Describe a record that is not public to the person of the house who sees it."""
    label, name = record._meta.app_label, record._meta.model_name
    may_edit = user.has_perm(f"{label}.change_{name}")
    is_embargoed = record.state == PublicationState.PUBLISHED
    return Preview(
        state=record.get_state_display(),
        public_from=record.public_from if is_embargoed else None,
        edit_url=reverse(f"admin:{label}_{name}_change", args=[record.pk]) if may_edit else "",
    )


def show(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    *,
    record: Model | None = None,
    shows_closed: bool = False,
) -> HttpResponse:
    """Render a page; one that shows a record not public says so and is never cached.

    `shows_closed` says that something on the page is not public though its record may be.
    """
    is_closed = record is not None and not record.is_public()  # type: ignore[attr-defined]
    is_preview = record is not None and (is_closed or shows_closed)
    preview = preview_of(record, request.user) if record is not None and is_preview else None
    if preview is not None and not is_closed:
        preview = replace(preview, state=_("shows a copy that is not open"), public_from=None)
    about = {
        "is_preview": is_preview,
        "preview": preview,
        "described_at": getattr(record, "described_at", None),
    }
    response = render(request, template, {**context, **about})
    if is_preview:
        add_never_cache_headers(response)
        response["X-Robots-Tag"] = "noindex"
    return response


class AnswerWithdrawn:
    """Middleware: a withdrawn record with a notice answers 410, everything public revalidates."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            signed_in = getattr(request, "user", None) and request.user.is_authenticated
            response["Cache-Control"] = "private, no-store" if signed_in else "no-cache"
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, Withdrawn):
            return render(request, "410.html", {"notice": exception.notice}, status=410)
        if isinstance(exception, Moved):
            return HttpResponsePermanentRedirect(exception.url)
        if isinstance(exception, BehindChoice):
            context = {"item": exception.item}
            return render(request, "collections_app/behind_choice.html", context, status=403)
        return None

"""Previews at the desk: made for one person, shown once, taken back at once, their use told."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin import ModelAdmin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from briefingbooks import previewing
from briefingbooks.models import Book, PreviewGrant
from oralhistory.admin.private_pages import show_address_once
from oralhistory.admin.questions import ask, is_answered

PAGE = "admin:briefingbooks_book_release"
NEW = "admin:briefingbooks_book_preview"
REVOKE = "admin:briefingbooks_book_preview_revoke"
VISITS_SHOWN = 20
SHOWN_ONCE = (
    "The private address is shown this once. Send it to {name} and to nobody else; nothing is sent "
    "by itself. It opens while the book is scheduled; from the release it leads to the public page."
)


class PreviewForm(forms.ModelForm):
    """Who reads the book before its release."""

    class Meta:
        model = PreviewGrant
        fields = ("name", "email", "lasts_days")


@dataclass(frozen=True, slots=True)
class PreviewSaid:
    """One preview as the page shows it: to whom, how often it was read, how to take it back."""

    preview: PreviewGrant
    count: int
    latest: datetime | None
    visits: list[datetime]
    revoke_url: str


class PreviewDesk(ModelAdmin):
    """The part of a book's desk that gives out previews."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        names = ("briefingbooks_book_preview", "briefingbooks_book_preview_revoke")
        revoke = view(require_POST(self.revoke_preview_view))
        return [
            path("<int:key>/release/previews/add/", view(self.new_preview_view), name=names[0]),
            path("<int:key>/release/previews/<int:preview>/revoke/", revoke, name=names[1]),
            *super().get_urls(),
        ]

    def previews_said(self, request: HttpRequest, book: Book) -> dict[str, Any] | None:
        """Return what a person may know of the previews of a book; nothing to whom may not."""
        if not request.user.has_perm("briefingbooks.view_previewgrant"):
            return None
        may_add = request.user.has_perm("briefingbooks.add_previewgrant")
        rows = book.previews.annotate(count=Count("visits"), latest=Max("visits__at"))
        is_open = may_add and book.stage not in previewing.TOO_LATE
        return {
            "rows": [_said(row, may_add=may_add) for row in rows.select_related("made_by")],
            "add_url": reverse(NEW, args=[book.pk]) if is_open else "",
        }

    def new_preview_view(self, request: HttpRequest, key: int) -> HttpResponse:
        """Ask for whom the preview is, make it, and show its address once."""
        book = self._previewed(request, key)
        form = PreviewForm(request.POST if is_answered(request) else None)
        page = reverse(PAGE, args=[book.pk])
        if book.stage in previewing.TOO_LATE:
            raise Http404
        if form.is_valid():
            by: Any = request.user
            preview, token = previewing.grant(book, by=by, **form.cleaned_data)
            return show_address_once(
                self,
                request,
                title=f"Preview for {preview.name}",
                address=reverse("briefingbooks:preview", args=[token]),
                words=SHOWN_ONCE.format(name=preview.name),
                back_url=page,
            )
        return ask(
            self,
            request,
            action="preview",
            title="Give a preview",
            form=form,
            records=[book],
            lines=[str(book)],
            back_url=page,
        )

    def revoke_preview_view(self, request: HttpRequest, key: int, preview: int) -> HttpResponse:
        """Take a preview back at once."""
        book = self._previewed(request, key)
        found = book.previews.filter(pk=preview).first()
        if found is None:
            raise Http404
        by: Any = request.user
        previewing.revoke(found, by=by)
        messages.success(request, f"Taken back: the address of {found.name} leads nowhere now.")
        return redirect(PAGE, book.pk)

    def _previewed(self, request: HttpRequest, key: int) -> Book:
        if not request.user.has_perm("briefingbooks.add_previewgrant"):
            raise PermissionDenied
        book = Book.objects.filter(pk=key).first()
        if book is None:
            raise Http404
        return book


def _said(preview: Any, *, may_add: bool) -> PreviewSaid:
    may_revoke = may_add and preview.revoked_at is None
    return PreviewSaid(
        preview=preview,
        count=preview.count,
        latest=preview.latest,
        visits=list(preview.visits.values_list("at", flat=True)[:VISITS_SHOWN]),
        revoke_url=reverse(REVOKE, args=[preview.book_id, preview.pk]) if may_revoke else "",
    )

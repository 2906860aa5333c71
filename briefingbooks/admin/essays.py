"""An essay taken into a draft book at the book's page: upload, look at the report, then keep."""

import base64
import binascii
from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse

from briefingbooks.essays.document import UnreadableEssay
from briefingbooks.essays.formats import ACCEPTED, MOST_BYTES
from briefingbooks.essays.importing import Planned, keep_essay, plan_essay, refuse
from briefingbooks.models import Book
from collections_app.admin.desk import DeskAdmin
from collections_app.publication import PublicationState

MAY_IMPORT = ("briefingbooks.change_book", "briefingbooks.add_section", "briefingbooks.add_source")


class UploadForm(forms.Form):
    """The essay to look at; nothing is kept yet."""

    file = forms.FileField(
        label="Essay",
        help_text=f"{ACCEPTED} You will see what it becomes before anything is kept.",
    )

    def clean_file(self) -> UploadedFile:
        upload = self.cleaned_data["file"]
        if upload.size > MOST_BYTES:
            raise ValidationError(f"An essay may have {MOST_BYTES // 1_000_000} million bytes.")
        return upload


class KeepForm(forms.Form):
    """The file that was looked at, sent back as it was."""

    name = forms.CharField(widget=forms.HiddenInput)
    content = forms.CharField(widget=forms.HiddenInput)

    def __init__(self, planned: Planned, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if planned.report.same_as:
            self.fields["again"] = forms.BooleanField(
                required=False,
                label="take the same file in again",
                help_text="Its sections will stand twice in the book.",
            )


class EssayImport(DeskAdmin):
    """Adds the page of the import to the desk of books."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_essay)
        name = "briefingbooks_book_import_essay"
        return [path("<path:object_id>/import-essay/", view, name=name), *super().get_urls()]

    def import_essay(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Show the upload, then the report, then keep; refuse who may not write sections."""
        if not request.user.has_perms(MAY_IMPORT):
            raise PermissionDenied
        book = self.get_object(request, unquote(object_id))
        if book is None:
            raise Http404
        if not self.has_change_permission(request, book):
            raise PermissionDenied
        return import_view(self, request, book)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Offer the import where the book is a draft and the person may write its sections."""
        book = kwargs.get("obj")
        is_draft = book is not None and book.state == PublicationState.DRAFT
        context["may_import_essay"] = is_draft and request.user.has_perms(MAY_IMPORT)
        return super().render_change_form(request, context, *args, **kwargs)


def import_view(desk: DeskAdmin, request: HttpRequest, book: Book) -> HttpResponse:
    """Lead from the upload over the report to the sections that were kept."""
    if "content" in request.POST:
        return _keep(desk, request, book)
    form = UploadForm(request.POST or None, request.FILES or None)
    if not form.is_valid():
        return _page(desk, request, book, form)
    upload = form.cleaned_data["file"]
    data = upload.read()
    try:
        planned = plan_essay(book, upload.name, data)
    except UnreadableEssay as refusal:
        form.add_error("file", str(refusal))
        return _page(desk, request, book, form)
    known = {"name": upload.name, "content": base64.b64encode(data).decode("ascii")}
    return _page(desk, request, book, KeepForm(planned, initial=known), planned)


def _keep(desk: DeskAdmin, request: HttpRequest, book: Book) -> HttpResponse:
    try:
        data = base64.b64decode(request.POST["content"], validate=True)
        planned = plan_essay(book, request.POST.get("name", ""), data)
    except (binascii.Error, UnreadableEssay) as refusal:
        again = UploadForm({})
        again.add_error(None, str(refusal))
        return _page(desk, request, book, again)
    form = KeepForm(planned, request.POST)
    if not form.is_valid():
        return _page(desk, request, book, form, planned)
    try:
        sections = keep_essay(
            book,
            planned,
            by=request.user,  # type: ignore[arg-type]
            again=form.cleaned_data.get("again", False),
        )
    except ValidationError as refusal:
        form.add_error(None, refusal)
        return _page(desk, request, book, form, planned)
    desk.log_change(request, book, f"Imported the essay {planned.report.name}.")
    words = f"Added {len(sections)} sections and {len(planned.sources)} works."
    desk.message_user(request, f"{words} Nothing became public.")
    return redirect("admin:briefingbooks_book_change", book.pk)


def _problems(book: Book, planned: Planned | None) -> list[str]:
    """Return what stands against keeping what was read, except that it was kept before."""
    if planned is None:
        return []
    try:
        refuse(book, planned, again=True)
    except ValidationError as refusal:
        return refusal.messages
    return []


def _page(
    desk: DeskAdmin,
    request: HttpRequest,
    book: Book,
    form: forms.Form,
    planned: Planned | None = None,
) -> HttpResponse:
    context = {
        **desk.admin_site.each_context(request),
        "title": f"Import an essay into {book}",
        "opts": desk.opts,
        "book": book,
        "form": form,
        "report": planned.report if planned else None,
        "problems": _problems(book, planned),
        "back_url": reverse("admin:briefingbooks_book_change", args=[book.pk]),
        "media": desk.media + form.media,
    }
    return render(request, "briefingbooks/essay_import.html", context)

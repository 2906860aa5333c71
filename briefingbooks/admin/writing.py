"""The writing desk: look up what a text may name, and see it printed while it is written."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from briefingbooks.markup import LONGEST_TEXT, Problem
from briefingbooks.models import Book, ChronologyEvent, Entry, Section
from briefingbooks.text_checks import checks_of
from briefingbooks.texts import FIELDS, BookText, texts_of
from briefingbooks.writing_advice import advice_on
from briefingbooks.writing_choices import FINDERS
from briefingbooks.writing_preview import preview

OWNERS: dict[str, type[Model]] = {
    "book": Book,
    "section": Section,
    "entry": Entry,
    "event": ChronologyEvent,
}
OF_A_BOOK = ("summary_md", "about_md")
LONGEST_WORDS = 100


def may_write(request: HttpRequest, model: type[Model]) -> bool:
    """Whether this person may change texts of this kind."""
    meta = model._meta
    user = request.user
    return any(
        user.has_perm(f"{meta.app_label}.{verb}_{meta.model_name}") for verb in ("change", "add")
    )


@require_safe
@never_cache
def choices(request: HttpRequest) -> HttpResponse:
    """What may be picked for a role: at most twelve records, as JSON."""
    kind, words = request.GET.get("kind", ""), request.GET.get("q", "").replace("\x00", "").strip()
    if kind not in FINDERS:
        raise Http404
    permission, find = FINDERS[kind]
    if not may_write(request, Section) or not request.user.has_perm(permission):
        raise PermissionDenied
    number = request.GET.get("book", "")
    book = Book.objects.filter(pk=int(number)).first() if _is_number(number) else None
    found = find(words[:LONGEST_WORDS], book, request.user)
    return JsonResponse({"choices": [choice.as_json() for choice in found]})


@require_POST
@never_cache
def show_preview(request: HttpRequest) -> HttpResponse:
    """Print one text as it stands in the form, with all that is to be said of it. Keeps nothing."""
    kind, field = request.POST.get("owner", ""), request.POST.get("field", "")
    model = OWNERS.get(kind)
    if model is None or field not in FIELDS.get(model, OF_A_BOOK):
        raise Http404
    if not may_write(request, model):
        raise PermissionDenied
    book, owner = _book_and_owner(request, model)
    words = request.POST.get("text", "")[: LONGEST_TEXT + 1]
    texts, shown = _with(texts_of(book), owner, field, words)
    problems = [
        *((text, problem) for text, problem in checks_of(book, texts)),
        *((shown, problem) for problem in advice_on(shown)),
    ]
    context = {
        "printed": preview(book, texts, shown, request.user),
        "problems": sorted(
            (_said(problem) for text, problem in problems if text is shown),
            key=lambda said: (said["is_warning"], said["line"]),
        ),
        "elsewhere": [
            f"In the {text.where}: {problem}"
            for text, problem in problems
            if text is not shown and not problem.is_warning
        ],
    }
    return HttpResponse(render_to_string("briefingbooks/desk/_preview.html", context))


def _is_number(words: str) -> bool:
    return words.isascii() and words.isdigit() and len(words) < 18


def _book_and_owner(request: HttpRequest, model: type[Model]) -> tuple[Book, Any]:
    """Return the book and the part written; a part not saved yet stands at the end of its book."""
    pk, number = request.POST.get("pk", ""), request.POST.get("book", "")
    if _is_number(pk):
        owner: Any = model._default_manager.filter(pk=int(pk)).first()
        if owner is None:
            raise Http404
        return (owner if isinstance(owner, Book) else owner.book), owner
    if model is Book:
        book = _no_book()
        return book, book
    found = Book.objects.filter(pk=int(number)).first() if _is_number(number) else None
    return found or _no_book(), model()


def _no_book() -> Book:
    """Stand for a book that is not saved yet: its key is that of none, so that it has no parts."""
    return Book(pk=0, title="", summary_md="", about_md="")


def _with(
    texts: list[BookText], owner: Any, field: str, words: str
) -> tuple[list[BookText], BookText]:
    """Return the texts of a book in order with one of them as it stands in the form."""
    shown = BookText(owner, field, words, "this text")
    for number, text in enumerate(texts):
        is_it = type(text.owner) is type(owner) and text.owner.pk == owner.pk
        if is_it and text.field == field:
            shown.where = text.where
            return [*texts[:number], shown, *texts[number + 1 :]], shown
    return [*texts, shown], shown


def _said(problem: Problem) -> dict[str, Any]:
    message = problem.message
    return {
        "line": problem.line,
        "message": f"{message[:1].upper()}{message[1:]}",
        "is_warning": problem.is_warning,
    }


class WritingArea(forms.Textarea):
    """A text of a book: a plain field, which becomes a writing desk where scripts run."""

    class Media:
        css = {"all": ["css/writing.css"]}
        js = [
            "admin_desk/writing/markup.js",
            "admin_desk/writing/picker.js",
            "admin_desk/writing/preview.js",
            "admin_desk/writing/desk.js",
        ]


def make_writing_desk(field: forms.Field, name: str, owner: Model, book: Book | None) -> None:
    """Say on the field of a text what its writing desk must know."""
    kind = next(kind for kind, model in OWNERS.items() if isinstance(owner, model))
    attributes = dict(field.widget.attrs) | {
        "data-writing": kind,
        "data-writing-field": name,
        "data-writing-pk": owner.pk or "",
        "data-writing-book": (book.pk if book else "") or "",
        "data-writing-choices": reverse("admin:briefingbooks_writing_choices"),
        "data-writing-preview": reverse("admin:briefingbooks_writing_preview"),
        "spellcheck": "true",
    }
    field.widget = WritingArea(attrs=attributes)


def warn_of_text(request: HttpRequest, book: Book, record: Model) -> None:
    """Tell after saving what of a record's texts is unwise: it kept nothing from being saved."""
    for text, problem in checks_of(book, texts_of(book)):
        if problem.is_warning and type(text.owner) is type(record) and text.owner.pk == record.pk:
            messages.warning(request, f"To look at in the {text.where}: {problem}")


def _nobody(request: HttpRequest) -> bool:
    return False


admin.site.add_page(  # type: ignore[attr-defined]
    "briefingbooks/writing/choices/", choices, "briefingbooks_writing_choices", "", _nobody
)
admin.site.add_page(  # type: ignore[attr-defined]
    "briefingbooks/writing/preview/", show_preview, "briefingbooks_writing_preview", "", _nobody
)

"""What was corrected in a book, and the form by which a reader reports an error in it."""

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from briefingbooks.assembly import assemble
from briefingbooks.correcting import receive
from briefingbooks.correction_form import CorrectionForm
from briefingbooks.models import Book
from briefingbooks.pages import BookPage
from briefingbooks.places import places_of
from collections_app.filters import readers_query
from collections_app.models.concerns import new_code
from collections_app.throttling import is_too_often
from collections_app.visits import find_visible, show

MOST_AN_HOUR = 10
HOUR = 3600
TOO_MANY_REQUESTS = 429
SIGNER = Signer(salt="briefingbooks.error_reports")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def corrections(request: HttpRequest, slug: str) -> HttpResponse:
    """List the corrections of a book; take a report of an error and lead on to its reference."""
    book = find_visible(Book.objects.for_page(), request.user, slug=slug)
    page = assemble(book, request.user)
    places = places_of(page)
    if request.method != "POST":
        at = readers_query(request).get("at", "")
        return _form_page(request, book, page, CorrectionForm(places=places, at=at))
    form = CorrectionForm(request.POST, places=places)
    if form.is_trapped:
        return _thanks(book, new_code())
    if not form.is_valid():
        return _form_page(request, book, page, form)
    if is_too_often(request, "error-report", most=MOST_AN_HOUR, seconds=HOUR):
        form.add_error(None, _("Much was sent from your connection in the last hour. Please wait."))
        return _form_page(request, book, page, form, status=TOO_MANY_REQUESTS)
    desk = request.build_absolute_uri(reverse("admin:briefingbooks_errorreport_changelist"))
    place = places[form.cleaned_data["at"]]
    report = receive(book, place, form.answers(), sent_as=form.sent_once_as(), desk_url=desk)
    return _thanks(book, report.code)


@never_cache
@require_safe
def correction_received(request: HttpRequest, slug: str) -> HttpResponse:
    """Say what happens next, and the reference to quote; only after something was sent."""
    book = find_visible(Book.objects.for_page(), request.user, slug=slug)
    try:
        code = SIGNER.unsign(request.GET.get("reference", ""))
    except BadSignature as forged:
        raise Http404 from forged
    context = {"book": book, "code": code, "crumbs": _crumbs(book)}
    answer = render(request, "briefingbooks/correction_received.html", context)
    return _out_of_indexes(answer)


def _form_page(
    request: HttpRequest, book: Book, page: BookPage, form: CorrectionForm, status: int = 200
) -> HttpResponse:
    editions_url = reverse("briefingbooks:edition-list", args=[book.slug])
    context = {"book": page, "form": form, "crumbs": _crumbs(book), "editions_url": editions_url}
    answer = show(request, "briefingbooks/corrections.html", context, record=book)
    answer.status_code = status
    return _out_of_indexes(answer) if request.GET or request.method == "POST" else answer


def _thanks(book: Book, code: str) -> HttpResponse:
    address = reverse("briefingbooks:correction-received", args=[book.slug])
    return _out_of_indexes(redirect(f"{address}?reference={SIGNER.sign(code)}"))


def _crumbs(book: Book) -> list[tuple[str, str]]:
    return [
        (_("Briefing books"), reverse("briefingbooks:book-list")),
        (book.title, book.get_absolute_url()),
        (_("Corrections"), ""),
    ]


def _out_of_indexes(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer

"""The page on which somebody who is named or shown here, or next of kin, asks us in confidence."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collections_app.concern_form import ConcernForm, page_asked_about
from collections_app.concerns import receive
from collections_app.filters import readers_query
from collections_app.models.concerns import new_code
from collections_app.throttling import is_too_often

MOST_AN_HOUR = 10
HOUR = 3600
TOO_MANY_REQUESTS = 429


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def people_affected(request: HttpRequest) -> HttpResponse:
    """Explain what happens, take a request, and answer with a code to quote."""
    if request.method != "POST":
        page = page_asked_about(readers_query(request).get("page", ""))
        return _form_page(request, ConcernForm(initial={"page_address": page}))
    form = ConcernForm(request.POST)
    if form.is_trapped:
        return _thanks_page(request, new_code())
    if not form.is_valid():
        return _form_page(request, form)
    if is_too_often(request, "concern", most=MOST_AN_HOUR, seconds=HOUR):
        form.add_error(None, _("Much was sent from your connection in the last hour. Please wait."))
        return _form_page(request, form, status=TOO_MANY_REQUESTS)
    desk = request.build_absolute_uri(reverse("admin:collections_app_concern_changelist"))
    concern = receive(form.answers(), sent_as=form.sent_once_as(), desk_url=desk)
    return _thanks_page(request, concern.code)


def _form_page(request: HttpRequest, form: ConcernForm, status: int = 200) -> HttpResponse:
    context = {"form": form, "crumbs": [(_("Concerns"), "")]}
    answer = render(request, "collections_app/concern_form.html", context, status=status)
    return _out_of_indexes(answer)


def _thanks_page(request: HttpRequest, code: str) -> HttpResponse:
    context = {"code": code, "crumbs": [(_("Concerns"), "")]}
    return _out_of_indexes(render(request, "collections_app/concern_received.html", context))


def _out_of_indexes(answer: HttpResponse) -> HttpResponse:
    answer["X-Robots-Tag"] = "noindex, nofollow"
    return answer

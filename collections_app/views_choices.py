"""The choice to see material that a notice stands before, and to hide it again."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from collections_app.choices import asking, chosen_by, remember

MOST_CODES = 20


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Remember for this visit what the reader wants to see or no more, and lead back there."""
    codes = asking(request.POST.getlist("advisory")[:MOST_CODES])
    is_yes = request.POST.get("choice") == "show"
    chosen = chosen_by(request) | codes if is_yes else chosen_by(request) - codes
    response = HttpResponseRedirect(_back(request), status=303)
    remember(response, chosen)
    return response


def _back(request: HttpRequest) -> str:
    address = request.POST.get("next", "")
    is_ours = address.startswith("/") and url_has_allowed_host_and_scheme(address, None)
    return address if is_ours else reverse("collections_app:item-list")

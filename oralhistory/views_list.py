"""The public list of interviews, and the search across them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collections_app.filters import readers_query
from oralhistory.list_page import assemble_list


@require_safe
def interview_list(request: HttpRequest) -> HttpResponse:
    """List the public interviews, or those in which words stand, at the moments where they do."""
    listed = assemble_list(readers_query(request), request.user)
    crumbs = [(_("Testimony"), "")]
    if listed.words:
        crumbs = [(_("Testimony"), reverse("oralhistory:interview-list")), (_("Search"), "")]
    return render(
        request,
        "oralhistory/interview_list.html",
        {"listed": listed, "filters": listed.filters, "crumbs": crumbs},
    )

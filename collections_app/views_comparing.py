"""The page on which two copies of a document are compared."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collections_app.choices import chosen_by, for_one_reader
from collections_app.compare_page import assemble_comparison
from collections_app.filters import readers_query
from collections_app.models import ArchivalItem
from collections_app.visits import find_visible, show


@require_safe
def compare_copies(request: HttpRequest, ref: str) -> HttpResponse:
    """Two copies of one document: facts, words and images of each, and the fullest text of all."""
    item = find_visible(ArchivalItem.objects, request.user, ref=ref)
    page = assemble_comparison(item, request.user, readers_query(request), chosen_by(request))
    crumbs = [(_("Documents"), reverse("collections_app:item-list")), (item.ref, page.url)]
    context = {
        "comparison": page,
        "here": request.get_full_path(),
        "crumbs": [*crumbs, (_("Compare releases"), "")],
    }
    response = show(
        request,
        "collections_app/item_compare.html",
        context,
        record=item,
        shows_closed=page.is_for_house,
    )
    return for_one_reader(response) if page.depends_on_choice else response

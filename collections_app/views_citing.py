"""Citations of documents for reference managers."""

from functools import partial

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_safe

from collections_app.item_reference import item_reference
from collections_app.languages import cited_path
from collections_app.models import ArchivalItem
from collections_app.serving_references import serve_reference
from collections_app.visits import find_visible


@require_safe
def item_citation(request: HttpRequest, ref: str, form: str) -> HttpResponseBase:
    """Answer with the citation of a document as reference managers take it."""
    item = find_visible(ArchivalItem.objects, request.user, ref=ref)
    today = timezone.localdate()
    reference = item_reference(item, request.user, partial(cited_path, request), today)
    return serve_reference(request, reference, form, is_public=item.is_public())

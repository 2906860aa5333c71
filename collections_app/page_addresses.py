"""Where one page of a document can be cited and opened. Pure."""

from urllib.parse import urlencode

from django.conf import settings

from collections_app.languages import address_in

# Long documents are shown a stretch of pages at a time. What a page number says is at most how
# many pages lie before it, so that a page up to this number always lies in the first stretch.
PAGES_AT_ONCE = 20
AT, COPY = "at", "copy"


def page_anchor(number: int) -> str:
    """Return the name of a page on the page of its document."""
    return f"page-{number}"


def page_address(item_address: str, number: int, copy: int | None = None) -> str:
    """Return where a page is read: of the copy shown first, unless another is named.

    It names the page and not the stretch it lies in, and stays true when other pages open.
    """
    asked = {COPY: copy} if copy is not None else {}
    asked |= {AT: number} if number > PAGES_AT_ONCE else {}
    question = f"?{urlencode(asked)}" if asked else ""
    return f"{item_address}{question}#{page_anchor(number)}"


def manifest_address(item_address: str, copy: int | None = None) -> str:
    """Return where programs read the pages of a document (IIIF Presentation)."""
    question = f"?{urlencode({COPY: copy})}" if copy is not None else ""
    return f"{address_in(settings.LANGUAGE_CODE, item_address)}manifest.json{question}"

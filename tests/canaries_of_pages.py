"""What pages hide, planted: words we withhold, tiles of closed pages, material behind a notice."""

from datetime import date
from typing import Any

from collections_app.models import Collection, Copy, Derivative, Excision, Page
from tests.make import (
    make_advisory,
    make_collection,
    make_copy,
    make_derivative,
    make_excision,
    make_item,
    make_page,
    make_page_note,
    make_page_text,
)

TILE = "full/max/0/default.jpg"


def plant_withheld_words(copy: Copy, *, shown: str, hidden: str) -> Page:
    """Brackets in a text, one in another; a page not burnt in; a text that nobody marked.

    Return the page whose image may be seen, as what must go from it is burnt in.
    """
    plant_files_not_ready(copy, hidden)
    cut = f"{shown} ⟦{hidden}⟧ and ⟦a ⟦{hidden}⟧ {hidden}⟧ and ⟦{hidden}"
    text = make_page_text(page=make_page(copy=copy), text=cut)
    make_page_note(page_text=text, offset=cut.index(hidden) + 3, text=hidden)
    make_page_note(page_text=text, offset=0, text=f"A note on ⟦{hidden}⟧.")
    area = {"made_by": "us", "x": 0.1, "y": 0.1, "width": 0.2, "height": 0.1}
    closed, burnt = make_page(copy=copy), make_page(copy=copy)
    for page in (closed, burnt):
        make_page_text(page=page, text=hidden)
        make_excision(copy=copy, page=page, **area)
    make_derivative(page=closed, content=hidden.encode())
    make_derivative(page=burnt)
    Excision.objects.filter(page=burnt).update(is_burnt=True)
    return burnt


def plant_files_not_ready(copy: Copy, hidden: str) -> None:
    """Pages of files that wait, are processed, failed, are closed or hide words beneath a box."""
    states: list[dict[str, Any]] = [
        {"processing": "pending"},
        {"processing": "running", "pages_done": 1},
        {"processing": "failed", "pages_done": 1, "processing_message": hidden},
        {"processing": "ready", "is_closed": True},
        {"processing": "ready", "has_covered_text": True, "covered_pages": [1]},
    ]
    for number, state in enumerate(states):
        page = make_page(copy=copy)
        page.file = copy.files.create(original_name=hidden, sha256=f"not ready {number}", **state)
        page.number_in_file = 1
        page.save()
        _plant_page(page, hidden)


def plant_compared(*, shown: str, hidden: str) -> Copy:
    """A public document whose copies differ in words that no stranger may read from any of them.

    Return a copy that is to be compared with another one openly.
    """
    item = make_item(published=True)
    texts = [
        {"text": f"{shown} was here. ⟦{hidden} said so.⟧ That is all.", "opened": True},
        {"text": f"{shown} was here. ⟦{hidden}⟧ [1 line not declassified] That is all.",
         "opened": True},
        {"text": f"{shown} was here. {hidden} said so. That is all."},
        {"text": f"{shown} was here. {hidden} said so.", "is_internal": True},
    ]  # fmt: skip
    copies = []
    for number, fields in enumerate(texts, start=1):
        text = str(fields.pop("text"))
        copy = make_copy(item=item, released_on=date(2000 + number, 1, 1), **fields)
        make_page_text(page=make_page(copy=copy), text=text)
        copies.append(copy)
    unmarked = make_page(copy=copies[1])
    make_page_text(page=unmarked, text=f"{hidden} stands on a page that is not burnt in.")
    make_excision(copy=copies[1], page=unmarked, made_by="us", x=0.1, y=0.1, width=0.2, height=0.1)
    return copies[0]


def plant_tiles(*, shown: str, hidden: str, public: list[Page]) -> None:
    """Give every page that has an image a pack of tiles, which says whose it is."""
    for page in Page.objects.filter(derivatives__kind=Derivative.Kind.DISPLAY):
        make_tiles(page, shown if page in public else hidden)


def make_tiles(page: Page, words: str) -> Derivative:
    content = words.encode()
    return make_derivative(
        page=page, kind=Derivative.Kind.TILES, content=content, index={TILE: [0, len(content)]}
    )


def plant_behind_notices(*, shown: str, behind: str, hidden: str) -> Page:
    """Public documents whose pages are sent to nobody who has not chosen to see them.

    Return the one page among them that no notice stands before.
    """
    asks = make_advisory(behaviour="click_through", text_en=f"{shown} notice.")
    series = make_collection(title=f"{shown} series", level="series", published=True)
    series.advisories.add(make_advisory(behaviour="click_through"))
    for_staff = make_collection(title=f"{shown} closed", level="series", published=True)
    for_staff.advisories.add(make_advisory(behaviour="staff_only"))
    _plant_document(behind, advisories=[asks])
    _plant_document(behind, collection=series)
    _plant_document(hidden, collection=for_staff)
    by_file = _plant_document(shown)
    kept_back = make_page(copy=by_file)
    kept_back.file = by_file.files.create(original_name="x", sha256="x", processing="ready")
    kept_back.save()
    kept_back.file.advisories.add(asks)
    _plant_page(kept_back, behind)
    return by_file.pages.get(number=1)


def _plant_document(words: str, collection: Collection | None = None, **fields: Any) -> Copy:
    item = make_item(published=True, **fields)
    places = {"collection": collection, "repository": collection.repository} if collection else {}
    copy = make_copy(item=item, opened=True, is_shown=True, **places)
    _plant_page(make_page(copy=copy), words)
    return copy


def _plant_page(page: Page, words: str) -> None:
    make_page_text(page=page, text=words)
    for kind in (Derivative.Kind.DISPLAY, Derivative.Kind.THUMBNAIL):
        make_derivative(page=page, kind=kind, content=words.encode())
    make_derivative(page=page, kind=Derivative.Kind.BLURRED)

"""Where words stand in the texts of pages, or in the description: on which page, in what words.

Only what readers may have of a text is searched and quoted. A page that a notice asks about first
is found and named, and not quoted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils.translation import gettext as _

from collections_app.models import ArchivalItem, Page, PageText
from collections_app.page_addresses import page_address
from collections_app.prepared_questions import Prepared
from collections_app.reading import page_label, said_in_brackets
from collections_app.search_index.asking import Asked
from collections_app.search_index.quoting import Piece, places_found, quotation
from collections_app.search_index.stems import ENGLISH, tongue_of
from collections_app.searched_words import ITEMS, PAGE, about_item

# Of so many pages of a document the one is chosen that says most of what was asked for.
PAGES_WEIGHED = 12


@dataclass(frozen=True, slots=True)
class TextHit:
    """Words found in the text of a page: where to read them, and a few words around them.

    There is no quotation where a notice asks the reader for a choice first.
    """

    url: str
    label: str
    quotation: list[Piece]


def text_hits(items: Iterable[ArchivalItem], asked: Asked) -> dict[int, TextHit]:
    """Return for each item, by its key, the page that says most of the words. Three queries.

    Of several pages it is the first one of the copy shown first. Where no page has them they are
    quoted from the description, if they stand in more of it than title and abstract.
    """
    keys = {item.pk: item for item in items}
    pages = [(key, PAGE) for key in keys]
    found = [hit.part for hit in ITEMS.first(asked, pages, PAGES_WEIGHED)]
    if len(asked.terms) > 1:
        found += [hit.part for hit in ITEMS.first(asked, pages, PAGES_WEIGHED, is_any=True)]
    best: dict[int, Any] = {}
    said: dict[int, int] = defaultdict(int)
    for text in _in_order(found):
        number = _number_said(text, asked)
        if number > said[text.page.copy.item_id]:
            said[text.page.copy.item_id], best[text.page.copy.item_id] = number, text
    hits = {key: _hit(text, keys, asked) for key, text in best.items()}
    told = {key: _told(item, asked) for key, item in keys.items() if asked and key not in hits}
    return hits | {key: hit for key, hit in told.items() if hit}


@Prepared
def _in_order(found: Collection[int], at: datetime) -> QuerySet:
    shown = Page.objects.public(at).shown_after().filter(pk=OuterRef("page"))
    texts = PageText.objects.public(at).filter(pk__in=found)
    return texts.select_related("page__copy").annotate(is_shown=Exists(shown)).order_by(
        "-page__copy__is_shown", F("page__copy__released_on").asc(nulls_last=True),
        "page__copy", "page__number", "pk",
    )  # fmt: skip


def _number_said(text: PageText, asked: Asked) -> int:
    tongue = tongue_of(text.language_id)
    return sum(bool(places_found(text.public_text, Asked((term,)), tongue)) for term in asked.terms)


def _hit(text: Any, items: dict[int, ArchivalItem], asked: Asked) -> TextHit:
    page = text.page
    address = items[page.copy.item_id].get_absolute_url()
    words = " ".join(said_in_brackets(text).split())
    places = places_found(words, asked, tongue_of(text.language_id))
    return TextHit(
        url=page_address(address, page.number, None if page.copy.is_shown else page.copy_id),
        label=page_label(page),
        quotation=quotation(words, places) if text.is_shown else [],
    )


def _told(item: ArchivalItem, asked: Asked) -> TextHit | None:
    words = " ".join(about_item(item).split())
    if not (places := places_found(words, asked, ENGLISH)):
        return None
    return TextHit(item.get_absolute_url(), _("description"), quotation(words, places))

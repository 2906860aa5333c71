"""Where words stand in the texts of pages: which documents say them, on which page, in what words.

Only what readers may have of a text is searched and quoted. A page that a notice asks about first
is found and named, and not quoted.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import add, or_

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When

from collections_app.models import ArchivalItem, Page, PageText
from collections_app.page_addresses import page_address
from collections_app.reading import page_label, said_in_brackets
from collections_app.search_index.quoting import Piece

# Letters shown on each side of the word that was found.
AROUND = 110
# So many documents are read once and named to every question of a page; more are asked each time.
MOST_NAMED = 1000


@dataclass(frozen=True, slots=True)
class TextHit:
    """Words found in the text of a page: where to read them, and a few words around them.

    There is no quotation where a notice asks the reader for a choice first.
    """

    url: str
    label: str
    quotation: list[Piece]


def items_saying(word: str) -> Q:
    """Ask for items of which a text that anyone may read contains a word. One query at once."""
    texts = PageText.objects.public().filter(public_text__icontains=word)
    items = texts.order_by().values("page__copy__item").distinct()
    named = [row["page__copy__item"] for row in items[: MOST_NAMED + 1]]
    return Q(pk__in=named if len(named) <= MOST_NAMED else texts.values("page__copy__item"))


def text_hits(items: Iterable[ArchivalItem], words: Sequence[str]) -> dict[int, TextHit]:
    """Return for each item, by its key, the page that says most of the words. Three queries.

    Of several pages it is the first one of the copy shown first.
    """
    keys = {item.pk: item for item in items}
    if not words or not keys:
        return {}
    says = [Q(public_text__icontains=word) for word in words]
    found = PageText.objects.public().filter(reduce(or_, says), page__copy__item__in=list(keys))
    said = [Case(When(one, then=1), default=0) for one in says]
    ranked = found.annotate(said=reduce(add, said, Value(0))).order_by(
        "-said", "-page__copy__is_shown", F("page__copy__released_on").asc(nulls_last=True),
        "page__copy", "page__number", "pk",
    )  # fmt: skip
    best: dict[int, int] = {}
    for key, item in ranked.values_list("pk", "page__copy__item"):
        best.setdefault(item, key)
    texts = _with_choice(PageText.objects.public().filter(pk__in=list(best.values())))
    return {text.page.copy.item_id: _hit(text, keys, words) for text in texts}


def _with_choice(texts: QuerySet[PageText]) -> QuerySet[PageText]:
    shown = Page.objects.public().shown_after().filter(pk=OuterRef("page"))
    return texts.select_related("page__copy").annotate(is_shown=Exists(shown))


def _hit(text: PageText, items: dict[int, ArchivalItem], words: Sequence[str]) -> TextHit:
    page = text.page
    address = items[page.copy.item_id].get_absolute_url()
    return TextHit(
        url=page_address(address, page.number, None if page.copy.is_shown else page.copy_id),
        label=page_label(page),
        quotation=quotation(said_in_brackets(text), words) if text.is_shown else [],  # type: ignore[attr-defined]
    )


def quotation(text: str, words: Sequence[str]) -> list[Piece]:
    """Return a few words of a text around the first word found, with every one of them marked."""
    text = " ".join(text.split())
    looked_for = re.compile("|".join(re.escape(word) for word in words), re.IGNORECASE)
    first = looked_for.search(text)
    if first is None:
        return []
    start, end = _cut(text, first.start() - AROUND, first.end() + AROUND)
    pieces, at = [Piece("… ")] if start else [], start
    for found in looked_for.finditer(text, start, end):
        pieces += [Piece(text[at : found.start()]), Piece(found.group(), is_found=True)]
        at = found.end()
    pieces += [Piece(text[at:end]), *([Piece(" …")] if end < len(text) else [])]
    return [piece for piece in pieces if piece.words]


def _cut(text: str, start: int, end: int) -> tuple[int, int]:
    """Move both ends to where a word begins or ends."""
    if start > 0:
        start = text.find(" ", start) + 1
    if end < len(text):
        end = text.rfind(" ", 0, end + 1)
    return max(start, 0), end

"""Words looked for in the pages of one document, as its manifest shows them.

The same copy, the same pages and the same texts as in the manifest: nothing that a notice asks
about first is looked through.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter

from collections_app.content_search import Match, Question, around, places_of_all
from collections_app.manifests import NOBODY, canvas_size, canvas_stem
from collections_app.models import ArchivalItem, Derivative, Page, PageText
from collections_app.reading import in_brackets
from collections_app.releases import releases_of
from collections_app.search_index.stems import tongue_of


def matches_in(
    item: ArchivalItem, copy: str, question: Question, absolute: Callable[[str], str]
) -> list[Match] | None:
    """Return where a public item says the words; nothing where it has no manifest.

    A text is found that says all of them. `copy` is the key of the copy asked for. A place on the
    page is given where the reading of a machine has kept one, else the whole page.
    """
    shown = releases_of(item, NOBODY).first(copy)
    if shown is None or not shown.is_openable:
        return None
    pages = Page.objects.public().filter(copy=shown.key).shown_after()
    if not pages.exists():
        return None
    if not question.asked:
        return []
    texts = PageText.objects.public().filter(page__in=pages).in_reading_order()
    searched = list(texts.select_related("page").order_by("page__number", "rank", "pk"))
    return list(_matches(searched, question, canvas_stem(item, shown.key, absolute)))


def _matches(texts: Sequence[PageText], question: Question, stem: str) -> Iterator[Match]:
    sizes = _Sizes(texts)
    for _, of_page in groupby(texts, attrgetter("page_id")):
        for number, text in enumerate(of_page, start=1):
            canvas = f"{stem}/{text.page.number}"
            places = places_of_all(text.public_text, question.asked, tongue_of(text.language_id))
            for start, end in places:
                before, exact, after = map(in_brackets, around(text.public_text, start, end))
                yield Match(
                    name=f"{canvas}/text/{number}/{start}-{end}",
                    target=f"{canvas}{sizes.part(text, start, end)}",
                    language=text.language_id,
                    before=before,
                    exact=exact,
                    after=after,
                )


class _Sizes:
    """Where words stand in the pixels of the canvases, whose sizes are asked for once."""

    def __init__(self, texts: Sequence[PageText]) -> None:
        self.images: dict[int, dict[str, Derivative]] = {}
        pages = {text.page_id for text in texts}
        for made in Derivative.objects.public().filter(page__in=pages).defer("index"):
            self.images.setdefault(made.page_id, {})[made.kind] = made

    def part(self, text: PageText, start: int, end: int) -> str:
        """Return the fragment of a canvas that shows these letters; empty for the whole page.

        The places of words count in the whole text: they are true of the public one only where
        nothing was taken out of it.
        """
        boxes = [
            (x, y, x + width, y + height)
            for first, last, x, y, width, height in text.words or ()
            if first < end and last > start
        ]
        if not boxes or text.cuts:
            return ""
        width, height = canvas_size(text.page, self.images.get(text.page_id, {}))
        left, top = min(box[0] for box in boxes), min(box[1] for box in boxes)
        right, bottom = max(box[2] for box in boxes), max(box[3] for box in boxes)
        x, y = round(left * width), round(top * height)
        return f"#xywh={x},{y},{round(right * width) - x},{round(bottom * height) - y}"

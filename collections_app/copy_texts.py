"""What copies say, read through the rule, for whatever compares them. Three queries for any number.

Readers and the house get the same words, those of `public_text`: what we withhold ourselves is
in no comparison, whoever asks.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from collections_app.models import Excision, Page, PageText
from collections_app.page_texts import Run, Withheld, paragraphs
from collections_app.passages import CopyText, tokens_of
from collections_app.publication import Visitor
from collections_app.reading import placed_excisions, withheld_marks
from collections_app.releases import withheld_passage


@dataclass(frozen=True, slots=True)
class CopySaid:
    """The text of a copy as it may be read: its languages, and whether people have checked it."""

    text: CopyText
    languages: frozenset[str]
    is_reviewed: bool


def pages_of(
    copies: Collection[int], user: Visitor, at: datetime | None = None
) -> dict[int, list[Page]]:
    """Return the pages of copies that this person may open, by copy and in order."""
    found: dict[int, list[Page]] = {key: [] for key in copies}
    pages = Page.objects.visible_to(user, at).filter(copy__in=copies).unclosed()
    for page in pages.select_related("file").order_by("copy", "number"):
        found[page.copy_id].append(page)
    return found


def said_by(
    pages: Mapping[int, Sequence[Page]],
    excisions: Mapping[int, list[Excision]],
    user: Visitor,
    at: datetime | None = None,
) -> dict[int, CopySaid]:
    """Return what copies say on these pages; nothing of a copy that says not a word.

    Of each page the text that is read first counts, translations never. `excisions` are those of
    each copy.
    """
    keys = [page.pk for some in pages.values() for page in some]
    texts = PageText.objects.visible_to(user, at).filter(page__in=keys).unclosed()
    first: dict[int, PageText] = {}
    for text in texts.in_reading_order().defer("text", "words"):
        if text.kind != PageText.Kind.TRANSLATION:
            first.setdefault(text.page_id, text)
    found = {}
    for copy, some in pages.items():
        said = _said(some, excisions.get(copy, []), first)
        if said.text.number_of_words:
            found[copy] = said
    return found


def _said(
    pages: Sequence[Page], excisions: Iterable[Excision], texts: Mapping[int, PageText]
) -> CopySaid:
    by_page: dict[int | None, list[Excision]] = defaultdict(list)
    for excision in excisions:
        by_page[excision.page_id].append(excision)
    all_ours = any(_is_ours(one) for one in by_page[None])
    runs: list[tuple[int, list[list[Run]]]] = []
    marked, ours = set(), set()
    for page in pages:
        here, text = by_page[page.pk], texts.get(page.pk)
        placed = {one.pk for one, _, _ in placed_excisions(text, here)} if text else set()
        loose = [one for one in here if one.pk not in placed]
        if all_ours or any(_is_ours(one) for one in here):
            ours.add(page.number)
        if text:
            marks = withheld_marks(text, here)
            runs.append((page.number, paragraphs(text.public_text, marks)))
            marked |= {page.number} if any(not _is_ours(one) for one in loose) else set()
        elif loose:
            runs.append((page.number, [[_whole_page(loose)]]))
    read = [texts[page.pk] for page in pages if page.pk in texts]
    return CopySaid(
        CopyText(tokens_of(runs), frozenset(marked), frozenset(ours)),
        frozenset(text.language_id for text in read),
        all(text.is_reviewed for text in read),
    )


def _is_ours(excision: Excision) -> bool:
    return excision.made_by == Excision.MadeBy.US


def _whole_page(excisions: Sequence[Excision]) -> Run:
    """Stand for a page that has no text and of which something is withheld."""
    if any(_is_ours(one) for one in excisions):
        return Run("withheld", withheld=Withheld(_("Withheld by us"), by_us=True))
    return Run("withheld", withheld=withheld_passage(excisions[0]))

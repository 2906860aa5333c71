"""What the texts of a book name beside its cards: copies, photographs, people, links, comparisons.

All of it is read through the rule and loaded at once, in a constant number of queries; nothing is
asked for that no text names.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from briefingbooks.markup import Mention
from briefingbooks.models import Book, Reference
from briefingbooks.resolved import GoneLink, Picture
from briefingbooks.texts import BookText
from collections_app import item_words
from collections_app.advisories import advisories_of
from collections_app.compare_page import FIRST, MOST_PAGES, MOST_WORDS, SECOND
from collections_app.compared_text import sentence_of
from collections_app.copy_texts import CopySaid, pages_of, said_by
from collections_app.languages import day_words, speaking
from collections_app.models import Agent, ArchivalItem, Copy, Excision, LinkStatus
from collections_app.page_addresses import COPY
from collections_app.passages import compare
from collections_app.publication import Visitor
from collections_app.release_names import names_of, stated_of
from collections_app.thumbnails import pictures_of_items


@dataclass(frozen=True, slots=True)
class CopyNamed:
    """One copy of a document as a text names it: words that tell it apart, and where it is."""

    item: int
    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Compared:
    """What differs between two copies, in a sentence, and where they are compared."""

    sentence: str
    url: str


@dataclass(frozen=True, slots=True)
class _Stated:
    """What is stated of a copy: when it was released, and how complete it is."""

    released_on: date | None
    completeness: str


@dataclass
class Named:
    """What the texts of a book name beside its cards, for one visitor."""

    people: dict[str, Agent] = field(default_factory=dict)
    pictures: dict[str, Picture] = field(default_factory=dict)
    copies: dict[str, CopyNamed] = field(default_factory=dict)
    gone: dict[str, GoneLink] = field(default_factory=dict)
    comparisons: dict[tuple[str, ...], Compared] = field(default_factory=dict)


def gather_named(
    book: Book,
    texts: Iterable[BookText],
    items: Mapping[str, ArchivalItem],
    user: Visitor,
    at: datetime | None = None,
) -> Named:
    """Load what the texts name beside the cards. `items` are those that may be seen, by reference.

    No query where they name nothing of it; else one for people, one for links, one for copies, two
    for photographs and eight for all comparisons together.
    """
    texts = list(texts)
    mentions = [mention for text in texts for mention in text.parsed.mentions]
    by_role: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        by_role[mention.role].append(mention)
    copies = _copies([one for one in mentions if one.copies], items, user, at)
    shown, told = [one for one in by_role["photo"] if one.is_block], by_role["compare"]
    return Named(
        people=_people({one.key for one in by_role["person"]}, user, at),
        pictures=_pictures(shown, items, book.language, user, at),
        copies={f"c{pk}": _copy_named(copy, book.language) for pk, copy in copies.items()},
        gone=_gone(book) if any(text.parsed.links for text in texts) else {},
        comparisons=_comparisons(told, copies, items, book.language, user, at),
    )


def _people(slugs: set[str], user: Visitor, at: datetime | None) -> dict[str, Agent]:
    if not slugs:
        return {}
    return {one.slug: one for one in Agent.objects.visible_to(user, at).filter(slug__in=slugs)}


def _pictures(
    mentions: Iterable[Mention],
    items: Mapping[str, ArchivalItem],
    language: str,
    user: Visitor,
    at: datetime | None,
) -> dict[str, Picture]:
    shown = {items[one.key].pk: items[one.key] for one in mentions if one.key in items}
    if not shown:
        return {}
    with speaking(language):
        named = _("Photograph: {title}")
    return {
        shown[key].ref: Picture(
            found.image.url,
            found.image.width,
            found.image.height,
            found.alt or named.format(title=shown[key].title),
            found.image.is_blurred,
        )
        for key, found in pictures_of_items(shown, user, at).items()
    }


def _copies(
    mentions: Sequence[Mention],
    items: Mapping[str, ArchivalItem],
    user: Visitor,
    at: datetime | None,
) -> dict[int, Copy]:
    """Return the copies named that readers may open, each of the document it is named with."""
    owners = {
        int(copy.removeprefix("c")): items[one.key].pk
        for one in mentions
        if one.key in items
        for copy in one.copies
    }
    if not owners:
        return {}
    opened = Copy.objects.visible_to(user, at).told().openable().filter(pk__in=owners)
    return {
        copy.pk: copy
        for copy in opened.for_display(at).select_related("item", "repository", "collection")
        if copy.item_id == owners[copy.pk]
    }


def _copy_named(copy: Copy, language: str) -> CopyNamed:
    held = item_words.held(copy)
    with speaking(language):
        words = ", ".join(filter(None, [held.archive, held.reference])) or _("another copy")
        if copy.released_on:
            words = _("the release of {day}").format(day=day_words(copy.released_on))
    address = f"{copy.item.get_absolute_url()}?{urlencode({COPY: copy.pk})}#pages"
    return CopyNamed(copy.item_id, words, address)


def _gone(book: Book) -> dict[str, GoneLink]:
    """Return the addresses linked in the saved texts of a book that no longer answer."""
    rows = Reference.objects.of_seen(book).filter(link__status=LinkStatus.GONE)
    links = {row.link.url: row.link for row in rows.select_related("link") if row.link}
    return {
        url: GoneLink(link.archived_url, link.archived_at, link.last_checked)
        for url, link in links.items()
    }


def _comparisons(
    mentions: Iterable[Mention],
    copies: Mapping[int, Copy],
    items: Mapping[str, ArchivalItem],
    language: str,
    user: Visitor,
    at: datetime | None,
) -> dict[tuple[str, ...], Compared]:
    wanted = []
    for one in mentions:
        numbers = [int(copy.removeprefix("c")) for copy in one.copies]
        if len(numbers) == 2 and all(number in copies for number in numbers):
            wanted.append((one, [copies[number] for number in numbers]))
    if not wanted:
        return {}
    compared = {copy.pk for _one, pair in wanted for copy in pair}
    said = _said(compared, [items[one.key] for one, _pair in wanted], copies, user, at)
    return {
        (one.key, *one.copies): Compared(
            _sentence(_in_order(pair), said, language),
            f"{items[one.key].get_absolute_url()}compare/?"
            + urlencode({FIRST: pair[0].pk, SECOND: pair[1].pk}),
        )
        for one, pair in wanted
    }


def _said(
    compared: set[int],
    items: Sequence[ArchivalItem],
    copies: Mapping[int, Copy],
    user: Visitor,
    at: datetime | None,
) -> dict[int, CopySaid]:
    """Return what copies say; nothing of what asks before it is shown, or is too long."""
    asked = {
        key for key, some in advisories_of(items).items() if any(one.is_choice for one in some)
    }
    pages = {
        key: some
        for key, some in pages_of(compared, user, at).items()
        if copies[key].item_id not in asked and len(some) <= MOST_PAGES
    }
    excisions: dict[int, list[Excision]] = defaultdict(list)
    marked = Excision.objects.visible_to(user, at).filter(copy__in=compared)
    for one in marked.prefetch_related("exemptions"):
        excisions[one.copy_id].append(one)
    said = said_by(pages, excisions, user, at)
    return {key: one for key, one in said.items() if one.text.number_of_words <= MOST_WORDS}


def _in_order(pair: Sequence[Copy]) -> list[Copy]:
    """Put the earlier release first, where both dates are known."""
    dated = [copy.released_on for copy in pair if copy.released_on]
    return sorted(pair, key=lambda copy: str(copy.released_on)) if len(dated) == 2 else list(pair)


def _sentence(pair: Sequence[Copy], said: Mapping[int, CopySaid], language: str) -> str:
    with speaking(language):
        return _in_words(pair, said)


def _in_words(pair: Sequence[Copy], said: Mapping[int, CopySaid]) -> str:
    first, second = pair
    stated = [_Stated(copy.released_on, copy.extent) for copy in pair]
    names = names_of(stated)
    one, other = said.get(first.pk), said.get(second.pk)
    if one is None or other is None or not one.languages & other.languages:
        return stated_of(stated[0], stated[1], names)
    days = (first.released_on, second.released_on)
    is_in_order = days[0] is not None and days[1] is not None and days[0] < days[1]
    return sentence_of(compare(one.text, other.text), *names, is_in_order=is_in_order)[0]

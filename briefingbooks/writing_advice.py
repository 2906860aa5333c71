"""What a writer should know of the records a text names, beside what keeps it from being saved."""

from collections.abc import Iterable, Iterator

from briefingbooks.markup import Mention, Problem
from briefingbooks.targets import copy_number
from briefingbooks.texts import BookText
from collections_app.models import (
    Agent,
    ArchivalItem,
    Copy,
    DigitalFile,
    ExternalLink,
    LinkStatus,
)
from oralhistory.models import Interview


def advice_on(text: BookText) -> list[Problem]:
    """Return what does not keep a text from being saved and yet is to be done, in order of lines.

    Records that are not public, without which the book can not be released; copies that are not
    opened; pictures without words for who does not see them; addresses not verified.
    """
    mentions = text.parsed.mentions
    found = [
        *_not_public(mentions, ("doc", "photo", "compare"), "The document", _public_items),
        *_not_public(mentions, ("testimony",), "The interview", _public_interviews),
        *_not_public(mentions, ("person",), "The person", _public_agents),
        *_closed_copies(mentions),
        *_without_alt(mentions),
        *_not_verified(text.parsed.links),
    ]
    return sorted(found, key=lambda problem: problem.line)


def _public_items(keys: set[str]) -> set[str]:
    return set(ArchivalItem.objects.public().filter(ref__in=keys).values_list("ref", flat=True))


def _public_interviews(keys: set[str]) -> set[str]:
    return set(Interview.objects.public().filter(ref__in=keys).values_list("ref", flat=True))


def _public_agents(keys: set[str]) -> set[str]:
    return set(Agent.objects.public().filter(slug__in=keys).values_list("slug", flat=True))


def _not_public(
    mentions: Iterable[Mention], roles: tuple[str, ...], words: str, find: object
) -> Iterator[Problem]:
    named = [one for one in mentions if one.role in roles]
    if not named:
        return
    public = find({one.key for one in named})  # type: ignore[operator]
    for one in named:
        if one.key not in public:
            message = f"{words} {one.key} is not public: readers will not be shown it."
            yield Problem(one.line, message, is_warning=True)


def _closed_copies(mentions: Iterable[Mention]) -> Iterator[Problem]:
    named = [one for one in mentions if one.copies]
    keys = {copy_number(copy) for one in named for copy in one.copies}
    if not keys:
        return
    opened = set(Copy.objects.opened().filter(pk__in=keys).values_list("pk", flat=True))
    for one in named:
        for copy in one.copies:
            if copy_number(copy) not in opened:
                message = f"The copy {one.key}@{copy} is not opened to readers."
                yield Problem(one.line, message, is_warning=True)


def _without_alt(mentions: Iterable[Mention]) -> Iterator[Problem]:
    named = [one for one in mentions if one.role == "photo" and one.is_block]
    if not named:
        return
    files = DigitalFile.objects.filter(
        pages__number=1, pages__copy__item__ref__in={one.key for one in named}
    )
    worded = set(files.exclude(alt_text="").values_list("pages__copy__item__ref", flat=True))
    for one in named:
        if one.key not in worded:
            message = f"The photograph {one.key} has no words for who does not see it."
            yield Problem(one.line, message, is_warning=True)


def _not_verified(links: Iterable[Mention]) -> Iterator[Problem]:
    links = list(links)
    rows = ExternalLink.objects.filter(url__in={link.key for link in links})
    states = dict(rows.values_list("url", "status")) if links else {}
    for link in links:
        state = states.get(link.key, LinkStatus.UNCHECKED)
        if state in (LinkStatus.UNCHECKED, LinkStatus.SUSPECT, LinkStatus.BLOCKED):
            message = f"The address {link.key[:80]}: {LinkStatus(state).label}."
            yield Problem(link.line, message, is_warning=True)

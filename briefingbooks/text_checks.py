"""What is wrong with the texts of a book at saving: errors refuse it, warnings are shown."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import Count, F, Max, Q
from django.db.models.functions import Coalesce

from briefingbooks.markup import Mention, Problem, nearest, note_problems
from briefingbooks.models import Book
from briefingbooks.targets import (
    WORDS,
    Found,
    all_keys,
    find_copies,
    find_targets,
    refused_address,
)
from briefingbooks.texts import BookText
from collections_app.models import Copy, ExternalLink, LinkStatus
from oralhistory.clock import read_clock, whole_clock
from oralhistory.models import MediaFile

_PAGES = re.compile(r"pp?\.\s*(\d{1,6})(?:\s*[–-]\s*(\d{1,6}))?")
Checked = list[tuple[BookText, Problem]]


def problems_in(book: Book, texts: Sequence[BookText]) -> list[tuple[BookText, str]]:
    """List what keeps the texts of a book from being saved."""
    found = checks_of(book, texts)
    return [(text, str(problem)) for text, problem in found if not problem.is_warning]


def checks_of(book: Book, texts: Sequence[BookText]) -> Checked:
    """List all that is wrong with the texts of a book, warnings included.

    Markup, notes, keys that do not exist, pages a document does not have, times after the end of a
    recording, addresses that can not be linked. At most twelve queries, at any size.
    """
    found: Checked = [(text, problem) for text in texts for problem in text.parsed.problems]
    for index, problem in note_problems([text.parsed for text in texts]):
        found.append((texts[index], problem))
    mentions = [mention for text in texts for mention in text.parsed.mentions]
    targets, copies = find_targets(book, mentions), find_copies(mentions)
    suggested: dict[str, list[str]] = {}
    lengths, pages = _lengths(mentions, targets), _pages(mentions, targets)
    for text in texts:
        for mention in text.parsed.mentions:
            if mention.key not in targets[mention.role]:
                if mention.role not in suggested:
                    suggested[mention.role] = all_keys(book, mention.role)
                found.append((text, _unknown(mention, suggested[mention.role])))
                continue
            said = [
                *_unknown_copies(mention, copies.get(mention.key, {})),
                *_beyond_the_recording(mention, lengths),
                *_beyond_the_document(mention, pages.get(mention.key, {})),
            ]
            found += [(text, Problem(mention.line, words)) for words in said]
    return found + list(_links(texts))


def _unknown(mention: Mention, known: Sequence[str]) -> Problem:
    hint = nearest(mention.key, known)
    return Problem(mention.line, f"there is no {WORDS[mention.role]} “{mention.key}”{hint}")


def _unknown_copies(mention: Mention, known: dict[str, int]) -> Iterator[str]:
    for copy in mention.copies:
        if copy not in known:
            yield f"{mention.key} has no copy “{copy}”{nearest(copy, list(known))}"


def _lengths(mentions: Iterable[Mention], targets: Found) -> dict[str, int]:
    """Return how long the recordings of the interviews mentioned last, where all is measured."""
    keys = targets["testimony"]
    if not any(mention.role == "testimony" and mention.locator for mention in mentions):
        return {}
    rows = MediaFile.objects.filter(interview__in=keys.values()).order_by()
    measured = rows.values("interview__ref").annotate(
        end=Max(F("offset_ms") + Coalesce(F("duration_ms"), 0)),
        unknown=Count("pk", filter=Q(duration_ms__isnull=True)),
    )
    return {row["interview__ref"]: row["end"] for row in measured if not row["unknown"]}


def _beyond_the_recording(mention: Mention, lengths: dict[str, int]) -> Iterator[str]:
    if mention.role != "testimony" or not mention.locator:
        return
    try:
        times = [read_clock(part) for part in re.split(r"[-–]", mention.locator)]
    except ValueError:
        return
    length = lengths.get(mention.key)
    if len(times) > 1 and times[-1] <= times[0]:
        yield f"“{mention.locator}” ends before it begins."
    elif length is not None and max(times) > length:
        yield f"“{mention.locator}” lies after the end of {mention.key}, at {whole_clock(length)}."


def _pages(mentions: Iterable[Mention], targets: Found) -> dict[str, dict[str, int | None]]:
    """Return how many pages each copy of the documents cited by pages has.

    None stands for a copy whose pages are not described, or bear numbers of their own.
    """
    cited = {m.key for m in mentions if m.role in ("doc", "photo") and _PAGES.match(m.locator)}
    found: dict[str, dict[str, int | None]] = defaultdict(dict)
    if not cited:
        return found
    rows = Copy.objects.filter(item__ref__in=cited).order_by()
    counted = rows.annotate(
        last=Max("pages__number"), named=Count("pages", filter=~Q(pages__label=""))
    )
    for ref, pk, last, named in counted.values_list("item__ref", "pk", "last", "named"):
        found[ref][f"c{pk}"] = None if named else last
    return found


def _beyond_the_document(mention: Mention, pages: dict[str, int | None]) -> Iterator[str]:
    cited = _PAGES.match(mention.locator)
    if cited is None or not pages or mention.role not in ("doc", "photo"):
        return
    known = [pages.get(copy) for copy in mention.copies] or list(pages.values())
    numbers = [int(number) for number in cited.groups() if number]
    longest = max((number for number in known if number is not None), default=0)
    if None not in known and max(numbers) > longest:
        count = "1 page" if longest == 1 else f"{longest} pages"
        yield f"“{mention.locator}”: {mention.key} has {count}."


def _links(texts: Sequence[BookText]) -> Iterator[tuple[BookText, Problem]]:
    """Tell of addresses that can not be linked, and of those that no longer answer."""
    urls = {link.key for text in texts for link in text.parsed.links}
    gone = ExternalLink.objects.filter(url__in=urls, status=LinkStatus.GONE, archived_url="")
    lost = set(gone.values_list("url", flat=True)) if urls else set()
    for text in texts:
        for link in text.parsed.links:
            if refusal := refused_address(link.key):
                words = link.key[:80]
                yield text, Problem(link.line, f"The address “{words}” {refusal}")
            elif link.key in lost:
                message = f"{link.key[:80]} is no longer available and has no archived copy."
                yield text, Problem(link.line, message, is_warning=True)

"""An edition of which something was closed, made again without it: same number, and marked.

The original is kept, sealed. What is closed is taken out of the frozen page, never assembled anew:
an edition says what it said, or says that something is gone.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from briefingbooks.editions.frozen import as_data, page_of
from briefingbooks.editions.striking import Closed, without, words_in
from briefingbooks.models import Edition, EditionPart, Issue
from collections_app.languages import day_words, speaking
from collections_app.names import NameFinder, words_of
from collections_app.protected_names import forms_of_person

Kind = EditionPart.Kind
# What is taken out by its label alone, and as what.
_BY_LABEL = {Kind.IMAGE: "files", Kind.PERSON: "names", Kind.BOOK: "books"}
_SHORTEST_TITLE = 3  # words; a shorter one stands in too many sentences


class NotTakenOut(Exception):
    """Raised where something that is closed still stands on the page; says what, for the house."""


def reissue(edition: Edition) -> Issue | None:
    """Make the page of the reissue that an edition owes, and return it; `None` if it owes none.

    Its files are for the caller to have made. Raises `NotTakenOut` where a program can not take
    out what is closed; the edition stays closed then and says so at the desk.
    """
    with transaction.atomic():
        edition = Edition.objects.select_for_update().get(pk=edition.pk)
        if Issue.objects.unclosed().filter(edition=edition).exists():
            return None
        original = edition.issues.get(number=1)
        closed_parts = original.parts.closed()
        page = page_of(original.page)
        with speaking(page.language):
            page = without(page, what_is_closed(closed_parts))
        words = words_in(page)
        refuse_what_is_left(words, closed_parts)
        last = edition.issues.aggregate(last=Max("number"))["last"]
        made = Issue.objects.create(
            edition=edition, number=last + 1, page=as_data(page), words=words
        )
        _keep_open_parts(original, closed_parts, made)
        edition.problem = ""
        edition.save(update_fields=["problem"])
    return made


def what_is_closed(parts: Iterable[EditionPart]) -> Closed:
    """Return what must be taken out of a page so that none of these parts stands in it."""
    found: dict[str, set[Any]] = {
        name: set()
        for name in ("records", "copies", "files", "passages", "names", "books", "words")
    }
    for part in parts:
        if part.kind == Kind.ITEM and part.item:
            found["records"].add(part.item.ref)
        elif part.kind == Kind.INTERVIEW and part.interview:
            found["records"].add(part.interview.ref)
        elif part.kind == Kind.COPY:
            found["records"].add(part.label)
            found["copies"].add(part.where)
        elif part.kind == Kind.PASSAGE:
            found["passages"].add((part.where, part.language, part.key))
        elif part.kind in _BY_LABEL:
            found[_BY_LABEL[Kind(part.kind)]].add(part.label)
        elif part.kind == Kind.NAME and part.agent:
            found["names"] |= forms_of_person(part.agent)
        elif part.kind == Kind.WORDS:
            found["words"].add(part.words)
    day = day_words(timezone.localdate())
    return Closed(**{name: frozenset(some) for name, some in found.items()}, day=day)


def refuse_what_is_left(words: str, parts: Iterable[EditionPart]) -> None:
    """Raise `NotTakenOut` if something that is closed is still read in these words."""
    for part in parts:
        if part.kind == Kind.NAME and part.agent is None:
            raise NotTakenOut("A protected person is not described any more: nobody knows a name.")
        phrases = _phrases(part)
        if NameFinder(phrases).finds_in(words):
            raise NotTakenOut(f"{part.get_kind_display().capitalize()}: its words still stand.")


def _phrases(part: EditionPart) -> list[str]:
    if part.kind == Kind.ITEM and part.item:
        title = part.item.title
        return [part.item.ref, *([title] if len(words_of(title)) >= _SHORTEST_TITLE else [])]
    if part.kind == Kind.INTERVIEW and part.interview:
        return [part.interview.ref]
    if part.kind == Kind.NAME and part.agent:
        return list(forms_of_person(part.agent))
    if part.kind == Kind.PERSON:
        return [part.label]
    return [part.words] if part.kind in (Kind.PASSAGE, Kind.WORDS) else []


def _keep_open_parts(original: Issue, closed: Iterable[EditionPart], made: Issue) -> None:
    shut = {part.pk for part in closed}
    open_parts = [part for part in original.parts.all() if part.pk not in shut]
    for part in open_parts:
        part.pk, part.issue = None, made
        part._state.adding = True
    EditionPart.objects.bulk_create(open_parts)

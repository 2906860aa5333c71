"""An edition of which something was closed, made again without it: same number, and marked.

The original is kept, sealed. What is closed is taken out of the frozen page, never assembled anew:
an edition says what it said, or says that something is gone.
"""

from collections.abc import Collection, Iterable
from dataclasses import fields
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from briefingbooks.editions.frozen import as_data, page_of
from briefingbooks.editions.striking import Closed, struck_in, without, words_in
from briefingbooks.models import Edition, EditionPart, Issue
from collections_app.languages import day_words, speaking
from collections_app.names import NameFinder, words_of
from collections_app.protected_names import forms_of_person
from oralhistory.models import Participation
from oralhistory.speakers import protected_names

Kind = EditionPart.Kind
# What is taken out by its label alone, and as what.
_BY_LABEL = {
    Kind.IMAGE: "files",
    Kind.PLACE: "details",
    Kind.PERSON: "names",
    Kind.POINT: "points",
    Kind.BOOK: "books",
}
_SHORTEST_TITLE = 3  # words; a shorter one stands in too many sentences
_SHORTEST_CODE = 2  # words of a shelfmark


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
            closed = what_is_closed(closed_parts)
            page, note = without(page, closed), struck_in(original.change_note, closed)
        words = f"{words_in(page)}\n{note}"
        refuse_what_is_left(words, closed_parts)
        last = edition.issues.aggregate(last=Max("number"))["last"]
        made = Issue.objects.create(
            edition=edition, number=last + 1, page=as_data(page), change_note=note, words=words
        )
        _keep_open_parts(original, closed_parts, made)
        edition.problem = ""
        edition.save(update_fields=["problem"])
    return made


def what_is_closed(parts: Iterable[EditionPart]) -> Closed:
    """Return what must be taken out of a page so that none of these parts stands in it."""
    found: dict[str, set[Any]] = {
        name: set() for name in (one.name for one in fields(Closed) if one.name != "day")
    }
    for part in parts:
        for name, values in _taken_out(part).items():
            found[name] |= set(values)
    day = day_words(timezone.localdate())
    return Closed(**{name: frozenset(some) for name, some in found.items()}, day=day)


def _taken_out(part: EditionPart) -> dict[str, Collection[Any]]:
    """Return what one closed part takes out of a page, by the field of `Closed`."""
    kind = Kind(part.kind)
    if kind in (Kind.ITEM, Kind.INTERVIEW) and (record := part.item or part.interview):
        return {"records": [record.ref]}
    if kind == Kind.COPY:
        return {"records": [part.label], "copies": [part.where]}
    if kind == Kind.HOLDING:
        return {"details": [part.label], "copies": [part.where]}
    if kind == Kind.SOUND:
        return {"sounds": [part.where]}
    if kind == Kind.PASSAGE:
        return {"passages": [(part.where, part.language, part.key)]}
    if kind == Kind.SPEAKER:
        return {"names": {part.label, *_real_names(part)}}
    if kind == Kind.NAME and part.agent:
        return {"names": forms_of_person(part.agent)}
    if kind == Kind.WORDS:
        return {"words": [part.words]}
    return {_BY_LABEL[kind]: [part.label]} if kind in _BY_LABEL else {}


def _real_names(part: EditionPart) -> set[str]:
    """Return every name of a participant who may not be named any more, the surname alone too."""
    people = Participation.objects.filter(pk=part.keys["participation"]).select_related("agent")
    return protected_names(people.prefetch_related("agent__names"))


def refuse_what_is_left(words: str, parts: Iterable[EditionPart]) -> None:
    """Raise `NotTakenOut` if something that is closed is still read in these words."""
    for part in parts:
        if part.kind == Kind.NAME and part.agent is None:
            raise NotTakenOut("A protected person is not described any more: nobody knows a name.")
        phrases = _phrases(part)
        if NameFinder(phrases).finds_in(words):
            raise NotTakenOut(f"{part.get_kind_display().capitalize()}: its words still stand.")


def _phrases(part: EditionPart) -> Iterable[str]:
    """Return what must not be read any more once a part is closed."""
    if part.kind in (Kind.ITEM, Kind.INTERVIEW) and (record := part.item or part.interview):
        titles = {record.title, part.words}
        return [record.ref, *(one for one in titles if len(words_of(one)) >= _SHORTEST_TITLE)]
    if part.kind == Kind.COPY and part.copy:
        code = part.copy.reference_code
        return [code] if len(words_of(code)) >= _SHORTEST_CODE else []
    if part.kind == Kind.NAME and part.agent:
        return forms_of_person(part.agent)
    if part.kind == Kind.SPEAKER:
        return {part.label, *_real_names(part)}
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

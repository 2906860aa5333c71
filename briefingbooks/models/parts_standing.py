"""Which parts of an edition readers may still have: each kind is held against its own rule."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.db.models import Q

from briefingbooks.models.books import Book
from collections_app.models import (
    Agent,
    ArchivalItem,
    Collection,
    Copy,
    Derivative,
    Page,
    PageNote,
    PageText,
    Place,
    Privacy,
    Repository,
    Subject,
)
from oralhistory.models import Interview, MediaFile, Participation, PublicCue
from oralhistory.models.participations import IdentityMode
from oralhistory.speakers import public_names

_OWN_NAME = (Privacy.PUBLIC, Privacy.NAME_ONLY)


class PartKind(models.TextChoices):
    """What an edition can show that may be closed one day."""

    ITEM = "item", "document"
    COPY = "copy", "copy"
    HOLDING = "holding", "archive or collection that holds a document"
    IMAGE = "image", "image of a page"
    TEXT = "text", "text of a page"
    NOTE = "note", "note on the text of a page"
    SOUND = "sound", "sound of a quoted stretch"
    INTERVIEW = "interview", "interview"
    PASSAGE = "passage", "quoted passage"
    SPEAKER = "speaker", "participant named in a note"
    PLACE = "place", "place of an interview"
    PERSON = "person", "person, as called"
    POINT = "point", "turning point"
    BOOK = "book", "related book"
    NAME = "name", "name of a person who became protected"
    WORDS = "words", "words struck by the house"


Parts = Sequence[Any]
Instant = datetime | None


def keys_standing(parts: Iterable[Any], at: Instant) -> set[int]:
    """Return the keys of the parts that readers may have at an instant.

    A query to each kind that there is, two to texts. A part whose record is gone does not stand,
    nor do words that the house has struck.
    """
    by_kind: dict[str, list[Any]] = defaultdict(list)
    for part in parts:
        by_kind[part.kind].append(part)
    return {
        part.pk
        for kind, some in by_kind.items()
        if kind in _STANDS
        for part in _STANDS[PartKind(kind)](some, at)
    }


def _records(model: Any, name: str) -> Callable[[Parts, Instant], Parts]:
    """Return what narrows to the parts whose record is public."""

    def standing(parts: Parts, at: Instant) -> Parts:
        wanted = {getattr(part, name) for part in parts}
        rows = model.objects.public(at).filter(pk__in=wanted - {None})
        public = set(rows.order_by().values_list("pk", flat=True))
        return [part for part in parts if getattr(part, name) in public]

    return standing


def _images(parts: Parts, at: Instant) -> Parts:
    """Narrow to the very pictures that were shown, where nobody is asked before seeing them."""
    made = Derivative.objects.public(at).filter(page__in={part.page_id for part in parts})
    clear = made.with_choice().filter(is_behind_choice=False)
    shown = set(clear.values_list("page", "sha256"))
    return [part for part in parts if (part.page_id, part.sha256) in shown]


def _texts(parts: Parts, at: Instant) -> Parts:
    """Narrow to texts of which no more was taken out, on pages that ask nobody first."""
    rows = PageText.objects.public(at).filter(pk__in={part.text_id for part in parts})
    cuts = {pk: (page, cut) for pk, page, cut in rows.values_list("pk", "page", "cuts")}
    pages = Page.objects.shown_after().filter(pk__in={page for page, _ in cuts.values()})
    clear = set(pages.values_list("pk", flat=True))
    return [
        part
        for part in parts
        if part.text_id in cuts
        and cuts[part.text_id][0] in clear
        and cuts[part.text_id][1] == part.gaps
    ]


def _notes(parts: Parts, at: Instant) -> Parts:
    rows = PageNote.objects.public(at).filter(pk__in={part.note_id for part in parts})
    said = dict(rows.order_by().values_list("pk", "public_text"))
    return [part for part in parts if said.get(part.note_id) == part.words]


def _sounds(parts: Parts, at: Instant) -> Parts:
    """Narrow to the very recordings that were cut, which anybody may hear without being asked."""
    media = MediaFile.objects.public(at).heard_unasked()
    rows = media.filter(interview__in={part.interview_id for part in parts})
    heard = set(rows.order_by().values_list("interview", "sha256"))
    return [part for part in parts if (part.interview_id, part.sha256) in heard]


def _holdings(parts: Parts, at: Instant) -> Parts:
    """Narrow to what is held where every archive and collection named may be named."""
    archives = _public(Repository, "repository", parts, at)
    collections = _public(Collection, "collection", parts, at)
    return [
        part
        for part in parts
        if part.keys.get("repository") in archives
        and ("collection" not in part.keys or part.keys["collection"] in collections)
    ]


def _named_by_key(model: Any, name: str) -> Callable[[Parts, Instant], Parts]:
    """Return what narrows to the parts whose record, which has no column, is public."""

    def standing(parts: Parts, at: Instant) -> Parts:
        public = _public(model, name, parts, at)
        return [part for part in parts if part.keys.get(name) in public]

    return standing


def _public(model: Any, name: str, parts: Parts, at: Instant) -> set[int]:
    wanted = {part.keys[name] for part in parts if name in part.keys}
    rows = model.objects.public(at).filter(pk__in=wanted)
    return set(rows.order_by().values_list("pk", flat=True))


def _speakers(parts: Parts, at: Instant) -> Parts:
    """Narrow to participants who are still called as they were, or under their own name."""
    people: dict[int, list[Participation]] = defaultdict(list)
    rows = Participation.objects.filter(interview__in={part.interview_id for part in parts})
    for person in rows.with_consent():
        people[person.interview_id].append(person)
    called = {
        person.pk: (names[person.pk].label, person.identity)
        for some in people.values()
        for names in [public_names(some)]
        for person in some
        if not names[person.pk].is_withheld
    }
    told = ((part, *called.get(part.keys.get("participation"), ("", ""))) for part in parts)
    return [
        part
        for part, label, identity in told
        if label and (label == part.label or identity == IdentityMode.IDENTIFIED)
    ]


def _passages(parts: Parts, at: Instant) -> Parts:
    """Narrow to passages that may be quoted and whose speaker is called as before."""
    cues = PublicCue.objects.public(at).quotable()
    rows = cues.filter(
        interview__in={part.interview_id for part in parts}, key__in={part.key for part in parts}
    )
    told = set(rows.order_by().values_list("interview", "language", "key", "speaker_label"))
    return [
        part
        for part in parts
        if part.closed_at is None
        and (part.interview_id, part.language, part.key, part.label) in told
    ]


def _people(parts: Parts, at: Instant) -> Parts:
    """Narrow to people who may be called as they were."""
    rows = Agent.objects.named(at).filter(pk__in={part.agent_id for part in parts}).labelled()
    called = {pk: (label, privacy) for pk, label, privacy in _called(rows)}
    return [
        part
        for part in parts
        if part.agent_id in called
        and (called[part.agent_id][0] == part.label or called[part.agent_id][1] in _OWN_NAME)
    ]


def _called(people: Any) -> Iterable[tuple[int, str, str]]:
    found: Iterable[tuple[int, str, str]] = people.order_by().values_list("pk", "label", "privacy")
    return found


def _books(parts: Parts, at: Instant) -> Parts:
    rows = Book.objects.public(at).filter(slug__in={part.label for part in parts})
    public = set(rows.order_by().values_list("slug", flat=True))
    return [part for part in parts if part.label in public]


def _named(parts: Parts, at: Instant) -> Parts:
    """Narrow to people whose own name may be read anywhere again."""
    free = Q(privacy__in=_OWN_NAME, on_hold_since__isnull=True)
    rows = Agent.objects.filter(free, pk__in={part.agent_id for part in parts} - {None})
    names = set(rows.order_by().values_list("pk", flat=True))
    return [part for part in parts if part.agent_id in names]


_STANDS: dict[PartKind, Callable[[Parts, Instant], Parts]] = {
    PartKind.ITEM: _records(ArchivalItem, "item_id"),
    PartKind.COPY: _records(Copy, "copy_id"),
    PartKind.HOLDING: _holdings,
    PartKind.IMAGE: _images,
    PartKind.TEXT: _texts,
    PartKind.NOTE: _notes,
    PartKind.INTERVIEW: _records(Interview, "interview_id"),
    PartKind.PASSAGE: _passages,
    PartKind.SOUND: _sounds,
    PartKind.SPEAKER: _speakers,
    PartKind.PLACE: _named_by_key(Place, "place"),
    PartKind.PERSON: _people,
    PartKind.POINT: _named_by_key(Subject, "subject"),
    PartKind.BOOK: _books,
    PartKind.NAME: _named,
}

"""What a writer may pick for a role or block: records by their words, with the key of each."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db.models import Q
from django.utils.formats import date_format

from briefingbooks.models import Book, Source
from collections_app.models import Agent, ArchivalItem, Copy, ItemKind, Privacy
from collections_app.publication import Visitor
from oralhistory.models import Interview, MediaFile

AT_MOST = 12


@dataclass(frozen=True, slots=True)
class Choice:
    """A record to pick: the key that goes into the text, its name, and what tells it apart.

    `sounds` are recordings to choose a stretch from, each with when in the interview it begins, in
    milliseconds.
    """

    key: str
    label: str
    more: str = ""
    is_public: bool = True
    sounds: list[dict[str, Any]] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def _items(words: str, book: Book | None, user: Visitor, **narrow: Any) -> list[Choice]:
    rows = ArchivalItem.objects.visible_to(user).filter(**narrow)
    rows = rows.filter(Q(ref__iexact=words) | Q(ref__icontains=words) | Q(title__icontains=words))
    rows = rows.order_by("ref")[:AT_MOST]
    public = _public(ArchivalItem, rows)
    return [
        Choice(
            one.ref,
            one.title,
            " · ".join(filter(None, [one.get_kind_display(), one.date_words])),
            one.pk in public,
        )
        for one in rows
    ]


def _photos(words: str, book: Book | None, user: Visitor) -> list[Choice]:
    return _items(words, book, user, kind=ItemKind.PHOTOGRAPH)


def _copies(words: str, book: Book | None, user: Visitor) -> list[Choice]:
    """Return the copies of the document whose reference is given, the oldest release first."""
    rows = Copy.objects.visible_to(user).told().filter(item__ref__iexact=words.strip())
    ordered = rows.select_related("item", "repository").order_by("released_on", "pk")[:50]
    opened = _public(Copy, ordered, "opened")
    return [
        Choice(
            f"{one.item.ref}@c{one.pk}",
            date_format(one.released_on, "j F Y") if one.released_on else "Date not stated",
            " · ".join([str(one), one.get_extent_display()]),
            one.pk in opened,
        )
        for one in ordered
    ]


def _sources(words: str, book: Book | None, user: Visitor) -> list[Choice]:
    made_by = Source.objects.filter(
        Q(creators__family__icontains=words) | Q(creators__literal__icontains=words)
    )
    rows = Source.objects.filter(
        Q(key__icontains=words) | Q(title__icontains=words) | Q(pk__in=made_by.values("pk"))
    ).for_citing()
    return [
        Choice(one.key, one.title, ", ".join(filter(None, [one.authors, one.year])))
        for one in rows.order_by("key")[:AT_MOST]
    ]


def _entries(words: str, book: Book | None, user: Visitor) -> list[Choice]:
    if book is None:
        return []
    rows = book.entries.filter(
        Q(key__icontains=words)
        | Q(item__title__icontains=words)
        | Q(item__ref__icontains=words)
        | Q(interview__title__icontains=words)
        | Q(title_override__icontains=words)
    )
    numbered = rows.numbered().select_related("item", "interview")[:AT_MOST]
    return [
        Choice(
            one.key,
            one.title_override or getattr(one.target, "title", ""),
            f"{'Testimony' if one.interview_id else 'Document'} {one.number}",
        )
        for one in numbered
    ]


def _interviews(words: str, book: Book | None, user: Visitor) -> list[Choice]:
    rows = Interview.objects.visible_to(user).filter(
        Q(ref__icontains=words) | Q(title__icontains=words)
    )
    rows = rows.order_by("ref")[:AT_MOST]
    public = _public(Interview, rows)
    sounds: dict[int, list[dict[str, Any]]] = {}
    heard = MediaFile.objects.visible_to(user).filter(
        interview__in=[one.pk for one in rows], role=MediaFile.Role.REDACTED
    )
    for media in heard.select_related("interview").order_by("offset_ms", "pk"):
        part = {"url": media.get_absolute_url(), "begins": media.offset_ms, "label": media.label}
        sounds.setdefault(media.interview_id, []).append(part)
    return [
        Choice(one.ref, one.title, one.date_words, one.pk in public, sounds.get(one.pk, []))
        for one in rows
    ]


def _people(words: str, book: Book | None, user: Visitor) -> list[Choice]:
    """Find people by the names that the public may know; a protected name is not searched."""
    free = Q(privacy__in=[Privacy.PUBLIC, Privacy.NAME_ONLY])
    named = Q(name__icontains=words) | Q(display_name__icontains=words)
    rows = Agent.objects.visible_to(user).filter(
        free & named | Q(privacy=Privacy.PSEUDONYM, public_name__icontains=words)
    )
    rows = rows.order_by("name")[:AT_MOST]
    public = _public(Agent, rows)
    return [
        Choice(one.slug, one.public_label, one.get_entity_type_display(), one.pk in public)
        for one in rows
    ]


def _public(model: Any, rows: Any, asked: str = "public") -> set[int]:
    found = getattr(model.objects, asked)().filter(pk__in=[one.pk for one in rows])
    return set(found.values_list("pk", flat=True))


# Kind: who may look for it, and how it is found.
Finder = Callable[[str, Book | None, Visitor], list[Choice]]
FINDERS: dict[str, tuple[str, Finder]] = {
    "doc": ("collections_app.view_archivalitem", _items),
    "photo": ("collections_app.view_archivalitem", _photos),
    "copy": ("collections_app.view_copy", _copies),
    "cite": ("briefingbooks.view_source", _sources),
    "entry": ("briefingbooks.view_entry", _entries),
    "testimony": ("oralhistory.view_interview", _interviews),
    "person": ("collections_app.view_agent", _people),
}

"""The parts of a book that a clearance is bound to, and its end when one of them changes."""

from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from briefingbooks.fingerprint import Parts, differing, digest_of, part
from briefingbooks.models import Book, BookEvent, Entry, QuotedPassage, Source, Stage
from collections_app import curation, dependants
from collections_app.models import ExternalLink, LinkUse, User
from collections_app.publication import PublicationState

_LINK = ("url", "title", "publisher", "archived_url")
WAITING = (Stage.CLEARED, Stage.SCHEDULED)


def parts_of(book: Book) -> Parts:
    """Load everything that readers would get from the editors of a book, part by part.

    That is what the history of the house calls told, of the book and of all that belongs to it,
    with the addresses of its links, the words it quotes and the works it cites. A constant number
    of queries.
    """
    told = curation.of(Book).told
    parts = {f"book.{name}": part(_label(Book, name), _values(book, [name])) for name in told}
    for model, way in curation.parts_of(Book):
        for row in _rows(model).filter(**{way: book}):
            values = _values(row, curation.of(model).told)
            if isinstance(row, LinkUse):
                values |= {name: getattr(row.link, name) for name in _LINK}
            parts[f"{model._meta.model_name}.{row.pk}"] = part(_called(row), values)
    return parts | _quoted(book) | _cited(book)


def changes_since_clearance(book: Book) -> list[str]:
    """Name the parts that are not what was cleared; empty where nothing is cleared."""
    if book.cleared_at is None:
        return []
    now = parts_of(book)
    if digest_of(now) == book.cleared_digest:
        return []
    return differing(book.cleared_as, now)


def end_clearance_if_changed(book: Book, by: User | None) -> None:
    """Take the clearance of a book back if it is not any more what was cleared.

    Listens to every change of a book. A scheduled book goes back to review with it: nobody cleared
    what would be released. What is released already, readers have; its changes are told there.
    """
    with transaction.atomic():
        kept = Book.objects.select_for_update(of=("self",)).filter(pk=book.pk).first()
        if kept is None or kept.stage not in WAITING:
            return
        changed = changes_since_clearance(kept)
        if not changed:
            return
        _end(kept, changed, by)
    book.refresh_from_db(fields=_WRITTEN)


def end_clearances_of(books: Iterable[Book], by: User | None) -> None:
    """Look at all books that wait to be released, of these."""
    for book in books:
        end_clearance_if_changed(book, by)


def follow_source(source: Source, by: User | None) -> None:
    """Listens to changes of works cited."""
    end_clearances_of(_waiting().filter(references__source=source).distinct(), by)


def follow_link(link: ExternalLink, by: User | None) -> None:
    """Listens to changes of external links; what the checks find is no change of words."""
    used = models.Q(links__link=link) | models.Q(entries__links__link=link)
    end_clearances_of(_waiting().filter(used).distinct(), by)


_WRITTEN = (
    *("state", "public_from", "published_at", "published_by"),
    *("cleared_at", "cleared_by", "cleared_digest", "cleared_as"),
    *("clearance_ended_at", "clearance_ended_by"),
)


def _end(book: Book, changed: list[str], by: User | None) -> None:
    words, was_scheduled = ", ".join(changed), book.stage == Stage.SCHEDULED
    if was_scheduled:
        book.state, book.public_from = PublicationState.IN_REVIEW, None
        book.published_at, book.published_by = None, None
    book.forget_clearance(ended_by=words)
    book.save(update_fields=_WRITTEN)
    book.note(BookEvent.Kind.CHANGED, by, words=words)
    if was_scheduled:
        dependants.announce_change(book, by)


def _waiting() -> models.QuerySet[Book]:
    state = PublicationState
    later = models.Q(state=state.PUBLISHED, public_from__gt=timezone.now())
    reviewed = models.Q(state=state.IN_REVIEW, cleared_at__isnull=False)
    return Book.objects.filter(later | reviewed)


def _rows(model: type[models.Model]) -> models.QuerySet:
    rows = model._default_manager.order_by("pk")
    return rows.select_related("link") if issubclass(model, LinkUse) else rows


def _values(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    fields = [row._meta.get_field(name) for name in names]
    return {field.name: getattr(row, field.attname) for field in fields}  # type: ignore[union-attr]


def _quoted(book: Book) -> Parts:
    rows = QuotedPassage.objects.filter(entry__book=book).select_related("entry")
    said: dict[Entry, list[Any]] = {}
    for row in rows.order_by("entry", "position"):
        said.setdefault(row.entry, []).append([row.speaker, row.words, row.withdrawn_on])
    return {
        f"quotation.{entry.pk}": part(f"the words quoted in {entry.key}", {"words": lines})
        for entry, lines in said.items()
    }


def _cited(book: Book) -> Parts:
    names = [
        field.name
        for field in Source._meta.concrete_fields
        if field.name not in curation.STAMPS and field.name != "notes"
    ]
    works = Source.objects.filter(references__book=book).distinct().order_by("key")
    return {
        f"source.{work.pk}": part(f"the work {work.key}", _values(work, names)) for work in works
    }


def _label(model: type[models.Model], name: str) -> str:
    return str(model._meta.get_field(name).verbose_name)  # type: ignore[union-attr]


def _called(row: models.Model) -> str:
    return f"{row._meta.verbose_name} “{row}”"

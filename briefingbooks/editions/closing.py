"""When something that an edition shows is closed: a reissue is owed, or the edition is withdrawn.

That a closed part is not served is asked of the database at each visit; what no query can tell is
noted first (`noting`). The reissue is made afterwards, and nothing is served until it is there.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from briefingbooks.editions.freezing import drop_unread
from briefingbooks.editions.noting import note_name_of, note_words_of
from briefingbooks.editions.tasks import reissue_when_owed
from briefingbooks.models import Book, Edition, EditionPart, Issue, Stage
from collections_app import background, dependants
from collections_app.models import (
    Agent,
    ArchivalItem,
    Collection,
    Place,
    Repository,
    Subject,
    User,
)
from collections_app.names import NameFinder
from collections_app.publication import PublicationState
from oralhistory.models import Interview

RECORDS_AT_ONCE = 200

Kind = EditionPart.Kind


def owed(editions: "models.QuerySet[Edition] | None" = None) -> "models.QuerySet[Edition]":
    """Return the editions, of all or of these, of which readers get nothing any more.

    Not those that were withdrawn with their book.
    """
    asked = Edition.objects.all() if editions is None else editions
    asked = asked.filter(withdrawn_at=None)
    issues = Issue.objects.filter(edition__in=asked.order_by().values("pk"))
    return asked.exclude(pk__in=set(issues.unclosed().values_list("edition", flat=True)))


def item_changed(item: ArchivalItem, by: User | None) -> None:
    """Ask for the reissues that are owed since a document has changed."""
    items_changed([item], by)


def items_changed(items: list[ArchivalItem], by: User | None) -> None:
    """Ask for the reissues that are owed since documents have changed; one query if none shows."""
    of_them = Q(item__in=items) | Q(copy__item__in=items) | Q(page__copy__item__in=items)
    _ask_for_reissues(EditionPart.objects.filter(of_them))


def interview_changed(interview: Interview, by: User | None) -> None:
    """Close quoted words that may not stand any more, for good, and ask for reissues."""
    with transaction.atomic():
        note_words_of(interview)
        _ask_for_reissues(EditionPart.objects.filter(interview=interview))


def agent_changed(agent: Agent, by: User | None) -> None:
    """Note in which issues a name stands that is protected now, and ask for reissues."""
    with transaction.atomic():
        note_name_of(agent)
        _ask_for_reissues(EditionPart.objects.filter(agent=agent))


def holder_changed(record: Repository | Collection | Place | Subject, by: User | None) -> None:
    """Ask for the reissues that are owed since an archive, collection, place or turning point
    may be named no more."""
    holders_changed([record], by)


def holders_changed(records: list[models.Model], by: User | None) -> None:
    """Ask for the reissues that are owed since some records of one kind may be named no more."""
    kinds = (Kind.HOLDING, Kind.PLACE, Kind.POINT)
    for start in range(0, len(records), RECORDS_AT_ONCE):
        some = records[start : start + RECORDS_AT_ONCE]
        keys = {f"keys__{some[0]._meta.model_name}__in": [record.pk for record in some]}
        _ask_for_reissues(EditionPart.objects.filter(kind__in=kinds, **keys))


def book_changed(book: Book, by: User | None) -> None:
    """Close the editions of a book that is released no more, and ask for reissues of those that
    name it.

    What nobody has read is dropped. The rest stays withdrawn also when the book is released again.
    """
    if book.state != PublicationState.PUBLISHED:
        drop_unread(book)
        book.editions.filter(withdrawn_at=None).update(withdrawn_at=timezone.now())
    _ask_for_reissues(EditionPart.objects.filter(kind=Kind.BOOK, label=book.slug))


def give_again(edition: Edition) -> None:
    """Give out again an edition that was withdrawn with its book.

    Raises `ValidationError` while its book is not released.
    """
    with transaction.atomic():
        book = Book.objects.select_for_update(of=("self",)).get(pk=edition.book_id)
        if book.stage != Stage.RELEASED:
            raise ValidationError("Its book is not released.")
        Edition.objects.filter(pk=edition.pk).update(withdrawn_at=None)
        _ask_for_reissues(EditionPart.objects.filter(issue__edition=edition))


def _ask_for_reissues(parts: "models.QuerySet[EditionPart]") -> None:
    touched = set(parts.order_by().values_list("issue__edition", flat=True))
    if not touched:
        return
    for edition in owed(Edition.objects.filter(pk__in=touched)):
        background.enqueue(reissue_when_owed, edition.pk)


def strike(edition: Edition, phrases: Iterable[str], *, by: User | None) -> None:
    """Take words out of an edition for good, by a decision of the house.

    Each issue is closed; the reissue has a notice in their place. Raises `ValidationError` for
    words that do not stand in the edition.
    """
    words = [phrase.strip() for phrase in phrases if phrase.strip()]
    with transaction.atomic():
        issues = list(edition.issues.all())
        missing = [
            phrase
            for phrase in words
            if not any(NameFinder([phrase]).finds_in(issue.words) for issue in issues)
        ]
        if missing:
            raise ValidationError([f"These words do not stand in it: “{one}”." for one in missing])
        for issue in issues:
            for phrase in words:
                EditionPart.objects.create(issue=issue, kind=Kind.WORDS, words=phrase)
        background.enqueue(reissue_when_owed, edition.pk)


def register() -> None:
    """Listen to what editions show. Called once, when the application starts."""
    dependants.on_change(ArchivalItem, item_changed, items_changed)
    dependants.on_change(Interview, interview_changed)
    dependants.on_change(Agent, agent_changed)
    dependants.on_change(Book, book_changed)
    for model in (Repository, Collection, Place, Subject):
        dependants.on_change(model, holder_changed, holders_changed)

"""When something that an edition shows is closed: what of it, and that a reissue is owed.

That a closed part is not served is asked of the database at each visit. Here is only noted what
no query can tell: words of testimony that may not stand any more, and names that come to be
protected. The reissue is made afterwards, and nothing is served until it is there.
"""

from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from briefingbooks.editions.tasks import reissue_when_owed
from briefingbooks.models import Book, Edition, EditionPart, Issue
from briefingbooks.quotation_verdicts import Verdict
from briefingbooks.quoting import verdicts_on
from collections_app import background, dependants
from collections_app.models import Agent, ArchivalItem, User
from collections_app.names import NameFinder
from collections_app.protected_names import HIDDEN, forms_of_person
from oralhistory.models import Interview

Kind = EditionPart.Kind


def owed(editions: "models.QuerySet[Edition] | None" = None) -> "models.QuerySet[Edition]":
    """Return the editions, of all or of these, of which readers get nothing any more."""
    asked = Edition.objects.all() if editions is None else editions
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
    rows = EditionPart.objects.filter(kind=Kind.PASSAGE, interview=interview, closed_at=None)
    with transaction.atomic():
        if quoted := list(rows):
            said = verdicts_on(interview, quoted)
            shut = [row.pk for row, now, _ in said if now is Verdict.CLOSED]
            EditionPart.objects.filter(pk__in=shut).update(closed_at=timezone.now())
        _ask_for_reissues(EditionPart.objects.filter(interview=interview))


def agent_changed(agent: Agent, by: User | None) -> None:
    """Note in which issues a name stands that is protected now, and ask for reissues."""
    with transaction.atomic():
        if Agent.objects.filter(HIDDEN, pk=agent.pk).exists():
            _note_names(agent)
        _ask_for_reissues(EditionPart.objects.filter(agent=agent))


def book_changed(book: Book, by: User | None) -> None:
    """Ask for the reissues that are owed since a related book has changed."""
    _ask_for_reissues(EditionPart.objects.filter(kind=Kind.BOOK, label=book.slug))


def _note_names(agent: Agent) -> None:
    finder = NameFinder(forms_of_person(agent))
    noted = EditionPart.objects.filter(kind=Kind.NAME, agent=agent).values("issue")
    rows = Issue.objects.exclude(pk__in=noted).values_list("pk", "words")
    named = [pk for pk, words in rows.iterator(chunk_size=20) if finder.finds_in(words)]
    EditionPart.objects.bulk_create(
        EditionPart(issue_id=pk, kind=Kind.NAME, agent=agent) for pk in named
    )


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

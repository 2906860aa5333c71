"""What no query can tell of an edition: words that may not stand any more, and protected names.

Noted when an interview or a person changes, and again before the files of an issue are given out,
so that nothing is missed which changed while it was made.
"""

from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils import timezone

from briefingbooks.models import Book, EditionPart, Issue
from briefingbooks.quotation_verdicts import Verdict
from briefingbooks.quoting import verdicts_on
from collections_app.models import Agent, Homonym
from collections_app.names import NameFinder
from collections_app.protected_names import HIDDEN, forms_of_person, protected_finder
from oralhistory.models import Interview

Kind = EditionPart.Kind


def note_words_of(interview: Interview) -> None:
    """Close for good what editions quote of an interview and may quote no more."""
    rows = EditionPart.objects.filter(kind=Kind.PASSAGE, interview=interview, closed_at=None)
    if quoted := list(rows):
        said = verdicts_on(interview, quoted)
        shut = [row.pk for row, now, _ in said if now is Verdict.CLOSED]
        EditionPart.objects.filter(pk__in=shut).update(closed_at=timezone.now())


def note_name_of(agent: Agent) -> None:
    """Note in which issues a name of this person stands, if it is protected now."""
    if not Agent.objects.filter(HIDDEN, pk=agent.pk).exists():
        return
    finder = NameFinder(forms_of_person(agent))
    noted = EditionPart.objects.filter(kind=Kind.NAME, agent=agent).values("issue")
    others = _books_of_others().filter(agent=agent).values("object_id")
    rows = Issue.objects.exclude(pk__in=noted).exclude(edition__book__in=others)
    named = [
        pk
        for pk, words in rows.values_list("pk", "words").iterator(chunk_size=20)
        if finder.finds_in(words)
    ]
    EditionPart.objects.bulk_create(
        EditionPart(issue_id=pk, kind=Kind.NAME, agent=agent) for pk in named
    )


def note_all_of(issue: Issue) -> None:
    """Note whatever may not stand in one issue: of every protected person, of every interview."""
    others = _books_of_others().filter(object_id=issue.edition.book_id)
    known = set(issue.parts.filter(kind=Kind.NAME).values_list("agent", flat=True))
    known |= set(others.values_list("agent", flat=True))
    found = {key for _, keys in protected_finder().found_in(issue.words) for key in keys}
    EditionPart.objects.bulk_create(
        EditionPart(issue=issue, kind=Kind.NAME, agent_id=key) for key in sorted(found - known)
    )
    quoted = issue.parts.filter(kind=Kind.PASSAGE).values("interview")
    for interview in Interview.objects.filter(pk__in=quoted):
        note_words_of(interview)


def _books_of_others() -> "QuerySet[Homonym]":
    """Return the decisions that a name in a book is that of somebody else, called the same."""
    return Homonym.objects.filter(content_type=ContentType.objects.get_for_model(Book))

"""Tasks of the editors about quotations: one for an entry and a matter, never with its words."""

from datetime import date

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.text import Truncator

from briefingbooks.models import Entry, QuotationTask
from collections_app.models import User
from collections_app.models.changes import outside_of_deeds
from oralhistory.models import ReviewTask, Transcript

About = QuotationTask.About
LONGEST = 400


def ask_about_withdrawn(entry: Entry, on: date, *, by: User | None) -> None:
    """Ask the editors to look at an entry of which quoted words were withdrawn."""
    day = date_format(on, "j F Y")
    words = (
        f"Quoted words were withdrawn on {day}: {_place(entry)}. Look whether the texts of the "
        "book repeat them, and take the quotation anew if it may be."
    )
    _ask(entry, About.WITHDRAWN, words, by)


def ask_about_corrected(entry: Entry, version: Transcript, *, by: User | None) -> None:
    """Ask the editors whether corrected words should be quoted instead of those cited."""
    words = (
        f"The words were corrected in {version.cited_as}: {_place(entry)}. The book quotes them as "
        "they were; take the quotation anew or leave it."
    )
    _ask(entry, About.CORRECTED, words, by)


def settle(entry: Entry, *, by: User | None, outcome: str) -> None:
    """Close the open tasks about the quotation of an entry, saying what came of them."""
    for one in _open(entry):
        close(one, by=by, outcome=outcome)


def close(one: QuotationTask, *, by: User | None, outcome: str) -> None:
    """Close a task, with who did it; one that is closed already stays as it is."""
    task = one.task
    if task.state == ReviewTask.State.OPEN:
        task.state, task.outcome, task.updated_by = ReviewTask.State.DONE, outcome, by
        task.save()


def _ask(entry: Entry, about: str, words: str, by: User | None) -> None:
    # Who undoes the deed that closed the words does not undo that an editor must look.
    with outside_of_deeds():
        _keep(entry, about, words, by)


def _keep(entry: Entry, about: str, words: str, by: User | None) -> None:
    standing = _open(entry).filter(about=about).first()
    if standing is not None:
        standing.task.words = words[:LONGEST]
        standing.task.updated_by = by
        standing.task.save()
        return
    task = ReviewTask.objects.create(
        interview=entry.interview,  # type: ignore[misc]
        kind=ReviewTask.Kind.EXCERPT,
        words=words[:LONGEST],
        created_by=by,
        updated_by=by,
    )
    QuotationTask.objects.create(entry=entry, task=task, about=about)


def _open(entry: Entry) -> QuerySet[QuotationTask]:
    return entry.tasks.filter(task__state=ReviewTask.State.OPEN).select_related("task")


def _place(entry: Entry) -> str:
    return f"entry {entry.key} of “{Truncator(entry.book.title).chars(120)}”"

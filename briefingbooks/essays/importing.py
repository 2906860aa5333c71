"""An essay taken into a draft book: planned, told, and kept as sections in one transaction."""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max

from briefingbooks.essays.back import Ledger, first_difference, plain_again
from briefingbooks.essays.citation_forms import Form, read_citation
from briefingbooks.essays.composing import Composer, WrittenNote
from briefingbooks.essays.document import Essay, NoteText, Run, squeezed
from briefingbooks.essays.doubts import tell_doubts
from briefingbooks.essays.formats import read_essay, short_name
from briefingbooks.essays.front_matter import Proposal, front_of
from briefingbooks.essays.labels import label_for
from briefingbooks.essays.locators import is_of_pages
from briefingbooks.essays.noting import Led, lead_calls, write_note
from briefingbooks.essays.report import Report, WorkLine
from briefingbooks.essays.splitting import cuts_of
from briefingbooks.essays.standing import NewSource, new_source, standing_works
from briefingbooks.essays.works import Cited, Work, gather
from briefingbooks.markup import parse
from briefingbooks.models import Book, Section
from briefingbooks.references import derive_references
from briefingbooks.texts import texts_of
from collections_app import dependants
from collections_app.models import Agent, ChangeSet, Repository, User
from collections_app.models.agents import Privacy
from collections_app.models.changes import recording
from collections_app.publication import PublicationState

Step = Callable[[str], None]
STEPS = ("reading", "notes", "works cited", "sections", "reading back")
Placed = list[list[tuple[Cited, int, int]]]


@dataclass(slots=True)
class Planned:
    """What an import would make: sections and works, and the report on it."""

    report: Report
    digest: str
    sections: list[Section] = field(default_factory=list)
    sources: list[NewSource] = field(default_factory=list)
    ledger: Ledger = field(default_factory=Ledger)

    def as_plain_text(self) -> str:
        """Return the sections as the text they were made from, but for white space."""
        headings = [section.heading for section in self.sections]
        return plain_again(headings, [section.body_md for section in self.sections], self.ledger)


# Sign for sign, so that every place in a note stays where it is.
_ON_ONE_LINE = re.compile(r"\s")


def _say_nothing(words: str) -> None:
    return


def plan_essay(book: Book, name: str, data: bytes, say: Step = _say_nothing) -> Planned:
    """Read an essay and plan its sections in a book; writes nothing.

    Raises `UnreadableEssay` for a file that is refused.
    """
    say(STEPS[0])
    essay, encoding, text = read_essay(name, data)
    report = Report(short_name(name), essay.format, encoding, decisions=[*essay.remarks])
    planned = Planned(report, hashlib.sha256(data).hexdigest())
    report.same_as = same_import(book, planned.digest)
    report.front, front = front_of(essay.blocks)
    say(STEPS[1])
    led = lead_calls(essay, report)
    say(STEPS[2])
    placed = _citations(essay.notes)
    cited = [[one for one, _, _ in note] for note in placed]
    known = standing_works()
    works = gather(cited, known)
    say(STEPS[3])
    composer = _compose(book, essay, front, led, placed, report)
    planned.ledger = composer.ledger
    planned.sections = [
        Section(book=book, heading=one.heading, slug=one.slug, body_md=one.body)
        for one in composer.sections
    ]
    used = _works_in(planned.sections)
    planned.sources = [
        new_source(work.described, work.key) for work in works if work.is_new and work.key in used
    ]
    _count(report, essay, led, cited, works)
    tell_doubts(report, cited, works, known, _bodies())
    report.decisions.sort(key=lambda one: one.line)
    report.sections = [section.heading for section in planned.sections]
    say(STEPS[4])
    whole = squeezed(text) if text else _words(essay)
    report.lost = first_difference(squeezed(planned.as_plain_text()), whole)
    return planned


def _citations(notes: Sequence[NoteText]) -> Placed:
    return [
        [
            (Cited(read_citation(words[one.start : one.end]), note.line, note.mark),
             one.start, one.end)
            for one in cuts_of(words)
        ]
        for note in notes
        for words in [_ON_ONE_LINE.sub(" ", note.words)]
    ]  # fmt: skip


def _compose(
    book: Book, essay: Essay, front: int, led: Led, placed: Placed, report: Report
) -> Composer:
    """Write the called notes under labels that the book does not have yet, then the sections."""
    texts = texts_of(book)
    taken = {label for text in texts for label in text.parsed.notes}
    called = set(led.values())
    notes: dict[int, WrittenNote] = {}
    for number, note in enumerate(essay.notes):
        if number in called:
            label = label_for(note.mark, [one for one, _, _ in placed[number]], taken)
            notes[number] = write_note(label, note, placed[number])
    slugs = set(book.sections.values_list("slug", flat=True)) if book.pk else set()
    title = next((one.words for one in report.front if one.kind == "title"), "") or "Text"
    composer = Composer(notes, led, slugs, title[:200])
    composer.compose(essay, front)
    return composer


def _works_in(sections: Sequence[Section]) -> set[str]:
    """Return the keys of the works that the sections cite."""
    bodies = "\n".join(section.body_md for section in sections)
    return {mention.key for mention in parse(bodies).mentions if mention.role == "cite"}


def _words(essay: Essay) -> str:
    """Return the words of an essay that is no text file, in the order of the file."""
    found = []
    for piece in essay.pieces:
        marker = getattr(piece, "marker", "")
        rows = getattr(piece, "rows", ())
        cells = [run.text for row in rows for cell in row for run in [*cell, Run(" ")]]
        found.append(f"{marker}{piece.words}{''.join(cells)}")
    return squeezed("\n".join(found))


def _bodies() -> list[str]:
    """Return the names of archives and bodies that the house knows, as they are written."""
    agents = Agent.objects.filter(
        entity_type=Agent.EntityType.CORPORATE_BODY, privacy=Privacy.PUBLIC
    ).values_list("name", flat=True)
    return [*agents, *Repository.objects.values_list("name", flat=True)]


def _count(
    report: Report, essay: Essay, led: Led, cited: Sequence[Sequence[Cited]], works: Sequence[Work]
) -> None:
    all_cited = [one for note in cited for one in note]
    calls = [
        (place, run.call)
        for place, block in enumerate(essay.blocks)
        for run in block.all_runs
        if run.call
    ]
    report.counts = {
        "notes": len(essay.notes),
        "calls": len(calls),
        "calls led to a note": sum(call in led for call in calls),
        "citations": len(all_cited),
        "with pages": sum(is_of_pages(one.citation.locator) for one in all_cited),
        "short forms": sum(one.citation.form in _LATER for one in all_cited),
        "led to a work": sum(one.work is not None for one in all_cited),
        "works": len(works),
    }
    report.works = [
        WorkLine(work.key, work.forms[0] if work.forms else work.described.title,
                 len(work.lines), work.lines[0] if work.lines else 0, work.is_new)
        for work in works
    ]  # fmt: skip


_LATER = (Form.SHORT, Form.OP_CIT, Form.IBID)


def same_import(book: Book, digest: str) -> str:
    """Return what an earlier import of these bytes into a book is called; "" without one.

    One whose sections were all taken out again does not count.
    """
    if book.pk is None:
        return ""
    for change_set in ChangeSet.objects.filter(title__contains=_sign(digest)):
        rows = Section.changes.filter(change_set=change_set, book=book)
        if book.sections.filter(pk__in=rows.values("id")).exists():
            return f"{change_set.title}, {change_set.at:%Y-%m-%d %H:%M}"
    return ""


def _sign(digest: str) -> str:
    return f"[{digest[:16]}]"


def keep_essay(
    book: Book, planned: Planned, *, by: User | None, again: bool = False
) -> list[Section]:
    """Add the sections and works of a plan to a draft book, in one transaction; return the former.

    What stood before the text is added to the notes of the house on the book. Raises
    `ValidationError`, and keeps nothing, where the book is no draft, where the same file stands in
    it already (unless `again`), where words would be lost, or where the book would not hold.
    """
    refuse(book, planned, again=again)
    with transaction.atomic(), recording(
        by=by, source=ChangeSet.Source.IMPORT,
        title=f"Essay {planned.report.name} {_sign(planned.digest)}"[:200],
    ):  # fmt: skip
        for source in planned.sources:
            source.keep(by)
        last = book.sections.aggregate(last=Max("position"))["last"] or 0
        for position, section in enumerate(planned.sections, start=last + 1):
            section.position = position
            section.full_clean()
            section.save()
        _keep_front(book, planned, by)
        derive_references(book)
        dependants.announce_change(book, by=by)
    return planned.sections


def refuse(book: Book, planned: Planned, *, again: bool = False) -> None:
    """Raise `ValidationError` with all that stands against keeping a plan."""
    problems = []
    if book.state != PublicationState.DRAFT:
        problems.append(f"{book} is no draft: an essay is imported into drafts only.")
    if planned.report.same_as and not again:
        before = planned.report.same_as
        problems.append(f"The same file was imported before: {before}. (--again takes it in anew.)")
    if planned.report.lost:
        problems.append(f"Words would be lost: {planned.report.lost}")
    if not planned.sections:
        problems.append("The file holds no text.")
    if problems:
        raise ValidationError(problems)


def _keep_front(book: Book, planned: Planned, by: User | None) -> None:
    if not planned.report.front:
        return
    told = "\n".join(_said(one) for one in planned.report.front)
    words = f"From {planned.report.name}, before its text:\n{told}"
    book.notes = f"{book.notes}\n\n{words}".strip()
    book.updated_by = by
    book.save()


def _said(proposal: Proposal) -> str:
    return f"{proposal.kind}: {proposal.words}"

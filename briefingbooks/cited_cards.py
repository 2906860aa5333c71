"""What notes say of the documents and interviews they cite, through the rule, loaded at once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings

from briefingbooks.citing.records import DocumentCited, InterviewCited
from briefingbooks.texts import BookText
from collections_app.citation import Held
from collections_app.holdings import stated_holdings
from collections_app.item_words import held
from collections_app.languages import speaking
from collections_app.models import ArchivalItem, Copy
from collections_app.publication import Visitor
from oralhistory.models import Interview, Participation, Role, Transcript
from oralhistory.speakers import public_names


@dataclass
class CitedInNotes:
    """What the notes of a book cite of this site, by reference, and where copies are held.

    `first` is the copy from which a document is cited unless a note names another.
    """

    documents: dict[str, DocumentCited] = field(default_factory=dict)
    held: dict[int, Held] = field(default_factory=dict)
    first: dict[str, int] = field(default_factory=dict)
    testimony: dict[str, InterviewCited] = field(default_factory=dict)


def refs_in_notes(texts: Iterable[BookText], role: str) -> set[str]:
    """Return what the notes of a book mention in one role."""
    mentions = (mention for text in texts for mention in text.parsed.mentions)
    return {mention.key for mention in mentions if mention.note and mention.role == role}


def documents_cited(
    items: Iterable[ArchivalItem], copies: Mapping[int, list[Copy]]
) -> tuple[dict[str, DocumentCited], dict[int, Held], dict[str, int]]:
    """Return the citations of documents by reference, by copy where each is held, first copies.

    A document is cited from the copy shown first; where none is described, from where it is said
    to be held. At most one query.
    """
    items = list(items)
    stated = stated_holdings(item for item in items if not copies.get(item.pk))
    places = {copy.pk: held(copy) for item in items for copy in copies.get(item.pk, [])}
    cited, firsts = {}, {}
    for item in items:
        first = next(iter(copies.get(item.pk, [])), None)
        if first is not None:
            firsts[item.ref] = first.pk
        holding = stated.get(item.pk)
        place = places[first.pk] if first else holding.held if holding else None
        with speaking("en"):
            day = item.date_words
        cited[item.ref] = DocumentCited(item.title, day, item.ref, settings.SITE_NAME, place)
    return cited, places, firsts


def interviews_cited(
    interviews: Iterable[Interview], user: Visitor, at: datetime | None = None
) -> dict[str, InterviewCited]:
    """Return the citations of interviews by reference. Two queries, none where none is cited.

    Each has its place loaded, and `has_public_place`: whether the place may be named.
    """
    interviews = list(interviews)
    if not interviews:
        return {}
    pks = [interview.pk for interview in interviews]
    people: dict[int, list[Participation]] = defaultdict(list)
    for person in Participation.objects.of_seen(pks).with_consent():
        people[person.interview_id].append(person)
    words: dict[int, Transcript] = {}
    found = Transcript.objects.visible_to(user, at).shown().filter(interview__in=pks)
    for transcript in sorted(found.select_related("language"), key=lambda one: one.is_translation):
        words.setdefault(transcript.interview_id, transcript)
    return {
        interview.ref: _testimony(interview, people[interview.pk], words.get(interview.pk))
        for interview in interviews
    }


def _testimony(
    interview: Interview, people: list[Participation], transcript: Transcript | None
) -> InterviewCited:
    names = list(public_names(people).values())
    interviewers = [name for name in names if name.role == Role.INTERVIEWER.label]
    with speaking("en"):
        day = interview.date_words
    return InterviewCited(
        title=interview.title,
        date=day,
        ref=interview.ref,
        site=settings.SITE_NAME,
        place=interview.place.name if interview.has_public_place else "",  # type: ignore[attr-defined, union-attr]
        narrators=tuple(one.in_words for one in names if one.role == Role.NARRATOR.label),
        interviewers=tuple(one.in_words for one in interviewers if not one.is_withheld),
        transcript=transcript.cited_as if transcript else "",
    )

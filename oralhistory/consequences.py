"""What changes here when a record of the ground floor changes, and what here mentions one."""

from collections.abc import Collection, Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import QuerySet

from collections_app.dependants import Mention, on_change, on_mentions
from collections_app.models import Advisory, Agent, ArchivalItem, Place, Subject
from collections_app.prepared_questions import Prepared
from collections_app.protected_names import watch
from collections_app.public_words import Words
from oralhistory.models import (
    DocumentMentioned,
    IdentityMode,
    IndexPointLink,
    IndexPointPlace,
    Interview,
    MediaFile,
    Participation,
    PublicCue,
    PublicIndexPoint,
    PublicNote,
    Restriction,
    Transcript,
)
from oralhistory.public_cues import rewrite_public_cues
from oralhistory.silencing import follow_interview
from oralhistory.speakers import public_names

if TYPE_CHECKING:
    from collections_app.models import User


def register() -> None:
    """Listen to the ground floor; called once, when the application starts."""
    on_change(Agent, person_changed)
    on_change(Advisory, advisory_changed)
    on_change(Interview, follow_interview)
    watch(
        Interview,
        Words(Interview, "pk", Interview.OWN_WORDS),
        Words(DocumentMentioned, "interview", ("note",), "documents_mentioned"),
        Words(MediaFile, "interview", ("label",), "media"),
        Words(Transcript, "interview", ("made_by",), "transcripts"),
        Words(PublicCue, "interview", ("text", "speaker_label"), "transcripts"),
        Words(PublicNote, "interview", ("body",), "transcripts"),
        Words(
            PublicIndexPoint,
            "interview",
            ("title", "synopsis", "partial_transcript"),
            "index_points",
        ),
        Words(IndexPointPlace, "point__interview", ("name",), "index_points"),
        Words(IndexPointLink, "point__interview", ("note",), "index_points"),
        Words(Restriction, "interview", ("public_statement",), "restrictions"),
    )
    on_mentions(Agent, interviews_with)
    on_mentions(Place, interviews_at)
    on_mentions(Subject, interviews_about)
    on_mentions(ArchivalItem, interviews_that_mention)


def person_changed(person: Agent, by: "User | None") -> None:
    """Write the public passages anew where somebody takes part whose name or privacy changed."""
    for interview in Interview.objects.filter(participations__agent=person).distinct():
        rewrite_public_cues(interview, by=by)


def advisory_changed(advisory: Advisory, by: "User | None") -> None:
    """Write the public passages anew where an advisory may open or close them."""
    for interview in Interview.objects.filter(advisories=advisory):
        rewrite_public_cues(interview, by=by)


def interviews_with(person: Agent) -> Iterator[Mention]:
    """Yield the public interviews in which a person takes part under that person's own name."""
    parts = (
        Participation.objects.public()
        .filter(agent=person, identity_mode=IdentityMode.IDENTIFIED)
        .with_consent()
        .select_related("interview")
        .order_by("interview__date_earliest", "interview__ref")
    )
    for part in parts:
        name = public_names([part])[part.pk]
        if name.agent is not None and not name.is_withheld:
            yield _mention(part.interview, name.role)


def interviews_at(place: Place) -> Iterator[Mention]:
    """Yield the public interviews that were held at a place."""
    for interview in Interview.objects.public().filter(place=place):
        yield _mention(interview, interview.date_words)


def interviews_about(subject: Subject) -> Iterator[Mention]:
    """Yield the public interviews that tell of a subject."""
    for interview in Interview.objects.public().filter(subjects=subject):
        yield _mention(interview, interview.date_words)


def interviews_that_mention(item: ArchivalItem) -> Iterator[Mention]:
    """Yield the public interviews that speak of a document, at the moment where they do."""
    for mention in _speaking_of([item.pk]):
        yield Mention(mention.interview.title, mention.moment_url, mention.note)


@Prepared
def _speaking_of(items: Collection[int], at: datetime) -> QuerySet[DocumentMentioned]:
    told = DocumentMentioned.objects.public(at).filter(item__in=items)
    return told.select_related("interview")


def _mention(interview: Interview, note: str) -> Mention:
    return Mention(interview.title, interview.get_absolute_url(), note)

"""What an interview lacks before it can be published, and what readers would not get to see."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from collections_app.names import NameFinder
from collections_app.publication import Gap, PublicationState, Publishable
from oralhistory.clock import clock
from oralhistory.speakers import protected_names

if TYPE_CHECKING:
    from oralhistory.models import Interview, Participation

REQUIRED = [
    ("title", "The title is empty."),
    ("summary", "The summary is empty: readers learn from it what the narrator tells of."),
]


def gaps_of(interview: "Interview") -> list[Gap]:
    """List what blocks publication, then what would stay closed or unseen."""
    gaps = [
        Gap(field, message)
        for field, message in REQUIRED
        if not str(getattr(interview, field) or "").strip()
    ]
    if not interview.date_edtf and not interview.date_display:
        gaps.append(Gap("date_edtf", "No date is given; it will read “undated”.", blocks=False))
    if interview.pk is None:
        return [*gaps, Gap("participations", "No narrator is named.")]
    people = list(interview.participations.with_consent().prefetch_related("agent__names"))
    return [
        *gaps,
        *_of_people(people),
        *_of_privacy(interview),
        *_of_words(interview, people),
        *_of_material(interview),
        *_of_terms(interview, people),
    ]


def _of_people(people: list["Participation"]) -> Iterator[Gap]:
    if not any(person.role == "narrator" for person in people):
        yield Gap("participations", "No narrator is named.")
    for person in people:
        name = f"“{person.house_name}” ({person.get_role_display()})"
        if person.role == "narrator" and not person.allows_record:
            yield Gap("participations", f"{name} has no documented agreement to the record.")
        elif not person.allows_record:
            words = f"{name} has no documented agreement: name and words stay closed."
            yield Gap("participations", words, blocks=False)
        elif not person.allows_transcript:
            words = f"{name} does not allow the transcript: these words stay closed."
            yield Gap("participations", words, blocks=False)


def _of_privacy(interview: "Interview") -> Iterator[Gap]:
    """Ask for the six questions, answered about the version that readers would see."""
    check = interview.privacy_checks.first()
    current = interview.transcripts.filter(is_current=True).exclude(kind="translation").first()
    if check is None:
        yield Gap("privacy_checks", "Nobody has answered the six questions of privacy yet.")
    elif not check.is_passed:
        words = "The last privacy check found something that is not dealt with."
        yield Gap("privacy_checks", words)
    elif current is not None and check.transcript_id != current.pk:
        words = f"The six questions were not answered about {current}."
        yield Gap("privacy_checks", words)


def _of_words(interview: "Interview", people: list["Participation"]) -> Iterator[Gap]:
    """Look for protected names: whole ones block, single words of one are for a person to judge."""
    names = protected_names(people)
    whole = NameFinder(names)
    for field, words in interview.words_for_readers():
        if whole.finds_in(words):
            yield Gap(field, f"The name of a protected person stands in “{field}”.")
    single = NameFinder(part for name in names for part in name.replace(",", " ").split())
    places = [
        clock(cue.start_ms) if cue.start_ms is not None else f"passage {cue.position}"
        for cue in interview.public_cues.filter(is_withheld=False)
        if single.finds_in(cue.text)
    ]
    if places:
        words = f"A part of a protected name is spoken at {', '.join(places[:10])}: look whether "
        yield Gap("transcripts", f"{words}it gives somebody away.", blocks=False)


def _of_material(interview: "Interview") -> Iterator[Gap]:
    if not interview.transcripts.filter(is_current=True).exists():
        yield Gap("transcripts", "No transcript is current; readers see none.", blocks=False)
    withheld = interview.public_cues.withheld().count()
    if withheld:
        words = f"Passages of which something is withheld: {withheld}."
        yield Gap("transcripts", words, blocks=False)
    yield from _of_recordings(interview)


def _of_recordings(interview: "Interview") -> Iterator[Gap]:
    access_copies = interview.media.filter(role="access")
    plan = getattr(interview, "silence_plan", None)
    if access_copies.exists() and not interview.media.agreed().exists():
        words = (
            "The recording stays closed: a speaker does not allow it, it is restricted, or its "
            "copy for the public is not made yet."
        )
        yield Gap("media", f"{words} {plan.message if plan else ''}".strip(), blocks=False)
    if plan is not None and plan.windows and _is_behind(interview, plan.digest):
        words = "The copy of a recording for the public is older than what is withheld from it."
        yield Gap("media", f"{words} {plan.message}".strip())
    last = interview.public_cues.filter(end_ms__isnull=False).order_by("-end_ms").first()
    length = max((copy.offset_ms + (copy.duration_ms or 0) for copy in access_copies), default=0)
    if last and last.end_ms and length and last.end_ms > length:
        words = f"The transcript runs to {clock(last.end_ms)}, the recording to {clock(length)}."
        yield Gap("media", words, blocks=False)


def _is_behind(interview: "Interview", digest: str) -> bool:
    """Say whether an access copy has a copy for the public, but none for what is withheld now."""
    made = interview.media.filter(role="redacted")
    stale = made.exclude(derived_from__in=made.filter(silences=digest).values("derived_from"))
    return stale.exists()


def _of_terms(interview: "Interview", people: list["Participation"]) -> Iterator[Gap]:
    if not interview.languages.exists():
        yield Gap("languages", "No language is given.")
    yield from _unseen("place", [interview.place] if interview.place else [])
    yield from _unseen("subjects", interview.subjects.all())
    yield from _unseen("documents_mentioned", interview.documents.all())
    yield from _unseen("participations", [person.agent for person in people if person.agent])


def _unseen(field: str, records: Iterable[Publishable]) -> Iterator[Gap]:
    for record in records:
        if record.state != PublicationState.PUBLISHED:
            words = f"“{record}” is not public and will not be shown."
            yield Gap(field, words, blocks=False)

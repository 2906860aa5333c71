"""Interviews, and what is said in them, as plain values."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch, QuerySet
from ninja import Schema
from pydantic import Field

from briefingbooks.open_data.parts import Absolute, Dated, Named, Public, dated, public
from collections_app.models import Subject
from oralhistory.assembly import InterviewCard, cards, notices_of, people_in
from oralhistory.models import DocumentMentioned, Interview, PublicCue
from oralhistory.speakers import PublicName

NOBODY = AnonymousUser()


class Participant(Schema):
    """Somebody who takes part, under the name that is public."""

    role: str = Field(examples=["narrator"])
    name: str = Field(examples=["Narrator 1"])
    is_withheld: bool = Field(description="Whether the name is withheld.", examples=[True])
    id: str = Field(description="Identifier of the person, where the name is public.")


class InterviewValues(Public):
    """A recorded conversation in which somebody tells what they lived through."""

    id: str = Field(examples=["FTP-OH-0001"])
    title: str
    summary: str
    circumstances: str
    date: Dated
    place: Named | None
    languages: list[str] = Field(examples=[["rw"]])
    participants: list[Participant]
    subjects: list[Named]
    notices: list[str] = Field(
        description="What readers are told before they choose to read or hear anything."
    )
    access_statement: str
    openness: str = Field(
        description="How much of it is open, in words.",
        examples=["Transcript open in full. Recording not open."],
    )
    passages: int = Field(description="In the words spoken.", examples=[120])
    passages_withheld: int = Field(examples=[2])
    has_recording: bool
    rights: str
    documents: list[str] = Field(description="References of documents it speaks of.")
    manifest: str = Field(description="For viewers (IIIF); only where it may be heard unasked.")
    is_demonstration: bool


class PassageValues(Schema):
    """A passage of a transcript, as readers get it: withheld words are not in it."""

    id: str = Field(description="Lasting key of the passage.", examples=["k7f3q2"])
    interview: str = Field(examples=["FTP-OH-0001"])
    language: str = Field(examples=["en"])
    is_translation: bool
    position: int = Field(examples=[1])
    start_ms: int | None = Field(description="Milliseconds from the beginning.", examples=[10000])
    end_ms: int | None = Field(examples=[19000])
    speaker: str = Field(examples=["Narrator"])
    text: str
    is_withheld: bool = Field(description="The text says that the words are withheld.")
    is_partial: bool = Field(description="Some words are withheld.")


def interviews() -> QuerySet:
    """Return the public interviews with what their values need."""
    return interviews_described().prefetch_related("advisories")


def interviews_described() -> QuerySet:
    """Return the public interviews with what `values_described` needs."""
    shown = Interview.objects.public().select_related("rights").for_card()
    return shown.prefetch_related(Prefetch("subjects", Subject.objects.public()))


def interview_values(records: Iterable[Interview], absolute: Absolute) -> list[InterviewValues]:
    """Return interviews from `interviews()` as values. Four queries more."""
    records = list(records)
    mentioned: dict[int, list[str]] = defaultdict(list)
    told = DocumentMentioned.objects.public().filter(interview__in=[one.pk for one in records])
    for interview, ref in told.order_by("pk").values_list("interview", "item__ref"):
        mentioned[interview].append(ref)
    return [
        _interview(card, mentioned[card.interview.pk], absolute) for card in cards(records, NOBODY)
    ]


def values_described(records: Iterable[Interview], absolute: Absolute) -> list[InterviewValues]:
    """Return interviews as values that say nothing of how much is open. One query more."""
    records = list(records)
    names = people_in(records)
    return [
        InterviewValues.model_construct(**_described(one, names[one.pk], absolute))
        for one in records
    ]


def _interview(card: InterviewCard, documents: list[str], absolute: Absolute) -> InterviewValues:
    one, openness = card.interview, card.openness
    return InterviewValues(
        **_described(one, card.names, absolute),
        notices=notices_of(one),
        openness=openness.in_words,
        passages=openness.passages,
        passages_withheld=openness.withheld,
        has_recording=openness.has_recording,
        documents=list(dict.fromkeys(documents)),
        manifest=f"{absolute(one.get_absolute_url())}manifest.json",
    )


def _described(one: Interview, names: list[PublicName], absolute: Absolute) -> dict[str, Any]:
    same = ("title", "summary", "circumstances", "access_statement", "is_demonstration")
    return {
        **public(one, absolute),
        **{name: getattr(one, name) for name in same},
        "id": one.ref,
        "date": dated(one),
        "place": Named(id=one.place.slug, label=one.place.name) if one.place else None,
        "languages": [language.code for language in one.languages.all()],
        "participants": [
            Participant(
                role=name.role,
                name=name.label,
                is_withheld=name.is_withheld,
                id=name.agent.slug if name.agent else "",
            )
            for name in names
        ],
        "subjects": [Named(id=term.slug, label=term.label_en) for term in one.subjects.all()],
        "rights": one.rights.uri if one.rights else "",
    }


def passages() -> QuerySet:
    """Return the public passages of all public interviews."""
    return PublicCue.objects.public().select_related("interview")


def passage_values(records: Iterable[PublicCue], absolute: Absolute) -> list[PassageValues]:
    """Return passages from `passages()` as values."""
    same = ("position", "start_ms", "end_ms", "text", "is_translation", "is_withheld", "is_partial")
    return [
        PassageValues(
            **{name: getattr(cue, name) for name in same},
            id=cue.key,
            interview=cue.interview.ref,
            language=cue.language_id,
            speaker=cue.speaker_label,
        )
        for cue in records
    ]

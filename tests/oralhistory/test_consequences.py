"""Where an interview is mentioned, and where it is not because that would give somebody away."""

import pytest

from collections_app import dependants
from collections_app.models import Advisory, Privacy
from oralhistory.models import IdentityMode, PublicCue, Role
from tests.make import make_advisory, make_agent, make_item, make_place, make_subject
from tests.oralhistory.make import (
    make_interview,
    make_mentioned,
    make_participation,
    make_transcript,
)

pytestmark = pytest.mark.django_db


def interviews_mentioned(record: object) -> list[str]:
    found = dependants.mentions_of(record)  # type: ignore[arg-type]
    return [mention.url for mention in found if mention.url.startswith("/interviews/")]


def test_a_person_who_narrates_under_their_own_name_is_mentioned() -> None:
    agent = make_agent(published=True)
    interview = make_interview(narrators=[{"agent": agent}], published=True)
    assert interviews_mentioned(agent) == [interview.get_absolute_url()]


@pytest.mark.parametrize(
    "fields",
    [
        {"identity_mode": IdentityMode.PSEUDONYM, "public_name": "Witness A"},
        {"identity_mode": IdentityMode.ANONYMOUS},
    ],
)
def test_a_person_who_narrates_under_another_name_is_not_mentioned(fields: dict[str, str]) -> None:
    agent = make_agent(published=True)
    make_interview(narrators=[{"agent": agent, **fields}], published=True)
    assert interviews_mentioned(agent) == []


def test_a_withheld_person_is_not_mentioned() -> None:
    agent = make_agent(privacy=Privacy.WITHHELD, published=True)
    make_interview(narrators=[{"agent": agent}], published=True)
    assert interviews_mentioned(agent) == []


@pytest.mark.parametrize(("allows", "is_told"), [(None, False), (["record"], True)])
def test_an_interviewer_is_mentioned_only_with_an_agreement(
    allows: list[str] | None, is_told: bool
) -> None:
    agent = make_agent(published=True)
    interview = make_interview(published=True)
    make_participation(interview=interview, role=Role.INTERVIEWER, agent=agent, allows=allows)
    assert bool(interviews_mentioned(agent)) is is_told


def test_a_draft_is_mentioned_nowhere() -> None:
    agent, place = make_agent(published=True), make_place(published=True)
    subject, item = make_subject(published=True), make_item(published=True)
    interview = make_interview(narrators=[{"agent": agent}], place=place)
    interview.subjects.add(subject)
    make_mentioned(interview=interview, item=item)
    records = [agent, place, subject, item]
    assert [interviews_mentioned(record) for record in records] == [[], [], [], []]
    interview.publish(by=None)
    assert all(len(interviews_mentioned(record)) == 1 for record in records)


def test_a_document_leads_to_the_moment_at_which_it_is_spoken_of() -> None:
    item = make_item(published=True)
    interview = make_interview(published=True)
    make_mentioned(interview=interview, item=item, start_ms=754_200)
    assert interviews_mentioned(item) == [f"{interview.get_absolute_url()}#t=754.2"]


def test_a_changed_advisory_closes_the_words_at_once() -> None:
    advisory = make_advisory()
    interview = make_interview()
    interview.advisories.add(advisory)
    make_transcript(interview=interview, cues=[{}])
    assert PublicCue.objects.exists()
    advisory.behaviour = Advisory.Behaviour.STAFF_ONLY
    advisory.save()
    dependants.announce_change(advisory)
    assert not PublicCue.objects.exists()

"""What consent closed in a published interview stays closed at the desks of who may not publish."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from collections_app.models import User
from oralhistory.models import Interview, MediaFile, Participation, PublicCue
from tests import cast
from tests.make import make_advisory, make_agent
from tests.oralhistory.desks import (
    OF_A_PASSAGE,
    act,
    at,
    described,
    empty_groups,
    sign_in,
    words_of,
)
from tests.oralhistory.make import (
    make_agreement,
    make_interview,
    make_media,
    make_participation,
    make_transcript,
    rewritten,
)

pytestmark = pytest.mark.django_db


def one_person(person: Participation, **fields: Any) -> dict[str, Any]:
    """What the form of a participant sends."""
    return {
        "interview": person.interview_id,
        "agent": person.agent_id or "",
        "role": person.role,
        "identity_mode": person.identity_mode,
        "public_name": person.public_name,
        "position": person.position,
        **fields,
    }


def without_consent() -> Participation:
    """A narrator of a published interview who took the agreement back; another one agrees."""
    interview = make_interview(narrators=[{"public_name": "Rose"}], published=True)
    closing = make_participation(interview=interview, public_name="Jean")
    make_agreement(participation=closing, allows=())
    return closing


def in_the_inline(person: Participation, **fields: Any) -> dict[str, Any]:
    sent = one_person(person, **fields) | {"id": person.pk}
    return described(
        **{"participations-TOTAL_FORMS": 1, "participations-INITIAL_FORMS": 1},
        **{f"participations-0-{field}": value for field, value in sent.items()},
    )


def test_a_cataloguer_does_not_open_an_interview_by_another_role(client: Client) -> None:
    closing = without_consent()
    assert not closing.interview.is_public()
    sign_in(client, cast.cataloguer)
    sent = one_person(closing, role="other", notes="Called again.")
    answer = client.post(at("participation", "change", closing.pk), sent)
    assert answer.status_code == 302, words_of(answer)
    closing.refresh_from_db()
    assert (closing.role, closing.notes) == ("narrator", "Called again.")
    assert not closing.interview.is_public()


@pytest.mark.parametrize(
    "fields", [{"identity_mode": "identified"}, {"public_name": "Rose"}, {"agent": ""}]
)
def test_a_cataloguer_does_not_tell_the_name_of_who_is_anonymous(
    client: Client, fields: dict[str, Any]
) -> None:
    agent = make_agent(name="Uwizeye, Béatrice", published=True)
    narrators = [{"agent": agent, "identity_mode": "anonymous"}]
    person = make_interview(narrators=narrators, published=True).participations.get()
    before = Participation.objects.values().get()
    sign_in(client, cast.cataloguer)
    client.post(at("participation", "change", person.pk), one_person(person, **fields))
    client.post(
        at("interview", "change", person.interview_id),
        in_the_inline(person, **fields, position=3),
    )
    assert Participation.objects.values().get() == before | {"position": 3}


def test_a_participant_does_not_move_to_another_interview(client: Client) -> None:
    closing = without_consent()
    sign_in(client, cast.administrator)
    sent = one_person(closing, interview=make_interview().pk)
    client.post(at("participation", "change", closing.pk), sent)
    assert Participation.objects.get(pk=closing.pk).interview_id == closing.interview_id


@pytest.mark.parametrize(
    ("person", "publishes"), [(cast.cataloguer, False), (cast.administrator, True)]
)
def test_a_participant_of_a_published_interview_is_removed_by_who_may_publish(
    client: Client, person: Callable[[], User], publishes: bool
) -> None:
    first, second = (
        make_participation(interview=make_interview(published=True), allows=None) for _ in range(2)
    )
    sign_in(client, person)
    client.post(
        at("interview", "change", first.interview_id),
        in_the_inline(first) | {"participations-0-DELETE": "on"},
    )
    assert Participation.objects.filter(pk=first.pk).exists() is not publishes
    client.post(at("participation", "delete", second.pk), {"post": "yes"})
    assert Participation.objects.filter(pk=second.pk).exists() is not publishes


def test_who_may_publish_changes_under_what_name_somebody_is_told(client: Client) -> None:
    person = make_interview(published=True).participations.get()
    sign_in(client, cast.administrator)
    sent = one_person(person, identity_mode="anonymous")
    client.post(at("participation", "change", person.pk), sent)
    person.refresh_from_db()
    assert person.identity_mode == "anonymous"


def test_a_cataloguer_still_adds_a_participant_to_a_published_interview(client: Client) -> None:
    interview = make_interview(published=True)
    narrator = interview.participations.get()
    sent = in_the_inline(narrator) | {
        "participations-TOTAL_FORMS": 2,
        "participations-1-role": "interpreter",
        "participations-1-identity_mode": "identified",
        "participations-1-public_name": "Jean",
        "participations-1-position": 1,
    }
    sign_in(client, cast.cataloguer)
    answer = client.post(at("interview", "change", interview.pk), sent)
    assert answer.status_code == 302, words_of(answer)
    assert interview.participations.get(public_name="Jean").role == "interpreter"


@pytest.mark.parametrize(
    ("person", "publishes"),
    [(cast.transcriber, False), (cast.cataloguer, False), (cast.administrator, True)],
)
def test_words_of_a_speaker_who_does_not_agree_are_given_to_another_by_who_may_publish(
    client: Client, person: Callable[[], User], publishes: bool
) -> None:
    interview = make_interview(narrators=[{"public_name": "Rose"}], published=True)
    closing = make_participation(interview=interview, public_name="Jean", role="interviewer")
    cue = make_transcript(
        interview=interview, cues=[{"text": "Kanarivogel", "speaker": closing}]
    ).cues.get()
    make_agreement(participation=closing, allows=())
    assert Interview.objects.get(pk=interview.pk).is_public()
    rose = interview.participations.get(public_name="Rose")
    sign_in(client, person)
    act(client, "cue", "say_who_speaks", [cue], answered="yes", speaker=rose.pk)
    assert PublicCue.objects.filter(text="Kanarivogel").exists() is publishes
    cue.speaker = closing
    cue.save()
    rewritten(interview)
    sent = {"position": 1, "start_ms": "0:00", "end_ms": "0:09", "text": "Kanarivogel"}
    answer = client.post(
        at("cue", "change", cue.pk), sent | {"speaker": rose.pk, **empty_groups(OF_A_PASSAGE)}
    )
    assert answer.status_code == 302, words_of(answer)
    assert PublicCue.objects.filter(text="Kanarivogel").exists() is publishes


def test_a_transcriber_says_who_speaks_in_a_draft_of_a_published_interview(client: Client) -> None:
    interview = make_interview(published=True)
    draft = make_transcript(interview=interview, cues=[{"speaker": None}], current=False)
    narrator, cue = interview.participations.get(), draft.cues.get()
    sign_in(client, cast.transcriber)
    act(client, "cue", "say_who_speaks", [cue], answered="yes", speaker=narrator.pk)
    cue.refresh_from_db()
    assert cue.speaker == narrator


@pytest.mark.parametrize(("person", "sees"), [(cast.cataloguer, True), (cast.director, False)])
def test_real_names_are_seen_and_searched_by_who_may_see_participants(
    client: Client, person: Callable[[], User], sees: bool
) -> None:
    agent = make_agent(name="Uwizeye, Béatrice")
    interview = make_interview(title="A day in Huye", narrators=[])
    make_participation(
        interview=interview, agent=agent, identity_mode="anonymous", public_name="Kanarivogel"
    )
    sign_in(client, person)
    listed = words_of(client.get(at("interview", "changelist")))
    assert "A day in Huye" in listed
    assert ("Uwizeye" in listed) is sees
    for name in ("Uwizeye", "Kanarivogel"):
        found = words_of(client.get(at("interview", "changelist"), {"q": name}))
        assert ("A day in Huye" in found) is sees
    assert "A day in Huye" in words_of(client.get(at("interview", "changelist"), {"q": "Huye"}))
    page = words_of(client.get(at("interview", "change", interview.pk)))
    assert ("Uwizeye" in page) is sees
    assert ("that concerns a participant" in page) is not sees


@pytest.mark.parametrize(
    ("person", "is_done"), [(cast.cataloguer, False), (cast.administrator, True)]
)
def test_an_advisory_and_a_recording_of_a_published_interview_wait_for_who_may_publish(
    client: Client, person: Callable[[], User], is_done: bool
) -> None:
    advisory = make_advisory(behaviour="staff_only")
    interview = make_interview(published=True)
    interview.advisories.add(advisory)
    master = make_media(interview=interview, role=MediaFile.Role.MASTER)
    sign_in(client, person)
    sent = described(advisories=[]) | {
        "media-TOTAL_FORMS": 1,
        "media-INITIAL_FORMS": 1,
        "media-0-id": master.pk,
        "media-0-interview": interview.pk,
        "media-0-role": "access",
        "media-0-position": 0,
    }
    client.post(at("interview", "change", interview.pk), sent)
    assert interview.advisories.exists() is not is_done
    assert (MediaFile.objects.get(pk=master.pk).role == MediaFile.Role.ACCESS) is is_done

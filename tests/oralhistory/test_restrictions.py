"""Parts that are closed: at once, by a person, and never opened by a date."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from collections_app.models import User
from oralhistory.models import Interview, PublicCue, PublicIndexPoint, Restriction
from oralhistory.public_cues import Redactor
from oralhistory.restricting import lift
from tests import cast
from tests.oralhistory.desks import act, at, sign_in
from tests.oralhistory.make import (
    make_index_point,
    make_interview,
    make_media,
    make_restriction,
    make_transcript,
)

pytestmark = pytest.mark.django_db


def made() -> Interview:
    interview = make_interview()
    make_transcript(interview=interview, cues=[{"text": "Yes."}])
    make_index_point(interview=interview)
    make_media(interview=interview)
    interview.publish(by=None)
    return interview


def open_parts(interview: Interview) -> set[str]:
    parts = {
        "record": Interview.objects.public(),
        "transcript": PublicCue.objects.public(),
        "index": PublicIndexPoint.objects.public(),
        "recording": interview.media.public(),
    }
    return {part for part, rows in parts.items() if rows.exists()}


def test_without_restrictions_everything_agreed_is_open() -> None:
    assert open_parts(made()) == {"record", "transcript", "index", "recording"}


@pytest.mark.parametrize("part", ["transcript", "index", "recording"])
def test_a_restriction_closes_its_part_alone(part: str) -> None:
    interview = made()
    make_restriction(interview=interview, part=part)
    assert open_parts(interview) == {"record", "transcript", "index", "recording"} - {part}


def test_a_restriction_of_the_record_leaves_nothing(client: Client) -> None:
    interview = made()
    make_restriction(interview=interview, part="record")
    assert open_parts(interview) == set()
    assert client.get(interview.get_absolute_url()).status_code == 404


def test_a_date_that_has_passed_opens_nothing() -> None:
    interview = made()
    today = timezone.localdate()
    restriction = make_restriction(
        interview=interview, part="transcript", until=today + timedelta(days=1)
    )
    assert not Restriction.objects.to_look_at(today).exists()
    assert Restriction.objects.to_look_at(today + timedelta(days=1)).get() == restriction
    Restriction.objects.update(until=today - timedelta(days=400))
    assert "transcript" not in open_parts(interview)


def test_a_restriction_is_lifted_by_a_person_for_a_reason_once() -> None:
    interview = made()
    restriction = make_restriction(interview=interview, part="transcript")
    with pytest.raises(ValidationError, match="Say why"):
        lift(restriction, reason=" ", by=None)
    lift(restriction, reason="The narrator wrote.", by=None)
    assert "transcript" in open_parts(interview)
    with pytest.raises(ValidationError, match="already"):
        lift(restriction, reason="Again.", by=None)


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"part": "record", "level": "on_request"}, "can not be asked for"),
        ({"part": "index", "until": timezone.localdate()}, "has passed"),
    ],
)
def test_a_restriction_that_contradicts_itself_is_refused(
    fields: dict[str, object], message: str
) -> None:
    interview = make_interview()
    with pytest.raises(ValidationError, match=message):
        make_restriction(interview=interview, **fields)  # type: ignore[arg-type]
    assert not Restriction.objects.exists()


def test_what_one_reader_was_granted_is_read_and_is_not_kept_for_others() -> None:
    interview = made()
    make_restriction(interview=interview, part="transcript", level="on_request")
    granted = Redactor(interview, granted=frozenset({"transcript"}))
    assert [cue.text for cue in granted.public_cues()] == ["Yes."]
    assert not PublicCue.objects.exists()


def test_a_statement_is_told_and_only_with_a_public_interview() -> None:
    interview = made()
    told = make_restriction(
        interview=interview, part="recording", public_statement="Closed until 2040."
    )
    make_restriction(interview=interview, part="index")
    make_restriction(interview=make_interview(), part="recording", public_statement="Hidden.")
    assert list(Restriction.objects.public()) == [told]


@pytest.mark.parametrize(("person", "may_lift"), [(cast.cataloguer, False), (cast.editor, True)])
def test_whoever_may_publish_lifts_a_restriction(
    client: Client, person: Callable[[], User], may_lift: bool
) -> None:
    interview = made()
    restriction = make_restriction(interview=interview, part="transcript")
    sign_in(client, person)
    act(client, "restriction", "lift", [restriction], answered="yes", reason="She wrote.")
    restriction.refresh_from_db()
    assert restriction.is_in_force is not may_lift


def test_part_and_level_of_a_kept_restriction_do_not_change(client: Client) -> None:
    interview = made()
    restriction = make_restriction(interview=interview, part="transcript")
    sign_in(client, cast.cataloguer)
    sent = {"part": "index", "level": "on_request", "basis": "law", "public_statement": "Closed."}
    client.post(at("restriction", "change", restriction.pk), sent)
    restriction.refresh_from_db()
    assert (restriction.part, restriction.level, restriction.basis) == (
        "transcript",
        "closed",
        "law",
    )
    assert client.get(at("restriction", "delete", restriction.pk)).status_code == 403

"""The copies that readers get: silent where something is withheld, or not there at all."""

import tempfile
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client

from collections_app.publication import NotReady
from oralhistory import silencing, sound
from oralhistory.models import Interview, MediaFile, SilencePlan
from oralhistory.redacting import open_again, withhold
from oralhistory.silencing import silence, waiting
from tests import cast
from tests.oralhistory.desks import at, sign_in
from tests.oralhistory.make import (
    make_interview,
    make_participation,
    make_recording,
    make_transcript,
)
from tests.oralhistory.test_sound import tone

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not sound.is_available(), reason="the program ffmpeg is not installed"),
]

CUES = [{"start_ms": n * 1000, "end_ms": n * 1000 + 900} for n in range(4)]


@pytest.fixture
def heard(tmp_path: Path) -> Interview:
    """An interview of four seconds whose recording has its copy for the public."""
    interview = make_interview()
    make_transcript(interview=interview, cues=CUES)
    make_recording(interview=interview, content=tone(tmp_path / "a.wav").read_bytes())
    silence(interview.pk)
    interview.publish(by=None)
    return interview


def withhold_second(interview: Interview) -> None:
    cues = interview.transcripts.get(is_current=True).cues.all()
    withhold([cues[1]], by=None, reason="She asked.")


def is_heard(copy: MediaFile, tmp_path: Path, window: tuple[int, int]) -> bool:
    path = tmp_path / "copy.mp3"
    with copy.file.open("rb") as stored:
        path.write_bytes(stored.read())
    return bool(sound.heard_in(path, [window], sound.facts_of(path)))


def test_readers_get_a_copy_made_here_and_never_the_file_that_was_brought(
    heard: Interview, client: Client
) -> None:
    brought, made = heard.media.order_by("pk")
    assert (brought.is_public(), made.is_public()) == (False, True)
    assert (made.role, made.derived_from, made.media_type) == ("redacted", brought, "audio/mpeg")
    assert abs((made.duration_ms or 0) - 4000) < 100
    assert client.get(brought.get_absolute_url()).status_code == 404
    assert client.get(made.get_absolute_url()).status_code == 200


def test_withholding_closes_the_recording_until_its_silent_copy_is_measured(
    heard: Interview, tmp_path: Path, client: Client
) -> None:
    former = heard.media.get(role="redacted")
    assert is_heard(former, tmp_path, (1000, 1900))
    withhold_second(heard)
    assert not former.is_public()
    assert client.get(former.get_absolute_url()).status_code == 404
    silence(heard.pk)
    made = heard.media.get(role="redacted")
    assert made.is_public()
    assert made.uuid != former.uuid
    assert not is_heard(made, tmp_path, (1000, 1900))
    assert is_heard(made, tmp_path, (2500, 3900))
    assert client.get(former.get_absolute_url()).status_code == 404


def test_giving_back_makes_the_recording_whole_again(heard: Interview, tmp_path: Path) -> None:
    withhold_second(heard)
    silence(heard.pk)
    open_again(heard.transcripts.get().cues.all(), by=None)
    assert not heard.media.public().exists()
    silence(heard.pk)
    assert is_heard(heard.media.public().get(), tmp_path, (1000, 1900))


def test_what_a_killed_process_left_beside_the_storage_is_removed(heard: Interview) -> None:
    left = Path(tempfile.mkdtemp(prefix=f"{silencing.FOLDER}999999999-"))
    (left / "original").write_bytes(b"words")
    withhold_second(heard)
    silence(heard.pk)
    assert not left.exists()


def test_done_twice_it_does_nothing_more(heard: Interview) -> None:
    made = heard.media.get(role="redacted")
    assert waiting(heard) == []
    silence(heard.pk)
    assert heard.media.get(role="redacted") == made


def test_a_later_part_is_silent_at_its_own_times(heard: Interview, tmp_path: Path) -> None:
    part = make_recording(
        interview=heard, content=tone(tmp_path / "b.wav", 3.0).read_bytes(), offset_ms=500
    )
    withhold_second(heard)
    silence(heard.pk)
    copy = part.derived.get()
    assert not is_heard(copy, tmp_path, (500, 1400))
    assert is_heard(copy, tmp_path, (1700, 2900))


def test_a_copy_in_which_something_is_heard_is_refused(
    heard: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    withhold_second(heard)
    writes = sound.write_silent

    def forget_windows(source: Path, target: Path, _: object, facts: sound.Facts) -> None:
        writes(source, target, [], facts)

    monkeypatch.setattr(sound, "write_silent", forget_windows)
    silence(heard.pk)
    assert not heard.media.public().exists()
    assert "still heard" in SilencePlan.objects.get(interview=heard).message
    monkeypatch.undo()
    silence(heard.pk)
    assert heard.media.public().exists()
    assert SilencePlan.objects.get(interview=heard).message == ""


def test_what_is_withheld_meanwhile_is_not_let_out(
    heard: Interview, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    withhold_second(heard)
    measures = sound.heard_in
    seen = []

    def withhold_more(*asked: object) -> list[sound.Window]:
        if not seen:
            seen.append(1)
            withhold([heard.transcripts.get().cues.all()[2]], by=None, reason="And this.")
        return measures(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(sound, "heard_in", withhold_more)
    silence(heard.pk)
    monkeypatch.undo()
    made = heard.media.public().get()
    assert not is_heard(made, tmp_path, (2000, 2900))
    assert not is_heard(made, tmp_path, (1000, 1900))


def test_without_the_program_recordings_stay_closed(
    heard: Interview, monkeypatch: pytest.MonkeyPatch
) -> None:
    withhold_second(heard)
    monkeypatch.setattr(silencing.sound, "is_available", lambda: False)
    silence(heard.pk)
    assert not heard.media.public().exists()
    assert "not installed" in SilencePlan.objects.get(interview=heard).message


def test_a_file_that_can_not_be_played_is_told_at_the_desk_and_not_in_a_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    interview = make_interview()
    broken = b"RIFF\x24\x00\x00\x00WAVEfmt nothing"
    make_recording(interview=interview, content=broken, label="Kanarivogel, part 1")
    silence(interview.pk)
    message = SilencePlan.objects.get(interview=interview).message
    assert "could not be made of “Kanarivogel, part 1”" in message
    assert interview.ref in caplog.text
    assert "Kanarivogel" not in caplog.text


def test_an_interview_is_not_published_with_a_copy_older_than_what_is_withheld(
    heard: Interview,
) -> None:
    heard.withdraw(by=None, reason="A moment.")
    withhold_second(heard)
    heard.refresh_from_db()
    with pytest.raises(NotReady, match="older than what is withheld"):
        heard.publish(by=None)
    silence(heard.pk)
    heard = Interview.objects.get(pk=heard.pk)
    heard.publish(by=None)
    assert heard.is_public()


def test_a_guest_who_allows_no_recording_is_silent_in_it(heard: Interview, tmp_path: Path) -> None:
    guest = make_participation(interview=heard, role="other", allows=["record"])
    make_transcript(interview=heard, cues=[*CUES[:3], {**CUES[3], "speaker": guest}])
    silence(heard.pk)
    assert not is_heard(heard.media.public().get(), tmp_path, (3000, 3900))


def test_deleting_a_recording_takes_its_copies_along(heard: Interview, client: Client) -> None:
    brought = heard.media.get(role="access")
    made = heard.media.get(role="redacted")
    sign_in(client, cast.administrator)
    page = client.get(at("interview", "change", heard.pk))
    assert made.file.name not in page.content.decode()
    silencing.forget_copies(brought)
    assert heard.media.get() == brought


def test_recordings_stay_closed_after_an_upgrade_until_interviews_are_written_anew(
    heard: Interview, capsys: pytest.CaptureFixture[str]
) -> None:
    SilencePlan.objects.all().delete()
    assert not heard.media.public().exists()
    assert waiting(heard) == []
    call_command("rewrite_interviews")
    assert heard.media.public().exists()
    assert "Interviews written anew: 1." in capsys.readouterr().out

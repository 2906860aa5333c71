"""The sound that may leave with a book: of quoted stretches, from copies made for the public."""

from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from briefingbooks.assembly import assemble
from briefingbooks.formats.matter import SoundExcerpt
from briefingbooks.formats.shown_sound import sounds_of, stretches_shown, windows
from briefingbooks.models import Book, Entry
from briefingbooks.pages import BookPage
from oralhistory import sound
from oralhistory.models import Interview, MediaFile
from tests.briefingbooks.make import make_book, make_testimony
from tests.conftest import skip_or_fail
from tests.make import make_advisory
from tests.oralhistory.make import make_interview, make_media, make_transcript


def row(position: int, start_ms: int | None, end_ms: int | None, words: str = "Words.") -> Any:
    return SimpleNamespace(position=position, start_ms=start_ms, end_ms=end_ms, words=words)


def test_passages_that_follow_each_other_are_one_stretch() -> None:
    assert windows([row(1, 0, 1000), row(2, 1400, 2000)]) == [(0, 2000)]


def test_a_stretch_ends_where_something_is_left_out() -> None:
    said_so = [row(1, 0, 1000), row(2, 1000, 2000, ""), row(3, 2000, 3000)]
    gone = [row(1, 0, 1000), row(3, 1400, 3000)]
    without_time = [row(1, 0, 1000), row(2, None, None), row(3, 1400, 3000)]
    long_pause = [row(1, 0, 1000), row(2, 9000, 9500)]
    assert windows(said_so) == [(0, 1000), (2000, 3000)]
    assert windows(gone) == windows(without_time) == [(0, 1000), (1400, 3000)]
    assert windows(long_pause) == [(0, 1000), (9000, 9500)]


def quoted(**fields: Any) -> tuple[Book, Entry, Interview]:
    if not sound.is_available():
        skip_or_fail("ffmpeg is not installed")
    interview = make_interview()
    times = {"start_ms": 200, "end_ms": 700}
    make_transcript(interview=interview, cues=[{"text": "All of it.", **times}])
    interview.publish(by=None)
    media = make_media(interview=interview)
    media.duration_ms = media.duration_ms or 1000
    media.save()
    book = make_book(published=True)
    return book, make_testimony(book=book, interview=interview), interview


def cut(page: BookPage) -> dict[str, list[SoundExcerpt]]:
    now = timezone.now()
    return sounds_of(stretches_shown(page, now), now)


@pytest.mark.django_db
def test_the_quoted_stretch_is_cut_from_the_copy_for_the_public(tmp_path: Any) -> None:
    book, entry, _interview = quoted()
    page = assemble(book, AnonymousUser())
    (excerpt,) = cut(page)[entry.anchor]
    assert (excerpt.start_ms, excerpt.end_ms) == (200, 700)
    path = tmp_path / "excerpt.mp3"
    path.write_bytes(excerpt.content)
    assert 400 <= sound.facts_of(path).duration_ms <= 700
    assert cut(page)[entry.anchor] == [excerpt]


@pytest.mark.django_db
def test_no_sound_of_an_interview_that_a_notice_comes_before() -> None:
    book, _entry, interview = quoted()
    interview.advisories.add(make_advisory())
    assert cut(assemble(book, AnonymousUser())) == {}


@pytest.mark.django_db
def test_no_sound_of_an_interview_with_a_notice_of_its_own() -> None:
    book, _entry, interview = quoted()
    interview.content_notice = "Violence is told of."
    interview.save()
    page = assemble(book, AnonymousUser())
    assert cut(page) == {}


@pytest.mark.django_db
def test_nothing_is_cut_of_a_recording_that_is_another_than_was_shown() -> None:
    book, _entry, interview = quoted()
    stretches = stretches_shown(assemble(book, AnonymousUser()), timezone.now())
    assert stretches
    MediaFile.objects.filter(interview=interview, role="redacted").update(sha256="0" * 64)
    assert sounds_of(stretches, timezone.now()) == {}


@pytest.mark.django_db
def test_no_sound_where_the_recording_is_not_open() -> None:
    book, _entry, interview = quoted()
    MediaFile.objects.filter(interview=interview).update(silences="other")
    assert cut(assemble(book, AnonymousUser())) == {}


@pytest.mark.django_db
def test_no_sound_where_nothing_can_cut_it(monkeypatch: pytest.MonkeyPatch) -> None:
    book, _entry, _interview = quoted()
    monkeypatch.setattr(sound, "PROGRAM", "no-such-program")
    assert cut(assemble(book, AnonymousUser())) == {}

"""The sound that an edition holds, held against the rule at every visit."""

from collections.abc import Callable
from typing import Any

import pytest

from briefingbooks.editions.tasks import reissue_with_files
from briefingbooks.models import EditionPart
from oralhistory.models import MediaFile
from tests.briefingbooks.editions.make import do_tasks, make_edition, page_of_edition, read
from tests.briefingbooks.make import make_book, make_testimony
from tests.make import make_advisory
from tests.oralhistory.make import make_interview, make_media, make_transcript, sound

pytestmark = pytest.mark.django_db


class Heard:
    """A book that quotes an interview of two recordings."""

    def __init__(self) -> None:
        self.interview = make_interview()
        cues = [
            {"text": "All of it.", "start_ms": 100, "end_ms": 400},
            {"text": "And more.", "start_ms": 1100, "end_ms": 1400},
        ]
        make_transcript(interview=self.interview, cues=cues)
        self.interview.publish(by=None)
        self.media = [self._recording(offset_ms=0), self._recording(offset_ms=1000)]
        self.book = make_book(published=True)
        make_testimony(book=self.book, interview=self.interview, start_ms=0, end_ms=500)
        make_testimony(book=self.book, interview=self.interview, start_ms=1000, end_ms=1500)
        self.edition = make_edition(self.book)

    def _recording(self, **fields: Any) -> MediaFile:
        media = make_media(
            interview=self.interview, content=sound(0.6 + fields["offset_ms"] / 10_000), **fields
        )
        MediaFile.objects.filter(pk=media.pk).update(duration_ms=600)
        return media


def close_one_recording(case: Heard) -> None:
    MediaFile.objects.filter(pk=case.media[1].pk).update(silences="other")


def put_a_notice_before_it(case: Heard) -> None:
    case.interview.content_notice = "Violence is told of."
    case.interview.save()


def put_an_advisory_before_it(case: Heard) -> None:
    case.interview.advisories.add(make_advisory())


@pytest.mark.parametrize(
    "close", [close_one_recording, put_a_notice_before_it, put_an_advisory_before_it]
)
def test_sound_that_is_closed_ends_the_edition_that_has_it(close: Callable[[Heard], None]) -> None:
    case = Heard()
    stretches = EditionPart.objects.filter(kind="sound", issue__edition=case.edition)
    assert stretches.count() == 2
    page_before = page_of_edition(case.edition)
    close(case)
    assert page_before.count("Hear it on the page") == 2
    assert read(case.edition).status_code == 410
    do_tasks()
    reissue_with_files(case.edition)
    closed = 1 if close is close_one_recording else 2
    assert page_of_edition(case.edition).count("Hear it on the page") == 2 - closed

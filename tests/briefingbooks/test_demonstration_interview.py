"""The demonstration interview: words and sound that agree, and nothing told that is withheld."""

import hashlib

import pytest
from django.test import Client

from briefingbooks.demonstration import reading
from briefingbooks.models import Entry
from oralhistory.clock import read_clock
from oralhistory.importing import read_transcript
from oralhistory.models import (
    DocumentMentioned,
    IndexPointLink,
    IndexPointPlace,
    Interview,
    PublicCue,
    PublicIndexPoint,
    PublicNote,
    Transcript,
)

TRANSCRIPTS = ("interview.vtt", "interview_fr.vtt")
WITHHELD_WORDS = ("Lantern Street", "555 0142", "rue des Lanternes", "555 01 42")


@pytest.mark.parametrize("name", TRANSCRIPTS)
def test_a_transcript_lasts_as_long_as_the_sound_and_loses_no_word(name: str) -> None:
    length = reading.document("interview_sound.toml")["duration_ms"]
    document = read_transcript(name, (reading.DATA / name).read_bytes())
    assert 40 <= len(document.passages) <= 50
    assert read_clock("00:08:00") < document.end_ms < length < read_clock("00:09:00")
    assert not document.remarks


def test_the_translation_has_the_passages_of_the_words_spoken() -> None:
    spoken, translated = (
        [(one.start_ms, one.end_ms) for one in read_transcript(name, data).passages]
        for name in TRANSCRIPTS
        for data in [(reading.DATA / name).read_bytes()]
    )
    assert spoken == translated


def test_the_first_words_say_that_it_is_a_demonstration_spoken_by_machines() -> None:
    first = [read_transcript(name, (reading.DATA / name).read_bytes()) for name in TRANSCRIPTS]
    assert first[0].passages[0].text.startswith("This is a demonstration, spoken by machines.")
    assert first[1].passages[0].text.startswith("Ceci est une démonstration, dite par des machines")


def test_the_sound_is_the_one_from_which_the_times_were_taken() -> None:
    facts = reading.document("interview_sound.toml")
    data = (reading.DATA / facts["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == facts["sha256"]
    assert len(data) < 2_000_000


def _the_withheld_words_are_nowhere(client: Client) -> None:
    interview = Interview.objects.get()
    assert interview.title.startswith("Demonstration interview, spoken by synthetic voices")
    told = PublicCue.objects.public()
    assert [cue.is_partial for cue in told].count(True) == len(TRANSCRIPTS)
    assert not told.filter(is_withheld=True).exists()
    address = interview.get_absolute_url()
    addresses = (
        address,
        f"{address}?language=fr",
        f"{address}transcript.vtt",
        f"{address}transcript.vtt?language=fr",
        "/books/genocide-fax/",
    )
    told_instead = ("an address and a telephone number", "numéro de téléphone non communiqués")
    pages = [client.get(one).content.decode() for one in addresses]
    assert all(any(words in page for words in told_instead) for page in pages)
    for words in WITHHELD_WORDS:
        assert any(words in (reading.DATA / name).read_text() for name in TRANSCRIPTS)
        assert not PublicCue.objects.filter(text__contains=words).exists()
        assert not any(words in page for page in pages)


def the_interview_has_the_parts_it_promises(client: Client) -> None:
    interview = Interview.objects.get()
    assert interview.ref == "FTP-OH-0001"
    assert not [gap for gap in interview.publication_gaps() if gap.blocks]
    english, french = Transcript.objects.public().order_by("language")
    keys = [list(one.cues.order_by("position").values_list("key", flat=True))
            for one in (english, french)]  # fmt: skip
    assert keys[0] == keys[1]
    assert PublicNote.objects.public().count() == 3 * len(TRANSCRIPTS)
    points = PublicIndexPoint.objects.public()
    assert [points.filter(language=code).count() for code in ("en", "fr")] == [8, 8]
    assert IndexPointPlace.objects.public().count() == 4
    assert IndexPointLink.objects.public().count() == 1
    items = [use.item.imported_record.key for use in DocumentMentioned.objects.public()]
    assert items == ["cable", "demo-memo"]
    _the_book_quotes_whole_passages(interview)
    _the_withheld_words_are_nowhere(client)


def _the_book_quotes_whole_passages(interview: Interview) -> None:
    entry = Entry.objects.get(interview=interview)
    spoken = PublicCue.objects.public().filter(is_translation=False)
    quoted = spoken.filter(start_ms__gte=entry.start_ms, start_ms__lt=entry.end_ms)
    first, last = quoted.earliest("position"), quoted.latest("position")
    assert first.start_ms - entry.start_ms < 1000
    assert last.end_ms <= entry.end_ms
    assert all(cue.is_quotable for cue in quoted)
    assert quoted.filter(is_partial=True).exists()

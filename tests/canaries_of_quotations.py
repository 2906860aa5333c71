"""What a public book quotes, and frozen words that nobody may be shown any more."""

from briefingbooks.models import Book, Entry, QuotationTask, QuotedPassage
from oralhistory.models import Interview, Transcript
from oralhistory.redacting import withhold
from tests.briefingbooks.make import make_entry, make_testimony
from tests.oralhistory.make import make_interview, make_transcript


def plant_quotations(book: Book, interview: Interview, *, shown: str, hidden: str) -> None:
    """Quote an interview that is told in part, one of which words were withdrawn, a closed one."""
    whole = {"start_ms": 0, "end_ms": 600_000}
    told = make_testimony(book=book, interview=interview, position=2, **whole)
    assert told.quotation.filter(words__contains=shown).exists()
    other = make_interview()
    words = make_transcript(interview=other, cues=[{"text": hidden}, {"text": f"{shown} words."}])
    other.publish(by=None)
    closed = make_testimony(book=book, interview=other, position=3, **whole)
    withhold([words.cues.get(position=1)], by=None, reason=hidden)
    _write_past_the_deed(closed, words, hidden)
    draft = make_interview(title=hidden)
    words = make_transcript(interview=draft, cues=[{"text": hidden}])
    unseen = make_entry(book=book, interview=draft, position=4, **whole)
    _write_past_the_deed(unseen, words, hidden)
    task = QuotationTask.objects.get(entry=closed).task
    task.words = task.outcome = hidden
    task.save()


def _write_past_the_deed(entry: Entry, transcript: Transcript, words: str) -> None:
    """Leave frozen words that the rule alone keeps from strangers."""
    QuotedPassage.objects.create(
        entry=entry,
        position=99,
        key=transcript.cues.get(position=1).key,
        transcript=transcript,
        language_id=transcript.language_id,
        speaker=words,
        words=words,
    )

"""Quoted words are frozen as they were cited, and gone from everywhere when they are closed."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from briefingbooks.models import Book, Entry, QuotationTask, QuotedPassage
from briefingbooks.quoting import NothingToQuote, follow_excerpt, freeze
from collections_app import dependants
from collections_app.models import ChangeSet, Privacy, User
from collections_app.models.changes import recording
from collections_app.undoing import undo
from oralhistory.models import Cue, PublicCue, ReviewTask
from oralhistory.redacting import give_back, withhold, withhold_words
from oralhistory.versions import draft_from, make_current, take_from_readers
from tests import cast
from tests.briefingbooks.make import make_book, make_entry, make_testimony
from tests.briefingbooks.told import CANARY, NOTICE, SAID, Told, tables_with, withhold_whole
from tests.make import make_agent, make_language
from tests.oralhistory.make import (
    make_interview,
    make_participation,
    make_transcript,
    rewritten,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def told() -> Told:
    return Told()


def test_words_are_quoted_as_they_were_with_version_times_and_a_link(told: Told) -> None:
    page = told.page()
    assert SAID in page
    assert "Known" in page
    assert "Quoted from the transcription in" in page
    assert "version 1." in page
    assert "from 0:00 to 0:29" in page
    assert f'href="{told.interview.get_absolute_url()}#t=10"' in page
    assert (told.entry.first_key, told.entry.last_key) == tuple(
        told.transcript.cues.filter(position__in=[1, 3]).values_list("key", flat=True)
    )


def test_only_the_passage_that_is_closed_loses_its_words(told: Told) -> None:
    withhold_whole(told)
    assert told.words() == ["Before that.", "", "After that."]
    page = told.page()
    assert page.count(NOTICE) == 1
    assert "Before that." in page


def test_several_notices_that_follow_each_other_are_said_once(told: Told) -> None:
    take_from_readers(told.transcript, by=None)
    assert told.words() == ["", "", ""]
    assert told.page().count(NOTICE) == 1


def test_words_come_back_only_when_an_editor_takes_them_anew(told: Told) -> None:
    withhold_whole(told)
    [redaction] = told.cue.redactions.all()
    give_back([redaction], by=None)
    assert PublicCue.objects.public().filter(text=SAID).exists()
    assert CANARY not in told.page()
    editor = cast.editor()
    freeze(told.entry, editor)
    assert SAID in told.page()
    [task] = told.tasks()
    assert task.state == ReviewTask.State.DONE
    assert task.updated_by == editor


def test_an_interview_that_comes_back_does_not_bring_the_words(told: Told) -> None:
    told.fresh.hold(by=None)
    told.fresh.lift_hold(by=None)
    assert told.fresh.is_public()
    assert CANARY not in told.page()
    assert NOTICE in told.page()


def test_corrected_words_leave_the_quotation_as_cited_and_ask_an_editor_once(told: Told) -> None:
    draft = draft_from(told.transcript, by=None)
    draft.cues.filter(key=told.cue.key).update(text="We hid in the other house.")
    make_current(draft, by=None)
    assert told.words() == ["Before that.", SAID, "After that."]
    assert "version 1." in told.page()
    rewritten(told.interview)
    [task] = told.tasks("corrected")
    assert "version 2" in task.words
    assert "other house" not in task.words
    task.state = ReviewTask.State.DONE
    task.save()
    rewritten(told.interview)
    assert len(told.tasks("corrected")) == 1
    freeze(told.entry, None)
    assert "We hid in the other house." in told.page()
    assert "version 2." in told.page()


def test_each_later_version_with_other_words_is_asked_about(told: Told) -> None:
    version = told.transcript
    for words in ("Second words.", "Third words."):
        version = draft_from(version, by=None)
        version.cues.filter(key=told.cue.key).update(text=words)
        make_current(version, by=None)
    [task] = told.tasks("corrected")
    assert "version 3" in task.words


def test_a_new_version_with_the_same_words_asks_nobody(told: Told) -> None:
    make_current(draft_from(told.transcript, by=None), by=None)
    assert told.words() == ["Before that.", SAID, "After that."]
    assert not QuotationTask.objects.exists()


def test_a_name_that_becomes_protected_closes_the_words_of_a_former_version(told: Told) -> None:
    """The version that readers see has lost the name; the quotation still had it."""
    witness = make_agent(name=f"{CANARY}, Anna", published=True)
    draft = draft_from(told.transcript, by=None)
    draft.cues.filter(key=told.cue.key).update(text="We hid in a house.")
    make_current(draft, by=None)
    assert SAID in told.words()
    make_participation(interview=told.interview, role="other", agent=witness)
    witness.privacy = Privacy.WITHHELD
    witness.save()
    dependants.announce_change(witness)
    assert tables_with(CANARY, "briefingbooks") == []


def test_words_given_back_elsewhere_in_the_passage_leave_the_quotation(told: Told) -> None:
    start = SAID.index("morning")
    withhold_words(told.cue, start, start + 7, by=None, reason="Asked.", replacement="[time]")
    freeze(told.entry, None)
    assert '<span class="withheld">[time]</span>' in told.page()
    give_back(told.cue.redactions.all(), by=None)
    assert "[time]" in told.page()
    assert CANARY in told.page()
    withhold_words(told.cue, 0, 2, by=None, reason="Asked.")
    assert tables_with(CANARY) == []


def test_a_translation_is_quoted_and_closed_like_the_words_spoken(told: Told) -> None:
    french = make_transcript(
        interview=told.interview,
        language=make_language(code="fr", label_en="French"),
        kind="translation",
        cues=[{"text": "Avant."}, {"text": "Cachés dans la maison."}, {"text": "Après."}],
    )
    entry = make_testimony(
        book=told.book, interview=told.interview, quoted_language_id=french.language_id
    )
    assert "Cachés dans la maison." in told.page()
    assert "translation in French, version 1" in told.page()
    assert 'lang="fr"' in told.page()
    withhold([told.cue], by=None, reason="Asked.")
    assert "Cachés" not in told.page()
    assert [row.withdrawn_on is None for row in entry.quotation.all()] == [True, False, True]


def test_who_does_not_allow_quotation_is_left_out_and_the_reader_is_told(told: Told) -> None:
    guest = make_participation(
        interview=told.interview, role="other", public_name="A guest",
        allows=("record", "transcript"),
    )  # fmt: skip
    cue = told.cue
    Cue.objects.filter(pk=cue.pk).update(speaker=guest)
    rewritten(told.interview)
    freeze(told.entry, None)
    assert told.words() == ["Before that.", "", "After that."]
    assert "A passage that stands here is not quoted." in told.page()
    assert CANARY not in told.page()


def test_a_range_that_nobody_may_quote_is_not_taken(told: Told) -> None:
    withhold(told.transcript.cues.all(), by=None, reason="Asked.")
    with pytest.raises(NothingToQuote):
        freeze(told.entry, None)
    assert told.words() == ["", "", ""]
    assert NOTICE in told.page()


def test_testimony_that_was_never_taken_shows_no_words(told: Told) -> None:
    other = make_book(published=True)
    make_entry(book=other, interview=told.interview, start_ms=0, end_ms=60_000)
    page = Client().get(other.get_absolute_url()).content.decode()
    assert CANARY not in page
    assert "from 0:00 to 1:00" in page
    assert any("quotes no words yet" in gap.message for gap in other.publication_gaps())


def test_a_forgotten_row_is_returned_to_nobody(told: Told) -> None:
    """The rule holds without the deed: somebody wrote past it."""
    PublicCue.objects.filter(text=SAID).update(is_quotable=False)
    for person in (cast.reader(), cast.editor(), cast.outsider_with_account()):
        words = QuotedPassage.objects.visible_to(person).values_list("words", flat=True)
        assert SAID not in words
    assert CANARY not in told.page()


def test_a_speaker_called_otherwise_now_is_returned_to_nobody(told: Told) -> None:
    PublicCue.objects.filter(text=SAID).update(speaker_label="Narrator")
    assert not QuotedPassage.objects.public().filter(words=SAID).exists()


def test_an_interview_under_embargo_may_be_quoted_and_hides_the_words_until_then(
    told: Told,
) -> None:
    later = timezone.now() + timedelta(days=1)
    told.fresh.publish(by=None, public_from=later)
    assert SAID in told.words()
    assert CANARY not in told.page()
    assert not QuotedPassage.objects.public().exists()
    told.entry = Entry.objects.get(pk=told.entry.pk)
    freeze(told.entry, None)
    assert SAID in told.words()
    assert QuotedPassage.objects.public(later + timedelta(hours=1)).count() == 3


def test_passages_are_found_again_by_their_keys_in_a_version_with_other_times(told: Told) -> None:
    draft = draft_from(told.transcript, by=None)
    for cue in draft.cues.all():
        cue.start_ms, cue.end_ms = cue.start_ms + 5_000_000, cue.end_ms + 5_000_000
        cue.save()
    make_current(draft, by=None)
    freeze(told.entry, None)
    assert told.words() == ["Before that.", SAID, "After that."]
    assert "from 1:23:20" in told.page()


def test_an_interview_without_times_is_quoted_by_its_passages() -> None:
    interview = make_interview()
    untimed = {"start_ms": None, "end_ms": None}
    transcript = make_transcript(
        interview=interview, cues=[{"text": f"Words {n}.", **untimed} for n in range(3)]
    )
    interview.publish(by=None)
    first, second, _ = transcript.cues.all()
    book = make_book(published=True)
    entry = make_entry(book=book, interview=interview, first_key=first.key, last_key=second.key)
    freeze(entry, None)
    page = Client().get(book.get_absolute_url()).content.decode()
    assert "Words 0." in page
    assert "Words 2." not in page
    assert f"#p-{first.key}" in page


def test_another_excerpt_takes_the_place_of_the_former_words(told: Told) -> None:
    entry = told.entry
    entry.first_key = entry.last_key = told.transcript.cues.get(position=3).key
    entry.save()
    assert follow_excerpt(entry, None)
    assert told.words() == ["After that."]
    entry.first_key = entry.last_key = "00000000"
    entry.save()
    assert not follow_excerpt(entry, None)
    assert told.words() == []


def test_an_excerpt_that_stays_the_same_keeps_its_words_as_cited(told: Told) -> None:
    draft = draft_from(told.transcript, by=None)
    draft.cues.filter(key=told.cue.key).update(text="Other words.")
    make_current(draft, by=None)
    assert follow_excerpt(told.entry, None)
    assert SAID in told.words()


def test_undoing_what_closed_the_words_brings_back_neither_words_nor_peace(told: Told) -> None:
    administrator = cast.administrator()
    with transaction.atomic(), recording(by=administrator, source="desk", title="Renamed"):
        told.agent.name, told.agent.display_name = "Person, Spelt", "Spelt Person"
        told.agent.save()
        dependants.announce_change(told.agent, by=administrator)
    assert told.words() == ["", "", ""]
    undo(ChangeSet.objects.order_by("-pk")[0], by=administrator)
    spoken = PublicCue.objects.public().quotable().filter(text=SAID).get()
    assert "Known" in spoken.speaker_label
    assert tables_with(CANARY) == []
    assert [task.state for task in told.tasks()] == [ReviewTask.State.OPEN]


def test_undoing_the_choice_of_another_excerpt_quotes_the_former_one(told: Told) -> None:
    entry, person = told.entry, cast.editor()
    with transaction.atomic(), recording(by=person, source="desk", title="Another excerpt"):
        entry.first_key = told.transcript.cues.get(position=3).key
        entry.start_ms = 20_000
        entry.save()
        follow_excerpt(entry, person)
    assert told.words() == ["After that."]
    undo(ChangeSet.objects.order_by("-pk")[0], by=person)
    assert told.words() == ["Before that.", SAID, "After that."]


def test_a_row_has_words_or_says_that_they_are_gone(told: Told) -> None:
    rows = QuotedPassage.objects.filter(words=SAID)
    wrong: list[dict[str, Any]] = [
        {"withdrawn_on": date(2026, 1, 1)},
        {"words": ""},
        {"words": "", "withdrawn_on": date(2026, 1, 1)},
        {"is_left_out": True},
    ]
    for values in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**values)


def test_books_that_quote_an_interview_are_announced_when_words_go(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced: list[Book] = []

    def note(book: Book, by: User | None) -> None:
        announced.append(book)

    monkeypatch.setitem(dependants._on_change, Book, [note])
    rewritten(told.interview)
    assert announced == []
    withhold_whole(told)
    assert announced == [told.book]


def test_an_interview_that_is_quoted_twice_asks_about_each_entry(told: Told) -> None:
    make_testimony(book=told.book, interview=told.interview)
    withhold_whole(told)
    assert QuotationTask.objects.count() == 2


def test_a_half_chosen_excerpt_is_refused(told: Told) -> None:
    entry = Entry(book=told.book, interview=told.interview, first_key="00000000")
    with pytest.raises(ValidationError, match="a beginning and an end"):
        entry.full_clean()

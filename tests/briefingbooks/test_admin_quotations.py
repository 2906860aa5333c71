"""The desk of quotations: an excerpt is chosen by times, its words are taken, tasks are closed."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from briefingbooks.models import Entry, QuotationTask, QuotedPassage
from oralhistory.models import Interview, ReviewTask
from oralhistory.redacting import withhold
from oralhistory.versions import draft_from, make_current
from tests import cast
from tests.briefingbooks.make import make_book, make_entry, make_testimony
from tests.collections_app.desks import (
    act_on_selection,
    at_desk,
    list_of,
    messages_of,
    new,
    page_of,
    send,
)
from tests.oralhistory.make import make_interview, make_transcript

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor() -> Client:
    return at_desk(cast.editor())


def told(*, times: bool = True, published: bool = True) -> Interview:
    """Make an interview of four passages, ten seconds each."""
    interview = make_interview()
    untimed = {} if times else {"start_ms": None, "end_ms": None}
    make_transcript(
        interview=interview, cues=[{"text": f"Passage {n}.", **untimed} for n in range(1, 5)]
    )
    if published:
        interview.publish(by=None)
    return interview


def words(entry: Entry) -> list[str]:
    return list(entry.quotation.values_list("words", flat=True))


def test_words_are_taken_when_an_excerpt_is_typed(editor: Client) -> None:
    book, interview = make_book(), told()
    typed = {"book": book.pk, "interview": interview.pk, "start_ms": "0:00:10", "end_ms": "0:00:30"}
    send(editor, new(Entry), typed)
    entry = Entry.objects.get(interview=interview)
    assert words(entry) == ["Passage 2.", "Passage 3."]
    page = editor.get(page_of(entry)).content.decode()
    assert "Quoted from the transcription in" in page
    assert "the same" in page


def test_saving_other_fields_leaves_the_words_as_cited(editor: Client) -> None:
    interview = told()
    entry = make_testimony(book=make_book(), interview=interview)
    draft = draft_from(interview.transcripts.get(), by=None)
    draft.cues.filter(position=2).update(text="Corrected.")
    make_current(draft, by=None)
    send(editor, page_of(entry), {"annotation_md": "What it is."})
    assert "Passage 2." in words(entry)
    page = editor.get(page_of(entry)).content.decode()
    assert "Passage 2." in page
    assert "Corrected." in page
    assert "The words were corrected" in page
    send(editor, page_of(entry), {"quote_anew": "on"})
    assert "Corrected." in words(entry)
    assert not QuotationTask.objects.filter(task__state="open").exists()


def test_other_times_choose_other_words(editor: Client) -> None:
    entry = make_testimony(book=make_book(), interview=told(), end_ms=15_000)
    assert words(entry) == ["Passage 1.", "Passage 2."]
    send(editor, page_of(entry), {"end_ms": "0:00:25"})
    assert words(entry) == ["Passage 1.", "Passage 2.", "Passage 3."]


def test_an_interview_without_times_is_chosen_by_the_numbers_of_its_passages(
    editor: Client,
) -> None:
    book, interview = make_book(), told(times=False)
    chosen = {"book": book.pk, "interview": interview.pk}
    numbers = {"first_passage": "2", "last_passage": "3"}
    page = send(editor, new(Entry), chosen | numbers | {"start_ms": "1", "end_ms": "2"})
    assert "Give times or passages, not both." in page.content.decode()
    page = send(editor, new(Entry), chosen | {"first_passage": "9"})
    assert "Readers can read no such passage" in page.content.decode()
    send(editor, new(Entry), chosen | numbers)
    entry = Entry.objects.get(interview=interview)
    assert words(entry) == ["Passage 2.", "Passage 3."]
    assert 'name="last_passage" value="3"' in editor.get(page_of(entry)).content.decode()


def test_an_excerpt_that_may_not_be_quoted_is_kept_without_words_and_the_editor_told(
    editor: Client,
) -> None:
    book, interview = make_book(), told(published=False)
    typed = {"book": book.pk, "interview": interview.pk, "start_ms": "0", "end_ms": "30"}
    answer = send(editor, new(Entry), typed)
    assert "quotes nothing" in messages_of(answer)
    entry = Entry.objects.get(interview=interview)
    assert words(entry) == []
    interview.publish(by=None)
    answer = act_on_selection(editor, [entry], "take_anew")
    assert "Taken anew" in messages_of(answer)
    assert words(entry) == ["Passage 1.", "Passage 2.", "Passage 3."]


def test_an_editor_sees_what_to_look_at_and_says_that_it_is_done(editor: Client) -> None:
    interview = told()
    entry = make_testimony(book=make_book(), interview=interview)
    withhold([interview.transcripts.get().cues.first()], by=None, reason="Asked.")
    listed = editor.get(list_of(QuotationTask)).content.decode()
    assert f'href="{page_of(entry)}"' in listed
    assert "Quoted words were withdrawn on" in listed
    assert "Passage 1." not in listed
    [one] = QuotationTask.objects.all()
    act_on_selection(editor, [one], "done")
    task = ReviewTask.objects.get(pk=one.task_id)
    assert task.state == ReviewTask.State.DONE
    assert task.updated_by is not None
    assert str(task.updated_by) in editor.get(list_of(QuotationTask)).content.decode()
    assert "Quoted words were withdrawn" not in editor.get(page_of(entry)).content.decode()


def test_who_only_reads_the_desk_takes_nothing_anew() -> None:
    entry = make_testimony(book=make_book(), interview=told())
    entry.quotation.all().delete()
    cataloguer = at_desk(cast.cataloguer())
    act_on_selection(cataloguer, [entry], "take_anew")
    assert words(entry) == []
    assert cataloguer.get(page_of(entry)).status_code == 200


def test_the_step_of_an_upgrade_takes_what_was_never_taken_and_nothing_else() -> None:
    interview = told()
    old = make_entry(book=make_book(), interview=interview, start_ms=0, end_ms=15_000)
    hidden = make_entry(
        book=make_book(slug="hidden"), interview=told(published=False), start_ms=0, end_ms=15_000
    )
    gone = make_testimony(book=make_book(), interview=interview, end_ms=5_000)
    QuotedPassage.objects.filter(entry=gone).update(words="", speaker="", withdrawn_on="2026-01-01")
    said = StringIO()
    call_command("take_quotations", stdout=said)
    assert words(old) == ["Passage 1.", "Passage 2."]
    assert words(gone) == [""]
    assert "Quotations taken: 1." in said.getvalue()
    assert f"hidden, entry {hidden.key}" in said.getvalue()
    call_command("take_quotations", stdout=said)
    assert "Quotations taken: 0." in said.getvalue()

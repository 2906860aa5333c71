"""The desk of a text: brackets, what they open and close, and what points into a text."""

import pytest

from collections_app import background, dependants
from collections_app.models import Excision, Page, PageNote, PageText
from tests import cast
from tests.collections_app.desks import at_desk, errors_of, form_on, messages_of, page_of, send
from tests.collections_app.redacted import SECRET, drawn_page, make_scanned_page, withhold
from tests.make import make_excision, make_page, make_page_note, make_page_text

pytestmark = pytest.mark.django_db

MARKED = drawn_page().text.replace(SECRET, f"⟦{SECRET}⟧")


def burnt_with_transcription() -> tuple[Page, PageText]:
    """A page from which we withhold a name, burnt in, with a text that waits to be marked."""
    drawn = drawn_page()
    page, _ocr = make_scanned_page(drawn)
    text = make_page_text(page=page, text=drawn.text, kind="transcription")
    withhold(page, drawn.place(SECRET))
    dependants.announce_change(page.copy.item)
    background.drain()
    return page, text


def test_a_cataloguer_marks_a_text_and_says_that_all_of_it_is_marked() -> None:
    _page, text = burnt_with_transcription()
    client = at_desk(cast.cataloguer())
    answer = send(client, page_of(text), {"text": MARKED})
    assert "closed to readers" in messages_of(answer)
    assert not text.is_public()
    send(client, page_of(text), {"is_redaction_marked": "on"})
    text.refresh_from_db()
    assert text.is_public()
    assert SECRET not in text.public_text


def test_a_text_ticked_stays_marked_only_as_long_as_it_says_the_same() -> None:
    _page, text = burnt_with_transcription()
    client = at_desk(cast.cataloguer())
    send(client, page_of(text), {"text": MARKED, "is_redaction_marked": "on"})
    assert text.is_public()
    transcriber = at_desk(cast.transcriber())
    send(transcriber, page_of(text), {"text": MARKED + " It was late."})
    assert not text.is_public()


def test_a_transcriber_is_not_asked_and_can_not_say_that_a_text_is_marked() -> None:
    _page, text = burnt_with_transcription()
    client = at_desk(cast.transcriber())
    assert "is_redaction_marked" not in form_on(client, page_of(text))
    answer = send(client, page_of(text), {"text": MARKED, "is_redaction_marked": "on"})
    assert "ask a cataloguer" in messages_of(answer)
    text.refresh_from_db()
    assert not text.is_redaction_marked
    assert not text.is_public()


def test_a_transcriber_takes_nothing_out_of_its_brackets() -> None:
    text = make_page_text(page=make_page(), text="He met ⟦Jean Bosco⟧ there.")
    client = at_desk(cast.transcriber())
    answer = send(client, page_of(text), {"text": "He met ⟦Jean⟧ Bosco there."})
    assert "only those who may change excisions" in errors_of(answer)
    send(client, page_of(text), {"text": "He ⟦met⟧ ⟦Jean Bosco⟧ there."})
    text.refresh_from_db()
    assert text.public_text == "He ⟦⟧ ⟦⟧ there."
    send(at_desk(cast.cataloguer()), page_of(text), {"text": "He met Jean Bosco there."})
    text.refresh_from_db()
    assert text.public_text == "He met Jean Bosco there."


def test_what_was_ticked_before_another_redaction_was_drawn_counts_for_nothing() -> None:
    page, text = burnt_with_transcription()
    client = at_desk(cast.cataloguer())
    fields = form_on(client, page_of(text))
    withhold(page, drawn_page().place("driver"))
    sent = fields | {"text": MARKED, "is_redaction_marked": "on", "_save": "Save"}
    answer = client.post(page_of(text), sent)
    assert "was changed while you were working" in errors_of(answer)
    assert not text.is_public()
    assert MARKED.split("⟦")[0] in answer.content.decode()


def test_brackets_set_by_hand_move_notes_and_excisions_along() -> None:
    page = make_page()
    text = make_page_text(page=page, text="He met Jean at noon. [1 line]")
    note = make_page_note(page_text=text, label="3", offset=19, text="Noon, local time.")
    inside = make_page_note(page_text=text, label="4", offset=9, text="His name.")
    theirs = make_excision(copy=page.copy, page=page, start=21, end=29, printed_form="[1 line]")
    send(at_desk(cast.cataloguer()), page_of(text), {"text": "He met ⟦Jean⟧ at noon. [1 line]"})
    for record in (text, note, inside, theirs):
        record.refresh_from_db()
    assert text.text[note.offset :].startswith(". [1")
    assert text.public_text[note.public_offset :].startswith(". [1")
    assert text.text[theirs.start : theirs.end] == "[1 line]"
    assert inside.public_offset is None
    assert [one.label for one in PageNote.objects.public()] == ["3"]
    send(at_desk(cast.cataloguer()), page_of(text), {"text": "He met Jean at noon. [1 line]"})
    for record in (note, inside, theirs):
        record.refresh_from_db()
    assert (note.offset, inside.offset, theirs.start, theirs.end) == (19, 9, 21, 29)


def test_places_of_words_follow_brackets_and_are_dropped_with_any_other_edit() -> None:
    drawn = drawn_page()
    _page, text = make_scanned_page(drawn)
    client = at_desk(cast.cataloguer())
    send(client, page_of(text), {"text": MARKED})
    text.refresh_from_db()
    assert [text.text[int(w[0]) : int(w[1])] for w in text.words] == drawn.text.split()
    send(client, page_of(text), {"text": MARKED.replace("noon", "dawn")})
    text.refresh_from_db()
    assert text.words is None


def test_the_desk_shows_what_readers_get_and_the_other_texts() -> None:
    drawn = drawn_page()
    page, ocr = make_scanned_page(drawn)
    translation = make_page_text(page=page, text="Il a rencontré ⟦Jean⟧.", kind="translation")
    shown = at_desk(cast.cataloguer()).get(page_of(translation)).content.decode()
    assert 'Il a rencontré <span class="readers-bar">withheld by us</span>.' in shown
    assert "Machine reading, English, not reviewed" in shown
    assert ocr.text.split("\n")[0] in shown
    assert f"/page/{page.pk}/master/" in shown
    beside = at_desk(cast.transcriber()).get(page_of(translation)).content.decode()
    assert "/master/" not in beside


def test_texts_that_wait_can_be_listed() -> None:
    _page, text = burnt_with_transcription()
    client = at_desk(cast.cataloguer())
    listed = client.get("/admin/collections_app/pagetext/?redaction=waits").content.decode()
    assert page_of(text) in listed
    send(client, page_of(text), {"text": MARKED, "is_redaction_marked": "on"})
    listed = client.get("/admin/collections_app/pagetext/?redaction=waits").content.decode()
    assert page_of(text) not in listed
    assert Excision.objects.filter(is_burnt=True).exists()

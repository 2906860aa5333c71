"""Withheld words and the notes about them, under every edit by whoever may not withhold."""

from collections.abc import Callable

import pytest
from django.utils import timezone

from collections_app import background, dependants, history
from collections_app.models import (
    PageNote,
    PageText,
)
from collections_app.withheld_words import digest
from tests import cast
from tests.collections_app.desks import at_desk, form_on, new, page_of, send
from tests.collections_app.redacted import SECRET, drawn_page, make_scanned_page, withhold
from tests.make import (
    make_excision,
    make_language,
    make_page,
    make_page_note,
    make_page_text,
)

pytestmark = pytest.mark.django_db


def test_a_new_text_is_not_marked_by_places_counted_in_another() -> None:
    page = make_page()
    words = f"We spoke of the rain, then the informant {SECRET} came in at noon."
    at = words.index(SECRET)
    make_page_text(page=page, kind="translation", text=words)
    make_excision(
        copy=page.copy,
        page=page,
        made_by="us",
        printed_form="withheld by us",
        start=at,
        end=at + len(SECRET),
    )
    dependants.announce_change(page.copy.item)
    background.drain()
    assert [SECRET in t.public_text for t in PageText.objects.public()] == [False]
    make_language(code="fr", label_en="French")
    client = at_desk(cast.transcriber())
    url = new(PageText) + f"?page={page.pk}"
    send(
        client,
        url,
        {
            "page": str(page.pk),
            "kind": "transcription",
            "language": "fr",
            "text": f"L'informateur {SECRET} est venu; nous avions parlé de la pluie.",
        },
    )
    background.drain()
    public = [t.public_text for t in PageText.objects.public()]
    assert not any(SECRET in one for one in public), public


def test_a_text_that_a_transcriber_completes_is_closed_again() -> None:
    page = make_page()
    words = f"We spoke of the rain, then the informant {SECRET} came in at noon."
    at = words.index(SECRET)
    text = make_page_text(page=page, text=words)
    make_excision(
        copy=page.copy,
        page=page,
        made_by="us",
        printed_form="withheld by us",
        start=at,
        end=at + len(SECRET),
    )
    dependants.announce_change(page.copy.item)
    background.drain()
    text.refresh_from_db()
    assert text.is_public()
    assert SECRET not in text.public_text
    send(
        at_desk(cast.transcriber()),
        page_of(text),
        {"text": text.text + f"\n\n{SECRET} left at one."},
    )
    background.drain()
    public = [t.public_text for t in PageText.objects.public()]
    assert not any(SECRET in one for one in public), public


def test_a_transcriber_takes_nothing_out_of_the_brackets_of_a_note() -> None:
    text = make_page_text(page=make_page(), text="He met a man there.")
    make_page_note(page_text=text, label="1", offset=8, text="The man was ⟦Jean Bosco⟧.")
    client = at_desk(cast.transcriber())
    fields = form_on(client, page_of(text))
    key = next(k for k in fields if k.startswith("notes-0-") and k.endswith("-text"))
    send(client, page_of(text), {key: "The man was Jean Bosco."})
    public = [n.public_text for n in PageNote.objects.public()]
    assert all("Jean Bosco" not in one for one in public), public


def test_a_transcriber_does_not_move_a_note_out_of_a_cut() -> None:
    text = make_page_text(page=make_page(), text="He met ⟦Jean Bosco⟧ there.")
    make_page_note(page_text=text, label="1", offset=10, text="Born in Gitarama, son of the mayor.")
    assert not PageNote.objects.public().exists()
    client = at_desk(cast.transcriber())
    send(client, page_of(text), {"notes-0-offset": "0"})
    assert not PageNote.objects.public().exists()


def test_a_harmless_edit_does_not_open_a_note_called_inside_a_cut() -> None:
    text = make_page_text(page=make_page(), text="He met ⟦Jean Bosco⟧ there.")
    make_page_note(page_text=text, label="1", offset=10, text="Born in Gitarama, son of the mayor.")
    assert not PageNote.objects.public().exists()
    send(
        at_desk(cast.transcriber()),
        page_of(text),
        {"text": "On the evening of that day he met ⟦Jean Bosco⟧ there."},
    )
    assert not PageNote.objects.public().exists()


def test_a_transcriber_restores_no_note_out_of_a_cut() -> None:
    text = make_page_text(page=make_page(), text="He met Jean ⟦Bosco⟧ there.")
    note = make_page_note(page_text=text, label="1", offset=2, text="Born in Gitarama.")
    then = timezone.now()
    note.offset = 14
    note.save()
    assert not PageNote.objects.public().exists()
    client = at_desk(cast.transcriber())
    address = page_of(text).replace("/change/", "/restore/")
    client.post(
        f"{address}?at={then.isoformat().replace('+', '%2B')}",
        {"confirmed": "yes", "with_parts": "yes"},
    )
    note.refresh_from_db()
    assert not PageNote.objects.public().exists()


def test_a_printed_note_of_a_machine_read_page_is_closed_until_marked() -> None:
    """A note that stands in a text which the burner marks by itself was looked at by nobody."""
    drawn = drawn_page()
    page, text = make_scanned_page(drawn)
    make_page_note(page_text=text, label="1", offset=0, text=f"{SECRET} died in 1996.")
    withhold(page, drawn.place(SECRET))
    dependants.announce_change(page.copy.item)
    background.drain()
    text.refresh_from_db()
    assert not [n for n in PageNote.objects.public() if SECRET in n.public_text]


def test_a_note_that_a_transcriber_writes_closes_a_marked_text_again() -> None:
    drawn = drawn_page()
    page, _ocr = make_scanned_page(drawn)
    text = make_page_text(
        page=page, text=drawn.text.replace(SECRET, f"⟦{SECRET}⟧"), kind="transcription"
    )
    make_page_note(page_text=text, label="1", offset=0, text="A name.")
    withhold(page, drawn.place(SECRET))
    dependants.announce_change(page.copy.item)
    background.drain()
    send(at_desk(cast.cataloguer()), page_of(text), {"is_redaction_marked": "on"})
    assert text.is_public()
    send(at_desk(cast.transcriber()), page_of(text), {"notes-0-text": f"The name is {SECRET}."})
    assert not [n for n in PageNote.objects.public() if SECRET in n.public_text]


def marked_text_of_a_redacted_page() -> PageText:
    drawn = drawn_page()
    page, _ocr = make_scanned_page(drawn)
    text = make_page_text(
        page=page, text=drawn.text.replace(SECRET, f"⟦{SECRET}⟧"), kind="transcription"
    )
    withhold(page, drawn.place(SECRET))
    dependants.announce_change(page.copy.item)
    background.drain()
    text.refresh_from_db()
    return text


def marked(text: PageText) -> PageText:
    text.mark()
    text.save()
    assert text.is_public()
    return text


def add_a_note(text: PageText) -> None:
    make_page_note(page_text=text, label="2", offset=0, text=f"The name is {SECRET}.")


def add_many_notes(text: PageText) -> None:
    note = PageNote(page_text=text, label="2", offset=0, text=f"The name is {SECRET}.")
    history.create_many(PageNote, [note])


def change_a_note(text: PageText) -> None:
    note = text.notes.get()
    note.text = f"The name is {SECRET}."
    note.save()


def change_many_notes(text: PageText) -> None:
    note = text.notes.get()
    note.text = f"The name is {SECRET}."
    note.derive_public_form()
    history.update_many(PageNote, [note], ["text", "public_text"])


@pytest.mark.parametrize(
    "deed", [add_a_note, add_many_notes, change_a_note, change_many_notes], ids=lambda d: d.__name__
)
def test_a_note_that_comes_after_the_marking_closes_the_text(
    deed: Callable[[PageText], None],
) -> None:
    text = marked_text_of_a_redacted_page()
    make_page_note(page_text=text, label="1", offset=0, text="A name.")
    marked(text)
    deed(text)
    assert not PageText.objects.public().filter(pk=text.pk).exists()
    assert not [n for n in PageNote.objects.public() if SECRET in n.public_text]


def test_a_note_that_is_moved_or_deleted_leaves_the_text_as_it_was_marked() -> None:
    text = marked_text_of_a_redacted_page()
    note = make_page_note(page_text=text, label="1", offset=0, text="A name.")
    make_page_note(page_text=text, label="2", offset=0, text="A place.")
    marked(text)
    note.offset = 2
    note.save()
    assert PageText.objects.public().filter(pk=text.pk).exists()
    note.delete()
    text = PageText.objects.get(pk=text.pk)
    text.save()
    assert PageText.objects.public().filter(pk=text.pk).exists()


def test_a_text_without_notes_stays_marked_as_it_was_before_notes_counted() -> None:
    text = marked_text_of_a_redacted_page()
    marked(text)
    assert text.marked_of == digest(text.text)


def test_whoever_may_withhold_marks_a_text_with_the_notes_of_the_same_page() -> None:
    text = marked_text_of_a_redacted_page()
    note = make_page_note(page_text=text, label="1", offset=0, text="A name.")
    said = {"is_redaction_marked": "on", "notes-0-text": f"The name is ⟦{SECRET}⟧."}
    send(at_desk(cast.cataloguer()), page_of(text), said)
    assert PageNote.objects.public().get(pk=note.pk).public_text == "The name is ⟦⟧."
    text.refresh_from_db()
    assert text.is_as_marked()

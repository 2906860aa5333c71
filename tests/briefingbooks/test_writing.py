"""The writing desk: what is looked up and printed while one writes, for whom, and what is kept."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from briefingbooks.models import Book, Reference, Section
from briefingbooks.references import derive_references
from collections_app.models import ExternalLink
from tests import cast
from tests.briefingbooks.make import make_book, make_entry, make_section, make_source
from tests.collections_app.desks import at_desk, messages_of, new, page_of, send
from tests.make import make_agent, make_copy, make_item, make_link
from tests.oralhistory.make import make_interview, make_media

pytestmark = pytest.mark.django_db

CHOICES = "admin:briefingbooks_writing_choices"
PREVIEW = "admin:briefingbooks_writing_preview"


@pytest.fixture
def editor() -> Client:
    return at_desk(cast.editor())


def found(client: Client, kind: str, words: str, **query: Any) -> list[dict[str, Any]]:
    answer = client.get(reverse(CHOICES), {"kind": kind, "q": words, **query})
    assert answer.status_code == 200, answer
    assert "no-store" in answer["Cache-Control"]
    return answer.json()["choices"]


def previewed(client: Client, section: Section, text: str, **data: Any) -> Any:
    words = {
        "owner": "section", "field": "body_md", "pk": section.pk, "book": section.book_id,
        "text": text, **data,
    }  # fmt: skip
    return client.post(reverse(PREVIEW), words)


def test_records_are_found_by_their_words_with_the_key_for_the_text(editor: Client) -> None:
    item, photo = make_item(title="The cable"), make_item(title="A road", kind="photograph")
    source = make_source(key="prunier-1997", title="The Crisis")
    agent = make_agent(name="Doe, Jane", display_name="Jane Doe", published=True)
    book = make_book()
    entry = make_entry(book=book, item=make_item(title="A memo", published=True))
    make_entry(book=make_book(), item=make_item(title="A memo elsewhere"))
    [one] = found(editor, "doc", "cable")
    assert (one["key"], one["label"], one["is_public"]) == (item.ref, "The cable", False)
    assert [one["key"] for one in found(editor, "photo", "a")] == [photo.ref]
    assert [one["key"] for one in found(editor, "cite", "crisis")] == [source.key]
    assert [one["key"] for one in found(editor, "person", "jane")] == [agent.slug]
    assert [one["key"] for one in found(editor, "entry", "memo", book=book.pk)] == [entry.key]
    assert found(editor, "entry", "memo") == []


def test_a_protected_person_is_found_and_named_by_the_public_name_only(editor: Client) -> None:
    make_agent(name="CANARY", privacy="pseudonym", public_name="Witness A", published=True)
    make_agent(name="CANARY Two", privacy="withheld", published=True)
    assert found(editor, "person", "canary") == []
    [one] = found(editor, "person", "witness")
    assert one["label"] == "Witness A"
    assert "CANARY" not in repr(one)


def test_the_copies_of_a_document_are_found_but_none_that_is_hidden_from_readers(
    editor: Client,
) -> None:
    item = make_item()
    copy = make_copy(item=item)
    make_copy(item=item, is_internal=True)
    assert [one["key"] for one in found(editor, "copy", item.ref)] == [f"{item.ref}@c{copy.pk}"]


def test_of_a_recording_only_the_redacted_copy_is_offered(editor: Client) -> None:
    interview = make_interview(published=True)
    redacted = make_media(interview=interview, duration_ms=90_000)
    [one] = found(editor, "testimony", interview.ref)
    assert [sound["url"] for sound in one["sounds"]] == [redacted.get_absolute_url()]


def test_only_who_writes_books_and_may_see_a_kind_of_record_looks_it_up() -> None:
    for person in (cast.cataloguer(), cast.director()):
        client = Client()
        client.force_login(person)
        answer = client.get(reverse(CHOICES), {"kind": "doc", "q": "a"})
        assert answer.status_code == 403
        answer = client.post(reverse(PREVIEW), {"owner": "section", "field": "body_md"})
        assert answer.status_code == 403
    assert Client().get(reverse(CHOICES), {"kind": "doc"}).status_code == 302


def test_what_is_asked_wrongly_is_not_found(editor: Client) -> None:
    assert editor.get(reverse(CHOICES), {"kind": "user", "q": "a"}).status_code == 404
    assert editor.get(reverse(PREVIEW)).status_code == 405
    for owner, field in (("section", "heading"), ("user", "password"), ("book", "notes")):
        answer = editor.post(reverse(PREVIEW), {"owner": owner, "field": field, "text": "x"})
        assert answer.status_code == 404
    for pk in ("999999", "9" * 30):
        answer = editor.post(
            reverse(PREVIEW), {"owner": "section", "field": "body_md", "pk": pk, "text": "x"}
        )
        assert answer.status_code in (200, 404)
    assert found(editor, "doc", "a\x00" * 90, book="²") == []


def test_a_preview_without_its_token_is_refused() -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.editor())
    assert client.post(reverse(PREVIEW), {"owner": "section", "text": "x"}).status_code == 403


def test_a_text_is_printed_as_it_will_stand_in_its_book_and_nothing_is_kept(
    editor: Client,
) -> None:
    make_source(key="prunier-1997", title="The Crisis")
    book = make_book(summary_md="Lead.[^a]\n\n[^a]: First.")
    section = make_section(book=book, body_md="As it was.")
    derive_references(book)
    answer = previewed(
        editor, section, "*New* [x](https://e.org/n).[^b]\n\n[^b]: {cite}`prunier-1997; p. 3`."
    )
    page = answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert "<em>New</em>" in page
    assert 'aria-label="Note 2">2</a>' in page
    assert 'value="2"><p>' in page
    assert "The Crisis" in page
    assert Section.objects.get(pk=section.pk).body_md == "As it was."
    assert not Reference.objects.filter(book=book, role="cite").exists()
    assert not ExternalLink.objects.filter(url="https://e.org/n").exists()


def test_the_panel_says_what_is_wrong_and_what_is_to_be_looked_at_by_line(editor: Client) -> None:
    item, photo = make_item(), make_item(kind="photograph", published=True)
    make_link(url="https://e.org/s", status="suspect")
    section = make_section(book=make_book())
    page = previewed(
        editor,
        section,
        f"{{doc}}`{item.ref}` {{cite}}`nothing`\n\n:::photo {photo.ref}\nC.\n:::\n\n"
        "[x](https://e.org/s) ibid.[^lost]",
    ).content.decode()
    assert "Can not be saved: There is no source “nothing”" in page
    assert "Can not be saved: The note “lost” is called but not defined" in page
    assert f"The document {item.ref} is not public" in page
    assert f"The photograph {photo.ref} has no words for who does not see it." in page
    assert "The address https://e.org/s: did not answer last time." in page
    assert "“ibid” is typed by hand" in page
    assert 'data-line="7">Line 7</button>' in page


def test_a_preview_of_hostile_markup_is_harmless(editor: Client) -> None:
    section = make_section(book=make_book())
    page = previewed(editor, section, "<script>x</script> [a](javascript:x)").content.decode()
    assert "<script" not in page
    assert 'href="javascript' not in page


def test_a_part_not_saved_yet_is_printed_at_the_end_of_its_book(editor: Client) -> None:
    book = make_book(summary_md="Lead.[^a]\n\n[^a]: First.")
    words = {"owner": "section", "field": "body_md", "book": book.pk, "text": "B.[^b]\n\n[^b]: C."}
    assert 'aria-label="Note 2"' in editor.post(reverse(PREVIEW), words).content.decode()
    words = {"owner": "book", "field": "summary_md", "text": "A new *book*."}
    assert "<em>book</em>" in editor.post(reverse(PREVIEW), words).content.decode()


def test_warnings_are_told_after_saving_and_keep_nothing_from_it(editor: Client) -> None:
    section = make_section(book=make_book())
    answer = send(editor, page_of(section), {"body_md": "See ibid., p. 2."})
    assert "“ibid” is typed by hand" in messages_of(answer)
    assert Section.objects.get(pk=section.pk).body_md == "See ibid., p. 2."


def test_an_address_linked_at_the_desk_is_described_by_whoever_linked_it(editor: Client) -> None:
    section = make_section(book=make_book())
    send(editor, page_of(section), {"body_md": "[Report](https://e.org/new)"})
    link = ExternalLink.objects.get(url="https://e.org/new")
    assert link.title == "Report"
    assert link.created_by is not None


@pytest.mark.parametrize("model", [Book, Section])
def test_every_text_is_a_plain_field_that_says_what_its_desk_needs(
    editor: Client, model: Any
) -> None:
    page = editor.get(new(model)).content.decode()
    assert "<textarea" in page
    assert f'data-writing="{model._meta.model_name}"' in page
    assert "admin_desk/writing/desk.js" in page

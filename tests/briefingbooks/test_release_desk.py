"""The page “Review and release”: who may do what there, and that no other way leads past it."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from briefingbooks import releasing
from briefingbooks.models import Book, PreviewGrant, Stage
from collections_app.admin.publication_verbs import VERBS
from tests import cast
from tests.briefingbooks.make import make_book, make_entry, released
from tests.collections_app.desks import act_on, at_desk, list_of, page_of, send
from tests.make import make_item

pytestmark = pytest.mark.django_db


def at_stage(stage: str) -> Book:
    book = make_book()
    make_entry(book=book, annotation_md="What it is.")
    if stage != Stage.DRAFTING:
        releasing.send_to_review(book, by=None)
    if stage not in (Stage.DRAFTING, Stage.REVIEW):
        releasing.clear(book, by=None)
    if stage == Stage.SCHEDULED:
        releasing.release(book, by=None, at=timezone.now() + timedelta(days=3))
    if stage == Stage.RELEASED:
        releasing.release(book, by=None)
    return book


def desk(book: Book) -> str:
    return reverse("admin:briefingbooks_book_release", args=[book.pk])


def deed(book: Book, verb: str) -> str:
    return reverse("admin:briefingbooks_book_deed", args=[book.pk, verb])


def offered(client: Client, book: Book) -> set[str]:
    page = client.get(desk(book)).content.decode()
    found = re.findall(rf'(?:href|action)="{desk(book)}([a-z-]+)/"', page)
    return set(found)


OFFERED = {
    ("editor", "drafting"): {"send-to-review"},
    ("editor", "review"): {"clear", "take-back"},
    ("editor", "cleared"): {"take-back"},
    ("editor", "scheduled"): {"take-back"},
    ("editor", "released"): {"withdraw"},
    ("director", "drafting"): set(),
    ("director", "review"): {"clear", "take-back"},
    ("director", "cleared"): {"release", "schedule", "take-back"},
    ("director", "scheduled"): {"release", "schedule", "take-back"},
    ("director", "released"): {"withdraw"},
    ("cataloguer", "review"): set(),
    ("cataloguer", "cleared"): set(),
    ("cataloguer", "released"): set(),
    ("administrator", "review"): {"clear", "take-back"},
    ("administrator", "cleared"): {"release", "schedule", "take-back"},
}
EVERY = {"send-to-review", "clear", "schedule", "release", "take-back", "withdraw"}


@pytest.mark.parametrize(("role", "stage"), OFFERED)
def test_each_role_is_offered_what_it_may_do_and_refused_the_rest(role: str, stage: str) -> None:
    book = at_stage(stage)
    client = at_desk(getattr(cast, role)())
    assert offered(client, book) == OFFERED[role, stage]
    for verb in EVERY - OFFERED[role, stage]:
        said = {"answered": "yes", "reason": "So."}
        assert client.post(deed(book, verb), said).status_code == 403
    assert Book.objects.get(pk=book.pk).stage == stage


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("stage", ["drafting", "review", "cleared"])
def test_no_general_act_of_publication_leads_past_the_page(verb: str, stage: str) -> None:
    book, person = at_stage(stage), cast.administrator()
    person.is_superuser = True
    person.save()
    client = at_desk(person)
    said = {"answered": "yes", "date": "2050-01-01", "time": "10:00", "zone": "UTC"}
    assert client.post(act_on(book, verb), said).status_code == 403
    assert client.post(page_of(book), {"_publication": verb}).status_code in (200, 403)
    bulk = {"action": verb.replace("-", "_"), "_selected_action": [book.pk], **said}
    client.post(list_of(Book), bulk)
    assert Book.objects.get(pk=book.pk).stage == stage
    assert "Publish" not in client.get(list_of(Book)).content.decode()


def test_a_book_goes_all_the_way_at_the_desk() -> None:
    book = at_stage("drafting")
    editor, other, director = cast.editor(), cast.editor(), cast.director()
    client = at_desk(editor)
    client.post(deed(book, "send-to-review"))
    page = client.get(desk(book)).content.decode()
    assert "You sent it to review: a second person clears it." in page
    assert "clear" not in offered(client, book)
    assert client.post(deed(book, "clear")).status_code == 403
    at_desk(other).post(deed(book, "clear"))
    client = at_desk(director)
    said = {"answered": "yes", "date": "2050-01-09", "time": "10:00", "zone": "America/New_York"}
    page = client.post(deed(book, "schedule"), said, follow=True).content.decode()
    for words in ("9 January 2050, 10:00 EST", "9 January 2050, 17:00 CAT", "15:00 UTC"):
        assert words in page
    book.refresh_from_db()
    assert (book.stage, book.release_zone) == (Stage.SCHEDULED, "America/New_York")
    said = {"answered": "yes", "change_note": "First edition."}
    page = client.post(deed(book, "release"), said, follow=True).content.decode()
    assert "For readers: First edition." in page
    assert Book.objects.public().get() == book
    assert [event.by for event in book.release_log.all()] == [editor, other, director, director]


@pytest.mark.parametrize(
    ("date", "time", "words"),
    [
        ("2020-01-09", "10:00", "This instant has passed"),
        ("2050-03-13", "02:30", "never show this time"),
        ("2050-11-06", "01:30", "show this time twice"),
    ],
)
def test_a_time_that_is_past_skipped_or_shown_twice_is_refused(
    date: str, time: str, words: str
) -> None:
    book = at_stage("cleared")
    said = {"answered": "yes", "date": date, "time": time, "zone": "America/New_York"}
    answer = at_desk(cast.director()).post(deed(book, "schedule"), said)
    assert words in answer.content.decode()
    assert Book.objects.get(pk=book.pk).stage == Stage.CLEARED


def test_a_deed_is_done_by_a_button_and_not_by_a_link() -> None:
    book = at_stage("review")
    assert at_desk(cast.director()).get(deed(book, "clear")).status_code == 405
    assert Book.objects.get(pk=book.pk).stage == Stage.REVIEW


def test_what_blocks_is_told_with_the_way_to_it_and_keeps_the_book_back() -> None:
    book = make_book()
    entry = make_entry(book=book, item=make_item(title="A draft document"), annotation_md="It.")
    releasing.send_to_review(book, by=None)
    releasing.clear(book, by=None)
    client = at_desk(cast.director())
    page = client.get(desk(book)).content.decode()
    assert "1 thing blocks the release" in page
    assert f"Entry {entry.key}" in page
    page = client.post(deed(book, "release"), {"answered": "yes"}, follow=True).content.decode()
    assert "Not done." in page
    assert not Book.objects.public().exists()
    entry.item.known_from = "A list"
    entry.item.publish(by=None)
    client.post(deed(book, "release"), {"answered": "yes"})
    assert Book.objects.public().get() == book


def test_a_text_saved_after_clearing_takes_the_book_back_and_says_so() -> None:
    book = at_stage("scheduled")
    section = book.sections.get()
    client = at_desk(cast.editor())
    send(client, page_of(section), {"body_md": "Another text."})
    book.refresh_from_db()
    assert (book.stage, book.public_from) == (Stage.REVIEW, None)
    page = client.get(desk(book)).content.decode()
    assert "Changed since it was cleared" in page
    assert section.heading in page
    assert "changed since it was cleared" in client.get(list_of(Book)).content.decode()


def test_a_book_saved_after_clearing_warns_who_saved_it() -> None:
    book = at_stage("scheduled")
    page = send(at_desk(cast.editor()), page_of(book), {"title": "Another"}).content.decode()
    assert "The clearance ended with this change: title." in page
    assert "not scheduled any more" in page


@pytest.mark.parametrize("stage", ["drafting", "review", "cleared", "scheduled", "released"])
def test_the_list_is_narrowed_by_stage(stage: str) -> None:
    book, other = at_stage(stage), at_stage("drafting" if stage != "drafting" else "review")
    page = at_desk(cast.editor()).get(list_of(Book), {"stage": stage}).content.decode()
    assert book.title in page
    assert other.title not in page


def test_a_preview_is_given_shown_once_seen_and_taken_back() -> None:
    book = at_stage("scheduled")
    client = at_desk(cast.editor())
    add = reverse("admin:briefingbooks_book_preview", args=[book.pk])
    said = {"answered": "yes", "name": "Ada Reader", "email": "", "lasts_days": "30"}
    shown = client.post(add, said)
    address = re.search(r"/preview/[\w-]{43}/", shown.content.decode())
    assert address is not None
    assert "no-store" in shown["Cache-Control"]
    assert Client().get(address[0]).status_code == 200
    page = client.get(desk(book)).content.decode()
    assert address[0] not in page
    assert "Ada Reader" in page
    assert "<summary>1, last" in page
    preview = PreviewGrant.objects.get()
    args = [book.pk, preview.pk]
    client.post(reverse("admin:briefingbooks_book_preview_revoke", args=args))
    assert Client().get(address[0]).status_code == 404
    assert "taken back" in client.get(desk(book)).content.decode()


def test_who_may_not_give_previews_gives_none_and_takes_none_back() -> None:
    book = at_stage("scheduled")
    client = at_desk(cast.cataloguer())
    add = reverse("admin:briefingbooks_book_preview", args=[book.pk])
    assert client.post(add, {"answered": "yes", "name": "Ada"}).status_code == 403
    revoke = reverse("admin:briefingbooks_book_preview_revoke", args=[book.pk, 1])
    assert client.post(revoke).status_code == 403
    assert not PreviewGrant.objects.exists()


def test_a_book_that_is_out_keeps_its_page_of_release() -> None:
    book = released(make_book())
    page = at_desk(cast.director()).get(desk(book)).content.decode()
    assert "Public since" in page
    assert at_desk(cast.transcriber()).get(desk(book)).status_code in (200, 403)


def test_utc_is_named_once_beside_a_time() -> None:
    client = Client()
    client.force_login(cast.director())
    said = client.get(desk(released(make_book(with_parts=True)))).content.decode()
    assert "UTC</time>" in said
    assert '<span class="quiet">UTC</span>' not in said
    assert '<span class="quiet">Kigali</span>' in said

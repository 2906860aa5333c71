"""Previews: one person, one book, only while it is scheduled; nothing closed, and never a trace."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from briefingbooks import previewing, releasing
from briefingbooks.clocks import embargo_words
from briefingbooks.models import Book, PreviewGrant, PreviewVisit
from collections_app.secret_addresses import without_secrets
from tests.briefingbooks.make import make_book, make_entry, make_section, released
from tests.make import make_copy, make_derivative, make_item, make_page

pytestmark = pytest.mark.django_db
CANARY = "Zanzibarfinch"
RELEASE = datetime(2050, 1, 9, 15, 0, tzinfo=UTC)


def scheduled(**fields: object) -> Book:
    book = make_book(title="The Book", **fields)
    make_entry(book=book, annotation_md="What it is.")
    releasing.send_to_review(book, by=None)
    releasing.clear(book, by=None)
    releasing.release(book, by=None, at=RELEASE, zone="America/New_York")
    return book


def given(book: Book) -> tuple[PreviewGrant, str]:
    preview, token = previewing.grant(book, name="Ada Reader", by=None)
    return preview, f"/preview/{token}/"


def get(address: str) -> HttpResponse:
    return Client().get(address)


def test_the_book_is_read_as_it_will_be_at_its_release() -> None:
    preview, address = given(scheduled())
    answer = get(address)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "The Book" in page
    assert "What it is." in page
    assert page.count("Embargoed until 9 Jan 2050 10:00 EST · 17:00 Kigali") == 2
    assert page.count("Ada Reader") == 2
    assert preview.visits.count() == 1


def test_nobody_keeps_indexes_or_passes_on_where_it_was_found() -> None:
    answer = get(given(scheduled())[1])
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer["X-Robots-Tag"]
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies
    page = answer.content.decode()
    assert '<meta name="robots" content="noindex' in page


def test_the_page_names_its_own_address_nowhere_but_to_itself() -> None:
    _, address = given(scheduled())
    page = get(address).content.decode()
    links = re.findall(rf'(?:href|content)="([^"]*{address[9:-1]}[^"]*)"', page)
    assert all(link in (address, f"/fr{address}") for link in links), links


def test_what_opens_with_the_book_is_shown_and_its_picture_is_not() -> None:
    book = make_book()
    item = make_item(title="Opens with the book", public_from=RELEASE)
    copy = make_copy(item=item, opened=True, is_shown=True)
    made = make_derivative(page=make_page(copy=copy), kind="thumbnail")
    make_entry(book=book, item=item, annotation_md="Opened then.")
    releasing.send_to_review(book, by=None)
    releasing.clear(book, by=None)
    releasing.release(book, by=None, at=RELEASE)
    _, address = given(book)
    page = get(address).content.decode()
    assert "Opens with the book" in page
    assert str(made.uuid) not in page
    assert Client().get(made.get_absolute_url()).status_code == 404
    with time_machine.travel(RELEASE + timedelta(seconds=1), tick=False):
        assert str(made.uuid) in get(book.get_absolute_url()).content.decode()


def test_what_does_not_open_with_the_book_is_not_shown() -> None:
    book = scheduled()
    item = make_item(title=CANARY, published=True)
    Book.objects.get(pk=book.pk).entries.update(item=item)
    item.withdraw(by=None, reason="Wrong.")
    answer = get(given(book)[1])
    assert answer.status_code == 200
    assert CANARY not in answer.content.decode()


def missing() -> str:
    return "/preview/never-given-to-anybody-at-all-0123456789abc/"


def unscheduled(stage: str) -> str:
    """Return a preview's address that opens nothing, for each reason there is."""
    book = scheduled()
    preview, address = given(book)
    if stage == "revoked":
        previewing.revoke(preview, by=None)
    if stage == "taken back":
        releasing.take_back(book, by=None, reason="Not yet.")
    if stage == "changed":
        book.sections.update(body_md="Other.")
        book.refresh_from_db()
        book.hold(by=None)  # whatever announces it
        book.lift_hold(by=None)
    if stage == "held":
        book.hold(by=None)
    if stage == "withdrawn":
        releasing.release(book, by=None)
        releasing.withdraw(book, by=None, reason="Wrong.")
    if stage == "withdrawn with a notice":
        releasing.release(book, by=None)
        releasing.withdraw(book, by=None, reason="Wrong.", notice="It was here.")
    return address


REASONS = ["revoked", "taken back", "changed", "held", "withdrawn", "withdrawn with a notice"]


@pytest.mark.parametrize("reason", REASONS)
def test_whatever_opens_nothing_is_the_same_answer(reason: str) -> None:
    address, nothing = unscheduled(reason), missing()
    answer, other = get(address), get(nothing)
    assert (answer.status_code, other.status_code) == (404, 404)
    csrf = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
    said = csrf.sub("", answer.content.decode()).replace(address, nothing)
    assert said == csrf.sub("", other.content.decode())
    assert dict(answer.items()) == dict(other.items())
    assert not PreviewVisit.objects.exists()


@pytest.mark.parametrize("stage", ["drafting", "review", "cleared"])
def test_a_preview_given_early_opens_nothing_before_the_book_is_scheduled(stage: str) -> None:
    book = make_book()
    if stage != "drafting":
        releasing.send_to_review(book, by=None)
    if stage == "cleared":
        releasing.clear(book, by=None)
    assert get(given(book)[1]).status_code == 404


def test_it_dies_at_the_release_and_leads_on_to_the_page() -> None:
    book = scheduled()
    preview, address = given(book)
    with time_machine.travel(RELEASE - timedelta(seconds=1), tick=False):
        assert get(address).status_code == 200
        assert get(book.get_absolute_url()).status_code == 404
    with time_machine.travel(RELEASE, tick=False):
        answer = get(address)
        assert (answer.status_code, answer["Location"]) == (302, book.get_absolute_url())
        assert answer["Referrer-Policy"] == "no-referrer"
        assert get(book.get_absolute_url()).status_code == 200
    with time_machine.travel(RELEASE + timedelta(days=preview.lasts_days), tick=False):
        assert get(address).status_code == 404
    assert preview.visits.count() == 1


def test_it_never_ends_before_the_release_however_late_that_comes() -> None:
    book = scheduled()
    _, address = given(book)
    much_later = RELEASE + timedelta(days=700)
    releasing.release(book, by=None, at=much_later, zone="UTC")
    with time_machine.travel(much_later - timedelta(seconds=1), tick=False):
        assert get(address).status_code == 200


def test_one_preview_opens_one_book() -> None:
    one, other = scheduled(), make_book(title=CANARY)
    make_section(book=other, body_md=CANARY)
    released(other, RELEASE)
    assert CANARY not in get(given(one)[1]).content.decode()


def test_only_a_digest_of_the_address_is_kept_and_no_log_has_it() -> None:
    preview, address = given(scheduled())
    token = address.split("/")[2]
    assert token not in str([*PreviewGrant.objects.values()])
    assert len(preview.token_sha256) == 64
    assert token not in without_secrets(f'"GET {address} HTTP/1.1" 200')
    assert token not in without_secrets(f'"GET /fr{address} HTTP/1.1" 200')


def test_every_view_is_written_down_with_its_time_and_nothing_else() -> None:
    preview, address = given(scheduled())
    for _ in range(3):
        get(address)
    Client().head(address)
    assert preview.visits.count() == 3
    assert {field.name for field in PreviewVisit._meta.fields} == {"id", "grant", "at"}
    visit = preview.visits.first()
    assert visit is not None
    assert abs(visit.at - timezone.now()) < timedelta(minutes=1)
    with pytest.raises(ValidationError):
        visit.save()


def test_nothing_is_sent_to_a_preview_but_questions() -> None:
    assert Client().post(given(scheduled())[1]).status_code == 405


@pytest.mark.parametrize("stage", ["released", "withdrawn"])
def test_what_readers_have_or_had_gets_no_preview(stage: str) -> None:
    book = make_book(published=True)
    if stage == "withdrawn":
        releasing.withdraw(book, by=None, reason="Wrong.")
    with pytest.raises(ValidationError):
        given(book)


def test_a_preview_is_for_somebody() -> None:
    with pytest.raises(ValidationError):
        previewing.grant(make_book(), name=" ", by=None)


@pytest.mark.parametrize(
    ("instant", "zone", "words"),
    [
        (RELEASE, "America/New_York", "9 Jan 2050 10:00 EST · 17:00 Kigali"),
        (RELEASE, "Africa/Kigali", "9 Jan 2050 17:00 CAT"),
        (RELEASE + timedelta(hours=8), "UTC", "9 Jan 2050 23:00 UTC · 10 Jan 01:00 Kigali"),
    ],
)
def test_the_embargo_is_told_on_two_clocks(instant: datetime, zone: str, words: str) -> None:
    assert embargo_words(instant, zone) == f"Embargoed until {words}"

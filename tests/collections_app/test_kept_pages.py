"""A page that nothing has changed is sent as it was; one that anything has changed never is."""

import gzip
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import brotli
import pytest
import time_machine
from django.conf import settings as site
from django.db import OperationalError, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from collections_app import kept_pages, views
from collections_app.choices import COOKIE
from collections_app.models import ArchivalItem, KeptPage
from collections_app.revalidation import best_coding
from collections_app.switching_instants import TO_COME, holds_until, instants_to_come
from tests.briefingbooks.make import make_book
from tests.cast import cataloguer, outsider_with_account
from tests.make import make_advisory, make_copy, make_item, make_page, make_page_text
from tests.records_of_rooms import records

pytestmark = pytest.mark.django_db
NOON = datetime(2030, 11, 23, 12, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _kept(settings: Any) -> None:
    settings.KEPT_PAGES_MEGABYTES = 8


@pytest.fixture
def item() -> ArchivalItem:
    return make_item(ref="FTP-7", title="A cable", published=True)


def get(address: str, **headers: str) -> HttpResponse:
    told = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
    return Client().get(address, **told)  # type: ignore[arg-type, return-value]


def asked(address: str, **headers: str) -> tuple[HttpResponse, int]:
    with CaptureQueriesContext(connection) as queries:
        answer = get(address, **headers)
    return answer, len(queries)


def test_a_kept_page_costs_one_query_and_is_the_page_to_the_last_header(item: ArchivalItem) -> None:
    address = item.get_absolute_url()
    made, many = asked(address)
    kept, one = asked(address)
    assert (many > 10, one) == (True, 1)
    assert kept.content == made.content
    assert dict(kept.items()) == dict(made.items())
    assert kept["Content-Length"] == str(len(kept.content))
    assert kept["Cache-Control"] == "no-cache"
    assert set(kept["Vary"].split(", ")) == {"Accept-Encoding", "Cookie"}
    assert kept["Content-Security-Policy"] == made["Content-Security-Policy"]
    assert (kept["X-Frame-Options"], kept["Content-Language"]) == ("DENY", "en")


@pytest.mark.parametrize("name", ["item-list", "archive-list", "locked"])
def test_a_list_is_kept_where_nothing_was_asked_of_it(item: ArchivalItem, name: str) -> None:
    address = reverse(f"collections_app:{name}")
    made, many = asked(address)
    kept, one = asked(address)
    assert (many > 1, one, kept.content) == (True, 1, made.content)
    assert asked(f"{address}?page=1")[1] > 1
    assert asked(f"{address}?page=1")[1] > 1
    item.title = "Another title"
    item.save()
    assert asked(address)[1] > 1


def test_a_page_that_the_browser_has_is_answered_by_one_query(item: ArchivalItem) -> None:
    for address in (item.get_absolute_url(), "/items/", "/items/?q=cable", "/locked/", "/"):
        tag = get(address)["ETag"]
        for known in (tag, f'"other", {tag}', tag.removeprefix("W/") + f", {tag}"):
            answer, queries = asked(address, if_none_match=known)
            assert (answer.status_code, queries, answer.content) == (304, 1, b""), address
            assert answer["ETag"] == tag
            assert answer["Cache-Control"] == "no-cache"
        assert get(address, if_none_match='W/"ffff.x.y", "z", W/"nonsense.a.b"').status_code == 200


def test_a_page_is_sent_packed_as_the_browser_takes_it(item: ArchivalItem) -> None:
    address = item.get_absolute_url()
    plain = get(address).content
    for accepted, coding, unpack in (
        ("gzip", "gzip", gzip.decompress),
        ("gzip, deflate, br", "br", brotli.decompress),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.decompress),
    ):
        for _ in range(2):
            packed = get(address, accept_encoding=accepted)
            assert packed["Content-Encoding"] == coding
            assert unpack(packed.content) == plain
            assert packed["Content-Length"] == str(len(packed.content))
    assert not get(address, accept_encoding="identity").has_header("Content-Encoding")
    assert best_coding("gzip;q=0, br;q=0.000") == best_coding("") == best_coding("*;;") == ""


def test_head_says_what_get_says(item: ArchivalItem) -> None:
    address = item.get_absolute_url()
    Client().head(address)
    assert not KeptPage.objects.exists()
    page = get(address)
    head = Client().head(address)
    assert (head.content, head["ETag"]) == (b"", page["ETag"])
    assert head["Content-Length"] == page["Content-Length"]


def test_whoever_signed_in_is_sent_a_page_made_for_them(item: ArchivalItem) -> None:
    address = item.get_absolute_url()
    tag = get(address)["ETag"]
    for person in (cataloguer(), outsider_with_account()):
        client = Client()
        client.force_login(person)
        answer = client.get(address, headers={"if-none-match": tag})
        assert (answer.status_code, answer["Cache-Control"]) == (200, "private, no-store")
        assert not answer.has_header("ETag")
        assert "Cookie" in answer["Vary"]


def test_nothing_made_for_one_person_is_kept(item: ArchivalItem) -> None:
    draft = make_item(ref="FTP-8", title="Not yet")
    client = Client()
    client.force_login(cataloguer())
    for address in (item.get_absolute_url(), draft.get_absolute_url(), "/items/", "/"):
        assert client.get(address).status_code == 200
    for headers in ({"authorization": "Bearer x"}, {"range": "bytes=0-1"}):
        get(item.get_absolute_url(), **headers)
    for cookie in (site.SESSION_COOKIE_NAME, "messages", COOKIE):
        client = Client()
        client.cookies[cookie] = "anything"
        client.get(item.get_absolute_url())
    assert not KeptPage.objects.exists()


def test_a_page_with_a_form_or_a_choice_is_neither_kept_nor_tagged() -> None:
    advisory = make_advisory(behaviour="click_through")
    item = make_item(published=True)
    item.advisories.add(advisory)
    copy = make_copy(item=item, opened=True)
    make_page_text(page=make_page(copy=copy))
    for address in (item.get_absolute_url(), "/people-affected/", "/no-such-page/", "/search/?q="):
        answer = get(address)
        assert answer.has_header("ETag") == (address == "/search/?q="), address
    assert not KeptPage.objects.exists()


def test_a_cookie_of_somebody_else_is_no_reason_to_make_a_page(item: ArchivalItem) -> None:
    get(item.get_absolute_url())
    assert asked(item.get_absolute_url(), cookie="_ga=1; csrftoken=x")[1] == 1


def test_languages_hosts_and_questions_are_kept_apart(item: ArchivalItem, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["one.example", "two.example"]
    address = item.get_absolute_url()
    seen = {
        get(f"{language}{address}", host=host)["ETag"]
        for language in ("", "/fr")
        for host in ("one.example", "two.example")
        for _ in range(2)
    }
    assert len(seen) == 4
    assert "one.example" not in get(address, host="two.example").content.decode()
    kept = KeptPage.objects.count()
    assert get(f"{address}?x=1", host="one.example")["ETag"] not in seen
    assert KeptPage.objects.count() == kept
    assert get(address, host="three.example").status_code == 400
    assert 'lang="fr"' in get(f"/fr{address}", host="one.example").content.decode()


def test_a_change_elsewhere_makes_a_page_anew_and_sends_it_only_if_it_differs(
    item: ArchivalItem,
) -> None:
    address = item.get_absolute_url()
    tag = get(address)["ETag"]
    make_item(ref="FTP-9", title="Another")
    answer, queries = asked(address, if_none_match=tag)
    assert (answer.status_code, queries > 10) == (304, True)
    assert answer["ETag"] != tag
    ArchivalItem.objects.filter(pk=item.pk).update(title="A letter")
    answer = get(address, if_none_match=answer["ETag"])
    assert (answer.status_code, "A letter" in answer.content.decode()) == (200, True)


def test_what_is_taken_back_held_or_deleted_is_gone_at_once(item: ArchivalItem) -> None:
    address = item.get_absolute_url()
    for hide, show in (
        (lambda: item.hold(by=None), lambda: item.lift_hold(by=None)),
        (lambda: item.withdraw(by=None, reason="x"), lambda: item.publish(by=None)),
        (item.delete, None),
    ):
        tag = get(address)["ETag"]
        assert get(address, if_none_match=tag).status_code == 304
        hide()
        assert get(address, if_none_match=tag).status_code == 404
        assert "A cable" not in get("/items/", if_none_match=tag).content.decode()
        if show:
            show()
            assert get(address).status_code == 200


def test_a_page_begun_before_a_change_is_not_kept_for_after_it(
    item: ArchivalItem, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A record is withdrawn while its page is being made."""
    show = views.show

    def slow(*args: Any, **kwargs: Any) -> HttpResponse:
        page = show(*args, **kwargs)
        item.withdraw(by=None, reason="x")
        return page

    monkeypatch.setattr(views, "show", slow)
    seen = get(item.get_absolute_url())
    assert seen.status_code == 200
    monkeypatch.undo()
    assert get(item.get_absolute_url(), if_none_match=seen["ETag"]).status_code == 404


def test_a_change_taken_back_leaves_no_page_of_it(item: ArchivalItem) -> None:
    address = item.get_absolute_url()
    before = get(address)
    with transaction.atomic():
        ArchivalItem.objects.filter(pk=item.pk).update(title="Never said")
        inside = get(address)
        assert b"Never said" in inside.content
        transaction.set_rollback(True)
    after = get(address, if_none_match=inside["ETag"])
    assert (after.status_code, after.content) == (200, before.content)
    assert not [row for row in KeptPage.objects.all() if b"Never said" in bytes(row.body)]


def test_an_embargo_passes_at_its_instant_on_pages_that_are_kept() -> None:
    opens = NOON + timedelta(minutes=3)
    with time_machine.travel(NOON, tick=False) as clock:
        book = make_book(title="Embargoed", public_from=opens)
        tag = get("/")["ETag"]
        assert (asked("/")[1], get("/", if_none_match=tag).status_code) == (1, 304)
        assert get(book.get_absolute_url()).status_code == 404
        clock.move_to(opens - timedelta(microseconds=1))
        assert (asked("/")[1], get("/", if_none_match=tag).status_code) == (1, 304)
        clock.move_to(opens)
        assert get(book.get_absolute_url()).status_code == 200
        shown = get("/", if_none_match=tag)
        assert (shown.status_code, "Embargoed" in shown.content.decode()) == (200, True)
        clock.move_to(opens - timedelta(seconds=1))
        assert "Embargoed" not in get("/").content.decode()
        assert get(book.get_absolute_url()).status_code == 404


def test_a_page_holds_for_a_quarter_of_an_hour_at_most(item: ArchivalItem) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        first = get(item.get_absolute_url())
        clock.move_to(NOON + timedelta(minutes=13, seconds=59))
        assert asked(item.get_absolute_url())[1] == 1
        clock.move_to(NOON + timedelta(minutes=14))
        answer, queries = asked(item.get_absolute_url(), if_none_match=first["ETag"])
        assert (answer.status_code, queries > 10) == (304, True)
        assert holds_until(timezone.now()) == NOON + timedelta(minutes=29)


def test_the_midnights_of_all_zones_fall_on_quarters() -> None:
    for name in available_timezones():
        midnight = datetime(2030, 7, 1, tzinfo=ZoneInfo(name))
        assert holds_until(midnight - timedelta(seconds=1)) == midnight, name


def test_every_instant_to_come_is_known() -> None:
    """A new field with an instant is added to one of the two lists, by who knows what it means."""
    of_the_past = {
        "answered_at", "applied_at", "asked_at", "at", "changed_at", "checked_at",
        "clearance_ended_at", "cleared_at", "closed_at", "contact_forgotten_at", "date_joined",
        "decided_at", "described_at", "finished_at", "first_failed_at", "first_published_at",
        "first_shown_at", "fixity_checked_at", "forgotten_at", "frozen_at", "hour", "last_login",
        "last_read_at", "lifted_at", "made_at", "marked_at", "measured_at", "on_hold_since",
        "opened_at", "published_at", "received_at", "revoked_at", "seen_at", "sent_at",
        "settled_at", "started_at", "undone_at", "withdrawn_at",
    }  # fmt: skip
    of_harvests = {"since", "appeared_at", "datestamp"}  # no answer to harvesters is kept
    known = {
        field.name
        for model in records()
        for field in model._meta.concrete_fields
        if field.get_internal_type() == "DateTimeField"
        and not getattr(field, "auto_now", False)
        and not getattr(field, "auto_now_add", False)
    }
    assert known - of_the_past - of_harvests <= TO_COME
    assert {model for model, _ in instants_to_come()} >= {
        model for model in records() if hasattr(model, "public_from")
    }


def test_what_is_kept_stays_within_its_room(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    items = [make_item(published=True) for _ in range(12)]
    get(items[0].get_absolute_url())
    size = sum(KeptPage.objects.values_list("size", flat=True))
    monkeypatch.setattr(kept_pages, "room", lambda: size * 9)
    for item in items:
        get(item.get_absolute_url())
        assert sum(KeptPage.objects.values_list("size", flat=True)) <= size * 9
    assert asked(items[-1].get_absolute_url())[1] == 1
    monkeypatch.setattr(kept_pages, "room", lambda: size * 2)
    KeptPage.objects.all().delete()
    get(items[0].get_absolute_url())
    assert not KeptPage.objects.exists()


def test_what_is_kept_may_be_lost_and_need_not_be_kept(
    item: ArchivalItem, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = item.get_absolute_url()
    page = get(address).content
    KeptPage.objects.all().delete()
    assert get(address).content == page
    tag = get(address)["ETag"]
    kept_pages.forget_all()
    assert asked(address, if_none_match=tag)[1] > 10

    def refuses(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr(kept_pages, "_make_room", refuses)
    kept_pages.forget_all()
    assert get(address).content == page
    assert not KeptPage.objects.exists()
    settings.KEPT_PAGES_MEGABYTES = 0
    assert get(address).content == page
    assert not get(address).has_header("ETag")

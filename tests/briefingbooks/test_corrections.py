import logging
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from briefingbooks.assembly import assemble
from briefingbooks.correcting import accept, find_place, find_right, forget_readers, refuse, tie
from briefingbooks.editions.frozen import as_data, page_of
from briefingbooks.editions.striking import Closed, without
from briefingbooks.models import Book, Erratum, ErrorReport
from briefingbooks.references import derive_references
from collections_app.models import Privacy
from tests.briefingbooks.make import make_book, make_entry, make_event, make_section, released
from tests.briefingbooks.press_make import make_erratum, make_report
from tests.make import make_agent, make_item, make_subject

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nobody_has_sent_anything() -> None:
    cache.clear()


SAID = {"severity": "factual", "was": "Monday", "now": "Tuesday"}


def a_book(**fields: Any) -> Book:
    book = make_book(slug="book", **fields)
    make_section(book=book, slug="warning", body_md="### The cable\n\nText.[^a]\n\n[^a]: A note.")
    entry = make_entry(
        book=book, item=make_item(title="Cable one", published=True),
        annotation_md="### What\n\nText.[^b]\n\n[^b]: Another.",
    )  # fmt: skip
    type(entry).objects.filter(pk=entry.pk).update(key="ecable")
    derive_references(book)
    return released(book)


def send(client: Client, **fields: Any) -> Any:
    answers = {
        "at": "warning", "says": "Monday", "should_say": "Tuesday", "sent_as": str(uuid4())
    } | fields  # fmt: skip
    return client.post("/books/book/corrections/", answers)


def test_every_place_with_an_address_can_be_pointed_at(client: Client) -> None:
    book = a_book(turning_point=make_subject(kind="turning_point", published=True))
    event = make_event(book=book, title="A day")
    anchors = ("summary", "warning", "warning-the-cable", "doc-ecable", "ecable-what",
               "fn-a", "fn-b", event.anchor)  # fmt: skip
    for anchor in anchors:
        place = find_place(book, anchor)
        assert place is not None, anchor
        page = client.get("/books/book/corrections/", {"at": anchor}).content.decode()
        assert f'<option value="{anchor}" selected>' in page
    numbered = find_place(book, "warning-p1")
    assert numbered is not None
    assert numbered.words.endswith(", paragraph 1")
    assert find_place(book, "fnref-a") is None
    assert find_place(book, "nowhere") is None


def test_a_place_that_does_not_exist_is_not_chosen_and_not_echoed(client: Client) -> None:
    a_book()
    page = client.get("/books/book/corrections/", {"at": "<nowhere>"}).content.decode()
    assert "selected" not in page.split('name="at"')[1].split("</select>")[0].replace(
        '<option value="" selected>', ""
    )
    assert "nowhere" not in page.split("<form")[-1]


def test_a_report_is_kept_once_and_answered_with_a_reference(client: Client) -> None:
    a_book()
    number = str(uuid4())
    answer = send(client, sent_as=number, name="R. Eader")
    report = ErrorReport.objects.get()
    assert (report.anchor, report.says, report.name) == ("warning", "Monday", "R. Eader")
    assert report.where.startswith("Section")
    assert report.code in client.get(answer["Location"]).content.decode()
    send(client, sent_as=number)
    assert ErrorReport.objects.count() == 1


def test_nobody_reads_of_a_report_before_an_editor_decides(
    client: Client, caplog: pytest.LogCaptureFixture, mailoutbox: Any
) -> None:
    a_book()
    with caplog.at_level(logging.DEBUG):
        send(client, says="Zebrafinch", name="Zebrafinch", email="zebrafinch@example.org")
    assert "zebrafinch" not in caplog.text.lower()
    assert not any("zebrafinch" in str(letter.message()).lower() for letter in mail.outbox)
    for address in ("/books/book/", "/books/book/corrections/"):
        assert "zebrafinch" not in client.get(address).content.decode().lower()


def test_a_program_that_fills_in_the_trap_is_thanked_and_forgotten(client: Client) -> None:
    a_book()
    assert send(client, website="https://example.org").status_code == 302
    assert not ErrorReport.objects.exists()


def test_more_than_ten_reports_an_hour_are_refused(client: Client) -> None:
    a_book()
    answers = [send(client).status_code for _ in range(11)]
    assert answers == [302] * 10 + [429]


def test_what_is_missing_is_said_at_its_field(client: Client) -> None:
    a_book()
    answer = send(client, at="nowhere", says="", wants_credit="on").content.decode()
    assert "The book has no such place." in answer
    assert "Copy the words that are wrong." in answer
    assert "Tell us the name." in answer
    assert not ErrorReport.objects.exists()


def test_a_hidden_book_has_no_page_of_corrections(client: Client) -> None:
    book = a_book()
    make_erratum(book=book)
    book.hold(by=None)
    assert client.get("/books/book/corrections/").status_code == 404
    assert send(client).status_code == 404
    assert not Erratum.objects.public().exists()


def test_an_accepted_report_is_told_in_the_book_and_credited_as_agreed(client: Client) -> None:
    book = a_book()
    report = make_report(
        book=book, anchor="fn-a", name="Real Name", wants_credit=True, credit_as="A Reader"
    )
    erratum = accept(report, by=None, is_credited=True, note="The calendar says so.", **SAID)
    report.refresh_from_db()
    assert (report.state, report.erratum) == ("accepted", erratum)
    for address in ("/books/book/", "/books/book/corrections/"):
        page = client.get(address).content.decode()
        assert '<del lang="en">Monday</del>' in page
        assert '<ins lang="en">Tuesday</ins>' in page
        assert "Reported by A Reader." in page
        assert "Real Name" not in page
        assert re.search(r'#fn-a"[^>]*>Note 1</a>', page)


def test_nobody_is_named_who_did_not_agree() -> None:
    report = make_report(book=a_book(), name="Real Name")
    with pytest.raises(ValidationError, match="did not agree"):
        accept(report, by=None, is_credited=True, **SAID)
    assert accept(report, by=None, **SAID).credited_as == ""


def test_a_report_is_decided_once_and_refused_with_a_reason() -> None:
    book = a_book()
    report = make_report(book=book)
    with pytest.raises(ValidationError, match="Say why"):
        refuse(report, reason=" ", by=None)
    refuse(report, reason="It was a Monday.", by=None)
    with pytest.raises(ValidationError, match="decided already"):
        accept(report, by=None, **SAID)
    assert find_right(make_report(book=book), reason="See page 2.", by=None).state == (
        "already_right"
    )
    assert not Erratum.objects.exists()


def test_a_correction_is_tied_to_a_place_that_readers_find() -> None:
    book = a_book()
    with pytest.raises(ValidationError, match="no such place"):
        tie(Erratum(book=book, anchor="nowhere", **SAID))
    erratum = Erratum(book=book, anchor="warning-the-cable", **SAID)
    tie(erratum)
    assert erratum.where.endswith("“The cable”")
    assert erratum.entry is None


@pytest.mark.parametrize("anchor", ["doc-ecable", "ecable-what", "fn-b"])
def test_a_correction_inside_an_entry_is_hidden_with_the_record(
    client: Client, anchor: str
) -> None:
    book = a_book()
    erratum = accept(make_report(book=book, anchor=anchor), by=None, **SAID)
    assert erratum.entry is not None
    assert erratum.is_public()
    erratum.entry.item.hold(by=None)  # type: ignore[union-attr]
    assert not erratum.is_public()
    assert "Tuesday" not in client.get("/books/book/").content.decode()
    assert "Tuesday" not in client.get("/books/book/corrections/").content.decode()


def test_a_correction_may_not_bring_a_protected_name_into_a_book() -> None:
    make_agent(name="Hidden, Ann", privacy=Privacy.WITHHELD)
    book = a_book()
    report = make_report(book=book)
    with pytest.raises(ValidationError, match="protected person"):
        accept(report, by=None, severity="factual", was="Bob", now="Ann Hidden")
    assert book.is_public()
    make_erratum(book=book, now="Ann Hidden")
    assert "corrections" in [gap.field for gap in book.publication_gaps() if gap.blocks]


def test_what_readers_wrote_is_erased_some_months_after_the_decision() -> None:
    book = a_book()
    old = timezone.now() - timedelta(days=200)
    facts = {"book": book, "name": "Real Name", "email": "real@example.org"}
    decided = make_report(**facts)
    refuse(decided, reason="It was a Monday.", by=None)
    recent = make_report(**facts)
    refuse(recent, reason="It was a Monday.", by=None)
    waiting = make_report(**facts)
    ErrorReport.objects.filter(pk=decided.pk).update(decided_at=old)
    ErrorReport.objects.filter(pk=waiting.pk).update(received_at=old)
    call_command("forget_error_reports", "--days", "180")
    for report in (decided, recent, waiting):
        report.refresh_from_db()
    assert [getattr(decided, field) for field in ErrorReport.PERSONAL] == [""] * 7
    assert decided.state == "refused"
    assert recent.name == "Real Name"
    assert (waiting.name, waiting.email, waiting.says) == ("", "", "Monday")
    assert forget_readers(before=timezone.now() - timedelta(days=180)) == 0


def test_a_frozen_page_loses_its_corrections_with_the_record_that_they_concern() -> None:
    book = a_book()
    inside = accept(make_report(book=book, anchor="fn-b"), by=None, **SAID)
    accept(make_report(book=book, anchor="fn-a"), by=None, **SAID)
    page = assemble(book, AnonymousUser())
    assert [one.anchor for one in page_of(as_data(page)).corrections] == ["fn-a", "fn-b"]
    closed = Closed(records=frozenset({inside.entry.item.ref}))  # type: ignore[union-attr]
    assert [one.anchor for one in without(page, closed).corrections] == ["fn-a"]

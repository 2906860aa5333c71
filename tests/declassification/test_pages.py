"""The public tracker: what it tells, what it never tells, and what it costs."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.files.base import ContentFile
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from collections_app.models import Subject
from declassification.models import (
    AccessRequest,
    AuthorityContact,
    ReferenceNumber,
    RequestKind,
)
from declassification.stages import Determination, Outcome, Stage
from tests import cast
from tests.declassification.make import (
    LATER,
    RECEIVED,
    fr_crpa,
    make_authority,
    make_decision,
    make_document,
    make_request,
)
from tests.make import make_exemption, make_item, make_subject

pytestmark = pytest.mark.django_db
CANARY = "zxcanaryqv"
LIST = "/requests/"


def page(client: Client, request: AccessRequest) -> str:
    response = client.get(request.get_absolute_url())
    assert response.status_code == 200
    return response.content.decode()


def told_request() -> AccessRequest:
    """Make a published request with everything a public page can tell."""
    request = make_request(
        title="Cables from Kigali",
        authority=make_authority(name="Office of Cables", how_to_request="Write to the office."),
        stage=Stage.APPROVED,
        turning_point=make_subject(
            label_en="The warning", kind=Subject.Kind.TURNING_POINT, published=True
        ),
    )
    request.send(by=None, on=date(2016, 4, 26), public_note="The request was sent by post.")
    request.record_receipt(by=None, on=RECEIVED, public_note="The office received it.")
    request.ask_clarification(by=None, on=LATER, stops_clock=True, public_note="It asked us.")
    request.answer_clarification(by=None, on=date(2016, 5, 24), public_note="We answered.")
    shown = make_document(request=request, item=make_item(title="Cable 27", published=True))
    make_decision(
        document=shown,
        determination=Determination.RELEASED_PART,
        exemptions=[make_exemption(code="(z)(9)", label_en="secret of the trade")],
        pages_reviewed=5,
        pages_withheld=2,
        agency_number="C1",
        agency_batch="F-1",
        public_reason="Two pages would name a source.",
        on=date(2016, 6, 1),
    )
    line = make_document(
        request=request, title="Memorandum of 12 January", box="4", restriction_codes="P1"
    )
    make_decision(document=line, determination=Determination.WITHHELD, on=date(2016, 6, 1))
    request.decide(
        by=None, on=date(2016, 6, 20), outcome=Outcome.GRANTED_PART, public_note="It decided."
    )
    request.publish(by=None)
    return request


def test_the_page_tells_the_whole_way(client: Client) -> None:
    words = page(client, told_request())
    for told in (
        "Cables from Kigali",
        "Office of Cables",
        "Cables of April 1994.",
        "The warning",
        "The request was sent by post.",
        "3 May 2016",
        "Decided · granted in part",
        "Freedom of Information Act",
        "The law allows 20 working days from receipt.",
        "It took 48 days, 23 working days, until 20 June 2016; the time had ended on 15 June 2016.",
        "stood still from 10 May 2016 to 24 May 2016",
        "Not counted: 30 May 2016, Memorial Day.",
        "Cable 27",
        "Released with excisions",
        "FOIA (z)(9)",
        "Secret of the trade",
        "2 of 5 pages withheld",
        "F-1, C1",
        "Two pages would name a source.",
        "Memorandum of 12 January",
        "box 4",
        "restriction as printed: P1",
        "Withheld in full",
        "Write to the office.",
    ):
        assert escape(told) in words, told


def test_what_is_for_the_house_is_on_no_public_page(client: Client) -> None:
    request = told_request()
    authority = request.authority
    AccessRequest.objects.filter(pk=request.pk).update(
        strategy=CANARY, notes=CANARY, withdrawal_reason=CANARY
    )
    type(authority).objects.filter(pk=authority.pk).update(notes=CANARY, other_names=CANARY)
    AuthorityContact.objects.create(authority=authority, name=CANARY, email=f"{CANARY}@x.org")
    ReferenceNumber.objects.create(request=request, value=CANARY)
    letter = ContentFile(b"%PDF-1.7 " + CANARY.encode(), name=f"{CANARY}.pdf")
    request.add_note(by=cast.director(), on=LATER, note=CANARY, letter=letter, party=CANARY)
    hidden = make_document(request=request, item=make_item(title=CANARY))
    make_document(request=request, title=CANARY, is_told=False)
    request.reopen(by=None, on=date(2016, 7, 1), note=CANARY)
    make_decision(document=hidden, on=date(2016, 7, 1), public_reason=CANARY, note=CANARY)
    make_request(title=CANARY, published=False)
    make_request(title=CANARY, public_from=timezone.now() + timedelta(days=1))
    for url in (LIST, request.get_absolute_url(), "/requests/?page=2", "/requests/?page=x"):
        assert CANARY not in client.get(url).content.decode()


def test_a_document_seen_by_personal_permission_leaves_no_trace(client: Client) -> None:
    request = make_request(
        kind=RequestKind.DEROGATION, regime=None, stage=Stage.IN_PROCESS, published=True
    )
    item = make_item(title=CANARY, published=True)
    document = make_document(request=request, item=item)
    make_decision(document=document, determination=Determination.RELEASED_FULL)
    assert CANARY not in page(client, request)


@pytest.mark.parametrize("public_in_days", [None, 1])
def test_hidden_and_missing_requests_are_the_same_404(
    client: Client, public_in_days: int | None
) -> None:
    request = make_request()
    if public_in_days:
        request.publish(by=None, public_from=timezone.now() + timedelta(days=public_in_days))
    hidden = client.get(request.get_absolute_url())
    missing = client.get("/requests/FTP-R-9999/")
    assert hidden.status_code == missing.status_code == 404
    assert request.number not in client.get(LIST).content.decode()


def test_a_withdrawn_request_answers_with_its_notice_where_one_was_left(client: Client) -> None:
    request = make_request(title=CANARY, published=True)
    request.withdraw(by=None, reason="private", notice="Taken back on 3 May.")
    response = client.get(request.get_absolute_url())
    assert response.status_code == 410
    assert "Taken back on 3 May." in response.content.decode()
    assert CANARY not in response.content.decode()


def test_the_director_previews_what_readers_will_see_and_it_is_never_cached(
    client: Client,
) -> None:
    request = make_request(stage=Stage.APPROVED)
    request.send(by=None, on=date(2016, 4, 26), note=CANARY, public_note="Sent by post.")
    client.force_login(cast.director())
    response = client.get(request.get_absolute_url())
    words = response.content.decode()
    assert "Preview" in words
    assert "Sent by post." in words
    assert CANARY not in words
    assert "no-store" in response["Cache-Control"]


def test_lists_start_from_what_is_public_for_staff_too(client: Client) -> None:
    hidden = make_request()
    client.force_login(cast.director())
    assert hidden.number not in client.get(LIST).content.decode()


def test_demonstrations_are_marked_listed_last_and_not_counted(client: Client) -> None:
    fictional = make_authority(is_fictional=True)
    real = make_request(published=True)
    shown = make_request(authority=fictional, is_demonstration=True, published=True)
    words = client.get(LIST).content.decode()
    assert "1 request published." in words
    assert words.index(real.number) < words.index(shown.number)
    assert words.count("Demonstration, never sent") == 1
    assert "Demonstration, never sent" in page(client, shown)
    assert "Demonstration, never sent" not in page(client, real)


def test_silence_is_told_as_silence(client: Client) -> None:
    request = make_request(regime=fr_crpa(), kind="access", stage=Stage.RECEIVED, published=True)
    request.record_silence(by=None, on=date(2016, 7, 1))
    words = page(client, request)
    assert "No answer came by 3 June 2016; under this law that is a refusal." in words
    assert "Referral" not in words


@pytest.mark.parametrize(
    ("today", "told"),
    [
        ("2016-05-20", "An answer is due by 1 June 2016."),
        ("2016-06-02", "The time ran out on 1 June 2016, 1 day ago."),
    ],
)
def test_the_page_says_whether_an_answer_is_due_or_overdue(
    client: Client, today: str, told: str
) -> None:
    request = make_request(stage=Stage.RECEIVED, published=True)
    with time_machine.travel(f"{today}T12:00:00Z", tick=False):
        AccessRequest.objects.filter(pk=request.pk).update(public_from=timezone.now())
        authority = type(request.authority).objects.filter(pk=request.authority.pk)
        authority.update(public_from=timezone.now())
        assert told in page(client, request)


def test_the_authoritys_own_date_stands_beside_ours(client: Client) -> None:
    request = make_request(stage=Stage.RECEIVED, published=True)
    request.state_due_date(by=None, on=LATER, stated_due_on=date(2016, 9, 30))
    assert "30 September 2016" in page(client, request)


def test_markup_in_a_title_is_shown_and_not_run(client: Client) -> None:
    request = make_request(title="<script>alert(1)</script>", published=True)
    assert "<script>alert(1)" not in page(client, request)
    assert "<script>alert(1)" not in client.get(LIST).content.decode()


def test_only_reading_is_answered(client: Client) -> None:
    request = make_request(published=True)
    assert client.post(LIST).status_code == 405
    assert client.post(request.get_absolute_url()).status_code == 405


@pytest.mark.parametrize("many", [1, 11])
def test_the_list_costs_the_same_queries_for_one_and_for_eleven(
    client: Client, many: int, django_assert_num_queries: object
) -> None:
    for _ in range(many):
        make_request(stage=Stage.RECEIVED, published=True)
    # How many there are for the pages, the page itself, and how many are counted.
    with django_assert_num_queries(5):  # type: ignore[operator]
        client.get(LIST)


@pytest.mark.parametrize("many", [1, 11])
def test_a_page_costs_the_same_queries_for_one_document_and_for_eleven(
    client: Client, many: int, django_assert_num_queries: object
) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    for _ in range(many):
        document = make_document(request=request, item=make_item(published=True))
        make_decision(document=document, exemptions=[make_exemption(), make_exemption()])
        request.add_note(by=None, on=LATER, note="house", public_note="told")
    request.publish(by=None)
    # Request; authority, log, law, rules, calendar, closures; documents; decisions, citations,
    # exemptions; archive, what is locked there, turning point, kin; log told; is it public.
    with django_assert_num_queries(31):  # type: ignore[operator]
        client.get(request.get_absolute_url())

"""The papers of a French president on Rwanda: closed by protocol, opened to one, then to all.

The path is the real one: a protocol of deposit that closed them until 2055; a request for early
access, refused; the decision of the Council of State of 12 June 2020 that found a legitimate
interest; and the general derogation of 7 April 2021 that opened them. The days in between and the
document are made up for the test.
"""

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from collections_app.declassification_status import record_release
from collections_app.models import (
    AccessCondition,
    ArchivalItem,
    Copy,
    Derivative,
    Extent,
    HowObtained,
)
from collections_app.processing import process_whole
from declassification.deciding import Ruling, decide_document
from declassification.models import AccessRequest, RequestedDocument
from declassification.stages import Determination, Outcome, Stage
from declassification.terms import Level
from tests.collections_app.pictures import picture, upload
from tests.collections_app.scans import make_scan
from tests.declassification.make import law, make_appeal, make_authority, make_document
from tests.make import make_copy, make_item, make_page, make_repository

pytestmark = pytest.mark.django_db

REFUSED, OPINION, CONFIRMED = date(2016, 2, 10), date(2016, 5, 19), date(2016, 6, 24)
COURT, PERMISSION, GENERAL = date(2020, 6, 12), date(2020, 9, 14), date(2021, 4, 7)


@pytest.fixture
def papers() -> ArchivalItem:
    """A note in the papers, whose only copy is closed by the protocol of deposit."""
    item = make_item(title="Note to the President", date_edtf="1994-04-07", published=True)
    make_copy(
        item=item,
        repository=make_repository(published=True, name="Archives nationales"),
        access_condition=AccessCondition.CLOSED_UNTIL,
        closed_until=date(2055, 1, 1),
    )
    return item


@pytest.fixture
def request_for(papers: ArchivalItem) -> AccessRequest:
    authority = make_authority(country="FR", time_zone="Europe/Paris")
    request = AccessRequest(
        title="The papers on Rwanda",
        scope="Notes to the President, 1990 to 1995.",
        kind="derogation",
        regime=law("fr-derogation"),
        authority=authority,
    )
    request.full_clean()
    request.save()
    make_document(request=request, item=papers)
    request.publish(by=None)
    return request


def addresses(copy: Copy) -> Iterator[str]:
    """Return every address under which bytes of a copy could be asked for."""
    for derivative in Derivative.objects.filter(page__copy=copy):
        uuid = derivative.uuid
        for name in ("page.jpg", "image.jpg", str(derivative.kind), "x"):
            yield reverse("collections_app:file", args=[uuid, name])
        yield reverse("collections_app:iiif-information", args=[uuid])
        yield reverse("collections_app:iiif-image", args=[uuid, "full/max/0/default.jpg"])
        yield derivative.get_absolute_url()
    for file in copy.files.all():
        yield reverse("collections_app:file", args=[file.uuid, "release.jpg"])


def reachable(copy: Copy) -> list[str]:
    """Return those of them that answer a stranger."""
    stranger = Client()
    found = [url for url in addresses(copy) if stranger.get(url).status_code != 404]
    item = copy.item.get_absolute_url()
    pages = [
        f"{item}?copy={copy.pk}",
        f"{item}manifest.json",
        f"{item}manifest.json?copy={copy.pk}",
    ]
    words = "".join(stranger.get(url).content.decode() for url in pages)
    uuids = Derivative.objects.filter(page__copy=copy).values_list("uuid", flat=True)
    return found + [str(uuid) for uuid in uuids if str(uuid) in words]


def refuse(request: AccessRequest) -> None:
    request.approve(by=None, on=date(2015, 7, 14))
    request.send(by=None, on=date(2015, 7, 14))
    request.record_receipt(by=None, on=date(2015, 7, 16))
    request.acknowledge(by=None, on=date(2015, 7, 31))
    document = RequestedDocument.objects.get(request=request)
    ruling = Ruling(Determination.WITHHELD, public_reason="Closed by the protocol of deposit.")
    decide_document(_fresh(document), ruling, by=None, on=REFUSED)
    request.refresh_from_db()
    request.decide(by=None, on=REFUSED, outcome=Outcome.DENIED_FULL)


def _fresh(document: RequestedDocument) -> RequestedDocument:
    return RequestedDocument.objects.select_related("request", "item").get(pk=document.pk)


def win_in_court(request: AccessRequest) -> None:
    """Ask the commission, be refused again, and win before the Council of State."""
    referral = make_appeal(
        request=request, level=Level.REGULATOR, on=date(2016, 2, 12), filed_on=date(2016, 3, 1)
    )
    referral.act("decide", by=None, on=OPINION, outcome="unfavourable")
    referral.act("confirm_refusal", by=None, on=CONFIRMED)
    suit = make_appeal(
        request=request,
        level=Level.COURT,
        parent=referral,
        on=date(2016, 7, 1),
        filed_on=date(2016, 8, 1),
    )
    suit.act("decide", by=None, on=COURT, outcome="reversed_full")


def be_let_read(request: AccessRequest) -> Copy:
    """Record the personal permission, with the scan that it let us make."""
    document = _fresh(RequestedDocument.objects.get(request=request))
    scan = upload(picture(size=(700, 900)), "release.jpg")
    ruling = Ruling(Determination.RELEASED_FULL, file=scan)
    decision = decide_document(document, ruling, by=None, on=PERMISSION)
    assert decision.copy is not None
    for file in decision.copy.files.all():
        process_whole(file.pk)
    return decision.copy


def open_by_general_derogation(item: ArchivalItem) -> Copy:
    """Add the copy that the order of 7 April 2021 opened to everybody, with a scan of it."""
    copy = Copy(
        item=item,
        repository=item.copies.earliest("pk").repository,
        extent=Extent.IN_FULL,
        how_obtained=HowObtained.GENERAL_DEROGATION,
        access_condition=AccessCondition.OPEN,
        is_opened=True,
        released_on=GENERAL,
        provenance_note="General derogation, order of 6 April 2021, in force on 7 April 2021.",
    )
    record_release(copy, by=None)
    make_scan(make_page(copy=copy), (700, 900))
    return copy


def test_the_scan_is_out_of_reach_until_the_papers_are_opened_to_all(
    papers: ArchivalItem, request_for: AccessRequest
) -> None:
    refuse(request_for)
    rights = {one.term.code for one in request_for.clock(date(2016, 2, 11)).rights}
    assert "cada_referral" in rights
    win_in_court(request_for)
    request_for.refresh_from_db()
    assert (request_for.stage, request_for.outcome) == (Stage.IN_PROCESS, "")

    personal = be_let_read(request_for)
    assert personal.access_condition == AccessCondition.PERSONAL_PERMISSION
    assert Derivative.objects.filter(page__copy=personal).exists()
    assert reachable(personal) == []
    request_for.refresh_from_db()
    request_for.decide(by=None, on=PERMISSION, outcome=Outcome.GRANTED_FULL)
    assert reachable(personal) == []

    general = open_by_general_derogation(papers)
    assert reachable(general) != []
    assert reachable(personal) == []
    page = Client().get(papers.get_absolute_url()).content.decode()
    assert "opened by general derogation" in page.lower()
    assert "by personal permission" not in page.lower()


def test_nothing_opens_what_was_read_by_personal_permission(
    papers: ArchivalItem, request_for: AccessRequest
) -> None:
    refuse(request_for)
    win_in_court(request_for)
    request_for.refresh_from_db()
    personal = be_let_read(request_for)
    personal.is_opened = True
    with pytest.raises(ValidationError):
        personal.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Copy.objects.filter(pk=personal.pk).update(is_opened=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Copy.objects.filter(pk=personal.pk).update(is_internal=False, is_opened=True)
    assert reachable(personal) == []


def test_the_public_tracker_tells_the_story_and_not_what_was_read(
    papers: ArchivalItem, request_for: AccessRequest
) -> None:
    refuse(request_for)
    win_in_court(request_for)
    request_for.refresh_from_db()
    be_let_read(request_for)
    page = Client().get(request_for.get_absolute_url()).content.decode()
    assert "Court, against" in page
    assert "refusal reversed" in page
    assert papers.title not in page

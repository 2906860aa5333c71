"""Recording a decision: log, decision, copy and status of the item, all or nothing."""

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.utils import timezone

from collections_app.models import (
    AccessCondition,
    ArchivalItem,
    Copy,
    DigitalFile,
    HowObtained,
    Status,
)
from collections_app.stored_files import names_in
from declassification.deciding import Ruling, decide_document, decide_documents
from declassification.models import AccessRequest, Decision, Refused, RequestKind
from declassification.stages import Determination, Outcome, Stage
from tests.collections_app.pictures import picture
from tests.declassification.make import (
    make_authority,
    make_decision,
    make_document,
    make_request,
)
from tests.make import make_exemption, make_item, make_repository

pytestmark = pytest.mark.django_db
ON = date(2016, 5, 20)


def status(item: ArchivalItem) -> str:
    item.refresh_from_db()
    return item.declassification_status


def published_release(**facts: object) -> Decision:
    request = make_request(stage=Stage.IN_PROCESS, published=True)
    return make_decision(request=request, **facts)  # type: ignore[arg-type]


def test_a_release_makes_a_copy_with_what_the_letter_says() -> None:
    code = make_exemption()
    decision = make_decision(
        exemptions=[code], agency_number="C0601", agency_batch="F-2016-1", pages_reviewed=5
    )
    copy = decision.copy
    assert copy is not None
    authority = decision.request.authority
    assert (copy.extent, copy.how_obtained) == ("excised", HowObtained.FOIA)
    assert (copy.released_on, copy.released_by) == (ON, authority.name)
    assert copy.repository == authority.repository
    assert (copy.agency_number, copy.agency_batch) == ("C0601", "F-2016-1")
    assert decision.request.number in copy.provenance_note
    assert list(decision.exemptions.all()) == [code]
    assert decision.event.kind == "document_decided"


@pytest.mark.parametrize(
    ("determination", "expected"),
    [
        (Determination.RELEASED_FULL, Status.IN_FULL),
        (Determination.RELEASED_PART, Status.IN_PART),
        (Determination.WITHHELD, Status.DENIED),
    ],
)
def test_the_status_of_the_item_follows_a_published_request(
    determination: str, expected: str
) -> None:
    decision = published_release(determination=determination)
    assert status(decision.document.item) == expected


@pytest.mark.parametrize(
    "determination", [Determination.NO_RECORD, Determination.NEITHER, Determination.REFERRED]
)
def test_what_is_no_release_and_no_withholding_makes_no_copy(determination: str) -> None:
    decision = published_release(determination=determination)
    assert decision.copy is None
    assert status(decision.document.item) == Status.UNKNOWN


def test_a_release_by_somebody_else_changes_no_status() -> None:
    decision = published_release(is_act_of_originator=False)
    assert status(decision.document.item) == Status.UNKNOWN


def test_the_answer_to_a_request_that_is_not_public_is_known_to_the_house_only() -> None:
    decision = make_decision()
    assert decision.copy is not None
    assert decision.copy.is_internal
    assert status(decision.document.item) == Status.UNKNOWN
    assert not Copy.objects.public().exists()


def test_copies_follow_the_publication_of_their_request() -> None:
    decision = make_decision()
    request = AccessRequest.objects.get(pk=decision.request.pk)
    item = decision.document.item
    request.publish(by=None)
    assert Copy.objects.public().filter(pk=decision.copy.pk).exists()
    assert status(item) == Status.IN_PART
    request.withdraw(by=None, reason="A name was shown.")
    assert not Copy.objects.public().exists()
    assert status(item) == Status.UNKNOWN
    request.publish(by=None)
    assert status(item) == Status.IN_PART


def test_copies_of_an_embargoed_request_wait_for_its_day_and_are_then_revealed() -> None:
    decision = make_decision()
    request = AccessRequest.objects.get(pk=decision.request.pk)
    opening = timezone.now() + timedelta(days=2)
    request.publish(by=None, public_from=opening)
    assert not Copy.objects.public().exists()
    with time_machine.travel(opening + timedelta(hours=1), tick=False):
        assert request.is_public()
        assert not Copy.objects.public().exists()
        call_command("reveal_releases")
        assert Copy.objects.public().filter(pk=decision.copy.pk).exists()
        assert status(decision.document.item) == Status.IN_PART


def test_copies_are_hidden_with_the_authority_of_their_request() -> None:
    decision = published_release()
    authority = decision.request.authority
    authority.withdraw(by=None, reason="Named wrongly.")
    assert not AccessRequest.objects.public().exists()
    assert not Copy.objects.public().exists()
    authority.publish(by=None)
    assert Copy.objects.public().exists()


def test_what_a_personal_permission_lets_us_read_is_never_told() -> None:
    request = make_request(
        kind=RequestKind.DEROGATION, regime=None, stage=Stage.IN_PROCESS, published=True
    )
    decision = make_decision(request=request, determination=Determination.RELEASED_FULL)
    copy = decision.copy
    assert copy is not None
    assert copy.access_condition == AccessCondition.PERSONAL_PERMISSION
    assert (copy.is_internal, copy.is_act_of_originator) == (True, False)
    assert status(decision.document.item) == Status.UNKNOWN
    assert not Decision.objects.public().exists()
    assert not request.documents.public().exists()
    copy.is_opened = True
    with pytest.raises(ValidationError):
        copy.full_clean()


def test_a_refused_derogation_is_told_as_any_refusal() -> None:
    request = make_request(
        kind=RequestKind.DEROGATION, regime=None, stage=Stage.IN_PROCESS, published=True
    )
    decision = make_decision(request=request, determination=Determination.WITHHELD)
    assert Decision.objects.public().get() == decision


def test_a_release_of_what_is_not_described_is_refused_and_a_withholding_is_not() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    line = make_document(request=request, title="Memorandum, 2 pages")
    with pytest.raises(ValidationError, match="Describe it as an item"):
        decide_document(line, Ruling(Determination.RELEASED_FULL), by=None, on=ON)
    decision = decide_document(line, Ruling(Determination.WITHHELD), by=None, on=ON)
    assert decision.copy is None


def test_a_decision_before_receipt_or_in_the_future_is_refused() -> None:
    sent = make_document(request=make_request(stage=Stage.SENT), item=make_item())
    with pytest.raises(Refused, match="is in the state “sent”"):
        decide_document(sent, Ruling(Determination.WITHHELD), by=None, on=ON)
    received = make_document(request=make_request(stage=Stage.RECEIVED), item=make_item())
    with pytest.raises(ValidationError, match="is before 3 May 2016"):
        decide_document(received, Ruling(Determination.WITHHELD), by=None, on=date(2016, 5, 2))
    day_before = time_machine.travel(datetime(2016, 5, 19, tzinfo=UTC), tick=False)
    with day_before, pytest.raises(ValidationError, match="lies in the future"):
        decide_document(received, Ruling(Determination.WITHHELD), by=None, on=ON)
    assert not Decision.objects.exists()


def test_an_agency_number_is_used_once_in_a_batch_of_a_request() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    make_decision(request=request, agency_number="1", agency_batch="A")
    make_decision(request=request, agency_number="1", agency_batch="B")
    make_decision(agency_number="1", agency_batch="A")
    with pytest.raises(ValidationError, match="used already in this batch"):
        make_decision(request=request, agency_number="1", agency_batch="A")
    assert request.decisions.count() == 2


def test_what_is_refused_half_way_leaves_nothing() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    entries = request.events.count()
    with pytest.raises(ValidationError):
        make_decision(request=request, pages_reviewed=2, pages_withheld=3)
    assert not Copy.objects.exists()
    assert request.events.count() == entries
    request.refresh_from_db()
    assert request.revision == entries


def test_a_package_is_recorded_whole_or_not_at_all() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    described, line = (
        make_document(request=request, item=make_item()),
        make_document(request=request, title="Not described"),
    )
    full = Ruling(Determination.RELEASED_FULL)
    with pytest.raises(ValidationError):
        decide_documents(request, [(described, full), (line, full)], by=None, on=ON)
    assert not Decision.objects.exists()
    held = Ruling(Determination.WITHHELD)
    made = decide_documents(request, [(described, full), (line, held)], by=None, on=ON)
    assert request.standing_decisions() == made


def test_a_later_decision_replaces_an_earlier_one_and_both_copies_stay() -> None:
    request = make_request(stage=Stage.IN_PROCESS, published=True)
    document = make_document(request=request, item=make_item(published=True))
    first = make_decision(document=document, determination=Determination.WITHHELD)
    second = make_decision(document=document, determination=Determination.RELEASED_PART)
    assert second.replaces == first
    assert request.standing_decisions() == [second]
    assert document.item.copies.count() == 2
    assert status(document.item) == Status.IN_PART


def test_without_an_archive_the_copy_has_no_holder_and_is_refused() -> None:
    request = make_request(authority=make_authority(repository=None), stage=Stage.IN_PROCESS)
    document = make_document(request=request, item=make_item())
    with pytest.raises(ValidationError, match="Say which archive holds it"):
        decide_document(document, Ruling(Determination.WITHHELD), by=None, on=ON)
    holder = make_repository()
    ruling = Ruling(Determination.WITHHELD, repository=holder)
    assert decide_document(document, ruling, by=None, on=ON).copy.repository == holder


def test_a_demonstration_can_not_decide_on_a_real_document() -> None:
    request = make_request(
        authority=make_authority(is_fictional=True), is_demonstration=True, stage=Stage.IN_PROCESS
    )
    real = make_document(request=request, item=make_item())
    with pytest.raises(ValidationError, match="can not decide on a real document"):
        decide_document(real, Ruling(Determination.RELEASED_FULL), by=None, on=ON)
    invented = make_document(request=request, item=make_item(is_demonstration=True))
    assert decide_document(invented, Ruling(Determination.RELEASED_FULL), by=None, on=ON).copy


def test_a_decision_is_not_deleted() -> None:
    with pytest.raises(ValidationError, match="record the later decision"):
        make_decision().delete()


def test_with_decisions_the_request_can_be_decided() -> None:
    decision = make_decision(determination=Determination.RELEASED_PART)
    request = AccessRequest.objects.get(pk=decision.request.pk)
    request.decide(by=None, on=date(2016, 6, 1), outcome=Outcome.GRANTED_PART)
    assert request.outcome == Outcome.GRANTED_PART


def a_scan(name: str = "release.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, picture(), content_type="image/png")


def test_the_released_file_becomes_a_private_master_of_the_new_copy() -> None:
    decision = make_decision(file=a_scan())
    (file,) = decision.copy.files.all()
    assert (file.original_name, file.copy) == ("release.png", decision.copy)
    assert not Copy.objects.opened().filter(pk=decision.copy.pk).exists()


@pytest.mark.parametrize(
    ("determination", "file", "words"),
    [
        (Determination.WITHHELD, "release.png", "nothing was released"),
        (Determination.RELEASED_PART, "release.exe", "PDF documents are accepted"),
    ],
)
def test_a_file_without_a_release_or_of_no_known_kind_is_refused_and_nothing_kept(
    determination: str, file: str, words: str
) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    document = make_document(request=request, item=make_item(published=True))
    content = picture() if file.endswith("png") else b"MZ not an image"
    ruling = Ruling(determination, file=SimpleUploadedFile(file, content))
    with pytest.raises(ValidationError) as refusal:
        decide_document(document, ruling, by=None, on=date(2016, 5, 20))
    assert words in refusal.value.message_dict["file"][0]
    assert not Decision.objects.exists()
    assert not DigitalFile.objects.exists()


def test_what_fails_after_the_file_was_stored_takes_the_file_back() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    first, second = (
        make_document(request=request, item=make_item(published=True)) for _ in range(2)
    )
    rulings = [
        (first, Ruling(Determination.RELEASED_FULL, agency_number="C1", file=a_scan())),
        (second, Ruling(Determination.RELEASED_FULL, agency_number="C1")),
    ]
    before = set(names_in("private"))
    with pytest.raises(ValidationError, match="used already in this batch"):
        decide_documents(request, rulings, by=None, on=date(2016, 5, 20))
    assert set(names_in("private")) == before
    assert not DigitalFile.objects.exists()

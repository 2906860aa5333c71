"""The log of a request: it only grows, its dates make sense, its letters are what they seem."""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db.models import ProtectedError

from declassification.models import AccessRequest, NeverChanged, Refused, RequestEvent
from declassification.stages import Outcome, Stage
from tests import cast
from tests.declassification.make import LATER, RECEIVED, SENT, make_authority, make_request

pytestmark = pytest.mark.django_db


def test_an_entry_can_be_neither_changed_nor_deleted() -> None:
    event = make_request(stage=Stage.SENT).standing_events()[-1]
    event.note = "rewritten"
    log = RequestEvent.objects.filter(pk=event.pk)
    attempts = [
        event.save,
        event.delete,
        log.delete,
        lambda: log.update(note="rewritten"),
        lambda: RequestEvent.objects.bulk_update([event], ["note"]),
        lambda: RequestEvent.objects.bulk_create([event]),
        lambda: RequestEvent.objects.update_or_create(pk=event.pk, defaults={"note": "x"}),
    ]
    for attempt in attempts:
        with pytest.raises(NeverChanged, match="never changed or deleted"):
            attempt()
    assert RequestEvent.objects.get(pk=event.pk).note == ""


def test_a_request_with_a_log_can_not_be_deleted_nor_can_who_wrote_it() -> None:
    director = cast.director()
    request = make_request(stage=Stage.SENT, by=director)
    for record in (request, director):
        with pytest.raises(ProtectedError):
            record.delete()
    make_request().delete()


def test_an_entry_dated_in_the_future_is_refused_at_its_field() -> None:
    request = make_request(stage=Stage.SENT)
    may_2 = time_machine.travel("2016-05-02T12:00:00Z", tick=False)
    with may_2, pytest.raises(ValidationError) as refusal:
        request.record_receipt(by=None, on=RECEIVED)
    assert "3 May 2016 lies in the future: it is 2 May 2016" in refusal.value.message_dict["on"][0]


def test_today_is_the_day_where_the_authority_is() -> None:
    washington = make_authority(time_zone="America/New_York")
    kigali = make_authority(time_zone="Africa/Kigali")
    with time_machine.travel("2016-05-02T23:30:00Z", tick=False):
        there, here = (
            make_request(authority=who, stage=Stage.SENT) for who in (washington, kigali)
        )
        with pytest.raises(ValidationError, match="lies in the future"):
            there.record_receipt(by=None, on=RECEIVED)
        here.record_receipt(by=None, on=RECEIVED)


def test_a_receipt_before_sending_is_refused() -> None:
    request = make_request(stage=Stage.SENT)
    with pytest.raises(ValidationError) as refusal:
        request.record_receipt(by=None, on=date(2016, 4, 25))
    assert refusal.value.message_dict["on"] == [
        "25 April 2016 is before 26 April 2016, when the request was sent."
    ]


def test_a_decision_before_receipt_is_refused() -> None:
    request = make_request(stage=Stage.RECEIVED)
    with pytest.raises(
        ValidationError, match="is before 3 May 2016, when the request was received"
    ):
        request.decide(by=None, on=date(2016, 5, 2), outcome=Outcome.NO_RECORDS)
    unreceived = make_request(stage=Stage.SENT)
    with pytest.raises(Refused, match="Record its receipt"):
        unreceived.decide(by=None, on=LATER, outcome=Outcome.NO_RECORDS)


def test_a_note_may_be_dated_before_what_was_recorded_earlier() -> None:
    request = make_request(stage=Stage.ACKNOWLEDGED)
    request.add_note(by=None, on=SENT, note="Telephoned the mail room.")
    assert request.stage == Stage.ACKNOWLEDGED


def test_a_date_with_a_time_is_refused() -> None:
    request = make_request(stage=Stage.SENT)
    with pytest.raises(ValidationError, match="without a time"):
        request.record_receipt(by=None, on=request.created_at)


def test_receipt_may_become_known_after_the_acknowledgement() -> None:
    request = make_request(stage=Stage.SENT)
    request.acknowledge(by=None, on=LATER)
    with pytest.raises(ValidationError, match="is after 10 May 2016"):
        request.record_receipt(by=None, on=date(2016, 5, 11))
    request.record_receipt(by=None, on=RECEIVED)
    assert request.stage == Stage.ACKNOWLEDGED
    assert [e.kind for e in request.standing_events()][-2:] == ["received", "acknowledged"]


def test_an_estimated_receipt_gives_way_to_the_known_one() -> None:
    request = make_request(stage=Stage.SENT)
    request.record_receipt(by=None, on=date(2016, 5, 1), is_estimated=True)
    request.record_receipt(by=None, on=RECEIVED)
    received = [e for e in request.standing_events() if e.kind == "received"]
    assert [(event.date, event.is_estimated) for event in received] == [(RECEIVED, False)]
    assert request.events.filter(kind="received").count() == 2


def test_a_known_receipt_is_not_recorded_twice() -> None:
    request = make_request(stage=Stage.RECEIVED)
    with pytest.raises(Refused, match="Receipt is recorded already, on 3 May 2016"):
        request.record_receipt(by=None, on=LATER)


def test_a_correction_stands_in_the_place_of_the_wrong_entry_and_both_stay() -> None:
    request = make_request(stage=Stage.ACKNOWLEDGED)
    wrong = next(e for e in request.standing_events() if e.kind == "received")
    request.correct(wrong, by=None, on=date(2016, 5, 4), note="The stamp says 4 May.")
    dates = {e.kind: e.date for e in request.standing_events()}
    assert dates["received"] == date(2016, 5, 4)
    assert request.events.filter(kind="received").count() == 2
    assert request.stage == Stage.ACKNOWLEDGED
    with pytest.raises(Refused, match="corrected already"):
        request.correct(wrong, by=None, on=RECEIVED, note="again")


def test_a_correction_keeps_the_order_of_the_way() -> None:
    request = make_request(stage=Stage.ACKNOWLEDGED)
    wrong = next(e for e in request.standing_events() if e.kind == "received")
    with pytest.raises(ValidationError, match="can not be before 26 April 2016"):
        request.correct(wrong, by=None, on=date(2016, 4, 1), note="why")
    with pytest.raises(ValidationError, match="can not be after 10 May 2016"):
        request.correct(wrong, by=None, on=date(2016, 5, 11), note="why")
    with pytest.raises(ValidationError, match="Say why"):
        request.correct(wrong, by=None, on=date(2016, 5, 4), note="")


def test_a_correction_can_take_public_words_back() -> None:
    request = make_request(stage=Stage.APPROVED)
    sent = request.send(by=None, on=SENT, public_note="Sent to the wrong person.")
    made = request.correct(sent, by=None, on=SENT, note="Names somebody.", public_note="Sent.")
    assert list(request.events.told()) == [made]


def test_a_letter_is_kept_in_the_private_storage_under_a_name_of_ours() -> None:
    request = make_request(stage=Stage.APPROVED)
    letter = ContentFile(b"%PDF-1.7 a letter", name="../../Letter to <script>.pdf")
    event = request.send(by=None, on=SENT, letter=letter)
    assert storages["private"].exists(event.letter.name)
    assert event.letter.name.startswith("letters/")
    assert event.letter.name.endswith(".pdf")
    assert event.letter_name == "Letter to <script>.pdf"
    assert event.letter_media_type == "application/pdf"
    assert len(event.letter_sha256) == 64


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty"),
        (b"MZ\x90\x00\x03\x00\x00\x00\x04", "DOCX"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>\0", "DOCX"),
    ],
)
def test_a_letter_of_another_kind_is_refused_and_nothing_is_recorded(
    content: bytes, reason: str
) -> None:
    request = make_request(stage=Stage.APPROVED)
    with pytest.raises(ValidationError) as refusal:
        request.send(by=None, on=SENT, letter=ContentFile(content, name="letter.pdf"))
    assert reason in " ".join(refusal.value.message_dict["letter"])
    assert AccessRequest.objects.get(pk=request.pk).stage == Stage.APPROVED


def test_an_e_mail_saved_as_text_is_a_letter_too() -> None:
    request = make_request(stage=Stage.APPROVED)
    event = request.send(by=None, on=SENT, letter=ContentFile("From: é".encode(), name="a.eml"))
    assert event.letter_media_type == "text/plain"
    assert event.letter.name.endswith(".txt")

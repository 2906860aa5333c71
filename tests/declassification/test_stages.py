"""The table of transitions, and what a verb says when it is refused."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from declassification.models import AccessRequest, Refused
from declassification.stages import (
    BALL_WITH_US,
    ENDED,
    Ball,
    Determination,
    Outcome,
    Stage,
    ball_with,
)
from declassification.transitions import TRANSITIONS, possible_verbs
from tests import cast
from tests.declassification.make import (
    LATER,
    fr_crpa,
    make_decision,
    make_document,
    make_request,
    rule,
)
from tests.make import make_item

pytestmark = pytest.mark.django_db
TODAY = date(2016, 6, 10)

# The whole table once more, by hand: from which states each verb leads where.
WITH_THEM = ["received", "acknowledged", "in_process", "referred", "rolling"]
WITH_US = ["clarification_due", "fee_due"]
TABLE = {
    "approve": (["draft"], "approved"),
    "send": (["approved", "returned"], "sent"),
    "record_receipt": (["sent"], "received"),
    "record_receipt_late": ([*WITH_THEM, *WITH_US], None),
    "acknowledge": (["sent", "received"], "acknowledged"),
    "start_processing": (["received", "acknowledged", "referred"], "in_process"),
    "ask_clarification": (WITH_THEM, "clarification_due"),
    "answer_clarification": (["clarification_due"], "in_process"),
    "ask_fee": (WITH_THEM, "fee_due"),
    "settle_fee": (["fee_due"], "in_process"),
    "refer": (WITH_THEM, "referred"),
    "release_part": (WITH_THEM, "rolling"),
    "extend": ([*WITH_THEM, *WITH_US], None),
    "state_due_date": ([*WITH_THEM, *WITH_US, "sent"], None),
    "decide_document": ([*WITH_THEM, *WITH_US, "decided"], None),
    "decide": ([*WITH_THEM, *WITH_US], "decided"),
    "record_silence": ([*WITH_THEM, "sent"], "decided"),
    "close": (["decided"], "closed"),
    "reopen": (["decided", "closed"], "in_process"),
    "withdraw_request": (
        ["draft", "approved", "sent", "returned", *WITH_THEM, *WITH_US],
        "withdrawn",
    ),
    "supersede": (["draft", "approved", "sent", "returned", *WITH_THEM, *WITH_US], "superseded"),
    "mark_returned": (["sent"], "returned"),
    "refuse_fee_waiver": ([*WITH_THEM, *WITH_US, "sent"], None),
    "record_public_release": ([*WITH_THEM, "decided", "closed"], None),
    "record_notice": (WITH_THEM, None),
    "record_reply": ([stage for stage in Stage if stage not in ("draft", "approved")], None),
    "add_note": (list(Stage), None),
}


def test_the_table_of_transitions_is_the_one_agreed() -> None:
    found = {verb: (sorted(step.sources), step.target) for verb, step in TRANSITIONS.items()}
    assert found == {verb: (sorted(sources), to) for verb, (sources, to) in TABLE.items()}


@pytest.mark.parametrize("stage", list(Stage))
def test_every_state_can_be_reached_and_refuses_all_verbs_not_in_the_table(stage: str) -> None:
    request = make_request(stage=stage)
    assert request.stage == stage
    for verb, (sources, _) in TABLE.items():
        if stage in sources:
            continue
        with pytest.raises(Refused) as refusal:
            request.act(verb, by=None, on=TODAY)
        message = refusal.value.messages[0]
        assert request.number in message
        assert f"“{Stage(stage).label}”" in message
        assert all(step.label in message for step in possible_verbs(stage))
    request.refresh_from_db()
    assert request.stage == stage


def test_a_refused_verb_leaves_nothing_in_the_log() -> None:
    request = make_request(stage=Stage.SENT)
    entries = request.events.count()
    with pytest.raises(Refused):
        request.close(by=None, on=TODAY)
    assert request.events.count() == entries


def test_the_ball_is_with_somebody_at_every_state() -> None:
    assert {stage for stage in Stage if ball_with(stage) == Ball.US} == {
        "draft",
        "approved",
        "clarification_due",
        "fee_due",
        "returned",
        "decided",
    }
    assert {stage for stage in Stage if ball_with(stage) == Ball.NOBODY} == {
        "closed",
        "withdrawn",
        "superseded",
    }
    assert not BALL_WITH_US & ENDED


def test_the_way_to_a_decision_writes_one_entry_for_each_verb() -> None:
    director = cast.director()
    request = make_request(stage=Stage.IN_PROCESS, by=director)
    request.decide(by=director, on=TODAY, outcome=Outcome.NO_RECORDS, note="Letter of 9 June.")
    kinds = [event.kind for event in request.standing_events()]
    assert kinds == ["approved", "sent", "received", "acknowledged", "processing", "decided"]
    last = request.standing_events()[-1]
    assert (last.recorded_by, last.stage, last.outcome) == (director, "decided", "no_records")
    assert request.outcome == Outcome.NO_RECORDS


def test_a_release_needs_a_decision_on_a_document() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    with pytest.raises(Refused, match="needs a decision on at least one document"):
        request.decide(by=None, on=TODAY, outcome=Outcome.GRANTED_PART)


@pytest.mark.parametrize(
    ("determination", "outcome", "reason"),
    [
        (Determination.RELEASED_PART, Outcome.DENIED_FULL, "not a denial in full"),
        (Determination.RELEASED_PART, Outcome.GRANTED_FULL, "not a release in full"),
        (Determination.WITHHELD, Outcome.GRANTED_PART, "not a release in part"),
    ],
)
def test_an_outcome_can_not_contradict_the_decisions(
    determination: str, outcome: str, reason: str
) -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    make_decision(request=request, determination=determination)
    request.refresh_from_db()
    with pytest.raises(Refused, match=reason):
        request.decide(by=None, on=TODAY, outcome=outcome)


def test_an_unknown_outcome_is_refused_at_its_field() -> None:
    request = make_request(stage=Stage.IN_PROCESS)
    with pytest.raises(ValidationError) as refusal:
        request.decide(by=None, on=TODAY, outcome="victory")
    assert "outcome" in refusal.value.message_dict


def test_silence_is_a_refusal_in_france_only_after_the_month() -> None:
    request = make_request(regime=fr_crpa(), kind="access", stage=Stage.RECEIVED)
    with pytest.raises(Refused, match="has until 3 June 2016"):
        request.record_silence(by=None, on=date(2016, 6, 3))
    request.record_silence(by=None, on=date(2016, 6, 4))
    assert (request.stage, request.outcome) == (Stage.DECIDED, Outcome.IMPLICIT_REFUSAL)


def test_silence_is_no_refusal_under_the_us_act() -> None:
    request = make_request(stage=Stage.RECEIVED)
    with pytest.raises(Refused, match="silence is not a refusal"):
        request.record_silence(by=None, on=date(2020, 1, 1))


def test_silence_is_not_an_outcome_one_may_choose() -> None:
    request = make_request(regime=fr_crpa(), kind="access", stage=Stage.RECEIVED)
    with pytest.raises(Refused, match="Record the refusal by silence"):
        request.decide(by=None, on=TODAY, outcome=Outcome.IMPLICIT_REFUSAL)


def test_an_extension_without_a_rule_is_refused() -> None:
    request = make_request(stage=Stage.RECEIVED)
    for wrong in (None, rule("appeal_filing"), rule("cada_referral", "fr-crpa")):
        with pytest.raises(ValidationError) as refusal:
            request.extend(by=None, on=LATER, rule=wrong)
        assert "only under a rule of this law" in refusal.value.message_dict["rule"][0]


def test_an_extension_is_used_as_often_as_its_rule_allows() -> None:
    request = make_request(stage=Stage.RECEIVED)
    request.extend(by=None, on=LATER, rule=rule("unusual_circumstances"))
    assert request.stage == Stage.RECEIVED
    with pytest.raises(ValidationError, match="was used on 10 May 2016 and allows no more"):
        request.extend(by=None, on=LATER, rule=rule("unusual_circumstances"))


def test_a_reopened_request_has_no_outcome_and_keeps_the_former_one_in_the_log() -> None:
    request = make_request(stage=Stage.CLOSED)
    request.reopen(by=None, on=TODAY, note="Remanded on appeal.")
    assert (request.stage, request.outcome) == (Stage.IN_PROCESS, "")
    assert "no_records" in [event.outcome for event in request.standing_events()]


def test_reopening_says_why() -> None:
    with pytest.raises(ValidationError, match="Say why"):
        make_request(stage=Stage.CLOSED).reopen(by=None, on=TODAY, note=" ")


def test_a_request_can_not_take_the_place_of_itself_even_round_a_corner() -> None:
    first, second = make_request(stage=Stage.SENT), make_request(stage=Stage.SENT)
    with pytest.raises(ValidationError, match="place of itself"):
        first.supersede(by=None, on=TODAY, superseded_by=first)
    second.supersede(by=None, on=TODAY, superseded_by=first)
    with pytest.raises(ValidationError, match="place of itself"):
        first.supersede(by=None, on=TODAY, superseded_by=second)


def test_a_returned_request_is_sent_again() -> None:
    request = make_request(stage=Stage.RETURNED)
    request.send(by=None, on=TODAY)
    assert request.stage == Stage.SENT


def test_the_database_itself_refuses_a_decision_without_an_outcome() -> None:
    request = make_request()
    for wrong in ({"stage": Stage.DECIDED}, {"outcome": Outcome.NO_RECORDS}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccessRequest.objects.filter(pk=request.pk).update(**wrong)


def test_editing_a_stale_copy_of_the_record_does_not_undo_a_verb() -> None:
    request = make_request(stage=Stage.SENT)
    stale = AccessRequest.objects.get(pk=request.pk)
    request.record_receipt(by=None, on=TODAY)
    stale.title = "Another title"
    stale.save()
    request.refresh_from_db()
    assert (request.stage, request.title) == (Stage.RECEIVED, "Another title")


def test_numbers_are_given_in_a_series_of_their_own() -> None:
    numbers = [make_request().number for _ in range(2)]
    assert all(number.startswith("FTP-R-") for number in numbers)
    assert len(set(numbers)) == 2


def test_a_request_under_a_law_is_of_a_kind_that_the_law_knows() -> None:
    with pytest.raises(ValidationError, match="Under this law the kind of request is"):
        make_request(kind="derogation")


def test_a_document_is_asked_for_once() -> None:
    request, item = make_request(), make_item()
    make_document(request=request, item=item)
    with pytest.raises(ValidationError):
        make_document(request=request, item=item)


def verbs_take(step: Any) -> bool:
    return step.verb in {"decide_document", "record_receipt_late"} or hasattr(
        AccessRequest, step.verb
    )


def test_every_verb_of_the_table_is_a_method_of_the_request_or_part_of_one() -> None:
    assert all(verbs_take(step) for step in TRANSITIONS.values())

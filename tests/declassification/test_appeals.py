"""The chain of appeals: its steps, what it refuses, and how it takes a request up again."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from declassification.appeal_stages import APPEAL_STEPS, AppealStage, possible_steps
from declassification.models import Appeal, Refused, begin_appeal, remedy_warnings
from declassification.stages import EventKind, Outcome, Stage
from declassification.terms import Level
from tests import cast
from tests.declassification.make import (
    fr_crpa,
    make_appeal,
    make_authority,
    make_request,
)

pytestmark = pytest.mark.django_db
DECIDED, BEGUN, FILED, LATER = (
    date(2016, 7, 1),
    date(2016, 7, 4),
    date(2016, 7, 11),
    date(2016, 8, 1),
)

# The whole table once more, by hand: from which states each step leads where.
BEFORE_THEM = [
    "filed",
    "received",
    "acknowledged",
    "materials_requested",
    "materials_received",
    "under_review",
]
TABLE = {
    "file": (["preparing"], "filed"),
    "receive": (["filed"], "received"),
    "acknowledge": (["filed", "received"], "acknowledged"),
    "extend": (BEFORE_THEM, None),
    "request_materials": (["filed", "received", "acknowledged"], "materials_requested"),
    "receive_materials": (["materials_requested"], "materials_received"),
    "review": ([stage for stage in BEFORE_THEM if stage != "under_review"], "under_review"),
    "decide": (BEFORE_THEM, "decided"),
    "confirm_refusal": ([*BEFORE_THEM, "decided"], None),
    "close_without_decision": (BEFORE_THEM, "admin_closed"),
    "withdraw": (["preparing", *BEFORE_THEM], "withdrawn"),
}


def test_the_table_of_steps_is_the_one_agreed() -> None:
    found = {verb: (sorted(step.sources), step.target) for verb, step in APPEAL_STEPS.items()}
    assert found == {verb: (sorted(sources), to) for verb, (sources, to) in TABLE.items()}


@pytest.mark.parametrize("stage", list(AppealStage))
def test_a_step_not_in_the_table_is_refused_with_what_is_possible(stage: str) -> None:
    appeal = make_appeal()
    Appeal.objects.filter(pk=appeal.pk).update(stage=stage)
    for verb, (sources, _) in TABLE.items():
        if stage in sources and verb != "confirm_refusal":
            continue
        facts = {"outcome": "affirmed"} if verb == "decide" else {}
        with pytest.raises(Refused) as refusal:
            appeal.act(verb, by=None, on=LATER, **facts)
        said = refusal.value.messages[0]
        assert f"“{AppealStage(stage).label}”" in said
        assert all(step.label in said for step in possible_steps(stage, appeal.level))
    appeal.refresh_from_db()
    assert appeal.stage == stage


def test_each_step_is_an_entry_in_the_log_of_the_request() -> None:
    director = cast.director()
    appeal = make_appeal(by=director, filed_on=FILED)
    appeal.act("acknowledge", by=director, on=LATER, note="Number 16-A-12.")
    kinds = [e.kind for e in appeal.request.standing_events() if e.appeal_id == appeal.pk]
    assert kinds == ["appeal_begun", "appeal_filed", "appeal_acknowledged"]
    last = appeal.request.standing_events()[-1]
    assert (last.recorded_by, last.appeal_stage, last.stage) == (
        director,
        "acknowledged",
        Stage.DECIDED,
    )


def test_a_decision_that_sends_the_matter_back_takes_the_request_up_again() -> None:
    appeal = make_appeal(filed_on=FILED)
    appeal.act("decide", by=None, on=LATER, outcome="remanded")
    request = appeal.request
    request.refresh_from_db()
    assert (request.stage, request.outcome) == (Stage.IN_PROCESS, "")
    assert request.events.filter(kind=EventKind.REOPENED).exists()
    assert not request.clock(date(2017, 1, 1)).is_overdue


@pytest.mark.parametrize("outcome", ["affirmed", "untimely"])
def test_a_decision_against_us_leaves_the_request_decided(outcome: str) -> None:
    appeal = make_appeal(filed_on=FILED)
    appeal.act("decide", by=None, on=LATER, outcome=outcome)
    appeal.request.refresh_from_db()
    assert appeal.request.stage == Stage.DECIDED


@pytest.mark.parametrize("outcome", ["", "victory", "favourable"])
def test_an_outcome_that_this_body_can_not_give_is_refused_at_its_field(outcome: str) -> None:
    appeal = make_appeal(filed_on=FILED)
    with pytest.raises(ValidationError) as refusal:
        appeal.act("decide", by=None, on=LATER, outcome=outcome)
    assert "outcome" in refusal.value.message_dict


def test_an_opinion_can_be_followed_by_a_confirmed_refusal() -> None:
    request = make_request(regime=fr_crpa(), kind="access", stage=Stage.RECEIVED)
    request.record_silence(by=None, on=DECIDED)
    appeal = make_appeal(request=request, level=Level.REGULATOR, filed_on=FILED)
    appeal.act("decide", by=None, on=LATER, outcome="favourable")
    appeal.act("confirm_refusal", by=None, on=date(2016, 8, 20))
    assert (appeal.stage, appeal.outcome) == ("decided", "favourable")
    rights = {one.term.code: one.due for one in appeal.request.clock(date(2016, 9, 1)).rights}
    assert rights == {"tribunal": date(2016, 10, 20)}


def test_appeals_form_a_chain_within_one_request() -> None:
    first = make_appeal(filed_on=FILED)
    first.act("decide", by=None, on=LATER, outcome="affirmed")
    second = make_appeal(request=first.request, level=Level.COURT, parent=first, on=LATER)
    assert list(first.further.all()) == [second]
    stranger = make_appeal()
    with pytest.raises(ValidationError, match="belongs to another request"):
        make_appeal(request=first.request, parent=stranger, on=LATER)


@pytest.mark.parametrize("stage", [Stage.DRAFT, Stage.APPROVED, Stage.WITHDRAWN])
def test_nothing_is_appealed_before_it_was_asked_or_after_it_was_withdrawn(stage: str) -> None:
    request = make_request(stage=stage)
    with pytest.raises(Refused, match="nothing to appeal"):
        begin_appeal(request, level="court", against="denial", by=None, on=LATER)
    assert not Appeal.objects.exists()


@pytest.mark.parametrize(
    ("on", "words"),
    [(date(2016, 7, 10), "the day of the last entry"), (date(2999, 1, 1), "in the future")],
)
def test_a_step_can_not_be_dated_before_the_last_or_in_the_future(on: date, words: str) -> None:
    appeal = make_appeal(filed_on=FILED)
    with pytest.raises(ValidationError, match=words):
        appeal.act("acknowledge", by=None, on=on)
    appeal.refresh_from_db()
    assert appeal.stage == "filed"


def test_two_people_can_not_both_record_the_next_step() -> None:
    appeal = make_appeal(filed_on=FILED)
    other = Appeal.objects.select_related("request").get(pk=appeal.pk)
    appeal.act("acknowledge", by=None, on=LATER)
    with pytest.raises(Refused, match="Somebody else has acted"):
        other.act("close_without_decision", by=None, on=LATER)


def warnings(request: Any, level: str, on: date) -> str:
    return " ".join(remedy_warnings(request, level, on))


def test_a_remedy_out_of_time_too_early_or_unknown_to_the_law_is_warned_of() -> None:
    request = make_request(stage=Stage.RECEIVED)
    assert "Nothing in the log has opened" in warnings(request, "agency_appeal", date(2016, 5, 20))
    assert "Too early" in warnings(request, "court", date(2016, 5, 20))
    assert "knows no appeal to the classification" in warnings(request, "iscap", LATER)
    request.decide(by=None, on=DECIDED, outcome=Outcome.NO_RECORDS)
    assert warnings(request, "agency_appeal", date(2016, 9, 29)) == ""
    assert "possible until 29 September 2016" in warnings(
        request, "agency_appeal", date(2016, 9, 30)
    )


def test_an_appeal_in_time_meets_the_right_and_a_late_one_is_missed() -> None:
    for filed_on, is_missed in ((FILED, False), (date(2016, 12, 1), True)):
        appeal = make_appeal(filed_on=filed_on)
        right = appeal.request.deadlines.get(level="agency_appeal", actor="requester")
        assert right.met_on == filed_on
        missed = appeal.request.deadlines.missed(date(2017, 1, 1))
        assert missed.filter(pk=right.pk).exists() == is_missed


def test_a_letter_that_names_an_earlier_day_goes_before_the_law() -> None:
    request = make_request(stage=Stage.RECEIVED)
    request.decide(
        by=None, on=DECIDED, outcome=Outcome.NO_RECORDS, reply_by=date(2016, 8, 30), note="90?"
    )
    right = request.deadlines.with_act_by().get(level="agency_appeal")
    assert (right.due_on, right.stated_on, right.act_by) == (
        date(2016, 9, 29),
        date(2016, 8, 30),
        date(2016, 8, 30),
    )


def test_the_answer_to_an_appeal_is_owed_from_its_receipt_estimated_if_need_be() -> None:
    body = make_authority(delivery_days=4)
    appeal = make_appeal(filed_on=FILED, body=body)
    owed = appeal.deadlines.get(actor="authority")
    assert (owed.starts_on, owed.due_on, owed.is_estimated) == (
        date(2016, 7, 15),
        date(2016, 8, 12),
        True,
    )
    appeal.act("receive", by=None, on=date(2016, 7, 13))
    owed = appeal.deadlines.get(actor="authority")
    assert (owed.starts_on, owed.due_on, owed.is_estimated) == (
        date(2016, 7, 13),
        date(2016, 8, 10),
        False,
    )

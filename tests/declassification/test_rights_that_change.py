"""Rights of ours when a case does not go its usual way: nothing is lost without being said."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError

from declassification.deciding import Ruling, decide_document
from declassification.models import AccessRequest, DeadlineRule
from declassification.stages import Outcome, Stage
from tests.declassification.by_hand import appealed, asked, due_under, refused, terms_of
from tests.declassification.make import law, make_appeal, make_authority, make_document
from tests.make import make_item

pytestmark = pytest.mark.django_db
RECEIVED, REFUSED, LAST_DAY = date(2024, 1, 31), date(2024, 3, 1), date(2024, 5, 30)
STATE = "United States Department of State"


def foia(**fields: Any) -> AccessRequest:
    return refused(asked("us-foia", RECEIVED, **fields), REFUSED)


def right_to_appeal(request: AccessRequest) -> tuple[date | None, date | None, str]:
    (right,) = terms_of(request, "appeal_filing")
    return right.due, right.met_on, right.ended_why


def missed(request: AccessRequest) -> list[str]:
    return list(request.deadlines.missed(date(2026, 1, 1)).values_list("name", flat=True))


# --- An end of the request, before or after the last day -------------------------------------


def test_closing_while_a_right_runs_keeps_it_with_the_reason() -> None:
    request = foia()
    request.close(by=None, on=date(2024, 4, 1))
    assert right_to_appeal(request) == (LAST_DAY, None, "we closed the request")
    assert missed(request) == []


def test_a_right_that_passed_before_the_request_was_closed_stays_missed() -> None:
    request = foia()
    request.close(by=None, on=date(2024, 6, 15))
    assert right_to_appeal(request) == (LAST_DAY, None, "")
    assert missed(request) == ["appeal to the head of the agency"]


def test_a_right_that_passed_before_we_withdrew_stays_missed() -> None:
    request = asked("fr-crpa", RECEIVED)
    request.withdraw_request(by=None, on=date(2024, 5, 10))
    assert missed(request) == ["referral to the CADA"]
    soon = asked("fr-crpa", RECEIVED)
    soon.withdraw_request(by=None, on=date(2024, 4, 10))
    assert missed(soon) == []


def test_what_came_back_is_neither_overdue_nor_silent() -> None:
    request = asked("fr-crpa", RECEIVED)
    returned = AccessRequest.objects.get(pk=request.pk)
    returned.withdraw_request(by=None, on=date(2024, 2, 1))
    other = AccessRequest(
        title="Cables", authority=make_authority(), regime=law("fr-crpa"), kind="access"
    )
    other.save()
    for verb in ("approve", "send", "mark_returned"):
        getattr(other, verb)(by=None, on=date(2024, 1, 5))
    later = date(2025, 1, 1)
    assert not AccessRequest.objects.overdue(later).exists()
    assert not other.clock(later).is_overdue
    assert not other.deadlines.usable(date(2024, 3, 1)).exists()


# --- Silence, and an answer after it ---------------------------------------------------------


def test_a_recorded_silence_is_a_refusal_and_no_longer_overdue() -> None:
    request = asked("fr-crpa", RECEIVED)
    request.record_silence(by=None, on=date(2024, 3, 4))
    assert not request.clock(date(2025, 1, 1)).is_overdue
    assert not AccessRequest.objects.overdue(date(2025, 1, 1)).exists()
    assert due_under(request, "cada_referral") == [date(2024, 4, 29)]


def test_a_right_from_silence_outlives_that_the_request_is_taken_up_again() -> None:
    request = asked("fr-crpa", RECEIVED)
    request.record_silence(by=None, on=date(2024, 3, 4))
    request.reopen(by=None, on=date(2024, 3, 20), note="They wrote that they would look.")
    assert due_under(request, "silence_refusal") == [None]
    (right,) = terms_of(request, "cada_referral")
    assert (right.due, right.is_open) == (date(2024, 4, 29), True)


def test_a_late_refusal_gives_a_new_term_and_ends_the_one_from_silence() -> None:
    request = refused(asked("fr-crpa", RECEIVED), date(2024, 3, 20))
    first, second = terms_of(request, "cada_referral")
    assert (first.due, first.is_open) == (date(2024, 4, 29), False)
    assert "the decision of 20 March 2024" in first.ended_why
    assert (second.due, second.is_open) == (date(2024, 5, 20), True)
    assert missed(request) == ["referral to the CADA"]


def test_a_refusal_after_the_term_from_silence_had_passed_does_not_hide_that_it_was_missed() -> (
    None
):
    request = refused(asked("fr-crpa", RECEIVED), date(2024, 7, 1))
    assert [one.ended_why for one in terms_of(request, "cada_referral")] == ["", ""]
    assert missed(request) == ["referral to the CADA", "referral to the CADA"]


def test_a_suit_after_silence_stays_possible_when_the_matter_is_sent_back() -> None:
    request = refused(asked("us-foia", RECEIVED), date(2024, 4, 1))
    assert due_under(request, "litigation_limit") == [date(2030, 2, 28)]
    appeal = appealed(request, "agency_appeal", date(2024, 4, 2))
    appeal.act("decide", by=None, on=date(2024, 4, 20), outcome="remanded")
    request.refresh_from_db()
    assert request.stage == Stage.IN_PROCESS
    assert due_under(request, "litigation_limit") == [date(2030, 2, 28)]


# --- Parts, and a second decision ------------------------------------------------------------


def test_a_denial_of_a_part_opens_a_right_until_the_decision_on_the_whole() -> None:
    request = asked("us-foia", RECEIVED)
    document = make_document(request=request, item=make_item(published=True))
    decide_document(document, Ruling("withheld"), by=None, on=date(2024, 2, 10))
    request.refresh_from_db()
    # 29 February 19, 31 March 50, 30 April 80.
    assert right_to_appeal(request) == (date(2024, 5, 10), None, "")
    request.decide(by=None, on=REFUSED, outcome=Outcome.DENIED_FULL)
    part, whole = terms_of(request, "appeal_filing")
    assert (part.due, whole.due) == (date(2024, 5, 10), LAST_DAY)
    assert "the decision of 1 March 2024 on the whole request" in part.ended_why
    assert whole.is_open


def test_a_corrected_date_of_a_denial_of_a_part_moves_the_right_and_does_not_lose_it() -> None:
    request = asked("us-foia", RECEIVED)
    document = make_document(request=request, item=make_item(published=True))
    decision = decide_document(document, Ruling("withheld"), by=None, on=date(2024, 2, 10))
    request.refresh_from_db()
    for day in (date(2024, 2, 11), date(2024, 2, 12)):
        entry = request.standing_events()[-1]
        request.correct(entry, by=None, on=day, note="The postmark.")
    assert decision.event_id != request.standing_events()[-1].pk
    assert right_to_appeal(request) == (date(2024, 5, 12), None, "")


def test_a_right_against_a_refusal_stands_while_the_request_is_taken_up_without_an_appeal() -> None:
    request = foia()
    request.reopen(by=None, on=date(2024, 3, 10), note="They released one more page.")
    assert right_to_appeal(request) == (LAST_DAY, None, "")
    refused(request, date(2024, 4, 1))
    first, second = terms_of(request, "appeal_filing")
    assert "gives a new term" in first.ended_why
    assert (second.due, second.is_open) == (date(2024, 6, 30), True)


def test_after_a_remand_only_the_second_decision_can_be_appealed() -> None:
    request = foia()
    appeal = appealed(request, "agency_appeal", date(2024, 4, 1))
    appeal.act("decide", by=None, on=date(2024, 4, 20), outcome="remanded")
    request.refresh_from_db()
    assert terms_of(request, "appeal_filing") == []
    refused(request, date(2024, 6, 1))
    assert right_to_appeal(request) == (date(2024, 8, 30), None, "")


# --- Appeals ---------------------------------------------------------------------------------


def test_an_appeal_filed_before_the_letter_reached_us_is_in_time() -> None:
    request = asked("us-foia", RECEIVED, authority=STATE)
    refused(request, REFUSED, received_on=date(2024, 3, 20))
    appealed(request, "agency_appeal", date(2024, 3, 12))
    assert right_to_appeal(request) == (date(2024, 6, 18), date(2024, 3, 12), "")


def test_an_appeal_filed_before_the_refusal_does_not_use_the_right_that_the_refusal_gives() -> None:
    request = asked("us-foia", RECEIVED)
    appealed(request, "agency_appeal", date(2024, 2, 20))
    refused(request, REFUSED)
    assert right_to_appeal(request) == (LAST_DAY, None, "")


def test_an_appeal_taken_back_in_time_leaves_the_right_and_a_second_one_uses_it() -> None:
    request = foia()
    appealed(request, "agency_appeal", date(2024, 3, 5)).act(
        "withdraw", by=None, on=date(2024, 3, 8)
    )
    request.refresh_from_db()
    assert right_to_appeal(request) == (LAST_DAY, None, "")
    appealed(request, "agency_appeal", date(2024, 4, 2))
    assert right_to_appeal(request) == (LAST_DAY, date(2024, 4, 2), "")


def test_an_appeal_taken_back_after_the_last_day_had_used_the_right() -> None:
    request = foia()
    appealed(request, "agency_appeal", date(2024, 3, 5)).act(
        "withdraw", by=None, on=date(2024, 6, 8)
    )
    assert right_to_appeal(request) == (LAST_DAY, date(2024, 3, 5), "")
    assert missed(request) == []


@pytest.mark.parametrize(
    ("closed", "due"), [(date(2023, 7, 20), [date(2023, 8, 30)]), (date(2023, 6, 20), [])]
)
def test_the_way_to_the_panel_opened_by_silence_outlives_that_the_appeal_is_closed(
    closed: date, due: list[date]
) -> None:
    request = refused(asked("us-mdr", date(2022, 5, 2)), date(2022, 12, 1))
    appeal = appealed(request, "agency_appeal", date(2022, 12, 27))
    appeal.act("receive", by=None, on=date(2023, 1, 2))
    appeal.act("close_without_decision", by=None, on=closed)
    assert due_under(request, "iscap_after_appeal_silence") == due
    assert not request.deadlines.overdue(date(2024, 1, 1)).exists()


def test_a_day_of_an_appeal_is_not_corrected_to_after_its_decision() -> None:
    request = foia()
    appeal = appealed(request, "agency_appeal", date(2024, 4, 2))
    filed = request.standing_events()[-1]
    appeal.act("decide", by=None, on=date(2024, 4, 20), outcome="affirmed")
    request.refresh_from_db()
    with pytest.raises(ValidationError, match="can not be after 20 April 2024"):
        request.correct(filed, by=None, on=date(2024, 5, 2), note="Wrong.")
    request.correct(filed, by=None, on=date(2024, 4, 3), note="The portal says the third.")
    assert right_to_appeal(request)[1] == date(2024, 4, 3)


def test_a_refusal_whose_date_is_corrected_after_the_appeal_moves_the_right_it_met() -> None:
    request = foia()
    appealed(request, "agency_appeal", date(2024, 4, 2))
    entry = next(e for e in request.standing_events() if e.kind == "decided")
    request.correct(entry, by=None, on=date(2024, 3, 5), note="The letter is of the fifth.")
    assert right_to_appeal(request) == (date(2024, 6, 3), date(2024, 4, 2), "")


# --- Another law, another authority, another rule --------------------------------------------


def test_dates_follow_another_law_and_another_authority_chosen_at_the_desk() -> None:
    request = asked("us-foia", RECEIVED)
    state = type(request.authority).objects.get(name=STATE)
    refused(request, REFUSED, received_on=date(2024, 3, 20))
    request.authority = state
    request.save()
    request.keep_deadlines()
    assert due_under(request, "appeal_filing") == [date(2024, 6, 18)]
    request.regime, request.kind = law("us-mdr"), "mdr"
    request.save()
    request.keep_deadlines()
    assert due_under(request, "appeal_filing") == []
    assert due_under(request, "agency_appeal_filing") == [date(2024, 5, 19)]


def test_a_rule_that_begins_between_receipt_and_decision_holds_for_the_decision() -> None:
    DeadlineRule.objects.filter(code="determination", regime__code="us-foia").update(
        valid_to=date(2024, 2, 14)
    )
    request = foia()
    assert due_under(request, "determination") == [date(2024, 2, 29)]
    general = DeadlineRule.objects.filter(code="appeal_filing", authority=None)
    general.update(valid_from=date(2024, 2, 15))
    request.keep_deadlines()
    assert due_under(request, "appeal_filing") == [LAST_DAY]


def test_two_notices_on_one_day_are_one_date_however_often_it_is_computed() -> None:
    request = asked("us-pra", date(2024, 10, 1))
    for _ in range(2):
        request.record_notice(by=None, on=date(2024, 11, 4))
    assert [row.due_on for row in request.deadlines.all()] == [date(2025, 2, 3)]
    assert not request.keep_deadlines()


def test_an_appeal_of_another_request_meets_nothing() -> None:
    request = foia()
    make_appeal(filed_on=date(2024, 4, 1))
    assert right_to_appeal(request) == (LAST_DAY, None, "")

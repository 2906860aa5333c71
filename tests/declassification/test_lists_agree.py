"""Lists asked of the database say what the clock of each request says, whatever happened to it."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from declassification.cases import Running
from declassification.models import AccessRequest, Deadline, begin_appeal
from declassification.stages import Outcome
from declassification.terms import Bound
from tests.declassification.by_hand import asked
from tests.declassification.make import rule

pytestmark = pytest.mark.django_db
RECEIVED = date(2016, 5, 3)
LAWS = ["us-foia", "us-mdr", "uk-foia", "fr-crpa", "fr-derogation", "be-publicite", "us-pra"]
STEPS: dict[str, dict[str, Any]] = {
    "acknowledge": {},
    "start_processing": {},
    "ask_clarification": {"stops_clock": True},
    "answer_clarification": {},
    "ask_fee": {"stops_clock": True},
    "settle_fee": {},
    "refer": {"party": "another office"},
    "extend": {},
    "decide": {"outcome": Outcome.NO_RECORDS},
    "record_silence": {},
    "close": {},
    "reopen": {"note": "Something new came."},
    "withdraw_request": {},
    "refuse_fee_waiver": {},
    "record_notice": {},
    "record_public_release": {},
}
APPEAL_STEPS = {
    "file": "",
    "receive": "",
    "acknowledge": "",
    "decide": "affirmed",
    "withdraw": "",
    "close_without_decision": "",
}
DEEDS = st.sampled_from([*STEPS, *(f"appeal {verb}" for verb in APPEAL_STEPS), "appeal remand"])
LOGS = st.lists(st.tuples(DEEDS, st.sampled_from([0, 1, 9, 31, 90])), min_size=3, max_size=14)


def do(request: AccessRequest, deed: str, on: date) -> None:
    """Do what is possible; what the state refuses is not done."""
    appeal = request.appeals.last()
    if deed in STEPS:
        facts = dict(STEPS[deed])
        if deed == "extend":
            facts["rule"] = rule("unusual_circumstances")
        if deed in ("ask_clarification", "decide"):
            facts["reply_by"] = on + timedelta(days=20)
        getattr(request, deed)(by=None, on=on, **facts)
    elif appeal is None or deed == "appeal file":
        level = request.clock().rights[-1].term.level if request.clock().rights else ""
        begun = begin_appeal(
            request, level=level or "agency_appeal", against="denial", by=None, on=on
        )
        begun.act("file", by=None, on=on)
    else:
        verb = deed.removeprefix("appeal ")
        verb, outcome = ("decide", "remanded") if verb == "remand" else (verb, APPEAL_STEPS[verb])
        appeal.act(verb, by=None, on=on, outcome=outcome)


def lived(law: str, log: list[tuple[str, int]]) -> tuple[AccessRequest, date]:
    request, on = asked(law, RECEIVED), RECEIVED
    for deed, days in log:
        on += timedelta(days=days)
        with suppress(ValidationError):
            do(request, deed, on)
        request = AccessRequest.objects.get(pk=request.pk)
    return request, on


def named(running: list[Running]) -> list[tuple[str, date]]:
    return sorted({(one.term.name, one.computed.start.on) for one in running})


def rows(deadlines: Any) -> list[tuple[str, date]]:
    return sorted(set(deadlines.values_list("name", "starts_on")))


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.sampled_from(LAWS), LOGS, st.sampled_from([0, 1, 20, 60, 400, 1200]))
def test_lists_agree_with_the_clock_after_any_log(
    law: str, log: list[tuple[str, int]], later: int
) -> None:
    with transaction.atomic():
        request, last = lived(law, log)
        today = min(last + timedelta(days=later), date(2026, 11, 1))
        clock, own = request.clock(today), Deadline.objects.filter(request=request)
        overdue = AccessRequest.objects.filter(pk=request.pk).overdue(today).exists()
        assert overdue == clock.is_overdue
        assert not (clock.paused_since and overdue)
        waiting = [one for one in clock.rights if one.act_by is not None]
        assert rows(own.usable(today)) == named([o for o in waiting if o.act_by >= today])
        ours = [o for o in clock.running if o.is_ours and o.term.bound != Bound.EARLIEST]
        late = [
            o for o in ours if o.met_on and not o.ended_why and o.act_by and o.met_on > o.act_by
        ]
        assert rows(own.missed(today)) == named(
            [*late, *(one for one in waiting if one.act_by < today)]
        )
        assert own.count() == len(
            {(o.term.key, o.due, o.appeal, o.computed) for o in clock.running}
        )
        assert not request.keep_deadlines()
        transaction.set_rollback(True)

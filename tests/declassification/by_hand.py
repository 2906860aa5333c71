"""Requests brought to a rule by their verbs, and what every test of a date asks besides it."""

from datetime import date, timedelta
from typing import Any

from declassification.cases import Running
from declassification.models import AccessRequest, Appeal, Authority, Deadline, begin_appeal
from declassification.stages import Outcome
from tests.declassification.make import law, make_authority, make_request


def asked(code: str, received: date, *, authority: str = "", **fields: Any) -> AccessRequest:
    """Make a request under a law and bring it to its receipt, sent three days before."""
    regime = law(code)
    fields.setdefault("kind", (regime.request_kinds or ["other"])[0])
    whose = Authority.objects.get(name=authority) if authority else make_authority()
    request = make_request(regime=regime, authority=whose, **fields)
    sent = received - timedelta(days=3)
    request.approve(by=None, on=sent)
    request.send(by=None, on=sent)
    request.record_receipt(by=None, on=received)
    return request


def refused(request: AccessRequest, on: date, **facts: Any) -> AccessRequest:
    """Let the authority say that it has no such documents: a refusal that can be appealed."""
    request.decide(by=None, on=on, outcome=Outcome.NO_RECORDS, **facts)
    return request


def appealed(request: AccessRequest, level: str, filed: date, **fields: Any) -> Appeal:
    """Begin and file an appeal on one day."""
    appeal = begin_appeal(request, level=level, against="denial", by=None, on=filed, **fields)
    appeal.act("file", by=None, on=filed)
    return appeal


def terms_of(request: AccessRequest, code: str) -> list[Running]:
    """Return what runs under a rule, after a look that the kept dates say the same as the log."""
    fresh = AccessRequest.objects.get(pk=request.pk)
    running = fresh.clock().running
    kept = [_as_kept(row) for row in fresh.deadlines.all()]
    computed = [_as_computed(one) for one in running]
    assert sorted(kept, key=repr) == sorted(computed, key=repr)
    return [one for one in running if one.term.code == code]


def _as_kept(row: Deadline) -> dict[str, Any]:
    names = ("rule_id", "appeal_id", "starts_on", "due_on", "stated_on", "met_on")
    more = ("opens_on", "is_estimated", "ended_why", "explanation")
    return {name: getattr(row, name) for name in (*names, *more)}


def _as_computed(one: Running) -> dict[str, Any]:
    return {
        "rule_id": one.term.key,
        "appeal_id": one.appeal,
        "starts_on": one.computed.start.on,
        "opens_on": one.opens_on,
        "due_on": one.due,
        "stated_on": one.stated_on,
        "met_on": one.met_on,
        "is_estimated": one.computed.is_estimated,
        "ended_why": one.ended_why,
        "explanation": list(one.computed.explanation),
    }


def due_under(request: AccessRequest, code: str) -> list[date | None]:
    """Return the days on which what runs under a rule ends, the first one first."""
    return [one.due for one in terms_of(request, code)]


def said_of(request: AccessRequest, code: str) -> str:
    """Return how the only date under a rule explains itself."""
    (one,) = terms_of(request, code)
    return " ".join(one.computed.explanation)

"""Builders of the directors' room. Keyword-only; states are reached by the verbs themselves."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from collections_app.models import ArchivalItem, ExemptionCode, User
from collections_app.publication import PublicationState
from declassification.deciding import Ruling, decide_document
from declassification.models import (
    AccessRequest,
    Appeal,
    Authority,
    AuthorityContact,
    AuthorityKind,
    DeadlineRule,
    Decision,
    LegalRegime,
    ReferenceNumber,
    RequestedDocument,
    RequestKind,
    begin_appeal,
)
from declassification.stages import Determination, Outcome, Stage
from declassification.terms import Level
from tests.make import checked, make_item, make_repository, next_number, published_if

SENT, RECEIVED, LATER = date(2016, 4, 26), date(2016, 5, 3), date(2016, 5, 10)


def law(code: str) -> LegalRegime:
    return LegalRegime.objects.get(code=code)


def us_foia() -> LegalRegime:
    return law("us-foia")


def fr_crpa() -> LegalRegime:
    return law("fr-crpa")


def rule(code: str, law: str = "us-foia") -> DeadlineRule:
    """Return the general rule of a law, not one of a single authority."""
    return DeadlineRule.objects.get(regime__code=law, code=code, authority=None)


def make_authority(
    *,
    name: str = "",
    published: bool = True,
    public_from: datetime | None = None,
    **fields: Any,
) -> Authority:
    """Make an authority; published, as most tests are about its requests."""
    fields = {"kind": AuthorityKind.AGENCY, "country": "US"} | fields
    if "repository" not in fields:
        fields["repository"] = make_repository(published=True)
    authority = Authority(name=name or f"Authority {next_number()}", **fields)
    return published_if(checked(authority), published, public_from)


def make_contact(*, authority: Authority | None = None, **fields: Any) -> AuthorityContact:
    """Make whom to write to at an authority; for the house only."""
    fields = {"name": "Registry", "email": "registry@authority.example"} | fields
    return checked(AuthorityContact(authority=authority or make_authority(), **fields))


def make_reference_number(
    *, request: AccessRequest | None = None, value: str = "", **fields: Any
) -> ReferenceNumber:
    """Make a number by which an authority knows a request."""
    value = value or f"2016-{next_number():05d}"
    return checked(ReferenceNumber(request=request or make_request(), value=value, **fields))


def make_request(
    *,
    title: str = "",
    authority: Authority | None = None,
    items: Sequence[ArchivalItem] = (),
    stage: str = Stage.DRAFT,
    by: User | None = None,
    published: bool = False,
    public_from: datetime | None = None,
    **fields: Any,
) -> AccessRequest:
    """Make a request under the US Freedom of Information Act, brought to `stage` by its verbs."""
    defaults = {"kind": RequestKind.FOIA, "regime": us_foia(), "scope": "Cables of April 1994."}
    request = AccessRequest(
        title=title or f"Request {next_number()}",
        authority=authority or make_authority(),
        **(defaults | fields),
    )
    checked(request)
    for item in items:
        make_document(request=request, item=item)
    bring_to(request, stage, by=by)
    return published_if(request, published, public_from)


def bring_to(request: AccessRequest, stage: str, *, by: User | None = None) -> None:
    """Bring a draft to a state along the usual way, on the usual days."""
    steps: dict[str, list[tuple[str, date, dict[str, Any]]]] = {
        Stage.DRAFT: [],
        Stage.APPROVED: [("approve", SENT, {})],
        Stage.SENT: [("send", SENT, {})],
        Stage.RECEIVED: [("record_receipt", RECEIVED, {})],
        Stage.ACKNOWLEDGED: [("acknowledge", LATER, {})],
        Stage.IN_PROCESS: [("start_processing", LATER, {})],
        Stage.DECIDED: [("decide", date(2016, 6, 1), {"outcome": Outcome.NO_RECORDS})],
        Stage.CLOSED: [("close", date(2016, 6, 2), {})],
    }
    branches: dict[str, tuple[str, list[tuple[str, date, dict[str, Any]]]]] = {
        Stage.CLARIFICATION_DUE: (Stage.RECEIVED, [("ask_clarification", LATER, {})]),
        Stage.FEE_DUE: (Stage.RECEIVED, [("ask_fee", LATER, {})]),
        Stage.REFERRED: (Stage.RECEIVED, [("refer", LATER, {"party": "another office"})]),
        Stage.ROLLING: (Stage.RECEIVED, [("release_part", LATER, {})]),
        Stage.WITHDRAWN: (Stage.RECEIVED, [("withdraw_request", LATER, {})]),
        Stage.RETURNED: (Stage.SENT, [("mark_returned", LATER, {})]),
    }
    trunk, last = branches.get(stage, (stage, []))
    if stage == Stage.SUPERSEDED:
        trunk = Stage.RECEIVED
        last = [("supersede", LATER, {"superseded_by": make_request()})]
    way = list(steps)
    for step in way[: way.index(trunk) + 1]:
        for verb, on, facts in steps[step]:
            getattr(request, verb)(by=by, on=on, **facts)
    if stage == Stage.ROLLING:
        release(request, by=by, on=LATER)
    for verb, on, facts in last:
        getattr(request, verb)(by=by, on=on, **facts)


def release(request: AccessRequest, *, by: User | None = None, on: date) -> None:
    """Let one more document of a request be released in full."""
    document = make_document(request=request, item=make_item())
    ruling = Ruling(Determination.RELEASED_FULL, repository=make_repository())
    decide_document(document, ruling, by=by, on=on)


def make_document(
    *, request: AccessRequest, item: ArchivalItem | None = None, title: str = "", **fields: Any
) -> RequestedDocument:
    """Make a document asked for: an item, or a line of a withdrawal sheet."""
    title = title or ("" if item else f"Memorandum {next_number()}")
    return checked(RequestedDocument(request=request, item=item, title=title, **fields))


def make_appeal(
    *,
    request: AccessRequest | None = None,
    level: str = Level.AGENCY_APPEAL,
    on: date = date(2016, 7, 4),
    filed_on: date | None = None,
    by: User | None = None,
    **fields: Any,
) -> Appeal:
    """Begin an appeal, and file it on a day if told; without a request against “no records”."""
    if request is None:
        request = make_request(stage=Stage.RECEIVED, by=by)
        request.decide(by=by, on=date(2016, 7, 1), outcome=Outcome.NO_RECORDS)
    appeal = begin_appeal(request, level=level, against="denial", by=by, on=on, **fields)
    if filed_on is not None:
        appeal.act("file", by=by, on=filed_on)
    return appeal


def make_decision(
    *,
    document: RequestedDocument | None = None,
    request: AccessRequest | None = None,
    determination: str = Determination.RELEASED_PART,
    exemptions: Sequence[ExemptionCode] = (),
    on: date = date(2016, 5, 20),
    by: User | None = None,
    **facts: Any,
) -> Decision:
    """Record a decision by the deed; without a document on a new published item."""
    if document is None:
        request = request or make_request(stage=Stage.IN_PROCESS)
        document = make_document(request=request, item=make_item(published=True))
    ruling = Ruling(determination, exemptions=dict.fromkeys(exemptions, ""), **facts)
    return decide_document(document, ruling, by=by, on=on)


def set_publication(record: Any, state: str, public_from: datetime | None) -> None:
    """Put a publication state by force, to test every row of the truth table."""
    is_published = state == PublicationState.PUBLISHED
    fields: dict[str, Any] = {"state": state, "public_from": public_from if is_published else None}
    if hasattr(record, "cleared_at"):
        fields["cleared_at"] = timezone.now() if is_published else None
    type(record).objects.filter(pk=record.pk).update(**fields)
    record.refresh_from_db()

"""Five requests that were never sent, to an authority that does not exist, moved by their verbs."""

from datetime import date, timedelta
from typing import Any

from briefingbooks.demonstration import reading
from briefingbooks.demonstration.keeping import Demonstration
from briefingbooks.demonstration.reading import Row
from collections_app.models import AccessCondition, Copy, ExemptionCode
from declassification.deciding import Ruling, decide_document
from declassification.models import (
    AccessRequest,
    Authority,
    LegalRegime,
    ReferenceNumber,
    RequestedDocument,
    RequestKind,
)


def load_requests(demonstration: Demonstration) -> None:
    """Keep the fictional authority and the requests; each new one is taken through its steps."""
    data = reading.document("requests.toml")
    authority = _authority(demonstration, data["authority"])
    regime = LegalRegime.objects.get(code=data["authority"]["regime"])
    for row in data["request"]:
        _keep(demonstration, row, authority, regime)


def _authority(demonstration: Demonstration, row: Row) -> Authority:
    values = {
        "name": row["name"],
        "kind": row["kind"],
        "how_to_request": row["how_to_request"],
        "repository": demonstration.get("archive", row["archive"]),
        "is_fictional": True,
    }
    authority, is_new = demonstration.keep(Authority, {"name": row["name"]}, values)
    if is_new:
        authority.publish(by=None)
    return authority


def _keep(
    demonstration: Demonstration, row: Row, authority: Authority, regime: LegalRegime
) -> None:
    values = {
        "kind": RequestKind.FOIA,
        "authority": authority,
        "regime": regime,
        "title": row["title"],
        "scope": row["scope"],
        "is_demonstration": True,
    }
    where = {"reference_numbers__value": row["number"], "is_demonstration": True}
    request, is_new = demonstration.keep(AccessRequest, where, values)
    if not is_new:
        return
    number = {"request": request, "value": row["number"], "issued_by": "the demonstration"}
    demonstration.add(ReferenceNumber, {**number, "role": ReferenceNumber.Role.OTHER})
    documents = _add_documents(demonstration, request, row["documents"])
    for step in row.get("steps", []):
        _take(demonstration, request, documents, step)
    if row.get("publish", True):
        request.publish(by=None)


def _add_documents(
    demonstration: Demonstration, request: AccessRequest, rows: list[Row]
) -> list[RequestedDocument]:
    documents = []
    for position, row in enumerate(rows, start=1):
        values: dict[str, Any] = {"request": request, "position": position, **row}
        values["item"] = demonstration.get("item", row.get("item", ""))
        documents.append(demonstration.add(RequestedDocument, values))
    return documents


def _take(
    demonstration: Demonstration,
    request: AccessRequest,
    documents: list[RequestedDocument],
    step: Row,
) -> None:
    """Do one step of a request, so many days before today where the authority is."""
    on = request.authority.today() - timedelta(days=step["days_ago"])
    if step["verb"] == "decide_document":
        _decide(demonstration, documents[0], step, on)
        return
    facts = {name: step[name] for name in ("stops_clock", "outcome") if name in step}
    verb = getattr(request, step["verb"])
    verb(by=None, on=on, public_note=step.get("say", ""), **facts)


def _decide(demonstration: Demonstration, document: RequestedDocument, step: Row, on: date) -> None:
    grounds = ExemptionCode.objects.filter(scheme="FOIA", code__in=step["exemptions"])
    ruling = Ruling(
        determination=step["determination"],
        exemptions=dict.fromkeys(grounds, ""),
        public_reason=step["reason"],
        access_condition=AccessCondition.OPEN,
    )
    decision = decide_document(document, ruling, by=None, on=on)
    if decision.copy is not None:
        demonstration.name("drawn", "sheet.toml", _opened(decision.copy))


def _opened(copy: Copy) -> Copy:
    """Open a released copy to readers, as a cataloguer does once it has been looked through."""
    copy.is_shown = copy.is_opened = True
    copy.full_clean()
    copy.save()
    return copy

"""Requests to open documents as plain values: only what is meant for readers."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date as Day  # noqa: N812  a field of the values is called date

from django.db.models import Prefetch, QuerySet
from ninja import Schema
from pydantic import Field

from briefingbooks.open_data.parts import Absolute, Named, Public, public
from collections_app.models import Subject
from declassification.assembly import request_line
from declassification.models import AccessRequest, Decision, RequestedDocument, RequestEvent


class Moment(Schema):
    """An entry of the public timeline."""

    date: Day
    kind: str = Field(examples=["filed"])
    words: str = Field(examples=["Filed by letter."])


class Asked(Schema):
    """A document that was asked for, and what was decided on it, the latest decision last."""

    title: str
    item: str = Field(description="Its reference here, if it is described.", examples=["FTP-0001"])
    decisions: list[str] = Field(examples=[["released_part"]])


class RequestValues(Public):
    """A request to an authority to open documents."""

    id: str = Field(examples=["FTP-R-0001"])
    title: str
    scope: str
    kind: str = Field(examples=["foia"])
    authority: str = Field(examples=["Department of State"])
    law: str
    stage: str = Field(examples=["in_process"])
    outcome: str = Field(description="Empty while there is none.", examples=[""])
    in_words: str = Field(examples=["in process"])
    turning_point: Named | None
    timeline: list[Moment]
    documents: list[Asked]
    is_demonstration: bool


def requests() -> QuerySet:
    """Return the published requests with what their values need."""
    return (
        AccessRequest.objects.public()
        .for_card()
        .prefetch_related(Prefetch("turning_point", Subject.objects.public()))
    )


def request_values(records: Iterable[AccessRequest], absolute: Absolute) -> list[RequestValues]:
    """Return requests from `requests()` as values. Three queries more."""
    records = list(records)
    keys = [one.pk for one in records]
    moments: dict[int, list[Moment]] = defaultdict(list)
    for event in RequestEvent.objects.public().told().filter(request__in=keys):
        said = Moment(date=event.date, kind=event.kind, words=event.public_note)
        moments[event.request_id].append(said)
    asked = _asked(keys)
    return [_request(one, moments[one.pk], asked[one.pk], absolute) for one in records]


def _asked(keys: list[int]) -> dict[int, list[Asked]]:
    decided: dict[int, list[str]] = defaultdict(list)
    decisions = Decision.objects.public().told().filter(request__in=keys)
    for document, words in decisions.values_list("document", "determination"):
        decided[document].append(words)
    found: dict[int, list[Asked]] = defaultdict(list)
    documents = RequestedDocument.objects.public().told().filter(request__in=keys)
    for one in documents.select_related("item"):
        item = one.item
        title, ref = (item.title, item.ref) if item else (one.title, "")
        found[one.request_id].append(Asked(title=title, item=ref, decisions=decided[one.pk]))
    return found


def _request(
    one: AccessRequest, timeline: list[Moment], documents: list[Asked], absolute: Absolute
) -> RequestValues:
    line, point = request_line(one), one.turning_point
    return RequestValues(
        **public(one, absolute),
        id=one.number,
        title=one.title,
        scope=one.scope,
        kind=one.kind,
        authority=line.authority,
        law=line.law,
        stage=one.stage,
        outcome=one.outcome,
        in_words=f"{line.stage}: {line.outcome}" if line.outcome else line.stage,
        turning_point=Named(id=point.slug, label=point.label_en) if point else None,
        timeline=timeline,
        documents=documents,
        is_demonstration=one.is_demonstration,
    )

"""One request made into several, and several made into one: each deed whole or not at all.

A request that goes on gives its documents away; one that ends keeps them, as what was asked.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.db import transaction

from collections_app import dependants
from collections_app.history import create_many, update_many
from collections_app.models import ArchivalItem, ChangeSet
from collections_app.models.changes import recording
from declassification.explaining import counted
from declassification.models import AccessRequest, ReferenceNumber, Refused, RequestedDocument
from declassification.stages import AWAITING_ANSWER, PREPARING, Stage

if TYPE_CHECKING:
    from collections_app.models import User

# While a request stands here, documents may leave it and come to it.
OPEN = PREPARING | AWAITING_ANSWER | {Stage.RETURNED}
# What a new part has from the request of which it is one.
INHERITED = (
    *("kind", "authority", "regime", "scope", "turning_point", "priority", "assigned_to"),
    *("strategy", "is_demonstration"),
)
DESCRIBES = (
    *("item_id", "title", "document_type", "date", "box", "folder", "document_number", "pages"),
    *("restriction_codes", "source", "is_told", "notes"),
)
MOST_PARTS = 100
MOST_MERGED = 50


@dataclass(frozen=True, slots=True)
class Part:
    """What a new request takes: its title and documents of the one that is split."""

    title: str
    documents: Sequence[RequestedDocument]


def split(
    request: AccessRequest,
    parts: Sequence[Part],
    *,
    by: "User | None",
    on: date,
    supersedes: bool,
    note: str = "",
) -> list[AccessRequest]:
    """Make a draft of every part, each naming `request` as its origin; return the drafts.

    With `supersedes` the request ends, superseded by the first draft, and keeps its documents as
    its record; otherwise it goes on with the rest. Raises `Refused` where it has been answered or
    has ended, where nothing is chosen, where nothing would stay, or where somebody acted on it
    meanwhile, and `ValidationError` for a document taken twice, decided on, or of another request.
    """
    with (
        request.together(),
        transaction.atomic(),
        recording(by=by, source=ChangeSet.Source.DESK, title=f"{request.number} split"),
    ):
        refuse_not_open(request._locked(), "split")
        request._refuse_future(on)
        _refuse_parts(request, parts, supersedes=supersedes)
        made = [_part_of(request, part, by=by, keeps=supersedes) for part in parts]
        numbers = ", ".join(draft.number for draft in made)
        for draft, part in zip(made, parts, strict=True):
            words = f"Split from {request.number}, with {counted(len(part.documents), 'document')}."
            draft.add_note(by=by, on=on, note=words)
        words = " ".join(filter(None, [f"Split into {numbers}.", note.strip()]))
        if supersedes:
            request.supersede(by=by, on=on, superseded_by=made[0], note=words)
        else:
            request.add_note(by=by, on=on, note=words)
        _announce(parts, by)
    return made


def merge(
    request: AccessRequest,
    others: Collection[AccessRequest],
    *,
    by: "User | None",
    on: date,
    note: str = "",
) -> int:
    """Let `request` ask for what the others ask for; they end, superseded by it. Return how many
    documents came.

    The others keep their documents as their record. What was decided on, and what `request` asks
    for already, does not come; their numbers in use come along. Raises `Refused` where one has
    been answered or has ended, is addressed to another authority or made under another law, or
    where none is chosen.
    """
    keys = sorted({request.pk, *(other.pk for other in others)})
    with (
        request.together(),
        transaction.atomic(),
        recording(by=by, source=ChangeSet.Source.MERGE, title=f"Merged into {request.number}"),
    ):
        rows = AccessRequest.objects.select_for_update().filter(pk__in=keys).order_by("pk")
        locked = {row.pk: row for row in rows}
        chosen = [locked[key] for key in keys if key in locked and key != request.pk]
        refuse_not_open(request._locked(), "added to")
        _refuse_merging(request, chosen)
        came = _take_documents(request, chosen)
        _take_numbers(request, chosen)
        numbers = ", ".join(other.number for other in chosen)
        words = f"{numbers} merged into this request: {counted(came, 'document')} came."
        request.add_note(by=by, on=on, note=" ".join(filter(None, [words, note.strip()])))
        for other in chosen:
            words = f"Merged into {request.number}."
            other.supersede(by=by, on=on, superseded_by=request, note=words)
        for item in request.items.all():
            dependants.announce_change(item, by=by)
    return came


def may_be_merged(request: AccessRequest) -> Any:
    """Return the requests that can be merged into this one: same authority, law, kind, all open."""
    same = AccessRequest.objects.filter(
        authority=request.authority_id,
        regime=request.regime_id,
        kind=request.kind,
        is_demonstration=request.is_demonstration,
        stage__in=sorted(OPEN),
    )
    return same.exclude(pk=request.pk).order_by("number")


def refuse_not_open(request: AccessRequest, done: str) -> None:
    """Raise `Refused` where a request has been answered or has ended."""
    if request.stage not in OPEN:
        stage = request.get_stage_display()
        raise Refused(f"{request.number} is “{stage}”: it can not be {done} any more.")


def _refuse_parts(request: AccessRequest, parts: Sequence[Part], *, supersedes: bool) -> None:
    if not parts or not all(part.documents for part in parts):
        raise Refused("Nothing is chosen: each part takes at least one document.")
    if len(parts) > MOST_PARTS:
        raise Refused(f"At most {MOST_PARTS} parts are made at once.")
    taken = [document.pk for part in parts for document in part.documents]
    if len(taken) != len(set(taken)):
        raise ValidationError("A document goes into one part only.")
    own = RequestedDocument.objects.filter(request=request)
    if len(set(taken) & set(own.values_list("pk", flat=True))) != len(taken):
        raise ValidationError("A document chosen is not asked for by this request.")
    decided = own.filter(decisions__isnull=False).distinct()
    for document in decided.select_related("item"):
        if document.pk in taken:
            raise ValidationError(f"“{document}” was decided on here: it stays in this request.")
    if not supersedes and own.count() == len(taken):
        raise Refused(
            "Nothing would stay in this request: leave a document, or let the first part take "
            "its place."
        )


def _part_of(
    request: AccessRequest, part: Part, *, by: "User | None", keeps: bool
) -> AccessRequest:
    fields = {name: getattr(request, name) for name in INHERITED}
    draft = AccessRequest(title=part.title, created_by=by, updated_by=by, **fields)
    draft.split_from = request
    draft.full_clean()
    draft.save()
    if keeps:
        create_many(RequestedDocument, _copies(part.documents, draft, 0))
    else:
        for number, document in enumerate(part.documents, start=1):
            document.request, document.position = draft, number
        update_many(RequestedDocument, part.documents, ["request", "position"])
    return draft


def _copies(
    documents: Collection[RequestedDocument], request: AccessRequest, after: int
) -> list[RequestedDocument]:
    return [
        RequestedDocument(
            request=request,
            position=min(after + number, 32_767),
            **{name: getattr(document, name) for name in DESCRIBES},
        )
        for number, document in enumerate(documents, start=1)
    ]


def _announce(parts: Sequence[Part], by: "User | None") -> None:
    items = {document.item_id for part in parts for document in part.documents}
    for item in ArchivalItem.objects.filter(pk__in=items - {None}):
        dependants.announce_change(item, by=by)


def _refuse_merging(request: AccessRequest, others: Sequence[AccessRequest]) -> None:
    if not others:
        raise Refused("Nothing is chosen: choose at least one other request.")
    if len(others) > MOST_MERGED:
        raise Refused(f"At most {MOST_MERGED} requests are merged at once.")
    for other in others:
        refuse_not_open(other, "merged")
        if other.authority_id != request.authority_id:
            raise Refused(f"{other.number} is addressed to another authority: {other.authority}.")
        if (other.regime_id, other.kind) != (request.regime_id, request.kind):
            raise Refused(f"{other.number} was made under another law or as another kind.")
        if other.is_demonstration != request.is_demonstration:
            raise Refused("A demonstration and a request in earnest can not be merged.")


def _same(document: RequestedDocument) -> tuple[Any, ...]:
    """Return by what two documents are taken for one: the item, or every word of the line."""
    if document.item_id is not None:
        return (document.item_id,)
    words = ("title", "date", "box", "folder", "document_number")
    return tuple(getattr(document, name).casefold() for name in words)


def _take_documents(request: AccessRequest, others: Sequence[AccessRequest]) -> int:
    present = list(request.documents.all())
    known = {_same(document) for document in present}
    wanted = []
    for other in others:
        for document in other.documents.filter(decisions__isnull=True):
            if _same(document) not in known:
                known.add(_same(document))
                wanted.append(document)
    last = max((document.position for document in present), default=0)
    return len(create_many(RequestedDocument, _copies(wanted, request, last)))


def _take_numbers(request: AccessRequest, others: Sequence[AccessRequest]) -> None:
    known = set(request.reference_numbers.values_list("value", "issued_by"))
    for other in others:
        for number in other.reference_numbers.filter(is_current=True):
            if (number.value, number.issued_by) not in known:
                known.add((number.value, number.issued_by))
                ReferenceNumber.objects.create(
                    request=request,
                    value=number.value,
                    issued_by=number.issued_by,
                    role=number.role,
                )

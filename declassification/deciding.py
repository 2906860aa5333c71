"""Recording what an authority decided on a document: log, decision and copy in one deed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from collections_app.declassification_status import record_release
from collections_app.intake import Prepared, keep, prepare
from collections_app.models import (
    AccessCondition,
    Copy,
    ExemptionCode,
    Extent,
    HowObtained,
    Repository,
    User,
)
from collections_app.storing import Removals, all_or_nothing
from declassification.explaining import in_words
from declassification.models import (
    NEVER_TOLD,
    AccessRequest,
    Decision,
    ExemptionCited,
    RequestedDocument,
    RequestEvent,
    RequestKind,
)
from declassification.stages import Determination

EXTENTS = {
    Determination.RELEASED_FULL: Extent.IN_FULL,
    Determination.RELEASED_PART: Extent.EXCISED,
    Determination.WITHHELD: Extent.WITHHELD,
}
RELEASES = (Determination.RELEASED_FULL, Determination.RELEASED_PART)
HOW_OBTAINED = {
    RequestKind.FOIA: HowObtained.FOIA,
    RequestKind.MDR: HowObtained.MDR,
    RequestKind.ISCAP_APPEAL: HowObtained.ISCAP,
    RequestKind.TRIBUNAL_ACCESS: HowObtained.TRIBUNAL,
}
# Kinds whose answer opens a document to one person or in one case, not the information itself.
OPENS_NO_INFORMATION = (RequestKind.DEROGATION, RequestKind.TRIBUNAL_ACCESS)


@dataclass(frozen=True, slots=True)
class Ruling:
    """What an authority decided on one document, as its letter and the release say.

    `exemptions` maps each ground to the statute it points to, or to an empty string.
    `is_act_of_originator` is false where the deciding body neither made the document nor
    succeeded the body that did; then the item's status does not change.
    """

    determination: str
    exemptions: Mapping[ExemptionCode, str] = field(default_factory=dict)
    agency_number: str = ""
    agency_batch: str = ""
    pages_reviewed: int | None = None
    pages_withheld: int | None = None
    public_reason: str = ""
    note: str = ""
    repository: Repository | None = None
    reference_code: str = ""
    access_condition: str = AccessCondition.NOT_REVIEWED
    is_act_of_originator: bool = True
    file: UploadedFile | None = None


def decide_document(
    document: RequestedDocument,
    ruling: Ruling,
    *,
    by: User | None,
    on: date,
    written: Removals | None = None,
) -> Decision:
    """Record a decision on a document; a release or withholding of an item becomes a copy of it.

    The log, the decision, the copy with its file and the item's status are kept together or not at
    all; a caller whose own transaction goes on passes `written` as to `collections_app.intake`. The
    copy is known to the house only until the request is public. Raises `Refused` where the state
    of the request does not allow it, and `ValidationError` for what contradicts itself: a date in
    the future or before receipt, a release of a document that is not described, a number used
    before in the batch, a demonstration that would open a real document.
    """
    request = document.request
    _refuse(document, ruling)
    prepared = _prepared(ruling)
    with request.together(), all_or_nothing(written) as noted:
        event = request.act("decide_document", by=by, on=on, note=ruling.note)
        copy = _copy_of(document, ruling, on)
        if copy is not None:
            record_release(copy, by=by)
            if prepared is not None:
                keep(prepared, copy, by=by, written=noted)
        decision = _decision(document, ruling, event, copy)
        decision.full_clean()
        decision.save()
        _cite(decision, ruling.exemptions)
        AccessRequest.objects.get(pk=request.pk).keep_deadlines()
    return decision


def _decision(
    document: RequestedDocument, ruling: Ruling, event: RequestEvent, copy: Copy | None
) -> Decision:
    return Decision(
        request=document.request,
        document=document,
        event=event,
        determination=ruling.determination,
        decided_on=event.date,
        copy=copy,
        agency_number=ruling.agency_number,
        agency_batch=ruling.agency_batch,
        pages_reviewed=ruling.pages_reviewed,
        pages_withheld=ruling.pages_withheld,
        public_reason=ruling.public_reason,
        note=ruling.note,
        replaces=document.decisions.filter(replaced_by__isnull=True).last(),
    )


def decide_documents(
    request: AccessRequest,
    rulings: Sequence[tuple[RequestedDocument, Ruling]],
    *,
    by: User | None,
    on: date,
) -> list[Decision]:
    """Record the decisions of one letter on documents of one request, all or none."""
    decisions = []
    with request.together(), all_or_nothing() as noted:
        for document, ruling in rulings:
            document.request = request
            made = decide_document(document, ruling, by=by, on=on, written=noted)
            decisions.append(made)
    return decisions


def _refuse(document: RequestedDocument, ruling: Ruling) -> None:
    if ruling.determination not in Determination.values:
        raise ValidationError({"determination": "Say what was decided."})
    item = document.item
    if item is None and ruling.determination in RELEASES:
        raise ValidationError(
            {
                "determination": f"“{document}” is not described yet. Describe it as an item and "
                "link it here: a release is a copy of a described document."
            }
        )
    if item is not None and document.request.is_demonstration and not item.is_demonstration:
        raise ValidationError(
            {"determination": f"A demonstration can not decide on a real document: {item}."}
        )


def _prepared(ruling: Ruling) -> Prepared | None:
    if ruling.file is None:
        return None
    if ruling.determination not in RELEASES:
        raise ValidationError({"file": "A file comes with a release; nothing was released here."})
    try:
        return prepare(ruling.file)
    except ValidationError as refusal:
        raise ValidationError({"file": refusal.messages}) from refusal


def _copy_of(document: RequestedDocument, ruling: Ruling, on: date) -> Copy | None:
    extent = EXTENTS.get(Determination(ruling.determination))
    if document.item is None or extent is None:
        return None
    request = document.request
    authority = request.authority
    repository = ruling.repository or authority.repository
    if repository is None:
        raise ValidationError(
            {"repository": f"Say which archive holds it: none is linked to {authority}."}
        )
    condition = _condition(request, ruling)
    return Copy(
        item=document.item,
        repository=repository,
        reference_code=ruling.reference_code,
        extent=extent,
        how_obtained=HOW_OBTAINED.get(RequestKind(request.kind), HowObtained.ACCESS_LAW),
        obtained_on=in_words(on),
        obtained_by=settings.INSTITUTION_NAME,
        released_on=on,
        released_by=authority.name,
        is_act_of_originator=(
            ruling.is_act_of_originator and request.kind not in OPENS_NO_INFORMATION
        ),
        agency_number=ruling.agency_number,
        agency_batch=ruling.agency_batch,
        access_condition=condition,
        is_internal=(condition in NEVER_TOLD or not document.is_told or not request.is_public()),
        provenance_note=_provenance(request, ruling),
        source_of_statement=f"Decision on request {request.number}",
    )


def _condition(request: AccessRequest, ruling: Ruling) -> str:
    """A derogation is personal: what it lets us read is never publishable."""
    is_personal = request.kind == RequestKind.DEROGATION and ruling.determination in RELEASES
    return AccessCondition.PERSONAL_PERMISSION if is_personal else ruling.access_condition


def _provenance(request: AccessRequest, ruling: Ruling) -> str:
    deed = "Released" if ruling.determination in RELEASES else "Withheld"
    return f"{deed} in answer to request {request.number}."


def _cite(decision: Decision, exemptions: Mapping[ExemptionCode, str]) -> None:
    for exemption, statute in exemptions.items():
        citation: dict[str, Any] = {"exemption": exemption, "statute": statute}
        ExemptionCited.objects.create(decision=decision, **citation)

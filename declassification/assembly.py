"""What the public tracker says of a request, put together in a constant number of queries.

Words come only from what is meant for readers: title, scope, law, the public words of the log, and
decisions. Notes, strategy, contacts and letters are never read here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import prefetch_related_objects
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collections_app.locked import locked_address
from collections_app.models import Repository, Subject
from collections_app.publication import Visitor
from declassification.clocks import Clock
from declassification.how_long import timing_sentences
from declassification.kinship import kin_of
from declassification.models import (
    AccessRequest,
    Appeal,
    Decision,
    LegalRegime,
    RequestedDocument,
    RequestEvent,
    Verification,
)
from declassification.models.requests import CLOCK_RELATIONS
from declassification.stages import Determination, Outcome, Stage

STILL_CLOSED = (Determination.WITHHELD, Determination.RELEASED_PART, Determination.NEITHER)


@dataclass(frozen=True, slots=True)
class RequestLine:
    """A request in a list: what was asked of whom under which law, and what became of it."""

    number: str
    title: str
    url: str
    authority: str
    law: str
    stage: str
    outcome: str
    is_demonstration: bool


@dataclass(frozen=True, slots=True)
class Link:
    """A label and an address; without an address only the words."""

    label: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry of the public timeline."""

    on: date
    kind: str
    words: str


@dataclass(frozen=True, slots=True)
class Ground:
    """A legal ground cited for withholding, with a sentence for readers."""

    code: str
    label: str
    explanation: str
    statute: str


@dataclass(frozen=True, slots=True)
class DecisionLine:
    """A decision on one document as readers are told of it."""

    on: date
    words: str
    pages: str
    number: str
    reason: str
    grounds: list[Ground]
    is_replaced: bool


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document that was asked for, and what was decided on it, the latest decision last."""

    title: str
    url: str
    details: list[str]
    decisions: list[DecisionLine]
    is_still_closed: bool
    standing: str


@dataclass(frozen=True, slots=True)
class Law:
    """The law a request rests on, and how far what is said about its terms was checked."""

    name: str
    citation: str
    summary: str
    source: Link | None
    caution: str


@dataclass(frozen=True, slots=True)
class Timing:
    """What the law allows and how long it took, with the explanation of the date."""

    sentences: list[str]
    due: date | None
    stated_due_on: date | None
    explanation: tuple[str, ...]
    source: Link | None


@dataclass(frozen=True, slots=True)
class AppealLine:
    """An appeal as readers are told of it: before whom, against what, how it stands."""

    before: str
    against: str
    summary: str
    standing: str


@dataclass(frozen=True, slots=True)
class RequestPage:
    """The whole public page of a request."""

    line: RequestLine
    scope: str
    law: Law | None
    timing: Timing | None
    timeline: list[Moment]
    appeals: list[AppealLine]
    documents: list[DocumentLine]
    grounds: list[Ground]
    archive: Link | None
    locked: Link | None
    how_to_ask: str
    turning_point: Link | None
    kin: list[tuple[str, list[Link]]]

    @property
    def still_closed(self) -> list[DocumentLine]:
        return [document for document in self.documents if document.is_still_closed]


def request_line(request: AccessRequest) -> RequestLine:
    """Assemble the line of a list from a request loaded with `for_card()`."""
    return RequestLine(
        number=request.number,
        title=request.title,
        url=request.get_absolute_url(),
        authority=request.authority.name,
        law=request.regime.name_shown if request.regime else "",
        stage=str(Stage(request.stage).label),
        outcome=str(Outcome(request.outcome).label) if request.outcome else "",
        is_demonstration=request.is_demonstration,
    )


def request_page(request: AccessRequest, user: Visitor) -> RequestPage:
    """Assemble the page of a request that this person may see."""
    prefetch_related_objects([request], *CLOCK_RELATIONS)
    documents = _documents(request, user)
    archive = _archive(request)
    return RequestPage(
        line=request_line(request),
        scope=request.scope,
        law=_law(request.regime) if request.regime else None,
        timing=_timing(request.clock()),
        timeline=_timeline(request, user),
        appeals=_appeals(request, user),
        documents=documents,
        grounds=_once(ground for line in documents for d in line.decisions for ground in d.grounds),
        archive=Link(archive.name, archive.get_absolute_url()) if archive else None,
        locked=_locked(archive) if archive else None,
        how_to_ask=request.authority.how_to_request or (archive.how_to_request if archive else ""),
        turning_point=_turning_point(request),
        kin=_kin(request),
    )


def _timeline(request: AccessRequest, user: Visitor) -> list[Moment]:
    events = RequestEvent.objects.visible_to(user).told().filter(request=request)
    return [Moment(e.date, e.get_kind_display(), e.public_note) for e in events]


def _appeals(request: AccessRequest, user: Visitor) -> list[AppealLine]:
    appeals = Appeal.objects.visible_to(user).told().filter(request=request)
    return [
        AppealLine(
            before=capfirst(appeal.get_level_display()),
            against=appeal.get_against_display(),
            summary=appeal.public_summary,
            standing=appeal.get_outcome_display() or appeal.get_stage_display(),
        )
        for appeal in appeals
    ]


def _documents(request: AccessRequest, user: Visitor) -> list[DocumentLine]:
    documents = RequestedDocument.objects.visible_to(user).told().filter(request=request)
    decisions = Decision.objects.visible_to(user).told().filter(request=request).for_detail()
    by_document: dict[int, list[Decision]] = {}
    for decision in decisions:
        by_document.setdefault(decision.document_id, []).append(decision)
    return [
        _document_line(document, by_document.get(document.pk, []))
        for document in documents.select_related("item")
    ]


def _document_line(document: RequestedDocument, decisions: list[Decision]) -> DocumentLine:
    replaced = {decision.replaces_id for decision in decisions}
    standing = [decision for decision in decisions if decision.pk not in replaced]
    item = document.item
    return DocumentLine(
        title=item.title if item else document.title,
        url=item.get_absolute_url() if item else "",
        details=_details(document),
        decisions=[_decision_line(decision, decision.pk in replaced) for decision in decisions],
        is_still_closed=not standing or standing[-1].determination in STILL_CLOSED,
        standing=standing[-1].get_determination_display() if standing else _("no decision yet"),
    )


def _details(document: RequestedDocument) -> list[str]:
    if document.item:
        return [document.item.ref]
    pages = _pages_said(document.pages) if document.pages else ""
    number = (
        _("number {document_number}").format(document_number=document.document_number)
        if document.document_number
        else ""
    )
    box = _("box {box}").format(box=document.box) if document.box else ""
    known = [document.document_type, document.date, pages, box, document.folder, number]
    codes = _("restriction as printed: {restriction_codes}").format(
        restriction_codes=document.restriction_codes
    )
    return [*filter(None, known), *([codes] if document.restriction_codes else [])]


def _pages_said(number: int) -> str:
    return ngettext("{number} page", "{number} pages", number).format(number=number)


def _decision_line(decision: Decision, is_replaced: bool) -> DecisionLine:
    citations = decision.citations.all()
    number = [decision.agency_batch, decision.agency_number]
    return DecisionLine(
        on=decision.decided_on,
        words=decision.get_determination_display(),
        pages=_pages(decision),
        number=", ".join(filter(None, number)),
        reason=decision.public_reason,
        grounds=[
            Ground(
                str(citation.exemption),
                citation.exemption.label,
                citation.exemption.explanation,
                citation.statute,
            )
            for citation in citations
        ],
        is_replaced=is_replaced,
    )


def _pages(decision: Decision) -> str:
    reviewed, withheld = decision.pages_reviewed, decision.pages_withheld
    if withheld is not None and reviewed:
        return _("{withheld} of {reviewed} pages withheld").format(
            withheld=withheld, reviewed=reviewed
        )
    if reviewed:
        return ngettext("{number} page reviewed", "{number} pages reviewed", reviewed).format(
            number=reviewed
        )
    if not withheld:
        return ""
    words = ngettext("{number} page withheld", "{number} pages withheld", withheld)
    return words.format(number=withheld)


def _once(grounds: Iterable[Ground]) -> list[Ground]:
    return list({ground.code: ground for ground in grounds}.values())


def _law(regime: LegalRegime) -> Law:
    is_seen = regime.verification == Verification.SEEN
    return Law(
        name=regime.name_shown,
        citation=regime.citation,
        summary=regime.summary,
        source=_source(regime.source),
        caution="" if is_seen else _("We have not yet checked this against the law itself."),
    )


def _source(words: str) -> Link | None:
    if not words:
        return None
    is_address = words.startswith(("https://", "http://")) and " " not in words
    return Link(words, words if is_address else "")


def _timing(clock: Clock) -> Timing | None:
    if clock.answer is None:
        return None
    return Timing(
        sentences=list(timing_sentences(clock)),
        due=clock.due,
        stated_due_on=clock.stated_due_on,
        explanation=clock.answer.explanation,
        source=_source(clock.answer.term.source),
    )


def _archive(request: AccessRequest) -> Repository | None:
    return Repository.objects.public().filter(pk=request.authority.repository_id).first()


def _locked(archive: Repository) -> Link | None:
    address = locked_address(archive)
    return (
        Link(_("All that is still locked at {name}").format(name=archive.name), address)
        if address
        else None
    )


def _turning_point(request: AccessRequest) -> Link | None:
    subject = Subject.objects.public().filter(pk=request.turning_point_id).first()
    return Link(subject.label, subject.get_absolute_url()) if subject else None


def _kin(request: AccessRequest) -> list[tuple[str, list[Link]]]:
    """Name only what every reader may see, to those who see more as well."""
    return [
        (kin.words, [Link(str(one), one.get_absolute_url()) for one in kin.requests])
        for kin in kin_of(request, AccessRequest.objects.public())
    ]

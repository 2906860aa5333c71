"""What a letter about a request is filled with: read from the request, its log and its appeal."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings

from declassification.cases import Running
from declassification.clocks import Clock
from declassification.drafting.placeholders import FRENCH
from declassification.drafting.wording import day_in, days_in, place_in
from declassification.models import (
    AccessRequest,
    Appeal,
    Authority,
    AuthorityContact,
    AuthorityKind,
    LetterPurpose,
)
from declassification.stages import EventKind
from declassification.terms import Level

_TO_AN_AGENCY = (LetterPurpose.AGENCY_APPEAL, LetterPurpose.INTERNAL_REVIEW)
_BODIES = {
    LetterPurpose.PANEL_APPEAL: AuthorityKind.PANEL,
    LetterPurpose.COMMISSION: AuthorityKind.REGULATOR,
}
_APPEALS = frozenset({*_TO_AN_AGENCY, *_BODIES})
_LEVELS = {
    LetterPurpose.AGENCY_APPEAL: {Level.AGENCY_APPEAL, Level.DEPUTY_ARCHIVIST, Level.HEAD},
    LetterPurpose.PANEL_APPEAL: {Level.ISCAP},
    LetterPurpose.INTERNAL_REVIEW: {Level.INTERNAL_REVIEW},
    LetterPurpose.COMMISSION: {Level.REGULATOR, Level.MEDIATION},
}


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a letter is about: a request, perhaps an appeal, the purpose and who signs."""

    request: AccessRequest
    appeal: Appeal | None
    purpose: str
    language: str
    signer: str = ""


def values(occasion: Occasion) -> dict[str, str]:
    """Return the value of every placeholder, in the language of the letter; empty if not known."""
    request, language = occasion.request, occasion.language
    clock, body = request.clock(), addressed_to(occasion)
    country = country_of_letter(occasion)
    contact = contact_of(occasion, body)
    return {
        "our_name": settings.INSTITUTION_NAME,
        "our_address": settings.CONTACT_EMAIL,
        "date": day_in(language, clock.today, country=country),
        "authority": request.authority.name,
        "addressee": body.name if body else "",
        "address": _address(contact),
        "reference": ", ".join(_references(request)),
        "our_number": request.number,
        "title": request.title,
        "scope": request.scope.strip(),
        "documents": "\n".join(documents(request, language)),
        "law": _law(request, language),
        "citation": request.regime.citation if request.regime else "",
        "grounds": occasion.appeal.grounds.strip() if occasion.appeal else "",
        "exemptions": ", ".join(_exemptions(request)),
        "signer": occasion.signer,
        **_days(occasion, clock, country),
    }


def addressed_to(occasion: Occasion) -> Authority | None:
    """Return the body to which the letter goes; nothing where the directory does not name it."""
    authority = occasion.request.authority
    if occasion.appeal is not None and occasion.appeal.body is not None:
        return occasion.appeal.body
    if occasion.purpose == LetterPurpose.INTERNAL_REVIEW:
        return authority
    if occasion.purpose == LetterPurpose.AGENCY_APPEAL:
        return authority.appeals_within() or authority
    if occasion.purpose in _BODIES:
        kind = _BODIES[LetterPurpose(occasion.purpose)]
        found = Authority.objects.filter(kind=kind, country=country_of(authority))[:2]
        return found[0] if len(found) == 1 else None
    return authority


def country_of(authority: Authority) -> str:
    """Return the country of a body, or of the nearest body of which it is a part."""
    seen: set[Any] = set()
    here: Authority | None = authority
    while here is not None and not here.country and here.pk not in seen:
        seen.add(here.pk)
        here = here.parent
    return here.country if here else ""


def country_of_letter(occasion: Occasion) -> str:
    """Return the country whose customs the letter follows: the addressee's, or that of the law."""
    body = addressed_to(occasion) or occasion.request.authority
    regime = occasion.request.regime
    return country_of(body) or (regime.country if regime else "")


def contact_of(occasion: Occasion, body: Authority | None) -> AuthorityContact | None:
    """Return the contact with a postal address that is meant for letters of this purpose."""
    if body is None:
        return None
    purposes = AuthorityContact.Purpose
    wanted = [purposes.APPEAL] if occasion.purpose in _APPEALS else []
    if occasion.purpose == LetterPurpose.FEE_WAIVER:
        wanted = [purposes.FEE]
    wanted.append(purposes.REQUEST)
    known = {c.purpose: c for c in reversed(body.contacts.all()) if c.address.strip()}
    return next((known[purpose] for purpose in wanted if purpose in known), None)


def _address(contact: AuthorityContact | None) -> str:
    if contact is None:
        return ""
    return "\n".join(filter(None, [contact.name.strip(), contact.address.strip()]))


def _references(request: AccessRequest) -> list[str]:
    return [number.value for number in request.reference_numbers.filter(is_current=True)]


def _law(request: AccessRequest, language: str) -> str:
    if request.regime is None:
        return ""
    return (request.regime.name_fr if language == FRENCH else "") or request.regime.name


def _exemptions(request: AccessRequest) -> list[str]:
    decisions = request.decisions.filter(replaced_by__isnull=True)
    cited = decisions.filter(exemptions__isnull=False).order_by("exemptions__code")
    return list(dict.fromkeys(cited.values_list("exemptions__code", flat=True)))


def documents(request: AccessRequest, language: str) -> list[str]:
    """Return the documents asked for as a numbered list: our ref, title, date, where they lie.

    An item that readers may not see is named all the same: the authority knows what it holds.
    """
    lines = []
    for number, wanted in enumerate(request.documents.select_related("item"), start=1):
        item = wanted.item
        dated = wanted.date or (item.date_display if item else "")
        parts = [
            wanted.title or (item.title if item else ""),
            wanted.document_type,
            dated,
            *place_in(
                language,
                box=wanted.box,
                folder=wanted.folder,
                number=wanted.document_number or (item.original_number if item else ""),
                pages=wanted.pages,
            ),
            item.ref if item else "",
        ]
        lines.append(f"{number}. " + ", ".join(filter(None, parts)))
    return lines


def _days(occasion: Occasion, clock: Clock, country: str) -> dict[str, str]:
    def written(day: date | None) -> str:
        return day_in(occasion.language, day, country=country)

    overdue = (clock.today - clock.due).days if clock.due and not clock.answered_on else 0
    return {
        "sent_date": written(clock.sent_on),
        "received_date": written(clock.receipt.on if clock.receipt else None),
        "due_date": written(clock.due),
        "days_overdue": days_in(occasion.language, overdue),
        "decision_date": written(_decided_on(occasion.request)),
        "last_day_for_appeal": written(_last_day(occasion, clock)),
    }


def _decided_on(request: AccessRequest) -> date | None:
    """Return the day of the decision on the whole, or else of the last one on a document."""
    events = request.standing_events()
    for kind in (EventKind.DECIDED, EventKind.DOCUMENT_DECIDED):
        decided = [event.date for event in events if event.kind == kind]
        if decided:
            return decided[-1]
    return None


def _last_day(occasion: Occasion, clock: Clock) -> date | None:
    """Return the last day of the remedy that the letter is about, the earliest if it is open."""
    if occasion.appeal is not None:
        levels = {occasion.appeal.level}
    else:
        levels = {str(one) for one in _LEVELS.get(LetterPurpose(occasion.purpose), ())}
    days = [
        right.act_by
        for right in _usable(clock)
        if right.act_by is not None and (not levels or right.term.level in levels)
    ]
    return min(days, default=None)


def fitting_purposes(request: AccessRequest, appeal: Appeal | None) -> list[str]:
    """Return the purposes that fit where the request stands, the nearest first."""
    by_level = {str(level): purpose for purpose, levels in _LEVELS.items() for level in levels}
    if appeal is not None:
        return [by_level[appeal.level]] if appeal.level in by_level else []
    clock = request.clock()
    found = [
        _BY_STAGE.get(request.stage, ""),
        LetterPurpose.FOLLOW_UP if clock.is_overdue else "",
        *(by_level.get(right.term.level, "") for right in _usable(clock)),
    ]
    return [str(purpose) for purpose in dict.fromkeys(found) if purpose]


def _usable(clock: Clock) -> list[Running]:
    return [one for one in clock.rights if one.act_by is None or one.act_by >= clock.today]


_BY_STAGE = {
    "draft": LetterPurpose.REQUEST,
    "approved": LetterPurpose.REQUEST,
    "returned": LetterPurpose.REQUEST,
    "clarification_due": LetterPurpose.CLARIFICATION,
    "fee_due": LetterPurpose.FEE_WAIVER,
}

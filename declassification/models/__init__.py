"""The nouns of the directors' room, one module to each; import them from here."""

from declassification.models.appeals import Appeal, begin_appeal, remedy_warnings
from declassification.models.authorities import Authority, AuthorityContact, AuthorityKind
from declassification.models.deadlines import Deadline
from declassification.models.decisions import Decision, ExemptionCited
from declassification.models.documents import ReferenceNumber, RequestedDocument
from declassification.models.events import NeverChanged, RequestEvent
from declassification.models.letters import LetterLanguage, LetterPurpose, LetterTemplate
from declassification.models.proceedings import Refused
from declassification.models.regimes import (
    LegalRegime,
    LocalClosure,
    RequestKind,
    Verification,
    WorkingCalendar,
)
from declassification.models.requests import NEVER_TOLD, AccessRequest, Priority
from declassification.models.rules import DeadlineRule
from declassification.models.subscriptions import CalendarFeed, DigestWish, feed_of, open_feed

__all__ = [
    "NEVER_TOLD",
    "AccessRequest",
    "Appeal",
    "Authority",
    "AuthorityContact",
    "AuthorityKind",
    "CalendarFeed",
    "Deadline",
    "DeadlineRule",
    "Decision",
    "DigestWish",
    "ExemptionCited",
    "LegalRegime",
    "LetterLanguage",
    "LetterPurpose",
    "LetterTemplate",
    "LocalClosure",
    "NeverChanged",
    "Priority",
    "ReferenceNumber",
    "Refused",
    "RequestEvent",
    "RequestKind",
    "RequestedDocument",
    "Verification",
    "WorkingCalendar",
    "begin_appeal",
    "feed_of",
    "open_feed",
    "remedy_warnings",
]

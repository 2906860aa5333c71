"""What the deadlines of a law are made of: terms, working days, starts, pauses. Plain values."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

import holidays
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy, ngettext


class Unit(TextChoices):
    """In what a term is counted. A working day needs a calendar that says which days are."""

    WORKING_DAY = "working_day", "working days"
    CALENDAR_DAY = "calendar_day", "days"
    WEEK = "week", "weeks"
    MONTH = "month", "months"
    YEAR = "year", "years"


class Actor(TextChoices):
    """Whose clock a term is."""

    AUTHORITY = "authority", "the authority must act"
    REQUESTER = "requester", "we must act, or a right lapses"


class StartEvent(TextChoices):
    """What starts a term. That we sent something starts none."""

    RECEIVED = "received", gettext_lazy("receipt of the request")
    REGISTERED = "registered", gettext_lazy("registration of the request")
    REFERRED = "referred", gettext_lazy("referral to the authority")
    REFUSAL = "refusal", gettext_lazy("refusal, also in part")
    REFUSAL_RECEIVED = "refusal_received", gettext_lazy("receipt of the refusal")
    REFUSAL_OR_SILENCE = (
        "refusal_or_silence",
        gettext_lazy("refusal, or the silence that counts as one"),
    )
    FEE_REFUSAL_RECEIVED = (
        "fee_refusal_received",
        gettext_lazy("receipt of a refusal about fees or speed"),
    )
    RESPONSE = "response", gettext_lazy("answer to the request")
    APPEAL_RECEIVED = "appeal_received", gettext_lazy("receipt of the appeal")
    APPEAL_REGISTERED = "appeal_registered", gettext_lazy("registration of the appeal")
    FINAL_DECISION_RECEIVED = (
        "final_decision_received",
        gettext_lazy("receipt of the decision on the appeal"),
    )
    APPEAL_DECIDED = "appeal_decided", gettext_lazy("opinion or decision on the appeal")
    CONFIRMED_REFUSAL = "confirmed_refusal", gettext_lazy("confirmed refusal")
    LAPSE = "lapse", gettext_lazy("end of another term without an answer")
    CAUSE_OF_ACTION = (
        "cause_of_action",
        gettext_lazy("the day on which a suit first became possible"),
    )
    DOCUMENT_DATE = "document_date", gettext_lazy("date of the document")
    LAST_REVIEW = "last_review", gettext_lazy("last review of the document")
    PUBLIC_RELEASE = "public_release", gettext_lazy("public release of an excised copy")
    NOTICE = "notice", gettext_lazy("notice of an intended release")


class Level(TextChoices):
    """Before whom a refusal is disputed, from the agency itself to the chamber of a tribunal."""

    AGENCY_APPEAL = "agency_appeal", gettext_lazy("appeal within the agency")
    DEPUTY_ARCHIVIST = (
        "deputy_archivist",
        gettext_lazy("appeal to the Deputy Archivist of the United States"),
    )
    ISCAP = "iscap", gettext_lazy("appeal to the classification appeals panel (ISCAP)")
    MEDIATION = "mediation", gettext_lazy("mediation")
    INTERNAL_REVIEW = "internal_review", gettext_lazy("internal review")
    REGULATOR = "regulator", gettext_lazy("referral to the regulator or commission on access")
    TRIBUNAL = "tribunal", gettext_lazy("information tribunal")
    COURT = "court", gettext_lazy("court")
    CASSATION = "cassation", gettext_lazy("appeal on points of law to a higher court")
    CHAMBER = "chamber", gettext_lazy("motion to a chamber or judge of the tribunal")
    HEAD = "head", gettext_lazy("appeal to the head of the body of origin")


class Bound(TextChoices):
    """What the end of a term means."""

    LATEST = "latest", "the last day"
    MINIMUM = "minimum", "the last day at the earliest; the letter may give longer"
    EARLIEST = "earliest", "the last day of a bar; it is possible from the day after"


@lru_cache(maxsize=32)
def _holidays_of(country: str, subdivision: str) -> holidays.HolidayBase:
    languages = holidays.country_holidays(country).supported_languages
    english = "en_US" if "en_US" in languages else None
    return holidays.country_holidays(country, subdiv=subdivision or None, language=english)


def parts_of(subdivisions: str) -> list[str]:
    """Return the parts of a country as they were entered: `ENG, SCT` names two."""
    return [part.strip() for part in subdivisions.split(",") if part.strip()]


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """Which days an authority works: not at weekends, on public holidays, or when it was closed.

    Weekdays count from Monday = 0. A holiday in any of the parts of `subdivision` is a holiday.
    `closures` are single days on which the authority was closed, with the reason.
    """

    name: str
    country: str = ""
    subdivision: str = ""
    weekend: frozenset[int] = frozenset({5, 6})
    closures: tuple[tuple[date, str], ...] = ()

    def is_weekend(self, day: date) -> bool:
        return day.weekday() in self.weekend

    def why_closed(self, day: date) -> str:
        """Name the holiday or closure of a day; empty for a day on which the authority works."""
        for closed, reason in self.closures:
            if closed == day:
                return reason
        if not self.country:
            return ""
        kept = (_holidays_of(self.country, part) for part in parts_of(self.subdivision) or [""])
        return next(filter(None, (holidays.get(day) for holidays in kept)), "") or ""


def _length_in(unit: str, amount: int) -> str:
    match unit:
        case Unit.WORKING_DAY:
            return ngettext("{number} working day", "{number} working days", amount)
        case Unit.WEEK:
            return ngettext("{number} week", "{number} weeks", amount)
        case Unit.MONTH:
            return ngettext("{number} month", "{number} months", amount)
        case Unit.YEAR:
            return ngettext("{number} year", "{number} years", amount)
    return ngettext("{number} day", "{number} days", amount)


@dataclass(frozen=True, slots=True)
class Term:
    """One rule of a law about time, as recorded, with where it was read."""

    name: str
    amount: int | None
    unit: str
    calendar: WorkingDays | None = None
    law: str = ""
    code: str = ""
    key: int | None = None
    actor: str = Actor.AUTHORITY
    start: str = StartEvent.RECEIVED
    bound: str = Bound.LATEST
    to_year_end: bool = False
    extends: str = ""
    after: str = ""
    is_answer: bool = False
    is_override: bool = False
    level: str = ""
    maximum: int | None = None
    requires: str = ""
    lapse_is_refusal: bool = False
    may_pause: bool = False
    on_lapse: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    verification: str = ""

    def holds_on(self, day: date) -> bool:
        """Whether the rule was in force on a day."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    @property
    def length(self) -> str:
        """The term in words: 20 working days; 1 month."""
        return self._in_words(self.amount)

    @property
    def longest(self) -> str:
        """The longest time that the law allows in hard cases, in words."""
        return self._in_words(self.maximum)

    def _in_words(self, amount: int | None) -> str:
        if amount is None:
            return f"{amount} {Unit(self.unit).label}"
        return _length_in(self.unit, amount).format(number=amount)


@dataclass(frozen=True, slots=True)
class Start:
    """The event from which a term runs. `how` says where an estimated date comes from.

    An event lets us act on its own day. Silence is certain only when the last day is over.
    """

    event: str
    on: date
    is_estimated: bool = False
    how: str = ""
    is_silence: bool = False

    @property
    def opens_on(self) -> date:
        """The first day on which what it opens can be used."""
        return self.on + timedelta(days=1) if self.is_silence else self.on


@dataclass(frozen=True, slots=True)
class Pause:
    """A stretch in which the clock stands still: after `start`, to the end of the day `end`."""

    start: date
    end: date | None
    why: str

    def covers(self, day: date) -> bool:
        return day > self.start and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Extension:
    """More time, taken under a rule that allows it: for the answer, or for that to one appeal."""

    term: Term
    on: date
    appeal: int | None = None


@dataclass(frozen=True, slots=True)
class Computed:
    """A date that explains itself; `due` is empty without a term and while the clock stands.

    `at_most` is the day on which the longest time ends that the law allows in hard cases.
    """

    term: Term
    start: Start
    due: date | None
    counted: int = 0
    skipped: tuple[tuple[date, str], ...] = ()
    weekend_days: int = 0
    paused_days: int = 0
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[Extension, ...] = ()
    paused_since: date | None = None
    at_most: date | None = None
    explanation: tuple[str, ...] = ()

    @property
    def is_estimated(self) -> bool:
        return self.start.is_estimated

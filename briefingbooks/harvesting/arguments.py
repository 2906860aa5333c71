"""What a harvester asks, and what speaks against it (OAI-PMH 2.0, chapters 3 and 4)."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.http import HttpRequest, QueryDict

FORMATS = ("oai_dc", "mods")
DAY, SECOND = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"
_SHAPES = (
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"), DAY),
    (re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"), SECOND),
)
_CONTROL = re.compile("[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LIST = ({"metadataPrefix"}, {"from", "until", "set", "resumptionToken"})
# Of each verb: the arguments that it needs, and those that it allows.
VERBS: dict[str, tuple[set[str], set[str]]] = {
    "Identify": (set(), set()),
    "ListMetadataFormats": (set(), {"identifier"}),
    "ListSets": (set(), {"resumptionToken"}),
    "GetRecord": ({"identifier", "metadataPrefix"}, set()),
    "ListIdentifiers": _LIST,
    "ListRecords": _LIST,
}


class Refused(Exception):
    """Raised with a code of the standard and why."""

    def __init__(self, code: str, why: str) -> None:
        self.code, self.why = code, why
        super().__init__(why)


@dataclass(frozen=True, slots=True)
class Asked:
    """The question of a harvester: its verb, and its other arguments by name."""

    verb: str
    arguments: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.arguments.get(name, "")


def asked_by(request: HttpRequest) -> Asked:
    """Return what a request asks. Raises `Refused`: badVerb, badArgument."""
    query: QueryDict = request.POST if request.method == "POST" else request.GET
    verbs = query.getlist("verb")
    if len(verbs) != 1 or verbs[0] not in VERBS:
        raise Refused("badVerb", "There is no such verb, or not exactly one.")
    needed, allowed = VERBS[verbs[0]]
    arguments = {}
    for name, values in query.lists():
        if name == "verb":
            continue
        if name not in needed | allowed:
            raise Refused("badArgument", "An argument is not one of this verb.")
        if len(values) != 1 or not values[0] or _CONTROL.search(values[0]):
            raise Refused("badArgument", f"{name} is given twice, empty or not in plain text.")
        arguments[name] = values[0]
    if "resumptionToken" in arguments and len(arguments) > 1:
        raise Refused("badArgument", "A resumptionToken stands alone.")
    if "resumptionToken" not in arguments and (missing := sorted(needed - set(arguments))):
        raise Refused("badArgument", f"Missing: {', '.join(missing)}.")
    return Asked(verbs[0], arguments)


def check_format(prefix: str) -> None:
    """Raise `Refused` for a format that is not given out."""
    if prefix not in FORMATS:
        raise Refused("cannotDisseminateFormat", f"There are: {', '.join(FORMATS)}.")


def period(asked: Asked) -> tuple[datetime | None, datetime | None]:
    """Return the first instant asked for and the first after it. Raises `Refused`."""
    start, first = _instant(asked, "from")
    end, last = _instant(asked, "until")
    if start and end and first != last:
        raise Refused("badArgument", "from and until must have the same granularity.")
    if start and end and start > end:
        raise Refused("badArgument", "from is later than until.")
    if end is not None:
        end = _after(end, last)
    return start, end


def _after(end: datetime, shape: str) -> datetime:
    try:
        return end + (timedelta(days=1) if shape == DAY else timedelta(seconds=1))
    except OverflowError:
        return end


def _instant(asked: Asked, name: str) -> tuple[datetime | None, str]:
    words = asked[name]
    if not words:
        return None, ""
    for pattern, shape in _SHAPES:
        if pattern.fullmatch(words):
            try:
                return datetime.strptime(words, shape).replace(tzinfo=UTC), shape
            except ValueError:
                break
    raise Refused("badArgument", f"{name} is no date as YYYY-MM-DD or YYYY-MM-DDThh:mm:ssZ.")

"""What an answer says about a link, and when a link is called gone.

One bad day is none: a server is mended, a network fails, a robot is turned away. A link is gone
only after it failed on three days that lie at least three days apart, and never against the word
of a person who decided.
"""

from datetime import datetime, timedelta

from django.utils import timezone

from collections_app.link_checks.asking import Answer, Silence
from collections_app.models import ExternalLink, LinkStatus

FAILURES_UNTIL_GONE = 3
DAYS_UNTIL_GONE = timedelta(days=3)

# Answers that turn a program away and say nothing about what a reader would find.
TURNED_AWAY = {401, 402, 403, 405, 406, 407, 412, 418, 423, 425, 429, 451, 501, 511, 999}
# What is asked for is there, though not in the part or form that was asked for.
THERE_ALL_THE_SAME = {416}

CHECKED_FIELDS = [
    "status",
    "found",
    "last_checked",
    "checked_at",
    "http_status",
    "said_last",
    "final_url",
    "failures",
    "first_failed_at",
    "last_failed_on",
]


def is_failure(answer: Answer) -> bool:
    """Say whether an answer counts towards calling the link gone."""
    if answer.silence is not None:
        return answer.silence in (Silence.NAME, Silence.NO_ANSWER, Silence.NONSENSE)
    status = answer.status or 0
    return status >= 400 and status not in TURNED_AWAY | THERE_ALL_THE_SAME


def is_silence_of_the_network(answer: Answer) -> bool:
    """Say whether the cause may lie on this side: no host was heard."""
    return not answer.was_heard and answer.silence in (Silence.NAME, Silence.NO_ANSWER)


def note_answer(link: ExternalLink, answer: Answer, at: datetime | None = None) -> None:
    """Write on a link what was found. Kept by the caller, without a row of history."""
    at = at or timezone.now()
    link.checked_at, link.said_last = at, in_words(answer)[:200]
    if answer.silence == Silence.NOT_ALLOWED:
        return
    link.last_checked = timezone.localdate(at)
    link.http_status, link.final_url = answer.status, answer.moved_to
    if is_failure(answer):
        _count_failure(link, at)
    elif answer.silence is not None:
        # A certificate that lapsed keeps readers waiting, not away.
        link.found = link.found if link.found == LinkStatus.GONE else LinkStatus.SUSPECT
    else:
        link.failures, link.first_failed_at, link.last_failed_on = 0, None, None
        link.found = _status(answer)
    if not link.status_is_decided:
        link.status = link.found


def _status(answer: Answer) -> str:
    if answer.status in TURNED_AWAY:
        return LinkStatus.BLOCKED
    return LinkStatus.REDIRECTED if answer.moved_to else LinkStatus.OK


def _count_failure(link: ExternalLink, at: datetime) -> None:
    today = timezone.localdate(at)
    if link.last_failed_on != today:
        link.failures, link.last_failed_on = link.failures + 1, today
    link.first_failed_at = link.first_failed_at or at
    is_long_enough = at - link.first_failed_at >= DAYS_UNTIL_GONE
    is_gone = link.failures >= FAILURES_UNTIL_GONE and is_long_enough
    link.found = LinkStatus.GONE if is_gone else LinkStatus.SUSPECT


def in_words(answer: Answer) -> str:
    """Say an answer in one line for the desk."""
    if answer.silence is not None:
        return ": ".join(filter(None, [answer.silence, answer.words]))
    moved = ", moved for good" if answer.moved_to else ""
    return f"answered {answer.status}{moved}"

"""Access to interviews that are open on request: asked, granted, refused, prolonged, taken back.

A grant opens nothing to anybody but whoever has its private address, and nothing but the parts
that a restriction closes as “open on request”, for as long as it is nothing harder.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.mail import mail_admins
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django_tasks import task

from collections_app import background
from collections_app.models import User
from oralhistory.models import (
    GrantedVisit,
    Interview,
    InterviewRequest,
    InterviewRequestEvent,
    MediaFile,
    Restriction,
)
from oralhistory.private_links import digest_of_token, end_of, new_token

DECIDE = "oralhistory.decide_interviewrequest"
LONGEST_DAYS = 366
NOT_PUBLIC = "The interview is not public now: nothing of it can be granted."

Kind = InterviewRequestEvent.Kind
State = InterviewRequest.State


def receive(
    interview: Interview, answers: Mapping[str, Any], *, sent_as: UUID, desk_url: str = ""
) -> InterviewRequest:
    """Keep what somebody asks and tell the house that something came, without saying what.

    The same form sent again gives the same request. Everything is kept in one transaction.
    """
    with transaction.atomic():
        request, is_new = InterviewRequest.objects.get_or_create(
            sent_as=sent_as, defaults={**answers, "interview": interview}
        )
        if is_new:
            _note(request, Kind.RECEIVED, None, parts=request.parts)
            background.enqueue(tell_the_house, desk_url)
    return request


@task()
def tell_the_house(desk_url: str) -> None:
    """Write to the administrators that a request has come in. The letter holds none of it."""
    mail_admins(
        "A request for access to an interview has come in",
        f"It can be read at the desk: {desk_url or 'Access requests'}\n",
        fail_silently=True,
    )


def grant(
    request: InterviewRequest,
    *,
    parts: Iterable[str],
    until: date,
    reason: str,
    message: str,
    by: User | None,
) -> str:
    """Open parts to the person who asked, to the end of a day; return the token of the address.

    The token can never be read again. A request that was refused or taken back may be granted
    later, under a new address. Raises `ValidationError` for parts that were not asked for or can
    not be opened, a day that is past or more than a year away, and where no reason is given.
    """
    parts = list(dict.fromkeys(parts))
    token = new_token()
    with transaction.atomic():
        request = _locked(request)
        if request.state == State.GRANTED:
            raise ValidationError("This is granted already: prolong it or take it back.")
        if request.forgotten_at:
            raise ValidationError("Nobody knows any more who asked.")
        _check_parts(request, parts)
        _decide(request, State.GRANTED, reason=reason, message=message, by=by)
        request.granted_parts, request.expires_at = parts, _checked_end(until)
        request.token_sha256 = digest_of_token(token)
        request.save()
        _note(request, Kind.GRANTED, by, parts=parts, until=request.expires_at)
    return token


def refuse(
    request: InterviewRequest, *, reason: str, message: str, by: User | None
) -> InterviewRequest:
    """Refuse what was asked. Raises `ValidationError` without a reason, or if it is decided."""
    with transaction.atomic():
        request = _locked(request)
        if request.state != State.ASKED:
            raise ValidationError("This is decided already.")
        _decide(request, State.REFUSED, reason=reason, message=message, by=by)
        request.save()
        _note(request, Kind.REFUSED, by)
    return request


def withdraw(request: InterviewRequest, *, by: User | None) -> InterviewRequest:
    """Record that the person no longer asks. Raises `ValidationError` once it is decided."""
    with transaction.atomic():
        request = _locked(request)
        if request.state != State.ASKED:
            raise ValidationError("This is decided already.")
        words = "The person no longer asks."
        _decide(request, State.WITHDRAWN, reason=words, message="", by=by)
        request.save()
        _note(request, Kind.WITHDRAWN, by)
    return request


def revoke(request: InterviewRequest, *, reason: str, by: User | None) -> InterviewRequest:
    """Take a grant back; its address leads nowhere from this moment.

    Raises `ValidationError` without a reason, or where there is no grant.
    """
    with transaction.atomic():
        request = _locked(request)
        if request.state != State.GRANTED:
            raise ValidationError("There is no grant to take back.")
        _decide(request, State.REVOKED, reason=reason, message=request.message, by=by)
        request.save()
        _note(request, Kind.REVOKED, by)
    return request


def prolong(request: InterviewRequest, *, until: date, by: User | None) -> InterviewRequest:
    """Let a grant end on another day, under the same address.

    Raises `ValidationError` for a day that is past or more than a year away, one that is not
    later, and where there is no grant.
    """
    with transaction.atomic():
        request = _locked(request)
        if request.state != State.GRANTED or request.expires_at is None:
            raise ValidationError("There is no grant to prolong.")
        _check_parts(request, request.granted_parts)
        end = _checked_end(until)
        if end <= request.expires_at:
            raise ValidationError({"until": "It does not end before that day anyway."})
        request.expires_at = end
        request.save()
        _note(request, Kind.PROLONGED, by, parts=request.granted_parts, until=end)
    return request


def grant_of(token: str, at: datetime | None = None) -> InterviewRequest | None:
    """Return the grant of a token while it stands and its interview is public; one query.

    `None` alike for what never was, is over, was taken back, and where the interview, all of its
    words, or each granted part is closed in another way by now.
    """
    at = at or timezone.now()
    interviews = Interview.objects.public(at)
    kept = Interview.objects.for_staff_only().values("pk")
    return (
        InterviewRequest.objects.in_force(at)
        .filter(token_sha256=digest_of_token(token), interview__in=interviews)
        .exclude(interview__in=kept)
        .select_related("interview")
        .first()
    )


def parts_open_to(request: InterviewRequest) -> frozenset[str]:
    """Return the granted parts that nothing harder than “open on request” closes by now."""
    harder = Restriction.objects.in_force().filter(interview=request.interview_id)
    harder = harder.exclude(level=Restriction.Level.ON_REQUEST)
    return frozenset(request.granted_parts) - set(harder.values_list("part", flat=True))


def note_visit(
    request: InterviewRequest,
    part: str,
    *,
    recording: MediaFile | None = None,
    span: tuple[int, int] | None = None,
    at: datetime | None = None,
) -> None:
    """Write down that a part was read or heard in this hour; of a recording which bytes were."""
    hour = (at or timezone.now()).replace(minute=0, second=0, microsecond=0)
    first, last = span or (None, None)
    key = {"request": request, "part": part, "recording": recording, "hour": hour}
    rows = GrantedVisit.objects.all()
    visit, is_new = rows.get_or_create(**key, defaults={"first_byte": first, "last_byte": last})
    if is_new or first is None:
        return
    same = rows.filter(pk=visit.pk)
    same.filter(Q(first_byte__gt=first) | Q(first_byte=None)).update(first_byte=first)
    same.filter(Q(last_byte__lt=last) | Q(last_byte=None)).update(last_byte=last)


def forget_over(*, before: datetime) -> int:
    """Erase who asked, where a request was refused or ended before an instant; return how many.

    What was decided, and when something was opened, stays. There is no way back.
    """
    with transaction.atomic():
        over = list(InterviewRequest.objects.select_for_update().over(before))
        for request in over:
            for field in InterviewRequest.PERSONAL:
                setattr(request, field, "")
            request.forgotten_at = timezone.now()
            request.token_sha256 = ""
            request.save()
            _note(request, Kind.FORGOTTEN, None)
    return len(over)


def _locked(request: InterviewRequest) -> InterviewRequest:
    rows = InterviewRequest.objects.select_for_update(of=("self",))
    return rows.select_related("interview").get(pk=request.pk)


def _decide(
    request: InterviewRequest, state: str, *, reason: str, message: str, by: User | None
) -> None:
    if not reason.strip():
        raise ValidationError({"reason": "Say why; the person does not read this."})
    request.state, request.reason, request.message = state, reason.strip(), message.strip()
    request.decided_at, request.decided_by = timezone.now(), by


def _check_parts(request: InterviewRequest, parts: list[str]) -> None:
    if not parts:
        raise ValidationError({"parts": "Choose what is opened."})
    if not set(parts) <= set(request.parts):
        raise ValidationError({"parts": "Something was chosen that was not asked for."})
    if not Interview.objects.public().filter(pk=request.interview_id).exists():
        raise ValidationError(NOT_PUBLIC)
    closed = set(parts) - set(request.interview.parts_on_request())
    if closed:
        raise ValidationError({"parts": "Not all of this is “open on request” now."})


def _checked_end(until: date) -> datetime:
    today = timezone.localdate()
    if until < today:
        raise ValidationError({"until": "This day has passed."})
    if until > today + timedelta(days=LONGEST_DAYS):
        raise ValidationError({"until": "Nothing is granted for more than a year at once."})
    return end_of(until)


def _note(
    request: InterviewRequest,
    kind: str,
    by: User | None,
    *,
    parts: list[str] | None = None,
    until: datetime | None = None,
) -> None:
    InterviewRequestEvent.objects.create(
        request=request, kind=kind, by=by, parts=parts or [], until=until
    )

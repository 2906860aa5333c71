"""The letter to each director who wants it: which rights of ours lapse in 60, 30, 14 and 3 days."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from smtplib import SMTPException
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from declassification.explaining import counted, in_words
from declassification.models import Deadline, DigestWish
from declassification.models.subscriptions import MAY_READ

logger = logging.getLogger(__name__)

DAYS_BEFORE = (60, 30, 14, 3)


@dataclass(frozen=True, slots=True)
class Warned:
    """One right to be told of."""

    until: date
    left: int
    name: str
    request: str


def told_since(last: date | None, today: date) -> Iterator[Warned]:
    """Return the rights that came within one of the distances since a day; all, if there was none.

    A day on which no letter could be sent is made up for by the next.
    """
    usable: Any = Deadline.objects.counted().usable()
    soon = usable.filter(act_by__lte=today + timedelta(days=max(DAYS_BEFORE)))
    for right in soon.select_related("request__authority"):
        left = (right.act_by - today).days
        before = (right.act_by - last).days if last else max(DAYS_BEFORE) + 1
        if any(left <= days < before for days in DAYS_BEFORE):
            yield Warned(right.act_by, left, right.name, right.request.number)


def letter_for(wish: DigestWish, rights: list[Warned], address: str) -> EmailMessage:
    """Write the letter. It names requests by number alone: mail is read by others on its way."""
    lines = [
        f"{in_words(right.until)} ({counted(right.left, 'day')}): {right.name}, {right.request}"
        for right in rights
    ]
    end = ["", f"The desk: {address}"] if address else []
    body = "\n".join(["Rights of ours that lapse soon:", "", *lines, *end])
    subject = f"{settings.SITE_NAME}: {counted(len(rights), 'right')} about to lapse"
    return EmailMessage(subject, body, to=[wish.user.email])


def send_digests(address: str, today: date | None = None) -> tuple[int, int]:
    """Send every director who wants it what came near since their last letter.

    Each person's letter is sent and noted by itself: a stop in the middle sends nothing twice, and
    one that can not be sent is tried again the next time. Returns how many were sent, and how many
    could not be.
    """
    today, sent, failed = today or timezone.localdate(), 0, 0
    wishes = DigestWish.objects.filter(user__is_active=True, user__is_staff=True)
    for wish in wishes.exclude(user__email="").select_related("user"):
        if not wish.user.has_perm(MAY_READ):
            continue
        try:
            sent += _send(wish, address, today)
        except (SMTPException, OSError):
            logger.exception("The letter about rights that lapse could not be sent")
            failed += 1
    return sent, failed


def _send(wish: DigestWish, address: str, today: date) -> bool:
    with transaction.atomic():
        locked = DigestWish.objects.select_for_update().get(pk=wish.pk)
        rights = list(told_since(locked.last_sent_on, today))
        locked.last_sent_on = today
        locked.save(update_fields=["last_sent_on"])
        if rights:
            letter_for(wish, rights, address).send()
    return bool(rights)

"""Confirming a rule: somebody of the house has read the law itself and says so, by name and day."""

import json
from hashlib import sha256
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from collections_app import dependants
from collections_app.models import ChangeSet
from collections_app.models.changes import recording
from declassification.models import DeadlineRule, Refused

if TYPE_CHECKING:
    from collections_app.models import User


def reading_of(rule: DeadlineRule) -> str:
    """Return a mark of what a rule says now: another one once it says anything else."""
    said = json.dumps(rule.says(), default=str, sort_keys=True)
    return sha256(said.encode()).hexdigest()[:16]


def confirm(rule: DeadlineRule, *, by: "User", seen: str) -> None:
    """Record that `by` has read the source of a rule today: no date by it carries a warning more.

    `seen` is the `reading_of` what the person saw. Raises `Refused` where the rule names no source,
    is confirmed already, or says something else meanwhile.
    """
    with (
        transaction.atomic(),
        recording(by=by, source=ChangeSet.Source.DESK, title=f"{rule} confirmed"),
    ):
        locked = DeadlineRule.objects.select_for_update().get(pk=rule.pk)
        if not locked.source.strip():
            raise Refused("This rule names no source: say first where it is to be read.")
        if locked.confirmed_on:
            raise Refused(f"This rule was confirmed on {locked.confirmed_on} already.")
        if reading_of(locked) != seen:
            raise Refused("Somebody changed this rule meanwhile: read it again.")
        locked.confirmed_by, locked.confirmed_on = by, timezone.localdate()
        locked.save(update_fields=["confirmed_by", "confirmed_on"])
        dependants.announce_change(locked, by=by)

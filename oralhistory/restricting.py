"""Restrictions as deeds: what is closed is opened again by a person, with a reason."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from collections_app.models import ChangeSet, User
from collections_app.models.changes import recording
from oralhistory.models import Restriction
from oralhistory.public_cues import rewrite_public_cues


def restrict(restriction: Restriction, *, by: User | None) -> Restriction:
    """Close a part of an interview; readers lose it in the same moment.

    Raises `ValidationError` for a restriction that contradicts itself; then nothing is closed.
    """
    restriction.full_clean()
    with transaction.atomic():
        restriction.created_by = restriction.updated_by = by
        restriction.save()
        rewrite_public_cues(restriction.interview, by=by)
    return restriction


def lift(restriction: Restriction, *, reason: str, by: User | None) -> Restriction:
    """End a restriction; what else is open follows from agreements and redactions.

    Raises `ValidationError` where no reason is given or it was lifted before.
    """
    if not reason.strip():
        raise ValidationError({"reason": "Say why; readers do not see this."})
    title = f"Restriction lifted: {restriction}"
    with transaction.atomic(), recording(by=by, source=ChangeSet.Source.DESK, title=title):
        stored = Restriction.objects.select_for_update().get(pk=restriction.pk)
        if not stored.is_in_force:
            raise ValidationError(f"This was lifted on {stored.lifted_on} already.")
        restriction.lifted_on = timezone.localdate()
        restriction.lifted_because = reason
        restriction.updated_by = by
        restriction.save()
        rewrite_public_cues(restriction.interview, by=by)
    return restriction

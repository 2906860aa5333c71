"""Agreements as deeds: each is a new version, and what the public may read follows at once."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from collections_app.models import User
from oralhistory.models import Participation, ReleaseAgreement
from oralhistory.public_cues import rewrite_public_cues


def record_agreement(agreement: ReleaseAgreement, *, by: User | None) -> ReleaseAgreement:
    """Keep a new version of what a participant agreed to.

    Raises `ValidationError` if it contradicts itself or an earlier withdrawal; then nothing is
    kept.
    """
    agreement.full_clean(exclude=["version"])
    with transaction.atomic():
        agreement.created_by = agreement.updated_by = by
        agreement.save()
        rewrite_public_cues(agreement.participation.interview, by=by)
    return agreement


def withdraw_consent(
    participation: Participation, *, on: date, by: User | None, notes: str = ""
) -> ReleaseAgreement:
    """Record that a participant took consent back: from now on nothing is allowed.

    Raises `ValidationError` if there is no agreement to withdraw.
    """
    last = ReleaseAgreement.objects.last_versions().filter(participation=participation).first()
    if last is None or last.withdrawn_on is not None:
        raise ValidationError("There is no agreement in force that could be withdrawn.")
    return record_agreement(
        ReleaseAgreement(
            participation=participation,
            signed_on=last.signed_on,
            signed_by=last.signed_by,
            withdrawn_on=on,
            notes=notes,
        ),
        by=by,
    )

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, Max, OuterRef, Q
from django.utils import timezone

from collections_app.models import Recorded
from collections_app.models.files import private_storage
from collections_app.publication import Ruled, RuledQuerySet
from oralhistory.models.participations import Participation


def _by_id(agreement: "ReleaseAgreement", filename: str) -> str:
    suffix = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"agreements/{agreement.uuid.hex[:2]}/{agreement.uuid.hex}.{suffix}"


DOCUMENTED = Q(signed_on__isnull=False) & (~Q(document="") | ~Q(spoken_at=""))


class ReleaseAgreementQuerySet(RuledQuerySet):
    """Agreements are for the house; only what they allow has effects in public."""

    def public(self, at: datetime | None = None) -> Self:
        return self.none()

    def last_versions(self) -> Self:
        """Return the last version of each participant's agreement."""
        later = ReleaseAgreement.objects.filter(
            participation=OuterRef("participation"), version__gt=OuterRef("version")
        )
        return self.filter(~Exists(later))

    def in_force(self, use: str) -> Self:
        """Return the agreements that allow `use` now: last version, documented, not withdrawn."""
        return self.last_versions().filter(
            DOCUMENTED, withdrawn_on__isnull=True, **{f"allows_{use}": True}
        )

    def update(self, **fields: Any) -> int:
        raise ValidationError(ReleaseAgreement.NEVER_CHANGED)

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ValidationError(ReleaseAgreement.NEVER_CHANGED)


class ReleaseAgreement(Ruled, Recorded):
    """What one participant agreed that may be done with the interview (OHA release form).

    Kept as versions to which one is only ever added: a change of mind, an answer that came later
    and a withdrawal are each a new version, and the last one counts. Nothing documented means
    nothing allowed.
    """

    USES = ("record", "transcript", "recording", "quotation")
    NEVER_CHANGED = "An agreement is never changed or deleted: add a new version."

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    participation = models.ForeignKey(
        Participation,
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name="participant",
    )
    version = models.PositiveSmallIntegerField(editable=False)
    signed_on = models.DateField(
        null=True,
        blank=True,
        help_text="Leave empty while the agreement is not signed: it then allows nothing.",
    )
    signed_by = models.CharField(
        max_length=160,
        blank=True,
        help_text="Who signed: the participant, or who speaks for an heir or a minor, and by what "
        "right.",
    )
    document = models.FileField(
        "signed document",
        storage=private_storage,
        upload_to=_by_id,
        max_length=200,
        blank=True,
        help_text="Scan, PDF or recording of the agreement. For the house only; it never leaves "
        "the desk.",
    )
    document_type = models.CharField(max_length=80, blank=True, editable=False)
    document_sha256 = models.CharField(max_length=64, blank=True, editable=False)
    spoken_at = models.CharField(
        "spoken consent",
        max_length=200,
        blank=True,
        help_text="Where there is no paper: recording and time at which consent is given aloud.",
    )
    allows_record = models.BooleanField(
        "the record",
        default=False,
        help_text="Who was interviewed, when, where and about what may be told in public.",
    )
    allows_transcript = models.BooleanField(
        "the transcript", default=False, help_text="This person's words may be read in public."
    )
    allows_recording = models.BooleanField(
        "the recording", default=False, help_text="This person may be heard and seen in public."
    )
    allows_quotation = models.BooleanField(
        "quotation", default=False, help_text="Books of this house may quote this person's words."
    )
    withdrawn_on = models.DateField(
        null=True,
        blank=True,
        help_text="If given, this version records that consent was withdrawn: from the moment it "
        "is saved it allows nothing.",
    )
    notes = models.TextField(blank=True, help_text="Conditions and wishes. For the house only.")

    objects: ClassVar = ReleaseAgreementQuerySet.as_manager()

    class Meta:
        ordering = ["participation", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["participation", "version"], name="agreement_version_once"
            ),
            models.CheckConstraint(
                condition=Q(allows_record=True)
                | Q(allows_transcript=False, allows_recording=False, allows_quotation=False),
                name="no_use_without_the_record",
            ),
            models.CheckConstraint(
                condition=Q(allows_transcript=True) | Q(allows_quotation=False),
                name="no_quotation_without_the_transcript",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True)
                | Q(signed_on__isnull=True)
                | Q(withdrawn_on__gte=F("signed_on")),
                name="consent_is_withdrawn_after_it_was_given",
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.version}, {self.participation}: {self.in_words}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep a new version. Raises `ValidationError` for one that is kept already."""
        if not self._state.adding:
            raise ValidationError(self.NEVER_CHANGED)
        if not self.version:
            last = self.participation.agreements.aggregate(last=Max("version"))["last"]
            self.version = (last or 0) + 1
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ValidationError(self.NEVER_CHANGED)

    @property
    def in_words(self) -> str:
        """What this version says, in one line."""
        if self.withdrawn_on:
            return f"withdrawn on {self.withdrawn_on}"
        if not self.signed_on:
            return "not signed; allows nothing"
        if not (self.document or self.spoken_at):
            return "not documented; allows nothing"
        allowed = [use for use in self.USES if getattr(self, f"allows_{use}")]
        return f"signed on {self.signed_on}; allows {', '.join(allowed) or 'nothing'}"

    def clean(self) -> None:
        errors = self._date_errors()
        others = [use for use in self.USES[1:] if getattr(self, f"allows_{use}")]
        if others and not self.allows_record:
            errors["allows_record"] = "Nothing can be public without the record of the interview."
        if self.allows_quotation and not self.allows_transcript:
            errors["allows_quotation"] = "Only words of a public transcript can be quoted."
        if self.signed_on and not self.signed_by:
            errors["signed_by"] = "Say who signed."
        if errors:
            raise ValidationError(errors)

    def _date_errors(self) -> dict[str, str]:
        today = timezone.localdate()
        if self.signed_on and self.signed_on > today:
            return {"signed_on": "An agreement can not be signed in the future."}
        if self.withdrawn_on and self.withdrawn_on > today:
            return {"withdrawn_on": "Record a withdrawal when it happens: it works at once."}
        if self.withdrawn_on and self.signed_on and self.withdrawn_on < self.signed_on:
            return {"withdrawn_on": f"This is before the agreement was signed, {self.signed_on}."}
        if self.signed_on and not self.withdrawn_on and self.participation_id:
            return self._signed_before_a_withdrawal()
        return {}

    def _signed_before_a_withdrawal(self) -> dict[str, str]:
        last = ReleaseAgreement.objects.filter(participation=self.participation_id).aggregate(
            withdrawn=Max("withdrawn_on")
        )["withdrawn"]
        if last is None or self.signed_on is None or self.signed_on >= last:
            return {}
        return {
            "signed_on": f"Consent was withdrawn on {last}: an agreement signed before that day "
            "can not restore it."
        }

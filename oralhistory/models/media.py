import uuid
from collections.abc import Iterable
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse

from collections_app.models import Recorded
from collections_app.models.files import private_storage
from collections_app.publication import Ruled
from oralhistory.models.agreements import ReleaseAgreement
from oralhistory.models.interviews import Interview
from oralhistory.models.participations import SPEAKING_ROLES, Participation
from oralhistory.models.parts import PartOfInterviewQuerySet
from oralhistory.models.public_cues import SilencePlan
from oralhistory.models.restrictions import Restriction
from oralhistory.models.sessions import Session


def _by_id(media: "MediaFile", filename: str) -> str:
    suffix = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"interviews/{media.uuid.hex[:2]}/{media.uuid.hex}.{suffix}"


class MediaFileQuerySet(PartOfInterviewQuerySet):
    """Recordings: masters are for the house, access copies for whoever may listen."""

    def of_seen(self, interviews: QuerySet | Iterable[int]) -> Self:
        return super().of_seen(interviews).agreed()

    def agreed(self) -> Self:
        """Return the recordings that nothing inside their interview keeps closed.

        Whoever is heard allows the recording; neither a restriction nor an advisory keeps it in
        the house. They are the copies made here for the public, silent where something that was
        said is withheld, measured, and made for nothing less than what is withheld now.
        """
        closed = Restriction.objects.in_force("recording").filter(interview=OuterRef("interview"))
        return self.silenced().filter(~Exists(closed))

    def heard_unasked(self) -> Self:
        """Narrow to recordings of interviews before which no notice is read."""
        return self.filter(interview__content_notice="", interview__advisories__isnull=True)

    def silenced(self) -> Self:
        """Return the same without regard to restrictions, for whom one of them was opened."""
        interview = OuterRef("interview")
        heard = Participation.objects.filter(interview=interview, role__in=SPEAKING_ROLES)
        agreed = ReleaseAgreement.objects.in_force("recording").values("participation")
        plan = SilencePlan.objects.filter(interview=interview)
        return self.filter(
            Exists(plan.filter(digest=OuterRef("silences"))),
            ~Exists(heard.exclude(pk__in=agreed)),
            role=MediaFile.Role.REDACTED,
            measured_at__isnull=False,
        ).exclude(interview__in=Interview.objects.for_staff_only().values("pk"))


class MediaFile(Ruled, Recorded):
    """A recording of an interview, or a part of one (PREMIS object: format, size, digest).

    A master is kept unchanged and never leaves the house, nor does an access copy, which a browser
    plays at the desks. From it the redacted copy is made here that readers get: silent where
    something is withheld, and without what a file says of itself.
    """

    class Role(models.TextChoices):
        MASTER = "master", "master: for the house only"
        ACCESS = "access", "access copy: copies for the public are made from it"
        REDACTED = "redacted", "redacted copy: for the public, made here"

    TYPED_ROLES = (Role.MASTER, Role.ACCESS)

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="media")
    role = models.CharField(
        max_length=8,
        choices=Role.choices,
        default=Role.ACCESS,
        help_text="Readers hear a copy made from the access copy, silent where something is "
        "withheld, while every speaker allows the recording.",
    )
    session = models.ForeignKey(
        Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="media"
    )
    derived_from = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.CASCADE,
        related_name="derived",
    )
    label = models.CharField(
        max_length=120, blank=True, help_text="Shown to the reader: “Part 1”, “Second day”."
    )
    file = models.FileField(
        storage=private_storage,
        upload_to=_by_id,
        max_length=200,
        help_text="Sound or video. An access copy: MP3, M4A, Ogg, WAV, FLAC, MP4 or WebM.",
    )
    original_name = models.CharField(max_length=255, editable=False)
    media_type = models.CharField(
        max_length=80, editable=False, help_text="Sniffed from the bytes, not from the name."
    )
    bytes = models.PositiveBigIntegerField("size in bytes", default=0, editable=False)
    sha256 = models.CharField("SHA-256", max_length=64, db_index=True, editable=False)
    duration_ms = models.PositiveIntegerField(
        "duration", null=True, blank=True, help_text="Hours, minutes and seconds: 1:02:03."
    )
    offset_ms = models.PositiveIntegerField(
        "begins at",
        default=0,
        help_text="When in the interview this recording begins; 0:00 unless it is a later part.",
    )
    position = models.PositiveSmallIntegerField(default=0)
    silences = models.CharField(
        max_length=64, blank=True, editable=False, help_text="For which silences it was made."
    )
    measured_at = models.DateTimeField(
        null=True,
        blank=True,
        editable=False,
        help_text="When it was measured that nothing is heard there.",
    )

    objects: ClassVar = MediaFileQuerySet.as_manager()

    class Meta:
        verbose_name = "recording"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "sha256", "role"], name="an_interview_has_a_recording_once"
            ),
            models.CheckConstraint(
                condition=Q(media_type__startswith="audio/") | Q(media_type__startswith="video/"),
                name="a_recording_is_sound_or_video",
            ),
            models.CheckConstraint(
                condition=Q(role="redacted", derived_from__isnull=False)
                | ~Q(role="redacted") & Q(derived_from__isnull=True),
                name="a_redacted_recording_is_made_from_another",
            ),
        ]

    def __str__(self) -> str:
        return self.label or f"{self.get_role_display()}, {self.media_type}"

    @property
    def is_video(self) -> bool:
        return self.media_type.startswith("video/")

    @property
    def download_name(self) -> str:
        """A name for the address and the download that tells nothing and injects nothing."""
        return f"recording.{self.file.name.rsplit('.', 1)[-1]}"

    def get_absolute_url(self) -> str:
        names = [self.interview.ref, self.uuid, self.download_name]
        return reverse("oralhistory:interview-media", args=names)

from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy

from collections_app.models import Agent, Privacy
from collections_app.models.changes import Historied
from collections_app.publication import Ruled
from oralhistory.models.parts import PartOfInterviewQuerySet


class Role(models.TextChoices):
    """The part somebody has in an interview."""

    NARRATOR = "narrator", gettext_lazy("narrator")
    INTERVIEWER = "interviewer", gettext_lazy("interviewer")
    INTERPRETER = "interpreter", gettext_lazy("interpreter")
    OTHER = "other", gettext_lazy("other participant")


# Whoever has one of these roles is heard in the recording, whether or not it is transcribed.
SPEAKING_ROLES = [Role.NARRATOR, Role.INTERVIEWER, Role.INTERPRETER]


class IdentityMode(models.TextChoices):
    """Under what name a participant appears in public."""

    IDENTIFIED = "identified", "identified by name"
    PSEUDONYM = "pseudonym", "under a pseudonym"
    ANONYMOUS = "anonymous", "anonymous"


_PROTECTION_BY_PRIVACY = {
    Privacy.PSEUDONYM: IdentityMode.PSEUDONYM,
    Privacy.WITHHELD: IdentityMode.ANONYMOUS,
}
_FROM_OPEN_TO_PROTECTED = [IdentityMode.IDENTIFIED, IdentityMode.PSEUDONYM, IdentityMode.ANONYMOUS]


class ParticipationQuerySet(PartOfInterviewQuerySet):
    """Who took part: as public as the interview. Names leave only through `speakers`."""

    def narrators(self) -> Self:
        return self.filter(role=Role.NARRATOR)

    def under_own_name(self) -> Self:
        """Narrow to those whom the public may know by their own name, and who agreed to it.

        The same as a link from `speakers.public_names`: agreed to the record, identified here and
        by the person's own privacy, not on hold, and the person is published.
        """
        agreements = self.model._meta.get_field("agreements").related_model
        agreed = agreements._default_manager.in_force("record").filter(participation=OuterRef("pk"))
        agents = Agent.objects.public().filter(privacy=Privacy.PUBLIC)
        return self.filter(Exists(agreed), identity_mode=IdentityMode.IDENTIFIED, agent__in=agents)

    def with_consent(self) -> Self:
        """Load with each participant what the agreement in force allows, and the agent.

        Adds `allows_record`, `allows_transcript`, `allows_recording`, `allows_quotation` and
        `agent_is_named`: whether the agent is published, so that its name may stand in public.
        """
        agreements = self.model._meta.get_field("agreements").related_model
        consents = {
            f"allows_{use}": Exists(
                agreements._default_manager.in_force(use).filter(participation=OuterRef("pk"))
            )
            for use in agreements.USES
        }
        is_named = Exists(Agent.objects.named().filter(pk=OuterRef("agent")))
        return self.select_related("agent").annotate(agent_is_named=is_named, **consents)


class Participation(Ruled, Historied):
    """One person's part in an interview, and under what name it may be told (OHA: narrator).

    The more protective of `identity_mode` and the person's own privacy always wins. The public
    never reads a field of this record: it reads the names that `speakers.public_names` gives.
    """

    interview = models.ForeignKey(
        "Interview", on_delete=models.CASCADE, related_name="participations"
    )
    agent = models.ForeignKey(
        Agent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="participations",
        verbose_name="person",
        help_text="The person's own record, if there is one. It may stay unpublished.",
    )
    role = models.CharField(max_length=12, choices=Role.choices, default=Role.NARRATOR)
    identity_mode = models.CharField(
        max_length=10,
        choices=IdentityMode.choices,
        default=IdentityMode.IDENTIFIED,
        help_text="As agreed with this person. The privacy set in the person's own record can "
        "only make it stricter.",
    )
    public_name = models.CharField(
        max_length=160,
        blank=True,
        help_text="The name shown in public. Under a pseudonym it is the pseudonym, and must not "
        "hint at the real name.",
    )
    speaker_labels = models.TextField(
        blank=True,
        help_text="How transcripts call this person, one label to a line. For the house only.",
    )
    position = models.PositiveSmallIntegerField(default=0)
    notes = models.TextField(blank=True, help_text="For the house only.")

    objects: ClassVar = ParticipationQuerySet.as_manager()

    # Loaded by `with_consent`.
    allows_record: bool
    allows_transcript: bool
    allows_recording: bool
    allows_quotation: bool
    agent_is_named: bool

    class Meta:
        verbose_name = "participant"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "agent", "role"],
                name="a_person_has_a_role_in_an_interview_once",
            ),
            models.CheckConstraint(
                condition=~Q(identity_mode="pseudonym") | ~Q(public_name=""),
                name="a_participant_under_a_pseudonym_has_one",
            ),
            models.CheckConstraint(
                condition=Q(agent__isnull=False)
                | ~Q(public_name="")
                | Q(identity_mode="anonymous"),
                name="a_participant_is_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.house_name} ({self.get_role_display()})"

    @property
    def house_name(self) -> str:
        """The name by which people of the house know this participant. Never for the public."""
        if self.agent is not None:
            return self.agent.reading_name
        return self.public_name or self.get_role_display()

    @property
    def identity(self) -> IdentityMode:
        """The more protective of what was agreed here and of the person's own privacy.

        Whoever is on hold is anonymous until that ends.
        """
        if self.agent is not None and self.agent.on_hold_since is not None:
            return IdentityMode.ANONYMOUS
        return self.lasting_identity

    @property
    def lasting_identity(self) -> IdentityMode:
        """The same without regard to a hold."""
        privacy = self.agent.privacy if self.agent is not None else Privacy.PUBLIC
        modes = [
            IdentityMode(self.identity_mode),
            _PROTECTION_BY_PRIVACY.get(Privacy(privacy), IdentityMode.IDENTIFIED),
        ]
        return max(modes, key=_FROM_OPEN_TO_PROTECTED.index)

    def labels(self) -> list[str]:
        """Return the labels by which transcripts call this person."""
        return [line.strip() for line in self.speaker_labels.splitlines() if line.strip()]

    def clean(self) -> None:
        if self.identity_mode == IdentityMode.PSEUDONYM and not self.public_name:
            raise ValidationError({"public_name": "Give the pseudonym that is shown in public."})
        is_somebody = self.agent is not None or self.public_name
        if not is_somebody and self.identity_mode != IdentityMode.ANONYMOUS:
            raise ValidationError({"agent": "Choose a person, or give a public name."})
        if self._pseudonym_is_the_name():
            raise ValidationError({"public_name": "This is the person's real name."})

    def _pseudonym_is_the_name(self) -> bool:
        if self.agent is None or self.identity_mode != IdentityMode.PSEUDONYM:
            return False
        real = {self.agent.name.casefold(), self.agent.reading_name.casefold()}
        return self.public_name.strip().casefold() in real

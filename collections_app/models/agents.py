import re
import secrets
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Case, F, Q, Value, When
from django.urls import reverse
from django.utils.translation import gettext_lazy

from collections_app.models.changes import Historied
from collections_app.models.recorded import Recorded
from collections_app.models.slugs import free_slug, slug_stem
from collections_app.publication import (
    Gap,
    Publishable,
    PublishableQuerySet,
    Ruled,
    RuledQuerySet,
)

WIKIDATA = RegexValidator(r"^Q[1-9]\d*$", "A Wikidata id looks like Q1234.")

NAME_WITHHELD = "Name withheld"


class Privacy(models.TextChoices):
    """How much of a person's name may leave the desk."""

    PUBLIC = "public", "public"
    NAME_ONLY = "name_only", "name only: no biography"
    PSEUDONYM = "pseudonym", "shown under a protective pseudonym"
    WITHHELD = "withheld", "name withheld"


FROM_OPEN_TO_PROTECTED = [Privacy.PUBLIC, Privacy.NAME_ONLY, Privacy.PSEUDONYM, Privacy.WITHHELD]


class AgentQuerySet(PublishableQuerySet):
    """People and bodies; those whose name is withheld have no public page at all."""

    def named(self, at: datetime | None = None) -> Self:
        """Return the published agents, those whose name is withheld among them."""
        return super().public(at)

    def public(self, at: datetime | None = None) -> Self:
        """Return the published agents whose name, or public name, may be shown."""
        return super().public(at).exclude(privacy=Privacy.WITHHELD)

    def labelled(self) -> Self:
        """Add `label`, what `public_label` says, to sort and search by."""
        return self.annotate(
            label=Case(
                When(privacy=Privacy.WITHHELD, then=Value(NAME_WITHHELD)),
                When(on_hold_since__isnull=False, then=Value(NAME_WITHHELD)),
                When(privacy=Privacy.PSEUDONYM, then=F("public_name")),
                When(display_name="", then=F("name")),
                default=F("display_name"),
            )
        )

    def called(self, word: str) -> Self:
        """Narrow to those whose name, as readers know it, or whose other name has this word."""
        others = AgentName.objects.public().filter(name__icontains=word)
        return self.labelled().filter(Q(label__icontains=word) | Q(pk__in=others.values("agent")))

    def by_label(self) -> Self:
        """Order by what the public reads: the order by name would tell where a hidden one lies."""
        return self.labelled().order_by("label", "pk")


class Agent(Publishable, Recorded):
    """A person, corporate body or family (ISAAR(CPF)), as author, recipient, witness or subject.

    Only `public_label` and `public_history` ever leave the desk.
    """

    class EntityType(models.TextChoices):
        PERSON = "person", gettext_lazy("person")
        CORPORATE_BODY = "corporate_body", gettext_lazy("corporate body")
        FAMILY = "family", gettext_lazy("family")

    entity_type = models.CharField(
        max_length=16, choices=EntityType.choices, default=EntityType.PERSON
    )
    name = models.CharField(
        max_length=255, db_index=True, help_text="Authorized form, in sort order: Dallaire, Roméo."
    )
    display_name = models.CharField(
        max_length=255, blank=True, help_text="As read in a sentence: Roméo Dallaire."
    )
    slug = models.SlugField(max_length=80, unique=True, editable=False)
    slug_made_under = models.CharField(max_length=10, choices=Privacy.choices, editable=False)
    privacy = models.CharField(
        max_length=10,
        choices=Privacy.choices,
        default=Privacy.PUBLIC,
        help_text="A protective pseudonym needs a public name; a withheld name never leaves the "
        "desk. An alias known to history is entered below as another name.",
    )
    public_name = models.CharField(
        max_length=255, blank=True, help_text="Shown instead of the name of a protected person."
    )
    dates_of_existence = models.CharField(max_length=120, blank=True)
    history = models.TextField("biographical or administrative history", blank=True)
    functions = models.CharField(
        max_length=300, blank=True, help_text="Offices held, with their dates and source."
    )
    wikidata_id = models.CharField(
        max_length=20, null=True, blank=True, unique=True, validators=[WIKIDATA]
    )
    viaf_id = models.CharField("VIAF", max_length=30, null=True, blank=True, unique=True)
    notes = models.TextField(blank=True, help_text="For the house only.")

    objects: ClassVar = AgentQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = "person or body"
        verbose_name_plural = "people and bodies"
        ordering = ["name"]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(
                condition=~Q(privacy="pseudonym") | ~Q(public_name=""),
                name="a_protective_pseudonym_needs_a_public_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Give the agent an address that never contains a protected name."""
        if self.keep_address_safe() and kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "slug", "slug_made_under"}
        super().save(*args, **kwargs)

    def keep_address_safe(self) -> bool:
        """Give the agent a new address where there is none or it betrays a name; say if so."""
        if self.slug and not self._slug_betrays_name():
            return False
        self.slug, self.slug_made_under = self._safe_slug(), self.privacy
        return True

    @property
    def is_protected(self) -> bool:
        return self.privacy in (Privacy.PSEUDONYM, Privacy.WITHHELD)

    def _slug_betrays_name(self) -> bool:
        was_protected = self.slug_made_under in (Privacy.PSEUDONYM, Privacy.WITHHELD)
        if self.slug_made_under != self.privacy and (self.is_protected or was_protected):
            return True
        stem = slug_stem(self.public_name)
        is_of_pseudonym = re.fullmatch(rf"{re.escape(stem)}(-\d+)?", self.slug) if stem else True
        return self.privacy == Privacy.PSEUDONYM and not is_of_pseudonym

    def _safe_slug(self) -> str:
        if self.privacy == Privacy.WITHHELD:
            return f"person-{secrets.token_hex(5)}"
        words = self.public_name if self.privacy == Privacy.PSEUDONYM else self.reading_name
        return free_slug(Agent, words, besides=self.pk)

    @property
    def reading_name(self) -> str:
        """The real name as read in a sentence. For the desk; the public reads `public_label`."""
        return self.display_name or self.name

    @property
    def public_label(self) -> str:
        """The only form of the name that the public ever sees."""
        if self.privacy == Privacy.WITHHELD or self.on_hold_since is not None:
            return NAME_WITHHELD
        if self.privacy == Privacy.PSEUDONYM:
            return self.public_name
        return self.reading_name

    @property
    def public_history(self) -> str:
        """The biography, if this person's privacy allows one; else an empty string."""
        return self.history if self.privacy == Privacy.PUBLIC else ""

    def get_absolute_url(self) -> str:
        return reverse("collections_app:person-detail", args=[self.slug])

    def clean(self) -> None:
        self.wikidata_id = self.wikidata_id or None
        self.viaf_id = self.viaf_id or None
        if self.privacy == Privacy.PSEUDONYM and not self.public_name:
            raise ValidationError(
                {"public_name": "A protective pseudonym needs a public name to show instead."}
            )

    def publication_gaps(self) -> list[Gap]:
        gaps = super().publication_gaps()
        if self.privacy == Privacy.PUBLIC and not (self.history or self.functions):
            gaps.append(Gap("history", "No biography or history is given.", blocks=False))
        return gaps


class AgentNameQuerySet(RuledQuerySet):
    """Other names: those of a protected person never leave the desk."""

    def public(self, at: datetime | None = None) -> Self:
        named = Agent.objects.public(at).filter(privacy__in=[Privacy.PUBLIC, Privacy.NAME_ONLY])
        return self.filter(agent__in=named)


class AgentName(Ruled, Historied):
    """Another name of an agent; an alias known to history is a name like another."""

    class Kind(models.TextChoices):
        VARIANT = "variant", "variant"
        ACRONYM = "acronym", "acronym"
        FORMER = "former", "former name"
        TRANSLITERATION = "transliteration", "transliteration"
        ALIAS = "alias", "historical alias"

    agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="names")
    name = models.CharField(max_length=255)
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.VARIANT)
    language = models.CharField(max_length=8, blank=True)

    objects: ClassVar = AgentNameQuerySet.as_manager()

    class Meta:
        verbose_name = "other name"
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["agent", "name"], name="agent_name_once")]

    def __str__(self) -> str:
        return self.name


class AgentRelation(Historied):
    """How two agents are related (DACS 12.3; ISAAR(CPF) 5.3), read in both directions."""

    class Category(models.TextChoices):
        HIERARCHICAL = "hierarchical", "hierarchical"
        TEMPORAL = "temporal", "temporal"
        FAMILY = "family", "family"
        ASSOCIATIVE = "associative", "associative"

    from_agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="relations_from")
    to_agent = models.ForeignKey(Agent, on_delete=models.CASCADE, related_name="relations_to")
    category = models.CharField(
        max_length=14, choices=Category.choices, default=Category.ASSOCIATIVE
    )
    label = models.CharField(max_length=160, help_text="Read forward: “commanded by”.")
    converse_label = models.CharField(max_length=160, blank=True, help_text="Read back.")
    dates = models.CharField(max_length=120, blank=True)
    note = models.TextField(blank=True)

    class Meta:
        verbose_name = "relation"
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_agent=F("to_agent")), name="agent_is_not_related_to_itself"
            )
        ]

    def __str__(self) -> str:
        return f"{self.from_agent} {self.label} {self.to_agent}"

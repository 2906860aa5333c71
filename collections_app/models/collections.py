from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from collections_app.models.agents import Agent
from collections_app.models.historical import HistoricallyDated
from collections_app.models.recorded import Recorded
from collections_app.models.repositories import CODE, Repository
from collections_app.models.vocabulary import Advisory, Language, RightsStatement
from collections_app.publication import Gap, Publishable, PublishableQuerySet


class Level(models.TextChoices):
    """Levels of description (ISAD(G) 3.1.4), from the widest to the narrowest."""

    FONDS = "fonds", "fonds"
    COLLECTION = "collection", "collection"
    SUBFONDS = "subfonds", "subfonds"
    SERIES = "series", "series"
    SUBSERIES = "subseries", "subseries"
    FILE = "file", "file"


DEPTH = {"fonds": 0, "collection": 0, "subfonds": 1, "series": 2, "subseries": 3, "file": 4}


class Collection(Publishable, HistoricallyDated, Recorded):
    """A group of documents as its archive arranges it, from fonds to file (ISAD(G) multilevel)."""

    repository = models.ForeignKey(
        Repository, on_delete=models.PROTECT, related_name="collections", verbose_name="archive"
    )
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="parts",
        help_text="The next wider level in the same archive.",
    )
    level = models.CharField(max_length=12, choices=Level.choices, default=Level.COLLECTION)
    code = models.CharField(
        max_length=60,
        unique=True,
        validators=[CODE],
        help_text="Our own lasting code, part of public addresses, for example UNARMS-S-1062.",
    )
    reference_code = models.CharField(
        max_length=160, blank=True, help_text="As the archive cites it (ISAD(G) 3.1.1)."
    )
    title = models.CharField(max_length=400)
    extent = models.CharField(max_length=160, blank=True)
    creators = models.ManyToManyField(Agent, blank=True, related_name="created_collections")
    history = models.TextField("administrative history", blank=True)
    scope_and_content = models.TextField(blank=True)
    arrangement = models.TextField(blank=True)
    access_conditions = models.TextField(
        "conditions governing access", blank=True, help_text="Inherited by the levels below."
    )
    reproduction_conditions = models.TextField(
        "conditions governing reproduction", blank=True, help_text="Inherited by the levels below."
    )
    languages = models.ManyToManyField(Language, blank=True)
    rights = models.ForeignKey(
        RightsStatement,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="collections",
        help_text="Inherited by the levels below.",
    )
    advisories = models.ManyToManyField(
        Advisory,
        blank=True,
        related_name="collections",
        help_text="Inherited by the levels below and by every document in them.",
    )
    notes = models.TextField(blank=True, help_text="For the house only.")
    path = models.CharField(max_length=255, db_index=True, editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)

    objects: ClassVar = PublishableQuerySet.as_manager()
    _history_m2m_fields = ("creators", "languages", "advisories")

    class Meta(Publishable.Meta):
        ordering = ["repository", "path"]
        constraints = [
            *Publishable.Meta.constraints,
            *HistoricallyDated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")),
                name="collection_is_not_its_own_parent",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep path and depth in step with the parent; a branch moves with its top."""
        super().save(*args, **kwargs)
        path = f"{self.parent.path if self.parent else ''}{self.pk}/"
        if path != self.path:
            self._move_branch(path)

    def _move_branch(self, path: str) -> None:
        old, self.path, self.depth = self.path, path, path.count("/") - 1
        if old:
            for part in Collection.objects.filter(path__startswith=old).exclude(pk=self.pk):
                moved = path + part.path.removeprefix(old)
                Collection.objects.filter(pk=part.pk).update(path=moved, depth=moved.count("/") - 1)
        Collection.objects.filter(pk=self.pk).update(path=self.path, depth=self.depth)

    def get_absolute_url(self) -> str:
        return reverse("collections_app:collection-detail", args=[self.code])

    def ancestor_ids(self) -> list[int]:
        """Return the ids of the wider levels, widest first."""
        return [int(part) for part in self.path.split("/")[:-2]]

    def clean(self) -> None:
        super().clean()
        if self.parent is None:
            return
        if self.pk and (self.parent_id == self.pk or self.pk in self.parent.ancestor_ids()):
            raise ValidationError(
                {"parent": "A collection can not stand below itself or one of its own parts."}
            )
        if self.repository_id and self.parent.repository_id != self.repository_id:
            raise ValidationError(
                {"parent": f"“{self.parent}” belongs to another archive: {self.parent.repository}."}
            )
        if DEPTH.get(self.level, 9) <= DEPTH.get(self.parent.level, -1):
            raise ValidationError(
                {
                    "level": f"A {self.get_level_display()} can not stand below a "
                    f"{self.parent.get_level_display()}: choose a narrower level."
                }
            )

    def publication_gaps(self) -> list[Gap]:
        gaps = []
        if not self.scope_and_content:
            gaps.append(Gap("scope_and_content", "Scope and content is empty.", blocks=False))
        if not self.repository.is_public():
            gaps.append(Gap("repository", f"The archive “{self.repository}” is not public."))
        if self.parent is not None and not self.parent.is_public():
            gaps.append(
                Gap("parent", f"The wider level “{self.parent}” is not public.", blocks=False)
            )
        return gaps

from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F, Max, Q, Value
from django.db.models.functions import Concat, Substr
from django.urls import reverse
from django.utils.translation import gettext_lazy

from collections_app.models.agents import Agent
from collections_app.models.historical import HistoricallyDated
from collections_app.models.isad import FurtherElements
from collections_app.models.places import Place
from collections_app.models.recorded import Recorded
from collections_app.models.repositories import CODE, Repository
from collections_app.models.subjects import Subject
from collections_app.models.vocabulary import Advisory, Language, RightsStatement
from collections_app.publication import Gap, Publishable, PublishableQuerySet


class Level(models.TextChoices):
    """Levels of description (ISAD(G) 3.1.4), from the widest to the narrowest."""

    FONDS = "fonds", gettext_lazy("fonds")
    COLLECTION = "collection", gettext_lazy("collection")
    SUBFONDS = "subfonds", gettext_lazy("subfonds")
    SERIES = "series", gettext_lazy("series")
    SUBSERIES = "subseries", gettext_lazy("subseries")
    FILE = "file", gettext_lazy("file")


DEPTH = {"fonds": 0, "collection": 0, "subfonds": 1, "series": 2, "subseries": 3, "file": 4}
# ISAD(G) names no more levels than these, and archives divide them further: a subseries of a
# subseries, a file within a file. A fonds, a collection and a series never stand in their like.
DIVIDED_FURTHER = {"subfonds", "subseries", "file"}
DEEPEST = 24
PLACES = 6


def may_stand_below(level: str, wider: str) -> bool:
    """Whether a group of documents of one level may be a part of one of another level."""
    if level == wider:
        return level in DIVIDED_FURTHER
    return DEPTH.get(level, -1) > DEPTH.get(wider, -1)


class Collection(Publishable, HistoricallyDated, FurtherElements, Recorded):
    """A group of documents as its archive arranges it, from fonds to file (ISAD(G) multilevel).

    `path` holds the keys of the wider levels and its own, `arrangement_key` the same way in their
    order: sorted by it, a list reads as the archive arranges its holdings. Both follow from
    `parent` and `position` and are kept by `save()` and by `moving`.
    """

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
    position = models.PositiveIntegerField(
        "place among its siblings",
        default=0,
        editable=False,
        help_text="The order of the archive; 0 puts it last.",
    )
    containers = models.CharField(
        "boxes and folders", max_length=300, blank=True, help_text="Box 1, folder 3."
    )
    extent = models.CharField(max_length=600, blank=True)
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
    subjects = models.ManyToManyField(Subject, blank=True, related_name="collections")
    places = models.ManyToManyField(Place, blank=True, related_name="collections")
    named_agents = models.ManyToManyField(
        Agent,
        blank=True,
        related_name="named_in_collections",
        verbose_name="people and bodies it concerns",
    )
    notes = models.TextField(blank=True, help_text="For the house only.")
    path = models.CharField(max_length=255, db_index=True, editable=False)
    arrangement_key = models.CharField(max_length=160, db_index=True, default="", editable=False)
    depth = models.PositiveSmallIntegerField(default=0, editable=False)

    objects: ClassVar = PublishableQuerySet.as_manager()
    _history_m2m_fields = (
        *("creators", "languages", "advisories"),
        *("subjects", "places", "named_agents"),
    )

    class Meta(Publishable.Meta):
        ordering = ["repository", "arrangement_key"]
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
        """Keep path, depth and order in step with the parent; a branch moves with its top."""
        if kwargs.get("update_fields") is not None and self.path:
            super().save(*args, **kwargs)
            return
        with transaction.atomic():
            lock_arrangement(self.repository_id)
            wider = Collection.objects.filter(pk=self.parent_id or 0).first()
            self._refuse_circle(wider)
            self.position = self.position or next_position(self.repository_id, wider)
            super().save(*args, **kwargs)
            self._keep_place(wider)

    def _refuse_circle(self, wider: "Collection | None") -> None:
        if wider is not None and self.pk and self.pk in [*wider.ancestor_ids(), wider.pk]:
            raise ValidationError(
                {"parent": "A collection can not stand below itself or one of its own parts."}
            )

    def _keep_place(self, wider: "Collection | None") -> None:
        """Write path and order of the collection, and of all its parts in one query."""
        path = f"{wider.path if wider else ''}{self.pk}/"
        key = f"{wider.arrangement_key if wider else ''}{self.position:0{PLACES}d}"
        if (path, key) == (self.path, self.arrangement_key):
            return
        parts = Collection.objects.filter(path__startswith=self.path or path).exclude(pk=self.pk)
        depth = path.count("/") - 1
        parts.update(
            path=Concat(Value(path), Substr("path", len(self.path) + 1)),
            arrangement_key=Concat(
                Value(key), Substr("arrangement_key", len(self.arrangement_key) + 1)
            ),
            depth=F("depth") + depth - self.depth,
        )
        self.path, self.arrangement_key, self.depth = path, key, depth
        Collection.objects.filter(pk=self.pk).update(path=path, arrangement_key=key, depth=depth)

    def get_absolute_url(self) -> str:
        return reverse("collections_app:collection-detail", args=[self.code])

    def ancestor_ids(self) -> list[int]:
        """Return the ids of the wider levels, widest first."""
        return [int(part) for part in self.path.split("/")[:-2]]

    def clean(self) -> None:
        super().clean()
        self._refuse_two_archives()
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
        if not may_stand_below(self.level, self.parent.level):
            raise ValidationError(
                {
                    "level": f"A {self.get_level_display()} can not stand below a "
                    f"{self.parent.get_level_display()}: choose a narrower level."
                }
            )
        if self.parent.depth + 1 >= DEEPEST:
            raise ValidationError({"parent": f"There are at most {DEEPEST} levels."})

    def _refuse_two_archives(self) -> None:
        if not self.pk or not self.repository_id:
            return
        elsewhere = ~Q(repository=self.repository_id)
        if self.parts.filter(elsewhere).exists() or self.copies.filter(elsewhere).exists():
            raise ValidationError(
                {"repository": "Its parts and documents belong to the archive it had until now."}
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
        return gaps + super().publication_gaps()


def lock_arrangement(repository: int | None) -> None:
    """Let nobody else rearrange this archive until the transaction ends.

    Two branches moved into one another at the same moment would both be told that no circle
    arises; so whoever changes a place waits for the row of the archive.
    """
    list(Repository.objects.select_for_update().filter(pk=repository).values_list("pk"))


def next_position(repository: int | None, wider: Collection | None) -> int:
    """Return the place after the last part of `wider`, or after the last top of the archive."""
    siblings = Collection.objects.filter(repository=repository, parent=wider)
    last = siblings.aggregate(last=Max("position"))["last"]
    return (last or 0) + 1

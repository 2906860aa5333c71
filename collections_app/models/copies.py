from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from collections_app.models.advisory_reach import collections_reached
from collections_app.models.collections import Collection
from collections_app.models.copy_terms import (
    NEVER_AN_ACT_OF_THE_ORIGINATOR,
    AccessCondition,
    CopyType,
    Extent,
    HowObtained,
)
from collections_app.models.items import ArchivalItem
from collections_app.models.recorded import Recorded
from collections_app.models.repositories import Repository
from collections_app.models.vocabulary import Advisory
from collections_app.publication import Ruled, RuledQuerySet


class CopyQuerySet(RuledQuerySet):
    """Two questions: may the record of this copy be seen, and may its material be opened."""

    def public(self, at: datetime | None = None) -> Self:
        """Return the copies whose record anyone may see: of public items, not internal."""
        item = ArchivalItem.objects.public(at).filter(pk=OuterRef("item"))
        return self.told().filter(Exists(item))

    def opened(self, at: datetime | None = None) -> Self:
        """Return the public copies whose files and text anyone may open."""
        return self.public(at).openable()

    def told(self) -> Self:
        """Narrow to copies whose existence is told wherever their item is shown."""
        return self.filter(is_internal=False)

    def openable(self) -> Self:
        """Narrow to copies whose files and text are open wherever their item is shown.

        A copy of which all is withheld shows nothing, whatever lies with it.
        """
        staff_only = Advisory.objects.filter(behaviour=Advisory.Behaviour.STAFF_ONLY)
        opened = self.filter(is_opened=True).exclude(extent__in=[Extent.WITHHELD, Extent.PENDING])
        return opened.exclude(_is_reached_by(staff_only))

    def reached_by(self, advisories: "QuerySet[Advisory]") -> Self:
        """Narrow to copies of documents that one of these advisories concerns."""
        return self.filter(_is_reached_by(advisories))

    def for_display(self, at: datetime | None = None) -> Self:
        """Load what one line about a copy prints, and what of it may be named or opened.

        Adds `has_public_repository`, `has_public_collection`, `is_openable` (its pages may be
        opened by anyone) and `excision_count` (excisions made by the authority).
        """
        # Excisions stand above copies, so that they are reached through the relation.
        excisions: Any = Copy._meta.get_field("excisions").related_model
        authority = excisions.objects.filter(
            copy=OuterRef("pk"), made_by=excisions.MadeBy.AUTHORITY
        ).order_by()
        counted = authority.values("copy").annotate(number=Count("pk")).values("number")
        return self.select_related("repository", "collection").annotate(
            has_public_repository=Exists(
                Repository.objects.public(at).filter(pk=OuterRef("repository"))
            ),
            has_public_collection=Exists(
                Collection.objects.public(at).filter(pk=OuterRef("collection"))
            ),
            is_openable=Exists(Copy.objects.opened(at).filter(pk=OuterRef("pk"))),
            excision_count=Coalesce(Subquery(counted), 0),
        )


def _is_reached_by(advisories: "QuerySet[Advisory]") -> Q:
    """Say of a copy that an advisory of its document concerns it.

    A document inherits what any collection bears that holds a copy of it, and all wider levels:
    whichever copy is opened shows the same. A copy known to the house only changes nothing.
    """
    borne = ArchivalItem.advisories.through.objects.filter(advisory__in=advisories)
    inherited = Copy.objects.filter(
        is_internal=False, collection__in=collections_reached(advisories)
    )
    return Q(item__in=borne.values("archivalitem")) | Q(item__in=inherited.values("item"))


class Copy(Ruled, Recorded):
    """A document as one archive holds it, or as one authority released it (ISAD(G) 3.5, DACS 6).

    Several releases of one document are a set to compare: none is "the newest version".
    """

    item = models.ForeignKey(ArchivalItem, on_delete=models.CASCADE, related_name="copies")
    repository = models.ForeignKey(
        Repository, on_delete=models.PROTECT, related_name="copies", verbose_name="archive"
    )
    collection = models.ForeignKey(
        Collection,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="copies",
        help_text="Its place in the holder's own arrangement.",
    )
    reference_code = models.CharField(
        max_length=600,
        blank=True,
        help_text="Box, folder, shelfmark or exhibit, as cited by the holder.",
    )
    copy_type = models.CharField(max_length=14, choices=CopyType.choices, default=CopyType.UNKNOWN)
    is_shown = models.BooleanField(
        "the copy shown first",
        default=False,
        help_text="One copy of each document is shown first; the others are listed beside it.",
    )
    how_obtained = models.CharField(
        max_length=12, choices=HowObtained.choices, default=HowObtained.UNKNOWN
    )
    obtained_on = models.CharField(
        "obtained when", max_length=80, blank=True, help_text="When the copy came to us, as known."
    )
    obtained_by = models.CharField(
        "obtained by whom", max_length=200, blank=True, help_text="Who asked for or brought it."
    )
    released_on = models.DateField(
        null=True, blank=True, help_text="The date of the release or publication itself."
    )
    released_by = models.CharField(
        max_length=200, blank=True, help_text="The authority that released it."
    )
    is_act_of_originator = models.BooleanField(
        "act of the originating authority",
        default=False,
        help_text="Tick only where the body that made the document, or its legal successor, "
        "released, published or withheld it. Only such copies change the declassification status.",
    )
    extent = models.CharField(
        max_length=16,
        choices=Extent.choices,
        default=Extent.UNKNOWN,
        help_text="How complete this copy is. Leave “not stated” where no source says.",
    )
    withdrawn_on = models.DateField(
        "release withdrawn on",
        null=True,
        blank=True,
        help_text="If the authority took the release back. The copy stays; the status becomes "
        "“reclassified”.",
    )
    agency_number = models.CharField("agency document number", max_length=80, blank=True)
    agency_batch = models.CharField("agency case or batch", max_length=80, blank=True)
    access_condition = models.CharField(
        max_length=20,
        choices=AccessCondition.choices,
        default=AccessCondition.NOT_REVIEWED,
        help_text="What the holder allows. “Closed until” warns when the date comes and never "
        "opens by itself.",
    )
    closed_until = models.DateField(null=True, blank=True)
    access_basis = models.CharField(
        max_length=300, blank=True, help_text="The law, deed or person that sets the condition."
    )
    is_opened = models.BooleanField(
        "opened to the public",
        default=False,
        help_text="Our decision that readers may open pages and text of this copy. Possible only "
        "where the access condition is “open”.",
    )
    is_internal = models.BooleanField(
        "known to the house only",
        default=False,
        help_text="Hides even the existence of this copy: for an answer to a request that is not "
        "public. It changes nothing that the public sees. Once set it is not taken back here: a "
        "published request reveals its own copies.",
    )
    provenance_note = models.TextField(
        blank=True, help_text="How we came to see it, in a sentence; shown to the reader."
    )
    source_of_statement = models.CharField(
        max_length=300, blank=True, help_text="The source that states holding, release and extent."
    )
    notes = models.TextField(blank=True, help_text="For the house only.")

    objects: ClassVar = CopyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "copies"
        ordering = ["-is_shown", F("released_on").asc(nulls_last=True), "pk"]
        # Each column by which the desk sorts and filters.
        indexes = [
            models.Index(fields=["repository", "item"], name="copy_archive_item_idx"),
            models.Index(fields=["reference_code", "id"], name="copy_code_idx"),
            models.Index(fields=["how_obtained", "id"], name="copy_obtained_idx"),
            models.Index(fields=["released_on", "id"], name="copy_released_idx"),
            models.Index(fields=["extent", "id"], name="copy_extent_idx"),
            models.Index(fields=["access_condition", "id"], name="copy_access_idx"),
            models.Index(fields=["id"], name="copy_opened_idx", condition=Q(is_opened=True)),
            models.Index(fields=["id"], name="copy_internal_idx", condition=Q(is_internal=True)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["item"], condition=Q(is_shown=True), name="one_copy_is_shown_first"
            ),
            models.CheckConstraint(
                condition=Q(is_opened=False) | Q(access_condition="open"),
                name="only_an_open_copy_is_opened_to_the_public",
            ),
            models.CheckConstraint(
                condition=~Q(access_condition="closed_until") | Q(closed_until__isnull=False),
                name="a_closed_copy_says_until_when",
            ),
            models.CheckConstraint(
                condition=Q(is_act_of_originator=False)
                | ~Q(how_obtained__in=NEVER_AN_ACT_OF_THE_ORIGINATOR),
                name="leaks_and_exhibits_are_no_act_of_the_originator",
            ),
        ]

    def __str__(self) -> str:
        return ", ".join(filter(None, [str(self.repository), self.reference_code]))

    def clean(self) -> None:
        errors = {}
        if self.is_opened and self.access_condition != AccessCondition.OPEN:
            errors["is_opened"] = (
                f"The access condition is “{self.get_access_condition_display()}”: such a copy can "
                "not be opened to the public. A later general opening is a new copy that cites "
                "its legal act."
            )
        if self.access_condition == AccessCondition.CLOSED_UNTIL and not self.closed_until:
            errors["closed_until"] = "Say until which date the copy is closed."
        if self.is_act_of_originator and self.how_obtained in NEVER_AN_ACT_OF_THE_ORIGINATOR:
            errors["is_act_of_originator"] = (
                f"A copy {self.get_how_obtained_display()} is no act of the originating authority."
            )
        if (
            self.collection
            and self.repository_id
            and (self.collection.repository_id != self.repository_id)
        ):
            errors["collection"] = f"“{self.collection}” belongs to another archive."
        if errors:
            raise ValidationError(errors)

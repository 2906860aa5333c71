from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Count, Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from collections_app.models.changes import Historied
from collections_app.models.collections import Collection
from collections_app.models.items import ArchivalItem
from collections_app.models.recorded import Recorded
from collections_app.models.repositories import Repository
from collections_app.models.vocabulary import Advisory, ExemptionCode
from collections_app.publication import Ruled, RuledQuerySet

FRACTION = [MinValueValidator(0), MaxValueValidator(1)]


class CopyType(models.TextChoices):
    ORIGINAL = "original", "original"
    CARBON = "carbon", "carbon copy"
    FAX = "fax", "fax as received"
    PHOTOCOPY = "photocopy", "photocopy"
    MICROFILM = "microfilm", "microfilm"
    SCAN = "scan", "scan"
    PRINT = "print", "printed publication"
    TRANSCRIPTION = "transcription", "published transcription"
    UNKNOWN = "unknown", "not stated"


# A publication shows a document and does not hold it: the archive does.
PUBLICATIONS = [CopyType.PRINT, CopyType.TRANSCRIPTION]


class HowObtained(models.TextChoices):
    """By which door a copy became known outside the body that made the document."""

    FOIA = "foia", "released under the US Freedom of Information Act"
    MDR = "mdr", "released after mandatory declassification review"
    ISCAP = "iscap", "released by the Interagency Security Classification Appeals Panel"
    AUTOMATIC = "automatic", "declassified automatically by age"
    ACCESS_LAW = "access_law", "released under another access law"
    GENERAL_DEROGATION = "derogation", "opened by general derogation"
    PUBLISHED = "published", "published by its author or successor"
    TRIBUNAL = "tribunal", "exhibit of a court or tribunal"
    FOREIGN_ARCHIVE = "foreign", "found in the archive of another government"
    DONATED = "donated", "donated"
    TRANSFER = "transfer", "transferred to the archive"
    LEAKED = "leaked", "leaked"
    OTHER_PUBLISHER = "reproduced", "reproduced by others"
    UNKNOWN = "unknown", "not stated"


# Copies that became known by these doors change access, never the status of the information.
NEVER_AN_ACT_OF_THE_ORIGINATOR = ["tribunal", "foreign", "leaked", "reproduced"]


class Extent(models.TextChoices):
    """How much of the document this copy shows."""

    IN_FULL = "in_full", "in full"
    EXCISED = "excised", "with excisions"
    WITHHELD = "withheld", "withheld in full"
    PENDING = "pending", "decision pending"
    NEVER_CLASSIFIED = "never_classified", "in full; never classified"
    UNKNOWN = "unknown", "not stated"


class AccessCondition(models.TextChoices):
    """What the holder of the copy allows: a fact about the copy, not our decision."""

    NOT_REVIEWED = "not_reviewed", "not yet reviewed"
    OPEN = "open", "open"
    ON_SITE_ONLY = "on_site_only", "in the reading room only"
    PERSONAL_PERMISSION = "personal_permission", "by personal permission only"
    SEALED = "sealed", "sealed"
    DONOR_RESTRICTION = "donor_restriction", "restricted by the donor"
    CLOSED_UNTIL = "closed_until", "closed until a date"


class CopyQuerySet(RuledQuerySet):
    """Two questions: may the record of this copy be seen, and may its material be opened."""

    def public(self, at: datetime | None = None) -> Self:
        """Return the copies whose record anyone may see: of public items, not internal."""
        return self.told().filter(item__in=ArchivalItem.objects.public(at))

    def opened(self, at: datetime | None = None) -> Self:
        """Return the public copies whose files and text anyone may open."""
        return self.public(at).openable()

    def told(self) -> Self:
        """Narrow to copies whose existence is told wherever their item is shown."""
        return self.filter(is_internal=False)

    def openable(self) -> Self:
        """Narrow to copies whose files and text are open wherever their item is shown."""
        staff_only = ArchivalItem.advisories.through.objects.filter(
            advisory__behaviour=Advisory.Behaviour.STAFF_ONLY
        )
        return self.filter(is_opened=True).exclude(item__in=staff_only.values("archivalitem"))

    def for_display(self, at: datetime | None = None) -> Self:
        """Load what one line about a copy prints, and what of it may be named or opened.

        Adds `has_public_repository`, `has_public_collection`, `is_openable` (its pages may be
        opened by anyone) and `excision_count` (excisions made by the authority).
        """
        authority = Excision.objects.filter(
            copy=OuterRef("pk"), made_by=Excision.MadeBy.AUTHORITY
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


class ExcisionQuerySet(RuledQuerySet):
    """Excisions are told wherever the record of their copy is public."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(copy__in=Copy.objects.public(at))


class Excision(Ruled, Historied):
    """Words or an area that a copy does not show, as printed and explained (FRUS methodology).

    Its place is a rectangle on a page (fractions 0..1 of width and height, from the top left), a
    span of characters in a page's text, or neither where it lies in a note or heading.
    """

    class MadeBy(models.TextChoices):
        AUTHORITY = "authority", "made by the releasing authority"
        US = "us", "made by us"

    class Unit(models.TextChoices):
        WORD = "word", "word"
        LINE = "line", "line"
        SENTENCE = "sentence", "sentence"
        PARAGRAPH = "paragraph", "paragraph"
        COLUMN = "column", "column"
        ROW = "row", "row"
        PAGE = "page", "page"
        MINUTE = "minute", "minute"
        SECOND = "second", "second"
        ITEM = "item", "item"
        DOCUMENT = "document", "document"

    class Decision(models.TextChoices):
        DENIED = "denied", "not declassified"
        PENDING = "pending", "not declassified in time"

    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="excisions")
    page = models.ForeignKey(
        "Page", null=True, blank=True, on_delete=models.CASCADE, related_name="excisions"
    )
    made_by = models.CharField(max_length=10, choices=MadeBy.choices, default=MadeBy.AUTHORITY)
    printed_form = models.CharField(
        max_length=300, help_text="Exactly as printed: [2 lines not declassified]."
    )
    nature = models.CharField(
        max_length=60, blank=True, help_text="What was taken out: text, name, place, amount."
    )
    amount = models.DecimalField(
        max_digits=7,
        decimal_places=2,
        null=True,
        blank=True,
        help_text="How many units, where the mark says.",
    )
    is_less_than = models.BooleanField("less than that amount", default=False)
    unit = models.CharField(max_length=10, choices=Unit.choices, blank=True)
    decision = models.CharField(max_length=8, choices=Decision.choices, default=Decision.DENIED)
    location = models.CharField(
        max_length=120, blank=True, help_text="In words: “source note”, “footnote 3”."
    )
    start = models.PositiveIntegerField(null=True, blank=True, help_text="First character.")
    end = models.PositiveIntegerField(null=True, blank=True, help_text="After the last character.")
    x = models.FloatField(null=True, blank=True, validators=FRACTION)
    y = models.FloatField(null=True, blank=True, validators=FRACTION)
    width = models.FloatField(null=True, blank=True, validators=FRACTION)
    height = models.FloatField(null=True, blank=True, validators=FRACTION)
    exemptions = models.ManyToManyField(ExemptionCode, blank=True, related_name="excisions")
    reason = models.TextField(blank=True, help_text="Shown to the reader.")
    is_burnt = models.BooleanField(
        default=False,
        editable=False,
        help_text="Ours only: pixels and words beneath are gone from everything made for readers. "
        "Until then the page is closed.",
    )

    objects: ClassVar = ExcisionQuerySet.as_manager()
    _history_m2m_fields = ("exemptions",)

    class Meta:
        ordering = ["copy", "page__number", "start", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(end__gt=F("start")),
                name="excision_span_runs_forward",
            ),
            models.CheckConstraint(
                condition=Q(x__isnull=True)
                | Q(x__gte=0, y__gte=0, width__gt=0, height__gt=0, x__lte=1, y__lte=1),
                name="excision_rectangle_lies_on_the_page",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_form

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An excision of ours that is new or was moved closes its page until it is burnt in."""
        self.is_burnt = False
        super().save(*args, **kwargs)

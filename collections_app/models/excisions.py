from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from collections_app.models.changes import Historied
from collections_app.models.copies import Copy
from collections_app.models.vocabulary import ExemptionCode
from collections_app.publication import Ruled, RuledQuerySet, among

FRACTION = [MinValueValidator(0), MaxValueValidator(1)]
# Fractions that came as percentages may end a hair beyond the edge.
ROUNDING = 1e-6
# What of an excision decides which pixels and words must be gone.
PLACE = ("page_id", "made_by", "x", "y", "width", "height", "start", "end")


class ExcisionQuerySet(RuledQuerySet):
    """Excisions are told wherever the record of their copy is public."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(among(Copy.objects.public(at), "copy"))

    def of_page(self, page: Any) -> Self:
        """Narrow to what we withhold from a page: said of it, or of its copy without a page."""
        on_it = Q(page=page) | Q(page__isnull=True, copy=_copy_of(page))
        return self.filter(on_it, made_by=Excision.MadeBy.US)

    def update(self, **values: Any) -> int:
        """Change many; what is moved counts as not burnt in, whoever moves it."""
        if {*values}.intersection([*PLACE, "page"]):
            values = {"is_burnt": False, "changed_at": timezone.now()} | values
        return super().update(**values)

    def bulk_create(self, objs: Iterable["Excision"], *args: Any, **kwargs: Any) -> list[Any]:
        """Keep new ones; none of them is burnt in yet."""
        objs = list(objs)
        for excision in objs:
            excision.is_burnt, excision.changed_at = False, timezone.now()
        return super().bulk_create(objs, *args, **kwargs)


def _copy_of(page: Any) -> Any:
    return OuterRef("copy") if isinstance(page, OuterRef) else page.copy_id


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
        DENIED = "denied", gettext_lazy("not declassified")
        PENDING = "pending", gettext_lazy("not declassified in time")

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
    changed_at = models.DateTimeField(
        default=timezone.now,
        editable=False,
        help_text="When its place was last changed: a text marked before that is closed again.",
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
                condition=Q(x__isnull=True, y__isnull=True, width__isnull=True, height__isnull=True)
                | Q(
                    x__isnull=False,
                    y__isnull=False,
                    width__isnull=False,
                    height__isnull=False,
                    x__gte=0,
                    y__gte=0,
                    width__gt=0,
                    height__gt=0,
                    x__lte=1,
                    y__lte=1,
                ),
                name="excision_rectangle_lies_on_the_page",
            ),
        ]

    def __str__(self) -> str:
        return self.printed_form

    @property
    def has_area(self) -> bool:
        return None not in (self.x, self.y, self.width, self.height)

    def clean(self) -> None:
        errors = {}
        said = {name: getattr(self, name) for name in ("x", "y", "width", "height")}
        missing = [name for name, value in said.items() if value is None]
        if 0 < len(missing) < len(said):
            errors |= dict.fromkeys(missing, "A rectangle has a place, a width and a height.")
        ends = [said["x"] + said["width"], said["y"] + said["height"]] if not missing else []
        if any(end > 1 + ROUNDING for end in ends):
            errors["width"] = "The rectangle reaches beyond the page."
        if self.made_by == self.MadeBy.US and self.page_id is None:
            errors["page"] = "Say on which page we withhold something: that page is closed first."
        if self.page is not None and self.page.copy_id != self.copy_id:
            errors["page"] = "This page is one of another copy."
        if errors:
            raise ValidationError(errors)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """An excision of ours that is new or was moved closes its page until it is burnt in."""
        with transaction.atomic():
            self._lock_page()
            self._remember_whether_burnt()
            if kwargs.get("update_fields") is not None:
                kwargs["update_fields"] = {*kwargs["update_fields"], "is_burnt", "changed_at"}
            super().save(*args, **kwargs)

    def _lock_page(self) -> None:
        """Wait for whoever burns this page in or marks its texts, so that they see the change."""
        if self.page_id is not None:
            pages: Any = self._meta.get_field("page").related_model
            pages.objects.select_for_update().filter(pk=self.page_id).first()

    def _remember_whether_burnt(self) -> None:
        """Ask the database, not this instance, which may be old or come from the history."""
        # In the order of the table itself: a lock can not reach across to a page there may not be.
        rows = Excision.objects.select_for_update().filter(pk=self.pk).order_by("pk")
        stored = rows.values(*PLACE, "is_burnt", "changed_at").first()
        if stored and all(stored[name] == getattr(self, name) for name in PLACE):
            self.is_burnt, self.changed_at = stored["is_burnt"], stored["changed_at"]
        else:
            self.is_burnt, self.changed_at = False, timezone.now()

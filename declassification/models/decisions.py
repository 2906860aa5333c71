from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, NoReturn, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from collections_app import dependants
from collections_app.declassification_status import refresh_status
from collections_app.models import Copy, ExemptionCode
from collections_app.models.changes import Historied
from collections_app.publication import Ruled
from declassification.explaining import in_words
from declassification.models.documents import RequestedDocument
from declassification.models.events import RequestEvent, RequestPartQuerySet
from declassification.models.requests import AccessRequest
from declassification.stages import Determination

if TYPE_CHECKING:
    from collections_app.models import User

NUMBER_USED = (
    "This agency document number is used already in this batch of this request. Give the batch if "
    "it is another one."
)
TOO_MANY_PAGES = "More pages are withheld than were reviewed."


class DecisionQuerySet(RequestPartQuerySet):
    """Decisions on documents; what was seen by personal permission or under seal is never told."""

    def told(self, at: datetime | None = None) -> Self:
        return self.filter(document__in=RequestedDocument.objects.all().told(at))

    def for_detail(self) -> Self:
        """Load what the page of a request prints of its decisions."""
        return self.select_related("document__item", "replaced_by").prefetch_related(
            "citations__exemption"
        )


class Decision(Ruled, Historied):
    """What an authority decided on one document, and on which legal grounds.

    A release, and a withholding of a document we describe, is also a copy of the item: the copy
    carries it to the catalogue. A later decision replaces an earlier one; neither is deleted.
    """

    request = models.ForeignKey(AccessRequest, on_delete=models.PROTECT, related_name="decisions")
    document = models.ForeignKey(
        RequestedDocument, on_delete=models.PROTECT, related_name="decisions"
    )
    event = models.OneToOneField(
        RequestEvent, on_delete=models.PROTECT, related_name="decision", editable=False
    )
    determination = models.CharField(max_length=14, choices=Determination)
    decided_on = models.DateField()
    exemptions = models.ManyToManyField(
        ExemptionCode, through="ExemptionCited", related_name="decisions"
    )
    copy = models.OneToOneField(
        Copy, null=True, blank=True, on_delete=models.PROTECT, related_name="decision"
    )
    agency_number = models.CharField("agency document number", max_length=80, blank=True)
    agency_batch = models.CharField("agency case or batch", max_length=80, blank=True)
    pages_reviewed = models.PositiveIntegerField(null=True, blank=True)
    pages_withheld = models.PositiveIntegerField(null=True, blank=True)
    public_reason = models.TextField(
        blank=True, help_text="What the authority said, in plain words; shown to readers."
    )
    note = models.TextField(blank=True, help_text="For the house only; never shown.")
    replaces = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by"
    )

    objects: ClassVar = DecisionQuerySet.as_manager()

    class Meta:
        default_permissions = ("add", "view")
        ordering = ["document__position", "document_id", "pk"]
        constraints = [
            # Agencies number each batch anew: the number alone says nothing.
            models.UniqueConstraint(
                fields=["request", "agency_batch", "agency_number"],
                condition=~Q(agency_number=""),
                name="an_agency_number_is_used_once_in_a_batch",
                violation_error_message=NUMBER_USED,
            ),
            models.CheckConstraint(
                condition=Q(pages_withheld__isnull=True)
                | Q(pages_reviewed__isnull=True)
                | Q(pages_withheld__lte=F("pages_reviewed")),
                name="no_more_pages_withheld_than_reviewed",
                violation_error_message=TOO_MANY_PAGES,
            ),
            models.CheckConstraint(
                condition=~Q(determination__in=["released_full", "released_part"])
                | Q(copy__isnull=False),
                name="a_release_is_a_copy",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.document}: {self.get_determination_display()}"

    def move_to(self, on: date, *, by: "User | None") -> None:
        """Follow the corrected day of its entry, and let the copy follow that said the former.

        To be called inside the transaction of the correction. Raises `ValidationError` where the
        copy would contradict itself.
        """
        former, self.decided_on = self.decided_on, on
        self.save(update_fields=["decided_on"])
        copy = self.copy
        if copy is None or former == on:
            return
        if copy.released_on == former:
            copy.released_on = on
        if copy.obtained_on == in_words(former):
            copy.obtained_on = in_words(on)
        copy.full_clean()
        copy.save()
        refresh_status(copy.item, by=by)
        dependants.announce_change(copy.item, by=by)

    def clean(self) -> None:
        """Refuse a number used before in its batch and impossible pages, each at its own field."""
        if self.agency_number:
            in_batch = {"agency_batch": self.agency_batch, "agency_number": self.agency_number}
            used = Decision.objects.filter(request=self.request_id, **in_batch).exclude(pk=self.pk)
            if used.exists():
                raise ValidationError({"agency_number": NUMBER_USED})
        reviewed, withheld = self.pages_reviewed, self.pages_withheld
        if reviewed is not None and withheld is not None and withheld > reviewed:
            raise ValidationError({"pages_withheld": TOO_MANY_PAGES})

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise ValidationError("A decision is not deleted: record the later decision instead.")


class ExemptionCited(models.Model):
    """A legal ground that an authority cited for one document."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="citations")
    exemption = models.ForeignKey(ExemptionCode, on_delete=models.PROTECT, related_name="+")
    statute = models.CharField(
        max_length=200, blank=True, help_text="Where the exemption points to another law: which."
    )

    class Meta:
        verbose_name = "exemption cited"
        verbose_name_plural = "exemptions cited"
        default_permissions = ("add", "view")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "exemption", "statute"],
                name="a_decision_cites_an_exemption_once",
            )
        ]

    def __str__(self) -> str:
        return " ".join(filter(None, [str(self.exemption), self.statute]))

import uuid
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.core.files.storage import Storage, storages
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from collections_app import dependants
from collections_app.models.changes import Historied
from collections_app.models.copies import Copy
from collections_app.models.excisions import Excision
from collections_app.models.recorded import Recorded
from collections_app.models.vocabulary import Advisory
from collections_app.publication import Holdable, Ruled, RuledQuerySet, may_view_unpublished

if TYPE_CHECKING:
    from collections_app.models import User
    from collections_app.publication import Visitor


def private_storage() -> Storage:
    """Where masters lie; nothing in it is ever served to the public."""
    return storages["private"]


def derivative_storage() -> Storage:
    """Where page images and thumbnails lie; they leave through one guarded view."""
    return storages["derivatives"]


def _by_id(record: "DigitalFile | Derivative", filename: str) -> str:
    suffix = filename.rsplit(".", 1)[-1].lower() if "." in filename else "bin"
    return f"{record.uuid.hex[:2]}/{record.uuid.hex}.{suffix}"


class DigitalFileQuerySet(RuledQuerySet):
    """Masters are for the house: the public opens derivatives made from them."""

    def public(self, at: datetime | None = None) -> Self:
        return self.none()


class DigitalFile(Ruled, Holdable, Recorded):
    """A file as it came in, kept unchanged (PREMIS object: format, size, message digest)."""

    class State(models.TextChoices):
        PENDING = "pending", "waiting"
        RUNNING = "running", "being processed"
        READY = "ready", "ready"
        FAILED = "failed", "failed"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="files")
    file = models.FileField(storage=private_storage, upload_to=_by_id, max_length=200)
    original_name = models.CharField(max_length=255, editable=False)
    media_type = models.CharField(
        max_length=80, editable=False, help_text="Sniffed from the bytes, not from the name."
    )
    bytes = models.PositiveBigIntegerField("size in bytes", default=0, editable=False)
    sha256 = models.CharField(max_length=64, db_index=True, editable=False)
    caption = models.CharField(max_length=300, blank=True)
    alt_text = models.CharField(
        max_length=300,
        blank=True,
        help_text="What a reader who can not see the image should be told. For a page of text "
        "its title and page number are enough.",
    )
    is_closed = models.BooleanField(
        "closed, though the copy is open", default=False, help_text="A file may only be stricter."
    )
    redacted_from = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.RESTRICT, related_name="redactions"
    )
    position = models.PositiveSmallIntegerField(default=0)
    processing = models.CharField(
        max_length=8, choices=State.choices, default=State.PENDING, editable=False
    )
    processing_message = models.CharField(max_length=500, blank=True, editable=False)
    pages_total = models.PositiveIntegerField(null=True, blank=True, editable=False)
    pages_done = models.PositiveIntegerField(default=0, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0, editable=False)
    seen_at = models.DateTimeField(
        null=True, blank=True, editable=False, help_text="Last sign of life of the processing."
    )
    has_covered_text = models.BooleanField(
        default=False,
        editable=False,
        help_text="Words can be read beneath a box that only covers them: never opened.",
    )
    covered_pages = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="Numbers of the pages in the file on which covered words were found.",
    )
    advisories = models.ManyToManyField(
        Advisory,
        blank=True,
        related_name="files",
        help_text="Beside those of the item and its collections.",
    )
    fixity_checked_at = models.DateTimeField(null=True, blank=True, editable=False)
    fixity_ok = models.BooleanField(null=True, editable=False)

    objects: ClassVar = DigitalFileQuerySet.as_manager()
    _history_m2m_fields = ("advisories",)

    class Meta:
        verbose_name = "file"
        ordering = ["position", "pk"]
        # What the desk filters by; of a yes or no the rare answer.
        indexes = [
            models.Index(fields=["processing", "id"], name="file_processing_idx"),
            models.Index(fields=["media_type", "id"], name="file_type_idx"),
            models.Index(
                fields=["id"], name="file_covered_idx", condition=Q(has_covered_text=True)
            ),
            models.Index(fields=["id"], name="file_damaged_idx", condition=Q(fixity_ok=False)),
            models.Index(fields=["id"], name="file_closed_idx", condition=Q(is_closed=True)),
        ]
        constraints = [
            models.UniqueConstraint(fields=["copy", "sha256"], name="a_copy_has_a_file_once"),
            models.CheckConstraint(
                condition=Q(redacted_from__isnull=True) | ~Q(redacted_from=F("id")),
                name="a_file_is_not_redacted_from_itself",
            ),
        ]

    def __str__(self) -> str:
        return self.original_name

    def get_absolute_url(self) -> str:
        return reverse("collections_app:file", args=[self.uuid, self.download_name])

    @property
    def download_name(self) -> str:
        """A name for the address and the download that cannot inject anything into either."""
        return f"master.{self.file.name.rsplit('.', 1)[-1]}"

    def _let_follow(self, by: "User | None") -> None:
        super()._let_follow(by)
        dependants.announce_change(self.copy.item, by=by)


class PageQuerySet(RuledQuerySet):
    """Pages are open where their copy is opened and their file is not closed."""

    def public(self, at: datetime | None = None) -> Self:
        return self.unclosed().filter(Exists(Copy.objects.opened(at).filter(pk=OuterRef("copy"))))

    def unclosed(self) -> Self:
        """Narrow to pages that are open wherever their copy is.

        A page from which we ourselves withhold something stays closed, image and every text of
        it, until that is burnt into what readers get. So does a page of a file that is not wholly
        processed, that hides words beneath a box or that an advisory keeps for the house.
        """
        ours = Excision.objects.of_page(OuterRef("pk")).filter(is_burnt=False)
        finished = Q(
            file__is_closed=False,
            file__processing=DigitalFile.State.READY,
            file__has_covered_text=False,
            file__on_hold_since__isnull=True,
            file__redacted_from__on_hold_since__isnull=True,
        )
        staff_only = Advisory.objects.filter(behaviour=Advisory.Behaviour.STAFF_ONLY)
        closed = DigitalFile.advisories.through.objects.filter(
            digitalfile=OuterRef("file"), advisory__in=staff_only
        )
        whole = Q(file__isnull=True) | finished
        return self.filter(whole, ~Exists(ours), ~Exists(closed), on_hold_since__isnull=True)

    def reached_by(self, advisories: "QuerySet[Advisory]") -> Self:
        """Narrow to pages that one of these advisories concerns: by file, document, collection."""
        return self.filter(_is_reached_by(advisories))

    def shown_after(self, chosen: Iterable[str] = ()) -> Self:
        """Narrow to pages that no advisory keeps until a reader has chosen to see them.

        `chosen` are the codes of the advisories to which a reader has said yes.
        """
        return self.filter(~_is_reached_by(_asking(chosen)))


def _asking(chosen: Iterable[str] = ()) -> "QuerySet[Advisory]":
    choices = Advisory.objects.filter(behaviour=Advisory.Behaviour.CLICK_THROUGH)
    return choices.exclude(code__in=list(chosen))


def _is_reached_by(advisories: "QuerySet[Advisory]") -> Q:
    of_file = DigitalFile.advisories.through.objects.filter(
        digitalfile=OuterRef("file"), advisory__in=advisories
    )
    of_document = Copy.objects.reached_by(advisories).filter(pk=OuterRef("copy"))
    return Exists(of_file) | Exists(of_document)


class Page(Ruled, Holdable, Historied):
    """One page of a copy: an image, a text, or both. It needs no file (FRUS gives text alone)."""

    copy = models.ForeignKey(Copy, on_delete=models.CASCADE, related_name="pages")
    file = models.ForeignKey(
        DigitalFile, null=True, blank=True, on_delete=models.CASCADE, related_name="pages"
    )
    number = models.PositiveIntegerField(validators=[MinValueValidator(1)])
    number_in_file = models.PositiveIntegerField(
        null=True, blank=True, editable=False, help_text="Which page of its file this is, from 1."
    )
    label = models.CharField(max_length=40, blank=True, help_text="“p. 2”, “verso”.")
    width = models.PositiveIntegerField(null=True, blank=True, help_text="Pixels of the master.")
    height = models.PositiveIntegerField(null=True, blank=True, help_text="Pixels of the master.")

    objects: ClassVar = PageQuerySet.as_manager()

    class Meta:
        ordering = ["copy", "number"]
        constraints = [
            models.UniqueConstraint(fields=["copy", "number"], name="page_number_once_in_a_copy")
        ]

    def __str__(self) -> str:
        return self.label or f"page {self.number}"

    def _let_follow(self, by: "User | None") -> None:
        super()._let_follow(by)
        dependants.announce_change(self.copy.item, by=by)


class DerivativeQuerySet(RuledQuerySet):
    """What may leave: derivatives of open pages."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(Exists(Page.objects.public(at).filter(pk=OuterRef("page"))))

    def visible_to(self, user: "Visitor", at: datetime | None = None) -> Self:
        """Return what this person may see.

        Until what we withhold is burnt in, the image is that of the master: only for whoever may
        see masters.
        """
        found = super().visible_to(user, at)
        sees_closed = may_view_unpublished(user, Derivative)
        if not sees_closed or may_view_unpublished(user, DigitalFile):
            return found
        ours = Excision.objects.of_page(OuterRef("pk")).filter(is_burnt=False)
        waiting = Page.objects.filter(Exists(ours), pk=OuterRef("page"))
        return found.filter(~Exists(waiting))

    def with_choice(self) -> Self:
        """Add `is_behind_choice`: whether an advisory asks the reader before this may be shown."""
        page = Page.objects.reached_by(_asking()).filter(pk=OuterRef("page"))
        return self.annotate(is_behind_choice=Exists(page))


class Derivative(Ruled):
    """An image made from a page for readers, without the master's private metadata."""

    class Kind(models.TextChoices):
        THUMBNAIL = "thumbnail", "thumbnail"
        BLURRED = "blurred", "blurred thumbnail"
        DISPLAY = "display", "display image"
        TILES = "tiles", "tiles for zooming"

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="derivatives")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    file = models.FileField(storage=derivative_storage, upload_to=_by_id, max_length=200)
    media_type = models.CharField(max_length=80)
    bytes = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    index = models.JSONField(
        default=dict,
        blank=True,
        help_text="Of tiles: where each image lies in the file, as {address: [offset, length]}.",
    )

    objects: ClassVar = DerivativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "kind"], name="one_derivative_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.page}"

    def get_absolute_url(self) -> str:
        return reverse("collections_app:file", args=[self.uuid, self.download_name])

    def get_information_url(self) -> str:
        """Return where a pack of tiles is described for programs that zoom (IIIF info.json)."""
        return reverse("collections_app:iiif-information", args=[self.uuid])

    @property
    def download_name(self) -> str:
        return f"{self.kind}.{self.file.name.rsplit('.', 1)[-1]}"

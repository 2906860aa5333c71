import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.files.storage import Storage, storages
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from collections_app.models.changes import Historied
from collections_app.models.copies import Copy, Excision
from collections_app.models.recorded import Recorded
from collections_app.models.vocabulary import Advisory, Language
from collections_app.publication import Ruled, RuledQuerySet
from collections_app.withheld_words import public_form


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


class DigitalFile(Ruled, Recorded):
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
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="redactions"
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


class PageQuerySet(RuledQuerySet):
    """Pages are open where their copy is opened and their file is not closed."""

    def public(self, at: datetime | None = None) -> Self:
        return self.unclosed().filter(copy__in=Copy.objects.opened(at))

    def unclosed(self) -> Self:
        """Narrow to pages that are open wherever their copy is.

        A page from which we ourselves withhold something stays closed, image and every text of
        it, until that is burnt into what readers get. So does a page of a file that is not wholly
        processed or that hides words beneath a box.
        """
        ours = Excision.objects.filter(
            page=OuterRef("pk"), made_by=Excision.MadeBy.US, is_burnt=False
        )
        finished = Q(
            file__is_closed=False,
            file__processing=DigitalFile.State.READY,
            file__has_covered_text=False,
        )
        return self.filter(Q(file__isnull=True) | finished, ~Exists(ours))


class Page(Ruled, Historied):
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


class DerivativeQuerySet(RuledQuerySet):
    """What may leave: derivatives of open pages."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(page__in=Page.objects.public(at))


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

    @property
    def download_name(self) -> str:
        return f"{self.kind}.{self.file.name.rsplit('.', 1)[-1]}"


class PageTextQuerySet(RuledQuerySet):
    """Texts are open where their page is; readers get `public_text`, never `text`.

    On a page from which we ourselves withhold something, a text stays closed until what must go
    from it is marked.
    """

    def public(self, at: datetime | None = None) -> Self:
        ours = Excision.objects.filter(page=OuterRef("page"), made_by=Excision.MadeBy.US)
        return self.filter(
            Q(is_redaction_marked=True) | ~Exists(ours), page__in=Page.objects.public(at)
        )


class PageText(Ruled, Recorded):
    """What a page says: read by a machine, transcribed or translated; paragraphs by blank lines.

    Notes and excisions point into the text by character offsets, so that the text stays clean.
    """

    class Kind(models.TextChoices):
        TRANSCRIPTION = "transcription", "transcription"
        OCR = "ocr", "machine reading"
        TRANSLATION = "translation", "translation"

    page = models.ForeignKey(Page, on_delete=models.CASCADE, related_name="texts")
    kind = models.CharField(max_length=14, choices=Kind.choices, default=Kind.TRANSCRIPTION)
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(
        help_text="The whole text, for the house. What readers may not have stands between ⟦ and ⟧."
    )
    public_text = models.TextField(blank=True, editable=False)
    cuts = models.JSONField(
        default=list,
        blank=True,
        editable=False,
        help_text="What was taken out of the text: [start, end, length of what stands there now].",
    )
    words = models.JSONField(
        null=True,
        blank=True,
        editable=False,
        help_text="Where each word of a machine's reading stands on the page: "
        "[start, end, x, y, width, height], fractions from the top left.",
    )
    is_redaction_marked = models.BooleanField(
        "withheld words are marked",
        default=False,
        help_text="On a page with redactions of ours: everything to be withheld from this text "
        "stands between ⟦ and ⟧. Until this is ticked the text is closed.",
    )
    source = models.CharField(max_length=200, blank=True, help_text="Program, person or edition.")
    is_reviewed = models.BooleanField(
        "reviewed", default=False, help_text="A person has compared it with the page."
    )

    objects: ClassVar = PageTextQuerySet.as_manager()

    class Meta:
        verbose_name = "text of a page"
        verbose_name_plural = "texts of pages"
        ordering = ["page", "kind", "language"]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind", "language"], name="one_text_of_a_kind_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.page}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the public form true; a bulk write calls `derive_public_form` itself."""
        self.derive_public_form()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "public_text", "cuts"}
        super().save(*args, **kwargs)

    def derive_public_form(self) -> None:
        """Write what readers may have of the text."""
        self.public_text, self.cuts = public_form(self.text)


class PageNoteQuerySet(RuledQuerySet):
    """Notes are open where the text they stand in is."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(page_text__in=PageText.objects.public(at))


class PageNote(Ruled, Historied):
    """A footnote printed with a document: its label, where it is called, and what it says."""

    page_text = models.ForeignKey(PageText, on_delete=models.CASCADE, related_name="notes")
    label = models.CharField(max_length=20)
    offset = models.PositiveIntegerField(help_text="Character before which the note is called.")
    text = models.TextField()
    public_text = models.TextField(blank=True, editable=False)

    objects: ClassVar = PageNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "printed note"
        ordering = ["page_text", "offset", "pk"]

    def __str__(self) -> str:
        return f"note {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the public form true; a bulk write calls `derive_public_form` itself."""
        self.derive_public_form()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "public_text"}
        super().save(*args, **kwargs)

    def derive_public_form(self) -> None:
        """Write what readers may have of the note."""
        self.public_text, _ = public_form(self.text)

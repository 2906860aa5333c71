import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, OuterRef, Q, When
from django.utils import timezone
from django.utils.translation import gettext_lazy

from collections_app.models.changes import Historied
from collections_app.models.excisions import Excision
from collections_app.models.files import Page
from collections_app.models.recorded import Recorded
from collections_app.models.vocabulary import Language
from collections_app.publication import Ruled, RuledQuerySet
from collections_app.withheld_words import digest, moved, public_form

# What a save of a text may change beside what it was told to.
DERIVED = (
    "public_text",
    "cuts",
    "words",
    "words_of",
    "is_redaction_marked",
    "marked_of",
    "marked_at",
)


class DerivedTextQuerySet(RuledQuerySet):
    """Rows whose public form is derived: no bulk write may leave the two apart."""

    def update(self, **values: Any) -> int:
        """Change many. Raises `TypeError` for a text without its public form."""
        if "text" in values and "public_text" not in values:
            raise TypeError("A text is written together with its public form.")
        return super().update(**values)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Keep many new ones, each with the public form of what it says."""
        objs = list(objs)
        for record in objs:
            record.derive_public_form()
        return super().bulk_create(objs, *args, **kwargs)


class PageTextQuerySet(DerivedTextQuerySet):
    """Texts are open where their page is; readers get `public_text`, never `text`."""

    def public(self, at: datetime | None = None) -> Self:
        page = Page.objects.public(at).filter(pk=OuterRef("page"))
        return self.unclosed().filter(Exists(page))

    def unclosed(self) -> Self:
        """Narrow to texts that are open wherever their page is.

        On a page from which we ourselves withhold something, a text stays closed until what must
        go from it is marked, and is closed again by every later change of what we withhold.
        """
        ours = Excision.objects.filter(page=OuterRef("page"), made_by=Excision.MadeBy.US)
        later = ours.filter(changed_at__gt=OuterRef("marked_at"))
        marked = Q(is_redaction_marked=True, marked_at__isnull=False) & ~Exists(later)
        return self.filter(marked | ~Exists(ours))

    def in_reading_order(self) -> Self:
        """Put what a person wrote out before what a machine read, and translations last.

        Adds `is_first`: of all texts of the page, open or not. Excisions point into that one.
        """
        kinds = [PageText.Kind.TRANSCRIPTION, PageText.Kind.OCR, PageText.Kind.TRANSLATION]
        rank = Case(
            *(When(kind=kind, then=at) for at, kind in enumerate(kinds)), default=len(kinds)
        )
        before = Q(rank__lt=OuterRef("rank")) | Q(rank=OuterRef("rank"), pk__lt=OuterRef("pk"))
        earlier = PageText.objects.annotate(rank=rank).filter(before, page=OuterRef("page"))
        ranked = self.annotate(rank=rank).annotate(is_first=~Exists(earlier))
        return ranked.order_by("page", "rank", "pk")


class PageText(Ruled, Recorded):
    """What a page says: read by a machine, transcribed or translated; paragraphs by blank lines.

    Notes and excisions point into the text by character offsets, so that the text stays clean.
    """

    class Kind(models.TextChoices):
        TRANSCRIPTION = "transcription", gettext_lazy("transcription")
        OCR = "ocr", gettext_lazy("machine reading")
        TRANSLATION = "translation", gettext_lazy("translation")

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
    words_of = models.CharField(
        max_length=64,
        blank=True,
        editable=False,
        help_text="Digest of the text whose words these are; places in any other text are dropped.",
    )
    is_redaction_marked = models.BooleanField(
        "withheld words are marked",
        default=False,
        help_text="On a page with redactions of ours: everything to be withheld from this text "
        "stands between ⟦ and ⟧. Until this is ticked the text is closed.",
    )
    marked_of = models.CharField(
        max_length=64, blank=True, editable=False, help_text="Digest of the text that was marked."
    )
    marked_at = models.DateTimeField(null=True, blank=True, editable=False)
    source = models.CharField(max_length=200, blank=True, help_text="Program, person or edition.")
    is_reviewed = models.BooleanField(
        "reviewed", default=False, help_text="A person has compared it with the page."
    )

    objects: ClassVar = PageTextQuerySet.as_manager()

    class Meta:
        verbose_name = "text of a page"
        verbose_name_plural = "texts of pages"
        ordering = ["page", "kind", "language"]
        # What the desk filters and sorts by: the texts themselves are long to read past.
        indexes = [
            models.Index(fields=["kind", "page"], name="text_kind_page_idx"),
            models.Index(fields=["updated_at", "id"], name="text_updated_idx"),
            models.Index(fields=["page"], name="text_reviewed_idx", condition=Q(is_reviewed=True)),
            models.Index(
                fields=["page"], name="text_not_reviewed_idx", condition=Q(is_reviewed=False)
            ),
            models.Index(fields=["page"], name="text_cut_idx", condition=~Q(cuts=[])),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind", "language"], name="one_text_of_a_kind_and_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.page}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the public form true, of the text and of the notes that are called in it."""
        self.derive_public_form()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], *DERIVED}
        is_new = self._state.adding
        super().save(*args, **kwargs)
        if not is_new:
            self._move_notes()

    def mark(self, is_marked: bool = True) -> None:
        """Say that all that must go from this text, as it is now, stands between ⟦ and ⟧.

        It is said of the stored notes of the text too: mark it after they are kept.
        """
        self.is_redaction_marked = is_marked
        self.marked_of = self.digest_with_notes() if is_marked else ""
        self.marked_at = timezone.now() if is_marked else None

    def derive_public_form(self) -> None:
        """Write what readers may have; forget what was said of a text that is another now."""
        self.public_text, self.cuts = public_form(self.text)
        now = digest(self.text)
        if self.words is None or self.words_of not in ("", now):
            self.words, self.words_of = None, ""
        else:
            self.words_of = now
        if self.is_redaction_marked and not self.is_as_marked():
            self.mark(False)

    def is_as_marked(self) -> bool:
        """Say whether the text and its notes are those of which it was said that all is marked."""
        return self.is_redaction_marked and self.marked_of == self.digest_with_notes()

    def digest_with_notes(self) -> str:
        """Tell this text with its stored notes from every other; without notes, the text alone.

        Of a note count its label, its words and whether it is called inside a cut, not the place.
        """
        notes = PageNote.objects.filter(page_text=self.pk).order_by("pk")
        said = [
            [label, words, offset is None]
            for label, words, offset in notes.values_list("label", "text", "public_offset")
        ]
        return digest(json.dumps([self.text, said])) if said else digest(self.text)

    def _move_notes(self) -> None:
        for note in PageNote.objects.filter(page_text=self):
            offset = moved(note.offset, self.cuts)
            if note.public_offset is None and self.cuts:
                # Called inside a cut: an edit that moved the cut away from it opens nothing.
                continue
            if offset != note.public_offset:
                PageNote.objects.filter(pk=note.pk).update(public_offset=offset)


class PageNoteQuerySet(DerivedTextQuerySet):
    """Notes are open where the text they stand in is, unless they are called inside a cut."""

    def public(self, at: datetime | None = None) -> Self:
        text = PageText.objects.public(at).filter(pk=OuterRef("page_text"))
        return self.unclosed().filter(Exists(text))

    def unclosed(self) -> Self:
        """Narrow to notes that are called outside what is withheld."""
        return self.filter(public_offset__isnull=False)

    def bulk_create(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> list[Any]:
        """Keep many new notes; the texts that were marked without them are closed."""
        made = super().bulk_create(objs, *args, **kwargs)
        close_what_is_other_than_marked({note.page_text_id for note in made})
        return made

    def bulk_update(self, objs: Iterable[Any], *args: Any, **kwargs: Any) -> int:
        """Write many notes; the texts that were marked with other ones are closed."""
        objs = list(objs)
        written = super().bulk_update(objs, *args, **kwargs)
        close_what_is_other_than_marked({note.page_text_id for note in objs})
        return written


def close_what_is_other_than_marked(keys: Iterable[int]) -> None:
    """Close the texts that say something else, or have other notes, than when they were marked."""
    for text in PageText.objects.filter(pk__in=list(keys), is_redaction_marked=True):
        if not text.is_as_marked():
            text.save()


class PageNote(Ruled, Historied):
    """A footnote printed with a document: its label, where it is called, and what it says."""

    page_text = models.ForeignKey(PageText, on_delete=models.CASCADE, related_name="notes")
    label = models.CharField(max_length=20)
    offset = models.PositiveIntegerField(help_text="Character before which the note is called.")
    text = models.TextField()
    public_text = models.TextField(blank=True, editable=False)
    public_offset = models.PositiveIntegerField(
        null=True,
        blank=True,
        editable=False,
        help_text="Where it is called in the public form of the text; nowhere inside a cut.",
    )

    objects: ClassVar = PageNoteQuerySet.as_manager()

    class Meta:
        verbose_name = "printed note"
        ordering = ["page_text", "offset", "pk"]

    def __str__(self) -> str:
        return f"note {self.label}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the public form true."""
        self.derive_public_form()
        if kwargs.get("update_fields") is not None:
            kwargs["update_fields"] = {*kwargs["update_fields"], "public_text", "public_offset"}
        super().save(*args, **kwargs)
        close_what_is_other_than_marked([self.page_text_id])

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        """Delete the note; what was said of the marks holds of its text without it."""
        marked = PageText.objects.filter(pk=self.page_text_id, is_redaction_marked=True)
        text = next((one for one in marked if one.is_as_marked()), None)
        deleted = super().delete(*args, **kwargs)
        if text is not None:
            marked.update(marked_of=text.digest_with_notes())
        return deleted

    def derive_public_form(self) -> None:
        """Write what readers may have of the note, and where it is called for them."""
        self.public_text, _ = public_form(self.text)
        self.public_offset = moved(self.offset, self.page_text.cuts)

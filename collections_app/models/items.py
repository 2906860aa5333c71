from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from collections_app.models.agents import Agent
from collections_app.models.historical import HistoricallyDated
from collections_app.models.places import Place
from collections_app.models.recorded import Recorded
from collections_app.models.references import allot_references
from collections_app.models.repositories import Repository
from collections_app.models.subjects import Subject
from collections_app.models.vocabulary import Advisory, Language, RightsStatement
from collections_app.publication import (
    Gap,
    PublicationState,
    Publishable,
    PublishableQuerySet,
)

if TYPE_CHECKING:
    from collections_app.models import User


class ItemKind(models.TextChoices):
    """Documentary forms (ISAD(G) 3.1.2; DACS 2.3)."""

    CABLE = "cable", gettext_lazy("cable or telegram")
    FAX = "fax", gettext_lazy("fax")
    DESPATCH = "despatch", gettext_lazy("despatch or airgram")
    MESSAGE = "message", gettext_lazy("message")
    LETTER = "letter", gettext_lazy("letter")
    NOTE = "note", gettext_lazy("note")
    MEMORANDUM = "memorandum", gettext_lazy("memorandum")
    CONVERSATION = "conversation", gettext_lazy("record of a conversation")
    REPORT = "report", gettext_lazy("report")
    MINUTES = "minutes", gettext_lazy("minutes")
    RESOLUTION = "resolution", gettext_lazy("resolution")
    DIRECTIVE = "directive", gettext_lazy("directive")
    STATEMENT = "statement", gettext_lazy("statement")
    NOTE_VERBALE = "note_verbale", gettext_lazy("note verbale")
    PRESS = "press", gettext_lazy("press release or article")
    TREATY = "treaty", gettext_lazy("agreement or treaty")
    PHOTOGRAPH = "photograph", gettext_lazy("photograph")
    AUDIO = "audio", gettext_lazy("sound recording")
    VIDEO = "video", gettext_lazy("film or video")
    MAP = "map", gettext_lazy("map")
    OBJECT = "object", gettext_lazy("object")
    EDITORIAL_NOTE = "editorial_note", gettext_lazy("editorial note")
    OTHER = "other", gettext_lazy("other document")


class Status(models.TextChoices):
    """Declassification status of the information; derived from copies, never typed."""

    UNKNOWN = "unknown", gettext_lazy("not stated by any source")
    NEVER_CLASSIFIED = "never_classified", gettext_lazy("never classified")
    CLASSIFIED = "classified", gettext_lazy("still classified")
    UNDER_REVIEW = "under_review", gettext_lazy("under review")
    IN_PART = "in_part", gettext_lazy("declassified in part")
    IN_FULL = "in_full", gettext_lazy("declassified in full")
    AUTOMATIC = "automatic", gettext_lazy("declassified automatically")
    EXEMPTED = "exempted", gettext_lazy("exempted from declassification")
    DENIED = "denied", gettext_lazy("denied in full")
    RECLASSIFIED = "reclassified", gettext_lazy("reclassified: withdrawn after release")
    NOT_APPLICABLE = "not_applicable", gettext_lazy("not applicable")


STILL_LOCKED = [
    Status.CLASSIFIED,
    Status.UNDER_REVIEW,
    Status.EXEMPTED,
    Status.DENIED,
    Status.RECLASSIFIED,
]


class MarkingScheme(models.TextChoices):
    US = "us", gettext_lazy("United States")
    UN = "un", gettext_lazy("United Nations")
    FR = "fr", gettext_lazy("France")
    BE = "be", gettext_lazy("Belgium")
    NATO = "nato", gettext_lazy("NATO")
    TRIBUNAL = "tribunal", gettext_lazy("tribunal")
    OTHER = "other", gettext_lazy("other")


class MarkingLevel(models.TextChoices):
    """The level printed on the document; no marking is not "unclassified"."""

    NOT_STATED = "not_stated", gettext_lazy("not stated by any source")
    NO_MARKING = "no_marking", gettext_lazy("no classification marking")
    UNCLASSIFIED = "unclassified", gettext_lazy("Unclassified")
    RESTRICTED = "restricted", gettext_lazy("Restricted or Limited Official Use")
    CONFIDENTIAL = "confidential", gettext_lazy("Confidential")
    SECRET = "secret", gettext_lazy("Secret")
    TOP_SECRET = "top_secret", gettext_lazy("Top Secret")


class ArchivalItemQuerySet(PublishableQuerySet):
    """Documents: their cards may be public while their scans are not (see `Copy`)."""

    def still_locked(self) -> Self:
        """Return documents known to exist that nobody may read in any part."""
        return self.filter(declassification_status__in=STILL_LOCKED)

    def for_card(self) -> Self:
        """Load what one line of a list prints, apart from copies."""
        return self.select_related("held_at").prefetch_related("advisories")

    def for_detail(self, agents: models.QuerySet) -> Self:
        """Load what the passport of an item prints; `agents` are those the reader may see."""
        return self.select_related("held_at", "rights").prefetch_related(
            "languages", "advisories", Prefetch("item_agents", agents)
        )


class ArchivalItem(Publishable, HistoricallyDated, Recorded):
    """One intellectual document: a cable, letter, report, photograph or recording.

    Described by ISAD(G) and DACS at item level. Where it is held and how far it has been opened
    are facts about its copies.
    """

    ref = models.CharField(
        "reference",
        max_length=32,
        unique=True,
        blank=True,
        help_text="Given automatically (FTP-0001) and fixed for ever at first publication.",
    )
    kind = models.CharField(max_length=16, choices=ItemKind.choices)
    title = models.CharField(max_length=500)
    title_is_supplied = models.BooleanField(
        "title supplied by us", default=False, help_text="Tick if the document bears no title."
    )
    alternative_title = models.CharField(max_length=500, blank=True)
    abstract = models.CharField(
        max_length=500, blank=True, help_text="One or two sentences for lists. Say what it is."
    )
    scope_and_content = models.TextField(blank=True, help_text="ISAD(G) 3.3.1, DACS 3.1.")
    extent = models.CharField(
        "extent and medium", max_length=160, blank=True, help_text="3 pages; 1 photograph."
    )
    languages = models.ManyToManyField(Language, blank=True)
    original_number = models.CharField(
        max_length=120, blank=True, help_text="Cable number or document symbol as printed."
    )
    marking_scheme = models.CharField(max_length=10, choices=MarkingScheme.choices, blank=True)
    marking_level = models.CharField(
        max_length=14,
        choices=MarkingLevel.choices,
        default=MarkingLevel.NOT_STATED,
        help_text="As printed on the document. “No marking” is not “Unclassified”; leave “not "
        "stated” where you have not seen it and no source says.",
    )
    marking_text = models.CharField(
        "marking as printed", max_length=200, blank=True, help_text="Words of the marking itself."
    )
    marking_caveats = models.CharField(
        "handling caveats", max_length=200, blank=True, help_text="Nodis; Eyes Only; Exdis."
    )
    marking_precedence = models.CharField("precedence", max_length=60, blank=True)
    known_from = models.CharField(
        "known only from",
        max_length=200,
        blank=True,
        help_text="For a document nobody has let us see: the withdrawal sheet or the document "
        "that mentions it. It is listed under “Still locked”.",
    )
    held_at = models.ForeignKey(
        Repository,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="known_items",
        help_text="Where it is held, when no copy is described.",
    )
    rights = models.ForeignKey(
        RightsStatement, null=True, blank=True, on_delete=models.PROTECT, related_name="items"
    )
    rights_note = models.CharField(max_length=300, blank=True)
    access_conditions = models.TextField(
        "conditions governing access", blank=True, help_text="ISAD(G) 3.4.1, DACS 4.1."
    )
    source_note = models.TextField(
        blank=True, help_text="The printed source note, kept word for word."
    )
    credit_line = models.CharField(max_length=255, blank=True)
    publication_note = models.TextField(blank=True, help_text="Where it was published before.")
    archivist_note = models.TextField(
        blank=True, help_text="How we described it. For the house only; never shown."
    )
    agents = models.ManyToManyField(Agent, through="ItemAgent", related_name="items")
    places = models.ManyToManyField(Place, through="ItemPlace", related_name="items")
    subjects = models.ManyToManyField(Subject, blank=True, related_name="items")
    advisories = models.ManyToManyField(Advisory, blank=True, related_name="items")
    is_sensitivity_reviewed = models.BooleanField(
        "sensitivity reviewed",
        default=False,
        help_text="Somebody has looked for graphic content, protected persons and private facts.",
    )
    is_demonstration = models.BooleanField(
        default=False, help_text="Marked on every page; kept out of statistics and feeds."
    )
    declassification_status = models.CharField(
        max_length=16, choices=Status.choices, default=Status.UNKNOWN, editable=False
    )
    status_override = models.CharField(
        "declassification status, overridden",
        max_length=16,
        choices=Status.choices,
        blank=True,
        help_text="Leave empty: the status follows from the copies. If you must override it, the "
        "note beside it is shown to the reader.",
    )
    status_override_note = models.CharField(max_length=300, blank=True)
    first_published_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects: ClassVar = ArchivalItemQuerySet.as_manager()
    _history_m2m_fields = ("languages", "subjects", "advisories")

    class Meta(Publishable.Meta):
        verbose_name = "item"
        ordering = ["ref"]
        constraints = [
            *Publishable.Meta.constraints,
            *HistoricallyDated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(status_override="") | ~Q(status_override_note=""),
                name="an_overridden_status_says_why",
            ),
        ]
        indexes = [
            *Publishable.Meta.indexes,
            models.Index(fields=["kind", "date_earliest"], name="item_kind_date_idx"),
            # Each column by which the desk sorts and filters, then in the order of the list.
            models.Index(fields=["kind", "ref"], name="item_kind_ref_idx"),
            models.Index(fields=["declassification_status", "ref"], name="item_status_ref_idx"),
            models.Index(fields=["state", "ref"], name="item_state_ref_idx"),
            models.Index(fields=["title", "ref"], name="item_title_ref_idx"),
            models.Index(fields=["date_earliest", "ref"], name="item_date_ref_idx"),
            models.Index(
                fields=["ref"], name="item_reviewed_idx", condition=Q(is_sensitivity_reviewed=True)
            ),
            models.Index(
                fields=["ref"],
                name="item_not_reviewed_idx",
                condition=Q(is_sensitivity_reviewed=False),
            ),
            models.Index(
                fields=["ref"], name="item_demonstration_idx", condition=Q(is_demonstration=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ref} {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.ref:
            self.ref = allot_references("")[0]
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("collections_app:item-detail", args=[self.ref])

    def clean(self) -> None:
        super().clean()
        if self.status_override and not self.status_override_note:
            raise ValidationError(
                {"status_override_note": "Say why the status is overridden; readers see this."}
            )
        if self.pk and self.first_published_at:
            published = ArchivalItem.objects.values_list("ref", flat=True).get(pk=self.pk)
            if published != self.ref:
                raise ValidationError({"ref": f"The reference was published as {published}."})

    def publish(self, *, by: "User | None", public_from: datetime | None = None) -> None:
        """Publish the item; at first publication its reference is fixed for ever."""
        self.first_published_at = self.first_published_at or public_from or timezone.now()
        super().publish(by=by, public_from=public_from)

    def publication_gaps(self) -> list[Gap]:
        """DACS single-level required elements, sensitivity, and what would not be shown."""
        gaps = [Gap(field, message) for field, message in _REQUIRED if not getattr(self, field)]
        if not self.date_edtf and not self.date_display:
            gaps.append(Gap("date_edtf", "No date is given; it will read “undated”.", blocks=False))
        if not self.is_sensitivity_reviewed:
            gaps.append(Gap("is_sensitivity_reviewed", "Nobody has reviewed sensitivity yet."))
        if self.pk is None:
            return gaps
        copies = list(self.copies.select_related("repository"))
        if not self.scope_and_content and not self.abstract:
            # A document whose text can be read here speaks for itself; it may still lack a summary.
            is_readable = self.copies.filter(pages__texts__isnull=False).exists()
            message = "Give an abstract or scope and content (DACS 3.1)."
            gaps.append(Gap("abstract", message, blocks=not is_readable))
        if not copies and not self.held_at_id and not self.known_from:
            gaps.append(Gap("copies", "Describe a copy, or say from what the item is known."))
        holders = {copy.repository for copy in copies} | ({self.held_at} if self.held_at else set())
        gaps += super().publication_gaps()
        return gaps + _unseen("copies", holders) + self._unseen_terms()

    def _unseen_terms(self) -> list[Gap]:
        gaps = []
        if not self.languages.exists():
            gaps.append(Gap("languages", "No language is given (DACS 4.5).", blocks=False))
        for field in ("agents", "subjects", "places"):
            gaps += _unseen(field, getattr(self, field).all())
        return gaps


_REQUIRED = [
    ("title", "The title is empty (DACS 2.3)."),
    ("kind", "The kind of document is not chosen."),
    ("rights_id", "No rights statement is chosen (DACS 4.4)."),
]


def _unseen(field: str, records: Iterable[Publishable]) -> list[Gap]:
    return [
        Gap(field, f"“{record}” is not public and will not be shown.", blocks=False)
        for record in records
        if record.state != PublicationState.PUBLISHED
    ]

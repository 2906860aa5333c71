from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from briefingbooks.models.books import Book, BookPartQuerySet
from briefingbooks.models.parts_standing import PartKind, keys_standing
from collections_app.models import Agent, ArchivalItem, Copy, Page, PageNote, PageText
from collections_app.publication import Ruled, RuledQuerySet, Visitor, may_view_unpublished
from oralhistory.keys import KEY_LENGTH
from oralhistory.models import Interview, Transcript


def edition_storage() -> Storage:
    """Where the files of editions lie; they leave through one guarded view."""
    return storages["editions"]


def _by_issue(file: "EditionFile", name: str) -> str:
    return f"{file.issue.edition.book_id}/{file.issue_id}/{file.name}"


class EditionQuerySet(BookPartQuerySet):
    """Editions: as public as their book, from the instant of their own release."""

    def public(self, at: datetime | None = None) -> Self:
        return super().public(at).filter(released_at__lte=at or timezone.now())

    def with_open_issues(self) -> Self:
        """Add `has_open_issue`: whether something is given out, or is being made."""
        issues = Issue.objects.unclosed().filter(edition=OuterRef("pk"))
        return self.annotate(has_open_issue=Exists(issues))


class Edition(Ruled):
    """A book as it was released: what readers cite stays as it was, under its number.

    What is new in it stands in `change_note`, which readers see as its issues have it. Its words,
    pictures and files lie in its issues. It is never changed and never deleted. Where its book is
    withdrawn, so is the edition, until the house gives it out again.
    """

    class Kind(models.TextChoices):
        FIRST = "first", gettext_lazy("first edition")
        CORRECTION = "correction", gettext_lazy("corrected edition")
        EDITORIAL = "editorial", gettext_lazy("revised edition")
        DOCUMENTS = "documents", gettext_lazy("edition with new documents")
        RELEASE = "release", gettext_lazy("edition with a new release of a document")

    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    change_note = models.TextField(
        blank=True, help_text="Read by everybody: what is new in this edition."
    )
    released_at = models.DateTimeField(help_text="From this instant (UTC) readers get it.")
    frozen_at = models.DateTimeField(default=timezone.now, editable=False)
    withdrawn_at = models.DateTimeField(
        null=True, help_text="When its book was withdrawn: nothing of it is given out since."
    )
    problem = models.CharField(
        max_length=500, blank=True, help_text="Why no reissue could be made; for the house."
    )
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["book", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "number"], name="edition_number_once_in_a_book"
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="editions_count_from_one"),
            models.CheckConstraint(
                condition=Q(kind="first", number=1) | (~Q(kind="first") & Q(number__gt=1)),
                name="the_first_edition_is_the_first",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.book}, edition {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("briefingbooks:edition", args=[self.book.slug, self.number])

    def is_closed(self) -> bool:
        """Whether something of every issue has been closed: a reissue is owed. One query."""
        issues: Any = self.issues
        return not issues.unclosed().exists()

    def was_closed(self) -> bool:
        """Whether something of it has been closed since its release, a reissue there or not."""
        issues: Any = self.issues
        return not issues.unclosed().filter(number=1).exists()


class IssueQuerySet(RuledQuerySet):
    """Issues: readers get the finished ones of which nothing has been closed since."""

    def public(self, at: datetime | None = None) -> Self:
        editions = Edition.objects.public(at).filter(pk=OuterRef("edition"))
        return self.standing(at).filter(Exists(editions))

    def visible_to(self, user: Visitor, at: datetime | None = None) -> Self:
        """Return what this person may read. What is sealed is sealed for the house too."""
        if may_view_unpublished(user, self.model):
            return self.standing(at)
        return self.public(at)

    def of_seen(self, editions: Iterable[int]) -> Self:
        """Return the issues of editions of which the rule has answered; not yet what is open."""
        return self.filter(edition__in=editions)

    def standing(self, at: datetime | None = None) -> Self:
        """Narrow to finished issues of which nothing is closed, of editions not withdrawn."""
        finished = self.filter(finished_at__isnull=False, edition__withdrawn_at__isnull=True)
        return finished.unclosed(at)

    def unclosed(self, at: datetime | None = None) -> Self:
        """Narrow to issues all parts of which readers may have, whether finished or not.

        Asked at once and not inside the query: SQLite reads only so many conditions inside each
        other.
        """
        parts = EditionPart.objects.filter(issue__in=self.order_by().values("pk"))
        shut = {part.issue_id for part in parts.closed(at)}
        return self.exclude(pk__in=shut) if shut else self


class Issue(Ruled):
    """What an edition holds: the original, or a reissue without what has been closed since.

    Bibliographers call copies of one edition that differ a little its issues. `page` is the whole
    page as it was assembled, from which every file is made; `words` what is read in it, in which a
    name is found that comes to be protected.
    """

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="issues")
    number = models.PositiveSmallIntegerField(help_text="1 is the original.")
    page = models.JSONField()
    change_note = models.TextField(blank=True, help_text="What is new, as this issue says it.")
    words = models.TextField(blank=True)
    made_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True, help_text="When all files were there.")
    problem = models.CharField(max_length=500, blank=True, help_text="Why files are missing.")

    objects: ClassVar = IssueQuerySet.as_manager()

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="issue_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.edition}, issue {self.number}"


class EditionPartQuerySet(RuledQuerySet):
    """What an issue shows; for the house."""

    def public(self, at: datetime | None = None) -> Self:
        return self.none()

    def closed(self, at: datetime | None = None) -> list["EditionPart"]:
        """Return the parts that readers may not have any more. One query more for each kind."""
        parts = list(self)
        standing = keys_standing(parts, at)
        return [part for part in parts if part.pk not in standing]


class EditionPart(Ruled):
    """Something that an issue shows and that may be closed one day, with the form in which it did.

    Written when an issue is made. The issue is served while none of its parts is closed: this is
    asked at every visit, so that nothing which was forgotten is served.
    """

    Kind = PartKind

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="parts")
    kind = models.CharField(max_length=9, choices=PartKind.choices)
    where = models.CharField(max_length=80, blank=True, help_text="Anchor of the entry.")
    item = models.ForeignKey(
        ArchivalItem, null=True, on_delete=models.PROTECT, related_name="in_editions"
    )
    copy = models.ForeignKey(Copy, null=True, on_delete=models.SET_NULL, related_name="+")
    page = models.ForeignKey(Page, null=True, on_delete=models.SET_NULL, related_name="+")
    text = models.ForeignKey(PageText, null=True, on_delete=models.SET_NULL, related_name="+")
    note = models.ForeignKey(PageNote, null=True, on_delete=models.SET_NULL, related_name="+")
    interview = models.ForeignKey(
        Interview, null=True, on_delete=models.PROTECT, related_name="in_editions"
    )
    transcript = models.ForeignKey(
        Transcript, null=True, on_delete=models.PROTECT, related_name="+"
    )
    agent = models.ForeignKey(Agent, null=True, on_delete=models.SET_NULL, related_name="+")
    sha256 = models.CharField(max_length=64, blank=True, help_text="Of the picture shown.")
    language = models.CharField(max_length=12, blank=True)
    key = models.CharField(max_length=KEY_LENGTH, blank=True)
    label = models.CharField(max_length=255, blank=True, help_text="As the issue calls somebody.")
    words = models.TextField(blank=True)
    gaps = models.JSONField(default=list)
    keys = models.JSONField(
        default=dict, help_text="Primary keys of records that have no column, by their kind."
    )
    closed_at = models.DateTimeField(null=True)

    objects: ClassVar = EditionPartQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "pk"]
        indexes = [models.Index(fields=["issue", "kind"], name="edition_part_kind_idx")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} in {self.issue}"

    @property
    def speaker(self) -> str:
        """Who speaks a quoted passage, as the issue calls them."""
        return self.label

    @property
    def language_id(self) -> str:
        return self.language


class EditionFileQuerySet(RuledQuerySet):
    """Files of editions: those of the first issue that stands, and of no other."""

    def public(self, at: datetime | None = None) -> Self:
        return self.of_seen(self._issues().public(at))

    def visible_to(self, user: Visitor, at: datetime | None = None) -> Self:
        return self.of_seen(self._issues().visible_to(user, at))

    def _issues(self) -> IssueQuerySet:
        """Return every issue of the editions that these files belong to."""
        editions = self.order_by().values("issue__edition")
        found: IssueQuerySet = Issue.objects.filter(edition__in=editions)
        return found

    def of_seen(self, issues: IssueQuerySet) -> Self:
        """Narrow to the files of the first issue of each edition among those that may be read."""
        keys = issues.order_by("-number").values_list("edition", "pk")
        first = dict(keys)  # the last one of each edition, which is the first issue
        return self.filter(issue__in=first.values())


class EditionFile(Ruled):
    """A file of an issue: the page, the PDF, the EPUB, a picture of it. Its bytes never change."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="files")
    name = models.CharField(max_length=120, help_text="As in its address: images/doc-e7k3.jpg.")
    file = models.FileField(storage=edition_storage, upload_to=_by_issue, max_length=300)
    step = models.CharField(max_length=40, help_text="Which step of the making it came from.")
    media_type = models.CharField(max_length=80)
    bytes = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField(max_length=64)

    objects: ClassVar = EditionFileQuerySet.as_manager()

    class Meta:
        ordering = ["issue", "name"]
        constraints = [
            models.UniqueConstraint(fields=["issue", "name"], name="edition_file_name_once")
        ]

    def __str__(self) -> str:
        return f"{self.name} of {self.issue}"

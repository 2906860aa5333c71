from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy

from briefingbooks.citing import identifiers
from briefingbooks.citing.names import Name, in_a_list, in_a_note
from briefingbooks.models.books import Book
from collections_app.languages import speaking
from collections_app.models import ExternalLink, Recorded
from collections_app.models.changes import Historied
from collections_app.models.historical import HistoricallyDated
from collections_app.publication import Ruled, RuledQuerySet

KEY = RegexValidator(
    r"^[a-z0-9][a-z0-9-]*$",
    "A key has small letters, digits and hyphens, for example dallaire-2003.",
)


class SourceQuerySet(RuledQuerySet):
    """Published works; a reader sees those that a public book cites, under whatever key."""

    def public(self, at: datetime | None = None) -> Self:
        return self._cited_in(Book.objects.public(at))

    def of_seen(self, book: Book) -> Self:
        """Return the works that a book cites of which the rule has answered."""
        return self._cited_in([book.pk])

    def _cited_in(self, books: "models.QuerySet[Book] | list[int]") -> Self:
        # A join, not an import: the mentions stand above this module.
        citing = self.model._default_manager.filter(references__book__in=books).order_by()
        cited = citing.filter(pk=OuterRef("pk"))
        by_other_key = citing.filter(same_as=OuterRef("pk"))
        return self.filter(Exists(cited) | Exists(by_other_key))

    def main(self) -> Self:
        """Return works, without the further keys under which texts cite some of them."""
        return self.filter(same_as__isnull=True)

    def for_citing(self) -> Self:
        """Load what a citation prints. Two queries."""
        return self.select_related("link").prefetch_related("creators")


class Source(Ruled, HistoricallyDated, Recorded):
    """A published work that notes cite and the bibliography lists (Chicago notes style).

    The key is immutable: it stands in the text of books. Two records that turn out to be one work
    become one by `same_as`: a text that cites the other key prints the main record, which the
    bibliography lists once. `edition_of` leads to the record under which the editions of a work
    are gathered; each edition is cited as itself. The date is that of publication.
    """

    class Kind(models.TextChoices):
        BOOK = "book", gettext_lazy("book")
        CHAPTER = "chapter", gettext_lazy("chapter")
        ARTICLE = "article", gettext_lazy("journal article")
        NEWS = "news", gettext_lazy("newspaper or magazine article")
        REPORT = "report", gettext_lazy("report")
        THESIS = "thesis", gettext_lazy("thesis")
        UN_DOCUMENT = "un_document", gettext_lazy("United Nations document")
        LEGISLATION = "legislation", gettext_lazy("law or regulation")
        JUDGMENT = "judgment", gettext_lazy("court judgment")
        WEB_PAGE = "web_page", gettext_lazy("web page")
        POSTING = "posting", gettext_lazy("briefing book or posting")
        INTERVIEW = "interview", gettext_lazy("interview")
        BROADCAST = "broadcast", gettext_lazy("broadcast")
        FILM = "film", gettext_lazy("film or video")
        DATASET = "dataset", gettext_lazy("data set")
        ARCHIVAL = "archival", gettext_lazy("archival document elsewhere")

    key = models.CharField(max_length=60, unique=True, validators=[KEY])
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.BOOK)
    title = models.CharField(max_length=400)
    short_title = models.CharField(
        max_length=160,
        blank=True,
        help_text="For later notes: Shake Hands. Empty for the title up to its colon.",
    )
    genre = models.CharField(
        "kind in words",
        max_length=80,
        blank=True,
        help_text="What the work calls itself: PhD diss.; press release; Judgment.",
    )
    container = models.CharField(
        max_length=300,
        blank=True,
        help_text="Journal, newspaper, book of a chapter, programme, website, or the series of "
        "a book or report.",
    )
    edition = models.CharField(
        max_length=60, blank=True, help_text="As a note says it: 2nd ed.; rev. ed."
    )
    volume = models.CharField(max_length=60, blank=True)
    issue = models.CharField(max_length=60, blank=True, help_text="Of a journal: 3.")
    pages = models.CharField(
        max_length=60, blank=True, help_text="From the first to the last, of an article or chapter."
    )
    place = models.CharField(max_length=120, blank=True)
    publisher = models.CharField(
        max_length=200, blank=True, help_text="Also the court, university or broadcaster."
    )
    number = models.CharField(
        "symbol or number",
        max_length=120,
        blank=True,
        help_text="S/RES/912 (1994); Case No. ICTR-96-4-T; no. 24.",
    )
    doi = models.CharField("DOI", max_length=200, blank=True, help_text="10.1162/…")
    isbn = models.CharField("ISBN", max_length=20, blank=True)
    archive = models.CharField(
        max_length=200, blank=True, help_text="Who holds it: archive and city."
    )
    archive_location = models.CharField(
        max_length=200, blank=True, help_text="Where it lies there: collection, box, folder."
    )
    language = models.CharField(max_length=8, default="en")
    original_language = models.CharField(
        max_length=8, blank=True, help_text="Of a translation: the language it was written in."
    )
    link = models.ForeignKey(
        ExternalLink, null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )
    accessed_on = models.DateField(
        null=True, blank=True, help_text="For a page that changes or bears no date."
    )
    same_as = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="aliases",
        help_text="This key is another name of that work: texts go on citing it.",
    )
    edition_of = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="further_editions",
        help_text="Another edition of that work; choose the same record for all editions.",
    )

    objects: ClassVar = SourceQuerySet.as_manager()

    class Meta:
        ordering = ["key"]
        constraints = [
            *HistoricallyDated.Meta.constraints,
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | ~Q(same_as=F("id")),
                name="source_is_no_alias_of_itself",
                violation_error_message="A key can not be another name of itself.",
            ),
            models.CheckConstraint(
                condition=Q(edition_of__isnull=True) | ~Q(edition_of=F("id")),
                name="source_is_no_edition_of_itself",
                violation_error_message="A work is not an edition of itself.",
            ),
            models.CheckConstraint(
                condition=Q(same_as__isnull=True) | Q(edition_of__isnull=True),
                name="source_alias_is_no_edition",
                violation_error_message="Another name of a work is not an edition of one.",
            ),
            models.CheckConstraint(
                condition=Q(doi="") | Q(doi__startswith="10."),
                name="source_doi_begins_with_10",
                violation_error_message="A DOI begins with 10.",
            ),
            models.UniqueConstraint(
                fields=["doi"],
                condition=~Q(doi="") & Q(same_as__isnull=True),
                name="source_doi_once",
                violation_error_message="Another source has this DOI: choose it as “same as”.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.title}"

    def get_absolute_url(self) -> str:
        return reverse("briefingbooks:source-detail", args=[self.key])

    @property
    def names(self) -> list[Name]:
        """The names of the authors, or where none is known of the editors."""
        return self.names_of("author") or self.names_of("editor")

    def names_of(self, role: str) -> list[Name]:
        """Return the names in a role, in order. Reads `creators`: prefetch them."""
        return [one.name for one in self.creators.all() if one.role == role]

    @property
    def authors(self) -> str:
        """As printed in a note: Roméo Dallaire."""
        return in_a_note(self.names)

    @property
    def authors_sorted(self) -> str:
        """As sorted in the bibliography: Dallaire, Roméo."""
        return in_a_list(self.names)

    @property
    def year(self) -> str:
        """The date in words, in English as the whole citation is; empty where there is none."""
        with speaking("en"):
            return self.date_words if self.date_edtf or self.date_display else ""

    def clean(self) -> None:
        """Raise `ValidationError` for identifiers not understood and for aliases in a chain."""
        super().clean()
        self.doi, self.isbn = identifiers.plain_doi(self.doi), self.isbn.strip()
        if self.isbn and not identifiers.is_isbn(self.isbn):
            raise ValidationError({"isbn": "The check digit of this ISBN is not right."})
        self._refuse_chain("same_as", "aliases", "another name of")
        self._refuse_chain("edition_of", "further_editions", "an edition of")
        if self.edition_of and self.edition_of.same_as:
            raise ValidationError({"edition_of": f"Choose {self.edition_of.same_as.key} instead."})

    def _refuse_chain(self, field: str, back: str, words: str) -> None:
        """One step and no more: so that nothing leads in a circle, or past another record."""
        target: Source | None = getattr(self, field)
        if target is None:
            return
        further: Source | None = getattr(target, field)
        if target.pk == self.pk and self.pk is not None:
            raise ValidationError({field: f"“{self.key}” can not be {words} itself."})
        if further is not None:
            message = f"“{target.key}” is itself {words} “{further.key}”: choose that."
            raise ValidationError({field: message})
        if self.pk is not None and (first := getattr(self, back).first()) is not None:
            message = f"“{first.key}” is {words} this record: change that first."
            raise ValidationError({field: message})

    def set_creators(self, names: Sequence[Name], role: str = "author") -> None:
        """Write the creators of a role anew, in this order; those of other roles stay."""
        self.creators.filter(role=role).delete()
        for position, name in enumerate(names, start=1):
            parts = {one: getattr(name, one) for one in ("family", "given", "suffix", "literal")}
            SourceCreator(source=self, position=position, role=role, **parts).save()


class SourceCreatorQuerySet(RuledQuerySet):
    """Names of works: as public as the work."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(source__in=Source.objects.public(at))


class SourceCreator(Ruled, Historied):
    """Somebody who made a published work, in the order of its title page.

    A person has a family name; a body, or a name whose parts nobody can tell for sure, is literal
    and is never taken apart.
    """

    class Role(models.TextChoices):
        AUTHOR = "author", "author"
        EDITOR = "editor", "editor"
        TRANSLATOR = "translator", "translator"
        CONTAINER_EDITOR = "container_editor", "editor of the book it stands in"
        INTERVIEWER = "interviewer", "interviewer"
        DIRECTOR = "director", "director"
        CONTRIBUTOR = "contributor", "with"

    source = models.ForeignKey(Source, on_delete=models.CASCADE, related_name="creators")
    position = models.PositiveSmallIntegerField(default=0)
    role = models.CharField(max_length=16, choices=Role.choices, default=Role.AUTHOR)
    family = models.CharField("family name", max_length=120, blank=True)
    given = models.CharField("given names", max_length=120, blank=True)
    suffix = models.CharField(max_length=20, blank=True, help_text="Jr.; III.")
    literal = models.CharField(
        "body, or name as it is",
        max_length=300,
        blank=True,
        help_text="Human Rights Watch. Printed and sorted as it stands.",
    )

    objects: ClassVar = SourceCreatorQuerySet.as_manager()

    class Meta:
        verbose_name = "creator"
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(literal="") & ~Q(family="")
                | ~Q(literal="") & Q(family="", given="", suffix=""),
                name="creator_has_a_family_name_or_a_literal_one",
                violation_error_message="Give a family name, or the whole name as it is: not both.",
            )
        ]

    def __str__(self) -> str:
        return self.name.direct

    @property
    def name(self) -> Name:
        return Name(self.family, self.given, self.suffix, self.literal)

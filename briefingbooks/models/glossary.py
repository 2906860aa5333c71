from datetime import datetime
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from briefingbooks.models.books import Book
from collections_app.models import Agent, Privacy
from collections_app.models.changes import Historied
from collections_app.publication import Ruled, RuledQuerySet, Visitor, may_view_unpublished


class GlossaryTermQuerySet(RuledQuerySet):
    """Words explained: public where a public book uses them, and people as their record allows."""

    def public(self, at: datetime | None = None) -> Self:
        """Return what readers may see: of public books that use it, and of public people only."""
        books = Book.objects.public(at)
        return self._of_open_people(at).filter(
            Q(book__in=books) | Q(book=None, pk__in=_uses().filter(book__in=books).values("term"))
        )

    def of_seen(self, book: Book, user: Visitor, at: datetime | None = None) -> Self:
        """Return what a book that this person may see explains; loads the person named.

        Of people nobody is shown more than readers are: what is printed goes into every edition.
        """
        used = Q(book=book) | Q(book=None, pk__in=_uses().filter(book=book).values("term"))
        terms = self if may_view_unpublished(user, self.model) else self.public(at)
        return terms._of_open_people(at).filter(used).select_related("agent")

    def _of_open_people(self, at: datetime | None) -> Self:
        return self.filter(Q(agent=None) | Q(agent__in=Agent.objects.public(at)))


def _uses() -> models.QuerySet:
    return GlossaryUse.objects.order_by()


class GlossaryTerm(Ruled, Historied):
    """A word that readers may not know: an abbreviation, a term, or a person (FRUS front matter).

    Printed in the glossary of every book that uses it. An abbreviation is written out where a
    text uses it first. A person is called as the person's own record allows: a pseudonym takes the
    place of the label, a name withheld takes the entry away. Without a book it is the whole
    house's, and counts where a book's texts have the word (`GlossaryUse`, derived at saving).
    """

    class Kind(models.TextChoices):
        ABBREVIATION = "abbreviation", "abbreviation"
        TERM = "term", "term"
        PERSON = "person", "person"

    key = models.SlugField(
        max_length=60, unique=True, help_text="Anchor of the entry: cited, so it stays."
    )
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.ABBREVIATION)
    label = models.CharField(
        max_length=120, help_text="As the texts have it: UNAMIR, interahamwe, Roméo Dallaire."
    )
    other_forms = models.TextField(
        blank=True, help_text="Other words for the same in texts, one to a line: MINUAR."
    )
    full_form = models.CharField(
        max_length=300, blank=True, help_text="Written out: the words an abbreviation stands for."
    )
    definition = models.TextField(blank=True, help_text="In a sentence or two, for readers.")
    agent = models.ForeignKey(
        Agent,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="glossary_terms",
        verbose_name="person or body",
        help_text="Required for a person: the entry follows what that record allows.",
    )
    language = models.CharField(
        max_length=8, default="en", help_text="Of the full form: en, fr, rw."
    )
    book = models.ForeignKey(
        Book,
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="glossary",
        help_text="Empty for a word that every book explains alike.",
    )

    objects: ClassVar = GlossaryTermQuerySet.as_manager()

    class Meta:
        verbose_name = "glossary entry"
        verbose_name_plural = "glossary"
        ordering = ["label", "key"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind="person") | Q(agent__isnull=False),
                name="a_person_in_the_glossary_has_a_record",
            ),
            models.CheckConstraint(
                condition=~Q(kind="abbreviation") | ~Q(full_form=""),
                name="an_abbreviation_stands_for_something",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def clean(self) -> None:
        if self.kind == self.Kind.PERSON and self.agent_id is None:
            raise ValidationError({"agent": "Choose the record of this person."})
        if self.kind == self.Kind.ABBREVIATION and not self.full_form.strip():
            raise ValidationError({"full_form": "Say what the abbreviation stands for."})

    @property
    def printed_label(self) -> str:
        """The label as readers see it: of a person, never more than the record allows."""
        if self.agent is None or not self.agent.is_protected:
            return self.label
        return self.agent.public_label

    @property
    def forms(self) -> list[str]:
        """The words by which texts are searched for it; a pseudonym is searched for as it is."""
        if self.agent is not None and self.agent.privacy in (Privacy.PSEUDONYM, Privacy.WITHHELD):
            return [self.agent.public_label]
        others = [line.strip() for line in self.other_forms.splitlines()]
        return [form for form in [self.label.strip(), *others] if form]


class GlossaryUseQuerySet(RuledQuerySet):
    """Where words are used: as public as the word and the book."""

    def public(self, at: datetime | None = None) -> Self:
        return self.filter(
            term__in=GlossaryTerm.objects.public(at), book__in=Book.objects.public(at)
        )


class GlossaryUse(Ruled):
    """That a text of a book has a word of the glossary; derived when either is saved."""

    term = models.ForeignKey(GlossaryTerm, on_delete=models.CASCADE, related_name="uses")
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="+")

    objects: ClassVar = GlossaryUseQuerySet.as_manager()

    class Meta:
        ordering = ["book", "term"]
        constraints = [
            models.UniqueConstraint(fields=["term", "book"], name="a_word_is_used_once_in_a_book")
        ]

    def __str__(self) -> str:
        return f"{self.term} in {self.book}"

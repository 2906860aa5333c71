from datetime import datetime
from typing import Any, ClassVar, Self
from zoneinfo import available_timezones

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from briefingbooks import press_text
from briefingbooks.models.books import Book, BookPartQuerySet
from collections_app.models import ArchivalItem, LinkUse, Recorded
from collections_app.models.changes import Historied
from collections_app.publication import (
    Gap,
    Publishable,
    PublishableQuerySet,
    Ruled,
    RuledQuerySet,
    among,
)


def known_zone(value: str) -> None:
    """Refuse the name of a time zone that the tz database does not know."""
    if value not in available_timezones():
        raise ValidationError("There is no time zone of this name.")


class Boilerplate(Historied):
    """A paragraph about a partner that stands at the end of many press releases."""

    heading = models.CharField(
        max_length=120, unique=True, help_text="As printed: “About the Museum”."
    )
    text = models.TextField(help_text="Plain paragraphs, an empty line between two.")

    class Meta:
        verbose_name_plural = "boilerplate"
        ordering = ["heading"]

    def __str__(self) -> str:
        return self.heading


class PressReleaseQuerySet(PublishableQuerySet):
    """Press releases: never before, and never without, the books that they announce."""

    def public(self, at: datetime | None = None) -> Self:
        books = Book.objects.public(at)
        closed = PressBook.objects.filter(release=OuterRef("pk")).exclude(book__in=books)
        return super().public(at).filter(~Exists(closed))


class PressRelease(Publishable, Recorded):
    """An announcement to the press, public from its embargo: it has the place and day of a
    dateline, a headline, text, the words of named people, contacts and photographs.

    While one of the books that it announces is not public, neither is it.
    """

    headline = models.CharField(max_length=200)
    subhead = models.CharField(max_length=300, blank=True)
    slug = models.SlugField(
        max_length=80, unique=True, help_text="Part of the address, which readers cite for ever."
    )
    place = models.CharField(max_length=120, help_text="Of the dateline: Washington, DC.")
    issued_on = models.DateField("date", null=True, blank=True, help_text="Of the dateline.")
    zone = models.CharField(
        "time zone",
        max_length=60,
        default="UTC",
        validators=[known_zone],
        help_text="Of the place. The embargo is told in it and in Kigali time.",
    )
    language = models.CharField(max_length=8, default="en")
    body_md = models.TextField("text", help_text=press_text.HELP)
    tags = models.CharField(
        "hashtags and handles", max_length=200, blank=True, help_text="As printed: #… @…"
    )
    books: models.ManyToManyField = models.ManyToManyField(
        Book, through="PressBook", related_name="press_releases"
    )
    is_demonstration = models.BooleanField(default=False, help_text="Marked on its page.")
    notes = models.TextField(blank=True, help_text="For the house only.")

    objects: ClassVar = PressReleaseQuerySet.as_manager()
    _goes_public_at: datetime | None = None

    class Meta(Publishable.Meta):
        ordering = ["-issued_on", "-pk"]

    def __str__(self) -> str:
        return self.headline

    def get_absolute_url(self) -> str:
        return reverse("briefingbooks:press-detail", args=[self.slug])

    def publish(self, *, by: Any, public_from: datetime | None = None) -> None:
        """Publish as any record; what is lacking is asked for the instant of the embargo."""
        self._goes_public_at = public_from
        try:
            super().publish(by=by, public_from=public_from)
        finally:
            self._goes_public_at = None

    def publication_gaps(self) -> list[Gap]:
        """What is missing: date, book, contact, approval of quotes, records that readers see."""
        gaps = []
        if not self.issued_on:
            gaps.append(Gap("issued_on", "The date of the dateline is not set."))
        said = press_text.read(self.body_md)
        gaps += [Gap("body_md", str(problem), blocks=False) for problem in said.lost_links]
        if self.pk is None:
            return gaps
        at = self._goes_public_at or max(self.public_from or timezone.now(), timezone.now())
        gaps += self._unready_books(at)
        for quote in self.quotes.unapproved():
            gaps.append(Gap("quotes", f"The words of {quote.speaker} are not approved."))
        if not self.contacts.told().exists():
            gaps.append(Gap("contacts", "No contact is named whom the press may ask."))
        gaps += [
            Gap("assets", f"{asset.item} is not public: its photograph is left out.", blocks=False)
            for asset in self.assets.unseen(at)
        ]
        unseen = sorted(press_text.not_public(said, at))
        gaps += [Gap("body_md", f"The text names {ref}, which is not public.") for ref in unseen]
        return gaps + super().publication_gaps()

    def _unready_books(self, at: datetime) -> list[Gap]:
        announced = Book.objects.filter(press_releases=self)
        if not announced.exists():
            return [Gap("announced", "No book is named that it announces.", blocks=False)]
        when = date_format(timezone.localtime(at), "j F Y, H:i")
        words = "The book “{}” is not public at the instant of the release ({})."
        closed = announced.exclude(pk__in=Book.objects.public(at))
        return [Gap("announced", words.format(book.title, when)) for book in closed]


class PressPartQuerySet(RuledQuerySet):
    """Parts of a press release: as public as the release."""

    def public(self, at: datetime | None = None) -> Self:
        return self.told().filter(release__in=PressRelease.objects.public(at))

    def of_seen(self, release: PressRelease) -> Self:
        """Return what is printed of a release that may be seen: whether it may is asked before."""
        return self.told().filter(release=release)

    def told(self) -> Self:
        """Return the parts that are printed with their release."""
        return self.all()


class PressBook(Ruled, Historied):
    """A book that a press release announces."""

    release = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="announced")
    book = models.ForeignKey(Book, on_delete=models.PROTECT, related_name="announced_in")
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = PressPartQuerySet.as_manager()

    class Meta:
        verbose_name = "book announced"
        verbose_name_plural = "books announced"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["release", "book"], name="press_announces_a_book_once")
        ]

    def __str__(self) -> str:
        return str(self.book)


class PressQuoteQuerySet(PressPartQuerySet):
    """Quoted words: shown only while they are approved."""

    def told(self) -> Self:
        return self.filter(approved_on__isnull=False).exclude(approval="")

    def unapproved(self) -> Self:
        """Return the quotes of which nobody has written down that and when they were approved."""
        return self.exclude(pk__in=self.told())


class PressQuote(Ruled, Historied):
    """Words of a named person, who approved them for the press on a day that is kept."""

    release = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="quotes")
    speaker = models.CharField(max_length=160, help_text="The name as printed.")
    role = models.CharField(max_length=200, help_text="Who that is: “director of the Center”.")
    text = models.TextField("words", help_text="Without quotation marks.")
    after = models.PositiveSmallIntegerField(
        "after paragraph",
        null=True,
        blank=True,
        help_text="Of the text, from 1; empty for after the last.",
    )
    approved_on = models.DateField(
        null=True, blank=True, help_text="On which day the person approved these words."
    )
    approval = models.CharField(
        max_length=300, blank=True, help_text="How: to whom, in which letter. For the house only."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = PressQuoteQuerySet.as_manager()

    class Meta:
        verbose_name = "quote"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.speaker


class PressContactQuerySet(PressPartQuerySet):
    """People whom the press may ask; the others are known to the house only."""

    def told(self) -> Self:
        return self.filter(is_printed=True)


class PressContact(Ruled, Historied):
    """Whom the press may ask about a release."""

    release = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(max_length=160)
    role = models.CharField(max_length=200, blank=True)
    phone = models.CharField(max_length=60, blank=True)
    mail = models.EmailField("e-mail", blank=True)
    is_printed = models.BooleanField(
        "printed", default=False, help_text="Not ticked: known to the house only."
    )
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = PressContactQuerySet.as_manager()

    class Meta:
        verbose_name = "contact"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        if not self.phone and not self.mail:
            raise ValidationError("Give a telephone number or an e-mail address.")


class PressAssetQuerySet(PressPartQuerySet):
    """Photographs for the press: as public as the release and the photograph itself."""

    def public(self, at: datetime | None = None) -> Self:
        return super().public(at).filter(among(ArchivalItem.objects.public(at), "item"))

    def unseen(self, at: datetime | None = None) -> Self:
        """Return the assets whose photograph readers may not see."""
        return self.exclude(among(ArchivalItem.objects.public(at), "item")).select_related("item")


class PressAsset(Ruled, Historied):
    """A photograph that the press may take from a release, with how to credit it.

    The image is that of the record, through its own rule; what a notice stands before is never
    offered.
    """

    release = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="assets")
    item = models.ForeignKey(
        ArchivalItem,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="photograph",
        limit_choices_to={"kind": "photograph"},
    )
    caption = models.CharField(max_length=400)
    credit = models.CharField(max_length=255, help_text="As it must be printed.")
    rights = models.CharField(max_length=300, help_text="What the press may do with it.")
    alt_text = models.CharField("described in words", max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = PressAssetQuerySet.as_manager()

    class Meta:
        verbose_name = "photograph for the press"
        verbose_name_plural = "photographs for the press"
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.caption


class PressBoilerplate(Ruled, Historied):
    """A paragraph about a partner, where it stands in one release."""

    release = models.ForeignKey(PressRelease, on_delete=models.CASCADE, related_name="about")
    boilerplate = models.ForeignKey(Boilerplate, on_delete=models.PROTECT, related_name="uses")
    position = models.PositiveSmallIntegerField(default=0)

    objects: ClassVar = PressPartQuerySet.as_manager()

    class Meta:
        verbose_name = "about a partner"
        verbose_name_plural = "about the partners"
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "boilerplate"], name="press_has_a_boilerplate_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.boilerplate)


class InTheNews(Ruled, LinkUse):
    """What a newspaper or another outlet has published about a book, with a word on it."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="news")
    outlet = models.CharField(max_length=160, help_text="The newspaper, station or site.")
    byline = models.CharField(max_length=200, blank=True, help_text="Who wrote it, as printed.")
    title = models.CharField(max_length=300)
    published_on = models.DateField("date")

    objects: ClassVar = BookPartQuerySet.as_manager()

    class Meta(LinkUse.Meta):
        verbose_name = "in the news"
        verbose_name_plural = "in the news"
        ordering = ["-published_on", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["book", "link"], name="news_of_a_book_once")]

    def __str__(self) -> str:
        return f"{self.outlet}: {self.title}"

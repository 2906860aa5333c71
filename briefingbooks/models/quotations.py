from collections.abc import Collection
from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from briefingbooks.models.entries import Entry
from collections_app.languages import day_words
from collections_app.models import Language
from collections_app.publication import Ruled, RuledQuerySet, Visitor, may_view_unpublished
from oralhistory.keys import KEY_LENGTH
from oralhistory.models import PublicCue, ReviewTask, Transcript
from oralhistory.models.reviews import HouseQuerySet

LEFT_OUT = gettext_lazy("A passage that stands here is not quoted.")


def _may_stand(cues: models.QuerySet) -> Q:
    """Say which rows may be shown: those without words, and those that could be quoted now."""
    now = cues.filter(
        interview=OuterRef("entry__interview"),
        language=OuterRef("language"),
        key=OuterRef("key"),
        speaker_label=OuterRef("speaker"),
    )
    return Q(words="") | Q(Exists(now))


class QuotedPassageQuerySet(RuledQuerySet):
    """Frozen words: shown only while the passage they come from could be quoted at this moment.

    Words that may not stand any more are deleted when that is decided; this rule holds even where
    a deletion was forgotten.
    """

    def public(self, at: datetime | None = None) -> Self:
        cues = PublicCue.objects.public(at).quotable()
        return self.filter(_may_stand(cues), entry__in=Entry.objects.public(at))

    def visible_to(self, user: Visitor, at: datetime | None = None) -> Self:
        """Return what this person may see; of closed words staff see no more than readers."""
        if may_view_unpublished(user, self.model):
            return self.filter(_may_stand(PublicCue.objects.visible_to(user, at).quotable()))
        return self.public(at)

    def of_seen(self, books: Collection[int], user: Visitor, at: datetime | None = None) -> Self:
        """Return the words in books of which the rule has answered, as far as they may stand."""
        cues = PublicCue.objects.visible_to(user, at).quotable()
        return self.filter(_may_stand(cues), entry__book__in=books)

    def standing(self, at: datetime | None = None) -> Self:
        """Return what may stand at the instant `at`, whether or not the book is released then."""
        return self.filter(_may_stand(PublicCue.objects.public(at).quotable()))

    def with_words(self) -> Self:
        """Return the rows that hold words of somebody."""
        return self.exclude(words="")


class QuotedPassage(Ruled):
    """A passage of an interview as a book quotes it: its words are kept as they were cited.

    Written by `quoting` alone, from what readers may read and books may quote. A passage within
    the excerpt that may not be quoted is a row without words (`is_left_out`). Words that are
    withdrawn are deleted here, with the name of the speaker; the day remains. There is no history
    of these rows: it would keep the words. `gaps` are the spans `[start, end]` of the words that
    stand instead of withheld ones; `asked_about` is the version of which an editor was told that
    its words are others.
    """

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="quotation")
    position = models.PositiveIntegerField()
    key = models.CharField(max_length=KEY_LENGTH)
    transcript = models.ForeignKey(
        Transcript, on_delete=models.PROTECT, related_name="+", verbose_name="version cited"
    )
    language = models.ForeignKey(Language, on_delete=models.PROTECT, related_name="+")
    start_ms = models.PositiveIntegerField(null=True)
    end_ms = models.PositiveIntegerField(null=True)
    speaker = models.CharField(max_length=255, blank=True)
    words = models.TextField(blank=True)
    gaps = models.JSONField(default=list)
    is_left_out = models.BooleanField(default=False)
    withdrawn_on = models.DateField(null=True)
    taken_at = models.DateTimeField(auto_now_add=True)
    asked_about = models.ForeignKey(
        Transcript, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects: ClassVar = QuotedPassageQuerySet.as_manager()

    class Meta:
        ordering = ["entry", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "position"], name="quoted_passage_position_once"
            ),
            models.CheckConstraint(
                condition=(~Q(words="") & Q(withdrawn_on__isnull=True, is_left_out=False))
                | Q(words="", speaker="", withdrawn_on__isnull=False, is_left_out=False)
                | Q(words="", speaker="", withdrawn_on__isnull=True, is_left_out=True),
                name="a_quoted_passage_has_words_or_says_that_they_are_gone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry}, quoted passage {self.position}"

    @property
    def notice(self) -> str:
        """What readers are told where there are no words; "" where there are."""
        if self.withdrawn_on is not None:
            day = day_words(self.withdrawn_on)
            return _("These words were withdrawn on {day}.").format(day=day)
        return str(LEFT_OUT) if self.is_left_out else ""


class QuotationTask(Ruled):
    """What an editor must look at because something happened to a quotation. It holds no words.

    The work itself, with who and when, is a task of the interview (`ReviewTask`).
    """

    class About(models.TextChoices):
        WITHDRAWN = "withdrawn", "words were withdrawn"
        CORRECTED = "corrected", "words were corrected"

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="tasks")
    task = models.OneToOneField(ReviewTask, on_delete=models.CASCADE, related_name="+")
    about = models.CharField(max_length=9, choices=About.choices)

    objects: ClassVar = HouseQuerySet.as_manager()

    class Meta:
        verbose_name = "quotation to look at"
        verbose_name_plural = "quotations to look at"
        ordering = ["-task__state", "-pk"]

    def __str__(self) -> str:
        return f"{self.entry}: {self.get_about_display()}"

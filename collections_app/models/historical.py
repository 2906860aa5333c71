from collections.abc import Collection
from contextlib import suppress
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from collections_app import dates
from collections_app.languages import shown_language

COMPUTED = ("date_edtf", "date_earliest", "date_latest", "date_certainty")

# The order of a chronology: what can have begun first comes first; of two that begin alike, the
# one that ends first, so that 1 January 1994 precedes 1994. A date without a known start comes
# last, with the undated. Plain columns, so that the index on date_earliest serves the order.
DATE_ORDER = (
    F("date_earliest").asc(nulls_last=True),
    F("date_latest").asc(nulls_last=True),
    F("date_time").asc(nulls_last=True),
)


class DateCertainty(models.TextChoices):
    """How far a date is to be believed (DACS 2.4.12 to 2.4.16)."""

    EXACT = "exact", "exact: stated in the source"
    APPROXIMATE = "approximate", "approximate: about then"
    INFERRED = "inferred", "inferred: worked out by the cataloguer"
    QUESTIONABLE = "questionable", "questionable: possibly then"


class HistoricallyDated(models.Model):
    """A record with a historical date (ISAD(G) 3.1.3, DACS 2.4; EDTF is ISO 8601-2:2019).

    What the reader sees, what a machine reads and what a query sorts by are three things: words,
    an EDTF value and two inclusive bounds. The bounds are computed from the EDTF value and never
    typed. A side that is open or unknown has no bound; `DATE_ORDER` says where it sorts. A record
    with neither words nor EDTF value is undated, and says so.

    Seasons are given the meteorological months of the north, winter running into the next year;
    see `collections_app.dates` for all that is understood.
    """

    date_edtf = models.CharField(
        "date (EDTF)",
        max_length=dates.LONGEST,
        blank=True,
        help_text=(
            "1994-01-11, 1994-01 or 1994; 1994~ about, 1994? possibly, 1994% both; 199X the 1990s; "
            "1994-04-06/1994-07-19 a span, 1994-04-06/ end not known, 1994-04-06/.. continuing; "
            "[1994-04-06,1994-04-07] one of these. Leave empty if undated."
        ),
    )
    date_display = models.CharField(
        "date in words",
        max_length=160,
        blank=True,
        help_text="Only if it should read otherwise than the words made from the EDTF value.",
    )
    date_earliest = models.DateField(null=True, blank=True, editable=False, db_index=True)
    date_latest = models.DateField(null=True, blank=True, editable=False, db_index=True)
    date_certainty = models.CharField(
        "certainty of the date",
        max_length=12,
        choices=DateCertainty.choices,
        default=DateCertainty.EXACT,
        help_text=(
            "Follows the signs ~ ? % of the EDTF value. Choose inferred when the source does not "
            "state the date, and give the basis."
        ),
    )
    date_basis = models.TextField(
        "basis of the date",
        blank=True,
        help_text="What the date rests on. Required when it is inferred; shown to the reader.",
    )
    date_time = models.TimeField(
        "local time",
        null=True,
        blank=True,
        help_text="Local time of day as the source states it; orders the records of one day.",
    )
    date_time_zone = models.CharField(
        "time zone as stated",
        max_length=40,
        blank=True,
        help_text="As the source states it: Z, GMT+2, Kigali time.",
    )

    _stored_edtf = ""

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(date_earliest__isnull=True)
                | Q(date_latest__isnull=True)
                | Q(date_earliest__lte=F("date_latest")),
                name="%(app_label)s_%(class)s_dates_in_order",
            ),
            models.CheckConstraint(
                condition=~Q(date_certainty="inferred") | ~Q(date_basis=""),
                name="%(app_label)s_%(class)s_inferred_date_has_basis",
                violation_error_message="Say what the inferred date rests on.",
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the computed columns true. `bulk_create` and `update` do not come past here."""
        fields = kwargs.get("update_fields")
        if fields is None or {"date_edtf", "date_certainty"} & set(fields):
            self.set_date_bounds()
            if fields is not None:
                kwargs["update_fields"] = {*fields, *COMPUTED}
        super().save(*args, **kwargs)
        self._stored_edtf = self.__dict__.get("date_edtf", "")

    @classmethod
    def from_db(cls, db: str | None, field_names: Collection[str], values: Collection[Any]) -> Self:
        """Remember the stored EDTF value, to tell later whether the certainty came from it."""
        record = super().from_db(db, field_names, values)
        record._stored_edtf = record.__dict__.get("date_edtf", "")
        return record

    def clean(self) -> None:
        """Raise `ValidationError` at the field for a date not understood or without a basis."""
        super().clean()
        self.set_date_bounds()
        if self.date_certainty == DateCertainty.INFERRED and not self.date_basis.strip():
            raise ValidationError({"date_basis": "Say what the inferred date rests on."})

    def set_date_bounds(self) -> None:
        """Compute bounds and certainty from `date_edtf`, and write that in its canonical form.

        Raises `ValidationError` at `date_edtf` with a message for the cataloguer. Queries nothing
        and does nothing while `date_edtf` is deferred.
        """
        if "date_edtf" in self.get_deferred_fields():
            return
        if not self.date_edtf.strip():
            self.date_edtf, self.date_earliest, self.date_latest = "", None, None
            if not self.date_display:
                self.date_certainty = DateCertainty.EXACT  # no date, nothing to doubt
            return
        try:
            date = dates.parse(self.date_edtf.strip())
        except dates.UnknownDate as refusal:
            raise ValidationError({"date_edtf": str(refusal)}) from refusal
        self.date_earliest, self.date_latest = date.earliest, date.latest
        self.date_certainty = self._certainty_beside(date)
        self.date_edtf = date.edtf

    def _certainty_beside(self, date: dates.HistoricalDate) -> str:
        if self.date_certainty == DateCertainty.INFERRED:
            return self.date_certainty
        if date.certainty != "exact":
            return date.certainty
        # Signs taken out of the date take their certainty with them; a choice of its own stays.
        if self._stored_edtf not in ("", date.edtf):
            with suppress(dates.UnknownDate):
                if dates.parse(self._stored_edtf).certainty == self.date_certainty:
                    return DateCertainty.EXACT
        return self.date_certainty

    @property
    def date_words(self) -> str:
        """The date as a reader of the page sees it; "undated" when there is none."""
        return self.date_words_in(shown_language())

    def date_words_in(self, language: str) -> str:
        """The date in English or French; the curator's own words stand in every language."""
        if self.date_display:
            return self.date_display
        if not self.date_edtf:
            return dates.undated(language)
        return dates.words(dates.parse(self.date_edtf), language, self.date_certainty)

    @property
    def date_iso(self) -> str:
        """What `<time datetime>` may say: YYYY, YYYY-MM or YYYY-MM-DD, otherwise ""."""
        return dates.parse(self.date_edtf).iso if self.date_edtf else ""

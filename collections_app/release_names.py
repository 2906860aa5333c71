"""How copies are told apart in a sentence and in a list of choices. Pure."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app.languages import day_words
from collections_app.models import Extent
from collections_app.releases import Release


class Dated(Protocol):
    """A copy with the date of its release, where one is stated, and how complete it is."""

    @property
    def released_on(self) -> date | None: ...

    @property
    def completeness(self) -> str: ...


EXTENT_OF_IT: dict[str, Any] = {
    Extent.IN_FULL: gettext_lazy("shows the whole text"),
    Extent.EXCISED: gettext_lazy("shows the text with excisions"),
    Extent.WITHHELD: gettext_lazy("withholds the whole document"),
    Extent.PENDING: gettext_lazy("shows nothing yet, as a decision is pending"),
    Extent.NEVER_CLASSIFIED: gettext_lazy("shows the whole text"),
    Extent.UNKNOWN: gettext_lazy("is of unstated completeness"),
}


def label_of(copy: Release) -> str:
    """Name a copy in a list of choices: when released, where held, how complete."""
    held = copy.holding.held
    day = _date(copy) or _("Date of release not stated")
    place = ", ".join(filter(None, [held.archive, held.reference]))
    kept = _("known to the house only") if copy.is_internal else ""
    return " · ".join(filter(None, [day, str(copy.extent).rstrip("."), place, kept]))


def _date(copy: Dated) -> str:
    return day_words(copy.released_on) if copy.released_on else ""


def names_of(copies: Sequence[Dated]) -> list[str]:
    """Name copies in a sentence, each by as little as tells it from the others."""
    days = Counter(copy.released_on for copy in copies)
    years = Counter(copy.released_on.year for copy in copies if copy.released_on)
    names = []
    for number, copy in enumerate(copies, start=1):
        day = copy.released_on
        if day is None or days[day] > 1:
            names.append(_("copy {number}").format(number=number))
        elif years[day.year] > 1:
            names.append(_("the release of {day}").format(day=_date(copy)))
        else:
            names.append(_("the {year} release").format(year=day.year))
    return names


def stated_of(first: Dated, second: Dated, names: Sequence[str]) -> str:
    """Say of two copies how complete each is stated to be, as one sentence."""
    here, there = (EXTENT_OF_IT[copy.completeness] for copy in (first, second))
    return f"{names[1][0].upper()}{names[1][1:]} {there}; {names[0]} {here}."

"""How copies are told apart in a sentence and in a list of choices. Pure."""

from collections import Counter
from collections.abc import Sequence

from django.utils.formats import date_format

from collections_app.models import Extent
from collections_app.releases import Release

EXTENT_OF_IT: dict[str, str] = {
    Extent.IN_FULL: "shows the whole text",
    Extent.EXCISED: "shows the text with excisions",
    Extent.WITHHELD: "withholds the whole document",
    Extent.PENDING: "shows nothing yet, as a decision is pending",
    Extent.NEVER_CLASSIFIED: "shows the whole text",
    Extent.UNKNOWN: "is of unstated completeness",
}


def label_of(copy: Release) -> str:
    """Name a copy in a list of choices: when released, where held, how complete."""
    held = copy.holding.held
    day = _date(copy) or "Date of release not stated"
    place = ", ".join(filter(None, [held.archive, held.reference]))
    kept = "known to the house only" if copy.is_internal else ""
    return " · ".join(filter(None, [day, copy.extent.rstrip("."), place, kept]))


def _date(copy: Release) -> str:
    return date_format(copy.released_on, "j F Y") if copy.released_on else ""


def names_of(copies: Sequence[Release]) -> list[str]:
    """Name copies in a sentence, each by as little as tells it from the others."""
    days = Counter(copy.released_on for copy in copies)
    years = Counter(copy.released_on.year for copy in copies if copy.released_on)
    names = []
    for number, copy in enumerate(copies, start=1):
        day = copy.released_on
        if day is None or days[day] > 1:
            names.append(f"copy {number}")
        elif years[day.year] > 1:
            names.append(f"the release of {_date(copy)}")
        else:
            names.append(f"the {day.year} release")
    return names


def stated_of(first: Release, second: Release, names: Sequence[str]) -> str:
    """Say of two copies how complete each is stated to be, as one sentence."""
    here, there = (EXTENT_OF_IT[copy.completeness] for copy in (first, second))
    return f"{names[1][0].upper()}{names[1][1:]} {there}; {names[0]} {here}."

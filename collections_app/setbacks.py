"""Releases that show less than an earlier one. Pure: by what is stated of them, without texts.

A later release is not always fuller: reviewers have withheld what their own office had released.
"""

from collections.abc import Sequence
from datetime import date

from collections_app.models.copy_terms import Extent

# How much a copy shows, as far as its extent can be ranked at all.
FULLNESS = {Extent.WITHHELD: 0, Extent.EXCISED: 1, Extent.IN_FULL: 2, Extent.NEVER_CLASSIFIED: 2}


def shows_less(extent: str, than: str) -> bool:
    """Say whether a copy of one extent shows less than one of the other."""
    here, there = FULLNESS.get(Extent(extent)), FULLNESS.get(Extent(than))
    return here is not None and there is not None and here < there


def earlier_and_fuller(at: int, stated: Sequence[tuple[date | None, str]]) -> int | None:
    """Return which of the earlier copies shows most, if it shows more than the one at `at`.

    `stated` gives date of release and extent of each copy; one without a date is not compared.
    """
    day, extent = stated[at]
    if day is None:
        return None
    fuller = [
        (-FULLNESS[Extent(other)], other_day, number)
        for number, (other_day, other) in enumerate(stated)
        if other_day is not None and other_day < day and shows_less(extent, other)
    ]
    return min(fuller)[2] if fuller else None

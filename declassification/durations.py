"""How long answers took, as a reader of numbers wants it: the middle one, and nine in ten."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median


def percentile(numbers: Sequence[int], share: float) -> int:
    """Return the smallest number that at least `share` (0..1) of them do not exceed."""
    in_order = sorted(numbers)
    return in_order[max(0, math.ceil(share * len(in_order)) - 1)]


@dataclass(frozen=True, slots=True)
class Durations:
    """A row of durations in days, said by median and ninetieth percentile; never by average."""

    days: tuple[int, ...]

    @property
    def median(self) -> str:
        return f"{median(self.days):g}" if self.days else ""

    @property
    def nine_in_ten(self) -> str:
        return str(percentile(self.days, 0.9)) if self.days else ""

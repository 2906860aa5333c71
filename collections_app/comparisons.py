"""The plain values of which the page of a comparison is made. Pure."""

from dataclasses import dataclass, field

from collections_app.advisories import AdvisorySaid
from collections_app.compared_text import Block
from collections_app.fullest_words import FullestText
from collections_app.paging import Paged
from collections_app.releases import Release
from collections_app.thumbnails import Image


@dataclass(frozen=True, slots=True)
class Option:
    """A copy as the form offers it."""

    key: int
    label: str
    is_first: bool
    is_second: bool


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two copies: how it is called and what is known of it."""

    name: str
    release: Release
    number_of_pages: int
    has_text: bool
    is_reviewed: bool
    address: str


@dataclass(frozen=True, slots=True)
class PageShown:
    """A page of one copy: its image, or only its name."""

    label: str
    image: Image | None
    alt: str
    zoom: str
    address: str


@dataclass(frozen=True, slots=True)
class Pair:
    """The pages of one number in the two copies; nothing where a copy has none."""

    number: int
    sides: list[PageShown | None]


@dataclass(frozen=True, slots=True)
class Regression:
    """A release that withholds what an earlier one had shown."""

    name: str
    earlier: str
    passages: int
    query: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """The page of a comparison. `sides` is empty where there are not two copies to compare."""

    ref: str
    url: str
    kind: str
    title: str
    is_demonstration: bool
    options: list[Option]
    message: str = ""
    sides: list[Side] = field(default_factory=list)
    is_in_order: bool = False
    sentence: str = ""
    has_regression: bool = False
    blocks: list[Block] = field(default_factory=list)
    why_no_text: str = ""
    pairs: list[Pair] = field(default_factory=list)
    paged: Paged | None = None
    fullest: FullestText | None = None
    regressions: list[Regression] = field(default_factory=list)
    asked: list[AdvisorySaid] = field(default_factory=list)
    chosen: list[AdvisorySaid] = field(default_factory=list)
    is_for_house: bool = False

    @property
    def depends_on_choice(self) -> bool:
        """Whether another reader may be shown less or more of it."""
        return bool(self.asked or self.chosen)

    @property
    def number_of_pages(self) -> int:
        return sum(side.number_of_pages for side in self.sides)

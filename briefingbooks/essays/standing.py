"""The works the house knows already, as an import compares them. The one place that reads them."""

from dataclasses import dataclass

from briefingbooks.citing.names import Name
from briefingbooks.citing.reading_names import date_in, names_in
from briefingbooks.essays.citation_forms import Described
from briefingbooks.essays.names import have_same_first, likeness, names_of, year_in
from briefingbooks.models import Source
from collections_app.models import User

SAME_TITLE = 0.6
ALIKE_TITLE = 0.85


@dataclass(frozen=True, slots=True)
class Standing:
    """A work of the house: its key, and what works named in an essay are compared with."""

    key: str
    names: tuple[str, ...]
    year: str
    title: str
    number: str


def standing_works() -> list[Standing]:
    """Return all works the house knows, in order of their keys. Two queries."""
    return [
        Standing(
            source.key,
            names_of(source.authors_sorted or source.authors),
            year_in(source.year),
            source.title,
            source.number,
        )
        for source in Source.objects.order_by("key").prefetch_related("creators")
    ]


def same_among(work: Described, known: list[Standing]) -> list[Standing]:
    """Return the known works that are this one: by symbol, or by author, year and title."""
    by_number = [one for one in known if work.number and one.number == work.number]
    if by_number:
        return by_number
    names, year = names_of(work.authors), year_in(work.year)
    return [
        one
        for one in known
        if have_same_first(names, one.names)
        and year == one.year
        and (not work.title or likeness(work.title, one.title) >= SAME_TITLE)
    ]


def alike_among(work: Described, known: list[Standing]) -> list[Standing]:
    """Return the known works of the same title: another edition, or under another author."""
    return [one for one in known if likeness(work.title, one.title) >= ALIKE_TITLE]


@dataclass(frozen=True, slots=True)
class NewSource:
    """A work as the house would keep it, with those who made it; not saved."""

    source: Source
    names: list[Name]
    role: str

    def keep(self, by: User | None) -> None:
        """Save it; raises `ValidationError` for what the house does not take."""
        self.source.created_by = self.source.updated_by = by
        self.source.full_clean()
        self.source.save()
        self.source.set_creators(self.names, self.role)


def new_source(work: Described, key: str) -> NewSource:
    """Return a work as the house would keep it; not saved."""
    names, is_edited = names_in(direct_order(work.authors), sorted_order(work.authors))
    edtf, words = date_in(work.year)
    source = Source(
        key=key,
        kind=work.kind,
        title=work.title,
        short_title=work.title.partition(":")[0][:160] if ":" in work.title else "",
        container=work.container,
        volume=work.volume,
        place=work.place,
        publisher=work.publisher,
        date_edtf=edtf,
        date_display=words,
        number=work.number,
    )
    return NewSource(source, names, "editor" if is_edited else "author")


def direct_order(authors: str) -> str:
    """Return “G. Prunier” for “Prunier, G.”; several authors and bodies stay as written."""
    last, comma, first = authors.partition(", ")
    if not comma or "," in first or " and " in first or len(first.split()) > 4 or "(" in first:
        return authors
    return f"{first} {last}"


def sorted_order(authors: str) -> str:
    """Return “Prunier, G.” for “G. Prunier”; several authors and bodies stay as written."""
    first, _, last = authors.rpartition(" ")
    is_initials = bool(first) and all(part.endswith(".") for part in first.split())
    return f"{last}, {first}" if is_initials and "," not in authors else authors

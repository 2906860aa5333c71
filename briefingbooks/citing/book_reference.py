"""A briefing book as notes, bibliographies and reference managers take it."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Protocol

from django.conf import settings
from django.utils import timezone

from briefingbooks.citing.names import Name
from briefingbooks.citing.notes import bibliography_entry, first_note
from briefingbooks.citing.work import Work
from briefingbooks.pages import BookPage
from collections_app.citation_files import REPORT, Reference

_ROLES = {"author": "authors", "editor": "editors", "translator": "translators"}


class FrozenEdition(Protocol):
    """What a citation needs of an edition: its number, and from when readers get it."""

    @property
    def number(self) -> int: ...
    @property
    def released_at(self) -> datetime: ...


def _same(address: str) -> str:
    return address


def book_reference(
    page: BookPage,
    edition: FrozenEdition | None = None,
    *,
    absolute: Callable[[str], str] = _same,
    accessed: date | None = None,
) -> Reference:
    """Return a book as a reference: the live page, or one frozen edition of it.

    `absolute` makes an address of this site a whole one.
    """
    work = book_work(page, edition, absolute=absolute)
    return Reference(
        key=f"{page.slug}-{edition.number}" if edition else page.slug,
        kind=REPORT,
        title=page.title,
        address=work.url,
        site=settings.SITE_NAME,
        accessed=accessed or timezone.localdate(),
        creators=work.authors or work.editors,
        editors=work.editors if work.authors else (),
        translators=work.translators,
        issued=work.edtf,
        issued_words=work.date,
        publisher=work.publisher,
        series=page.series,
        number=work.number,
        genre="Briefing book",
        edition=work.edition,
        languages=[page.language],
        abstract=page.description,
    )


def book_work(
    page: BookPage,
    edition: FrozenEdition | None = None,
    *,
    absolute: Callable[[str], str] = _same,
) -> Work:
    """Return a book as a work that can be cited; the names of its makers are not taken apart."""
    names: dict[str, tuple[Name, ...]] = {}
    for credit in page.credits:
        if role := _ROLES.get(credit.part):
            names[role] = tuple(Name(literal=one) for one in credit.people or (credit.names,))
    day = timezone.localtime(edition.released_at).date() if edition else page.posted
    address = f"{page.url}editions/{edition.number}/" if edition else page.url
    return Work(
        key=page.slug,
        kind="report",
        title=page.title,
        container=page.series,
        number=f"Briefing Book {page.number}" if page.number else "",
        edition=f"edition {edition.number}" if edition else "",
        publisher=settings.INSTITUTION_NAME or settings.SITE_NAME,
        date=f"{day:%-d %B %Y}" if day else "",
        edtf=day.isoformat() if day else "",
        language=page.language,
        url=absolute(address),
        authors=names.get("authors", ()),
        editors=names.get("editors", ()),
        translators=names.get("translators", ()),
    )


def book_citations(
    page: BookPage,
    edition: FrozenEdition | None = None,
    *,
    absolute: Callable[[str], str] = _same,
) -> tuple[str, str]:
    """Return a book as a note and as a bibliography entry cite it, as safe HTML."""
    work = book_work(page, edition, absolute=absolute)
    return first_note(work), bibliography_entry(work, is_of_house=True)

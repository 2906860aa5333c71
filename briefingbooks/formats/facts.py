"""What a file must say of the edition it is, beside the book itself."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from urllib.parse import quote

from django.conf import settings
from django.utils import timezone

from briefingbooks.pages import BookPage
from collections_app.languages import address_in


@dataclass(frozen=True, slots=True)
class EditionFacts:
    """One edition as its files name it.

    `frozen_at` is aware, and the only moment that any file bears, so that the same book gives the
    same bytes. `site_url` is the beginning of every address of this site ("https://site.example"),
    empty where the installation does not know it: links that lead to the site then stay words.
    `address` is that of the edition and `history` that of all editions and corrections; both are
    whole addresses, or paths where `site_url` is empty.
    """

    number: int
    frozen_at: datetime
    address: str
    history: str
    site_url: str = ""
    site_name: str = ""
    publisher: str = ""
    change_note: str = ""
    reissued_on: date | None = None
    rights: str = ""
    identifier: str = ""

    @property
    def released_at(self) -> datetime:
        """From when readers get it, which is the moment of the freeze."""
        return self.frozen_at

    @property
    def frozen_on(self) -> date:
        """The day of the freeze in the zone of the house."""
        return self.frozen_at.astimezone(timezone.get_default_timezone()).date()

    @property
    def moment(self) -> datetime:
        """When the files became what they are, in UTC: at the freeze, or at the reissue."""
        if self.reissued_on:
            return datetime.combine(self.reissued_on, time(), UTC)
        return self.frozen_at.astimezone(UTC)


def facts_of(
    page: BookPage,
    number: int,
    frozen_at: datetime,
    *,
    change_note: str = "",
    reissued_on: date | None = None,
    rights: str = "",
    identifier: str = "",
) -> EditionFacts:
    """Return the facts of an edition of this book, with the names this installation bears.

    An edition has one address, whatever language its book is in.
    """
    books = f"{settings.SITE_URL}{quote(address_in(settings.LANGUAGE_CODE, page.url))}"
    return EditionFacts(
        number=number,
        frozen_at=frozen_at,
        address=f"{books}editions/{number}/",
        history=f"{books}editions/",
        site_url=settings.SITE_URL,
        site_name=settings.SITE_NAME,
        publisher=settings.INSTITUTION_NAME,
        change_note=change_note,
        reissued_on=reissued_on,
        rights=rights,
        identifier=identifier,
    )

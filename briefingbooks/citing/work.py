"""A published work as a citation needs it: plain values, so that printing asks nothing. Pure."""

from dataclasses import dataclass

from briefingbooks.citing.identifiers import doi_address
from briefingbooks.citing.names import Name

Names = tuple[Name, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """A work; `kind` is a `Source.Kind`, `date` and `accessed` are in words, "" where unknown."""

    key: str = ""
    kind: str = "book"
    title: str = ""
    short_title: str = ""
    genre: str = ""
    container: str = ""
    edition: str = ""
    volume: str = ""
    issue: str = ""
    pages: str = ""
    place: str = ""
    publisher: str = ""
    number: str = ""
    doi: str = ""
    isbn: str = ""
    archive: str = ""
    archive_location: str = ""
    language: str = "en"
    original_language: str = ""
    url: str = ""
    date: str = ""
    edtf: str = ""
    accessed: str = ""
    authors: Names = ()
    editors: Names = ()
    translators: Names = ()
    container_editors: Names = ()
    interviewers: Names = ()
    directors: Names = ()
    contributors: Names = ()

    @property
    def address(self) -> str:
        """Where it is read: by its DOI if it has one."""
        return doi_address(self.doi) or self.url

    @property
    def leading(self) -> tuple[Names, str]:
        """Whom a citation begins with, and what follows the names where they are no authors."""
        for names, one, several in (
            (self.authors, "", ""),
            (self.editors, "ed.", "eds."),
            (self.translators, "trans.", "trans."),
        ):
            if names:
                return names, several if len(names) > 1 else one
        return (), ""

    @property
    def later_title(self) -> str:
        """The short title; where none is given, the title up to its colon without an article."""
        if self.short_title:
            return self.short_title
        main = self.title.partition(": ")[0]
        for article in ("A ", "An ", "The ") if self.language.startswith("en") else ():
            main = main.removeprefix(article)
        return main

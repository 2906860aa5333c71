"""The editions of a book as their list shows them."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy

from briefingbooks.citing.book_reference import book_citations
from briefingbooks.editions.frozen import page_of
from briefingbooks.models import Book, Edition, EditionFile, Issue
from briefingbooks.models.editions import EditionQuerySet
from collections_app.citation_files import FORMATS as CITATIONS
from collections_app.publication import Visitor

# What a reader takes away, and what it is called; the rest of the files stand beside the page.
_TAKEN = {
    "book.pdf": "PDF",
    "book.epub": "EPUB",
    "offline.zip": gettext_lazy("ZIP, to read without a network"),
    "manifest.json": gettext_lazy("Manifest"),
}


@dataclass(frozen=True, slots=True)
class FileSaid:
    """A file to take away: what it is, where, how big in bytes, and its SHA-256."""

    label: str
    url: str
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class EditionSaid:
    """An edition in the list. `given` is empty while it is closed or its files are being made.

    `change_note` is as the issue given out says it, and empty where none is; `withdrawn_at` is set
    while the edition is withdrawn with its book.
    """

    number: int
    kind: str
    url: str
    released_at: datetime
    change_note: str
    is_closed: bool
    withdrawn_at: datetime | None
    changes_url: str
    given: "Given | None"


@dataclass(frozen=True, slots=True)
class Given:
    """What is given out of an edition: its files, and how it is cited, in words and as files.

    `reissued_on` is the day of a reissue; `None` of the original.
    """

    files: list[FileSaid]
    note: str
    entry: str
    address: str
    citations: dict[str, str]
    reissued_on: date | None


def listed_editions(
    editions: EditionQuerySet, user: Visitor, *, absolute: Callable[[str], str] = str
) -> list[EditionSaid]:
    """Return editions, the latest first, in a number of queries that never grows.

    `absolute` makes an address of this site a whole one.
    """
    rows = list(editions.with_open_issues().select_related("book").order_by("-number"))
    issues = _issues_of(rows, user)
    files: dict[int, list[EditionFile]] = defaultdict(list)
    taken = EditionFile.objects.visible_to(user).filter(issue__in=issues.values(), name__in=_TAKEN)
    for made in taken:
        files[made.issue_id].append(made)
    said = []
    for row in rows:
        issue = issues.get(row.pk)
        said.append(
            EditionSaid(
                number=row.number,
                kind=row.get_kind_display(),
                url=row.get_absolute_url(),
                released_at=row.released_at,
                change_note=issue.change_note if issue else "",
                is_closed=not (issue or row.has_open_issue or row.withdrawn_at),
                withdrawn_at=row.withdrawn_at,
                changes_url=reverse(
                    "briefingbooks:edition-changes", args=[row.book.slug, row.number]
                ),
                given=_given(row, issue, files[issue.pk], absolute) if issue else None,
            )
        )
    return said


def _issues_of(editions: Sequence[Edition], user: Visitor) -> dict[int, Issue]:
    """Return, by edition, the issue that this person may read."""
    given = Issue.objects.of_seen([one.pk for one in editions]).visible_to(user)
    return {issue.edition_id: issue for issue in given.order_by("-number")}


def _given(
    edition: Edition, issue: Issue, files: list[EditionFile], absolute: Callable[[str], str]
) -> Given:
    url = edition.get_absolute_url()
    note, entry = book_citations(page_of(issue.page), edition, absolute=absolute)
    return Given(
        files=_files(url, files),
        note=mark_safe(note),  # noqa: S308 - escaped there
        entry=mark_safe(entry),  # noqa: S308 - escaped there
        address=absolute(url),
        citations={form: f"{url}cite.{form}" for form in CITATIONS},
        reissued_on=timezone.localdate(issue.made_at) if issue.number > 1 else None,
    )


def newest_edition(book: Book, user: Visitor) -> Edition | None:
    """Return the edition of a book that was released last. One query."""
    return Edition.objects.visible_to(user).filter(book=book).order_by("-number").first()


def issues_given(editions: Sequence[Edition], user: Visitor) -> list[Issue]:
    """Return the issues of these editions that this person may read; without the closed ones."""
    first = _issues_of(editions, user)
    return [first[one.pk] for one in editions if one.pk in first]


def _files(url: str, files: list[EditionFile]) -> list[FileSaid]:
    by_name = {made.name: made for made in files}
    return [
        FileSaid(str(label), f"{url}{name}", by_name[name].bytes, by_name[name].sha256)
        for name, label in _TAKEN.items()
        if name in by_name
    ]

"""Whether every mention in every book still stands, and every row is what its text says."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from briefingbooks.models import Book, Reference
from briefingbooks.references import rows_of
from briefingbooks.text_checks import checks_of
from briefingbooks.texts import texts_of
from collections_app.models import ExternalLink


@dataclass(frozen=True, slots=True)
class Broken:
    """Something wrong with the mentions of a book: where it stands, and what it is."""

    book: str
    where: str
    words: str

    def __str__(self) -> str:
        place = f"{self.book}, {self.where}" if self.where else self.book
        return f"{place}: {self.words}"


def broken_in(book: Book) -> Iterator[Broken]:
    """Yield what is wrong with the texts of a book now, and with the rows derived from them."""
    texts = texts_of(book)
    for text, problem in checks_of(book, texts):
        if not problem.is_warning:
            yield Broken(book.slug, text.where, str(problem))
    urls = {link.key for text in texts for link in text.parsed.links}
    links = dict(ExternalLink.objects.filter(url__in=urls).values_list("url", "pk"))
    for text in texts:
        for link in text.parsed.links:
            if link.key not in links:
                words = f"Line {link.line}: {link.key} is not among the external links."
                yield Broken(book.slug, text.where, words)
    yield from _rows_that_differ(book, Counter(map(_said, _expected(book, links))))


def _expected(book: Book, links: dict[str, int]) -> list[Reference]:
    return [row for row, _mention in rows_of(book, texts_of(book), {}, links)]


Said = tuple[object, ...]


def _said(row: Reference) -> Said:
    """Return what a row says: where it stands, its role and key, and what it points to."""
    return (
        *(row.section_id, row.entry_id, row.event_id, row.role, row.key, row.locator),
        *(row.item_id, row.to_entry_id, row.source_id, row.interview_id, row.copy_id),
        *(row.agent_id, row.link_id),
    )


def _rows_that_differ(book: Book, expected: Counter[Said]) -> Iterator[Broken]:
    kept = Counter(_said(row) for row in Reference.objects.filter(book=book))
    for said in expected - kept:
        yield Broken(book.slug, "", f"{{{said[3]}}}`{said[4]}` stands in a text and has no row.")
    for said in kept - expected:
        yield Broken(book.slug, "", f"{{{said[3]}}}`{said[4]}` has a row and stands in no text.")

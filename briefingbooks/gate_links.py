"""What the gate asks of external links: nothing leads to a page that is gone for good."""

from collections.abc import Iterator

from briefingbooks.gaps_found import BookGap, Topic, page_of
from briefingbooks.models import Book, BookLink, EntryLink, Reference, Source
from collections_app.models import ExternalLink, LinkStatus


def gaps_of(book: Book) -> Iterator[BookGap]:
    """List the links of a book, of its entries and of the works it cites that need a person."""
    for link, place in _links_of(book).items():
        found = _words(link)
        if found:
            words, blocks = found
            yield BookGap("links", words, blocks, page_of(link), Topic.LINKS, place)


def _links_of(book: Book) -> dict[ExternalLink, str]:
    links: dict[ExternalLink, str] = {}
    for use in BookLink.objects.filter(book=book).select_related("link"):
        links.setdefault(use.link, "further reading")
    for part in EntryLink.objects.filter(entry__book=book).select_related("link", "entry"):
        links.setdefault(part.link, f"entry {part.entry.key}")
    works = Source.objects.filter(references__book=book, link__isnull=False).distinct()
    for work in works.select_related("link"):
        if work.link is not None:
            links.setdefault(work.link, f"work {work.key}")
    in_text = Reference.objects.filter(book=book, link__isnull=False).select_related("link")
    for mention in in_text:
        if mention.link is not None:
            links.setdefault(mention.link, "the text")
    return links


def _words(link: ExternalLink) -> tuple[str, bool] | None:
    """Say what is wrong with a link, and whether it blocks; nothing if it answers."""
    if link.status == LinkStatus.GONE and not link.archived_url:
        return f"“{link}” is gone and has no archived copy.", True
    said = {
        LinkStatus.GONE: "is gone; readers are led to the archived copy.",
        LinkStatus.UNCHECKED: "was never checked.",
        LinkStatus.SUSPECT: "did not answer last time.",
        LinkStatus.BLOCKED: "refuses automatic checks: look at it yourself.",
    }
    words = said.get(LinkStatus(link.status))
    return (f"“{link}” {words}", False) if words else None

"""The summaries of books as plain words, for lists and for programs.

What a summary names is asked of the rule, as on the page of the book; notes are not called.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from html import escape, unescape
from typing import Any

from briefingbooks.markup import Mention, parse
from briefingbooks.markup_text import plain
from briefingbooks.mentions_in_text import DOCUMENT_NUMBER, TESTIMONY_NUMBER, WITHDRAWN
from briefingbooks.models import Book, Entry, Source
from briefingbooks.resolved import Numbering, Resolved
from collections_app.languages import said_in
from collections_app.models import Agent, ArchivalItem
from oralhistory.models import Interview

_DOCUMENTS = ("doc", "photo", "compare")


def plain_summaries(books: Sequence[Book]) -> dict[int, str]:
    """Return the summary of each of some public books, by key. Five queries at most."""
    parsed = {book.pk: parse(book.summary_md) for book in books}
    seen = _Seen(mention for text in parsed.values() for mention in text.mentions)
    numbers = _numbers({pk: text.mentions for pk, text in parsed.items()})
    return {
        book.pk: unescape(
            plain(
                parsed[book.pk].tokens,
                numbering=Numbering(),
                resolve=_Resolver(seen, book.language, numbers[book.pk]),
                defined=set(),
            )
        )
        for book in books
    }


def _numbers(mentions: dict[int, Iterable[Mention]]) -> dict[int, dict[str, Entry]]:
    """Return the entries that each book names in its summary, with their numbers, by their keys."""
    named = {
        pk: {one.key for one in found if one.role == "entry"} for pk, found in mentions.items()
    }
    found: dict[int, dict[str, Entry]] = {pk: {} for pk in named}
    if keys := set().union(*named.values()):
        books = [pk for pk, some in named.items() if some]
        for entry in Entry.objects.public().numbered().filter(book__in=books, key__in=keys):
            found[entry.book_id][entry.key] = entry
    return found


class _Seen:
    """The public records that some texts name, each kind asked for once."""

    def __init__(self, mentions: Iterable[Mention]) -> None:
        keys: dict[str, set[str]] = defaultdict(set)
        for mention in mentions:
            keys["doc" if mention.role in _DOCUMENTS else mention.role].add(mention.key)
        self.titles: dict[tuple[str, str], str] = {}
        for role, records, key in (
            ("doc", ArchivalItem.objects.public(), "ref"),
            ("testimony", Interview.objects.public(), "ref"),
            ("cite", Source.objects.public(), "key"),
        ):
            for record in records.filter(**{f"{key}__in": keys[role]}) if keys[role] else ():
                self.titles[role, getattr(record, key)] = record.title
        people = Agent.objects.public().filter(slug__in=keys["person"]) if keys["person"] else ()
        self.people: dict[str, Any] = {one.slug: one for one in people}


class _Resolver:
    """Prints what a summary names: its title, or the words of the editor where they may stand."""

    def __init__(self, seen: _Seen, language: str, numbers: dict[str, Entry]) -> None:
        self.seen, self.language, self.numbers = seen, language, numbers

    def __call__(self, mention: Mention) -> Resolved:
        if mention.role == "person":
            return Resolved(escape(self._person(mention)))
        if mention.role == "link":
            return Resolved(escape(mention.words))
        if mention.role == "entry":
            return Resolved(escape(mention.words) or self._numbered(mention.key))
        role = "doc" if mention.role in _DOCUMENTS else mention.role
        title = self.seen.titles.get((role, mention.key))
        if title is None:
            return Resolved(self._withdrawn(mention.words))
        return Resolved(escape(mention.words or title))

    def _numbered(self, key: str) -> str:
        entry: Any = self.numbers.get(key)
        if entry is None:
            return self._withdrawn("")
        named = TESTIMONY_NUMBER if entry.interview_id else DOCUMENT_NUMBER
        return said_in(self.language, named).format(number=entry.number)

    def _person(self, mention: Mention) -> str:
        agent = self.seen.people.get(mention.key)
        if agent is None:
            return self._withdrawn("")
        # Of a protected person not even the words of an editor may say more than the public name.
        return agent.public_label if agent.is_protected else mention.words or agent.public_label

    def _withdrawn(self, words: str) -> str:
        return f"{escape(words)} {said_in(self.language, WITHDRAWN)}".strip()

"""What a text of a book says to readers of the records that it names, as far as an editor typed it.

What the page prints of a record by itself (its title, a citation) is found with that record. The
caption of a hidden photograph is no part of the text, nor are words that name somebody hidden.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from markdown_it.token import Token

from briefingbooks.markup.texts import Mention
from briefingbooks.markup_html import shown_tokens
from briefingbooks.markup_text import typed_words
from briefingbooks.models import Reference
from briefingbooks.resolved import Resolved
from collections_app.models import Agent, ArchivalItem

_PERSON = "person"
_BLOCKS = ("photo", "compare")


class WordsShown:
    """Reads the texts of some books as readers get them at an instant (now, unless told)."""

    def __init__(self, books: Iterable[int], at: datetime | None = None) -> None:
        named = Reference.objects.filter(book__in=list(books))
        items = ArchivalItem.objects.public(at).filter(
            references__in=named.filter(role__in=_BLOCKS).values("pk")
        )
        people = Agent.objects.public(at).filter(
            references__in=named.filter(role=_PERSON).values("pk")
        )
        self.items = set(items.values_list("ref", flat=True))
        self.people = {person.slug: person for person in people}

    def tokens(self, tokens: Sequence[Token]) -> list[Token]:
        """Return the tokens that readers get."""
        return shown_tokens(tokens, self._resolve, {})

    def blocks(self, tokens: Sequence[Token]) -> list[str]:
        """Return the words that readers get, a block to a line."""
        return typed_words(self.tokens(tokens), self._said)

    def _resolve(self, mention: Mention) -> Resolved:
        is_hidden = mention.role in _BLOCKS and mention.key not in self.items
        return Resolved(escape(mention.words), is_hidden=is_hidden)

    def _said(self, mention: Mention) -> str:
        if mention.role != _PERSON:
            return mention.words
        person = self.people.get(mention.key)
        if person is None:
            return ""
        # As the page has it (`MentionsInText`): of a protected person the public name alone.
        return (not person.is_protected and mention.words) or person.public_label


def called_in(tokens: Iterable[Token]) -> set[str]:
    """Return the labels of the notes that are called in some tokens."""
    return {
        child.meta["label"]
        for token in tokens
        for child in token.children or []
        if child.type == "footnote_ref"
    }

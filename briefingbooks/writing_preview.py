"""One text of a book as it would be printed before it is saved: same tokens, rule and notes."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from briefingbooks import entry_cards
from briefingbooks.markup_html import Numbering, render, render_note
from briefingbooks.mentions_in_text import BookResolver
from briefingbooks.models import Book, Source
from briefingbooks.texts import BookText
from collections_app.publication import Visitor


@dataclass(frozen=True, slots=True)
class Preview:
    """A text as it would be printed, and the notes it calls as (number, label, body)."""

    html: SafeString
    notes: list[tuple[int, str, SafeString]]


def preview(book: Book, texts: list[BookText], shown: BookText, user: Visitor) -> Preview:
    """Print one of the `texts` of a book, numbered as it stands among the others.

    What is shown is what this person may see; nothing is kept.
    """
    entries = list(book.entries.all()) if book.pk else []
    cards = entry_cards.gather(book, entries, texts, user)
    cited = {one.key for text in texts for one in text.parsed.mentions if one.role == "cite"}
    # The book does not cite them before it is saved, so that its own rule does not find them yet.
    found = Source.objects.filter(key__in=cited).for_citing()
    found = found.select_related("link", "same_as__link").prefetch_related("same_as__creators")
    cards.sources |= {source.key: source.same_as or source for source in found}
    numbers = {entry.key: number for number, entry in enumerate(entries, start=1)}
    views = [cards.view(entry, number) for number, entry in enumerate(entries, start=1)]
    resolver = BookResolver(cards, views, numbers, book.language)
    labels = dict.fromkeys(label for text in texts for label, _ in text.parsed.calls)
    numbering = Numbering({label: number for number, label in enumerate(labels, start=1)})
    bodies = {label: note for text in texts for label, note in text.parsed.notes.items()}
    html = SafeString()
    for text in texts:
        numbering.calls.clear()
        html = render(
            text.parsed.tokens,
            numbering=numbering,
            resolve=resolver,
            defined=set(bodies),
            prefix="preview",
            language=book.language,
        )
        if text is shown:
            break
    notes = [
        (
            numbering.numbers[label],
            label,
            render_note(bodies[label], resolve=resolver, language=book.language),
        )
        for label in sorted(numbering.calls, key=lambda one: numbering.numbers[one])
    ]
    return Preview(html, notes)

"""Assemble a whole briefing book for one visitor, in a constant number of queries.

Every item, copy, name, image and word of testimony on the page comes through its own rule, as
it stands now: a record that is not public leaves its number and a sentence, nothing else.
"""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby

from django.db.models import Model
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from briefingbooks import entry_cards
from briefingbooks.citing.notes import bibliography_entry
from briefingbooks.completing import complete
from briefingbooks.markup_html import Numbering, render, render_note
from briefingbooks.mentions_in_text import BookResolver
from briefingbooks.models import Book, BookLink, ChronologyEvent, Contribution, Entry, Section
from briefingbooks.pages import BookPage, Credit, EntryView, EventView, NoteView, SectionView
from briefingbooks.press_cards import with_press
from briefingbooks.texts import BookText, texts_in_order
from collections_app.languages import said
from collections_app.links_said import links_said
from collections_app.publication import Visitor


def assemble(book: Book, user: Visitor, at: datetime | None = None) -> BookPage:
    """Return the page of a book as this visitor finds it at the instant `at` (now, unless told).

    That the book itself may be read is for the caller to ask: by the rule, by a grant, or because
    it is being released. What it shows and names is asked for here. At most 18 queries, at any
    size.
    """
    sections = list(Section.objects.of_seen(book))
    entries = list(Entry.objects.of_seen(book))
    events = list(ChronologyEvent.objects.of_seen(book))
    texts = texts_in_order(book, sections, entries, events)
    cards = entry_cards.gather(book, entries, texts, user, at)
    views = [cards.view(entry, number) for number, entry in enumerate(entries, start=1)]
    numbers = {entry.key: number for number, entry in enumerate(entries, start=1)}
    press = _Press(texts, BookResolver(cards, views, numbers, book.language))
    for entry, view in zip(entries, views, strict=True):
        if not view.is_hidden:
            view.annotation = press.html(entry, "annotation_md")
            view.analysis = press.html(entry, "analysis_md")
    page = _page(book, sections, events, views, press)
    return with_press(complete(page, book, entries, texts, cards, user, at), book, at)


class _Press:
    """Prints texts in reading order, so that notes are numbered once for the whole book."""

    def __init__(self, texts: list[BookText], resolver: BookResolver) -> None:
        self.texts, self.resolver = texts, resolver
        labels = dict.fromkeys(label for text in texts for label, _ in text.parsed.calls)
        self.numbering = Numbering({label: n for n, label in enumerate(labels, start=1)})
        hidden = resolver.hidden_entries
        self.bodies = {
            label: note
            for text in texts
            if text.owner not in hidden
            for label, note in text.parsed.notes.items()
        }
        self.owners = {label: text.owner for text in texts for label in text.parsed.notes}
        self.printed = {
            (type(text.owner), text.owner.pk, text.field): self._print(text)
            for text in texts
            if text.source and text.owner not in hidden
        }

    def _print(self, text: BookText) -> SafeString:
        prefix = getattr(text.owner, "slug", "") or getattr(text.owner, "key", "")
        return render(
            text.parsed.tokens,
            numbering=self.numbering,
            resolve=self.resolver,
            defined=set(self.bodies),
            prefix=prefix,
            language=self.resolver.language,
        )

    def html(self, owner: Model, field: str) -> SafeString:
        return self.printed.get((type(owner), owner.pk, field), SafeString())

    def notes(self) -> list[NoteView]:
        return [
            NoteView(
                number,
                label,
                render_note(
                    self.bodies[label],
                    resolve=self.resolver.in_note,
                    language=self.resolver.language,
                ),
                [
                    (nth, self.numbering.call_anchor(label, nth))
                    for nth in range(1, self.numbering.calls[label] + 1)
                ],
                getattr(self.owners[label], "anchor", ""),
            )
            for label, number in self.numbering.numbers.items()
            if label in self.numbering.calls
        ]


def _page(
    book: Book,
    sections: list[Section],
    events: list[ChronologyEvent],
    entries: list[EntryView],
    press: _Press,
) -> BookPage:
    return BookPage(
        title=book.title,
        slug=book.slug,
        url=book.get_absolute_url(),
        decks=book.deck_lines,
        series=book.series.name if book.series else "",
        number=book.number,
        language=book.language,
        credits=_credits(Contribution.objects.of_seen(book)),
        posted=book.posted_on,
        updated=book.updated_on,
        dateline=book.dateline,
        turning_point=_turning_point(book),
        date=book.date_words if book.date_edtf or book.date_display else "",
        content_notice=book.content_notice,
        contact=book.contact,
        is_demonstration=book.is_demonstration,
        summary=press.html(book, "summary_md"),
        about=press.html(book, "about_md"),
        sections=[SectionView(s.slug, s.heading, press.html(s, "body_md")) for s in sections],
        entries=entries,
        events=[_event(event, press) for event in events],
        notes=press.notes(),
        bibliography=[
            mark_safe(bibliography_entry(work))  # noqa: S308 - escaped there
            for work in press.resolver.cited_works()
        ],
        links=links_said(BookLink.objects.of_seen(book).select_related("link")),
        words=sum(len(text.source.split()) for text in press.texts),
        shown=press.resolver.cards.shown,
    )


def _credits(contributions: Iterable[Contribution]) -> list[Credit]:
    lines = []
    for role, shared in groupby(contributions, key=Contribution.get_role_display):
        group = list(shared)
        names = [
            f"{one.credited_as} ({one.affiliation})" if one.affiliation else one.credited_as
            for one in group
        ]
        told = names[-1]
        if names[:-1]:
            told = _("{names} and {last}").format(names=", ".join(names[:-1]), last=told)
        people = tuple(one.credited_as for one in group)
        lines.append(Credit(role, told, people, group[0].role))
    return lines


def _turning_point(book: Book) -> tuple[str, str] | None:
    point = book.turning_point
    if point is None or not book.turning_point_is_public:  # type: ignore[attr-defined]
        return None
    address = reverse("collections_app:turning-point-detail", args=[point.slug])
    return said(point, "label"), address


def _event(event: ChronologyEvent, press: _Press) -> EventView:
    clock = event.date_time.strftime("%H:%M") if event.date_time else ""
    return EventView(
        anchor=event.anchor,
        date=event.date_words,
        date_iso=event.date_iso,
        time=" ".join(filter(None, [clock, event.date_time_zone if clock else ""])),
        title=event.title,
        place=event.place,
        html=press.html(event, "text_md"),
        old_anchor=f"event-{event.pk}",
        earliest=event.date_earliest.isoformat() if event.date_earliest else "",
        latest=event.date_latest.isoformat() if event.date_latest else "",
    )

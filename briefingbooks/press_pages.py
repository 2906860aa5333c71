"""Assemble a press release for one visitor: its text with the quotes in it, and what goes with it.

Every record that it names or shows comes through its own rule; an image that a notice stands
before is never offered.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from html import escape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy
from markdown_it.token import Token

from briefingbooks.embargo import clocks
from briefingbooks.markup import Mention
from briefingbooks.markup_html import Numbering, Resolved, render
from briefingbooks.models import (
    Book,
    PressAsset,
    PressBoilerplate,
    PressContact,
    PressQuote,
    PressRelease,
)
from briefingbooks.press_text import ROLES, PressText, read
from collections_app.languages import day_words, said_in, speaking
from collections_app.models import ArchivalItem, Derivative
from collections_app.publication import Visitor
from collections_app.thumbnails import Image

NOT_PUBLIC = gettext_lazy("[record not public]")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph or other part of the text; or, in its place, the words of somebody."""

    html: SafeString | str = ""
    quote: str = ""
    speaker: str = ""
    role: str = ""


@dataclass(frozen=True, slots=True)
class Photograph:
    """A photograph that the press may take: the image, if anybody may see it as it is."""

    caption: str
    credit: str
    rights: str
    alt_text: str
    url: str
    image: Image | None


@dataclass(slots=True)
class PressPage:
    """A whole press release as one visitor may read it."""

    headline: str
    subhead: str
    url: str
    place: str
    issued_on: date | None
    language: str
    tags: str
    is_demonstration: bool
    blocks: list[Block]
    books: list[tuple[str, str]]
    contacts: list[PressContact]
    photographs: list[Photograph]
    about: list[tuple[str, list[str]]]
    embargo: list[str] = field(default_factory=list)


def assemble_release(release: PressRelease, user: Visitor, at: datetime | None = None) -> PressPage:
    """Return the page of a release as this visitor finds it at the instant `at` (now).

    That the release itself may be read is for the caller to ask. At most 9 queries.
    """
    text = read(release.body_md)
    quotes = list(PressQuote.objects.of_seen(release))
    announced = Book.objects.visible_to(user, at).filter(announced_in__release=release)
    about = PressBoilerplate.objects.of_seen(release).select_related("boilerplate")
    return PressPage(
        headline=release.headline,
        subhead=release.subhead,
        url=release.get_absolute_url(),
        place=release.place,
        issued_on=release.issued_on,
        language=release.language,
        tags=release.tags,
        is_demonstration=release.is_demonstration,
        blocks=_blocks(release, text, quotes, _Resolver(text, release.language, user, at)),
        books=[
            (book.title, book.get_absolute_url())
            for book in announced.order_by("announced_in__position", "announced_in")
        ],
        contacts=list(PressContact.objects.of_seen(release)),
        photographs=_photographs(release, user, at),
        about=[(one.boilerplate.heading, _paragraphs(one.boilerplate.text)) for one in about],
        embargo=clocks(release.public_from, release.zone) if release.public_from else [],
    )


class _Resolver:
    """Resolves what a text names for one visitor. Two queries at most."""

    def __init__(self, text: PressText, language: str, user: Visitor, at: datetime | None) -> None:
        self.not_public = said_in(language, NOT_PUBLIC)
        self.found: dict[tuple[str, str], tuple[str, str]] = {}
        for role, model in ROLES.items():
            refs = {one.key for one in text.parsed.mentions if one.role == role}
            seen = model.objects.visible_to(user, at).filter(ref__in=refs) if refs else []
            for record in seen:
                self.found[role, record.ref] = (record.title, record.get_absolute_url())

    def __call__(self, mention: Mention) -> Resolved:
        title, url = self.found.get((mention.role, mention.key), ("", ""))
        words = escape(mention.words or title) or self.not_public
        if url and mention.locator:
            words = f"{words}, {escape(mention.locator)}"
        return Resolved(words, url)


def _blocks(
    release: PressRelease, text: PressText, quotes: Sequence[PressQuote], resolver: _Resolver
) -> list[Block]:
    """Return the text part by part, the dateline before its first words and quotes in between."""
    parts = [
        render(
            tokens,
            numbering=Numbering(),
            resolve=resolver,
            defined=set(),
            language=release.language,
        )
        for tokens in _top_level(text.parsed.tokens)
    ]
    if parts:
        parts[0] = _with_dateline(release, parts[0])
    blocks = []
    for number, html in enumerate(parts, start=1):
        blocks.append(Block(html))
        blocks += [_quote(one) for one in quotes if one.after == number]
    late = [one for one in quotes if one.after is None or not 1 <= one.after <= len(parts)]
    return blocks + [_quote(one) for one in late]


def _quote(quote: PressQuote) -> Block:
    return Block(quote=quote.text, speaker=quote.speaker, role=quote.role)


def _top_level(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Cut a text where no element is open: paragraphs, lists, headings."""
    held: list[Token] = []
    depth = 0
    for token in tokens:
        held.append(token)
        depth += token.nesting
        if depth == 0:
            yield held
            held = []


def _with_dateline(release: PressRelease, html: SafeString) -> SafeString:
    day = release.issued_on
    when: str = ""
    if day:
        with speaking(release.language):
            said = day_words(day)
        when = format_html(', <time datetime="{}">{}</time>', day.isoformat(), said)
    line = format_html('<span class="small-caps">{}{}</span> – ', release.place, when)
    if not html.startswith("<p>"):
        return format_html("<p>{}</p>", line) + html
    return mark_safe(f"<p>{line}{html[3:]}")  # noqa: S308 - both parts are safe


def _photographs(release: PressRelease, user: Visitor, at: datetime | None) -> list[Photograph]:
    seen = ArchivalItem.objects.visible_to(user, at)
    assets = PressAsset.objects.of_seen(release).filter(item__in=seen).select_related("item")
    rows = list(assets)
    images = _images([row.item_id for row in rows])
    return [
        Photograph(
            caption=row.caption,
            credit=row.credit,
            rights=row.rights,
            alt_text=row.alt_text or row.caption,
            url=row.item.get_absolute_url(),
            image=images.get(row.item_id),
        )
        for row in rows
    ]


def _images(items: Iterable[int]) -> dict[int, Image]:
    """Return the first page of each photograph, by item, where anybody may see it unasked."""
    pages = Derivative.objects.public().filter(
        page__copy__item__in=list(items), page__number=1, kind=Derivative.Kind.DISPLAY
    )
    in_order = pages.with_choice().order_by("-page__copy__is_shown", "pk")
    found: dict[int, Image] = {}
    for made in in_order.filter(is_behind_choice=False).select_related("page__copy"):
        image = Image(made.get_absolute_url(), made.width, made.height)
        found.setdefault(made.page.copy.item_id, image)
    return found


def _paragraphs(text: str) -> list[str]:
    parts = text.replace("\r\n", "\n").split("\n\n")
    return [" ".join(part.split()) for part in parts if part.strip()]

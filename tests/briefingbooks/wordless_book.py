"""A book with something in each of its parts, whose own words are of no language.

What a page of it says in words that can be read is said by this house.
"""

from briefingbooks.models import Book
from briefingbooks.references import derive_references
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_entry,
    make_event,
    make_relation,
    make_section,
    make_source,
    make_term,
    make_testimony,
    released,
)
from tests.briefingbooks.press_make import (
    make_asset,
    make_boilerplate,
    make_erratum,
    make_news,
    make_quote,
    make_release,
)
from tests.make import (
    make_agent,
    make_copy,
    make_item,
    make_item_agent,
    make_item_place,
    make_link,
    make_page,
    make_page_text,
    make_place,
    make_repository,
)
from tests.oralhistory.conversations import Conversation

SLUG = "wordless"
TEXT = (
    "Zz {cite}`zz-2003` zz {entry}`etold`.[^a] ZZZ zz.\n\n### Zz\n\n"
    "{doc}`ZZ-2` zz [zz](https://www.example.org/zz).\n\n[^a]: Zz {cite}`zz-2003`; {doc}`ZZ-1`."
)


def make_wordless_book(language: str = "en") -> Book:
    """Make it in a language, released on 1 May 2026, with a press release and a correction."""
    book = make_book(
        slug=SLUG, title="Zz zz", language=language, summary_md="Zz.", about_md="Zz. Qqqq.",
        posted_on="2026-05-01", updated_on="2026-05-02", content_notice="Zz.", decks="Zz",
        with_parts=True, date_edtf="1994-04-01",
    )  # fmt: skip
    place = make_place(name="Zz", published=True, latitude="-2.59", longitude="29.7")
    make_entry(book=book, item=_document(place), annotation_md="Zz.[^b]\n\n[^b]: Zz.",
                       analysis_md="Zz.", is_key_document=True)  # fmt: skip
    told = make_testimony(book=book, interview=Conversation(language=language).interview)
    type(told).objects.filter(pk=told.pk).update(key="etold")
    make_entry(book=book, item=make_item(ref="ZZ-3", title="Zz", published=True))
    make_source(key="zz-2003", title="Zz", authors="Zz Zz", authors_sorted="Zz, Zz",
                link=make_link(url="https://www.example.org/zz"))  # fmt: skip
    make_section(book=book, heading="Zz", slug="zz", body_md=TEXT)
    make_event(book=book, title="Zz", text_md="Zz.[^c]\n\n[^c]: Zz.", mapped_place=place)
    make_term(label="ZZZ", full_form="Zz zz zz", definition="Zz.", language=language)
    make_book_link(book=book, note="Zz.", title="Zz", publisher="Zz")
    make_relation(book=book, other=make_book(title="Zz", published=True), note="Zz.")
    derive_references(book)
    released(book)
    make_news(book=book, outlet="Zz", byline="Zz", title="Zz", note="Zz.")
    make_erratum(book=book, where="Zz", was="Zz", now="Zz", note="Zz.", credited_as="Zz")
    _release(book)
    return book


def _document(place: object) -> object:
    item = make_item(ref="ZZ-1", title="Zz", abstract="Zz.", date_edtf="1994-04-01", kind="cable",
                     published=True)  # fmt: skip
    make_item(ref="ZZ-2", title="Zz", published=True)
    archive = make_repository(code="ZZ", name="Zz", published=True)
    for _ in range(2):
        copy = make_copy(item=item, repository=archive, opened=True, extent="excised")
        make_page_text(page=make_page(copy=copy), text="Zz zz.")
    make_item_agent(item=item, agent=make_agent(name="Zz", published=True))
    make_item_place(item=item, place=place)
    return item


def _release(book: Book) -> None:
    release = make_release(
        headline="Zz", slug=SLUG, book=book, body_md="Zz {doc}`ZZ-1`.", language=book.language,
        subhead="Zz", tags="#Zz", published=False,
    )  # fmt: skip
    make_quote(release=release, speaker="Zz", role="zz", text="Zz.")
    make_asset(release=release, caption="Zz", credit="Zz", rights="Zz.")
    make_boilerplate(release=release, text="Zz.")
    release.publish(by=None)

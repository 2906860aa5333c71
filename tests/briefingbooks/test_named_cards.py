"""Copies, photographs, people, links and comparisons in a text, as each reader finds them."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from briefingbooks.assembly import assemble
from briefingbooks.models import Book
from briefingbooks.references import derive_references
from collections_app.models import ArchivalItem, Copy, Derivative, ExternalLink
from tests import cast
from tests.briefingbooks.make import make_book, make_section
from tests.make import (
    make_advisory,
    make_agent,
    make_copy,
    make_derivative,
    make_excision,
    make_item,
    make_page,
    make_page_text,
)

pytestmark = pytest.mark.django_db


def read(source: str) -> str:
    """Return the section of a public book with this text, as a stranger finds it."""
    book = make_book(published=True)
    make_section(book=book, body_md=source, slug="s")
    derive_references(book)
    return printed(book)


def printed(book: Book) -> str:
    page = assemble(Book.objects.public().for_page().get(pk=book.pk), cast.reader())
    return str(page.sections[-1].html)


def make_photo(**fields: object) -> ArchivalItem:
    words = {"kind": "photograph", "title": "The road", "credit_line": "Photo: A. Person"} | fields
    return make_item(published=True, **words)  # type: ignore[arg-type]


def scan(copy: Copy, *kinds: str) -> list[Derivative]:
    page = make_page(copy=copy)
    return [make_derivative(page=page, kind=kind) for kind in kinds]


def release(item: ArchivalItem, year: int, text: str = "", **fields: object) -> Copy:
    day = {"released_on": date(year, 5, 1), "opened": True}
    copy = make_copy(item=item, **(day | fields))  # type: ignore[arg-type]
    if text:
        make_page_text(page=make_page(copy=copy), text=text)
    return copy


def test_a_photograph_is_shown_with_the_words_of_its_record() -> None:
    photo = make_photo()
    [made] = scan(make_copy(item=photo, opened=True), "display")
    page = read(f":::photo {photo.ref}\nThe road.\n:::")
    assert f'<img src="{made.get_absolute_url()}" alt="Photograph: The road"' in page
    assert "Photo: A. Person. <a" in page


def test_a_photograph_behind_a_choice_is_only_ever_shown_blurred() -> None:
    photo = make_photo(advisories=[make_advisory(behaviour="click_through")])
    clear, blurred = scan(make_copy(item=photo, opened=True), "display", "blurred")
    page = read(f":::photo {photo.ref}\nThe road.\n:::")
    assert clear.get_absolute_url() not in page
    assert blurred.get_absolute_url() in page


@pytest.mark.parametrize(
    "fields", [{"opened": False}, {"opened": True, "is_internal": True}], ids=["closed", "internal"]
)
def test_a_photograph_that_may_not_be_opened_has_no_picture_for_the_house_either(
    fields: dict[str, bool],
) -> None:
    photo = make_photo()
    scan(make_copy(item=photo, **fields), "display")  # type: ignore[arg-type]
    book = make_book(published=True)
    make_section(book=book, body_md=f":::photo {photo.ref}\nThe road.\n:::")
    derive_references(book)
    for user in (cast.reader(), cast.editor()):
        page = assemble(Book.objects.public().for_page().get(pk=book.pk), user)
        assert "<img" not in page.sections[-1].html


def test_a_hidden_photograph_leaves_no_trace_of_its_caption() -> None:
    photo = make_photo()
    scan(make_copy(item=photo, opened=True), "display")
    book = make_book(published=True)
    make_section(book=book, body_md=f":::photo {photo.ref}\nCANARY\n:::\n\n{{photo}}`{photo.ref}`")
    derive_references(book)
    photo.withdraw(by=None, reason="A mistake.")
    page = printed(book)
    assert "CANARY" not in page
    assert "The road" not in page
    assert page.count("Photograph (record withdrawn)") == 2


def test_a_copy_is_named_by_its_release_and_opened_where_it_is_read() -> None:
    item = make_item(title="The cable", published=True)
    copy = release(item, 2004)
    page = read(f"{{doc}}`{item.ref}@c{copy.pk}; p. 2`")
    assert f'href="{item.get_absolute_url()}?copy={copy.pk}#pages"' in page
    assert "The cable, the release of 1 May 2004, p. 2" in page


@pytest.mark.parametrize("fields", [{"opened": False}, {"is_internal": True}])
def test_of_a_copy_that_is_closed_or_known_to_the_house_only_nothing_is_said(
    fields: dict[str, bool],
) -> None:
    item = make_item(title="The cable", published=True)
    one, other = release(item, 2004, **fields), release(item, 2006)
    page = read(
        f"{{doc}}`{item.ref}@c{one.pk}`\n\n:::compare {item.ref} c{one.pk} c{other.pk}\n:::"
    )
    assert "2004" not in page
    assert f"copy={one.pk}" not in page
    assert "compare/" not in page
    assert "The cable: these copies can not be opened here." in page


def test_a_comparison_says_what_the_later_release_withholds() -> None:
    item = make_item(published=True)
    one = release(item, 2004, "The informant named four men and asked for help.")
    other = release(item, 2012, "The informant [2 lines not declassified] asked for help.")
    make_excision(
        copy=other,
        page=other.pages.get(),
        printed_form="[2 lines not declassified]",
        made_by="authority",
    )
    page = read(f":::compare {item.ref} c{one.pk} c{other.pk}\n:::")
    assert f"compare/?a={one.pk}&amp;b={other.pk}" in page
    assert "The 2012 release" in page
    assert "the 2004 release" in page


def test_the_words_of_what_asks_before_it_is_shown_are_not_compared() -> None:
    item = make_item(published=True, advisories=[make_advisory(behaviour="click_through")])
    one, other = release(item, 2004, "Words.", extent="in_full"), release(item, 2012, "Other.")
    page = read(f":::compare {item.ref} c{one.pk} c{other.pk}\n:::")
    assert "The 2012 release is of unstated completeness; the 2004 release shows the whole" in page


def test_a_person_is_named_as_the_public_may_know_them() -> None:
    agent = make_agent(name="Doe, Jane", display_name="Jane Doe", published=True)
    assert f'href="/people/{agent.slug}/">Jane Doe</a>' in read(f"{{person}}`{agent.slug}`")
    assert ">she</a>" in read(f"{{person}}`she <{agent.slug}>`")


def test_of_a_person_who_is_not_public_or_protected_no_name_is_printed() -> None:
    draft = make_agent(name="CANARY, Draft")
    safe = make_agent(name="CANARY", privacy="pseudonym", public_name="Witness A", published=True)
    page = read(f"{{person}}`{draft.slug}` {{person}}`CANARY <{safe.slug}>`")
    assert "CANARY" not in page
    assert "Person (record withdrawn)" in page
    assert "Witness A" in page


def test_an_address_that_is_gone_leads_to_its_archived_copy_and_says_so() -> None:
    book = make_book(published=True)
    make_section(book=book, body_md="[Report](https://e.org/r) and [More](https://e.org/m)")
    derive_references(book)
    ExternalLink.objects.filter(url="https://e.org/r").update(
        status="gone",
        last_checked=date(2026, 3, 3),
        archived_url="https://web.archive.org/r",
        archived_at=date(2020, 1, 2),
    )
    page = printed(book)
    assert 'href="https://web.archive.org/r" data-originalurl="https://e.org/r"' in page
    assert (
        'Report <span class="external-mark">(external link, no longer available on 3 March 2026; '
        "archived copy of 2 January 2020)</span>" in page
    )
    assert 'href="https://e.org/m">More <span class="external-mark">(external link)' in page


def test_as_many_queries_for_one_mention_of_each_kind_as_for_eleven() -> None:
    def counted(times: int) -> int:
        book = make_book(published=True)
        lines = []
        for number in range(times):
            photo, item = make_photo(), make_item(published=True)
            scan(make_copy(item=photo, opened=True), "display")
            one, other = release(item, 2004, "One."), release(item, 2012, "Two.")
            agent = make_agent(published=True)
            lines += [
                f":::photo {photo.ref}\nC.\n:::\n",
                f":::compare {item.ref} c{one.pk} c{other.pk}\n:::\n",
                f"{{person}}`{agent.slug}` {{doc}}`{item.ref}@c{one.pk}` [x](https://e.org/{number})",
            ]
        make_section(book=book, body_md="\n".join(lines))
        derive_references(book)
        seen = Book.objects.public().for_page().get(pk=book.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assemble(seen, cast.reader())
        return len(queries)

    assert counted(1) == counted(11)

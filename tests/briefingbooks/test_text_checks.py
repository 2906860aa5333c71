"""What is checked when a text is saved: what it names, pages, times, addresses; what only warns."""

import pytest

from briefingbooks.models import Book, FootnoteCitation, Reference
from briefingbooks.references import derive_references
from briefingbooks.text_checks import checks_of, problems_in
from briefingbooks.texts import texts_of
from collections_app.models import ExternalLink
from tests import cast
from tests.briefingbooks.make import make_book, make_section, make_source
from tests.make import make_agent, make_copy, make_item, make_link, make_page
from tests.oralhistory.make import make_interview, make_media

pytestmark = pytest.mark.django_db


def book_with(source: str) -> Book:
    book = make_book()
    make_section(book=book, body_md=source)
    return book


def told(source: str, *, warnings: bool = False) -> list[str]:
    book = book_with(source)
    found = checks_of(book, texts_of(book))
    return [str(problem) for _text, problem in found if problem.is_warning is warnings]


def test_a_photograph_must_be_one() -> None:
    item = make_item(kind="photograph")
    letter = make_item()
    assert not told(f":::photo {item.ref}\nx\n:::")
    [problem] = told(f":::photo {letter.ref}\nx\n:::")
    assert problem.startswith(f"Line 1: there is no photograph “{letter.ref}”")


def test_a_copy_must_be_of_the_document_it_is_named_with() -> None:
    one, other = make_copy(), make_copy()
    assert not told(f"{{doc}}`{one.item.ref}@c{one.pk}`")
    [problem] = told(f"{{doc}}`{one.item.ref}@c{other.pk}`")
    assert problem.startswith(f"Line 1: {one.item.ref} has no copy “c{other.pk}”")
    assert f"did you mean c{one.pk}?" in problem


def test_pages_beyond_the_end_of_a_document_are_refused_where_that_can_be_proved() -> None:
    copy = make_copy()
    for _ in range(3):
        make_page(copy=copy)
    ref = copy.item.ref
    assert not told(f"{{doc}}`{ref}; pp. 2–3` {{doc}}`{ref}; para. 9`")
    assert told(f"\n{{doc}}`{ref}; pp. 2–4`") == [f"Line 2: “pp. 2–4”: {ref} has 3 pages."]
    longer = make_copy(item=copy.item)
    assert not told(f"{{doc}}`{ref}; p. 4`"), "the pages of another copy are not described"
    assert told(f"{{doc}}`{ref}@c{copy.pk}; p. 4`")
    make_page(copy=longer, label="p. 512")
    assert not told(f"{{doc}}`{ref}; p. 512`"), "pages have numbers of their own"


def test_times_after_the_end_of_a_recording_are_refused() -> None:
    interview = make_interview()
    make_media(interview=interview, duration_ms=90_000)
    assert not told(f"{{testimony}}`{interview.ref}; 00:00:10-00:01:30`")
    assert told(f"{{testimony}}`{interview.ref}; 00:01:10-00:01:40`") == [
        f"Line 1: “00:01:10-00:01:40” lies after the end of {interview.ref}, at 0:01:30."
    ]
    assert told(f"{{testimony}}`{interview.ref}; 0:30-0:20`") == [
        "Line 1: “0:30-0:20” ends before it begins."
    ]


@pytest.mark.parametrize("url", ["https://user:pass@e.org/", "https://nowhere", "https://[::1"])
def test_an_address_that_can_not_be_kept_is_refused(url: str) -> None:
    assert told(f"[words](<{url}>)")


def test_a_link_that_is_gone_without_an_archived_copy_is_warned_of() -> None:
    make_link(url="https://e.org/x", status="gone")
    [warning] = told("[words](https://e.org/x)", warnings=True)
    assert "no longer available and has no archived copy" in warning


def test_warnings_keep_no_text_from_being_saved() -> None:
    book = book_with("See ibid., p. 3.")
    assert [problem.is_warning for _, problem in checks_of(book, texts_of(book))] == [True]
    assert not problems_in(book, texts_of(book))
    derive_references(book)


def test_an_address_linked_for_the_first_time_becomes_a_record_and_one_known_is_used() -> None:
    known = make_link(url="https://e.org/known", title="Known")
    book = book_with("[a](https://e.org/known) [New words](https://e.org/new)")
    editor = cast.editor()
    derive_references(book, editor)
    derive_references(book, editor)
    new = ExternalLink.objects.get(url="https://e.org/new")
    assert (new.title, new.status, new.created_by) == ("New words", "unchecked", editor)
    links = Reference.objects.filter(book=book, role="link").order_by("position")
    assert [row.link for row in links] == [known, new]


def test_every_kind_of_mention_is_a_row_that_protects_what_it_names() -> None:
    one = make_copy()
    other = make_copy(item=one.item)
    photo, agent = make_item(kind="photograph"), make_agent()
    ref = one.item.ref
    book = book_with(
        f"{{person}}`{agent.slug}` {{doc}}`{ref}@c{one.pk}`\n\n:::photo {photo.ref}\nC.\n:::\n\n"
        f":::compare {ref} c{one.pk} c{other.pk}\n:::"
    )
    derive_references(book)
    rows = list(Reference.objects.filter(book=book).order_by("position"))
    assert [(row.role, row.agent or row.item, row.copy) for row in rows] == [
        ("person", agent, None),
        ("doc", one.item, one),
        ("photo", photo, None),
        ("compare", one.item, one),
        ("compare", one.item, other),
    ]


def test_what_a_note_cites_is_kept_in_order_with_the_words_around_it() -> None:
    make_source(key="a-1")
    item = make_item()
    book = book_with(
        "Text.[^one] More.[^two]\n\n[^two]: {cite}`a-1; p. 9`.\n\n"
        f"[^one]: Compare {{cite}}`a-1; p. 3`; [here](https://e.org), and {{doc}}`{item.ref}`, too."
    )
    derive_references(book)
    rows = FootnoteCitation.objects.filter(note__book=book).order_by("note__number", "order")
    assert [
        (row.note.label, row.order, row.prefix, row.locator, row.suffix, row.is_first)
        for row in rows
    ] == [
        ("one", 1, "Compare", "p. 3", "", True),
        ("one", 2, ";", "", "", True),
        ("one", 3, ", and", "", ", too.", True),
        ("two", 1, "", "p. 9", ".", False),
    ]
    assert rows[2].target == item

"""The gate: what keeps a book from its readers, as of the instant of its release."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from briefingbooks import releasing
from briefingbooks.gaps_found import BookGap
from briefingbooks.gate import what_blocks
from briefingbooks.models import Book, BookLink, Section, Stage
from briefingbooks.references import derive_references
from collections_app.models import ArchivalItem, DigitalFile, ExternalLink, Privacy
from oralhistory.consent import withdraw_consent
from oralhistory.models import Interview, PublicCue
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_entry,
    make_section,
)
from tests.briefingbooks.told import Told
from tests.make import (
    make_advisory,
    make_agent,
    make_copy,
    make_excision,
    make_item,
    make_page,
    make_repository,
)
from tests.oralhistory.make import make_agreement, make_interview

pytestmark = pytest.mark.django_db
LATER = timedelta(days=30)


@pytest.fixture
def told() -> Told:
    return Told()


def ready() -> Book:
    book, item = make_book(), make_item(published=True)
    make_copy(item=item, repository=make_repository(published=True))
    make_entry(book=book, item=item, annotation_md="What it is.")
    return book


def blocks_of(book: Book, **when: object) -> list[BookGap]:
    return [gap for gap in what_blocks(book, **when) if gap.blocks]  # type: ignore[arg-type]


def warnings_of(book: Book) -> list[str]:
    return [gap.message for gap in what_blocks(book) if not gap.blocks]


def test_nothing_stands_in_the_way_of_a_finished_book() -> None:
    assert what_blocks(ready()) == []


def no_words(book: Book) -> None:
    book.entries.all().delete()
    make_testimony_without_words(book)


def make_testimony_without_words(book: Book) -> None:
    interview = make_interview(published=True)
    make_entry(book=book, interview=interview, start_ms=0, end_ms=60_000, annotation_md="It.")


def cites_a_hidden_item(book: Book) -> None:
    hidden = make_item()
    make_section(book=book, body_md=f"See {{doc}}`{hidden.ref}`.")
    derive_references(book)


def cites_a_hidden_interview(book: Book) -> None:
    hidden = make_interview()
    make_section(book=book, body_md=f"See {{testimony}}`{hidden.ref}`.")
    derive_references(book)


def gone_link(book: Book) -> None:
    make_book_link(book=book, status="gone")


def asks_first(book: Book) -> None:
    item = make_item(published=True)
    item.advisories.add(make_advisory(behaviour="click_through"))
    make_entry(book=book, item=item, annotation_md="It.")


def photograph(book: Book) -> None:
    item = make_item(kind="photograph", published=True)
    copy = make_copy(item=item)
    file = DigitalFile.objects.create(copy=copy, original_name="a.jpg", media_type="image/jpeg")
    make_page(copy=copy, file=file)
    make_entry(book=book, item=item, annotation_md="It.")


def not_burnt(book: Book) -> None:
    item = make_item(published=True)
    copy = make_copy(item=item)
    make_excision(copy=copy, page=make_page(copy=copy), made_by="us")
    make_entry(book=book, item=item, annotation_md="It.")


def protected_name(book: Book) -> None:
    make_agent(name="Uwizeye, Béatrice", privacy=Privacy.WITHHELD)
    Book.objects.filter(pk=book.pk).update(summary_md="Béatrice Uwizeye spoke.")
    book.refresh_from_db()


BLOCKS: dict[str, tuple[Callable[[Book], object], str]] = {
    "no posting date": (
        lambda book: Book.objects.filter(pk=book.pk).update(posted_on=None),
        "date of posting",
    ),
    "no summary": (
        lambda book: Book.objects.filter(pk=book.pk).update(summary_md=" "),
        "summary is empty",
    ),
    "no editor": (lambda book: book.contributions.all().delete(), "No editor"),
    "no section": (lambda book: book.sections.all().delete(), "no section"),
    "an empty section": (lambda book: book.sections.update(body_md=" "), "has no text"),
    "a note without text": (
        lambda book: book.sections.update(body_md="Text.[^lost]"),
        "“lost” is called but not defined",
    ),
    "an unknown key": (
        lambda book: book.sections.update(body_md="See {cite}`nobody-1999`."),
        "there is no source",
    ),
    "a hidden item": (lambda book: make_entry(book=book, item=make_item()), "is not public"),
    "a hidden interview": (
        lambda book: make_entry(book=book, interview=make_interview(), start_ms=0, end_ms=9),
        "is not public",
    ),
    "a hidden item cited": (cites_a_hidden_item, "which is not public"),
    "a hidden interview cited": (cites_a_hidden_interview, "which is not public"),
    "no words quoted": (no_words, "quotes no words yet"),
    "no rights": (lambda _: ArchivalItem.objects.update(rights=None), "No rights statement"),
    "a link that is gone": (gone_link, "is gone and has no archived copy"),
    "a document that asks first": (asks_first, "its card says nothing of it"),
    "a photograph without words": (photograph, "has no words for those who can not see it"),
    "a page not burnt": (not_burnt, "not burnt in yet"),
    "a protected name": (protected_name, "The name of a protected person"),
}


@pytest.mark.parametrize("case", BLOCKS)
def test_each_thing_that_blocks_is_named_with_where_it_is_settled(case: str) -> None:
    do, words = BLOCKS[case]
    book = ready()
    do(book)
    book.refresh_from_db()
    found = [gap for gap in blocks_of(book) if words in gap.message]
    assert found, what_blocks(book)
    assert found[0].page.startswith("/admin/"), found[0]
    releasing.send_to_review(book, by=None)
    releasing.clear(book, by=None)
    with pytest.raises(ValidationError, match=words):
        releasing.release(book, by=None)
    assert Book.objects.get(pk=book.pk).stage == Stage.CLEARED


WARNS: dict[str, tuple[Callable[[Book], object], str]] = {
    "no annotation": (
        lambda book: book.entries.update(annotation_md=""),
        "does not say what it is",
    ),
    "no document": (lambda book: book.entries.all().delete(), "shows no document"),
    "a link never checked": (
        lambda book: make_book_link(book=book, status="unchecked"),
        "was never checked",
    ),
    "a link in doubt": (
        lambda book: make_book_link(book=book, status="suspect"),
        "did not answer last time",
    ),
    "a gone link with a copy": (
        lambda book: make_book_link(
            book=book, status="gone", archived_url="https://web.archive.org/x"
        ),
        "led to the archived copy",
    ),
}


@pytest.mark.parametrize("case", WARNS)
def test_what_only_warns_keeps_no_book_back(case: str) -> None:
    do, words = WARNS[case]
    book = ready()
    do(book)
    assert any(words in message for message in warnings_of(book)), what_blocks(book)
    assert blocks_of(book) == []


def test_the_gate_is_asked_as_of_the_instant_of_the_release() -> None:
    book, then = ready(), timezone.now() + LATER
    make_entry(book=book, item=make_item(public_from=then), annotation_md="It.")
    make_entry(book=book, item=make_item(public_from=then + LATER), annotation_md="It.")
    assert len(blocks_of(book)) == 2
    assert len(blocks_of(book, at=then - timedelta(seconds=1))) == 2
    assert len(blocks_of(book, at=then)) == 1
    assert blocks_of(book, at=then + LATER) == []


def about_testimony(book: Book) -> str:
    return " ".join(gap.message for gap in blocks_of(book) if gap.topic == "testimony")


def test_testimony_of_a_withdrawn_consent_blocks(told: Told) -> None:
    assert "withdrawn" not in about_testimony(told.book)
    withdraw_consent(told.narrator, on=date(2026, 1, 2), by=None)
    assert "quotes words that were withdrawn" in about_testimony(told.book)
    assert "words were withdrawn" in about_testimony(told.book)


def test_a_narrator_who_does_not_allow_quotation_blocks(told: Told) -> None:
    make_agreement(participation=told.narrator, allows=("record", "transcript", "recording"))
    assert "does not allow quotation" in about_testimony(told.book)


def test_words_that_would_be_closed_at_that_instant_block(told: Told) -> None:
    """The row stands though nobody may read it: somebody wrote past the deed."""
    PublicCue.objects.filter(key=told.cue.key).update(is_quotable=False)
    assert "may not be quoted then" in about_testimony(told.book)


def test_what_blocks_an_interview_blocks_the_book(told: Told) -> None:
    Interview.objects.update(summary="")
    assert "The summary is empty" in about_testimony(told.book)


def test_a_book_asks_no_more_for_many_entries_than_for_one(
    django_assert_max_num_queries: Callable[[int], object],
) -> None:
    book = ready()
    for _ in range(11):
        make_entry(book=book, annotation_md="It.")
        make_book_link(book=book)
    with django_assert_max_num_queries(45):  # type: ignore[attr-defined]
        what_blocks(book)


def test_a_release_takes_the_gate_of_its_own_instant() -> None:
    book, then = ready(), timezone.now() + LATER
    make_entry(book=book, item=make_item(public_from=then), annotation_md="It.")
    releasing.send_to_review(book, by=None)
    releasing.clear(book, by=None)
    with pytest.raises(ValidationError, match="is not public"):
        releasing.release(book, by=None)
    releasing.release(book, by=None, at=then)
    assert book.stage == Stage.SCHEDULED
    assert (Section.objects.public().count(), BookLink.objects.public().count()) == (0, 0)
    assert ExternalLink.objects.count() == 0

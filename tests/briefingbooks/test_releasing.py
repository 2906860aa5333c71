"""From draft to readers: who may do what at which stage, and what ends a clearance."""

from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from briefingbooks import releasing
from briefingbooks.clearing import changes_since_clearance
from briefingbooks.models import Book, BookEvent, Entry, Source, Stage
from briefingbooks.references import derive_references
from collections_app import dependants
from collections_app.models import ExternalLink
from tests import cast
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_entry,
    make_entry_link,
    make_event,
    make_section,
    make_source,
    released,
)

pytestmark = pytest.mark.django_db
LATER = timedelta(days=30)
Deed = Callable[[Book], None]


def at_stage(stage: str, **fields: object) -> Book:
    """Make a book that stands at a stage."""
    book = make_book(**fields)
    make_entry(book=book, annotation_md="What it is.")
    if stage != Stage.DRAFTING:
        releasing.send_to_review(book, by=None)
    if stage in (Stage.CLEARED, Stage.SCHEDULED, Stage.RELEASED, Stage.WITHDRAWN):
        releasing.clear(book, by=None)
    if stage == Stage.SCHEDULED:
        releasing.release(book, by=None, at=timezone.now() + LATER)
    if stage in (Stage.RELEASED, Stage.WITHDRAWN):
        releasing.release(book, by=None)
    if stage == Stage.WITHDRAWN:
        releasing.withdraw(book, by=None, reason="Wrong.")
    return book


DEEDS: dict[str, tuple[Deed, set[str]]] = {
    "send to review": (lambda book: releasing.send_to_review(book, by=None), {Stage.DRAFTING}),
    "take back": (
        lambda book: releasing.take_back(book, by=None, reason="Not yet."),
        {Stage.REVIEW, Stage.CLEARED, Stage.SCHEDULED, Stage.WITHDRAWN},
    ),
    "clear": (lambda book: releasing.clear(book, by=None), {Stage.REVIEW}),
    "release": (
        lambda book: releasing.release(book, by=None),
        {Stage.CLEARED, Stage.SCHEDULED},
    ),
    "schedule": (
        lambda book: releasing.release(book, by=None, at=timezone.now() + 2 * LATER),
        {Stage.CLEARED, Stage.SCHEDULED},
    ),
    "withdraw": (
        lambda book: releasing.withdraw(book, by=None, reason="Wrong."),
        {Stage.RELEASED},
    ),
}


@pytest.mark.parametrize("stage", Stage.values)
def test_the_stage_is_derived_and_the_list_finds_it(stage: str) -> None:
    book = at_stage(stage)
    assert book.stage == stage
    assert [one for one in Stage.values if Book.objects.at_stage(one).exists()] == [stage]


@pytest.mark.parametrize("deed", DEEDS)
@pytest.mark.parametrize("stage", Stage.values)
def test_each_deed_is_possible_at_its_stages_alone(stage: str, deed: str) -> None:
    do, stages = DEEDS[deed]
    book = at_stage(stage)
    if stage in stages:
        do(book)
        assert Book.objects.get(pk=book.pk).stage != stage or deed == "schedule"
        return
    with pytest.raises(ValidationError):
        do(book)
    assert Book.objects.get(pk=book.pk).stage == stage


@pytest.mark.parametrize("stage", Stage.values)
def test_a_book_is_never_published_past_its_release(stage: str) -> None:
    book = at_stage(stage)
    with pytest.raises(ValidationError, match="cleared by a second person"):
        book.publish(by=None)
    assert Book.objects.get(pk=book.pk).stage == stage


def test_nobody_clears_what_she_sent_to_review_herself() -> None:
    one, other = cast.administrator(), cast.administrator()
    book = make_book()
    releasing.send_to_review(book, by=one)
    with pytest.raises(ValidationError, match="a second person clears it"):
        releasing.clear(book, by=one)
    releasing.clear(book, by=other)
    assert (book.stage, book.cleared_by) == (Stage.CLEARED, other)


def test_the_database_refuses_what_the_deeds_would() -> None:
    one = cast.editor()
    rows = Book.objects.filter(pk=make_book().pk)
    now = timezone.now()
    wrong = (
        {"state": "published", "public_from": now},
        {"state": "draft", "cleared_at": now},
        {"state": "in_review", "sent_by": one, "cleared_by": one, "cleared_at": now},
    )
    for fields in wrong:
        with pytest.raises(IntegrityError), transaction.atomic():
            rows.update(**fields)


def every_part() -> Book:
    book = make_book(dateline="Kigali")
    make_section(book=book, body_md="Text {cite}`a-work`.[^n]\n\n[^n]: A note.")
    make_event(book=book)
    make_book_link(book=book)
    make_entry_link(entry=make_entry(book=book, annotation_md="What it is."))
    return book


CHANGES: dict[str, Callable[[Book], object]] = {
    "title": lambda book: Book.objects.filter(pk=book.pk).update(title="Another"),
    "content notice": lambda book: Book.objects.filter(pk=book.pk).update(content_notice="Calm."),
    "text of a section": lambda book: book.sections.update(body_md="Other {cite}`a-work`."),
    "order": lambda book: book.entries.update(position=77),
    "annotation": lambda book: book.entries.update(annotation_md="Another."),
    "notice of an entry": lambda book: book.entries.update(content_notice="Calm."),
    "credit": lambda book: book.contributions.update(credited_as="Somebody else"),
    "new entry": lambda book: make_entry(book=book),
    "entry taken out": lambda book: Entry.objects.filter(book=book).delete(),
    "event": lambda book: book.events.update(title="Other"),
    "note of a link": lambda book: book.links.update(note="Otherwise."),
    "address of a link": lambda _: ExternalLink.objects.update(title="Elsewhere"),
    "work cited": lambda _: Source.objects.update(title="Another work"),
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("stage", [Stage.CLEARED, Stage.SCHEDULED])
def test_any_later_change_ends_the_clearance_and_says_what(change: str, stage: str) -> None:
    make_source(key="a-work")
    book = every_part()
    derive_references(book)
    releasing.send_to_review(book, by=None)
    releasing.clear(book, by=None)
    if stage == Stage.SCHEDULED:
        releasing.release(book, by=None, at=timezone.now() + LATER)
    CHANGES[change](book)
    with pytest.raises(ValidationError, match="Changed since it was cleared"):
        releasing.release(book, by=None)
    person = cast.editor()
    dependants.announce_change(book, by=person)
    kept = Book.objects.get(pk=book.pk)
    assert (kept.stage, kept.public_from, kept.cleared_at) == (Stage.REVIEW, None, None)
    assert kept.clearance_ended_at is not None
    assert kept.clearance_ended_by
    event = kept.release_log.last()
    assert (event.kind, event.by, event.words) == ("changed", person, kept.clearance_ended_by)


def test_a_save_that_changes_no_word_leaves_the_clearance() -> None:
    book = at_stage(Stage.CLEARED)
    Book.objects.filter(pk=book.pk).update(notes="For the house.")
    ExternalLink.objects.update(status="gone")
    dependants.announce_change(book)
    assert Book.objects.get(pk=book.pk).stage == Stage.CLEARED
    assert changes_since_clearance(book) == []


def test_a_change_of_a_work_or_link_is_noticed_without_a_save_of_the_book() -> None:
    work = make_source(key="a-work")
    book = every_part()
    derive_references(book)
    for record in (work, book.links.get().link, book.entries.get().links.get().link):
        releasing.send_to_review(book, by=None)
        releasing.clear(book, by=None)
        type(record).objects.filter(pk=record.pk).update(title=f"New {record.pk}")
        dependants.announce_change(record)
        book.refresh_from_db()
        assert book.stage == Stage.REVIEW
        releasing.take_back(book, by=None, reason="Again.")


def test_what_is_released_already_keeps_its_clearance_when_it_is_edited() -> None:
    book = at_stage(Stage.RELEASED)
    book.sections.update(body_md="Edited.")
    dependants.announce_change(book)
    assert Book.objects.get(pk=book.pk).stage == Stage.RELEASED


def test_a_book_cleared_again_forgets_what_ended_the_clearance_before() -> None:
    book = at_stage(Stage.CLEARED)
    book.sections.update(body_md="Edited.")
    dependants.announce_change(book)
    releasing.clear(book, by=None)
    assert (book.clearance_ended_at, book.clearance_ended_by) == (None, "")


def test_a_withdrawn_book_is_reviewed_and_cleared_again_before_it_returns() -> None:
    book = at_stage(Stage.WITHDRAWN)
    first = book.published_at
    releasing.take_back(book, by=None, reason="To be mended.")
    assert (book.stage, book.published_at) == (Stage.DRAFTING, first)
    with pytest.raises(ValidationError):
        releasing.release(book, by=None)
    assert released(book).stage == Stage.RELEASED


def test_a_schedule_that_nobody_read_leaves_no_trace_of_a_publication() -> None:
    book = at_stage(Stage.SCHEDULED)
    with pytest.raises(ValidationError, match="a notice would tell"):
        book.withdraw(by=None, reason="Wrong.", notice="It was here.")
    releasing.take_back(book, by=None, reason="Not yet.")
    assert (book.published_at, book.public_from) == (None, None)


def test_what_was_done_is_written_down_and_never_rewritten() -> None:
    one, other = cast.editor(), cast.administrator()
    book = make_book()
    releasing.send_to_review(book, by=one)
    releasing.take_back(book, by=one, reason="A note is missing.")
    releasing.send_to_review(book, by=one)
    releasing.clear(book, by=other)
    then = timezone.now() + LATER
    releasing.release(book, by=other, at=then, zone="Africa/Kigali", change_note=" First. ")
    log = list(book.release_log.all())
    assert [(event.kind, event.by) for event in log] == [
        ("sent", one),
        ("taken_back", one),
        ("sent", one),
        ("cleared", other),
        ("scheduled", other),
    ]
    assert log[1].words == "A note is missing."
    last = log[-1]
    assert (last.public_from, last.zone, last.change_note) == (then, "Africa/Kigali", "First.")
    with pytest.raises(ValidationError):
        BookEvent.objects.get(pk=last.pk).save()
    with pytest.raises(ValidationError):
        last.delete()


def test_a_reason_is_asked_for_what_goes_back() -> None:
    book = at_stage(Stage.REVIEW)
    with pytest.raises(ValidationError, match="Say why"):
        releasing.take_back(book, by=None, reason=" ")


@pytest.mark.parametrize(
    ("at", "zone"),
    [
        (datetime(2050, 1, 1), "UTC"),  # noqa: DTZ001 - what is refused
        (datetime(2020, 1, 1, tzinfo=ZoneInfo("UTC")), "UTC"),
        (datetime(2050, 1, 1, tzinfo=ZoneInfo("UTC")), "Kigali"),
    ],
)
def test_an_instant_that_is_past_or_says_no_zone_is_refused(at: datetime, zone: str) -> None:
    book = at_stage(Stage.CLEARED)
    with pytest.raises(ValidationError):
        releasing.release(book, by=None, at=at, zone=zone)


def test_a_wall_clock_in_a_zone_is_one_instant() -> None:
    instant = releasing.instant_of(datetime(2014, 1, 9, 10, 0), "America/New_York")  # noqa: DTZ001
    assert instant == datetime(2014, 1, 9, 15, 0, tzinfo=ZoneInfo("UTC"))


@pytest.mark.parametrize(
    ("clock", "words"),
    [(datetime(2026, 3, 8, 2, 30), "never show"), (datetime(2026, 11, 1, 1, 30), "twice")],  # noqa: DTZ001
)
def test_a_time_that_clocks_skip_or_show_twice_is_refused(clock: datetime, words: str) -> None:
    with pytest.raises(ValidationError, match=words):
        releasing.instant_of(clock, "America/New_York")

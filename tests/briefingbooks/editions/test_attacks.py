"""Editions attacked: what is closed by a side door is not given out from an edition either."""

import io
import zipfile
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from briefingbooks import releasing
from briefingbooks.editions.closing import strike
from briefingbooks.editions.freezing import freeze_edition
from briefingbooks.editions.making import make_files
from briefingbooks.editions.tasks import make_files_of, reissue_with_files
from briefingbooks.models import Book, Edition, Source, Stage
from briefingbooks.references import derive_references
from collections_app import dependants
from collections_app.models import Agent, Privacy
from collections_app.protected_names import tell_apart
from oralhistory.models import Interview
from tests.briefingbooks.editions.make import (
    bytes_of,
    make_edition,
    original_of,
    page_of_edition,
    read,
)
from tests.briefingbooks.make import (
    make_book,
    make_entry,
    make_section,
    make_source,
    released,
)
from tests.make import (
    make_agent,
    make_collection,
    make_copy,
    make_item,
    make_page,
    make_page_text,
    make_place,
    make_repository,
    make_subject,
)
from tests.oralhistory.make import (
    make_interview,
    make_participation,
    make_transcript,
)

pytestmark = pytest.mark.django_db


def book_saying(body_md: str, **fields: Any) -> Book:
    book = make_book(**fields)
    make_section(book=book, body_md=body_md)
    derive_references(book)
    return book


def edition_of(book: Book) -> Edition:
    edition: Edition = released(book).editions.get()
    make_files(original_of(edition))
    return edition


def page_without(edition: Edition, *words: str) -> str:
    """Nothing is given out; then a reissue is, in which none of these words stands."""
    assert read(edition).status_code == 410
    assert reissue_with_files(edition) is not None, Edition.objects.get(pk=edition.pk).problem
    page = page_of_edition(edition)
    for word in words:
        assert word not in page
        assert word not in str(edition.issues.last().page)
    return page


# A book taken back.


def test_an_edition_that_was_frozen_for_a_release_is_gone_when_the_schedule_is_taken_back() -> None:
    book = make_book(public_from=timezone.now() + timedelta(days=1))
    assert book.editions.get().number == 1
    releasing.take_back(book, by=None, reason="A name stands in it.")
    assert not book.editions.exists()


def change_the_text(book: Book) -> None:
    book.sections.update(body_md="Other words.")
    dependants.announce_change(book)


def change_a_work_cited(book: Book) -> None:
    source = Source.objects.get(references__book=book)
    source.title = "Another title"
    source.save()
    dependants.announce_change(source)


@pytest.mark.parametrize("change", [change_the_text, change_a_work_cited])
def test_an_edition_is_gone_when_a_change_takes_its_book_off_the_schedule(
    change: Callable[[Book], None],
) -> None:
    source = make_source()
    book = book_saying(f"Known.[^a]\n\n[^a]: {{cite}}`{source.key}`")
    released(book, timezone.now() + timedelta(days=1))
    assert book.editions.exists()
    change(book)
    book.refresh_from_db()
    assert book.stage == Stage.REVIEW
    assert not book.editions.exists()


@pytest.mark.parametrize("in_between", ["withdrawn", "on hold while its release passed"])
def test_what_was_withdrawn_is_not_given_out_when_the_corrected_book_is_released(
    in_between: str,
) -> None:
    book = book_saying("CANARY, which is wrong.")
    if in_between == "withdrawn":
        edition = edition_of(book)
        assert read(edition).status_code == 200
    else:
        released(book, timezone.now() + timedelta(days=1))
        edition = book.editions.get()
        make_files(original_of(edition))
        book.hold(by=None)
        past = timezone.now() - timedelta(hours=1)
        Book.objects.filter(pk=book.pk).update(public_from=past)
        Edition.objects.filter(pk=edition.pk).update(released_at=past)
        book.refresh_from_db()
    releasing.withdraw(book, by=None, reason="It is wrong.")
    book.refresh_from_db()
    if book.on_hold_since:
        book.lift_hold(by=None)
    releasing.take_back(book, by=None, reason="To correct it.")
    book.sections.filter(body_md__contains="CANARY").update(body_md="Right.")
    released(book)
    response = read(edition)
    assert response.status_code == 410
    assert "CANARY" not in response.content.decode()
    assert "withdrawn with the book" in response.content.decode()
    listed = Client().get(f"/books/{book.slug}/editions/").content.decode()
    assert "Withdrawn with the book on" in listed
    assert Client().get(f"{edition.get_absolute_url()}cite.ris").status_code == 404
    assert Client().get(f"/books/{book.slug}/editions/2/changes/").status_code == 200
    assert reissue_with_files(edition) is None


# What notes cite.


class Cited:
    """A book whose note cites a document and an interview that it does not show otherwise."""

    def __init__(self) -> None:
        self.archive = make_repository(name="CANARY Archive", published=True)
        self.collection = make_collection(
            title="CANARY Papers", repository=self.archive, published=True
        )
        self.item = make_item(title="Cable of a night in Kigali", published=True)
        self.copy = make_copy(
            item=self.item,
            repository=self.archive,
            collection=self.collection,
            opened=True,
            reference_code="SHELF-77-9",
        )
        self.place = make_place(name="Canaryville", published=True)
        self.interview: Interview = make_interview(narrators=[], place=self.place)
        self.person = make_agent(name="Uwase, Marie", display_name="Marie Uwase", published=True)
        self.narrator = make_participation(interview=self.interview, agent=self.person)
        make_transcript(interview=self.interview)
        self.interview.publish(by=None)
        notes = f"[^a]: {{doc}}`{self.item.ref}`\n\n[^b]: {{testimony}}`{self.interview.ref}`"
        self.book = book_saying(f"It was known.[^a] She said so.[^b]\n\n{notes}")
        self.edition = edition_of(self.book)


def make_the_copy_internal(case: Cited) -> None:
    case.copy.is_internal = True
    case.copy.save()


def close_the_collection(case: Cited) -> None:
    case.collection.hold(by=None)


def close_the_archive(case: Cited) -> None:
    case.archive.hold(by=None)


def close_the_place(case: Cited) -> None:
    case.place.hold(by=None)


def make_her_anonymous(case: Cited) -> None:
    case.narrator.identity_mode = "anonymous"
    case.narrator.save()


def make_her_another(case: Cited) -> None:
    case.narrator.identity_mode = "pseudonym"
    case.narrator.public_name = "Rose"
    case.narrator.save()


@pytest.mark.parametrize(
    ("close", "gone"),
    [
        (make_the_copy_internal, "SHELF-77-9"),
        (close_the_collection, "CANARY Papers"),
        (close_the_archive, "CANARY Archive"),
        (close_the_place, "Canaryville"),
        (make_her_anonymous, "Marie Uwase"),
        (make_her_another, "Uwase"),
    ],
)
def test_what_a_note_says_of_its_record_is_held_against_the_rule(
    close: Callable[[Cited], None], gone: str
) -> None:
    case = Cited()
    assert gone in page_of_edition(case.edition)
    close(case)
    page = page_without(case.edition, gone)
    assert "It was known." in page


def test_a_document_said_to_be_held_without_a_copy_is_held_against_the_rule() -> None:
    archive = make_repository(name="CANARY Archive", published=True)
    item = make_item(title="Cable of a night in Kigali", held_at=archive, published=True)
    edition = edition_of(book_saying(f"Known.[^a]\n\n[^a]: {{doc}}`{item.ref}`"))
    assert "CANARY Archive" in page_of_edition(edition)
    archive.hold(by=None)
    page = page_without(edition, "CANARY")
    assert f"{item.ref} [details withheld]" in page


def test_whoever_keeps_the_own_name_may_be_called_otherwise_later() -> None:
    case = Cited()
    case.narrator.public_name = "Marie U. Uwase"
    case.narrator.save()
    assert read(case.edition).status_code == 200


def test_a_note_does_not_name_the_place_of_an_interview_that_is_not_public() -> None:
    interview = make_interview(place=make_place(name="Canaryville"))
    interview.publish(by=None)
    book = released(book_saying(f"Said.[^b]\n\n[^b]: {{testimony}}`{interview.ref}`"))
    page = Client().get(f"/books/{book.slug}/").content.decode()
    assert interview.ref in page
    assert "Canaryville" not in page


# What the head and the words of the editors say.


def test_a_turning_point_that_is_closed_is_gone() -> None:
    point = make_subject(label_en="CANARY night", kind="turning_point", published=True)
    edition = edition_of(make_book(turning_point=point))
    assert "CANARY night" in page_of_edition(edition)
    point.hold(by=None)
    page_without(edition, "CANARY")


def test_a_card_says_nothing_of_an_archive_that_is_closed() -> None:
    archive = make_repository(name="CANARY Archive", published=True)
    item = make_item(published=True)
    make_copy(item=item, repository=archive, opened=True, reference_code="SHELF-77-9")
    book = make_book()
    make_entry(book=book, item=item)
    edition = edition_of(book)
    assert "CANARY Archive" in page_of_edition(edition)
    archive.hold(by=None)
    page = page_without(edition, "CANARY", "SHELF-77-9")
    assert item.title in page


def protect(person: Agent) -> None:
    person.privacy = Privacy.WITHHELD
    person.save()
    dependants.announce_change(person)


def test_a_name_in_what_is_new_is_nowhere_said_once_it_is_protected() -> None:
    person = make_agent(name="Uwase, Marie", display_name="Marie Uwase", published=True)
    book = make_book(published=True)
    edition = make_edition(book, note="Marie Uwase is quoted in full.")
    addresses = [
        edition.get_absolute_url(),
        f"/books/{book.slug}/editions/",
        f"/books/{book.slug}/editions/{edition.number}/changes/",
        f"{edition.get_absolute_url()}manifest.json",
    ]
    said = "".join(bytes_of(Client().get(address)).decode() for address in addresses)
    assert said.count("Marie Uwase") >= len(addresses)
    protect(person)
    for _ in range(2):
        for address in addresses:
            assert "Uwase" not in bytes_of(Client().get(address)).decode(), address
        reissue_with_files(edition)
    assert "[name withheld] is quoted in full." in page_of_edition(edition)


def test_a_person_led_to_in_the_text_is_neither_named_nor_led_to_once_protected() -> None:
    person = make_agent(name="Uwase, Marie", display_name="Marie Uwase", published=True)
    edition = edition_of(book_saying(f"{{person}}`{person.slug}` was there."))
    assert person.get_absolute_url() in page_of_edition(edition)
    protect(person)
    page_without(edition, "Uwase", person.slug)


def test_the_title_that_a_document_had_does_not_stand_when_it_is_withdrawn_under_another() -> None:
    item = make_item(title="Cable of the CANARY informant", published=True)
    book = book_saying("Of the “Cable of the CANARY informant” more is said.")
    make_entry(book=book, item=item)
    edition = edition_of(book)
    item.title = "Cable"
    item.save()
    item.withdraw(by=None, reason="Asked.")
    assert reissue_with_files(edition) is None
    assert read(edition).status_code == 410
    strike(edition, ["Cable of the CANARY informant"], by=None)
    page_without(edition, "CANARY")


def test_somebody_else_of_the_same_name_leaves_a_book_as_it_is() -> None:
    book = book_saying("Marie Uwase, a judge, was there.")
    edition = edition_of(book)
    other = make_agent(name="Uwase, Marie", display_name="Marie Uwase")
    tell_apart(book, [other.pk], by=None, reason="A judge of that name.")
    protect(other)
    assert read(edition).status_code == 200


# What changes while files are made.


def test_a_name_protected_between_freezing_and_making_is_not_given_out() -> None:
    person = make_agent(name="Uwase, Marie", display_name="Marie Uwase", published=True)
    book = released(book_saying("Marie Uwase was there."))
    edition = book.editions.get()
    # As a change would be that was not seen yet when the edition was frozen.
    Agent.objects.filter(pk=person.pk).update(privacy=Privacy.WITHHELD, updated_at=timezone.now())
    make_files_of.func(original_of(edition).pk)
    assert "Uwase" not in page_of_edition(edition)


@pytest.mark.every_file
def test_what_was_opened_after_the_freezing_is_in_no_file() -> None:
    item = make_item(published=True)
    copy = make_copy(item=item, opened=True, is_shown=True)
    page = make_page(copy=copy)
    make_page_text(page=page, text="Words that were open.")
    book = make_book(published=True)
    make_entry(book=book, item=item)
    edition = freeze_edition(book, at=timezone.now(), change_note="New.", by=None)
    make_page_text(page=page, text="CANARY words opened later.", kind="translation")
    make_files(original_of(edition))
    kept = bytes_of(read(edition, "offline.zip"))
    said = _said_in(kept)
    assert "Words that were open." in said
    assert "CANARY" not in said


def _said_in(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as pack:
        return "".join(pack.read(name).decode("utf-8", "replace") for name in pack.namelist())

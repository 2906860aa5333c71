"""An edition stays byte for byte as it was, until something that it shows is closed."""

import hashlib
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.utils import timezone

from briefingbooks.editions import making
from briefingbooks.editions.closing import owed, strike
from briefingbooks.editions.freezing import freeze_edition
from briefingbooks.editions.making import make_files
from briefingbooks.editions.reissuing import reissue
from briefingbooks.editions.tasks import reissue_with_files
from briefingbooks.models import Book, Edition, EditionFile, Issue
from briefingbooks.references import derive_references
from collections_app import dependants
from collections_app.models import Agent, ArchivalItem, Privacy
from oralhistory.redacting import withhold
from tests.briefingbooks.editions.make import (
    bytes_of,
    do_tasks,
    make_edition,
    original_of,
    page_of_edition,
    read,
)
from tests.briefingbooks.make import (
    make_book,
    make_entry,
    make_relation,
    make_section,
    make_term,
    make_testimony,
    released,
)
from tests.make import make_agent, make_copy, make_derivative, make_item, make_item_agent, make_page
from tests.oralhistory.conversations import Conversation

pytestmark = pytest.mark.django_db


class Released:
    """A book with a document that is also named in the text, by a person, and its edition."""

    def __init__(self) -> None:
        self.item = make_item(title="CANARY cable from Kigali", published=True)
        self.person = make_agent(name="Mugabo, Jean", display_name="Jean Mugabo", published=True)
        make_item_agent(item=self.item, agent=self.person, role="sender")
        self.copy = make_copy(item=self.item, opened=True, reference_code="CANARY-77")
        page = make_page(copy=self.copy, number=1)
        make_derivative(page=page, kind="thumbnail", content=b"\xff\xd8\xff\xe0 a small one")
        self.image = make_derivative(page=page)
        self.book: Book = make_book()
        make_entry(book=self.book, item=self.item, annotation_md="CANARY note on it.", position=1)
        make_section(
            book=self.book, body_md=f"As {{doc}}`{self.item.ref}` says; Jean Mugabo read it."
        )
        derive_references(self.book)
        released(self.book)
        self.edition: Edition = self.book.editions.get()
        make_files(original_of(self.edition))


def withdraw(case: Released) -> None:
    case.item.withdraw(by=None, reason="Asked.")


def hold(case: Released) -> None:
    case.item.hold(by=None)


def make_copy_internal(case: Released) -> None:
    case.copy.is_internal = True
    case.copy.save()


def close_the_page(case: Released) -> None:
    case.image.page.hold(by=None)


def make_the_image_anew(case: Released) -> None:
    case.image.sha256 = "0" * 64
    case.image.save()


def protect_the_sender(case: Released) -> None:
    case.person.privacy = Privacy.WITHHELD
    case.person.save()


CLOSINGS = [withdraw, hold, make_copy_internal, close_the_page, make_the_image_anew,
            protect_the_sender]  # fmt: skip


def test_an_edition_is_served_byte_for_byte_after_everything_in_it_was_changed() -> None:
    case = Released()
    before = {made.name: bytes_of(read(case.edition, made.name)) for made in files(case.edition)}
    page = page_of_edition(case.edition)
    assert "CANARY cable from Kigali" in page
    case.item.title = "Another title"
    case.item.save()
    case.book.sections.update(body_md="Other words.")
    case.book.entries.update(annotation_md="Other words.")
    after = {name: bytes_of(read(case.edition, name)) for name in before}
    assert after == before
    assert page_of_edition(case.edition) == page


def files(edition: Edition) -> list[EditionFile]:
    return list(EditionFile.objects.filter(issue__edition=edition))


def test_every_file_is_what_its_checksum_and_the_manifest_say() -> None:
    case = Released()
    manifest = json.loads(bytes_of(read(case.edition, "manifest.json")))
    named = {one["name"]: one["sha256"] for one in manifest["files"]}
    assert set(named) == {made.name for made in files(case.edition)} - {"manifest.json"}
    for name, digest in named.items():
        response = read(case.edition, name)
        assert hashlib.sha256(bytes_of(response)).hexdigest() == digest
        assert response["ETag"] == f'"{digest}"'
    assert [entry["record"] for entry in manifest["entries"]] == [case.item.ref]
    assert (manifest["edition"], manifest["issue"], manifest["reissued_on"]) == (1, 1, None)


@pytest.mark.parametrize("close", CLOSINGS)
def test_nothing_of_an_edition_is_given_out_from_the_moment_something_in_it_is_closed(
    close: Callable[[Released], None],
) -> None:
    case = Released()
    names = [made.name for made in files(case.edition)]
    close(case)
    for name in ["", *names]:
        response = read(case.edition, name)
        assert response.status_code == 410, name
        assert "CANARY" not in response.content.decode()
    assert case.edition in owed()


@pytest.mark.parametrize("close", [withdraw, hold, protect_the_sender])
def test_a_reissue_stands_in_its_place_without_what_was_closed(
    close: Callable[[Released], None],
) -> None:
    case = Released()
    sealed = [(made.file.storage, made.file.name) for made in files(case.edition)]
    close(case)
    assert reissue_with_files(case.edition) is not None
    page = page_of_edition(case.edition)
    assert ("CANARY" in page) is (close is protect_the_sender)
    assert "Mugabo" not in page or close is not protect_the_sender
    assert "reissued" in page
    assert all(storage.exists(name) for storage, name in sealed)
    assert reissue_with_files(case.edition) is None


def test_a_picture_made_anew_is_not_in_the_reissue_and_the_document_is() -> None:
    case = Released()
    make_the_image_anew(case)
    reissue_with_files(case.edition)
    page = page_of_edition(case.edition)
    assert "CANARY cable from Kigali" in page
    assert [made for made in files_given(case.edition) if made.name.startswith("images/")] == []


def files_given(edition: Edition) -> list[EditionFile]:
    return list(EditionFile.objects.public().filter(issue__edition=edition))


def test_the_original_stands_again_once_a_hold_is_lifted() -> None:
    case = Released()
    before = page_of_edition(case.edition)
    case.item.hold(by=None)
    reissue_with_files(case.edition)
    assert page_of_edition(case.edition) != before
    ArchivalItem.objects.get(pk=case.item.pk).lift_hold(by=None)
    assert page_of_edition(case.edition) == before


def test_a_closed_edition_says_so_while_its_reissue_is_being_made() -> None:
    case = Released()
    case.item.hold(by=None)
    reissue(case.edition)
    assert read(case.edition).status_code == 410


def test_a_name_in_the_words_of_the_editors_closes_an_edition_once_it_is_protected() -> None:
    case = Released()
    named = make_agent(name="Uwase, Marie", display_name="Marie Uwase", published=True)
    make_section(book=case.book, body_md="MARIE Uwase was there.")
    edition = make_edition(case.book)
    named.privacy = Privacy.WITHHELD
    change(named)
    assert read(edition).status_code == 410
    assert read(case.edition).status_code == 200
    reissue_with_files(edition)
    page = page_of_edition(edition)
    assert "[name withheld] was there." in page
    assert "Uwase" not in page


def change(agent: Agent) -> None:
    """Save a person as the desk does: whoever shows them is told."""
    agent.save()
    dependants.announce_change(agent)


def test_withheld_words_of_testimony_are_gone_from_the_edition_for_good() -> None:
    talk = Conversation()
    book = make_book(published=True)
    make_testimony(book=book, interview=talk.interview)
    edition = make_edition(book)
    words = talk.cue(1).text
    assert words in page_of_edition(edition)
    made = withhold([talk.cue(1)], by=None, reason="She asked.")
    assert read(edition).status_code == 410
    reissue_with_files(edition)
    page = page_of_edition(edition)
    assert words not in page
    assert "These words were withdrawn on" in page
    for redaction in made:
        redaction.delete()
    assert words not in page_of_edition(edition)


def test_corrected_words_of_testimony_leave_an_edition_as_it_is() -> None:
    talk = Conversation()
    book = make_book(published=True)
    make_testimony(book=book, interview=talk.interview)
    edition = make_edition(book)
    before = page_of_edition(edition)
    assert page_of_edition(edition) == before


def test_words_are_struck_by_the_house_for_good() -> None:
    case = Released()
    strike(case.edition, ["read it"], by=None)
    assert read(case.edition).status_code == 410
    reissue_with_files(case.edition)
    page = page_of_edition(case.edition)
    assert "read it" not in page
    assert "[words withdrawn]" in page


def test_what_a_program_can_not_take_out_keeps_an_edition_closed_and_is_told_to_the_house() -> None:
    case = Released()
    make_section(book=case.book, body_md=f"Of “{case.item.title}” more is said here.")
    edition = make_edition(case.book)
    case.item.withdraw(by=None, reason="Asked.")
    assert reissue_with_files(edition) is None
    edition.refresh_from_db()
    assert "still stand" in edition.problem
    assert read(edition).status_code == 410
    strike(edition, [case.item.title], by=None)
    assert reissue_with_files(edition) is not None
    assert "CANARY" not in page_of_edition(edition)


def test_an_edition_is_not_found_before_its_release_and_with_a_hidden_book() -> None:
    case = Released()
    later = make_edition(case.book, at=timezone.now() + timedelta(days=1))
    assert read(later).status_code == 404
    assert read(case.edition).status_code == 200
    case.book.hold(by=None)
    assert read(case.edition).status_code == 404
    assert Client().get(f"/books/{case.book.slug}/editions/").status_code == 404


def test_an_edition_that_nobody_has_read_is_frozen_anew_under_its_number() -> None:
    case = Released()
    release = timezone.now() + timedelta(days=1)
    first = make_edition(case.book, at=release)
    names = [(made.file.storage, made.file.name) for made in files(first)]
    again = make_edition(case.book, at=release)
    assert (first.number, again.number) == (2, 2)
    assert Edition.objects.filter(book=case.book).count() == 2
    assert names


def test_a_second_edition_says_what_is_new_in_it() -> None:
    case = Released()
    with pytest.raises(ValidationError, match="what is new"):
        freeze_edition(case.book, at=timezone.now(), change_note=" ", by=None)
    second = make_edition(case.book, note="Two documents more.")
    page = Client().get(f"/books/{case.book.slug}/editions/").content.decode()
    assert "Two documents more." in page
    assert page.index("Edition 2") < page.index("Edition 1")
    assert (second.kind, case.edition.kind) == ("editorial", "first")


def test_a_release_says_its_time_zone() -> None:
    naive = timezone.now().replace(tzinfo=None)
    with pytest.raises(ValidationError, match="zone"):
        freeze_edition(make_book(published=True), at=naive, change_note="", by=None)


def test_files_that_are_half_made_are_not_given_out_and_are_finished_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    case = Released()
    edition = freeze_edition(case.book, at=timezone.now(), change_note="More.", by=None)
    issue = original_of(edition)

    def fail(matter: Any) -> dict[str, bytes]:
        raise RuntimeError("The process died.")

    makers = making.MAKERS
    monkeypatch.setattr(making, "MAKERS", (makers[0], ("page", fail)))
    with pytest.raises(making.FilesNotMade):
        make_files(issue)
    assert read(edition).status_code == 404
    assert issue.files.exists()
    monkeypatch.setattr(making, "MAKERS", makers)
    kept = {made.pk for made in issue.files.all()}
    make_files(Issue.objects.get(pk=issue.pk))
    assert kept < {made.pk for made in issue.files.all()}
    assert read(edition).status_code == 200


def test_the_house_does_not_read_what_is_sealed_either(client: Client, admin_user: Any) -> None:
    case = Released()
    client.force_login(admin_user)
    assert client.get(case.edition.get_absolute_url()).status_code == 200
    case.item.withdraw(by=None, reason="Asked.")
    assert client.get(case.edition.get_absolute_url()).status_code == 410


def test_a_related_book_that_is_hidden_closes_the_edition_until_its_reissue() -> None:
    book, other = make_book(published=True), make_book(title="A hidden neighbour", published=True)
    make_relation(book=book, other=other)
    edition = make_edition(book)
    other.hold(by=None)
    assert read(edition).status_code == 410
    do_tasks()
    assert "hidden neighbour" not in page_of_edition(edition)
    assert "hidden neighbour" not in str(edition.issues.last().page)


def test_a_person_in_the_glossary_is_held_against_the_rule() -> None:
    person = make_agent(name="Mukamana, Grace", published=True)
    book = make_book()
    make_term(kind="person", label="Grace Mukamana", full_form="", agent=person)
    make_section(book=book, body_md="Grace Mukamana was there.")
    derive_references(book)
    edition = released(book).editions.get()
    make_files(original_of(edition))
    assert "Grace" in page_of_edition(edition)
    person.hold(by=None)
    assert read(edition).status_code == 410

"""The glossary of a book: what it explains, of whom, and to whom."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.test import Client

from briefingbooks.assembly import assemble
from briefingbooks.glossary_uses import follow_term
from briefingbooks.models import Book, GlossaryTerm, GlossaryUse
from briefingbooks.pages import BookPage
from briefingbooks.references import derive_references
from collections_app import dependants
from collections_app.models import Privacy
from collections_app.publication import PublicationState
from tests import cast
from tests.briefingbooks.make import (
    make_book,
    make_event,
    make_section,
    make_term,
    released,
)
from tests.make import make_agent

pytestmark = pytest.mark.django_db


def page_of(book: Book) -> BookPage:
    return assemble(Book.objects.for_page().get(pk=book.pk), AnonymousUser())


def a_book(text: str, **fields: object) -> Book:
    book = make_book(published=True, **fields)  # type: ignore[arg-type]
    make_section(book=book, body_md=text)
    derive_references(book)
    return book


def test_a_word_of_the_house_is_explained_where_a_book_uses_it() -> None:
    make_term(label="UNAMIR", full_form="United Nations Assistance Mission for Rwanda")
    make_term(label="RPF", full_form="Rwandan Patriotic Front")
    book = a_book("UNAMIR came.")
    page = page_of(book)
    assert [term.label for term in page.glossary] == ["UNAMIR"]
    assert "(United Nations Assistance Mission for Rwanda)" in page.sections[-1].html


def test_a_word_of_another_book_is_not_explained() -> None:
    other = make_book(published=True)
    make_term(label="UNAMIR", full_form="Another mission", book=other)
    assert page_of(a_book("UNAMIR came.")).glossary == []


def test_a_word_that_stands_in_a_note_alone_is_in_the_list() -> None:
    make_term(label="UNAMIR", full_form="The mission")
    page = page_of(a_book("Text.[^a]\n\n[^a]: UNAMIR report."))
    assert [term.label for term in page.glossary] == ["UNAMIR"]
    assert "expansion" not in page.notes[0].html


def test_first_use_counts_in_the_order_of_reading() -> None:
    make_term(label="UNAMIR", full_form="The mission")
    book = a_book("UNAMIR in the text.", summary_md="UNAMIR in the summary.")
    make_event(book=book, text_md="UNAMIR in an event.")
    page = page_of(book)
    assert "(The mission)" in page.summary
    assert "expansion" not in page.sections[-1].html + page.events[0].html
    assert 'href="#term-' in page.events[0].html


def test_a_person_follows_the_record() -> None:
    agent = make_agent(name="Porter, Ann", display_name="Ann Porter", published=True)
    make_term(kind="person", label="Ann Porter", agent=agent, definition="Worked there.")
    book = a_book("Ann Porter spoke. The porter spoke.")
    assert page_of(book).glossary[0].url == agent.get_absolute_url()
    agent.privacy, agent.public_name = Privacy.PSEUDONYM, "The porter"
    agent.save()
    term = page_of(book).glossary[0]
    assert (term.label, term.forms) == ("The porter", ("The porter",))
    agent.privacy = Privacy.WITHHELD
    agent.save()
    assert page_of(book).glossary == []


def test_nobody_of_the_house_is_shown_more_of_a_person_either() -> None:
    agent = make_agent(name="Porter, Ann", privacy=Privacy.WITHHELD, published=True)
    make_term(kind="person", label="Ann Porter", agent=agent)
    book = a_book("Ann Porter spoke.")
    page = assemble(Book.objects.for_page().get(pk=book.pk), cast.editor())
    assert page.glossary == []


def test_the_rule_is_that_of_the_books_that_use_the_word() -> None:
    used = make_term(label="UNAMIR", full_form="The mission")
    unused = make_term(label="RPF", full_form="The front")
    book = make_book()
    make_section(book=book, body_md="UNAMIR came.")
    derive_references(book)
    assert not GlossaryTerm.objects.public().exists()
    released(book)
    assert list(GlossaryTerm.objects.public()) == [used]
    assert GlossaryUse.objects.public().count() == 1
    assert unused.uses.count() == 0


def test_a_word_made_later_is_found_in_the_books_there_are() -> None:
    book = a_book("UNAMIR came.")
    term = make_term(label="UNAMIR", full_form="The mission")
    assert page_of(book).glossary == []
    follow_term(term)
    assert [one.label for one in page_of(book).glossary] == ["UNAMIR"]


def test_a_protected_name_in_the_glossary_takes_the_book_back() -> None:
    agent = make_agent(name="Secretname, Ann", privacy=Privacy.WITHHELD, published=True)
    book = a_book("UNAMIR came.")
    term = make_term(label="UNAMIR", full_form="The mission", definition="Led by Ann Secretname.")
    dependants.announce_change(term)
    book.refresh_from_db()
    assert book.state == PublicationState.WITHDRAWN
    assert agent.is_protected


@pytest.mark.parametrize("fields", [{"kind": "person"}, {"kind": "abbreviation", "full_form": ""}])
def test_half_an_entry_is_refused(fields: dict[str, str]) -> None:
    with pytest.raises(ValidationError):
        make_term(**fields)  # type: ignore[arg-type]


def test_the_page_lists_what_it_explains(client: Client) -> None:
    make_term(label="UNAMIR", full_form="The mission", definition="What it was.", key="unamir")
    page = client.get(a_book("UNAMIR came.").get_absolute_url()).content.decode()
    assert '<div id="term-unamir">' in page
    assert '<a href="#glossary">Glossary</a>' in page

"""Related books and translations: told from both sides, and only while both are public."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.test import Client

from briefingbooks.models import Book
from briefingbooks.related_cards import related_to, translations_of
from tests.briefingbooks.make import make_book, make_relation
from tests.make import make_link

pytestmark = pytest.mark.django_db


def said(book: Book) -> list[tuple[str, str]]:
    return [(one.said, one.title) for one in related_to(book)]


@pytest.mark.parametrize(
    ("kind", "forward", "back"),
    [
        ("follows", "Follows", "Followed by"),
        ("related", "Related", "Related"),
        ("supersedes", "Supersedes", "Superseded by"),
    ],
)
def test_a_relation_is_read_from_both_sides(kind: str, forward: str, back: str) -> None:
    one, other = make_book(title="One", published=True), make_book(title="Other", published=True)
    make_relation(book=one, other=other, kind=kind)
    assert said(one) == [(forward, "Other")]
    assert said(other) == [(back, "One")]


def test_a_book_that_is_not_public_is_not_told() -> None:
    public, draft = make_book(published=True), make_book()
    make_relation(book=public, other=draft)
    make_relation(book=draft, other=public)
    assert said(public) == []


def test_a_posting_elsewhere_says_that_it_is_elsewhere(client: Client) -> None:
    book = make_book(published=True)
    relation = make_relation(book=book, note="Read this first.", posted_on="2014-01-09")
    page = client.get(book.get_absolute_url()).content.decode()
    assert relation.link.url in page
    assert "Read this first." in page
    assert '<time datetime="2014-01-09">9 January 2014</time>' in page
    assert related_to(book)[0].is_elsewhere


def test_a_relation_is_to_exactly_one_other_thing() -> None:
    book = make_book()
    with pytest.raises(ValidationError):
        make_relation(book=book, other=book)
    with pytest.raises(ValidationError):
        make_relation(book=book, other=make_book(), link=make_link())


def test_translations_lead_to_each_other_in_their_own_language(client: Client) -> None:
    english = make_book(title="The Fax", published=True)
    french = make_book(title="La télécopie", language="fr", translation_of=english, published=True)
    make_book(title="Rwandan draft", language="rw", translation_of=english)
    page = client.get(english.get_absolute_url()).content.decode()
    assert f'href="{french.get_absolute_url()}" hreflang="fr" lang="fr">Lire en français' in page
    assert "Rwandan draft" not in page
    page = client.get(french.get_absolute_url()).content.decode()
    assert f'href="{english.get_absolute_url()}" hreflang="en" lang="en">Read in English' in page
    assert translations_of(french)[0].is_original


def test_translations_of_one_book_know_one_another() -> None:
    english = make_book(published=True)
    french = make_book(language="fr", translation_of=english, published=True)
    rwandan = make_book(language="rw", translation_of=english, published=True)
    assert [one.language for one in translations_of(french)] == ["en", "rw"]
    assert [one.url for one in translations_of(rwandan)][1] == french.get_absolute_url()


def test_a_translation_is_of_an_original_in_another_language() -> None:
    english = make_book()
    french = make_book(language="fr", translation_of=english)
    for fields in (
        {"language": "en", "translation_of": english},
        {"language": "rw", "translation_of": french},
    ):
        with pytest.raises(ValidationError):
            make_book(**fields)
    english.translation_of = make_book(language="rw")
    with pytest.raises(ValidationError):
        english.full_clean()
    with pytest.raises((IntegrityError, ValueError)):
        english.delete()

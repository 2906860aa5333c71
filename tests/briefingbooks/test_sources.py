"""Published works: who made them, their other keys and editions, and what SQL holds of it."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from briefingbooks.assembly import assemble
from briefingbooks.citing.names import Name
from briefingbooks.citing.reading_names import date_in, names_in
from briefingbooks.editions_of_works import other_editions
from briefingbooks.models import Book, Source, SourceCreator
from briefingbooks.references import derive_references
from collections_app.manifests import NOBODY
from tests.briefingbooks.make import make_book, make_section, make_source

pytestmark = pytest.mark.django_db


def test_creators_stand_in_order_and_a_literal_name_is_never_taken_apart() -> None:
    source = make_source(authors="")
    source.set_creators([Name("Dallaire", "Roméo"), Name("Beardsley", "Brent")])
    source.set_creators([Name(literal="Department of State, Bureau of African Affairs")], "editor")
    assert source.authors == "Roméo Dallaire and Brent Beardsley"
    assert source.authors_sorted == "Dallaire, Roméo, and Brent Beardsley"
    source.set_creators([])
    assert source.authors_sorted == "Department of State, Bureau of African Affairs"


@pytest.mark.parametrize(
    "parts",
    [
        {},
        {"given": "Roméo"},
        {"family": "Dallaire", "literal": "Roméo Dallaire"},
        {"literal": "UN", "suffix": "Jr."},
    ],
)
def test_a_creator_has_a_family_name_or_a_literal_one(parts: dict[str, str]) -> None:
    source = make_source()
    with pytest.raises(ValidationError):
        SourceCreator(source=source, **parts).full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        SourceCreator.objects.create(source=source, **parts)


def test_no_alias_leads_to_itself_in_a_circle_or_past_another() -> None:
    one, two, three = make_source(), make_source(), make_source()
    one.same_as = one
    with pytest.raises(ValidationError, match="can not be another name of itself"):
        one.full_clean()
    with pytest.raises(IntegrityError), transaction.atomic():
        Source.objects.filter(pk=one.pk).update(same_as=one.pk)
    one.same_as = two
    one.full_clean()
    one.save()
    for source, target, words in (
        (two, one, f"“{one.key}” is itself another name of “{two.key}”"),
        (three, one, f"“{one.key}” is itself another name of “{two.key}”"),
        (two, make_source(), f"“{one.key}” is another name of this record"),
    ):
        source.same_as = target
        with pytest.raises(ValidationError, match=words):
            source.full_clean()


def test_an_alias_is_no_edition_and_editions_gather_under_one_record() -> None:
    first = make_source(key="prunier-1995", year="1995")
    second = make_source(key="prunier-1997", year="1997", edition_of=first)
    third = make_source(key="prunier-1998", year="1998", edition_of=first)
    assert other_editions(second, Source.objects.all()) == [first, third]
    assert other_editions(first, Source.objects.all()) == [second, third]
    alias = make_source(same_as=first)
    for fields in ({"edition_of": second}, {"edition_of": alias}, {"same_as": second}):
        record = Source(key="new", title="New", **fields)
        if "same_as" in fields:
            record.edition_of = first
        with pytest.raises(ValidationError):
            record.full_clean()


def test_a_text_that_cites_another_key_prints_the_work_once_in_the_bibliography() -> None:
    main = make_source(key="hrw-1999", title="Leave None to Tell the Story", short_title="Leave")
    make_source(key="des-forges-1999", title="Wrong", same_as=main)
    book = make_book(published=True)
    make_section(
        book=book,
        body_md="A.[^a] B.[^b]\n\n[^a]: {cite}`des-forges-1999; p. 5`.\n\n[^b]: {cite}`hrw-1999`.",
    )
    derive_references(book)
    page = assemble(Book.objects.for_page().get(pk=book.pk), NOBODY)
    assert [note.html for note in page.notes] == [
        "<p>Ann Author, <i>Leave None to Tell the Story</i> (2003), 5.</p>\n",
        "<p>Author, <i>Leave</i>.</p>\n",
    ]
    assert len(page.bibliography) == 1


def test_the_public_sees_a_work_that_a_public_book_cites_under_either_key() -> None:
    main, other = make_source(), make_source()
    alias = make_source(same_as=main)
    for published, key in ((True, alias.key), (False, other.key)):
        book = make_book(published=published)
        make_section(book=book, body_md=f"{{cite}}`{key}`")
        derive_references(book)
    assert set(Source.objects.public()) == {main, alias}
    assert set(SourceCreator.objects.public()) == set(SourceCreator.objects.exclude(source=other))


def test_identifiers_are_checked_and_stand_once() -> None:
    source = make_source(doi="https://doi.org/10.2307/20049616", isbn="978-0-679-31171-3")
    assert source.doi == "10.2307/20049616"
    with pytest.raises(ValidationError, match="Another source has this DOI"):
        make_source(doi="10.2307/20049616")
    make_source(doi="10.2307/20049616", same_as=source)
    for fields in ({"doi": "about it"}, {"isbn": "978-0-679-31171-4"}):
        with pytest.raises(ValidationError):
            make_source(**fields)


@pytest.mark.parametrize(
    ("direct", "turned", "names"),
    [
        ("R. Dallaire", "Dallaire, R.", ["Dallaire, R."]),
        ("Michael Dobbs, ed.", "Dobbs, Michael, ed.", ["Dobbs, Michael"]),
        ("A. W. Dorn, J. Matloff and J. Matthews", "Dorn, A. W., J. Matloff and J. Matthews",
         ["Dorn, A. W.", "Matloff, J.", "Matthews, J."]),
        ("G. Prunier", "", ["Prunier, G."]),
        ("Human Rights Watch", "", ["Human Rights Watch"]),
        ("Department of State, Bureau of African Affairs", "",
         ["Department of State, Bureau of African Affairs"]),
        ("One Name", "Another, Name", ["One Name"]),
        ("", "", []),
    ],
)  # fmt: skip
def test_a_line_of_names_is_taken_apart_only_where_that_is_sure(
    direct: str, turned: str, names: list[str]
) -> None:
    found, is_edited = names_in(direct, turned)
    assert [name.inverted for name in found] == names
    assert is_edited == direct.endswith("ed.")


def test_words_of_a_date_become_a_date_where_they_are_plain() -> None:
    assert date_in("21 April 1994") == ("1994-04-21", "")
    assert date_in("January 2014") == ("2014-01", "")
    assert date_in("undated") == ("", "")
    assert date_in("last changed 11 July 2023") == ("", "last changed 11 July 2023")
    assert date_in("31 June 1994") == ("", "31 June 1994")

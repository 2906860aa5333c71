"""The questions a reader may put, and the numbers beside them."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from collections_app.facets import Facet, facets, with_pages, years
from collections_app.filters import ItemFilter
from collections_app.models import ItemKind, Privacy
from tests import make

pytestmark = pytest.mark.django_db


def ask(query: str) -> ItemFilter:
    return ItemFilter(QueryDict(query))


def titles(query: str) -> list[str]:
    return [item.title for item in ask(query).in_order()]


def facet(query: str, name: str) -> dict[str, int]:
    found: list[Facet] = [one for one in facets(ask(query)) if one.name == name]
    return {value.label: value.count for one in found for value in [*one.values, *one.rest]}


def test_values_of_one_question_widen_and_questions_narrow() -> None:
    make.make_item(title="Cable", kind=ItemKind.CABLE, date_edtf="1993", published=True)
    make.make_item(title="Letter", kind=ItemKind.LETTER, date_edtf="1994", published=True)
    make.make_item(title="Report", kind=ItemKind.REPORT, published=True)
    assert titles("kind=cable&kind=letter") == ["Cable", "Letter"]
    assert titles("kind=cable&kind=letter&year_from=1994") == ["Letter"]


def test_each_question_finds_its_documents() -> None:
    person = make.make_agent(name="Annan, Kofi", display_name="Kofi Annan", published=True)
    place, subject = make.make_place(published=True), make.make_subject(published=True)
    archive = make.make_repository(code="UNARMS", published=True)
    french = make.make_language(code="fr", label_en="French")
    item = make.make_item(
        title="Found",
        subjects=[subject],
        languages=[french],
        copies=[{"repository": archive, "opened": True, "is_shown": True}],
        published=True,
    )
    make.make_item_agent(item=item, agent=person)
    make.make_item_place(item=item, place=place)
    make.make_page(copy=item.copies.get())
    make.make_item(title="Other", published=True)
    for query in (
        "archive=UNARMS",
        f"person={person.slug}",
        f"place={place.slug}",
        f"subject={subject.slug}",
        "language=fr",
        "pages=yes",
        "q=annan",
    ):
        assert titles(query) == ["Found"], query


def test_an_archive_holds_by_its_copies_else_by_the_statement_of_the_item() -> None:
    holder = make.make_repository(code="HOLDER", published=True)
    make.make_item(title="By statement", held_at=holder, published=True)
    make.make_item(title="By copy", copies=[{"repository": holder}], published=True)
    make.make_item(title="Moved", held_at=holder, copies=[{}], published=True)
    assert sorted(titles("archive=HOLDER")) == ["By copy", "By statement"]
    assert facet("", "archive")[holder.name] == 2


def test_an_internal_copy_is_no_reason_to_find_an_item() -> None:
    holder = make.make_repository(code="HOLDER", published=True)
    make.make_item(
        copies=[{}, {"repository": holder, "is_internal": True}], title="Known", published=True
    )
    assert titles("archive=HOLDER") == []
    assert holder.name not in facet("", "archive")


@pytest.mark.parametrize(
    ("edtf", "query", "is_found"),
    [
        ("1994-04-06/1995-07", "year_from=1995&year_to=1995", True),
        ("1994-04-06/1995-07", "year_from=1996", False),
        ("199X", "year_from=1992&year_to=1992", True),
        ("1994/..", "year_from=2001", True),
        ("../1994", "year_to=1950", True),
        ("../1994", "year_from=1995", False),
        ("", "year_from=1", False),
        ("", "year_to=9999", False),
    ],
)
def test_a_year_finds_what_can_be_from_it(edtf: str, query: str, is_found: bool) -> None:
    make.make_item(title="Dated", date_edtf=edtf, published=True)
    assert titles(query) == (["Dated"] if is_found else [])


def test_the_number_beside_a_year_is_what_the_year_finds() -> None:
    for edtf in ("1993", "1993-11/1995-02", "1994~", "1994-06/..", ""):
        make.make_item(date_edtf=edtf, published=True)
    offered = years(ask(""))
    assert [(year.label, year.count) for year in offered] == [("1993", 2), ("1994", 3), ("1995", 2)]
    for year in offered:
        assert len(titles(year.query.removeprefix("?"))) == year.count


def test_many_years_are_offered_by_decade() -> None:
    for year in range(1961, 1980):
        make.make_item(date_edtf=str(year), published=True)
    assert [(year.label, year.count) for year in years(ask(""))] == [("1960s", 9), ("1970s", 10)]


def test_words_are_looked_for_in_what_the_public_reads() -> None:
    make.make_item(title="The fax", scope_and_content="An arms cache", published=True)
    make.make_item(title="Other", original_number="MIR-79", published=True)
    assert titles("q=fax+CACHE") == ["The fax"]
    assert titles("q=mir-79") == ["Other"]
    assert titles("q=fax+mir-79") == []


@pytest.mark.parametrize("field", ["archivist_note", "withdrawal_reason", "rights_note"])
def test_words_are_not_looked_for_in_what_stays_in_the_house(field: str) -> None:
    make.make_item(published=True, **{field: "quetzal"})
    assert titles("q=quetzal") == []


def test_a_protected_name_is_found_only_under_its_public_name() -> None:
    informant = make.make_agent(
        name="Realname", privacy=Privacy.PSEUDONYM, public_name="Jean-Pierre", published=True
    )
    hidden = make.make_agent(name="Secretname", privacy=Privacy.WITHHELD, published=True)
    draft = make.make_agent(name="Draftname")
    item = make.make_item(title="Cable", published=True)
    for agent in (informant, hidden, draft):
        make.make_item_agent(item=item, agent=agent)
    assert titles("q=jean-pierre") == ["Cable"]
    for name in ("realname", "secretname", "draftname", "withheld"):
        assert titles(f"q={name}") == []
    assert facet("", "person") == {"Jean-Pierre": 1}


def test_what_is_not_public_is_neither_counted_nor_a_choice() -> None:
    tomorrow = timezone.now() + timedelta(days=1)
    hidden = make.make_subject(label_en="Hidden subject")
    embargoed = make.make_item(public_from=tomorrow, kind=ItemKind.MAP)
    draft = make.make_item(kind=ItemKind.TREATY, languages=[make.make_language(code="rw")])
    shown = make.make_item(subjects=[hidden], published=True)
    assert [item.pk for item in ask("").in_order()] == [shown.pk]
    assert set(facet("", "kind")) == {"Cable or telegram"}
    assert facet("", "subject") == {}
    assert facet("", "language") == {"English": 1}
    assert {draft.pk, embargoed.pk}.isdisjoint(ask("").narrowed())
    assert ask(f"subject={hidden.slug}").errors.keys() == {"subject"}


def test_a_hidden_choice_and_a_missing_one_are_answered_alike() -> None:
    make.make_repository(code="HIDDEN")
    hidden = str(ask("archive=HIDDEN").errors).replace("HIDDEN", "x")
    missing = str(ask("archive=MISSING").errors).replace("MISSING", "x")
    assert hidden == missing


def test_a_choice_is_counted_without_its_own_question() -> None:
    make.make_item(kind=ItemKind.CABLE, date_edtf="1993", published=True)
    make.make_item(kind=ItemKind.LETTER, date_edtf="1994", published=True)
    assert facet("kind=cable", "kind") == {"Cable or telegram": 1, "Letter": 1}
    assert facet("kind=cable&year_from=1994", "kind") == {"Cable or telegram": 0, "Letter": 1}


def test_pages_are_counted_only_where_readers_may_open_them() -> None:
    opened = make.make_item(copies=[{"opened": True}], published=True)
    closed = make.make_item(copies=[{}], published=True)
    for item in (opened, closed):
        make.make_page(copy=item.copies.get())
    assert with_pages(ask("")) == 1


@pytest.mark.parametrize(
    "query",
    [
        "kind=zzz",
        "status=%27%3B--",
        "year_from=abc",
        "year_from=0",
        "year_to=10000",
        "year_from=99999999999999999999",
        "year_from=1994&year_to=1993",
        "person=-1",
        "language=zz",
        "pages=maybe",
        "sort=random",
        "q=" + "a" * 201,
    ],
)
def test_a_question_without_sense_is_left_out_and_said(query: str) -> None:
    make.make_item(title="Here", published=True)
    asked = ask(query)
    assert [item.title for item in asked.in_order()] == ["Here"]
    assert asked.errors


def test_the_list_can_be_ordered_and_every_order_is_whole() -> None:
    make.make_item(title="B", date_edtf="1994-02", published=True)
    make.make_item(title="A", date_edtf="1994-03", published=True)
    make.make_item(title="C", date_edtf="", published=True)
    assert titles("") == ["B", "A", "C"]
    assert titles("sort=title") == ["A", "B", "C"]
    assert titles("sort=added") == ["C", "A", "B"]
    assert titles("sort=ref") == ["B", "A", "C"]

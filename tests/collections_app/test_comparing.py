"""The page that compares two copies: what it says, to whom, and what it costs."""

import re
from datetime import date
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from collections_app.models import ArchivalItem, Copy
from tests import cast
from tests.collections_app.releases_of_a_memo import (
    END,
    MEANING,
    OPENING,
    PAPER,
    SENT,
    make_release,
    make_releases,
)
from tests.make import (
    make_advisory,
    make_copy,
    make_derivative,
    make_excision,
    make_item,
    make_language,
    make_page,
    make_page_text,
)

pytestmark = pytest.mark.django_db
SECRET = "Quetzal"
DAYS = (date(2004, 6, 1), date(2013, 8, 9))


def address(item: ArchivalItem, *copies: Copy, rest: str = "") -> str:
    asked = "&".join(f"{name}={copy.pk}" for name, copy in zip("ab", copies, strict=False))
    return f"{item.get_absolute_url()}compare/?{asked}{rest}"


def page(client: Client, item: ArchivalItem, *copies: Copy, rest: str = "") -> str:
    response = client.get(address(item, *copies, rest=rest))
    assert response.status_code == 200
    return unescape(response.content.decode())


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", html))


def two(item: ArchivalItem, one: str, other: str, **fields: str) -> tuple[Copy, Copy]:
    return make_release(item, one, DAYS[0]), make_release(item, other, DAYS[1], **fields)


def test_one_sentence_says_what_a_later_release_withholds_and_flags_it(client: Client) -> None:
    item = make_item(published=True)
    copies = two(item, f"{OPENING} {PAPER} {END}", f"{OPENING} [1 line not declassified] {END}")
    shown = page(client, item, *copies)
    assert "The 2013 release withholds 1 passage that the 2004 release had shown." in shown
    assert "Regression" in shown
    assert f"− newly withheld: {PAPER}" in words(shown)
    assert '<del class="is-withheld">' in shown
    assert "1 line not declassified" in shown


def test_the_earlier_release_stands_first_however_they_are_asked_for(client: Client) -> None:
    item = make_item(published=True)
    one, other = two(item, f"{OPENING} [1 line not declassified] {END}", f"{OPENING} {PAPER} {END}")
    for pair in ((one, other), (other, one)):
        shown = page(client, item, *pair)
        assert "The 2013 release shows 1 passage that the 2004 release had withheld." in shown
        assert f"+ newly released: {PAPER}" in words(shown)
        assert "Regression" not in shown


def test_without_dates_nothing_is_said_of_before_and_after(client: Client) -> None:
    item = make_item(published=True)
    one = make_release(item, f"{OPENING} {PAPER} {END}")
    other = make_release(item, f"{OPENING} [1 line not declassified] {END}")
    shown = page(client, item, one, other)
    assert "Copy 2 withholds 1 passage that copy 1 shows." in shown
    assert "newly" not in shown
    assert "Regression" not in shown


def test_without_a_choice_the_earliest_and_the_latest_release_are_compared(client: Client) -> None:
    item = make_item(published=True)
    make_releases(item)
    shown = page(client, item)
    assert "The 2012 release withholds 2 passages that the 2001 release had shown." in shown


def test_of_four_releases_the_fullest_text_says_where_each_passage_was_first_released(
    client: Client,
) -> None:
    item = make_item(published=True)
    make_releases(item)
    shown = words(page(client, item).split('id="fullest"')[1])
    at = [shown.index(one) for one in (OPENING, PAPER, SENT, MEANING, END)]
    assert at == sorted(at)
    for said in ("18 May 2001", "1 June 2004", "2 March 2009"):
        assert f"First released on {said} by The Office" in shown
    listed = words(page(client, item).split('id="regressions"')[1])
    assert "The 2012 release withholds 2 passages that the 2004 release had shown" in listed


def test_the_same_copy_twice_gets_a_message(client: Client) -> None:
    item = make_item(published=True)
    one, _other = two(item, OPENING, OPENING)
    assert "This is the same copy twice" in page(client, item, one, one)


def test_a_document_of_one_copy_says_so(client: Client) -> None:
    item = make_item(published=True)
    make_release(item, OPENING)
    assert "Only one copy" in page(client, item)


@pytest.mark.parametrize("key", ["0", "999999", "x", "-1", "%00", "1e9", "９"])
def test_an_unknown_copy_is_not_found(client: Client, key: str) -> None:
    item = make_item(published=True)
    one, _other = two(item, OPENING, OPENING)
    expected = 200 if key == "%00" else 404
    for asked in (f"?a={key}", f"?a={one.pk}&b={key}"):
        assert client.get(f"{item.get_absolute_url()}compare/{asked}").status_code == expected


def test_hidden_copies_and_those_of_other_documents_are_not_found_alike(client: Client) -> None:
    item = make_item(published=True)
    one, _other = two(item, OPENING, OPENING)
    hidden = make_copy(item=item, is_internal=True)
    stranger = make_release(make_item(published=True), OPENING)
    for copy in (hidden, stranger):
        assert client.get(address(item, one, copy)).status_code == 404
    draft = make_item()
    two(draft, OPENING, OPENING)
    assert client.get(address(draft)).status_code == 404


def test_a_copy_that_is_not_open_is_compared_by_its_facts_alone(client: Client) -> None:
    item = make_item(published=True)
    one = make_release(item, OPENING, DAYS[0], extent="in_full")
    closed = make_copy(item=item, released_on=DAYS[1], extent="withheld")
    make_page_text(page=make_page(copy=closed), text=SECRET)
    shown = page(client, item, one, closed)
    sentence = (
        "The 2013 release withholds the whole document; the 2004 release shows the whole text."
    )
    assert sentence in shown
    assert "Regression" in shown
    assert SECRET not in shown


def test_no_passage_of_a_closed_copy_is_told_or_counted(client: Client) -> None:
    """The words a closed copy shows are neither printed nor counted nor in the fullest text."""
    item = make_item(published=True)
    one, other = two(item, f"{OPENING} [1 line not declassified] {END}", f"{OPENING} {END}")
    before = page(client, item, one, other)
    closed = make_copy(item=item, is_internal=True, released_on=date(2001, 1, 1), extent="in_full")
    make_page_text(page=make_page(copy=closed), text=f"{OPENING} {SECRET} was there too. {END}")
    assert page(client, item, one, other) == before


def test_what_we_withhold_from_one_copy_is_not_told_by_the_other(client: Client) -> None:
    item = make_item(published=True)
    one, other = two(
        item, f"{OPENING} {SECRET} told us. {END}", f"{OPENING} ⟦{SECRET} told us.⟧ {END}"
    )
    shown = page(client, item, one, other)
    assert SECRET not in shown
    assert "Withheld by us" in shown
    assert "withholds nothing that the 2004 release shows; we withhold 1 passage." in shown


def test_a_text_that_is_not_marked_yet_is_not_compared(client: Client) -> None:
    item = make_item(published=True)
    one, other = two(item, f"{OPENING} {PAPER} {END}", f"{OPENING} {SECRET} {END}")
    make_excision(copy=other, page=other.pages.get(), made_by="us", is_burnt=False)
    shown = page(client, item, one, other)
    assert SECRET not in shown
    assert "There is no text of the 2013 release here" in shown


def test_an_excision_placed_in_the_text_is_a_mark(client: Client) -> None:
    item = make_item(published=True)
    one, other = two(item, f"{OPENING} {PAPER} {END}", f"{OPENING} Gone here {END}")
    start = len(OPENING) + 1
    make_excision(
        copy=other, page=other.pages.get(), start=start, end=start + len("Gone here"),
        printed_form="[nine words not declassified]",
    )  # fmt: skip
    shown = page(client, item, one, other)
    assert "withholds 1 passage" in shown
    assert "nine words not declassified" in shown
    assert "Gone here" not in shown


def test_an_area_drawn_on_a_page_explains_words_that_are_missing_there(client: Client) -> None:
    item = make_item(published=True)
    one, other = two(item, f"{OPENING} {PAPER} {END}", f"{OPENING} {END}")
    make_excision(copy=other, page=other.pages.get(), x=0.1, y=0.1, width=0.5, height=0.1)
    assert "withholds 1 passage" in page(client, item, one, other)


def test_material_behind_a_notice_waits_for_the_choice(client: Client) -> None:
    item = make_item(published=True)
    one, other = two(item, f"{OPENING} {PAPER} {END}", f"{OPENING} [1 line not declassified] {END}")
    item.advisories.add(make_advisory(behaviour="click_through"))
    shown = page(client, item, one, other)
    assert "Before you look at the pages" in shown
    for said in (OPENING, PAPER, "newly withheld"):
        assert said not in shown
    assert "private" in client.get(address(item, one, other))["Cache-Control"]
    code = item.advisories.get().code
    client.post("/choices/", {"advisory": code, "choice": "show", "next": "/"})
    assert "newly withheld" in page(client, item, one, other)


def test_pages_stand_beside_one_another_though_one_copy_has_fewer(client: Client) -> None:
    item = make_item(published=True)
    one, other = two(item, OPENING, OPENING)
    extra = make_page(copy=other)
    images = [make_derivative(page=made) for made in (one.pages.get(), other.pages.first(), extra)]
    shown = page(client, item, one, other)
    assert all(image.get_absolute_url() in shown for image in images)
    assert "The 2004 release has no page 2 here." in shown


def test_texts_in_different_languages_are_not_compared(client: Client) -> None:
    item = make_item(published=True)
    one, other = make_release(item, OPENING, DAYS[0]), make_release(item, "", DAYS[1])
    from_other = make_page(copy=other)
    make_page_text(
        page=from_other, text="Le bureau.", language=make_language(code="fr", label_en="French")
    )
    shown = page(client, item, one, other)
    assert "different languages" in shown


def test_the_document_leads_to_the_comparison_where_there_are_two_copies(client: Client) -> None:
    item = make_item(published=True)
    make_release(item, OPENING, DAYS[0], extent="in_full")
    there = f'href="{item.get_absolute_url()}compare/"'
    assert there not in client.get(item.get_absolute_url()).content.decode()
    make_release(item, OPENING, DAYS[1])
    shown = unescape(client.get(item.get_absolute_url()).content.decode())
    assert there in shown
    assert "Compare 2 releases" in shown
    assert "Regression: shows less than the release of 1 June 2004" in words(shown)


def test_staff_compare_a_closed_copy_in_a_preview_that_is_never_kept(client: Client) -> None:
    item = make_item(published=True)
    one, other = two(item, f"{OPENING} {PAPER} {END}", f"{OPENING} {END}")
    Copy.objects.filter(pk=one.pk).update(is_opened=False)
    assert PAPER not in page(client, item, one, other)
    client.force_login(cast.cataloguer())
    response = client.get(address(item, one, other))
    assert PAPER in response.content.decode()
    assert "Preview" in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "Preview" not in page(client, item, other, make_release(item, OPENING))


def test_staff_preview_the_comparison_of_a_draft(client: Client) -> None:
    item = make_item()
    copies = two(item, f"{OPENING} {PAPER} {END}", f"{OPENING} [1 line not declassified] {END}")
    client.force_login(cast.cataloguer())
    response = client.get(address(item, *copies))
    assert "newly withheld" in response.content.decode()
    assert "no-store" in response["Cache-Control"]


def cost(client: Client, item: ArchivalItem, *copies: Copy) -> int:
    with CaptureQueriesContext(connection) as asked:
        page(client, item, *copies)
    return len(asked)


def test_the_page_costs_the_same_for_one_and_for_eleven(client: Client) -> None:
    item = make_item(published=True)
    pair = two(item, f"{OPENING} {PAPER} {END}", f"{OPENING} [1 line not declassified] {END}")
    for copy in pair:
        make_derivative(page=copy.pages.get())
        make_excision(copy=copy)
    first = cost(client, item, *pair)
    for number in range(10):
        for copy in pair:
            grown = make_page(copy=copy)
            make_page_text(page=grown, text=f"Words of page {number}.")
            make_derivative(page=grown)
            make_excision(copy=copy, page=grown)
        make_release(item, f"{OPENING} {END}", date(2014, 1, number + 1))
    assert cost(client, item, *pair) == first
    assert first <= 20


def test_a_copy_known_to_the_house_only_is_compared_by_the_house_alone(client: Client) -> None:
    """Staff who may see what is not public compare it; readers get what they always got."""
    item = make_item(published=True)
    one, other = two(item, f"{OPENING} {PAPER} {END}", f"{OPENING} {END}")
    before = page(client, item)
    inside = make_copy(
        item=item, is_internal=True, released_on=date(2015, 1, 1), extent="in_full", opened=True
    )
    make_page_text(page=make_page(copy=inside), text=f"{OPENING} {SECRET} was there too. {END}")
    assert page(client, item) == before
    assert client.get(address(item, one, inside)).status_code == 404
    client.force_login(cast.director())
    response = client.get(address(item, other, inside))
    shown = unescape(response.content.decode())
    assert response.status_code == 200
    assert SECRET in shown
    assert "known to the house only" in shown
    assert "no-store" in response["Cache-Control"]
    assert "no-store" in client.get(address(item, one, other))["Cache-Control"]
    assert (
        "Anyone may open it here." not in shown.split('id="fullest"')[0].split("1 January 2015")[-1]
    )


def test_what_a_copy_of_the_house_shows_makes_no_release_a_regression(client: Client) -> None:
    item = make_item(published=True)
    one = make_release(item, f"{OPENING} {END}", DAYS[1])
    inside = make_copy(item=item, is_internal=True, released_on=DAYS[0], extent="in_full")
    make_page_text(page=make_page(copy=inside), text=f"{OPENING} {SECRET}. {END}")
    client.force_login(cast.director())
    shown = page(client, item, one, inside)
    assert 'id="regressions"' not in shown
    assert SECRET not in "".join(shown.split('id="fullest"')[1:])


@pytest.mark.parametrize("person", ["reader", "outsider_with_account"])
def test_one_copy_beside_one_of_the_house_is_one_copy_for_readers(
    person: str, client: Client
) -> None:
    item = make_item(published=True)
    make_release(item, OPENING)
    inside = make_copy(item=item, is_internal=True)
    if person != "reader":
        client.force_login(getattr(cast, person)())
    assert "Only one copy" in page(client, item)
    assert client.get(address(item, inside)).status_code == 404

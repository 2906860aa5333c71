"""A notice that asks first: nothing is sent before the reader chooses, in any form or place."""

import re
from typing import Any

import pytest
from django.test import Client

from collections_app.choices import COOKIE
from collections_app.models import ArchivalItem, Derivative
from tests import cast
from tests.collections_app.scans import scanned_copy, scanned_item
from tests.make import make_advisory, make_collection, make_derivative, make_page, make_page_text

pytestmark = pytest.mark.django_db


def choice(client: Client, *codes: str, wish: str = "show", **fields: str) -> Any:
    return client.post("/choices/", {"advisory": list(codes), "choice": wish, **fields})


def page_of(client: Client, item: ArchivalItem) -> str:
    return client.get(item.get_absolute_url()).content.decode()


def images_of(item: ArchivalItem) -> dict[str, Derivative]:
    return {made.kind: made for made in Derivative.objects.filter(page__copy__item=item)}


def guarded() -> tuple[ArchivalItem, str]:
    """Make a scanned photograph behind a notice; return it with the code of the notice."""
    advisory = make_advisory(behaviour="click_through", text_en="Shows the dead.")
    return scanned_item(title="A photograph", advisories=[advisory]), advisory.code


def answers(client: Client, item: ArchivalItem) -> dict[str, int]:
    """Return what each image of an item answers, by its kind."""
    images = images_of(item)
    found = {kind: client.get(made.get_absolute_url()).status_code for kind, made in images.items()}
    found["info"] = client.get(images["tiles"].get_information_url()).status_code
    return found


def test_nothing_of_the_pages_is_sent_before_the_choice(client: Client) -> None:
    item, _ = guarded()
    shown = page_of(client, item)
    assert "A photograph" in shown
    assert "Shows the dead." in shown
    assert "What it is." in shown
    assert "Words 1." not in shown
    assert not [made for made in images_of(item).values() if str(made.uuid) in shown]
    assert answers(client, item) == {
        "display": 403, "thumbnail": 403, "tiles": 403, "info": 403, "blurred": 200,
    }  # fmt: skip


def test_the_choice_is_a_form_that_leads_back_and_is_kept_by_the_browser(client: Client) -> None:
    item, code = guarded()
    back = f"{item.get_absolute_url()}#pages"
    assert f'name="next" value="{back}"' in page_of(client, item)
    answer = choice(client, code, next=back)
    assert (answer.status_code, answer["Location"]) == (303, back)
    kept = answer.cookies[COOKIE]
    assert (kept["httponly"], kept["samesite"], kept["max-age"]) == (True, "Lax", "")
    shown = page_of(client, item)
    assert "Words 1." in shown
    assert images_of(item)["display"].get_absolute_url() in shown
    assert "Hide it again" in shown
    assert set(answers(client, item).values()) == {200}


def test_what_one_reader_chose_is_kept_by_no_cache_and_read_by_no_other_site(
    client: Client,
) -> None:
    item, code = guarded()
    assert client.get(item.get_absolute_url())["Cache-Control"] == "private, no-store"
    choice(client, code)
    images = images_of(item)
    for address in (
        item.get_absolute_url(),
        images["display"].get_absolute_url(),
        images["tiles"].get_information_url(),
    ):
        answer = client.get(address)
        assert answer["Cache-Control"] == "private, no-store"
        assert "Access-Control-Allow-Origin" not in answer
    assert "Cookie" in client.get(item.get_absolute_url())["Vary"]
    assert client.get(f"{item.get_absolute_url()}manifest.json").status_code == 404


def test_the_choice_can_be_taken_back(client: Client) -> None:
    item, code = guarded()
    choice(client, code)
    choice(client, code, wish="hide")
    assert "Words 1." not in page_of(client, item)
    assert answers(client, item)["display"] == 403


def test_a_choice_holds_for_its_own_notice_only(client: Client) -> None:
    item, code = guarded()
    other, other_code = guarded()
    choice(client, code)
    assert "Words 1." in page_of(client, item)
    assert "Words 1." not in page_of(client, other)
    assert answers(client, other)["display"] == 403
    item.advisories.add(*other.advisories.all())
    assert "Words 1." not in page_of(client, item)
    choice(client, other_code)
    assert "Words 1." in page_of(client, item)


@pytest.mark.parametrize("kept", ["forged", "", "."])
def test_a_forged_choice_counts_for_nothing(client: Client, kept: str) -> None:
    item, code = guarded()
    client.cookies[COOKIE] = f"{code}{kept}"
    assert "Words 1." not in page_of(client, item)
    assert answers(client, item)["tiles"] == 403


def test_only_notices_that_ask_are_remembered(client: Client) -> None:
    staff_only = make_advisory(behaviour="staff_only")
    item = scanned_item(advisories=[staff_only])
    answer = choice(client, staff_only.code, "no-such", "x" * 5000, *map(str, range(999)))
    assert answer.cookies[COOKIE].value == ""
    assert set(answers(client, item).values()) == {404}


@pytest.mark.parametrize("next_page", ["//evil.example/", "https://evil.example/", "", "\\evil"])
def test_a_choice_leads_to_this_site_only(client: Client, next_page: str) -> None:
    assert choice(client, next=next_page)["Location"] == "/items/"


def test_a_choice_is_made_by_a_form_and_not_by_following_a_link() -> None:
    item, code = guarded()
    careful = Client(enforce_csrf_checks=True)
    assert careful.get("/choices/").status_code == 405
    assert choice(careful, code).status_code == 403
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page_of(careful, item))
    assert token
    assert choice(careful, code, csrfmiddlewaretoken=token[1]).status_code == 303


def test_a_page_without_such_a_notice_sets_no_cookie(client: Client) -> None:
    item = scanned_item(advisories=[make_advisory()])
    answer = client.get(item.get_absolute_url())
    assert not answer.cookies
    assert answer["Cache-Control"] == "no-cache"


def test_a_notice_of_a_series_asks_for_its_documents_and_says_so(client: Client) -> None:
    series = make_collection(title="Photographs", level="series", published=True)
    series.advisories.add(make_advisory(behaviour="click_through"))
    item = scanned_item()
    item.copies.update(collection=series)
    shown = page_of(client, item)
    assert "Words 1." not in shown
    assert "series “Photographs”" in shown
    assert series.get_absolute_url() in shown
    assert answers(client, item)["display"] == 403


def test_a_notice_of_one_file_keeps_back_its_pages_and_no_others(client: Client) -> None:
    item = scanned_item(pages=2)
    second = item.copies.get().pages.get(number=2)
    second.file = item.copies.get().files.create(original_name="b", sha256="b", processing="ready")
    second.save()
    advisory = make_advisory(behaviour="click_through", text_en="Shows the dead.")
    second.file.advisories.add(advisory)
    shown = page_of(client, item)
    assert "Words 1." in shown
    assert "Words 2." not in shown
    assert "This page is not sent to you until you choose" in shown
    assert "Show what is kept back" in shown
    choice(client, advisory.code)
    shown = page_of(client, item)
    assert "Words 2." in shown
    assert shown.count("Shows the dead.") == 2  # what was chosen, and above the page itself
    said = client.get(f"{item.get_absolute_url()}manifest.json").json()
    assert [canvas["label"]["en"] for canvas in said["items"]] == [["page 1"]]


def test_every_copy_asks(client: Client) -> None:
    item, _ = guarded()
    other = scanned_copy(item=item, pages=1)
    shown = client.get(f"{item.get_absolute_url()}?copy={other.pk}").content.decode()
    assert "Words 1." not in shown


def test_people_of_the_house_work_with_the_images_and_see_the_page_of_a_reader(
    client: Client,
) -> None:
    item, _ = guarded()
    client.force_login(cast.cataloguer())
    assert set(answers(client, item).values()) == {200}
    assert client.get(images_of(item)["display"].get_absolute_url())["Cache-Control"] == (
        "private, no-store"
    )
    assert "Words 1." not in page_of(client, item)


def test_an_account_of_no_house_is_asked_like_everyone(client: Client) -> None:
    item, _ = guarded()
    client.force_login(cast.outsider_with_account())
    assert answers(client, item)["display"] == 403


def test_a_list_shows_what_is_guarded_blurred_or_not_at_all(client: Client) -> None:
    item, code = guarded()
    choice(client, code)
    images, listed = images_of(item), client.get("/items/").content.decode()
    assert images["blurred"].get_absolute_url() in listed
    assert images["thumbnail"].get_absolute_url() not in listed
    assert "Blurred: a notice comes first" in listed
    images["blurred"].delete()
    listed = client.get("/items/").content.decode()
    assert images["thumbnail"].get_absolute_url() not in listed


def test_a_list_shows_clear_what_nobody_has_to_be_asked_about(client: Client) -> None:
    item = scanned_item(advisories=[make_advisory()])
    images, listed = images_of(item), client.get("/items/").content.decode()
    assert images["thumbnail"].get_absolute_url() in listed
    assert images["blurred"].get_absolute_url() not in listed


def test_a_text_alone_is_kept_back_too(client: Client) -> None:
    item = scanned_item(pages=0, advisories=[make_advisory(behaviour="click_through")])
    make_page_text(page=make_page(copy=item.copies.get()), text="Words alone.")
    assert "Words alone." not in page_of(client, item)
    make_derivative(page=item.copies.get().pages.get())
    assert "Words alone." not in page_of(client, item)

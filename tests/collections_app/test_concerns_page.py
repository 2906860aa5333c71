"""The page for people who are named or shown here: plain, confidential, hard to abuse."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.cache import cache
from django.test import Client

from collections_app.models import Concern
from collections_app.views_concerns import MOST_AN_HOUR
from tests.make import make_agent, make_item

pytestmark = pytest.mark.django_db

ADDRESS = "/people-affected/"


@pytest.fixture(autouse=True)
def _nobody_has_written_yet() -> None:
    cache.clear()


def asked(**fields: Any) -> dict[str, Any]:
    facts = {"kind": "removal", "relation": "kin", "message": "My sister is shown.",
             "sent_as": str(uuid4())}  # fmt: skip
    return facts | fields


def test_a_request_is_kept_and_answered_with_a_code_that_leads_nowhere(client: Client) -> None:
    page = asked(page_address="/items/FTP-0001/", name="A", contact="a@b.org", language="fr")
    answer = client.post(ADDRESS, page)
    concern = Concern.objects.get()
    assert answer.status_code == 200
    assert concern.code in answer.content.decode()
    assert (concern.stage, concern.relation, concern.contact) == ("new", "kin", "a@b.org")
    assert len(set(concern.code) - {"-"}) > 3
    for place in ("", "people-affected/", "items/", "people/"):
        assert client.get(f"/{place}{concern.code}/").status_code == 404


def test_name_and_contact_may_be_left_empty_and_no_address_is_kept(client: Client) -> None:
    client.post(ADDRESS, asked(), REMOTE_ADDR="203.0.113.77")
    concern = Concern.objects.get()
    assert (concern.name, concern.contact) == ("", "")
    kept = [str(getattr(concern, field.attname)) for field in Concern._meta.concrete_fields]
    assert not any("203.0.113" in value for value in kept)
    assert not any("203.0.113" in str(key) for key in getattr(cache, "_cache", {}))


def test_the_page_is_in_no_cache_and_no_index_and_needs_no_script(client: Client) -> None:
    for answer in (client.get(ADDRESS), client.post(ADDRESS, asked())):
        assert "no-store" in answer["Cache-Control"]
        assert "noindex" in answer["X-Robots-Tag"]
    page = client.get(ADDRESS).content.decode()
    assert '<meta name="robots" content="noindex, nofollow">' in page
    form = page[page.index('<form class="form"') :]
    assert "<script" not in form[: form.index("</form>")]


def test_without_its_token_a_form_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ADDRESS, asked()).status_code == 403
    assert not Concern.objects.exists()


def test_a_form_sent_twice_is_kept_once(client: Client) -> None:
    form = asked()
    first, second = client.post(ADDRESS, form), client.post(ADDRESS, form)
    assert Concern.objects.count() == 1
    code = Concern.objects.get().code
    assert code in first.content.decode()
    assert code in second.content.decode()


def test_a_form_without_its_number_is_kept_all_the_same(client: Client) -> None:
    client.post(ADDRESS, asked(sent_as="no number"))
    assert Concern.objects.count() == 1


def test_a_program_that_fills_in_everything_is_thanked_and_not_kept(client: Client) -> None:
    answer = client.post(ADDRESS, asked(website="https://spam.example"))
    assert "We have received your request" in answer.content.decode()
    assert not Concern.objects.exists()


def test_too_many_from_one_address_wait_and_keep_what_they_typed(client: Client) -> None:
    for _ in range(MOST_AN_HOUR):
        assert client.post(ADDRESS, asked()).status_code == 200
    answer = client.post(ADDRESS, asked(message="Typed with care."))
    assert answer.status_code == 429
    assert "Typed with care." in answer.content.decode()
    assert Concern.objects.count() == MOST_AN_HOUR


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"kind": ""}, "Choose what you ask for"),
        ({"kind": "everything"}, "Select a valid choice"),
        ({"relation": ""}, "Choose one"),
        ({"message": ""}, "Tell us which page you mean"),
        ({"message": "x" * 20_001}, "at most 20000"),
        ({"message": "a\x00b"}, "Null characters"),
    ],
)
def test_what_is_missing_is_said_and_nothing_typed_is_lost(
    client: Client, fields: dict[str, str], message: str
) -> None:
    answer = client.post(ADDRESS, asked(name="Somebody", **fields))
    assert answer.status_code == 200
    assert message in answer.content.decode()
    assert 'value="Somebody"' in answer.content.decode()
    assert not Concern.objects.exists()


def test_pages_lead_here_and_their_address_stands_in_the_form(client: Client) -> None:
    item, person = make_item(published=True), make_agent(published=True)
    for record in (item, person):
        page = client.get(record.get_absolute_url()).content.decode()
        link = f'{ADDRESS}?page={record.get_absolute_url()}"'
        assert link in page
        form = client.get(f"{ADDRESS}?page={record.get_absolute_url()}").content.decode()
        assert f'value="{record.get_absolute_url()}"' in form
    assert f'href="{ADDRESS}"' in client.get("/").content.decode()


@pytest.mark.parametrize(
    "page", ["https://evil.example/x", "//evil.example", "javascript:alert(1)", "x", "/\x00", "<b>"]
)
def test_no_other_address_stands_in_the_form(client: Client, page: str) -> None:
    answer = client.get(ADDRESS, {"page": page}).content.decode()
    assert "evil" not in answer
    assert "alert(1)" not in answer
    assert "<b>" not in answer


def test_the_form_says_the_same_for_a_hidden_page_and_for_none(client: Client) -> None:
    hidden = make_item()
    one = client.get(ADDRESS, {"page": hidden.get_absolute_url()}).content.decode()
    other = client.get(ADDRESS, {"page": "/items/FTP-9999/"}).content.decode()
    strip = ("csrfmiddlewaretoken", "sent_as")
    lines = [
        [line for line in text.replace(hidden.ref, "FTP-9999").splitlines()
         if not any(word in line for word in strip)] for text in (one, other)
    ]  # fmt: skip
    assert lines[0] == lines[1]

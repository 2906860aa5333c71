"""What the API says of itself is whole, true of its answers, and needs nothing from elsewhere."""

from typing import Any

import jsonschema
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from briefingbooks.api.questions import QUESTIONS
from briefingbooks.open_data.kinds import KINDS, PASSAGES
from tests.make import make_agent, make_copy, make_item, make_item_agent, make_repository

pytestmark = pytest.mark.django_db


def described(client: Client) -> Any:
    response = client.get("/api/v1/openapi.json")
    assert response.status_code == 200
    assert response["Access-Control-Allow-Origin"] == "*"
    return response.json()


def test_every_list_record_and_question_is_described(client: Client) -> None:
    said = described(client)
    assert said["openapi"].startswith("3.")
    for kind in KINDS:
        if kind is not PASSAGES:
            assert {f"/api/v1/{kind.name}", f"/api/v1/{kind.name}/{{identifier}}"} <= set(
                said["paths"]
            )
    assert "/api/v1/interviews/{identifier}/passages" in said["paths"]
    for path in said["paths"].values():
        assert set(path) == {"get"}
        assert path["get"]["summary"]
        assert path["get"]["description"]
        assert {"200", "422", "429"} <= set(path["get"]["responses"])
    asked = said["paths"]["/api/v1/items"]["get"]["parameters"]
    names = {one["name"] for one in asked}
    assert {"q", "kind", "status", "archive", "year_from", "cursor", "limit"} <= names
    assert "sort" not in names
    assert all(one.get("description") or one["schema"].get("description") for one in asked)


def test_the_description_reads_no_record(client: Client) -> None:
    """It is made when the program starts, before there is a database."""
    with CaptureQueriesContext(connection) as queries:
        for questions in QUESTIONS.values():
            assert questions.described()
        described(client)
    assert [one["sql"] for one in queries] == []


def test_answers_are_as_they_are_described(client: Client) -> None:
    item = make_item(published=True)
    make_copy(item=item, repository=make_repository(published=True), opened=True)
    make_item_agent(item=item, agent=make_agent(published=True))
    said = described(client)
    for path in ("items", f"items/{item.ref}", "archives", "people"):
        name = f"/api/v1/{path.replace(item.ref, '{identifier}')}"
        answers = said["paths"][name]["get"]["responses"]
        schema = answers["200"]["content"]["application/json"]["schema"]
        whole = {**schema, "components": said["components"]}
        jsonschema.validate(client.get(f"/api/v1/{path}").json(), whole)


def test_the_page_about_it_is_in_plain_words_and_loads_nothing_from_elsewhere(
    client: Client, settings: Any
) -> None:
    settings.API_QUESTIONS_A_MINUTE = 300
    page = client.get("/api/v1/").content.decode()
    for kind in KINDS:
        if kind is not PASSAGES:
            assert f'href="http://testserver/api/v1/{kind.name}"' in page
    assert "300 questions in a minute" in page
    assert "cdn" not in page
    assert 'src="http' not in page
    assert client.get("/api/v1/docs", follow=True).status_code == 404

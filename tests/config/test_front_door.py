"""The door of the house, seen through a real browser and through its headers."""

import pytest
from django.test import Client
from playwright.sync_api import ConsoleMessage, Page, Request, Response, expect
from pytest_django.live_server_helper import LiveServer

from tests import cast

LOGIN = "/accounts/login/"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_person_signs_in_and_reaches_the_desks(live_server: LiveServer, page: Page) -> None:
    complaints: list[str] = []
    failures: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type == "error" and "Failed to load resource" not in message.text:
            complaints.append(message.text)

    def follow(response: Response) -> None:
        if response.status >= 400 and not response.url.endswith("/favicon.ico"):
            failures.append(f"{response.status} {response.url}")

    def leave(request: Request) -> None:
        if not request.url.startswith((live_server.url, "data:")):
            failures.append(f"leaves the house for {request.url}")

    page.on("console", note)
    page.on("response", follow)
    page.on("request", leave)
    person = cast.cataloguer()
    page.goto(f"{live_server.url}/admin/")
    page.locator("[name=login]").fill(person.username)
    page.locator("[name=password]").fill(cast.PASSWORD)
    page.locator("[name=password]").press("Enter")
    expect(page).to_have_url(f"{live_server.url}/admin/")
    assert complaints == []
    assert failures == []


@pytest.mark.django_db
def test_pages_run_and_load_nothing_that_is_not_ours(client: Client) -> None:
    headers = client.get(LOGIN).headers
    policy = dict(
        part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";")
    )
    assert policy["default-src"] == policy["object-src"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.django_db
def test_no_script_can_read_the_cookies(client: Client) -> None:
    client.get(LOGIN)
    client.post(LOGIN, {"login": cast.editor().username, "password": cast.PASSWORD})
    assert set(client.cookies) >= {"sessionid", "csrftoken"}
    for cookie in client.cookies.values():
        assert cookie["httponly"]
        assert cookie["samesite"] == "Lax"

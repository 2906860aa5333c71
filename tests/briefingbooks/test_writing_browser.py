"""The writing desk in a browser: with the keyboard alone, in light and dark, wide and narrow."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from briefingbooks.models import Section
from tests import cast
from tests.briefingbooks.make import make_book, make_section
from tests.collections_app.desks import page_of
from tests.make import make_copy, make_item
from tests.oralhistory.make import make_interview, make_media

pytestmark = pytest.mark.browser


def open_desk(page: Page, live_server: LiveServer, section: Section, text: str = "") -> None:
    client = Client()
    client.force_login(cast.editor())
    name = settings.SESSION_COOKIE_NAME
    page.context.add_cookies(
        [{"name": name, "value": client.cookies[name].value, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{page_of(section)}")
    if text:
        page.locator("#id_body_md").fill(text)


def broken_rules(page: Page) -> list[Any]:
    found = Axe().run(page).response["violations"]
    return [(one["id"], [node["html"] for node in one["nodes"]]) for one in found]


@pytest.mark.django_db(transaction=True)
def test_a_document_is_named_with_the_keyboard_alone(page: Page, live_server: LiveServer) -> None:
    item = make_item(title="The cable", published=True)
    copy = make_copy(item=item)
    section = make_section(book=make_book())
    open_desk(page, live_server, section)
    page.locator("#id_body_md").fill("")
    page.get_by_role("button", name="Bold").focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_role("button", name="Document", exact=True)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("searchbox", name="Look for")).to_be_focused()
    page.keyboard.type("cable")
    expect(page.get_by_role("status").get_by_text("1 found")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("dialog select option")).to_have_count(2)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.type("p. 2")
    page.keyboard.press("Enter")
    area = page.locator("#id_body_md")
    expect(area).to_be_focused()
    expect(area).to_have_value(f"{{doc}}`{item.ref}@c{copy.pk}; p. 2`")
    page.keyboard.press("Control+z")
    expect(area).to_have_value("")


@pytest.mark.django_db(transaction=True)
def test_escape_leaves_the_text_as_it_was_and_returns_to_it(
    page: Page, live_server: LiveServer
) -> None:
    section = make_section(book=make_book())
    open_desk(page, live_server, section, "Words.")
    page.get_by_role("button", name="Source").click()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)
    expect(page.locator("#id_body_md")).to_be_focused()
    expect(page.locator("#id_body_md")).to_have_value("Words.")


@pytest.mark.django_db(transaction=True)
def test_a_note_is_called_here_and_written_at_the_end(page: Page, live_server: LiveServer) -> None:
    section = make_section(book=make_book())
    open_desk(page, live_server, section, "One.")
    page.get_by_role("button", name="Note").click()
    page.keyboard.type("A body.")
    expect(page.locator("#id_body_md")).to_have_value("One.[^n1]\n\n[^n1]: A body.")


@pytest.mark.django_db(transaction=True)
def test_a_stretch_of_a_recording_is_chosen_while_it_can_be_heard(
    page: Page, live_server: LiveServer
) -> None:
    interview = make_interview(title="Told", published=True)
    make_media(interview=interview, duration_ms=90_000)
    section = make_section(book=make_book())
    open_desk(page, live_server, section)
    page.locator("#id_body_md").fill("")
    page.get_by_role("button", name="Testimony").click()
    page.get_by_role("radio").check()
    expect(page.locator("dialog audio")).to_be_visible()
    page.get_by_role("button", name="Begin here").click()
    expect(page.get_by_label("From (0:12:31)")).to_have_value("00:00:00")
    page.get_by_label("To (0:13:05)").fill("0:00:20")
    page.get_by_role("button", name="Insert", exact=True).click()
    expect(page.locator("#id_body_md")).to_have_value(
        f"{{testimony}}`{interview.ref}; 00:00:00-0:00:20`"
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 800])
def test_the_desk_its_preview_and_its_dialogs_can_be_used_by_everybody(
    browser: Browser, live_server: LiveServer, scheme: Any, width: int
) -> None:
    item = make_item(title="The cable")
    section = make_section(book=make_book())
    page = browser.new_page(color_scheme=scheme, viewport={"width": width, "height": 900})
    try:
        open_desk(page, live_server, section, f"*A* {{doc}}`{item.ref}`.[^a]\n\n[^a]: B.\n\nibid.")
        page.get_by_role("button", name="Preview").click()
        expect(page.get_by_text("2 remarks")).to_be_visible()
        expect(page.locator(".writing-printed em")).to_have_text("A")
        assert not broken_rules(page)
        page.locator("[data-line]").first.click()
        expect(page.locator("#id_body_md")).to_be_focused()
        page.get_by_role("button", name="Document", exact=True).click()
        expect(page.get_by_role("radio")).to_have_count(1)
        assert not broken_rules(page)
        wide = page.evaluate("document.querySelector('.writing-desk').scrollWidth")
        assert wide <= width
    finally:
        page.close()


@pytest.mark.django_db(transaction=True)
def test_a_link_is_written_from_the_words_chosen(page: Page, live_server: LiveServer) -> None:
    section = make_section(book=make_book())
    open_desk(page, live_server, section, "See this.")
    page.locator("#id_body_md").press("Control+a")
    page.get_by_role("button", name="Link").click()
    expect(page.get_by_label("Words", exact=True)).to_have_value("See this.")
    page.get_by_role("textbox", name="Address").fill("https://e.org/a_(b)")
    page.keyboard.press("Enter")
    expect(page.locator("#id_body_md")).to_have_value("[See this.](<https://e.org/a_(b)>)")

"""Pages of a document in a browser: enlarged by keyboard, and the choice without a script."""

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from collections_app.models import ArchivalItem
from tests.collections_app.scans import scanned_item
from tests.make import make_advisory, make_page, make_page_text

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement"


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: errors, refused styles and scripts, failed requests."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    page.on("requestfailed", lambda request: found.append(request.url))
    yield found
    assert found == []


def visit(page: Page, live_server: LiveServer, item: ArchivalItem, rest: str = "") -> None:
    page.goto(f"{live_server.url}{item.get_absolute_url()}{rest}")


def wait_for_tiles(page: Page) -> None:
    expect(page.locator(".viewer-said")).to_be_empty()
    expect(page.locator(".openseadragon-canvas canvas")).to_be_visible()


def test_a_page_is_enlarged_by_keyboard_and_left_again(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    item = scanned_item(title="A cable", pages=2)
    visit(page, live_server, item)
    assert page.evaluate("typeof window.OpenSeadragon") == "undefined"
    first = page.get_by_role("button", name="Enlarge page 1")
    first.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Page 1")
    expect(dialog).to_be_visible()
    wait_for_tiles(page)
    image = page.get_by_role("application", name="A cable: page 1")
    expect(image).to_be_focused()
    assert page.url.endswith("#page-1-zoom")
    page.keyboard.press("+")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("PageDown")
    expect(page.get_by_role("dialog", name="Page 2")).to_be_visible()
    wait_for_tiles(page)
    expect(page.get_by_role("button", name="Next page")).to_be_disabled()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Enlarge page 2")).to_be_focused()
    assert page.url.endswith("#page-2")


def test_tiles_are_fetched_as_they_are_needed(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    item = scanned_item()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    visit(page, live_server, item)
    assert not [url for url in asked if "/iiif/" in url or "openseadragon" in url]
    page.get_by_role("button", name="Enlarge page 1").click()
    wait_for_tiles(page)
    for _ in range(4):
        page.get_by_role("button", name="Enlarge", exact=True).click()
        page.wait_for_timeout(300)
    tiles = {url.split("/iiif/")[1].split("/", 1)[1] for url in asked if "/iiif/" in url}
    assert "info.json" in tiles
    assert any("/512,512/" in tile for tile in tiles)


def test_every_control_of_the_viewer_is_reached_by_tab_and_says_what_it_does(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    visit(page, live_server, scanned_item(title="A cable", pages=2), "#page-1-zoom")
    wait_for_tiles(page)
    page.get_by_role("button", name="Enlarge", exact=True).focus()
    reached = []
    for _ in range(6):
        reached.append(
            page.evaluate(f"{FOCUSED}.getAttribute('aria-label') || {FOCUSED}.innerText")
        )
        page.keyboard.press("Tab")
    assert reached == [
        "Enlarge", "Reduce", "Whole page", "Turn the page by a quarter", "Next page", "Close",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("rest", ["", "#page-1-zoom"])
def test_the_page_is_without_faults_of_accessibility_and_as_wide_as_the_window(
    live_server: LiveServer, page: Page, complaints: list[str], rest: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 700})
    visit(page, live_server, scanned_item(title="A cable", pages=2), rest)
    if rest:
        wait_for_tiles(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found] == []


def test_an_address_of_a_page_opens_there_and_may_open_it_enlarged(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    item = scanned_item(pages=3)
    visit(page, live_server, item, "#page-3")
    expect(page.locator("#page-3")).to_be_in_viewport()
    visit(page, live_server, item, "?x=1#page-2-zoom")
    expect(page.get_by_role("dialog", name="Page 2")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    expect(page.locator("#page-2")).to_be_in_viewport()


def test_an_anchor_in_another_stretch_of_a_long_document_leads_there(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    item = scanned_item()
    copy = item.copies.get()
    for number in range(2, 26):
        make_page_text(page=make_page(copy=copy, number=number), text=f"Words {number}.")
    visit(page, live_server, item, "#page-23")
    expect(page.get_by_text("Words 23.")).to_be_in_viewport()
    assert "at=23" in page.url


def test_who_wants_little_motion_gets_none(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    page.emulate_media(reduced_motion="reduce")
    visit(page, live_server, scanned_item(), "#page-1-zoom")
    wait_for_tiles(page)
    page.get_by_role("button", name="Enlarge", exact=True).click()
    expect(page.get_by_role("dialog")).to_be_visible()


def test_without_a_script_pages_are_read_and_choices_made(
    live_server: LiveServer, browser: Browser
) -> None:
    advisory = make_advisory(behaviour="click_through", text_en="Shows the dead.")
    item = scanned_item(title="A photograph", advisories=[advisory], abstract="By a road.")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    visit(page, live_server, item)
    expect(page.get_by_text("By a road.")).to_be_visible()
    expect(page.get_by_text("Shows the dead.")).to_be_visible()
    expect(page.locator(".page-image img")).to_have_count(0)
    page.get_by_role("button", name="Show the page").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("img", name="A photograph: page 1")).to_be_visible()
    expect(page.get_by_text("Words 1.")).to_be_visible()
    expect(page.get_by_role("button", name="Enlarge page 1")).to_have_count(0)
    assert page.url.endswith("#pages")
    page.get_by_role("button", name="Hide it again").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".page-image img")).to_have_count(0)
    context.close()


def test_a_choice_is_made_by_keyboard_and_then_the_page_enlarged(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    advisory = make_advisory(behaviour="click_through")
    visit(page, live_server, scanned_item(advisories=[advisory]))
    found = Axe().run(page).response["violations"]
    assert [fault["id"] for fault in found] == []
    page.get_by_role("button", name="Show the page").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Enlarge page 1").click()
    wait_for_tiles(page)


def test_nothing_of_the_viewer_is_printed(
    live_server: LiveServer, page: Page, complaints: list[str]
) -> None:
    visit(page, live_server, scanned_item())
    expect(page.get_by_role("button", name="Enlarge page 1")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="Enlarge page 1")).to_be_hidden()
    expect(page.locator(".page-image img")).to_be_visible()

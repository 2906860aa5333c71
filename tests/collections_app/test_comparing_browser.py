"""Two copies compared in a browser: enlarged in step, and readable by everybody."""

from collections.abc import Iterator
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from tests.collections_app.releases_of_a_memo import END, OPENING, PAPER
from tests.collections_app.scans import make_scan
from tests.make import make_copy, make_item, make_page, make_page_text

pytestmark = pytest.mark.browser


@pytest.fixture
def address(live_server: LiveServer) -> str:
    """Where two copies of different sizes are compared."""
    item = make_item(published=True, title="A memo")
    for year, size, text in [
        (2004, (700, 900), f"{OPENING} {PAPER} {END}"),
        (2013, (1400, 1700), f"{OPENING} [1 line not declassified] {END}"),
    ]:
        copy = make_copy(item=item, opened=True, released_on=date(year, 1, 1), extent="excised")
        page = make_page(copy=copy)
        make_scan(page, size)
        make_page_text(page=page, text=text, is_reviewed=True)
    return f"{live_server.url}{item.get_absolute_url()}compare/"


@pytest.fixture
def complaints(page: Page) -> Iterator[list[str]]:
    """What the browser complains of: errors, refused styles and scripts."""
    found: list[str] = []
    page.on("console", lambda said: found.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    yield found
    assert found == []


def test_both_images_are_enlarged_in_step_until_the_reader_parts_them(
    address: str, page: Page, complaints: list[str]
) -> None:
    page.goto(address)
    opener = page.get_by_role("button", name="Enlarge both images of page 1")
    opener.click()
    expect(page.get_by_role("dialog", name="Page 1")).to_be_visible()
    images = page.get_by_role("application")
    expect(images).to_have_count(2)
    expect(page.locator(".viewer-said").first).to_be_empty()
    page.wait_for_timeout(500)
    # What each image shows is told apart by the pictures of the two boxes.
    right = page.locator(".viewer-stage").nth(1)
    whole = right.screenshot()
    images.first.focus()
    page.keyboard.press("+")
    page.keyboard.press("+")
    page.wait_for_timeout(1500)
    enlarged = right.screenshot()
    assert enlarged != whole
    page.get_by_label("Keep both in step").uncheck()
    images.first.focus()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(1500)
    assert right.screenshot() == enlarged
    page.keyboard.press("Escape")
    expect(opener).to_be_focused()


@pytest.mark.parametrize("width", [360, 1280])
def test_the_page_has_no_barrier_and_does_not_run_over(
    address: str, page: Page, complaints: list[str], width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    assert Axe().run(page).response["violations"] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width

"""Rectangles drawn in a browser, with the mouse and with the keyboard alone."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from collections_app import background
from collections_app.admin.excisions_drawn import address_of
from collections_app.derivatives import derivatives_of, keep_derivatives
from collections_app.models import Excision, PageText
from tests import cast
from tests.collections_app.desks import at_desk, page_of
from tests.collections_app.redacted import SECRET, drawn_page, make_scanned_page, withhold
from tests.make import make_exemption

pytestmark = pytest.mark.browser


def signed_in(page: Page, live_server: LiveServer, person: Any) -> None:
    """Give this browser the session of a person who signed in."""
    cookie = at_desk(person).cookies[settings.SESSION_COOKIE_NAME]
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie.value, "url": live_server.url}]
    )


def problems(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']][:3]}" for one in found]


def drag(
    page: Page, surface: Locator, start: tuple[float, float], end: tuple[float, float]
) -> None:
    """Draw with the mouse from one place of the image to another, in fractions."""
    surface.scroll_into_view_if_needed()
    box = surface.bounding_box()
    assert box is not None
    for place, act in ((start, page.mouse.down), (end, page.mouse.up)):
        page.mouse.move(box["x"] + place[0] * box["width"], box["y"] + place[1] * box["height"])
        act()


def test_a_rectangle_is_drawn_with_the_mouse_and_burnt_in(
    live_server: LiveServer, page: Page
) -> None:
    drawn = drawn_page()
    sheet, _text = make_scanned_page(drawn)
    code = make_exemption(scheme="HOUSE", code="living person", label_en="a living person")
    signed_in(page, live_server, cast.administrator())
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(f"{live_server.url}{address_of(sheet)}")
    page.locator("[data-image]").evaluate("image => image.decode()")
    expect(page.locator("[data-rows] [data-row]")).to_have_count(0)
    page.get_by_label("made by us: burnt in").check()
    x, y, width, height = drawn.place(SECRET)
    surface = page.locator("[data-surface]")
    drag(page, surface, (x - 0.005, y - 0.004), (x + width + 0.005, y + height + 0.004))
    expect(page.locator(".drawn-area.is-ours")).to_have_count(1)
    expect(page.get_by_label("Printed form")).to_have_value("withheld by us")
    page.get_by_label("Reason").fill("Names a living person.")
    page.locator(".area-row .select2-selection").click()
    page.keyboard.type("living")
    page.locator(".select2-results__option", has_text="living person").click()
    assert problems(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#redaction-state")).to_contain_text("Being burnt in")
    background.drain()
    expect(page.locator("#redaction-state")).to_contain_text("burnt into everything")
    one = Excision.objects.get()
    assert one.is_burnt
    assert list(one.exemptions.all()) == [code]
    assert SECRET not in PageText.objects.get().public_text
    page.goto(f"{live_server.url}{sheet.copy.item.get_absolute_url()}")
    expect(page.locator(".area-list")).to_contain_text("withheld by us")
    expect(page.locator(".page-areas rect.area-ours")).to_have_count(1)
    assert problems(page) == []
    # The chooser of Django's admin tries to set a style of its own, which the policy refuses.
    assert [one for one in errors if "inline style" not in one] == []


def test_a_rectangle_is_made_moved_and_removed_with_the_keyboard_alone(
    live_server: LiveServer, page: Page
) -> None:
    sheet, _text = make_scanned_page()
    signed_in(page, live_server, cast.cataloguer())
    page.goto(f"{live_server.url}{address_of(sheet)}")
    page.locator("[data-image]").evaluate("image => image.decode()")
    page.get_by_role("button", name="Add a rectangle").focus()
    page.keyboard.press("Enter")
    area = page.locator(".drawn-area")
    expect(area).to_be_focused()
    left = float(page.locator("[name='area-0-left']").input_value())
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Alt+ArrowRight")
    assert float(page.locator("[name='area-0-left']").input_value()) == pytest.approx(left + 0.55)
    page.keyboard.press("Shift+ArrowDown")
    assert float(page.locator("[name='area-0-height']").input_value()) == pytest.approx(5.5)
    expect(page.locator("[data-said]")).to_contain_text("5.5 % high")
    page.keyboard.press("Delete")
    expect(area).to_have_count(0)
    expect(page.locator("[data-said]")).to_contain_text("will be removed")
    expect(page.get_by_role("button", name="Add a rectangle")).to_be_focused()
    page.get_by_label("Remove this rectangle").uncheck()
    area.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_label("Printed form")).to_be_focused()
    page.keyboard.type("[name not declassified]")
    page.keyboard.press("Enter")
    expect(page.locator(".messagelist")).to_contain_text("1 added")
    one = Excision.objects.get()
    assert one.made_by == Excision.MadeBy.AUTHORITY
    assert one.height == pytest.approx(0.055)


def test_a_rectangle_is_resized_by_its_handle_and_follows_its_fields(
    live_server: LiveServer, page: Page
) -> None:
    sheet, _text = make_scanned_page()
    withhold(sheet, (0.3, 0.3, 0.2, 0.1))
    signed_in(page, live_server, cast.cataloguer())
    page.set_viewport_size({"width": 1280, "height": 1800})
    page.goto(f"{live_server.url}{address_of(sheet)}")
    page.locator("[data-image]").evaluate("image => image.decode()")
    area, surface = page.locator(".drawn-area"), page.locator("[data-surface]")
    area.hover()
    box = area.bounding_box()
    assert box is not None
    whole = surface.bounding_box()
    assert whole is not None
    ends = ((box["x"] + box["width"] - whole["x"]) / whole["width"],
            (box["y"] + box["height"] - whole["y"]) / whole["height"])  # fmt: skip
    drag(page, surface, ends, (0.7, 0.6))
    assert float(page.locator("[name='area-0-width']").input_value()) == pytest.approx(40.4, abs=1)
    page.locator("[name='area-0-left']").fill("5")
    assert area.evaluate("box => box.style.left") == "5%"
    page.get_by_role("button", name="Larger").click()
    assert surface.evaluate("one => one.style.width") == "150%"


def test_the_desk_works_without_a_script(live_server: LiveServer, page: Page) -> None:
    sheet, _text = make_scanned_page()
    signed_in(page, live_server, cast.cataloguer())
    plain = page.context.browser.new_context(java_script_enabled=False)  # type: ignore[union-attr]
    plain.add_cookies(page.context.cookies())  # type: ignore[arg-type]
    bare = plain.new_page()
    bare.goto(f"{live_server.url}{address_of(sheet)}")
    bare.get_by_label("Printed form").fill("[1 line not declassified]")
    for name, value in {"left": "10", "top": "20", "width": "30", "height": "4"}.items():
        bare.locator(f"[name='area-0-{name}']").fill(value)
    bare.get_by_role("button", name="Save").click()
    expect(bare.locator(".messagelist")).to_contain_text("1 added")
    assert Excision.objects.get().width == pytest.approx(0.3)
    plain.close()


def test_words_are_withheld_from_a_text_by_a_shortcut_and_the_preview_follows(
    live_server: LiveServer, page: Page
) -> None:
    _sheet, text = make_scanned_page()
    signed_in(page, live_server, cast.cataloguer())
    page.goto(f"{live_server.url}{page_of(text)}")
    field = page.locator("#id_text")
    at = text.text.index(SECRET)
    field.evaluate(
        "(one, [from, to]) => { one.focus(); one.setSelectionRange(from, to); }",
        [at, at + len(SECRET)],
    )
    page.keyboard.press("Alt+w")
    expect(field).to_have_value(text.text.replace(SECRET, f"⟦{SECRET}⟧"))
    preview = page.locator("[data-readers-get]")
    expect(preview.locator(".readers-bar")).to_have_count(1)
    expect(preview).not_to_contain_text(SECRET)
    assert problems(page) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".messagelist")).to_contain_text("changed successfully")
    text.refresh_from_db()
    assert SECRET not in text.public_text


def test_a_reader_hides_the_outlines_and_follows_a_number_to_its_words(
    live_server: LiveServer, page: Page
) -> None:
    sheet, _text = make_scanned_page()
    row = {"x": 0.1, "y": 0.1, "width": 0.3, "height": 0.05}
    Excision.objects.create(
        copy=sheet.copy, page=sheet, printed_form="[2 lines not declassified]", **row
    )
    keep_derivatives(sheet, derivatives_of(drawn_page().image))
    page.goto(f"{live_server.url}{sheet.copy.item.get_absolute_url()}")
    expect(page.locator("rect.area-authority")).to_be_visible()
    page.locator(".page-areas a").first.focus()
    page.keyboard.press("Enter")
    assert "-area-" in page.url
    page.get_by_label("Outline what is withheld").uncheck()
    expect(page.locator("rect.area-authority")).to_be_hidden()

"""The list of interviews and the search across them in a browser: accessible in every dress."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from collections_app.models import Advisory
from tests.make import make_agent, make_language, make_subject
from tests.oralhistory.make import make_index_point, make_interview, make_transcript

pytestmark = pytest.mark.browser

ADDRESSES = (
    "/interviews/",
    "/interviews/?q=the+witness*&sort=date",
    "/interviews/?q=nothinglikeit&year_from=2010&year_to=2001&place=nowhere",
)


def plant() -> None:
    """Make an interview in two languages, and one behind a notice."""
    interview = make_interview(narrators=[{"agent": make_agent(published=True)}])
    make_transcript(interview=interview, cues=[{"text": "A witness of the road."}] * 3)
    make_transcript(
        interview=interview,
        language=make_language(code="fr", label_en="French"),
        kind="translation",
        cues=[{"text": "Un témoin."}] * 3,
    )
    make_index_point(interview=interview, title="The witness")
    interview.subjects.add(make_subject(published=True))
    interview.publish(by=None)
    behind = make_interview(content_notice="Speaks of killing.")
    make_transcript(interview=behind, cues=[{"text": "A witness."}])
    behind.advisories.add(
        Advisory.objects.create(code="v", label_en="Violence", text_en="Speaks of violence.")
    )
    behind.publish(by=None)


@pytest.mark.parametrize("dress", ["light", "dark", "print", "narrow"])
def test_axe_finds_no_violation(live_server: LiveServer, page: Page, dress: str) -> None:
    plant()
    if dress == "narrow":
        page.set_viewport_size({"width": 320, "height": 640})
    if dress == "print":
        page.emulate_media(media="print")
    if dress == "dark":
        page.emulate_media(color_scheme="dark")
    for address in ADDRESSES:
        page.goto(f"{live_server.url}{address}")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, address


def test_a_search_goes_from_the_form_to_the_moment(live_server: LiveServer, page: Page) -> None:
    plant()
    page.goto(f"{live_server.url}/interviews/")
    page.get_by_label("Words in testimony").fill("witnesses")
    page.keyboard.press("Enter")
    expect(page.locator("mark").first).to_have_text("witness")
    page.get_by_role("link", name="0:10").first.click()
    assert page.url.endswith("#t=10")

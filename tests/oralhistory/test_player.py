"""The page of an interview in a browser: words and sound in step, moments as addresses."""

import pytest
from playwright.sync_api import Browser, Page, expect
from pytest_django.live_server_helper import LiveServer

from oralhistory.models import Interview
from tests.make import make_language
from tests.oralhistory.make import make_interview, make_media, make_transcript, sound

pytestmark = pytest.mark.browser

TIME = "document.querySelector('audio').currentTime"


def make_heard_interview(**fields: str) -> Interview:
    """Make a public interview of three passages in half a minute of silence."""
    interview = make_interview(**fields)
    make_transcript(interview=interview, cues=[{"text": f"Words {n}."} for n in range(3)])
    make_media(interview=interview, content=sound(30))
    interview.publish(by=None)
    return interview


def at_moment(page: Page, seconds: float) -> None:
    """Wait until the recording stands at a moment; by asking, as the page allows no eval."""
    for _ in range(100):
        if abs(page.evaluate(TIME) - seconds) < 0.1:
            return
        page.wait_for_timeout(50)
    assert page.evaluate(TIME) == seconds


def test_an_address_with_a_moment_opens_there(live_server: LiveServer, page: Page) -> None:
    interview = make_heard_interview()
    page.goto(f"{live_server.url}{interview.moment_url(12_500)}")
    at_moment(page, 12.5)
    expect(page.locator(".cue[aria-current]")).to_contain_text("Words 1.")


def test_a_time_in_the_margin_leads_to_its_moment(live_server: LiveServer, page: Page) -> None:
    interview = make_heard_interview()
    page.goto(f"{live_server.url}{interview.get_absolute_url()}")
    page.get_by_role("link", name="0:20").click()
    at_moment(page, 20)
    expect(page.locator(".cue[aria-current]")).to_contain_text("Words 2.")
    assert page.url.endswith("#t=20")


def test_a_notice_keeps_a_moment_closed_until_the_reader_opens_it(
    live_server: LiveServer, page: Page
) -> None:
    interview = make_heard_interview(content_notice="Describes killings.")
    page.goto(f"{live_server.url}{interview.moment_url(12_500)}")
    expect(page.get_by_text("Words 1.")).to_be_hidden()
    page.get_by_text("Show the recording and the transcript").click()
    expect(page.get_by_text("Words 1.")).to_be_in_viewport()
    at_moment(page, 12.5)


def test_the_page_is_whole_without_scripts(live_server: LiveServer, browser: Browser) -> None:
    interview = make_heard_interview(content_notice="Describes killings.")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}{interview.get_absolute_url()}")
    page.get_by_text("Show the recording and the transcript").click()
    expect(page.get_by_text("Words 2.")).to_be_visible()
    expect(page.locator("audio[controls]")).to_be_visible()
    page.get_by_role("link", name="0:20").click()
    expect(page.get_by_text("Words 2.")).to_be_in_viewport()
    context.close()


def test_a_stretch_is_marked_and_played_to_its_end(live_server: LiveServer, page: Page) -> None:
    interview = make_heard_interview()
    page.goto(f"{live_server.url}{interview.get_absolute_url()}#t=9.2,11")
    at_moment(page, 9.2)
    expect(page.locator(".cue.is-in-range")).to_have_count(1)
    expect(page.locator(".cue.is-in-range")).to_contain_text("Words 1.")
    page.evaluate("document.querySelector('audio').play()")
    for _ in range(100):
        if page.evaluate("document.querySelector('audio').paused"):
            break
        page.wait_for_timeout(50)
    assert 11 <= page.evaluate(TIME) < 12


def test_selected_words_are_copied_with_their_source(live_server: LiveServer, page: Page) -> None:
    interview = make_heard_interview(title="On archives")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}{interview.get_absolute_url()}")
    expect(page.locator("[data-quote-tools]")).to_be_hidden()
    page.locator(".cue > p").nth(1).select_text()
    page.get_by_role("button", name="Copy the selected words").click()
    expect(page.get_by_role("status").filter(has_text="Copied.")).to_be_visible()
    copied = page.evaluate("navigator.clipboard.readText()")
    words, _, source = copied.partition("\n")
    assert words == "“Words 1.”"
    assert "“On archives”" in source
    assert "version 1, 0:00:10–0:00:19, " in source
    assert f"{interview.get_absolute_url()}#t=10,19 (accessed " in source
    assert "[" not in source


def test_whoever_changes_the_language_stays_at_the_moment(
    live_server: LiveServer, page: Page
) -> None:
    interview = make_heard_interview()
    make_transcript(
        interview=interview,
        language=make_language(code="fr", label_en="French"),
        kind="translation",
        cues=[{"text": f"Mots {n}."} for n in range(3)],
    )
    page.goto(f"{live_server.url}{interview.moment_url(12_500)}")
    page.get_by_role("link", name="Translation in French").click()
    page.wait_for_url("**/?language=fr#t=12.5")
    expect(page.locator(".cue[aria-current]")).to_contain_text("Mots 1.")


def test_words_are_found_while_the_recording_plays_on(live_server: LiveServer, page: Page) -> None:
    interview = make_heard_interview()
    page.goto(f"{live_server.url}{interview.get_absolute_url()}")
    page.get_by_role("searchbox", name="Find in this transcript").fill("wórds 2")
    expect(page.get_by_text("1 place", exact=True)).to_be_visible()
    expect(page.locator("ol.transcript mark")).to_have_text("Words 2")
    page.get_by_role("searchbox", name="Find in this transcript").fill("words")
    expect(page.get_by_text("3 places", exact=True)).to_be_visible()
    page.get_by_role("button", name="Next place").click()
    expect(page.get_by_text("1 of 3 places")).to_be_visible()
    page.get_by_role("button", name="Place before").click()
    expect(page.get_by_text("3 of 3 places")).to_be_visible()
    page.get_by_role("searchbox", name="Find in this transcript").fill("")
    expect(page.locator("ol.transcript mark")).to_have_count(0)
    assert page.url.endswith(interview.get_absolute_url())

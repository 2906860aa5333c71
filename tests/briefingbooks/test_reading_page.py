"""The reading page in a browser: light enough, accessible in every dress, notes by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Response, expect
from pytest_django.live_server_helper import LiveServer

from briefingbooks.models import Book
from briefingbooks.references import derive_references
from oralhistory.redacting import withhold
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_entry,
    make_entry_link,
    make_event,
    make_section,
    make_source,
    make_testimony,
)
from tests.make import make_copy, make_derivative, make_item, make_page
from tests.oralhistory.make import make_interview, make_transcript

pytestmark = pytest.mark.browser

MOST_BYTES = 250_000
MOST_REQUESTS = 14


def a_whole_book() -> Book:
    """Make a public book with something in each of its parts."""
    make_source(key="author-2003")
    book = make_book(content_notice="Speaks of killing.", published=True)
    make_section(
        book=book,
        heading="The warning",
        body_md="Text.[^a] More.[^b]\n\n### Inside\n\n[UN](https://www.un.org/en/)\n\n"
        "[^a]: {cite}`author-2003; p. 1`.\n\n[^b]: Words.",
    )
    item = make_item(published=True)
    copy = make_copy(item=item, opened=True, extent="excised", is_act_of_originator=True)
    make_derivative(page=make_page(copy=copy, number=1), kind="thumbnail", width=120, height=160)
    make_entry_link(entry=make_entry(book=book, item=item, analysis_md="It matters."))
    quote_testimony(book)
    make_event(book=book)
    make_book_link(book=book)
    derive_references(book)
    return book


def quote_testimony(book: Book) -> None:
    """Quote words, words withheld in part and words that were withdrawn."""
    interview = make_interview()
    cues = [
        {"text": "All of it."},
        {"text": "A name.", "words_withheld": "name"},
        {"text": "Gone."},
    ]
    transcript = make_transcript(interview=interview, cues=cues)
    interview.publish(by=None)
    make_testimony(book=book, interview=interview)
    withhold([transcript.cues.get(position=3)], by=None, reason="Asked.")


def test_the_page_is_light_and_comes_from_this_house_alone(
    live_server: LiveServer, page: Page
) -> None:
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    page.on("response", note)
    page.goto(f"{live_server.url}{a_whole_book().get_absolute_url()}", wait_until="networkidle")
    assert all(answer.url.startswith((live_server.url, "data:")) for answer in answers)
    assert len(answers) <= MOST_REQUESTS
    assert sum(len(answer.body()) for answer in answers if answer.ok) <= MOST_BYTES


@pytest.mark.parametrize("dress", ["light", "dark", "print", "narrow"])
def test_axe_finds_no_violation(live_server: LiveServer, page: Page, dress: str) -> None:
    if dress == "narrow":
        page.set_viewport_size({"width": 320, "height": 640})
    if dress == "print":
        page.emulate_media(media="print")
    if dress == "dark":
        page.emulate_media(color_scheme="dark")
    book = a_whole_book()
    for address in (book.get_absolute_url(), "/", "/books/", "/search/?q=text", "/nothing/"):
        page.goto(f"{live_server.url}{address}")
        found = Axe().run(page).response["violations"]
        assert [(one["id"], one["nodes"][0]["html"]) for one in found] == []
        overflow = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert page.evaluate(overflow) <= 0, address


def test_a_note_is_a_link_without_scripts_and_leads_back(
    live_server: LiveServer, page: Page
) -> None:
    page.route("**/*.js", lambda route: route.abort())
    page.goto(f"{live_server.url}{a_whole_book().get_absolute_url()}")
    page.locator("#fnref-b").click()
    assert page.url.endswith("#fn-b")
    page.get_by_label("Back to text, note 2").click()
    assert page.url.endswith("#fnref-b")


def test_a_note_opens_beside_its_call_and_escape_returns_to_it(
    live_server: LiveServer, page: Page
) -> None:
    page.set_viewport_size({"width": 800, "height": 700})
    page.goto(f"{live_server.url}{a_whole_book().get_absolute_url()}")
    call = page.locator("#fnref-b")
    call.focus()
    page.keyboard.press("Enter")
    note = page.locator("[popover]:popover-open")
    expect(note).to_contain_text("Words.")
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(call).to_be_focused()

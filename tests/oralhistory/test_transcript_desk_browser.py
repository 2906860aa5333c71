"""The transcriber's desk in a browser: all of it with the keyboard, and nothing typed is lost."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Locator, Page, expect
from pytest_django.live_server_helper import LiveServer

from oralhistory.models import Cue, CueRedaction, PublicCue, Transcript
from oralhistory.versions import make_current
from tests import cast
from tests.oralhistory.desks import make_conversation
from tests.oralhistory.make import make_interview, make_recording, make_transcript, sound

pytestmark = pytest.mark.browser


def sign_in(page: Page, live_server: LiveServer, person: Any) -> None:
    client = Client()
    client.force_login(person)
    name = settings.SESSION_COOKIE_NAME
    cookie = {"name": name, "value": client.cookies[name].value, "url": live_server.url}
    page.context.add_cookies([cookie])


def address(live_server: LiveServer, transcript: Transcript) -> str:
    path = reverse("admin:oralhistory_transcript_desk", args=[transcript.pk])
    return f"{live_server.url}{path}"


def make_draft(*texts: str) -> Transcript:
    interview = make_conversation()
    make_recording(interview=interview, content=sound(40))
    cues = [{"text": text} for text in texts]
    return make_transcript(interview=interview, cues=cues, current=False)


def open_desk(page: Page, live_server: LiveServer, transcript: Transcript, person: Any) -> Locator:
    """Go to the desk and begin with its first passage; returns the field of its words."""
    sign_in(page, live_server, person)
    page.goto(address(live_server, transcript))
    page.keyboard.press("Alt+ArrowDown")
    words = page.get_by_label("Words", exact=True)
    expect(words).to_be_focused()
    return words


def stored(transcript: Transcript) -> list[str]:
    return list(transcript.cues.order_by("position").values_list("text", flat=True))


def until(page: Page, condition: str) -> None:
    """Wait for a condition of the page by asking, as the page allows no eval."""
    for _ in range(100):
        if page.evaluate(condition):
            return
        page.wait_for_timeout(50)
    raise AssertionError(condition)


def come_back(page: Page) -> None:
    """Return to the window: a headless page is never left, so the event is sent by hand."""
    page.evaluate("window.dispatchEvent(new Event('focus'))")


def is_saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text("All is saved.")


def put_caret(words: Locator, start: int, end: int | None = None) -> None:
    words.evaluate(
        "(area, [start, end]) => area.setSelectionRange(start, end)", [start, end or start]
    )


def problems(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {[node['html'] for node in one['nodes']][:3]}" for one in found]


def test_the_player_obeys_keys_while_somebody_types(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("One.", "Two.")
    words = open_desk(page, live_server, transcript, cast.transcriber())
    page.locator("audio").evaluate("audio => { audio.muted = true; }")
    page.keyboard.press("Alt+L")
    until(page, "document.querySelector('audio').currentTime >= 3")
    page.keyboard.press("Alt+L")
    until(page, "document.querySelector('audio').currentTime >= 6")
    page.keyboard.press("Alt+J")
    until(page, "document.querySelector('audio').currentTime < 4")
    assert abs(float(page.evaluate("document.querySelector('audio').currentTime")) - 3) < 0.2
    page.keyboard.press("Alt+P")
    page.keyboard.press("Alt+P")
    page.keyboard.press("Alt+U")
    expect(page.locator("[data-rate]")).to_have_text("1.1×")
    page.keyboard.press("Alt+K")
    until(page, "!document.querySelector('audio').paused")
    page.keyboard.press("Alt+K")
    until(page, "document.querySelector('audio').paused")
    expect(words).to_be_focused()
    expect(words).to_have_value("One.")
    expect(page.locator(".is-heard .desk-text")).to_have_text("One.")


def test_what_is_typed_is_saved_by_itself(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("One.", "Two.")
    open_desk(page, live_server, transcript, cast.transcriber())
    page.keyboard.press("End")
    page.keyboard.type(" And more.")
    expect(page.locator("[data-status]")).to_have_text("Not saved yet: 1 passage.")
    is_saved(page)
    assert stored(transcript) == ["One. And more.", "Two."]
    # One pause, one save, one row of the history beside the first form.
    assert transcript.cues.first().changes.count() == 2
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("End")
    page.keyboard.type(" Three.")
    page.keyboard.press("Alt+ArrowUp")
    is_saved(page)
    assert stored(transcript) == ["One. And more.", "Two. Three."]


def test_leaving_the_page_saves_what_was_just_typed(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("One.")
    open_desk(page, live_server, transcript, cast.transcriber())
    page.keyboard.press("End")
    page.keyboard.type(" Two.")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{live_server.url}/admin/")
    for _ in range(40):
        if stored(transcript) == ["One. Two."]:
            break
        page.wait_for_timeout(50)
    assert stored(transcript) == ["One. Two."]


def test_without_a_connection_nothing_typed_is_lost(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("One.", "Two.")
    words = open_desk(page, live_server, transcript, cast.transcriber())
    page.context.set_offline(True)
    page.keyboard.press("End")
    page.keyboard.type(" More.")
    expect(page.locator("[data-alert]")).to_contain_text("The server cannot be reached")
    expect(page.locator("[data-alert]")).to_contain_text("Not saved yet: 1 passage.")
    page.keyboard.press("Alt+ArrowDown")
    page.keyboard.press("Alt+ArrowUp")
    expect(words).to_have_value("One. More.")
    kept = page.evaluate("JSON.stringify([localStorage, sessionStorage])")
    assert "More." not in kept
    assert page.evaluate("!window.dispatchEvent(new Event('beforeunload', { cancelable: true }))")
    page.context.set_offline(False)
    is_saved(page)
    expect(page.locator("[data-alert]")).to_be_hidden()
    assert stored(transcript) == ["One. More.", "Two."]


def test_after_signing_in_again_the_same_page_goes_on(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("One.")
    person = cast.transcriber()
    open_desk(page, live_server, transcript, person)
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.keyboard.press("End")
    page.keyboard.type(" Two.")
    expect(page.locator("[data-alert]")).to_contain_text("You are not signed in any more")
    page.context.clear_cookies()
    sign_in(page, live_server, person)
    come_back(page)
    is_saved(page)
    assert stored(transcript) == ["One. Two."]


@pytest.mark.parametrize(
    ("button", "kept"), [("Keep mine", "One, mine."), ("Keep what is stored", "One, theirs.")]
)
def test_of_two_versions_somebody_chooses_one(
    live_server: LiveServer, page: Page, button: str, kept: str
) -> None:
    transcript = make_draft("One.")
    words = open_desk(page, live_server, transcript, cast.transcriber())
    Cue.objects.update(text="One, theirs.")
    words.fill("One, mine.")
    conflict = page.locator("[data-conflict]")
    expect(conflict).to_contain_text("One, theirs.")
    expect(conflict).to_contain_text("One, mine.")
    assert stored(transcript) == ["One, theirs."]
    assert problems(page) == []
    page.get_by_role("button", name=button).click()
    is_saved(page)
    expect(words).to_have_value(kept)
    assert stored(transcript) == [kept]


def test_what_is_wrong_is_said_beside_the_field(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("One.")
    words = open_desk(page, live_server, transcript, cast.transcriber())
    page.get_by_label("To", exact=True).fill("soon")
    words.focus()
    field = page.get_by_label("To", exact=True)
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#desk-errors")).to_contain_text("Write the time as hours")
    assert transcript.cues.get().end_ms == 9000
    field.fill("0:08.5")
    words.focus()
    is_saved(page)
    expect(page.locator("#desk-errors")).to_be_hidden()
    assert transcript.cues.get().end_ms == 8500


def test_a_passage_is_cut_timed_and_joined_with_keys(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("\U0001f426 One. Two.", "Three.")
    words = open_desk(page, live_server, transcript, cast.transcriber())
    page.keyboard.press("Alt+L")
    until(page, "document.querySelector('audio').currentTime >= 3")
    put_caret(words, 8)
    page.keyboard.press("Alt+Enter")
    expect(words).to_have_value("Two.")
    expect(words).to_be_focused()
    assert stored(transcript) == ["\U0001f426 One.", "Two.", "Three."]
    assert transcript.cues.all()[1].start_ms == 3000
    expect(page.locator(".desk-cue")).to_have_count(3)
    page.keyboard.press("Alt+L")
    until(page, "document.querySelector('audio').currentTime >= 6")
    page.keyboard.press("Alt+I")
    is_saved(page)
    assert transcript.cues.all()[1].start_ms == 6000
    page.keyboard.press("Alt+N")
    is_saved(page)
    assert transcript.cues.all()[1].end_ms == 6000
    page.keyboard.press("Alt+G")
    expect(words).to_have_value("Two. Three.")
    page.keyboard.press("Alt+Shift+G")
    expect(words).to_have_value("\U0001f426 One. Two. Three.")
    assert words.evaluate("area => area.selectionStart") == len("xx One. ")
    assert stored(transcript) == ["\U0001f426 One. Two. Three."]


def test_the_speaker_is_chosen_with_a_number(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("One.")
    words = open_desk(page, live_server, transcript, cast.transcriber())
    page.keyboard.press("Alt+R")
    page.keyboard.press("2")
    expect(words).to_be_focused()
    is_saved(page)
    assert transcript.cues.get().speaker.public_name == "Jean"
    expect(page.locator(".desk-speaker")).to_have_text("Jean")


def test_uncertain_words_get_their_brackets(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("I saw Kigali then.")
    words = open_desk(page, live_server, transcript, cast.transcriber())
    put_caret(words, 5, 13)
    page.keyboard.press("Alt+Y")
    expect(words).to_have_value("I saw [Kigali?] then.")
    page.keyboard.press("Control+z")
    expect(words).to_have_value("I saw Kigali then.")
    put_caret(words, 3)
    page.keyboard.press("Alt+Y")
    is_saved(page)
    assert stored(transcript) == ["I [saw?] Kigali then."]


def test_words_are_withheld_where_they_were_selected(live_server: LiveServer, page: Page) -> None:
    text = "\U0001f426\U0001f426 saw Kanarivogel."
    transcript = make_draft(text, "Two.")
    make_current(transcript, by=None)
    words = open_desk(page, live_server, transcript, cast.administrator())
    expect(words).to_have_attribute("readonly", "")
    put_caret(words, 9, 20)
    page.keyboard.press("Alt+X")
    dialog = page.get_by_role("dialog", name="Withhold")
    expect(dialog).to_contain_text("These words: “Kanarivogel”")
    dialog.get_by_role("button", name="Withhold now").click()
    expect(dialog).to_contain_text("reason: This field is required.")
    assert problems(page) == []
    dialog.get_by_label("Reason").fill("She asked.")
    dialog.get_by_label("Words shown instead").fill("[a name]")
    dialog.get_by_role("button", name="Withhold now").click()
    expect(dialog).to_be_hidden()
    assert PublicCue.objects.first().text == "\U0001f426\U0001f426 saw [a name]."
    expect(page.locator(".desk-marks")).to_contain_text("“Kanarivogel”. She asked.")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("mark.desk-withheld")).to_have_text("Kanarivogel")
    page.get_by_role("button", name="Open again…").click()
    again = page.get_by_role("dialog", name="Open again")
    again.get_by_label("Reason").fill("She agreed.")
    again.get_by_role("button", name="Give back to the public").click()
    expect(again).to_be_hidden()
    expect(page.locator("mark.desk-withheld")).to_have_count(0)
    assert PublicCue.objects.first().text == text


def test_a_transcriber_is_told_who_gives_back(live_server: LiveServer, page: Page) -> None:
    interview = make_interview()
    transcript = make_transcript(interview=interview, cues=[{"is_withheld": True}], current=False)
    open_desk(page, live_server, transcript, cast.transcriber())
    page.get_by_role("button", name="Open again…").click()
    expect(page.get_by_role("dialog")).to_contain_text("by whoever may publish interviews")
    page.keyboard.press("Escape")
    assert CueRedaction.objects.exists()


def test_a_moved_withheld_word_is_seen_where_it_is_now(live_server: LiveServer, page: Page) -> None:
    interview = make_interview()
    cues = [{"text": "I saw Kanarivogel.", "words_withheld": "Kanarivogel"}, {}]
    transcript = make_transcript(interview=interview, cues=cues, current=False)
    words = open_desk(page, live_server, transcript, cast.transcriber())
    words.fill("In Huye I saw Kanarivogel.")
    is_saved(page)
    page.keyboard.press("Alt+ArrowDown")
    expect(page.locator("mark.desk-withheld")).to_have_text("Kanarivogel")
    page.keyboard.press("Alt+ArrowUp")
    words.fill("I saw a bird.")
    is_saved(page)
    expect(page.locator(".desk-marks")).to_contain_text("the whole passage is withheld")


@pytest.mark.parametrize("dress", ["light", "dark"])
def test_axe_finds_no_violation(live_server: LiveServer, page: Page, dress: Any) -> None:
    interview = make_interview()
    make_recording(interview=interview, content=sound(3))
    cues = [{"text": "Kanarivogel.", "words_withheld": "Kana"}, {"is_withheld": True}, {}]
    transcript = make_transcript(interview=interview, cues=cues, current=False)
    other = make_transcript(interview=interview, cues=[{}], current=False)
    page.emulate_media(color_scheme=dress)
    open_desk(page, live_server, transcript, cast.administrator())
    assert problems(page) == []
    for name in ("desk_times", "desk_speakers", "compare"):
        path = reverse(f"admin:oralhistory_transcript_{name}", args=[other.pk])
        page.goto(f"{live_server.url}{path}")
        assert problems(page) == []


def test_it_fits_a_narrow_window(live_server: LiveServer, page: Page) -> None:
    transcript = make_draft("One.", "Two " * 60)
    page.set_viewport_size({"width": 320, "height": 640})
    words = open_desk(page, live_server, transcript, cast.transcriber())
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.keyboard.press("Alt+ArrowDown")
    expect(words).to_be_in_viewport()


def test_without_scripts_the_desk_says_where_to_work(
    live_server: LiveServer, browser: Browser
) -> None:
    transcript = make_draft("One.")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    sign_in(page, live_server, cast.transcriber())
    page.goto(address(live_server, transcript))
    assert "This desk needs JavaScript" in page.content()
    page.get_by_role("link", name="The passages as a list").click()
    expect(page.get_by_role("link", name="One.")).to_be_visible()
    page.goto(address(live_server, transcript))
    page.get_by_role("link", name="Move the times").click()
    page.get_by_label("Move by (milliseconds)").fill("1000")
    page.get_by_role("button", name="Look at it").first.click()
    page.get_by_role("button", name="Move 1 passages").click()
    assert transcript.cues.get().start_ms == 1000
    context.close()

"""The search of an export finds words in Chromium from a disk, where nothing can be fetched."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from briefingbooks.exporting.search_files import SCRIPT
from tests.briefingbooks.exporting.exported import check, export
from tests.make import make_copy, make_item, make_page, make_page_text

pytestmark = pytest.mark.django_db(transaction=True)
LARGEST = 4096


def test_words_are_found_by_their_beginning_and_without_accents(page: Page, tmp_path: Path) -> None:
    letter = make_item(title="Télégramme de Kigali", published=True)
    other = make_item(title="Another paper", published=True)
    copy = make_copy(item=other, opened=True, is_shown=True)
    make_page_text(page=make_page(copy=copy), text="The Œuvre of ambassadors.")
    export(tmp_path / "site")
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text))
    page.on("pageerror", lambda error: problems.append(str(error)))
    front = (tmp_path / "site/index.html").as_uri()
    page.goto(front)
    page.fill("#site-search", "kigal")
    page.press("#site-search", "Enter")
    found = page.locator("ol.result-list a")
    expect(found.first).to_have_text(letter.title)
    for words, title in {"KIGALI télégramme": letter.title, "oeuvre ambassad": other.title}.items():
        page.fill("#copy-search", words)
        page.press("#copy-search", "Enter")
        expect(found.first).to_have_text(title)
    found.click()
    expect(page.locator("h1")).to_have_text(other.title)
    page.go_back()
    expect(found).to_have_text([other.title])
    page.fill("#copy-search", "zzzz")
    page.press("#copy-search", "Enter")
    expect(page.get_by_role("status")).to_have_text("Nothing in this copy has all these words.")
    assert problems == []
    assert "Every link" in check(tmp_path / "site")


def test_the_script_of_the_search_is_small() -> None:
    assert SCRIPT.stat().st_size <= LARGEST


def test_without_a_script_everything_is_listed_from_a_to_z(
    browser: Browser, tmp_path: Path
) -> None:
    titles = sorted(make_item(title=title, published=True).title for title in ("Beta", "Alpha"))
    export(tmp_path / "site")
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto((tmp_path / "site/search/index.html").as_uri())
    assert not page.is_visible("#copy-search")
    listed = page.locator("main ul.plain-list a").all_inner_texts()
    assert [title for title in listed if title in titles] == titles

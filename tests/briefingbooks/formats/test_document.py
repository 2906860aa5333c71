"""The frozen edition as one page: complete in its folder, and true in every link."""

import re
from urllib.parse import unquote

from lxml import html

from briefingbooks.formats.document import edition_files, edition_html
from tests.briefingbooks.formats.make import (
    HOSTILE,
    PAGE_IMAGE,
    a_page,
    a_section,
    a_table,
    an_entry,
    some_facts,
    the_pictures,
)


def read(**fields: object) -> html.HtmlElement:
    return html.document_fromstring(edition_html(a_page(**fields), the_pictures(), some_facts()))


def test_the_page_says_which_edition_it_is_and_where_all_are() -> None:
    line = read().find_class("edition-head")[0]
    assert line.text_content().startswith(
        "Edition 1, frozen 9 January 2014. All editions and corrections: https://archive.example/"
    )
    assert read().xpath("//link[@rel='canonical']/@href") == [some_facts().address]


def test_a_reissue_says_so() -> None:
    facts = some_facts(reissued_on=some_facts().frozen_on, change_note="Corrected.")
    page = edition_html(a_page(), {}, facts).decode()
    words = "reissued 9 January 2014 without what has been closed since. Corrected."
    assert words in " ".join(re.sub(r"</?time[^>]*>", "", page).split())


def test_every_link_leads_to_a_place_on_the_page_or_to_a_whole_address() -> None:
    page = read()
    places = set(page.xpath("//@id"))
    for target in page.xpath("//a/@href"):
        is_whole = target.startswith(("https://", "mailto:"))
        assert is_whole or unquote(target.removeprefix("#")) in places, target
    assert "https://archive.example/items/FTP-0001/" in page.xpath("//a/@href")


def test_notes_and_their_calls_lead_to_each_other() -> None:
    page = read()
    assert page.xpath("//a[@role='doc-noteref']/@href") == ["#fn-cable", "#fn-cable"]
    assert page.xpath("//a[@role='doc-backlink']/@href") == ["#fnref-cable", "#fnref-cable-2"]
    assert len(page.xpath("//section[@role='doc-endnotes']//li[@id='fn-cable']")) == 1


def test_a_wide_table_is_scrolled_by_keyboard_and_marked_for_narrow_pages() -> None:
    tables = f"{a_table(6)}{a_table(5)}"
    wide, narrow = read(sections=[a_section(html=tables)]).find_class("table-scroll")
    assert wide.get("tabindex") == narrow.get("tabindex") == "0"
    assert "has-many-columns" in wide.classes
    assert "has-many-columns" not in narrow.classes
    assert wide.find("table").get("class") == "many-columns"


def test_everything_the_page_names_lies_beside_it() -> None:
    files = edition_files(a_page(), the_pictures(), some_facts())
    page = html.document_fromstring(files["index.html"])
    named = {*page.xpath("//img/@src"), *page.xpath("//link[@rel='stylesheet']/@href")}
    named |= set(re.findall(r'url\("([^"]+)"\)', files["edition.css"].decode()))
    assert named <= set(files)
    assert len(page.xpath("//img")) == 2
    assert not page.xpath("//script")


def test_a_hidden_record_leaves_its_number_and_a_sentence() -> None:
    card = read().get_element_by_id("doc-three")
    assert "This record is not public at present." in card.text_content()


def test_an_image_behind_a_notice_is_described_only() -> None:
    pictures = the_pictures()
    del pictures[PAGE_IMAGE]
    page = edition_html(a_page(), pictures, some_facts()).decode()
    assert "[Image not in this file: First page of Outgoing code cable]" in page


def test_whatever_a_person_types_as_a_title_survives() -> None:
    page = read(
        title=HOSTILE,
        decks=[HOSTILE],
        sections=[a_section(heading=HOSTILE)],
        entries=[an_entry(title=HOSTILE)],
    )
    for title in page.xpath("//h1 | //h2[@id='h-the-cable'] | //article//h3"):
        assert title.text_content().strip().startswith('A <b>title</b> & "quotes"')
    assert not page.xpath("//h1//b")


def test_where_the_site_does_not_know_its_address_links_to_it_are_paths() -> None:
    facts = some_facts(site_url="", address="/books/x/editions/1/", history="/books/x/editions/")
    page = html.document_fromstring(edition_html(a_page(), {}, facts))
    assert "/items/FTP-0001/" in page.xpath("//a/@href")
    assert not page.xpath("//link[@rel='canonical']")


def test_the_same_book_gives_the_same_bytes() -> None:
    assert edition_files(a_page(), the_pictures(), some_facts()) == edition_files(
        a_page(), the_pictures(), some_facts()
    )

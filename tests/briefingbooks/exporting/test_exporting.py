"""The whole public site as files: what a stranger sees, no more, with links that work anywhere."""

import hashlib
import json
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from collections_app.models import Advisory
from collections_app.models import ArchivalItem as Item
from tests.briefingbooks.exporting.exported import LIVE, check, export, links, page
from tests.briefingbooks.make import make_book, make_entry, released
from tests.make import (
    make_advisory,
    make_copy,
    make_derivative,
    make_item,
    make_page,
    make_page_text,
)

pytestmark = pytest.mark.django_db
LONG = 25


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "site"


def long_document() -> Item:
    item = make_item(title="Long report", published=True)
    copy = make_copy(item=item, opened=True, is_shown=True)
    for number in range(1, LONG + 1):
        make_page_text(page=make_page(copy=copy, number=number), text=f"Sheet {number} of it.")
    return item


def test_every_page_leads_to_files_and_the_walk_finds_no_fault(target: Path) -> None:
    book = make_book(title="One book")
    item = long_document()
    make_entry(book=book, item=item)
    released(book)
    said = export(target)
    assert "pages" in said
    assert "Every link leads somewhere" in check(target)
    assert (target / f"books/{book.slug}/index.html").is_file()
    assert (target / f"fr/items/{item.ref}/index.html").is_file()
    assert (target / f"items/{item.ref}/cite.ris").is_file()
    assert (target / "feeds/books.atom").is_file()
    assert all(not one.startswith("/") for one in links(target, "index.html"))


def test_a_sheet_of_a_long_document_is_found_in_the_part_that_holds_it(target: Path) -> None:
    item = long_document()
    export(target)
    folder = f"items/{item.ref}"
    assert "page-2.html" in links(target, f"{folder}/index.html")
    assert "page-2.html#page-23" in links(target, f"{folder}/page-2.html")
    assert "Sheet 23 of it." in page(target, f"{folder}/page-2.html").text_content()


def test_a_list_of_many_is_written_to_its_last_page(target: Path) -> None:
    for number in range(60):
        make_item(title=f"Paper {number:02}", published=True)
    export(target)
    written = sorted(path.name for path in (target / "items").glob("*.html"))
    assert written == ["index.html", "page-2.html", "page-3.html"]
    words = "".join(page(target, f"items/{name}").text_content() for name in written)
    assert all(f"Paper {number:02}" in words for number in range(60))
    assert "Every link" in check(target)


def test_what_is_not_public_is_not_there_and_what_is_withdrawn_goes_with_the_next(
    target: Path,
) -> None:
    shown, hidden = make_item(title="Shown paper", published=True), make_item(title="Hidden")
    export(target)
    assert (target / f"items/{shown.ref}/index.html").is_file()
    assert not (target / f"items/{hidden.ref}").exists()
    shown.withdraw(by=None, reason="Asked for.", notice="Taken back.")
    export(target)
    assert not (target / f"items/{shown.ref}").exists()
    assert "Shown paper" not in page(target, "items/index.html").text_content()
    assert "Every link" in check(target)


def test_forms_and_sign_in_are_taken_out_and_a_sentence_says_so(target: Path) -> None:
    make_item(published=True)
    export(target)
    listing = page(target, "items/index.html")
    assert [form.get("role") for form in listing.iter("form")] == ["search"]
    assert "can not be narrowed" in listing.text_content()
    affected = page(target, "people-affected/index.html")
    assert "nothing can be sent from it" in affected.text_content()
    assert f"{LIVE}/people-affected/" in links(target, "people-affected/index.html")
    for path in target.rglob("*.html"):
        words = path.read_text()
        assert "/accounts/" not in words
        assert "csrfmiddlewaretoken" not in words
        assert 'method="post"' not in words


def test_what_waits_for_a_choice_is_not_in_a_copy(target: Path) -> None:
    item = make_item(published=True)
    item.advisories.add(make_advisory(behaviour=Advisory.Behaviour.CLICK_THROUGH))
    sheet = make_page(copy=make_copy(item=item, opened=True, is_shown=True))
    image = make_derivative(page=sheet)
    make_page_text(page=sheet)
    export(target)
    assert "no part of this copy" in page(target, f"items/{item.ref}/index.html").text_content()
    assert not (target / image.get_absolute_url().strip("/")).exists()


def test_an_image_of_a_page_is_a_file_and_opens_by_a_link(target: Path) -> None:
    item = make_item(published=True)
    image = make_derivative(page=make_page(copy=make_copy(item=item, opened=True, is_shown=True)))
    export(target)
    file = target / image.get_absolute_url().strip("/")
    assert hashlib.sha256(file.read_bytes()).hexdigest() == image.sha256
    (shown,) = page(target, f"items/{item.ref}/index.html").xpath("//figure//img/@src")
    assert (target / f"items/{item.ref}" / shown).resolve() == file.resolve()


def test_canonical_links_and_citations_name_the_live_site(target: Path) -> None:
    item = make_item(published=True)
    export(target)
    here = page(target, f"items/{item.ref}/index.html")
    assert here.xpath("//link[@rel='canonical']/@href") == [f"{LIVE}/items/{item.ref}/"]
    assert f"{LIVE}/items/{item.ref}/" in (target / f"items/{item.ref}/cite.ris").read_text()
    assert "This is a copy of the site" in here.text_content()


def test_linked_data_names_the_live_site_and_nothing_else(target: Path) -> None:
    item = make_item(published=True)
    export(target)
    for file in ("index.html", f"items/{item.ref}/index.html"):
        blocks = page(target, file).xpath("//script[@type='application/ld+json']/text()")
        said = [json.loads(block) for block in blocks]
        assert said
        addresses = re.findall(r'"(https?://[^"]+)"', json.dumps(said))
        own = [one for one in addresses if not one.startswith(("https://schema.org", "http://"))]
        assert own
        assert {urlsplit(one).netloc for one in own} == {urlsplit(LIVE).netloc}


def test_without_an_address_no_link_leads_to_this_machine_or_to_nobody(target: Path) -> None:
    make_item(published=True)
    assert "citations will name site.invalid" in export(target, address="")
    assert "Every link" in check(target)
    assert page(target, "index.html").xpath("//link[@rel='canonical']") == []
    assert not page(target, "index.html").xpath("//script[@type='application/ld+json']")


def test_it_says_what_it_is_and_proves_every_file(target: Path) -> None:
    make_item(published=True)
    export(target)
    about = json.loads((target / "export.json").read_text())
    assert about["address"] == LIVE
    assert about["begun"] <= about["made"]
    assert len(about["state"]) == 64
    sums = dict(line.split("  ")[::-1] for line in (target / "SHA256SUMS").read_text().splitlines())
    files = {path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()}
    assert files - {"SHA256SUMS"} == set(sums)
    assert sums["index.html"] == hashlib.sha256((target / "index.html").read_bytes()).hexdigest()


def test_the_same_content_gives_the_same_pages(target: Path) -> None:
    make_item(published=True)
    export(target)
    first = (target / "items/index.html").read_bytes()
    export(target)
    assert (target / "items/index.html").read_bytes() == first

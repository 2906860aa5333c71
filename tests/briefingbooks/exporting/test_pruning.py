"""What only a server can do is taken out of a page; what files can do stays."""

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone

from briefingbooks.exporting.pruning import ASKING_SCRIPTS, Copy, prune
from briefingbooks.exporting.trees_of_pages import read_page, written

SCRIPTS = Path(settings.BASE_DIR) / "static" / "js"
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg"><path id="world" d="M0 0"/></svg>'


def pruned(body: str, *, live: str = "https://a.example", address: str = "/items/A/") -> str:
    page = read_page(f"<!doctype html><html><body>{body}</body></html>".encode())
    prune(page, address, Copy(timezone.now(), live, lambda _: DRAWING))
    return written(page).decode()


def test_the_scripts_that_ask_the_server_are_known_by_their_names() -> None:
    assert all((SCRIPTS / f"{name}.js").is_file() for name in ASKING_SCRIPTS)
    asking = {path.stem for path in SCRIPTS.glob("*.js") if "fetch(" in path.read_text()}
    assert asking - {"imports"} <= set(ASKING_SCRIPTS)  # that one is of the desks


@pytest.mark.parametrize("name", ["suggest", "viewer.cdc9b23e084c"])
def test_a_script_that_asks_the_server_goes_and_others_stay(name: str) -> None:
    words = pruned(
        f'<script src="/static/js/{name}.js"></script><script src="/static/js/notes.js">'
    )
    assert name not in words
    assert "notes.js" in words


def test_the_search_box_and_the_finding_in_a_transcript_stay() -> None:
    words = pruned(
        '<form role="search" action="/search/"><input name="q"></form>'
        '<form data-find action="#transcript"><input name="q"></form>'
    )
    assert words.count("<form") == 2


def test_a_form_that_sends_becomes_a_sentence_with_the_way_to_the_live_site() -> None:
    words = pruned('<section><form method="post" id="report"><input></form>behind it</section>')
    assert "<input" not in words
    assert '<p class="explanation no-print" id="report">' in words
    assert 'href="https://a.example/items/A/"' in words
    assert "behind it" in words
    assert "href" not in pruned('<form method="post"><input></form>', live="")


def test_a_choice_is_not_offered_and_its_explanation_goes_with_it() -> None:
    words = pruned(
        '<p><b>Notice.</b></p><p class="explanation">Your choice holds.</p>'
        '<form method="post" action="/choices/"><button>Show</button></form>'
    )
    assert "Notice." in words
    assert "Your choice" not in words
    assert "no part of this copy" in words


def test_the_way_to_sign_in_goes_with_its_row() -> None:
    words = pruned('<ul><li><a href="/accounts/login/">In</a></li><li><a href="/">On</a></li></ul>')
    assert words.count("<li>") == 1


def test_a_drawing_of_another_file_is_put_into_the_page() -> None:
    words = pruned('<svg><use class="countries" href="/static/img/world.svg#world"/></svg>')
    assert '<g class="countries"><path d="M0 0"></path></g>' in words
    assert "world.svg" not in words


def test_a_page_image_opens_by_a_link_in_place_of_its_tiles() -> None:
    words = pruned('<figure data-zoom="/iiif/1/info.json"><img src="/files/1/a.jpg"></figure>')
    assert "info.json" not in words
    assert '<a class="button is-quiet" href="/files/1/a.jpg">Open the image</a>' in words


def test_addresses_of_nobody_go(settings: Any) -> None:
    head = (
        '<link rel="canonical" href="https://site.invalid/"><meta content="https://site.invalid/">'
    )
    assert "site.invalid" not in pruned(head, live="")
    linked = '<script type="application/ld+json">{"@id": "https://site.invalid/#site"}</script>'
    assert "site.invalid" not in pruned(linked, live="")
    assert "site.invalid" in pruned(linked)


def test_other_orders_of_a_list_are_not_offered() -> None:
    row = '<div class="list-tools"><p>Order: <a href="?sort=title">title</a></p></div><p>Rest</p>'
    assert "Order" not in pruned(row)
    assert "Rest" in pruned(row)

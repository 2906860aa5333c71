"""A page kept as data comes back as it was, and outlives changes of the program."""

import json
from dataclasses import fields
from datetime import date
from typing import Any

import pytest
from django.utils.safestring import SafeString, mark_safe

from briefingbooks.editions.frozen import CanNotBeFrozen, as_data, page_of
from briefingbooks.pages import BookPage, Credit, EntryView, Line, NoteView, Shown
from collections_app.links_said import LinkSaid
from collections_app.thumbnails import Image
from oralhistory.told_passages import Piece


def page(**values: Any) -> BookPage:
    empty = {one.name: [] for one in fields(BookPage)} | {
        "title": "The fax", "slug": "fax", "url": "/books/fax/", "series": "", "number": None,
        "language": "en", "posted": date(2026, 1, 11), "updated": None, "dateline": "",
        "turning_point": ("The fax", "/turning-points/fax/"), "date": "", "content_notice": "",
        "contact": "", "is_demonstration": False, "summary": mark_safe("<p>Lead &amp; more</p>"),
        "about": "", "words": 3, "shown": Shown(items={7}),
    }  # fmt: skip
    return BookPage(**(empty | values))


def there_and_back(one: BookPage) -> BookPage:
    return page_of(json.loads(json.dumps(as_data(one))))


def test_a_page_comes_back_with_every_value_in_its_kind() -> None:
    link = LinkSaid("https://a.example/", "A", "", "a.example", "fr", "Why.", "", date(2026, 3, 3),
                    "https://archive.example/", None, True)  # fmt: skip
    said = Line("0:01", "/interviews/FTP-OH-0001/#t=1", "Rose", (Piece("Words", False),), "rw")
    entry = EntryView(
        1, "doc-e7k3", is_hidden=False, people=[("from", "A. Sender")], lines=[said], links=[link],
        thumbnail=Image("/files/1/a.jpg", 120, 155), annotation=mark_safe("<p>What</p>"),
    )  # fmt: skip
    kept = page(
        entries=[entry, EntryView(2, "doc-e9m4")],
        credits=[Credit("Edited by", "A. Editor")],
        notes=[NoteView(1, "cable", mark_safe("<p>Note</p>"), [(1, "fnref-cable")])],
    )
    back = there_and_back(kept)
    assert back.shown == Shown()
    back.shown = kept.shown
    assert back == kept
    assert isinstance(back.summary, SafeString)
    assert isinstance(back.entries[0].annotation, SafeString)
    assert not isinstance(back.title, SafeString)


def test_words_that_were_not_safe_do_not_become_so() -> None:
    back = there_and_back(page(title="<script>alert(1)</script>"))
    assert not isinstance(back.title, SafeString)


def test_the_keys_of_this_database_are_not_kept_with_the_page() -> None:
    assert "shown" not in as_data(page())


def test_a_value_of_a_later_program_is_passed_over_and_one_of_an_earlier_has_its_default() -> None:
    data = as_data(page(entries=[EntryView(1, "doc-e7k3", title="Cable")]))
    data["unheard_of"] = {"of": 1}
    del data["entries"][0]["people"]
    assert page_of(data).entries[0].people == []


def test_a_page_without_what_every_page_has_is_refused() -> None:
    data = as_data(page())
    del data["title"]
    with pytest.raises(KeyError, match="title"):
        page_of(data)


def test_a_value_without_a_form_as_data_is_refused() -> None:
    with pytest.raises(CanNotBeFrozen, match="object"):
        as_data(page(contact=object()))

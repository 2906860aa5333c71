"""Builders of assembled books as plain values: no database is asked."""

import hashlib
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from PIL import Image as Pillow

from briefingbooks.formats.facts import EditionFacts
from briefingbooks.formats.matter import Picture
from briefingbooks.pages import (
    BookPage,
    Credit,
    EntryView,
    EventView,
    Line,
    NoteView,
    SectionView,
)
from collections_app.links_said import LinkSaid
from collections_app.thumbnails import Image
from oralhistory.told_passages import Piece

PAGE_IMAGE = "/files/11111111-1111-1111-1111-111111111111/thumbnail.jpg"
PHOTO = "/files/22222222-2222-2222-2222-222222222222/display.jpg"
HOSTILE = 'A <b>title</b> & "quotes" \x00\x0b\x1f\ufffe ]]> שלום \u202eevil'
SITE = "https://archive.example"


def html(source: str) -> SafeString:
    return mark_safe(source)  # noqa: S308 - written here


def a_call(label: str, number: int, nth: int = 1) -> str:
    """Write the call of a note as the markup prints it."""
    anchor = f"fnref-{label}" if nth == 1 else f"fnref-{label}-{nth}"
    return (
        f'<a class="note-call" id="{anchor}" href="#fn-{label}" role="doc-noteref" '
        f'aria-label="Note {number}">{number}</a>'
    )


def a_section(slug: str = "the-cable", heading: str = "The cable", **fields: str) -> SectionView:
    source = fields.get("html") or (
        f"<p>What it said.{a_call('cable', 1)} Again.{a_call('cable', 1, 2)} "
        f'<a class="mention" href="#doc-one">Document 1</a>, '
        f'<a class="mention" href="/items/FTP-0001/">the cable</a>, '
        f'<span lang="rw">Inyenzi</span><br>and a line.</p>'
        f'<h3 id="{slug}-inside">Inside</h3>'
        f'<figure class="photo"><img src="{PHOTO}" alt="A road" width="9" height="9" '
        'loading="lazy"><figcaption><p>A road in 1994.</p></figcaption></figure>'
        '<div class="table-scroll" role="region" aria-label="Table 1" tabindex="0"><table><thead>'
        '<tr><th scope="col">Day</th></tr></thead><tbody><tr><td>11</td></tr></tbody></table></div>'
    )
    return SectionView(slug, heading, html(source))


def a_table(columns: int) -> str:
    """Write a table of one row as the markup prints it."""
    numbers = range(1, columns + 1)
    heads = "".join(f'<th scope="col">Column {number}</th>' for number in numbers)
    cells = "".join(f"<td>{number}</td>" for number in numbers)
    return (
        '<div class="table-scroll" role="region" aria-label="Table 1" tabindex="0"><table>'
        f"<thead><tr>{heads}</tr></thead><tbody><tr>{cells}</tr></tbody></table></div>"
    )


def an_entry(number: int = 1, anchor: str = "doc-one", **fields: Any) -> EntryView:
    fields = {
        "is_hidden": False,
        "title": "Outgoing code cable",
        "url": "/items/FTP-0001/",
        "ref": "FTP-0001",
        "kind": "cable",
        "date": "11 January 1994",
        "date_iso": "1994-01-11",
        "people": [("author", "R. Dallaire")],
        "marking": "Confidential",
        "status": "Declassified in part",
        "status_explained": "Some of it was released.",
        "source_line": "UN Archives, S-1062.",
        "copies": 2,
        "thumbnail": Image(PAGE_IMAGE, 226, 320),
        "annotation": html("<p>What it is.</p>"),
        "analysis": html("<p>Why.</p>"),
    } | fields
    return EntryView(number=number, anchor=anchor, **fields)


def a_testimony(number: int = 2, anchor: str = "doc-two", **fields: Any) -> EntryView:
    words = (Piece("I saw "), Piece("[a name withheld]", stands_instead=True), Piece(" there."))
    lines = [
        Line("0:01", "/interviews/FTP-OH-0001/#t=1", "Narrator", words, "fr"),
        Line(notice="Words withdrawn."),
    ]
    return an_entry(
        number,
        anchor,
        **{
            "is_testimony": True,
            "url": "/interviews/FTP-OH-0001/#t=1",
            "ref": "FTP-OH-0001",
            "status": "",
            "thumbnail": None,
            "lines": lines,
            "time_range": "from 0:01 to 0:09",
        }
        | fields,
    )


def a_link(**fields: Any) -> LinkSaid:
    return LinkSaid(
        **{
            "url": "https://www.un.org/en/",
            "title": "The mission",
            "publisher": "United Nations",
            "host": "www.un.org",
            "language": "en",
            "note": "Why it matters.",
            "state": "",
            "checked_on": None,
            "archived_url": "",
            "archived_at": None,
            "is_gone": False,
        }
        | fields
    )


def a_page(**fields: Any) -> BookPage:
    """Make an assembled book with something in each of its parts."""
    calls = [(1, "fnref-cable"), (2, "fnref-cable-2")]
    note = html('<p>See <a href="https://www.un.org/en/">the UN (external link)</a>.</p>')
    return BookPage(
        **{
            "title": "The Genocide Fax",
            "slug": "genocide-fax",
            "url": "/books/genocide-fax/",
            "decks": ["What was known"],
            "series": "Failure to Prevent",
            "number": 1,
            "language": "en",
            "credits": [Credit("Edited by", "A. Editor and B. Éditrice")],
            "posted": date(2014, 1, 9),
            "updated": None,
            "dateline": "",
            "turning_point": ("The genocide fax", "/turning-points/the-genocide-fax/"),
            "date": "",
            "content_notice": "Speaks of killing.",
            "contact": "",
            "is_demonstration": False,
            "summary": html("<p>In short.</p>"),
            "about": html("<p>How it was made.</p>"),
            "sections": [a_section()],
            "entries": [an_entry(), a_testimony(), EntryView(number=3, anchor="doc-three")],
            "events": [
                EventView(
                    "event-1", "11 January 1994", "1994-01-11", "", "Sent", "Kigali", html("")
                )
            ],
            "notes": [NoteView(1, "cable", note, calls)],
            "bibliography": [html("Dallaire, R. <cite>Shake Hands</cite>. 2003.")],
            "links": [a_link()],
            "words": 900,
        }
        | fields
    )


def some_facts(**fields: Any) -> EditionFacts:
    return EditionFacts(
        **{
            "number": 1,
            "frozen_at": datetime(2014, 1, 9, 15, tzinfo=UTC),
            "address": f"{SITE}/books/genocide-fax/editions/1/",
            "history": f"{SITE}/books/genocide-fax/editions/",
            "site_url": SITE,
            "site_name": "Open Record",
            "publisher": "The Museum",
        }
        | fields
    )


def a_picture(width: int = 60, height: int = 80, shade: int = 200, **fields: Any) -> Picture:
    stream = BytesIO()
    Pillow.new("RGB", (width, height), (shade, shade, shade)).save(stream, "JPEG")
    content = stream.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    return Picture(
        **{
            "name": f"{digest[:16]}.jpg",
            "content": content,
            "media_type": "image/jpeg",
            "width": width,
            "height": height,
            "sha256": digest,
            "alt": "First page",
        }
        | fields
    )


def the_pictures() -> dict[str, Picture]:
    return {PAGE_IMAGE: a_picture(), PHOTO: a_picture(shade=90, alt="A road")}

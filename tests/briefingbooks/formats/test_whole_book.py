"""A book of real records in every format: what it says is there, what is closed is not."""

import io
import re
import zipfile

import pypdfium2
import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from briefingbooks.assembly import assemble
from briefingbooks.formats.document import edition_files
from briefingbooks.formats.epub import book_epub
from briefingbooks.formats.facts import facts_of
from briefingbooks.formats.offline import offline_zip
from briefingbooks.formats.pdf import NotTypeset, book_pdf
from briefingbooks.formats.pictures import pictures_of
from briefingbooks.formats.shown_sound import sounds_of, stretches_shown
from briefingbooks.formats.shown_texts import texts_of
from briefingbooks.models import Book
from briefingbooks.references import derive_references
from oralhistory.redacting import withhold
from tests.briefingbooks.make import (
    make_book,
    make_book_link,
    make_entry,
    make_event,
    make_section,
    make_source,
    make_testimony,
)
from tests.briefingbooks.press_make import make_erratum
from tests.conftest import skip_or_fail
from tests.make import make_copy, make_item, make_page, make_page_text
from tests.oralhistory.make import make_interview, make_transcript

CLOSED = "Zanzibar"
SAID = (
    "Kept words",
    "The warning",
    "Author, Ann",
    "Outgoing cable",
    "Sent on",
    "It says now: Tuesday",
)


def a_book() -> Book:
    make_source(key="author-2003")
    book = make_book(title="The Fax", published=True)
    make_section(
        book=book,
        heading="The warning",
        body_md="Text.[^a] Again.[^a]\n\n### Inside\n\n[UN](https://www.un.org/en/)\n\n"
        "[^a]: {cite}`author-2003; p. 1`.",
    )
    item = make_item(title="Outgoing cable", published=True)
    copy = make_copy(item=item, opened=True, is_shown=True)
    make_page_text(page=make_page(copy=copy, number=1), text="What the cable says.")
    make_entry(book=book, item=item, analysis_md="It matters.")
    closed = make_entry(book=book, item=make_item(title=CLOSED))
    make_erratum(book=book, was="Monday", now="Tuesday")
    make_erratum(book=book, entry=closed, was=CLOSED)
    interview = make_interview()
    transcript = make_transcript(
        interview=interview, cues=[{"text": "Kept words."}, {"text": f"{CLOSED}."}]
    )
    interview.publish(by=None)
    make_testimony(book=book, interview=interview)
    withhold([transcript.cues.get(position=2)], by=None, reason="Asked.")
    make_event(book=book, title="Sent on")
    make_book_link(book=book)
    derive_references(book)
    return book


def files_of(book: Book) -> dict[str, str]:
    """Return what each file of an edition says, as text."""
    now = timezone.now()
    page = assemble(book, AnonymousUser())
    pictures, facts = pictures_of(page, now), facts_of(page, 1, now)
    sounds = sounds_of(stretches_shown(page, now), now)
    packs = {
        "epub": book_epub(page, pictures, facts),
        "zip": offline_zip(page, pictures, facts, texts_of(page, now), sounds),
    }
    said = {"html": edition_files(page, pictures, facts)["index.html"].decode()}
    for name, content in packs.items():
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            inside = [pack.read(one).decode("utf-8", "replace") for one in pack.namelist()]
        said[name] = "\n".join(inside)
    try:
        document = pypdfium2.PdfDocument(book_pdf(page, pictures, facts))
    except NotTypeset as problem:
        skip_or_fail(f"Nothing can be typeset here: {problem}")
    said["pdf"] = "\n".join(one.get_textpage().get_text_range() for one in document)
    return said


@pytest.mark.django_db
def test_every_file_says_what_the_book_says_and_nothing_that_is_closed() -> None:
    files = files_of(a_book())
    for name, said in files.items():
        words = " ".join(re.sub("</?(ins|del)[^>]*>", "", said).split())
        assert not [one for one in SAID if one not in words], name
        assert CLOSED not in words, name
    assert "What the cable says." in files["zip"]

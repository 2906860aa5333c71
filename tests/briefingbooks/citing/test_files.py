"""Books, works, documents and interviews are taken away in three forms and read from the head."""

import json
import re
from dataclasses import replace
from datetime import UTC, date, datetime
from html import unescape
from types import SimpleNamespace

import pytest
from django.test import Client

from briefingbooks.assembly import assemble
from briefingbooks.citing.book_reference import book_citations, book_reference
from briefingbooks.citing.names import Name
from briefingbooks.citing.source_reference import source_reference
from briefingbooks.citing.work import Work
from briefingbooks.formats.document import edition_html
from briefingbooks.formats.facts import facts_of
from briefingbooks.models import Book
from briefingbooks.references import derive_references
from collections_app.citation_files import FORMATS, as_bibtex, as_csl_json, as_ris
from collections_app.manifests import NOBODY
from tests import cast
from tests.briefingbooks.make import make_book, make_section, make_source
from tests.briefingbooks.press_make import make_release
from tests.make import make_agent, make_copy, make_item, make_item_agent, make_repository
from tests.oralhistory.make import make_interview, make_participation

HOSTILE = 'A "quote" <script>alert(1)</script> & {brace} 50% \\end\r\nER  - \nTY  - BOOK'
WORK = Work(
    key="des-forges-2007", kind="chapter", title="Call to Genocide", container="The Media",
    authors=(Name("Des Forges", "Alison"), Name(literal="Human Rights Watch")),
    container_editors=(Name("Thompson", "Allan", "Jr."),), pages="41–54", place="London",
    publisher="Pluto Press", date="2007", edtf="2007", doi="10.1000/182",
)  # fmt: skip


def reference(work: Work):  # noqa: ANN201 - as the function it calls
    address = "https://example.org/sources/x/"
    return source_reference(work, site="Open Record", address=address, accessed=date(2026, 1, 2))


def test_a_chapter_keeps_its_parts_in_every_form() -> None:
    ris = as_ris(reference(WORK))
    for line in ("TY  - CHAP", "AU  - Des Forges, Alison", "AU  - Human Rights Watch",
                 "A2  - Thompson, Allan, Jr.", "T2  - The Media", "SP  - 41", "EP  - 54",
                 "PB  - Pluto Press", "DO  - 10.1000/182"):  # fmt: skip
        assert f"{line}\r\n" in ris
    bib = as_bibtex(reference(WORK))
    assert bib.startswith("@incollection{des-forges-2007,\n")
    assert "  author = {{Des Forges}, Alison and {Human Rights Watch}},\n" in bib
    assert "  editor = {{Thompson}, Jr., Allan},\n" in bib
    assert "  booktitle = {The Media},\n  year = {2007}" in bib
    assert "  pages = {41--54},\n" in bib
    [item] = json.loads(as_csl_json(reference(WORK)))
    assert item["author"] == [
        {"family": "Des Forges", "given": "Alison"},
        {"literal": "Human Rights Watch"},
    ]
    assert (item["type"], item["container-title"], item["page"]) == (
        "chapter",
        "The Media",
        "41–54",
    )
    assert "archive" not in item


def test_hostile_titles_close_no_field_and_begin_no_record() -> None:
    work = replace(WORK, title=HOSTILE, container=HOSTILE, doi="10.1/{}%", url="https://x/{}\\a",
                   authors=(Name(literal=HOSTILE), Name(HOSTILE, HOSTILE)))  # fmt: skip
    ris = as_ris(reference(work))
    assert ris.count("TY  - CHAP\r\n") == 1
    assert len(re.findall(r"^ER  -", ris, re.MULTILINE)) == 1
    assert len(re.findall(r"^TY  -", ris, re.MULTILINE)) == 1
    bib = as_bibtex(reference(work))
    plain = re.sub(r"\\[\\{}$&#%_]|\\text\w+\{\}", "", bib)
    assert plain.count("{") == plain.count("}")
    assert len(re.findall(r"^@", bib, re.MULTILINE)) == 1
    assert json.loads(as_csl_json(reference(work)))[0]["title"] == HOSTILE


def head(html: str) -> dict[str, list[str]]:
    """Return the contents of the meta elements of a page, by name."""
    found: dict[str, list[str]] = {}
    for name, content in re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', html):
        found.setdefault(name, []).append(unescape(content))
    return found


@pytest.mark.django_db
def test_a_book_is_a_report_of_the_house_with_its_number(client: Client) -> None:
    book = make_book(title=HOSTILE, slug="book", number=2, published=True)
    tags = head(client.get("/books/book/").content.decode())
    assert tags["citation_title"] == tags["DC.title"] == tags["og:title"] == [HOSTILE]
    assert tags["citation_technical_report_number"] == ["Briefing Book 2"]
    assert tags["citation_author"] == ["A. Editor,"]  # whole, not cut in two
    assert tags["citation_publication_date"] == ["2026/01/11"]
    assert tags["z:itemType"] == ["report"]
    assert tags["og:type"] == ["article"]
    for form, (media_type, _) in FORMATS.items():
        answer = client.get(f"/books/book/cite.{form}")
        assert answer["Content-Type"].startswith(media_type)
        assert answer["ETag"]
        again = client.get(f"/books/book/cite.{form}", HTTP_IF_NONE_MATCH=answer["ETag"])
        assert again.status_code == 304
    ris = client.get("/books/book/cite.ris").content.decode()
    assert "TY  - RPRT\r\n" in ris
    assert "SN  - Briefing Book 2\r\n" in ris
    assert "UR  - http://testserver/books/book/\r\n" in ris
    book.withdraw(by=None, reason="Asked.")
    assert client.get("/books/book/cite.ris").status_code == 404


@pytest.mark.django_db
def test_an_edition_is_cited_by_its_number_and_day() -> None:
    book = make_book(title="The Book", slug="book", number=2, published=True)
    page = assemble(Book.objects.for_page().get(pk=book.pk), NOBODY)
    edition = SimpleNamespace(number=3, released_at=datetime(2026, 5, 4, 12, tzinfo=UTC))
    found = book_reference(page, edition, absolute=lambda path: f"https://example.org{path}")
    assert (found.key, found.edition, found.issued) == ("book-3", "edition 3", "2026-05-04")
    assert found.address == "https://example.org/books/book/editions/3/"
    note, entry = book_citations(page, edition)
    assert note == (
        "A. Editor, ed., <i>The Book</i>, edition 3, Briefing Book 2 (Open Record, 4 May 2026)"
    )
    assert entry.startswith("A. Editor, ed. <i>The Book</i>. Edition 3. Briefing Book 2. ")


@pytest.mark.django_db
def test_a_document_is_cited_with_its_people_date_and_shelfmark(client: Client) -> None:
    archive = make_repository(name="United Nations Archives", city="New York", published=True)
    item = make_item(title=HOSTILE, kind="cable", date_edtf="1994-01-11", published=True)
    make_copy(item=item, repository=archive, opened=True, reference_code="S-1062")
    make_item_agent(item=item, agent=make_agent(name="Roméo Dallaire", published=True),
                    role="sender")  # fmt: skip
    make_item_agent(item=item, agent=make_agent(name="Never Named"), role="author")
    page = client.get(item.get_absolute_url()).content.decode()
    tags = head(page)
    assert tags["z:itemType"] == ["letter"]
    assert tags["DC.creator"] == ["Roméo Dallaire,"]
    assert tags["dcterms.coverage"] == ["S-1062"]
    assert tags["DC.date"] == ["1994-01-11"]
    assert tags["z:callNumber"] == [item.ref]
    assert tags["z:letterType"] == ["cable or telegram"]
    assert {"citation_title", "DC.publisher", "og:site_name"}.isdisjoint(tags)
    assert "Never Named" not in page
    address = item.get_absolute_url()
    ris = client.get(f"{address}cite.ris").content.decode()
    assert "TY  - PCOMM\r\n" in ris
    assert "DB  - United Nations Archives, New York\r\n" in ris
    assert "AN  - S-1062\r\n" in ris
    assert f"CN  - {item.ref}\r\nDP  - Open Record\r\n" in ris
    assert "PB  - " not in ris
    [csl] = json.loads(client.get(f"{address}cite.json").content)
    assert (csl["archive_location"], csl["call-number"]) == ("S-1062", item.ref)
    for form in FORMATS:
        assert f'href="{address}cite.{form}"' in page
        assert "Never Named" not in client.get(f"{address}cite.{form}").content.decode()
    draft = make_item()
    assert client.get(f"{draft.get_absolute_url()}cite.ris").status_code == 404
    client.force_login(cast.cataloguer())
    answer = client.get(f"{draft.get_absolute_url()}cite.ris")
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_an_interview_says_in_its_head_what_it_is(client: Client) -> None:
    interview = make_interview(title="A Teacher", narrators=[{"public_name": "Rose"}])
    make_participation(interview=interview, role="interviewer", public_name="An Editor")
    interview.publish(by=None)
    tags = head(client.get(interview.get_absolute_url()).content.decode())
    assert tags["z:itemType"] == ["interview"]
    assert tags["DC.title"] == ["A Teacher"]
    assert tags["z:interviewees"] == ["Rose,"]
    assert tags["z:interviewers"] == ["An Editor,"]
    assert tags["z:callNumber"] == [interview.ref]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "line"),
    [("possibly 12 January 1994", "DA  - possibly 12 January 1994"), ("undated", "N1  - undated"),
     ("the 1990s", "N1  - the 1990s")],
)  # fmt: skip
def test_a_date_that_is_no_plain_one_is_said_and_never_taken_from_elsewhere(
    client: Client, words: str, line: str
) -> None:
    item = make_item(date_edtf="", date_display=words, published=True)
    tags = head(client.get(item.get_absolute_url()).content.decode())
    assert tags["DC.date"] == [words]
    ris = client.get(f"{item.get_absolute_url()}cite.ris").content.decode()
    assert f"{line}\r\n" in ris
    assert "PY  - " not in ris


@pytest.mark.django_db
def test_an_edition_and_a_press_release_say_in_their_heads_what_they_are(client: Client) -> None:
    book = make_book(title="The Book", slug="book", number=2, published=True)
    page = assemble(Book.objects.for_page().get(pk=book.pk), NOBODY)
    facts = facts_of(page, 3, datetime(2026, 5, 4, 12, tzinfo=UTC))
    tags = head(edition_html(page, {}, facts).decode())
    assert tags["z:itemType"] == ["report"]
    assert tags["citation_technical_report_number"] == ["Briefing Book 2, edition 3"]
    assert tags["citation_publication_date"] == ["2026/05/04"]
    assert tags["citation_pdf_url"][0].endswith("/books/book/editions/3/book.pdf")
    release = make_release(headline="The book is out", published=True)
    said = head(client.get(release.get_absolute_url()).content.decode())
    assert (said["z:itemType"], said["z:websiteType"]) == (["webpage"], ["Press release"])


def cited_source(**fields: object):  # noqa: ANN201 - as the builder
    source = make_source(**fields)
    book = make_book(title="The Book", slug="book", published=True)
    body = f"A.[^a]\n\n[^a]: {{cite}}`{source.key}`."
    make_section(book=book, body_md=body)
    derive_references(book)
    return source


@pytest.mark.django_db
def test_a_work_has_a_page_with_its_editions_and_the_notes_that_cite_it(client: Client) -> None:
    first = make_source(key="prunier-1995", title=HOSTILE, year="1995")
    source = cited_source(key="prunier-1997", title=HOSTILE, edition_of=first)
    page = client.get("/sources/prunier-1997/").content.decode()
    assert 'href="/books/book/#fn-a">note 1</a>' in page
    assert "Other editions" not in page
    assert "<script>alert" not in page
    assert head(page)["z:itemType"] == ["book"]
    assert client.get("/sources/prunier-1995/").status_code == 404
    make_section(book=Book.objects.get(), body_md="{cite}`prunier-1995`")
    derive_references(Book.objects.get())
    assert 'href="/sources/prunier-1995/"' in client.get("/sources/prunier-1997/").content.decode()
    listed = client.get("/sources/").content.decode()
    assert listed.index("/sources/prunier-1995/") < listed.index("/sources/prunier-1997/")
    assert source.key in client.get("/sources/prunier-1997/cite.bib").content.decode()


@pytest.mark.django_db
def test_another_key_of_a_work_leads_to_it(client: Client) -> None:
    main = make_source(key="hrw-1999")
    cited_source(key="des-forges-1999", same_as=main)
    for path in ("", "cite.ris"):
        answer = client.get(f"/sources/des-forges-1999/{path}")
        assert (answer.status_code, answer["Location"]) == (301, f"/sources/hrw-1999/{path}")
    assert client.get("/sources/").content.decode().count("<li>Author, Ann.") == 1


@pytest.mark.django_db
def test_the_house_sees_a_work_that_no_public_book_cites(client: Client) -> None:
    source = make_source()
    assert client.get(source.get_absolute_url()).status_code == 404
    client.force_login(cast.editor())
    answer = client.get(source.get_absolute_url())
    assert "no-store" in answer["Cache-Control"]
    assert "Not public" in answer.content.decode()

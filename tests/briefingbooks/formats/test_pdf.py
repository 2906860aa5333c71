"""The PDF of an edition: the same bytes each time, complete, tagged, and from nowhere else."""

from collections.abc import Iterator
from typing import Any

import pypdfium2
import pytest
from pypdfium2 import raw

from briefingbooks.formats import pdf
from briefingbooks.formats.pdf import NotTypeset, book_pdf, print_html
from tests.briefingbooks.formats.make import (
    HOSTILE,
    a_page,
    a_section,
    an_entry,
    html,
    some_facts,
    the_pictures,
)
from tests.conftest import skip_or_fail

LETTERS = "àâæçéèêëîïôœùûüÿ ÀÂÇÉÈŒ « » ’ “ ” – — … á é í ó ú â ê î ô û ā ē ī ō ū ǎ ě ǐ ǒ ǔ"


def made(page: Any, **facts: Any) -> bytes:
    try:
        return book_pdf(page, the_pictures(), some_facts(**facts))
    except NotTypeset as problem:
        if "cannot load library" in str(problem):
            skip_or_fail(f"Nothing can be typeset here: {problem}")
        raise


@pytest.fixture(scope="module")
def one_book() -> bytes:
    letters = a_section("letters", "Letters", html=f"<p>{LETTERS}</p><p><i>{LETTERS}</i></p>")
    return made(a_page(sections=[a_section(), letters]))


@pytest.fixture
def opened(one_book: bytes) -> Iterator[pypdfium2.PdfDocument]:
    document = pypdfium2.PdfDocument(one_book)
    yield document
    document.close()


def words(document: pypdfium2.PdfDocument) -> str:
    return "\n".join(
        document[number].get_textpage().get_text_range() for number in range(len(document))
    )


def test_the_same_book_gives_the_same_bytes(one_book: bytes) -> None:
    letters = a_section("letters", "Letters", html=f"<p>{LETTERS}</p><p><i>{LETTERS}</i></p>")
    assert made(a_page(sections=[a_section(), letters])) == one_book


def test_it_says_what_it_is_and_when_it_was_frozen(opened: pypdfium2.PdfDocument) -> None:
    told = opened.get_metadata_dict()
    assert told["Title"] == "The Genocide Fax"
    assert told["Author"] == "A. Editor and B. Éditrice"
    assert told["CreationDate"] == "D:20140109150000Z"
    assert raw.FPDFCatalog_IsTagged(opened)


def test_the_contents_name_the_page_of_each_part(opened: pypdfium2.PdfDocument) -> None:
    starts = {one.get_title(): one.get_dest().get_index() + 1 for one in opened.get_toc()}
    contents = words(opened).partition("Before you read")[2]
    for heading in ("Summary", "The cable", "Documents", "Notes"):
        assert f"{heading}\r\n{starts[heading]}" in contents or (
            f"{heading} {starts[heading]}" in contents
        ), heading


def test_every_letter_of_french_and_kinyarwanda_is_set_in_the_house_type(
    opened: pypdfium2.PdfDocument, one_book: bytes
) -> None:
    text = words(opened)
    assert not [letter for letter in LETTERS if letter not in text]
    fonts = {part.split(b"/")[0] for part in one_book.split(b"/BaseFont /")[1:]}
    assert not [name for name in fonts if b"Record-Serif" not in name]


def test_it_holds_the_documents_the_testimony_and_the_notes(opened: pypdfium2.PdfDocument) -> None:
    text = " ".join(words(opened).split())
    for said in (
        "Outgoing code cable",
        "UN Archives, S-1062.",
        "[a name withheld]",
        "Words withdrawn.",
        "This record is not public at present.",
        "See the UN (external link)",
        "<https://www.un.org/en/>",
        "Shake Hands",
        "Edition 1, frozen 9 January 2014",
    ):
        assert said in text, said


def test_whatever_a_person_types_as_a_title_is_typeset() -> None:
    page = a_page(
        title=HOSTILE, sections=[a_section(heading=HOSTILE)], entries=[an_entry(title=HOSTILE)]
    )
    document = pypdfium2.PdfDocument(made(page))
    assert document.get_metadata_dict()["Title"].startswith('A <b>title</b> & "quotes"')
    assert "<b>title</b>" in words(document)


def test_nothing_is_fetched_from_anywhere_else() -> None:
    """What is sanitised names nothing to load; if anything did, no file would be made."""
    page = a_page(about=html('<p style="background: url(https://elsewhere.example/x.png)">.</p>'))
    with pytest.raises(NotTypeset, match="is not one of the files of this book"):
        made(page)
    page = a_page(about=html('<p style="background: url(file:///etc/hostname)">.</p>'))
    with pytest.raises(NotTypeset, match="is not one of the files of this book"):
        made(page)


def test_a_program_that_is_too_slow_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "SECONDS", 0.05)
    with pytest.raises(NotTypeset, match="took more than"):
        book_pdf(a_page(), {}, some_facts())


def test_where_the_site_does_not_know_its_address_links_to_it_are_words() -> None:
    source = print_html(a_page(), {}, some_facts(site_url="")).decode()
    assert 'href="/items/' not in source
    assert "the cable" in source


def links(document: pypdfium2.PdfDocument) -> Iterator[tuple[int, str]]:
    """Yield the flags and the words of every link."""
    for page in document:
        for number in range(raw.FPDFPage_GetAnnotCount(page)):
            link = raw.FPDFPage_GetAnnot(page, number)
            size = raw.FPDFAnnot_GetStringValue(link, b"Contents", None, 0)
            said = (raw.FPDF_WCHAR * (size // 2))()
            raw.FPDFAnnot_GetStringValue(link, b"Contents", said, size)
            yield raw.FPDFAnnot_GetFlags(link), bytes(said).decode("utf-16-le").rstrip("\0")
            raw.FPDFPage_CloseAnnot(link)


def test_every_link_prints_and_says_where_it_leads(opened: pypdfium2.PdfDocument) -> None:
    found = list(links(opened))
    assert {flags for flags, _words in found} == {4}
    told = [words for _flags, words in found]
    assert told.count("Note 1") == 2
    assert {"Back to text, note 1, call 1", "the cable", "Document 1"} <= set(told)
    assert told.count("the UN (external link)") == 1


def test_a_table_of_many_columns_stays_on_the_page() -> None:
    words_of_it = "Communications"
    row = f"<tr>{f'<td>{words_of_it}</td>' * 10}</tr>"
    table = f'<div class="table-scroll"><table><tbody>{row}</tbody></table></div>'
    document = pypdfium2.PdfDocument(made(a_page(sections=[a_section(html=table)])))
    edges = [
        (box[2], page.get_width())
        for page in document
        for box in (one.get_bounds() for one in page.get_objects())
    ]
    assert max(right / width for right, width in edges) < 0.9


def kinds(document: pypdfium2.PdfDocument) -> Iterator[str]:
    """Yield what kind each element is that is read out, in the order of reading."""

    def below(element: Any) -> Iterator[str]:
        size = raw.FPDF_StructElement_GetType(element, None, 0)
        said = (raw.FPDF_WCHAR * (size // 2))()
        raw.FPDF_StructElement_GetType(element, said, size)
        yield bytes(said).decode("utf-16-le").rstrip("\0")
        for number in range(raw.FPDF_StructElement_CountChildren(element)):
            if child := raw.FPDF_StructElement_GetChildAtIndex(element, number):
                yield from below(child)

    for page in document:
        tree = raw.FPDF_StructTree_GetForPage(page)
        for number in range(raw.FPDF_StructTree_CountChildren(tree)):
            yield from below(raw.FPDF_StructTree_GetChildAtIndex(tree, number))
        raw.FPDF_StructTree_Close(tree)


def test_a_pull_quote_that_repeats_the_text_is_seen_and_not_read_out_again() -> None:
    quote = "<p>We knew.</p><aside class='pull-quote'{}><p>We knew.</p></aside>"
    repeated, read = (
        pypdfium2.PdfDocument(made(a_page(sections=[a_section(html=quote.format(hidden))])))
        for hidden in (' aria-hidden="true"', "")
    )
    assert words(repeated).count("We knew.") == words(read).count("We knew.") == 2
    assert list(kinds(repeated)).count("P") == list(kinds(read)).count("P") - 1
    assert "H6" not in kinds(repeated)

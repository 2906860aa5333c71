"""What is closed is taken out of a frozen page, and what is left says so."""

from django.utils.safestring import SafeString, mark_safe

from briefingbooks.editions.striking import NAME_WITHHELD, NOT_PUBLIC, Closed, without, words_in
from briefingbooks.pages import (
    BookPage,
    EntryView,
    Line,
    NoteView,
    RelatedView,
    SectionView,
    TermView,
    TranslationView,
)
from collections_app.thumbnails import Image
from oralhistory.told_passages import Piece
from tests.briefingbooks.editions.test_frozen import page


def cable(**values: object) -> EntryView:
    shown = {
        "is_hidden": False, "title": "CANARY cable", "ref": "FTP-0001", "url": "/items/FTP-0001/",
        "annotation": mark_safe("<p>CANARY annotation</p>"), "source_line": "CANARY archive",
        "thumbnail": Image("/files/1/CANARY.jpg", 120, 155), "provenance": "CANARY", "copies": 2,
    }  # fmt: skip
    return EntryView(1, "doc-e7k3", **(shown | values))  # type: ignore[arg-type]


def section(html: str) -> SectionView:
    return SectionView("s-one", "One", SafeString(html))


def sections_of(one: BookPage) -> str:
    return "".join(part.html for part in one.sections)


def test_a_closed_document_leaves_its_number_and_anchor_and_takes_its_notes_along() -> None:
    whole = page(
        entries=[cable()],
        notes=[NoteView(1, "a", mark_safe("CANARY"), [], "doc-e7k3"),
               NoteView(2, "b", mark_safe("Stays"), [])],
        sections=[section(
            '<p>See <a class="mention" href="/items/FTP-0001/#p1">CANARY <i>cable</i></a>, and '
            '<span data-ref="FTP-0001">CANARY</span> and <a href="/items/FTP-0002/">more</a>.</p>'
            '<figure data-ref="FTP-0001"><img src="/files/9/x.jpg" alt="CANARY"></figure>'
        )],
    )  # fmt: skip
    struck = without(whole, Closed(records=frozenset({"FTP-0001"})))
    assert "CANARY" not in words_in(struck)
    assert struck.entries == [EntryView(1, "doc-e7k3")]
    assert [note.number for note in struck.notes] == [2]
    assert sections_of(struck).count(str(NOT_PUBLIC)) == 3
    assert "FTP-0001" not in sections_of(struck)
    assert "more" in sections_of(struck)
    assert "CANARY" in words_in(whole)


def test_a_closed_copy_takes_its_source_line_and_picture_along_and_leaves_the_document() -> None:
    struck = without(page(entries=[cable()]), Closed(copies=frozenset({"doc-e7k3"})))
    entry = struck.entries[0]
    assert (entry.source_line, entry.provenance, entry.thumbnail) == ("", "", None)
    assert entry.title == "CANARY cable"


def test_a_closed_picture_goes_from_cards_and_texts_with_its_caption() -> None:
    figure = '<p>A</p><figure><img src="/files/1/CANARY.jpg" alt="C"><p>CANARY</p></figure><p>B</p>'
    whole = page(entries=[cable(title="Cable")], sections=[section(figure)])
    struck = without(whole, Closed(files=frozenset({"/files/1/CANARY.jpg"})))
    assert struck.entries[0].thumbnail is None
    assert sections_of(struck) == "<p>A</p><p>B</p>"


def test_closed_words_of_testimony_become_a_notice() -> None:
    lines = [Line("0:01", "", "Rose", (Piece("CANARY words"),), "en", "", "k1"),
             Line("0:09", "", "Rose", (Piece("Other words"),), "en", "", "k2")]  # fmt: skip
    whole = page(entries=[cable(ref="FTP-OH-0001", lines=lines, is_testimony=True)])
    gone = frozenset({("doc-e7k3", "en", "k1")})
    struck = without(whole, Closed(passages=gone, day="3 March 2027"))
    assert struck.entries[0].lines[0] == Line(notice="These words were withdrawn on 3 March 2027.")
    assert struck.entries[0].lines[1] == lines[1]


def test_a_name_goes_from_everywhere_however_it_is_written() -> None:
    whole = page(
        title="The words of JEAN Mugabo",
        entries=[cable(title="x", people=[("from", "Mugabo, Jean")])],
        sections=[section(
            '<p title="Jean Mugabo">Jean  Mugábo &amp; his wife; Jeanne Mugabo.</p>'
        )],
    )  # fmt: skip
    names = frozenset({"Jean Mugabo", "Mugabo, Jean"})
    struck = without(whole, Closed(names=names))
    assert struck.title == f"The words of {NAME_WITHHELD}"
    assert struck.entries[0].people == [("from", str(NAME_WITHHELD))]
    assert sections_of(struck) == (
        f'<p title="{NAME_WITHHELD}">{NAME_WITHHELD} &amp; his wife; Jeanne Mugabo.</p>'
    )


def test_what_is_not_closed_stays_as_it_is() -> None:
    html = "<p>1 &lt; 2 &amp; <em>é</em><br>“q”</p><ul><li>x</li></ul>"
    whole = page(entries=[cable()], sections=[section(html)])
    assert without(whole, Closed()) == whole
    assert sections_of(without(whole, Closed(names=frozenset({"Nobody"})))) == html


def test_addresses_count_as_words_when_it_is_looked_for_what_is_left() -> None:
    whole = page(sections=[section('<p id="jean-mugabo"><a href="/people/jean-mugabo/">x</a></p>')])
    assert words_in(whole).count("jean-mugabo") == 2


def test_a_closed_book_is_related_no_more_and_a_closed_person_not_explained() -> None:
    whole = page(
        related=[RelatedView("Follows", "CANARY", "/books/hidden/", "en", "", "CANARY"),
                 RelatedView("Follows", "Other", "/books/open/", "en", "", "")],
        translations=[TranslationView("fr", "Lire", "CANARY", "/fr/books/hidden/", False)],
        glossary=[TermView("canary", "person", "Ann CANARY", "", "CANARY", "en", "", ()),
                  TermView("rpf", "abbreviation", "RPF", "Front", "", "en", "", ())],
        sections=[section('<p><a class="term" href="#term-canary">Ann CANARY</a> went.</p>')],
    )  # fmt: skip
    assert whole.glossary[0].anchor == "term-canary"
    closed = Closed(books=frozenset({"hidden"}), names=frozenset({"Ann CANARY"}))
    struck = without(whole, closed)
    assert "CANARY" not in words_in(struck)
    assert [one.title for one in struck.related] == ["Other"]
    assert [one.label for one in struck.glossary] == ["RPF"]
    assert sections_of(struck) == f"<p>{NAME_WITHHELD} went.</p>"

"""A Word document comes in with its looks, notes, lists and tables; what is left out is told."""

import io
import zipfile

import pytest
from docx import Document

from briefingbooks.essays.document import Kind, UnreadableEssay
from briefingbooks.essays.importing import keep_essay, plan_essay
from briefingbooks.essays.word import read_word
from tests.briefingbooks.make import make_book

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def packed(body: str, **parts: str) -> bytes:
    """Return a document with a body, and other parts by name ("footnotes")."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        file.writestr("word/document.xml", f'<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}'
                                           "</w:body></w:document>")  # fmt: skip
        for name, words in parts.items():
            file.writestr(f"word/{name}.xml", f'<w:{name} xmlns:w="{W}">{words}</w:{name}>')
    return stream.getvalue()


def paragraph(*runs: str) -> str:
    return f"<w:p>{''.join(runs)}</w:p>"


def run(words: str, look: str = "") -> str:
    return f'<w:r><w:rPr>{look}</w:rPr><w:t xml:space="preserve">{words}</w:t></w:r>'


def call(kind: str, number: int) -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def note(kind: str, number: int, words: str) -> str:
    mark = f"<w:r><w:{kind}Ref/></w:r>"
    return f'<w:{kind} w:id="{number}"><w:p>{mark}{run(" " + words)}</w:p></w:{kind}>'


def test_notes_are_numbered_as_they_are_called() -> None:
    body = paragraph(run("One."), call("footnote", 3), run(" Two."), call("footnote", 2))
    notes = '<w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
    notes += note("footnote", 2, "Second.") + note("footnote", 3, "First.")
    essay = read_word(packed(body, footnotes=notes))
    assert [(one.mark, one.words) for one in essay.notes] == [("1", "First."), ("2", "Second.")]
    assert [part.call for part in essay.blocks[0].runs if part.call] == ["1", "2"]


def test_the_parts_may_have_any_name_as_the_package_says() -> None:
    plain = packed(paragraph(run("One."), call("footnote", 2)), footnotes=note("footnote", 2, "A."))
    stream = io.BytesIO()
    renamed = {"word/document.xml": "word/document2.xml", "word/footnotes.xml": "word/notes7.xml"}
    with zipfile.ZipFile(io.BytesIO(plain)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(renamed[name], old.read(name))
        new.writestr("_rels/.rels", relations(officeDocument="/word/document2.xml"))
        new.writestr("word/_rels/document2.xml.rels", relations(footnotes="notes7.xml"))
    essay = read_word(stream.getvalue())
    assert [one.words for one in essay.notes] == ["A."]


def relations(**targets: str) -> str:
    rows = "".join(
        f'<Relationship Id="r{kind}" Type="{R}/{kind}" Target="{target}"/>'
        for kind, target in targets.items()
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{rows}</Relationships>'


@pytest.mark.django_db
def test_footnotes_and_endnotes_of_one_document_keep_apart() -> None:
    body = paragraph(run("One."), call("footnote", 2), run(" Two."), call("endnote", 2))
    data = packed(body, footnotes=note("footnote", 2, "Foot."), endnotes=note("endnote", 2, "End."))
    book = make_book(with_parts=False)
    (section,) = keep_essay(book, plan_essay(book, "a.docx", data), by=None)
    assert "[^n1]: Foot." in section.body_md
    assert "[^ne1]: End." in section.body_md


def test_looks_soft_hyphens_and_breaks_are_read() -> None:
    body = paragraph(
        run("In "), run("The Book", "<w:i/>"), run(" it ", '<w:b w:val="0"/>'),
        "<w:r><w:t>un</w:t><w:softHyphen/><w:t>seen</w:t><w:br/><w:t>line</w:t></w:r>",
    )  # fmt: skip
    (block,) = read_word(packed(body)).blocks
    assert block.words == "In The Book it unseen\nline"
    assert [part.text for part in block.runs if part.italic] == ["The Book"]
    assert not any(part.bold for part in block.runs)


def test_tracked_changes_are_taken_as_accepted_and_told() -> None:
    body = paragraph(run("Kept "), f"<w:ins>{run('new')}</w:ins>",
                     "<w:del><w:r><w:delText>old</w:delText></w:r></w:del>")  # fmt: skip
    essay = read_word(packed(body))
    assert essay.blocks[0].words == "Kept new"
    assert [remark.kind for remark in essay.remarks] == ["tracked changes"]


def test_comments_and_pictures_are_left_out_and_told() -> None:
    picture = '<w:r><w:drawing><docPr xmlns="x" descr="A bridge"/></w:drawing></w:r>'
    body = paragraph(run("Words"), '<w:r><w:commentReference w:id="1"/></w:r>', picture)
    essay = read_word(packed(body))
    told = [(one.kind, one.line, one.words) for one in essay.remarks]
    assert told == [("comment", 1, ""), ("picture", 1, "A bridge")]


def test_a_note_that_is_called_nowhere_is_kept_as_words() -> None:
    body = paragraph(run("One."), call("footnote", 2))
    notes = note("footnote", 2, "First.") + note("footnote", 5, "Left over.")
    essay = read_word(packed(body, footnotes=notes))
    assert [one.words for one in essay.notes] == ["First.", "Left over."]


@pytest.mark.django_db
def test_a_document_of_word_becomes_sections_lists_and_tables() -> None:
    document = Document()
    document.add_heading("The Bridge", 0)
    document.add_paragraph("Ann Author")
    document.add_heading("Background", 1)
    document.add_paragraph("It was built in 1901. [1]")
    document.add_heading("Detail", 2)
    document.add_paragraph("One", style="List Bullet")
    document.add_paragraph("Two", style="List Bullet")
    table = document.add_table(rows=2, cols=2)
    for place, words in enumerate(["Year", "Cost", "1901", "5 | 6"]):
        table.cell(place // 2, place % 2).text = words
    document.add_heading("Notes", 1)
    document.add_paragraph("[1] Baker, C. (1999) Bridges. London: North Press, p. 3.")
    stream = io.BytesIO()
    document.save(stream)
    book = make_book(with_parts=False)
    planned = plan_essay(book, "bridge.docx", stream.getvalue())
    (section,) = keep_essay(book, planned, by=None)
    assert [one.kind for one in planned.report.front] == ["title", "byline"]
    assert section.heading == "Background"
    assert "1901. [^baker-3]\n\n### Detail\n\n- One\n- Two\n\n| Year | Cost |" in section.body_md
    assert r"| 1901 | 5 \| 6 |" in section.body_md
    assert "[^baker-3]: {cite}`baker-1999; p. 3`." in section.body_md


def test_headings_written_in_bold_are_headings_where_there_are_no_others() -> None:
    body = paragraph(run("Background", "<w:b/>")) + paragraph(run("It was built."))
    assert [block.kind for block in read_word(packed(body)).blocks] == [
        Kind.HEADING, Kind.PARAGRAPH,
    ]  # fmt: skip


def test_a_part_that_unpacks_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("briefingbooks.essays.word_package.MOST_UNPACKED", 1000)
    with pytest.raises(UnreadableEssay, match="unpacks to more than"):
        read_word(packed(paragraph(run("a" * 2000))))


def test_entities_and_document_types_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as file:
        declared = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        file.writestr("word/document.xml", f"{declared}<x>&a;</x>")
    with pytest.raises(UnreadableEssay, match="document type"):
        read_word(stream.getvalue())


def test_a_damaged_file_is_refused() -> None:
    data = packed(paragraph(run("Words")))
    with pytest.raises(UnreadableEssay):
        read_word(data[: len(data) // 2])

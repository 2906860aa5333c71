from pathlib import Path

import pytest

from collections_app.frus import tei
from collections_app.frus.reading import BadVolume, read_volume
from tests.collections_app.frus.encoding import line_of, read, saved, tei_document, tei_volume


def refusal(path: Path) -> BadVolume:
    with pytest.raises(BadVolume) as caught:
        read_volume(path)
    return caught.value


def test_a_volume_has_its_titles_chapters_and_documents_in_order(tmp_path: Path) -> None:
    volume = read(tmp_path, tei_document(), tei_document(number=2))

    assert (volume.id, volume.series, volume.subseries) == (
        "frus-example",
        "Example Relations",
        "1969–1976",
    )
    assert (volume.volume_number, volume.subject) == ("Volume T", "Tea")
    assert [document.xml_id for document in volume.documents] == ["d1", "d2"]
    assert volume.documents[0].chapters == ("Tea and Biscuits",)
    assert volume.problems == ()


def test_the_list_of_persons_is_kept_by_xml_id(tmp_path: Path) -> None:
    front = (
        '<div xml:id="persons"><head>Persons</head><list><item><hi><persName xml:id="p_BN1">'
        "Bean, Ada,</persName></hi> President of the Tea Board</item></list></div>"
    )

    (person,) = read(tmp_path, tei_document(), front=front).persons

    assert (person.xml_id, person.name, person.description) == (
        "p_BN1",
        "Bean, Ada",
        "President of the Tea Board",
    )


def test_the_statement_of_the_preface_is_read(tmp_path: Path) -> None:
    front = (
        "<div><head>Preface</head><p>The declassification review of this example resulted in the "
        "decision to withhold 2 documents in full.</p></div>"
    )

    statement = read(tmp_path, tei_document(), front=front).front_matter_statement

    assert statement is not None
    assert statement.withheld_in_full == 2


def test_entities_and_document_types_are_refused_with_their_line(tmp_path: Path) -> None:
    prolog = '<!DOCTYPE TEI [\n<!ENTITY tea "oolong">\n]>\n'

    error = refusal(saved(tmp_path, tei_volume(tei_document(), prolog=prolog)))

    assert "document type declaration" in error.message
    assert error.line == 2


def test_an_external_document_type_is_named_and_never_fetched(tmp_path: Path) -> None:
    prolog = '<!DOCTYPE TEI SYSTEM "http://tea.invalid/tei.dtd">\n'

    error = refusal(saved(tmp_path, tei_volume(tei_document(), prolog=prolog)))

    assert "http://tea.invalid/tei.dtd" in error.message


def test_entities_that_multiply_are_refused_before_they_do(tmp_path: Path) -> None:
    entities = "".join(
        f'<!ENTITY t{n} "{f"&t{n - 1};" * 10}">' if n else '<!ENTITY t0 "tea">' for n in range(10)
    )

    text = tei_volume(tei_document("<p>&t9;</p>"), prolog=f"<!DOCTYPE TEI [{entities}]>\n")

    assert "not accepted" in refusal(saved(tmp_path, text)).message


def test_an_undeclared_entity_is_a_broken_file(tmp_path: Path) -> None:
    text = tei_volume(tei_document("<p>Tea&nbsp;pot</p>"))

    error = refusal(saved(tmp_path, text))

    assert "undefined entity" in error.message
    assert error.line == line_of(text, "&nbsp;")


def test_a_reference_to_another_file_is_refused(tmp_path: Path) -> None:
    include = '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/hostname"/>'

    text = tei_volume(tei_document(f"<p>Tea.</p>\n{include}"))

    error = refusal(saved(tmp_path, text))

    assert "XInclude" in error.message
    assert error.line == line_of(text, "<xi:include")


def test_a_broken_file_says_where(tmp_path: Path) -> None:
    text = tei_volume(tei_document(), tei_document("<p>Cold tea.</div>", number=2))

    error = refusal(saved(tmp_path, text))

    assert "mismatched tag" in error.message
    assert error.line == line_of(text, "Cold tea")
    assert str(error).startswith(f"Line {error.line}: ")


def test_a_truncated_file_is_broken_at_its_end(tmp_path: Path) -> None:
    text = tei_volume(tei_document())

    error = refusal(saved(tmp_path, text[: text.index("Tea was")]))

    assert error.line == line_of(text, "Tea was")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "empty"),
        ("not xml", "The XML is broken"),
        ("<html><body/></html>", "Not a TEI P5 file: the outermost element is <html>"),
        (tei_volume(), "There is no document in this file"),
        (tei_volume(tei_document().replace('xml:id="d1" ', "", 1)), "without an xml:id"),
        (tei_volume(tei_document(), tei_document()), "Two documents have the xml:id “d1”"),
    ],
)
def test_what_is_no_volume_says_why(tmp_path: Path, text: str, message: str) -> None:
    assert message in refusal(saved(tmp_path, text)).message


def test_a_missing_file_is_a_bad_volume(tmp_path: Path) -> None:
    assert "cannot be read" in refusal(tmp_path / "none.xml").message


def test_a_file_above_the_limit_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tei, "LARGEST_FILE", 100)

    assert "the limit is 100" in refusal(saved(tmp_path, tei_volume(tei_document()))).message


def test_repeated_ids_of_footnotes_do_no_harm(tmp_path: Path) -> None:
    notes = "<p>Tea<note n='2' xml:id='same'>A</note><note n='3' xml:id='same'>B</note></p>"

    assert len(read(tmp_path, tei_document(notes)).documents[0].pages[0].notes) == 2


def test_what_could_not_be_understood_is_listed_with_lines(tmp_path: Path) -> None:
    doubtful = tei_document(
        "<p>Tea.</p>\n<p>[name deleted]</p>\n<p>[the rest not declassified]</p>",
        dateline='<dateline><date when="1971-02-30">soon</date></dateline>',
    )
    without_source = tei_document(number=2, source=None)
    out_of_time = tei_document(
        number=3, dateline='<dateline><date when="1871-01-01">then</date></dateline>'
    )
    text = tei_volume(doubtful, without_source, out_of_time)

    problems = read_volume(saved(tmp_path, text)).problems

    told = [(problem.document, problem.line, problem.message) for problem in problems]
    first, second, third = (line_of(text, f'xml:id="d{number}" ') for number in (1, 2, 3))
    looks = "a bracket that looks like a mark without saying “not declassified”"
    unclear = "a mark whose nature and amount are not understood"
    assert told == [
        ("d1", first, "The date {'when': '1971-02-30'} of the dateline “soon” is no date"),
        ("d1", line_of(text, "[name deleted]"), looks),
        ("d1", line_of(text, "[the rest"), unclear),
        ("d2", second, "no source note"),
        ("d3", third, "the date 1871-01-01 lies outside the years of the volume"),
    ]

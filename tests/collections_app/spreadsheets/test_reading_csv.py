"""Tables of separated values as museums send them."""

import io

import pytest

from collections_app.spreadsheets.csv_reading import CsvRows
from collections_app.spreadsheets.reading import open_table
from collections_app.spreadsheets.tables import BadFile

TEXT = "ref,title\r\nA-1,Télégramme du 11 janvier\r\n"


def rows(content: bytes) -> list[list[str]]:
    return [row.cells for row in CsvRows(io.BytesIO(content)).rows()]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "windows-1252", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_every_usual_spelling_of_letters_is_understood(encoding: str) -> None:
    assert rows(TEXT.encode(encoding)) == [["ref", "title"], ["A-1", "Télégramme du 11 janvier"]]


def test_a_letter_late_in_a_large_file_decides_its_spelling() -> None:
    content = b"title\n" + b"plain\n" * 100_000 + "Hôtel\n".encode("windows-1252")
    table = open_table(io.BytesIO(content))
    assert list(table.rows())[-1].cells == ["Hôtel"]
    assert "Windows-1252" in " ".join(table.all_notes())


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    content = separator.join(["ref", "title", "note"]) + "\n"
    content += separator.join(["1", '"a, b; c"', "x"]) + "\n"
    assert rows(content.encode())[1] == ["1", "a, b; c", "x"]


def test_commas_in_the_titles_do_not_mislead() -> None:
    content = "ref;title\n1;Kigali, Butare, Gisenyi\n2;Paris, Lyon, Nice\n3;a, b, c\n"
    assert rows(content.encode())[1] == ["1", "Kigali, Butare, Gisenyi"]


def test_a_line_that_names_the_separator_is_no_header() -> None:
    table = open_table(io.BytesIO(b"sep=;\nref;title\n1;a\n"))
    assert table.headers == ["ref", "title"]


def test_quoted_lines_quotation_marks_and_old_line_ends() -> None:
    assert rows(b'title\n"a\nb ""c"""\n')[1] == ['a\nb "c"']
    assert rows(b"ref,title\r1,a\r2,b\r")[2] == ["2", "b"]


def test_nothing_in_a_row_is_lost_or_shifted() -> None:
    table = open_table(io.BytesIO(b"ref,title\n1\n2,a,b\n\n,,\n3,c\n"))
    assert [row.cells for row in table.rows()] == [["1"], ["2", "a", "b"], ["3", "c"]]
    assert [row.number for row in table.rows()] == [2, 3, 6]


def test_empty_bytes_in_a_cell_do_not_stop_the_reading() -> None:
    assert rows(b"ref,title\n1,a\x00b\n")[1] == ["1", "a\x00b"]


def test_a_quotation_mark_never_closed_is_told() -> None:
    content = b"ref,title\n1,a\n" + b'2,"b\n' + b"3,c\n" * 500
    table = open_table(io.BytesIO(content))
    assert "may not be closed" in " ".join(note for row in table.rows() for note in row.notes)


def test_a_cell_without_end_is_refused() -> None:
    with pytest.raises(BadFile, match="quotation mark"):
        rows(b'title\n"' + b"x" * 9_000_000)


def test_an_empty_file_is_refused() -> None:
    for content in (b"", b"\n\n", b"\xef\xbb\xbf"):
        with pytest.raises(BadFile, match="empty"):
            open_table(io.BytesIO(content))


def test_twin_and_nameless_headers_are_told_apart() -> None:
    table = open_table(io.BytesIO(b"note,note,,title,\n1,2,3,4,\n"))
    assert table.headers == ["note", "note (2)", "column C", "title"]
    assert "several columns: A, B" in " ".join(table.all_notes())


def test_a_header_below_a_heading_is_found() -> None:
    content = b"Museum of X,,\nExported 2014,,\nref,title,date\nA-1,Cable,1994\n"
    table = open_table(io.BytesIO(content), known=frozenset({"ref", "title", "date"}))
    assert table.headers == ["ref", "title", "date"]
    assert [row.number for row in table.rows()] == [4]
    assert open_table(io.BytesIO(content), header_row=2).headers == ["Exported 2014"]


def test_how_much_has_been_read_is_known() -> None:
    source = CsvRows(io.BytesIO(b"title\n" + b"word\n" * 200_000))
    shares = [source.share() for number, _ in enumerate(source.rows()) if number % 50_000 == 0]
    assert shares == sorted(shares)
    assert 0 < shares[1] < 1

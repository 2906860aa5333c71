"""Workbooks as museums send them: dates as numbers, numbers as texts, formulas, hidden things."""

import io
import tracemalloc
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from collections_app.spreadsheets import xlsx_package
from collections_app.spreadsheets.reading import open_table
from collections_app.spreadsheets.tables import BadFile
from collections_app.spreadsheets.xlsx_writing import Sheet, write_workbook
from tests.collections_app.spreadsheets.sheets import kept, workbook


def cells(file: io.BytesIO, **how: Any) -> list[list[str]]:
    table = open_table(file, **how)
    return [row.cells for row in table.rows()]


def test_dates_numbers_and_truths_are_read_as_they_are_meant() -> None:
    moment = datetime(1994, 1, 11, 17, 45)  # noqa: DTZ001
    row = [date(1994, 4, 6), moment, 3, 3.5, 0.1 + 0.2, True, "007", 1e20, None, "x"]
    assert cells(workbook(list("abcdefghij"), row)) == [
        ["1994-04-06", "1994-01-11 17:45:00", "3", "3.5", "0.3", "yes", "007", "1e+20", "", "x"]
    ]


def test_zeros_that_only_the_format_shows_are_kept() -> None:
    book = Workbook()
    book.active.append(["number"])
    book.active["A2"] = 123
    book.active["A2"].number_format = "00000"
    assert cells(kept(book)) == [["00123"]]


def test_dates_counted_from_1904_and_dates_before_march_1900() -> None:
    book = Workbook()
    book.epoch = datetime(1904, 1, 1)  # noqa: DTZ001
    book.active.append(["day"])
    book.active.append([date(1994, 4, 6)])
    assert cells(kept(book)) == [["1994-04-06"]]
    early = Workbook()
    early.active.append(["day"])
    early.active["A2"] = 1
    early.active["A2"].number_format = "yyyy-mm-dd"
    assert cells(kept(early)) == [["1900-01-01"]]


def test_a_formula_is_never_run_and_always_told() -> None:
    book = Workbook()
    book.active.append(["title"])
    book.active.append(['=HYPERLINK("https://bad.example/","Title")'])
    table = open_table(kept(book))
    (row,) = table.rows()
    assert row.cells == []
    assert "HYPERLINK" in row.notes[0]
    assert "without a stored value" in row.notes[0]


def test_the_stored_value_of_a_formula_is_read() -> None:
    file = with_sheet('<c r="A2" t="str"><f>HYPERLINK("https://x.example")</f><v>Title</v></c>')
    (row,) = open_table(file).rows()
    assert row.cells == ["Title"]
    assert "nothing is run" in row.notes[0]


def test_the_first_sheet_is_read_or_the_one_that_is_named() -> None:
    file = workbook(["title"], ["first"], Other=[["title"], ["second"]])
    table = open_table(file)
    assert [row.cells for row in table.rows()] == [["first"]]
    assert "“Other”" in " ".join(table.all_notes())
    assert cells(file, sheet="Other") == [["second"]]
    with pytest.raises(BadFile, match="There are: Sheet, Other"):
        open_table(file, sheet="Nowhere")


def test_merged_and_hidden_cells_are_told() -> None:
    book = Workbook()
    for row in (["title", "kind"], ["a", "cable"], ["b", ""]):
        book.active.append(row)
    book.active.merge_cells("B2:B3")
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["B"].hidden = True
    table = open_table(kept(book))
    rows = list(table.rows())
    assert "hidden" in rows[1].notes[0]
    assert "Merged cells (B2:B3)" in " ".join(table.all_notes())
    assert "Hidden columns are read like any other: B." in " ".join(table.all_notes())


def test_texts_in_several_runs_and_escaped_letters_are_whole() -> None:
    book = Workbook()
    book.active.append(["title"])
    book.active["A2"] = CellRichText("From ", TextBlock(InlineFont(b=True), "Kigali"))
    assert cells(kept(book)) == [["From Kigali"]]
    file = with_sheet('<c r="A2" t="inlineStr"><is><t>a_x000D_b _x005F_x000D_</t></is></c>')
    assert cells(file) == [["a\rb _x000D_"]]


def test_what_we_write_openpyxl_and_we_read() -> None:
    rows = [["title", "note"], ["=1+1", "a\r\nb"], ["_x000D_ \x07 \x0b", " lead\t"], ["", "x" * 40]]
    file = io.BytesIO()
    write_workbook(file, [Sheet("items", rows, [20, 30]), Sheet("a & b", [["words"]])])
    file.seek(0)
    assert cells(file) == [rows[1], rows[2], rows[3]]
    book = load_workbook(file)
    assert book.sheetnames == ["items", "a & b"]
    assert book["items"]["A2"].data_type != "f"
    assert book["items"]["A1"].value == "title"


def test_a_file_is_known_by_its_bytes_and_not_by_its_name() -> None:
    with pytest.raises(BadFile, match="old kind"):
        open_table(io.BytesIO(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 100))
    with pytest.raises(BadFile, match="damaged"):
        open_table(io.BytesIO(b"PK\x03\x04 no zip at all"))
    empty = io.BytesIO()
    with zipfile.ZipFile(empty, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    with pytest.raises(BadFile, match="OpenDocument"):
        open_table(empty)


def test_a_workbook_cut_short_is_refused() -> None:
    whole = workbook(["title"], *[[f"row {number} {number**7}"] for number in range(3000)])
    with pytest.raises(BadFile):
        list(open_table(io.BytesIO(whole.getvalue()[:-2000])).rows())


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xlsx_package, "MOST_UNPACKED", 20 * xlsx_package.MEGABYTE)
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/workbook.xml", "<workbook/>")
        with package.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part:
            for _ in range(25):
                part.write(b" " * 1024 * 1024)
    tracemalloc.start()
    with pytest.raises(BadFile, match="larger than"):
        open_table(bomb)
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


@pytest.mark.parametrize(
    "declared",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
    ],
)
def test_a_part_that_declares_entities_is_refused(declared: str) -> None:
    file = with_sheet('<c r="A2" t="inlineStr"><is><t>x</t></is></c>', before=declared)
    with pytest.raises(BadFile, match="document type"):
        list(open_table(file).rows())


def with_sheet(second_row: str, before: str = "") -> io.BytesIO:
    """Return a workbook whose sheet is written by hand, below the header “title”."""
    whole = workbook(["title"])
    changed = io.BytesIO()
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                row = f'<row r="2">{second_row}</row></sheetData>'.encode()
                content = before.encode() + content.replace(b"</sheetData>", row)
            new.writestr(name, content)
    changed.seek(0)
    return changed

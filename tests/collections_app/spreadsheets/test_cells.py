"""What stands in a cell comes out as it went in, and nothing in it is ever run."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from collections_app.spreadsheets.cells import (
    folded,
    guarded,
    has_control,
    is_clearing,
    is_keeping,
    joined,
    line_of,
    parts_of,
    text_of,
    unguarded,
)
from collections_app.spreadsheets.reports import ReportRow, lines_for_table

ACTIVE = ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "'=1", "''=1", "[clear]", "∅", "[keep] "]


@given(st.text())
def test_a_guarded_text_comes_back_as_it_was(text: str) -> None:
    assert unguarded(guarded(text)) == text


@pytest.mark.parametrize("text", ACTIVE)
def test_no_text_of_ours_is_taken_for_a_formula_or_a_wish_to_clear(text: str) -> None:
    cell = guarded(text)
    assert cell[0] == "'"
    assert not is_clearing(cell)
    assert unguarded(cell) == text


@pytest.mark.parametrize("text", ["'Twas night", "''The title''", "plain", ""])
def test_apostrophes_of_other_houses_stay(text: str) -> None:
    assert unguarded(text) == text
    assert guarded(text) == text


@given(st.lists(st.text().map(line_of).filter(bool)))
def test_names_with_separators_and_backslashes_come_back(names: list[str]) -> None:
    assert parts_of(joined(names)) == [line_of(name) for name in names]


@pytest.mark.parametrize(
    ("cell", "separator", "parts"),
    [
        ("a|b", "|", ["a", "b"]),
        (" a | | b |", "|", ["a", "b"]),
        (r"AC\|DC | b", "|", ["AC|DC", "b"]),
        (r"C:\dir | b", "|", [r"C:\dir", "b"]),
        ("a; b", ";", ["a", "b"]),
    ],
)
def test_a_cell_that_lists_things_is_split(cell: str, separator: str, parts: list[str]) -> None:
    assert parts_of(cell, separator) == parts


def test_names_are_compared_without_case_accents_and_typography() -> None:
    assert folded("DALLAIRE,  Roméo") == folded("Dallaire, Romeo")
    assert folded("L’Hôpital – Kigali") == folded("l'hopital - KIGALI")
    assert folded("Blake") != folded("Blakes")


def test_texts_lose_only_what_no_table_keeps() -> None:
    assert text_of(" a\r\nb\x00\x07\r c ") == "a\nb\n c"
    assert line_of("a\r\n  b") == "a b"
    assert text_of("e\u0301") == "é"
    assert has_control("a\x00")
    assert not has_control("a\nb")


def test_blank_keeps_and_a_word_clears() -> None:
    assert is_keeping("  ")
    assert is_keeping("[Keep]")
    assert is_clearing(" [CLEAR] ")
    assert is_clearing("∅")
    assert not is_clearing("")


@pytest.mark.parametrize("text", ["=1", "＝1+1", "＋1", "＠SUM(1)", "－1"])
def test_signs_in_full_width_are_guarded_too(text: str) -> None:
    assert guarded(text) != text


def test_the_report_of_an_import_runs_no_formula() -> None:
    row = ReportRow(2, "", '=HYPERLINK("https://evil.example","x")', "create", [], [])
    cells = [cell for line in lines_for_table([row]) for cell in line]
    assert not any(cell.startswith("=") for cell in cells)

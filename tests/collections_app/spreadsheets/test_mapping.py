"""Headers of other houses are matched with our columns; none is dropped in silence."""

import pytest

from collections_app.spreadsheets.columns import GROUPS, ITEM_COLUMNS, headers, place_of
from collections_app.spreadsheets.mapping import Manner, choices, guess, lay_out


@pytest.mark.parametrize(
    ("header", "column"),
    [
        ("Title", "title"),
        ("TITRE ", "title"),
        ("Référence", "ref"),
        ("date_text", "date"),
        ("Date (EDTF)", "date_edtf"),
        ("Langue", "languages"),
        ("Mots-clés", "subjects"),
        ("Accession Number", "original_number"),
        ("creditLine", "credit_line"),
        ("Artist", "author"),
        ("From", "sender"),
        ("link.1.url", "link.1.url"),
        ("Copy 2 Reference Code", "copy.2.reference_code"),
        ("copy.repository", "copy.1.repository"),
        ("URL", "link.1.url"),
    ],
)
def test_headers_are_understood_in_english_and_french(header: str, column: str) -> None:
    place = guess(header)
    assert place is not None
    assert place.header == column


@pytest.mark.parametrize("header", ["", "id", "width", "copy.0.repository", "copy.999.repository"])
def test_what_is_not_ours_is_not_guessed(header: str) -> None:
    assert guess(header) is None


def test_every_header_of_an_export_is_understood() -> None:
    for place in headers(copies=3, links=2, agents=2):
        assert guess(place.header) == place == place_of(place.header)


def test_unknown_headers_are_listed() -> None:
    layout = lay_out(["title", "width", "state"], Manner())
    assert layout.unknown == ["width"]
    assert layout.left_out == ["state"]


def test_a_mapping_fills_leaves_out_and_adds_constants() -> None:
    manner = Manner(
        columns={"acno": "original_number", "Title": "", "gone": "title"},
        constants={"kind": "object", "link.1.note": "Why"},
    )
    layout = lay_out(["ACNO", "title"], manner)
    assert [place.header for place in layout.places] == ["original_number", "kind", "link.1.note"]
    assert layout.left_out == ["title"]
    assert layout.missing == ["gone"]


def test_two_headers_may_fill_one_text_but_not_one_title() -> None:
    assert not lay_out(["medium", "dimensions"], Manner()).problems
    assert "both fill the column title" in lay_out(["title", "titre"], Manner()).problems[0]


def test_a_column_that_does_not_exist_is_a_problem() -> None:
    assert lay_out(["a"], Manner(columns={"a": "nonsense"})).problems
    assert lay_out(["a"], Manner(constants={"nonsense": "x"})).problems
    assert lay_out(["a"], Manner(constants={"ref": "FTP-1"})).problems


def test_a_manner_comes_back_from_where_it_is_kept() -> None:
    manner = Manner(
        columns={"a": "title"}, constants={"kind": "object"}, separator=";", reads_dates=True,
        shortens=True, sheet="S", header_row=2, creates=("agents",),
    )  # fmt: skip
    assert Manner.from_json(manner.as_json()) == manner
    assert Manner.from_json({}) == Manner()
    assert Manner.of({}, {"create_terms": ["agents", "repositories"]}).creates == ("agents",)


def test_no_two_columns_share_a_name_and_each_is_explained() -> None:
    names = [column.name for column in ITEM_COLUMNS]
    assert len(names) == len(set(names))
    assert all(column.help for columns in (ITEM_COLUMNS, *GROUPS.values()) for column in columns)


def test_no_word_of_ours_means_two_columns() -> None:
    words = [(column.name, name) for column in ITEM_COLUMNS for name in column.synonyms]
    for column, name in words:
        place = guess(name)
        assert place is not None
        assert place.header == column, name


def test_a_person_is_offered_one_copy_more_than_the_file_has() -> None:
    groups = dict(choices(["copy.2.repository"]))
    assert "Copy 3" in groups
    assert "Copy 4" not in groups
    assert "Link 1" in groups

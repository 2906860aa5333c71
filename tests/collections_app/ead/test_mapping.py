"""What units become: levels, dates, fields, notes."""

from pathlib import Path

import pytest

from collections_app.ead.dating import dating_of
from collections_app.ead.headings import only_names
from collections_app.ead.levels import level_of_part, level_of_whole
from collections_app.ead.mapping import Described, describe
from collections_app.ead.reading import read_finding_aid
from collections_app.ead.units import PrintedDate
from tests.collections_app.ead.finding_aids import ead, part, written


def described(folder: Path, text: str, **options: bool) -> Described:
    return describe(read_finding_aid(written(folder, text)), **options)


@pytest.mark.parametrize(
    ("printed", "above", "has_parts", "given"),
    [
        ("series", "fonds", True, "series"),
        ("series", "series", True, "subseries"),
        ("subseries", "subseries", True, "subseries"),
        ("recordgrp", "fonds", True, "subfonds"),
        ("subgrp", "subfonds", True, "subfonds"),
        ("class", "collection", True, "series"),
        ("file", "file", True, "file"),
        ("series", "file", True, "file"),
        ("subsubseries", "subseries", True, "subseries"),
        ("item", "series", False, "item"),
        ("item", "series", True, "file"),
        ("", "collection", True, "series"),
        ("", "series", True, "subseries"),
        ("", "series", False, "file"),
        ("Dossier", "series", False, "file"),
    ],
)
def test_a_level_becomes_the_nearest_that_can_stand_there(
    printed: str, above: str, has_parts: bool, given: str
) -> None:
    assert given == level_of_part(printed, above, has_parts=has_parts, files_as_items=False)


def test_files_may_be_taken_as_items_and_a_whole_is_never_one() -> None:
    assert level_of_part("file", "series", has_parts=False, files_as_items=True) == "item"
    assert level_of_part("file", "series", has_parts=True, files_as_items=True) == "file"
    assert level_of_whole("item") == "file"
    assert level_of_whole("whatever") == "collection"


@pytest.mark.parametrize(
    ("text", "normal", "edtf", "words", "certainty"),
    [
        ("1989-1999", "1989/1999", "1989/1999", "1989-1999", "exact"),
        ("11 January 1994", "19940111", "1994-01-11", "", "exact"),
        ("ca. 1880-1900", "1880/1900", "1880/1900", "ca. 1880-1900", "approximate"),
        ("circa 1920", "", "1920~", "circa 1920", "approximate"),
        ("1881 Dec 17", "", "1881-12-17", "1881 Dec 17", "exact"),
        ("1873-83", "", "1873/1883", "1873-83", "exact"),
        ("1901-02", "", "", "1901-02", "exact"),
        ("n.d.", "", "", "n.d.", "exact"),
        ("n.y. Nov 3", "", "", "n.y. Nov 3", "exact"),
        ("[1920]", "1920", "1920", "[1920]", "inferred"),
        ("1994", "1994-13-45", "1994", "", "exact"),
        ("1994", "1994/1990", "1994", "", "exact"),
    ],
)
def test_dates_keep_their_words_and_get_a_value_that_can_be_relied_on(
    text: str, normal: str, edtf: str, words: str, certainty: str
) -> None:
    dating = dating_of([PrintedDate(text, 3, normal)])
    assert (dating.edtf, dating.words, dating.certainty) == (edtf, words, certainty)
    assert bool(dating.basis) == (certainty == "inferred")


def test_the_bulk_of_a_date_is_said_and_does_not_bound_it() -> None:
    dating = dating_of(
        [PrintedDate("1989-1999", 1, "1989/1999", "bulk"), PrintedDate("1970-2000", 2, "1970/2000")]
    )
    assert dating.edtf == "1970/2000"
    assert dating.words == "1989-1999 (bulk), 1970-2000"


def test_an_invalid_date_is_told_with_its_line(tmp_path: Path) -> None:
    did = '<unittitle>A</unittitle>\n<unitdate normal="1994-99-01">Spring</unitdate>'
    whole = described(tmp_path, ead(did=did))
    assert [(m.line, m.kind) for m in whole.messages if m.kind == "date"] == [(2, "date")]
    assert whole.values["date_display"] == "Spring"


def test_each_element_goes_into_its_field_and_others_into_the_notes(tmp_path: Path) -> None:
    said = """<custodhist><head>Custodial history</head><p>From hand to hand.</p></custodhist>
    <separatedmaterial><p>Maps.</p></separatedmaterial>
    <fileplan><p>By year.</p></fileplan><runner><p>Odd one.</p></runner>
    <accessrestrict><head>Closed boxes</head><p>Ask.</p></accessrestrict>"""
    whole = described(tmp_path, ead(said))
    assert whole.values["custodial_history"] == "From hand to hand."
    assert whole.values["related_material"] == "Separated material\n\nMaps."
    assert whole.values["general_note"] == "File plan\n\nBy year."
    assert whole.values["access_conditions"] == "Closed boxes\n\nAsk."
    assert "<runner>: Odd one." in whole.notes
    kinds = {message.kind for message in whole.messages}
    assert {"heading", "note:runner"} <= kinds


def test_what_is_too_long_is_cut_and_kept_whole(tmp_path: Path) -> None:
    title = "Word " * 200
    whole = described(tmp_path, ead(did=f"<unittitle>{title}</unittitle>"))
    assert len(whole.values["title"]) <= 400
    assert f"Title in full: {title.strip()}" in whole.notes


def test_boxes_and_numbers_of_items_become_the_reference_of_the_copy(tmp_path: Path) -> None:
    boxes = "<container type='box'>1</container><container type='folder'>3</container>"
    did = f"<unitid>12</unitid>{boxes}"
    text = ead(parts=part("Letter", level="item", did=did) + part("Files", level="file", did=did))
    letter, files = described(tmp_path, text).parts
    assert letter.values["reference_code"] == "12, Box 1, folder 3"
    assert (files.values["reference_code"], files.values["containers"]) == ("12", "Box 1, folder 3")


@pytest.mark.parametrize(
    ("heading", "is_plain"),
    [
        ("Scope and Contents note", True),
        ("Historique de la conservation", True),
        ("Arrangement of the photographs", False),
        ("", False),
        ("Notes, 1994", False),
    ],
)
def test_headings_that_only_name_their_element_are_told_apart(heading: str, is_plain: bool) -> None:
    assert only_names(heading) is is_plain

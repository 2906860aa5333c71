import pytest
from lxml import etree

from collections_app.frus.datelines import When, read_dateline
from collections_app.frus.volume import Certainty

SPACES = 'xmlns="http://www.tei-c.org/ns/1.0" xmlns:frus="http://history.state.gov/frus/ns/1.0"'


def when(dateline: str, title: str = "Tea Paper", attributes: str = "") -> When:
    return read_dateline(etree.fromstring(f"<div {SPACES} {attributes}>{dateline}</div>"), title)


def dated(date: str) -> When:
    return when(f"<dateline><placeName>Exampleton</placeName>, {date}.</dateline>")


@pytest.mark.parametrize(
    ("date", "edtf"),
    [
        ('<date when="1971-03-04">March 4, 1971</date>', "1971-03-04"),
        ('<date when="1971-03">March 1971</date>', "1971-03"),
        ('<date from="1971-03-04" to="1971-03-06">March 4–6, 1971</date>', "1971-03-04/1971-03-06"),
        ('<date from="1971-03-04T10:00:00" to="1971-03-04T11:00:00">March 4</date>', "1971-03-04"),
        ('<date notBefore="1971-03-01" notAfter="1971-03-31">undated</date>', "1971-03"),
        ('<date notBefore="1971-01-01" notAfter="1971-12-31">undated</date>', "1971"),
        ('<date notBefore="1971-03-02" notAfter="1971-04-09">n.d.</date>',
         "[1971-03-02..1971-04-09]"),
        ('<date when="1971-03-04">March 4</date>–<date when="1971-03-06">6, 1971</date>',
         "1971-03-04/1971-03-06"),
        ("<date>undated</date>", ""),
    ],
)  # fmt: skip
def test_encoded_dates_become_edtf(date: str, edtf: str) -> None:
    assert dated(date).date.edtf == edtf


def test_the_hour_and_the_printed_words_are_kept() -> None:
    found = dated('<date when="1971-03-04T17:30:00">March 4, 1971, 5:30 p.m.</date>').date

    assert (found.time, found.displayed) == ("17:30:00", "March 4, 1971, 5:30 p.m.")
    assert found.certainty == Certainty.STATED


def test_an_hour_encoded_apart_belongs_to_the_date() -> None:
    found = dated(
        '<date when="1971-03-04">March 4, 1971</date>, <time when="09:00:00">9 a.m.</time>'
    )

    assert (found.date.time, found.date.displayed) == ("09:00:00", "March 4, 1971, 9 a.m.")


def test_undated_is_said_and_is_not_a_missing_dateline() -> None:
    assert dated("<date>undated</date>").date.certainty == Certainty.UNDATED
    assert dated("undated").date.displayed == "undated"
    assert when("<p>Tea.</p>").date.certainty == Certainty.NOT_STATED


def test_what_the_editors_supply_in_brackets_is_inferred() -> None:
    supplied = when('<dateline>[<date when="1971-03-04">March 4, 1971</date>]</dateline>')
    place_only = when('<dateline>[Exampleton] <date when="1971-03-04">March 4</date></dateline>')

    assert supplied.date.certainty == Certainty.INFERRED
    assert place_only.date.certainty == Certainty.STATED


def test_a_corrected_date_is_the_one_in_brackets() -> None:
    found = dated(
        '<date when="1971-03-04">March 4</date> [<date when="1971-03-05">5?</date>], 1971'
    )

    assert (found.date.edtf, found.date.certainty) == ("1971-03-05", Certainty.INFERRED)


def test_without_a_dateline_the_encoding_then_the_heading_is_asked() -> None:
    attributes = (
        'frus:doc-dateTime-min="1971-03-01T00:00:00-05:00" '
        'frus:doc-dateTime-max="1971-03-31T23:59:59-05:00"'
    )

    encoded = when("<p>Tea.</p>", attributes=attributes)
    ending = when("<p>Tea.</p>", "Letter From A to B, Exampleton, March 4, 1971")
    within = when(
        "<p>Tea.</p>", "Despatch 7 from Exampleton, March 4, 1971. Tea. 2 pp. Box, May 1, 1980."
    )

    assert (encoded.date.edtf, encoded.date.certainty) == ("1971-03", Certainty.INFERRED)
    assert (ending.date.edtf, ending.place) == ("1971-03-04", "Exampleton")
    assert ending.date.certainty == Certainty.STATED
    assert (within.date.edtf, within.date.certainty) == ("1971-03-04", Certainty.INFERRED)


def test_an_impossible_date_is_doubted_and_the_words_are_read() -> None:
    found = dated('<date when="1971-02-30">March 2, 1971</date>')

    assert "1971-02-30" in found.doubt
    assert found.date.edtf == "1971-03-02"


def test_the_dateline_of_an_attachment_is_not_that_of_the_document() -> None:
    found = when(
        "<frus:attachment><dateline>Elsewhere, <date when='1960-01-01'>1960</date></dateline>"
        "</frus:attachment>"
    )

    assert found.date.certainty == Certainty.NOT_STATED


@pytest.mark.parametrize(
    ("dateline", "place"),
    [
        ("<placeName>Exampleton</placeName>, undated", "Exampleton"),
        ("[<placeName>Exampleton</placeName>,] undated", "Exampleton"),
        ("Exampleton, undated", "Exampleton"),
        ("Undated", ""),
        ("[<placeName>place not declassified</placeName>], undated", ""),
    ],
)
def test_the_place_is_read_and_a_withheld_place_is_none(dateline: str, place: str) -> None:
    assert when(f"<dateline>{dateline}.</dateline>").place == place

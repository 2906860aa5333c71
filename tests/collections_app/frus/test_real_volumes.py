"""The three volumes counted independently; see the notes beside the data."""

import time
from pathlib import Path

import pytest

from collections_app.frus.reading import read_volume
from collections_app.frus.report import count_review, make_report
from collections_app.frus.volume import Document, Level, State, Status, Volume, Where

SECONDS_FOR_300_DOCUMENTS = 20  # far above the second or two it takes, for a busy machine

_read: dict[str, Volume] = {}


@pytest.fixture
def volume(shared_data: Path, request: pytest.FixtureRequest) -> Volume:
    name = request.param
    if name not in _read:
        _read[name] = read_volume(shared_data / "frus" / f"{name}.xml")
    return _read[name]


E5, E14, VI = "frus1969-76ve05p1", "frus1969-76ve14p1", "frus1961-63v06"
each = pytest.mark.parametrize("volume", [E5, E14, VI], indirect=True)


@pytest.mark.parametrize(
    ("volume", "documents", "marks"),
    [(E5, 333, 99), (E14, 190, 3), (VI, 120, 0)],
    indirect=["volume"],
)
def test_documents_and_marks_are_those_counted_by_hand(
    volume: Volume, documents: int, marks: int
) -> None:
    report = make_report(volume)

    assert (report.documents, report.excisions) == (documents, marks)


@pytest.mark.parametrize("volume", [E5], indirect=True)
def test_the_withheld_documents_of_e5_are_those_known(volume: Volume) -> None:
    withheld = {d.xml_id: d.withheld_state for d in volume.documents if d.withheld_in_full}

    assert withheld == {
        "d6": State.DENIED,
        "d51": State.PENDING,
        "d55": State.PENDING,
        "d104": State.DENIED,
        "d239": State.DENIED,
        "d326": State.DENIED,
    }


@pytest.mark.parametrize(
    ("volume", "withheld", "paragraphs", "minor"),
    [(E5, 4, 9, 22), (E14, 1, None, 1), (VI, None, 0, 0)],
    indirect=["volume"],
)
def test_the_front_matter_is_read_and_the_withheld_agree(
    volume: Volume, withheld: int | None, paragraphs: int | None, minor: int | None
) -> None:
    said = volume.front_matter_statement

    assert said is not None
    assert (
        said.withheld_in_full,
        said.excisions_paragraph_or_more,
        said.minor_excisions,
    ) == (withheld, paragraphs, minor)
    assert count_review(volume.documents).withheld_in_full == (withheld or 0)


@each
def test_every_mark_on_a_page_is_found_where_it_is_said_to_be(volume: Volume) -> None:
    for document in volume.documents:
        for excision in document.excisions:
            if excision.location.where == Where.PAGE:
                assert excision.location.page is not None
                text = document.pages[excision.location.page].text
                shown = text[excision.location.start : excision.location.end]
                assert " ".join(shown.split()) == excision.printed


@each
def test_every_note_is_called_within_its_page(volume: Volume) -> None:
    pages = [page for document in volume.documents for page in document.pages]

    assert all(0 <= note.offset <= len(page.text) for page in pages for note in page.notes)
    assert all(page.text == page.text.strip() and page.text for page in pages)


def _one(volume: Volume, xml_id: str) -> Document:
    return next(document for document in volume.documents if document.xml_id == xml_id)


@pytest.mark.parametrize("volume", [E5], indirect=True)
def test_a_withheld_document_keeps_its_heading_and_source_note(volume: Volume) -> None:
    document = _one(volume, "d326")

    assert document.source_note is not None
    assert document.source_note.repository == "National Archives"
    assert document.marking.level == Level.TOP_SECRET
    assert document.marking.caveats == ("[codeword not declassified]",)
    assert (document.date.edtf, document.place) == ("1972-02-18", "Washington")
    assert document.status == Status.WITHHELD


@pytest.mark.parametrize("volume", [E14], indirect=True)
def test_the_levels_of_e14_are_those_counted(volume: Volume) -> None:
    levels = make_report(volume).by_level

    assert (levels[Level.CONFIDENTIAL], levels[Level.LIMITED_OFFICIAL_USE]) == (91, 37)


def test_three_hundred_documents_are_read_in_seconds(shared_data: Path) -> None:
    before = time.monotonic()
    read_volume(shared_data / "frus" / f"{E5}.xml")

    assert time.monotonic() - before < SECONDS_FOR_300_DOCUMENTS

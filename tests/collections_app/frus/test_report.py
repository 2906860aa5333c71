from pathlib import Path

from collections_app.frus.report import make_report, report_lines
from collections_app.frus.volume import DocumentKind, Level, Status, Unit, Volume
from tests.collections_app.frus.encoding import read, tei_document

FRONT = (
    "<div><p>The declassification review of this example resulted in the decision to withhold 1 "
    "document in full, excise a paragraph or more in 1 document, and make minor excisions in 2 "
    "documents.</p></div>"
)


def volume_of_every_status(tmp_path: Path) -> Volume:
    return read(
        tmp_path,
        tei_document("<p>Tea.</p>"),
        tei_document("<p>[2 pages not declassified]</p>", number=2),
        tei_document("<p>[2 pages not declassified in time for publication]</p>", number=3),
        tei_document("<p>Tea [1 paragraph not declassified] [name not declassified]</p>", number=4),
        tei_document("<p>Tea [less than 1 line not declassified]</p>", number=5),
        tei_document(number=6, title="Editorial Note", source=None),
        tei_document("<p>[name deleted]</p>", number=7),
        front=FRONT,
    )


def test_a_report_counts_documents_and_marks(tmp_path: Path) -> None:
    report = make_report(volume_of_every_status(tmp_path))

    assert (report.documents, report.excisions) == (7, 5)
    assert report.by_kind[DocumentKind.CONVERSATION] == 6
    assert report.by_level == {Level.SECRET: 6}
    assert report.by_status == {
        Status.IN_FULL: 2,
        Status.WITHHELD: 1,
        Status.PENDING: 1,
        Status.EXCISED: 2,
        Status.NOT_APPLICABLE: 1,
    }
    assert report.by_unit[Unit.PAGE] == 2
    assert report.by_unit["less than 1 line"] == 1


def test_a_document_counts_once_in_the_review_by_its_largest_excision(tmp_path: Path) -> None:
    review = make_report(volume_of_every_status(tmp_path)).review

    assert (review.withheld_in_full, review.pending) == (1, 1)
    assert (review.paragraph_or_more, review.minor_only) == (1, 1)


def test_the_front_matter_stands_beside_the_count(tmp_path: Path) -> None:
    lines = list(report_lines(make_report(volume_of_every_status(tmp_path))))

    rows = [line.split() for line in lines]
    assert ["withheld", "in", "full", "1", "1"] in rows
    assert ["only", "minor", "excisions", "2", "1"] in rows
    assert any("name deleted" in line and "line " in line for line in lines)


def test_a_volume_without_a_statement_or_problems_says_so(tmp_path: Path) -> None:
    lines = list(report_lines(make_report(read(tmp_path, tei_document()))))

    assert any("says nothing" in line for line in lines)
    assert lines[-1] == "Everything was understood."
    assert any("not stated" in line for line in lines)

"""The walk through an export finds what leads nowhere, and what was changed since."""

from pathlib import Path

import pytest
from django.core.management import CommandError

from briefingbooks.exporting.checking import Checked, check_export
from collections_app.progress import Progress
from tests.briefingbooks.exporting.exported import check, export

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(tmp_path: Path) -> Path:
    export(tmp_path / "site")
    return tmp_path / "site"


def with_added(target: Path, words: str) -> Checked:
    path = target / "index.html"
    path.write_text(path.read_text().replace("</main>", f"{words}</main>"))
    return check_export(target, Progress())


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ('<a href="nowhere.html">x</a>', "leads to no file"),
        ('<a href="books/index.html#nowhere">x</a>', "has no place #nowhere"),
        ('<a href="#nowhere">x</a>', "no place #nowhere"),
        ('<a href="/books/">x</a>', "leads out of the folder"),
        ('<a href="../../etc/passwd">x</a>', "leads out of the folder"),
        ('<a href="http://localhost:8000/">x</a>', "leads to this machine"),
        ('<img src="http://127.0.0.1/a.jpg">', "leads to this machine"),
        ('<img srcset="a.jpg 1x, b.jpg 2x">', "a.jpg leads to no file"),
        ('<p style="background: url(b.png)">x</p>', "b.png leads to no file"),
        ('<form action="/search/"></form>', "leads out of the folder"),
        ('<a href="javascript:x()">x</a>', "is no web address"),
        ('<p id="content">x</p>', "stands there twice"),
    ],
)
def test_every_kind_of_link_that_fails_is_found(target: Path, words: str, fault: str) -> None:
    found = with_added(target, words)
    assert any(fault in said for said in found.told), found.told


def test_what_leads_on_is_no_fault(target: Path) -> None:
    good = (
        '<a href="#top">x</a><a href="https://a.example/">x</a><a href="mailto:a@b.example">x</a>'
    )
    found = with_added(target, good + '<a href="books/index.html?a=b#content">x</a>')
    assert found.told == ["index.html was changed after it was written"]


def test_a_file_that_is_changed_missing_or_added_is_found(target: Path) -> None:
    (target / "README.txt").write_text("another")
    (target / "feeds/books.atom").unlink()
    (target / "added.txt").write_text("added")
    told = " ".join(check_export(target, Progress()).told)
    assert "README.txt was changed" in told
    assert "feeds/books.atom is missing" in told
    assert "added.txt is not listed" in told
    with pytest.raises(CommandError, match="faults"):
        check(target)


def test_a_folder_that_is_no_export_is_not_walked_through(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="holds no export"):
        check(tmp_path)

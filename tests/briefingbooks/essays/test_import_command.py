"""The command tells what it found, keeps all or nothing, and fails where nothing was kept."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from tests.briefingbooks.essays.samples import SAMPLE
from tests.briefingbooks.make import make_book

pytestmark = pytest.mark.django_db


@pytest.fixture
def essay(tmp_path: Path) -> Path:
    path = tmp_path / "bridge.txt"
    path.write_text(SAMPLE, encoding="utf-8")
    return path


def run(*words: object) -> str:
    out = StringIO()
    call_command("import_essay", *map(str, words), stdout=out)
    return out.getvalue()


def test_it_reports_and_keeps(essay: Path) -> None:
    book = make_book(with_parts=False)
    said = run(book.slug, essay)
    assert "  notes: 4\n  calls: 5\n" in said
    assert "line 15, two notes on a line: Note 4 stood behind another" in said
    assert "vague source: This does not say which record is meant. “Declassified" in said
    assert f"Added to {book}: 2 sections and 2 works. Nothing became public." in said
    assert book.sections.count() == 2


def test_a_check_keeps_nothing(essay: Path) -> None:
    book = make_book(with_parts=False)
    assert "Checked only: nothing was kept." in run(book.slug, essay, "--check")
    assert not book.sections.exists()


def test_the_same_file_fails_and_keeps_nothing(essay: Path) -> None:
    book = make_book(with_parts=False)
    run(book.slug, essay)
    with pytest.raises(CommandError, match=r"imported before[^$]*Nothing was kept"):
        run(book.slug, essay)
    with pytest.raises(CommandError, match="imported before"):
        run(book.slug, essay, "--check")
    run(book.slug, essay, "--again")
    assert book.sections.count() == 4


def test_an_unknown_book_and_a_missing_file_fail(essay: Path) -> None:
    with pytest.raises(CommandError, match="There is no book nowhere"):
        run("nowhere", essay)
    with pytest.raises(CommandError, match="can not be read"):
        run(make_book().slug, essay.with_name("none.txt"))

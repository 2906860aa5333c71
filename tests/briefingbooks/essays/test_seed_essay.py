"""An essay of 67 notes comes in whole: counted, led to its works, and equal on the way back."""

from pathlib import Path

import pytest
from django.conf import settings

from briefingbooks.essays.decoding import decoded
from briefingbooks.essays.document import squeezed
from briefingbooks.essays.importing import keep_essay, plan_essay
from briefingbooks.models import Source
from tests.briefingbooks.make import make_book, make_source

pytestmark = pytest.mark.django_db
SEEDS = settings.BASE_DIR.parent / "shared" / "seeds"


def seed(name: str) -> bytes:
    path: Path = SEEDS / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    return path.read_bytes()


def test_the_counts_are_those_of_the_essay() -> None:
    planned = plan_essay(make_book(), "essay.txt", seed("essay-67-notes.txt"))
    assert planned.report.counts == {
        "notes": 67,
        "calls": 68,
        "calls led to a note": 68,
        "citations": 127,
        "with pages": 92,
        "short forms": 34,
        "led to a work": 125,
        "works": 50,
    }
    assert len(planned.sections) == 6
    again = [one for one in planned.report.decisions if one.kind == "called again"]
    assert [(one.line, one.message[:8]) for one in again] == [(12, "Note 14 ")]


def test_what_a_person_must_decide_is_listed_with_its_line() -> None:
    planned = plan_essay(make_book(), "essay.txt", seed("essay-67-notes.txt"))
    told = [(one.line, one.kind) for one in planned.report.decisions]
    assert told == [
        (12, "called again"),
        (31, "no date"),
        (34, "two notes on a line"),
        (37, "vague source"),
        (46, "two notes on a line"),
        (46, "vague source"),
        (46, "no date"),
        (46, "name of a body"),
        (51, "vague source"),
        (62, "vague source"),
        (66, "two authors"),
        (69, "another title"),
        (82, "vague source"),
    ]


@pytest.mark.parametrize(
    "name",
    ["essay-67-notes.txt", "policy-article.txt", "lecture-notes.txt", "press-release.txt"],
)
def test_the_text_is_equal_on_the_way_back(name: str) -> None:
    data = seed(name)
    book = make_book(with_parts=False)
    planned = plan_essay(book, name, data)
    keep_essay(book, planned, by=None)
    for section, kept in zip(planned.sections, book.sections.all(), strict=True):
        section.body_md = kept.body_md
    assert squeezed(planned.as_plain_text()) == squeezed(decoded(data)[0])


def test_known_works_are_cited_by_their_keys() -> None:
    make_source(
        key="shake-hands", authors="Roméo Dallaire", authors_sorted="Dallaire, Roméo",
        title="Shake Hands with the Devil: The Failure of Humanity in Rwanda", year="2003",
    )  # fmt: skip
    book = make_book(with_parts=False)
    planned = plan_essay(book, "essay.txt", seed("essay-67-notes.txt"))
    keep_essay(book, planned, by=None)
    assert book.references.filter(source__key="shake-hands").count() == 11
    assert not Source.objects.filter(key="dallaire-2003").exists()
    assert book.footnotes.count() == 67

"""What is not well with documents is found by the database, kind by kind, and said in words."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone

from collections_app.models import (
    AccessCondition,
    ArchivalItem,
    DigitalFile,
    Excision,
    LinkStatus,
)
from collections_app.problems import PROBLEMS, count, having, problems_of, with_problems
from tests import cast
from tests.collections_app.desks import at_desk, list_of
from tests.make import (
    make_copy,
    make_excision,
    make_item,
    make_item_link,
    make_language,
    make_link,
    make_page,
    make_page_text,
    make_rights,
)

pytestmark = pytest.mark.django_db


def well(**fields: Any) -> ArchivalItem:
    """Make a document with which all is well."""
    whole = {
        "abstract": "What it is.",
        "date_edtf": "1994",
        "rights": make_rights(),
        "is_sensitivity_reviewed": True,
        "known_from": "A list",
    }
    item = make_item(**(whole | fields))
    item.languages.set([make_language()])
    return item


def file_of(item: ArchivalItem, **fields: Any) -> DigitalFile:
    file = DigitalFile(
        copy=make_copy(item=item),
        **({"media_type": "application/pdf", "original_name": "a", "processing": "ready"} | fields),
    )
    file.file.save("a.bin", ContentFile(b"x"))
    return file


def lapsed(item: ArchivalItem) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    make_copy(item=item, access_condition=AccessCondition.CLOSED_UNTIL, closed_until=yesterday)


def linked(item: ArchivalItem, status: str) -> None:
    make_item_link(item=item, link=make_link(status=status))


def waits_for_marks(item: ArchivalItem) -> None:
    page = make_page(copy=make_copy(item=item))
    make_page_text(page=page)
    make_excision(copy=page.copy, page=page, made_by=Excision.MadeBy.US)


SPOIL: dict[str, Callable[[ArchivalItem], Any]] = {
    "title": lambda item: ArchivalItem.objects.filter(pk=item.pk).update(title=""),
    "rights": lambda item: ArchivalItem.objects.filter(pk=item.pk).update(rights=None),
    "scope": lambda item: ArchivalItem.objects.filter(pk=item.pk).update(
        abstract="", scope_and_content=""
    ),
    "date": lambda item: ArchivalItem.objects.filter(pk=item.pk).update(
        date_edtf="", date_display=""
    ),
    "language": lambda item: item.languages.clear(),
    "copy": lambda item: ArchivalItem.objects.filter(pk=item.pk).update(
        known_from="", held_at=None
    ),
    "sensitivity": lambda item: ArchivalItem.objects.filter(pk=item.pk).update(
        is_sensitivity_reviewed=False
    ),
    "covered": lambda item: file_of(item, has_covered_text=True),
    "failed": lambda item: file_of(item, processing="failed"),
    "lapsed": lapsed,
    "dead-link": lambda item: linked(item, LinkStatus.GONE),
    "unchecked-link": lambda item: linked(item, LinkStatus.UNCHECKED),
    "alt-text": lambda item: file_of(item, media_type="image/png"),
    "marks": waits_for_marks,
    "no-text": lambda item: make_page(copy=(file := file_of(item)).copy, file=file),
}


def test_every_problem_has_a_case_here() -> None:
    assert set(SPOIL) == {problem.code for problem in PROBLEMS}


def test_of_a_document_that_is_well_nothing_is_said() -> None:
    item = well()
    assert problems_of(with_problems(ArchivalItem.objects.all()).get()) == []
    assert list(having(ArchivalItem.objects.all(), "none")) == [item]
    assert not having(ArchivalItem.objects.all(), "any").exists()


@pytest.mark.parametrize("code", SPOIL)
def test_each_problem_is_found_alone_and_said(code: str) -> None:
    good, bad = well(), well()
    SPOIL[code](bad)
    items = ArchivalItem.objects.all()
    words = next(problem.words for problem in PROBLEMS if problem.code == code)
    assert list(having(items, code)) == [bad]
    assert list(having(items, "any")) == [bad]
    assert list(having(items, "none")) == [good]
    assert problems_of(with_problems(items).get(pk=bad.pk)) == [words]
    assert count(items, code) == 1


def test_a_missing_element_of_dacs_is_a_filter_of_its_own() -> None:
    lacking, failed = well(), well()
    lacking.languages.clear()
    file_of(failed, processing="failed")
    assert list(having(ArchivalItem.objects.all(), "dacs")) == [lacking]


def test_the_list_says_what_is_missing_with_as_many_queries_for_many(
    django_assert_max_num_queries: Any,
) -> None:
    desk = at_desk(cast.cataloguer())
    SPOIL["rights"](well())
    url = f"{list_of(ArchivalItem)}?problems=any"
    assert "no rights statement" in desk.get(url).content.decode()
    for _ in range(30):
        SPOIL["rights"](well())
    with django_assert_max_num_queries(20):
        page = desk.get(url).content.decode()
    assert page.count("no rights statement") >= 31

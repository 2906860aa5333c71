import pytest
from django.http import QueryDict

from collections_app.paging import page_of

ROWS = list(range(1, 46))


def asked(query: str) -> tuple[int, str]:
    paged = page_of(ROWS, QueryDict(query), size=20)
    return paged.page.number, paged.message


def test_a_page_that_exists_is_shown_without_a_word() -> None:
    assert asked("page=2") == (2, "")
    assert asked("") == (1, "")
    assert asked("page=") == (1, "")


@pytest.mark.parametrize("number", ["0", "-4", "abc", "²", "1.5", "٣x", "<b>", "9" * 5000])
def test_a_number_that_is_no_page_shows_a_page_and_says_so(number: str) -> None:
    page, message = asked(f"page={number}")
    assert page in (1, 3)
    assert message
    assert len(message) < 120


def test_a_page_beyond_the_end_shows_the_last() -> None:
    assert asked("page=99") == (3, "There is no page 99: the list has 3 pages. This is page 3.")


def test_an_empty_list_has_one_page() -> None:
    paged = page_of([], QueryDict("page=2"), size=20)
    assert (paged.page.number, paged.total) == (1, 0)


def test_the_other_questions_stay_in_the_address() -> None:
    paged = page_of(ROWS, QueryDict("kind=cable&page=2&q=a+b"), size=20)
    assert paged.query == "kind=cable&q=a+b"

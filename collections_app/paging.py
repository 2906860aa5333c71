"""One page of a long list, whatever number a reader or a broken link asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import EmptyPage, Page, PageNotAnInteger, Paginator
from django.db.models import QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

PAGE_PARAMETER = "page"
_LONGEST_ECHO = 20


@dataclass(frozen=True, slots=True)
class Paged:
    """A page of a list, a word to readers who asked for no such page, and the rest of the query."""

    page: Page
    message: str
    query: str
    parameter: str = PAGE_PARAMETER

    @property
    def total(self) -> int:
        return self.page.paginator.count


def page_of(
    rows: QuerySet | Sequence[Any], query: QueryDict, *, size: int, parameter: str = PAGE_PARAMETER
) -> Paged:
    """Return the page that `query` asks for, or the nearest there is with a word about it.

    `parameter` names the number in the address, where a page of the site has several lists.
    """
    paginator = Paginator(rows, size)
    asked = query.get(parameter) or "1"
    echo, message = asked[:_LONGEST_ECHO], ""
    try:
        page = paginator.page(asked)
    except PageNotAnInteger:
        page = paginator.page(1)
        message = _("“{echo}” is not the number of a page. This is the first page.").format(
            echo=echo
        )
    except EmptyPage:
        page = paginator.page(paginator.num_pages if int(asked) > 0 else 1)
        there_is = ngettext("one page", "{number} pages", paginator.num_pages).format(
            number=paginator.num_pages
        )
        message = _(
            "There is no page {echo}: the list has {there_is}. This is page {number}."
        ).format(echo=echo, there_is=there_is, number=page.number)
    return Paged(page, message, without_page(query, parameter).urlencode(), parameter)


def without_page(query: QueryDict, parameter: str = PAGE_PARAMETER) -> QueryDict:
    """Return a query that can be changed, without the number of a page."""
    rest = query.copy()
    rest.pop(parameter, None)
    return rest

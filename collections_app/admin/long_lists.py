"""Lists at the desk that cost the same however long they are, and filters that read no list."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils.functional import cached_property

from collections_app.models import Copy, Repository

# Rows are counted so far; of a longer list nobody turns every page.
MOST_COUNTED = 50_000


class AtLeast(int):
    """How many rows a list has where there are more of them; read as “50,000+”."""

    def __str__(self) -> str:
        return f"{int(self):,}+"


class LateJoined(Paginator):
    """Finds a page by keys alone, and reads only its rows with all that the list shows of them.

    What lies behind the rows that are counted is found by a filter, or from the other end.
    """

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        keys = rows.order_by().values("pk")
        number = keys[: MOST_COUNTED + 1].count()
        return AtLeast(MOST_COUNTED) if number > MOST_COUNTED else number

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows: Any = self.object_list
        keys = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)


def among(rows: QuerySet, held: QuerySet, column: str) -> QuerySet:
    """Narrow rows to those that `column` of `held` names, as quickly where it names few as many.

    Of few the names are read first; where there are many, row after row is asked, and a page is
    soon full. One query more says which.
    """
    keys = held.order_by().values("pk")
    if keys[: MOST_COUNTED + 1].count() <= MOST_COUNTED:
        return rows.filter(pk__in=held.values(column))
    return rows.filter(Exists(held.filter(**{column: OuterRef("pk")})))


class LongList(ChangeList):
    """A list whose rows are equal in one column follow each other as an index has them.

    Django lets the newest of equal rows come first, whichever way the list is sorted; no index has
    both orders.
    """

    def get_results(self, request: HttpRequest) -> None:
        """Read nothing a second time of what was not there when it was counted."""
        super().get_results(request)
        if not self.result_count:
            self.result_list = self.queryset.none()

    def get_ordering(self, request: HttpRequest, queryset: QuerySet) -> list[Any]:
        *asked, last = super().get_ordering(request, queryset.order_by())
        if last != "-pk":
            return [*asked, last]
        if not asked:
            return list(queryset.query.order_by) or [last]
        if asked[-1] in ("pk", "-pk"):
            return asked
        desk: Any = self.model_admin
        further = desk.further_order
        return [*asked, f"-{further}" if _is_falling(asked[-1]) else further]


def _is_falling(order: Any) -> bool:
    """Say whether the last rows come first in an order: a name of a field, or an expression."""
    return order.startswith("-") if isinstance(order, str) else getattr(order, "descending", False)


class ArchiveFilter(admin.SimpleListFilter):
    """Copies by their archive; offers those archives that hold a copy."""

    title = "archive"
    parameter_name = "archive"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        holding = Exists(Copy.objects.filter(repository=OuterRef("pk")))
        archives = Repository.objects.filter(holding).order_by("name")
        return [(str(key), name) for key, name in archives.values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        key = self.value() or ""
        return self.held(queryset, int(key)) if key.isdecimal() else queryset

    def held(self, copies: QuerySet, archive: int) -> QuerySet:
        """Narrow the list to what an archive holds."""
        return copies.filter(repository=archive)


class ArchiveOfCopies(ArchiveFilter):
    """Documents by the archives that hold their copies."""

    def held(self, items: QuerySet, archive: int) -> QuerySet:
        return among(items, Copy.objects.filter(repository=archive), "item")

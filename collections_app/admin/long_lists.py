"""Lists at the desk that cost the same however long they are, and filters that read no list."""

from typing import Any

from django.contrib import admin
from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest

from collections_app.models import Copy, Repository


class LateJoined(Paginator):
    """Finds a page by keys alone, and reads only its rows with all that the list shows of them."""

    def page(self, number: Any) -> Page:
        number = self.validate_number(number)
        start = (number - 1) * self.per_page
        rows: Any = self.object_list
        keys = list(rows.values_list("pk", flat=True)[start : start + self.per_page])
        return Page(rows.filter(pk__in=keys), number, self)


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
        return items.filter(Exists(Copy.objects.filter(repository=archive, item=OuterRef("pk"))))

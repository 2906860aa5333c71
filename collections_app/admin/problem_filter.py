"""Documents by what is not well with them, and a column that says it."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from collections_app.problems import PROBLEMS, having, problems_of, with_problems


class ProblemFilter(admin.SimpleListFilter):
    """Has problems: any, none, a required element, or one kind."""

    title = "problems"
    parameter_name = "problems"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        general = [("any", "Any"), ("dacs", "A required element is missing"), ("none", "None")]
        return [*general, *((one.code, one.words.capitalize()) for one in PROBLEMS)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return having(queryset, self.value() or "")


class WithProblems(admin.ModelAdmin):
    """A list of documents that says what is not well with each, whatever their number."""

    def get_list_display(self, request: HttpRequest) -> list[Any]:
        return [*super().get_list_display(request), "not_well"]

    def get_list_filter(self, request: HttpRequest) -> list[Any]:
        return [ProblemFilter, *super().get_list_filter(request)]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        found = super().get_queryset(request)
        match = request.resolver_match
        is_list = match is not None and (match.url_name or "").endswith("_changelist")
        # Actions and searches that count or delete have no use for the columns.
        return with_problems(found) if is_list and request.method == "GET" else found

    @admin.display(description="problems")
    def not_well(self, item: Any) -> str:
        return "; ".join(problems_of(item)) or "none"

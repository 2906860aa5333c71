"""Lists at the desk that are searched by the words which the database keeps of their records."""

from typing import ClassVar

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from collections_app.desk_words.asking import Wanted, records_with, wanted_in
from collections_app.desk_words.following import DOCUMENTS, DeskWords


class FoundByWords(admin.ModelAdmin):
    """A list that may grow to a million rows, and is searched as quickly then.

    `found_by` are the tables of words that are asked, each with what its numbers are in the list:
    {"copy__item": DOCUMENTS}. A row is found by the words of one of them.
    """

    found_by: ClassVar[dict[str, DeskWords]] = {"pk": DOCUMENTS}
    # Each would be a count of the whole list, for every answer to every filter.
    show_facets = admin.ShowFacets.NEVER
    search_help_text = (
        "Beginnings of words, in any order: of the reference, titles and number of a document, "
        "and of the references of its copies."
    )

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        """Find what has all the words; a question without a word finds nothing."""
        if not search_term.strip():
            return queryset, False
        wanted = wanted_in(search_term)
        return (self._found(queryset, wanted) if wanted else queryset.none()), False

    def _found(self, rows: QuerySet, wanted: list[Wanted]) -> QuerySet:
        every = rows.model._base_manager.order_by()
        first, *others = [
            every.filter(**{f"{column}__in": records_with(kept, wanted)}).values("pk")
            for column, kept in self.found_by.items()
        ]
        keys = first.union(*others, all=True) if others else first
        return rows.filter(pk__in=keys)

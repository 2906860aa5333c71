"""The questions of the search page; all of them stand in its address, so that it can be kept.

A question that makes no sense is left out and said, never an error.
"""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.http import QueryDict
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collections_app.counted.standing import Standing, standing
from collections_app.filters import FIRST_YEAR, LAST_YEAR, YearsForm, languages_in_use
from collections_app.search_index.asking import LONGEST_QUESTION, Asked, understood


class Group(TextChoices):
    """What is found together, in the order of the page."""

    BOOKS = "books", gettext_lazy("Briefing books")
    DOCUMENTS = "documents", gettext_lazy("Documents")
    TESTIMONY = "testimony", gettext_lazy("Testimony")
    NAMES = "names", gettext_lazy("People, places and subjects")


ANYWHERE = ""
RELEVANCE, DATE = "relevance", "date"
ORDERS = [(RELEVANCE, pgettext_lazy("order", "relevance")), (DATE, pgettext_lazy("order", "date"))]
_WRONG_YEAR = format_lazy(
    gettext_lazy("A year is a whole number from {first} to {last}."),
    first=FIRST_YEAR,
    last=LAST_YEAR,
)


def _year(label: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        error_messages={"invalid": _WRONG_YEAR, "min_value": _WRONG_YEAR, "max_value": _WRONG_YEAR},
    )


class SearchForm(YearsForm):
    """What may be asked besides words: a group, years, a language, an order."""

    group = forms.ChoiceField(
        label=gettext_lazy("Look in"),
        required=False,
        choices=[(ANYWHERE, gettext_lazy("everything")), *Group.choices],
        error_messages={"invalid_choice": gettext_lazy("“%(value)s” is nothing to look in.")},
    )
    year_from = _year(pgettext_lazy("year", "From"))
    year_to = _year(pgettext_lazy("year", "Until"))
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Nothing here is in “%(value)s”.")},
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=ORDERS,
        error_messages={"invalid_choice": gettext_lazy("There is no order “%(value)s”.")},
    )

    def __init__(self, query: QueryDict, known: Standing) -> None:
        super().__init__(query)
        field: Any = self.fields["language"]
        field.choices = [("", _("any language")), *languages_in_use(known)]


class Question:
    """One search: the words and what narrows it, as far as they were understood."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.typed = " ".join(query.get("q", "").split())
        self.asked: Asked = understood(self.typed)
        self.standing = standing()
        self.form = SearchForm(query, self.standing)

    @cached_property
    def answers(self) -> dict[str, Any]:
        """What was understood of the other questions; nothing that was not given."""
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @property
    def words(self) -> str:
        """The words for the box and for addresses: no more than are read."""
        return self.typed[:LONGEST_QUESTION]

    @property
    def group(self) -> str:
        return self.answers.get("group", ANYWHERE)

    @property
    def order(self) -> str:
        return self.answers.get("sort", RELEVANCE)

    @property
    def narrows(self) -> bool:
        """Whether years or a language were given: people have neither."""
        return any(name in self.answers for name in ("year_from", "year_to", "language"))

    def problems(self) -> Iterator[str]:
        """Yield what was not understood, each as a sentence."""
        answered = self.answers  # the form is read first
        for name, messages in self.form.errors.items() if answered is not None else ():
            for message in messages:
                yield _("{question}: {message} This was left out.").format(
                    question=self.form.fields[name].label, message=message
                )
        yield from self.asked.left_out_of(self.typed)
        if len(self.typed) > LONGEST_QUESTION:
            yield _("Only the first {number} letters were read.").format(number=LONGEST_QUESTION)

    def address(self, **changed: str) -> str:
        """Return the query of the same search with some questions answered otherwise."""
        kept = QueryDict(mutable=True)
        answers = {"q": self.words, **self.answers, **changed}
        for name, value in answers.items():
            if value:
                kept[name] = str(value)
        return f"?{kept.urlencode()}"

    def for_list(self, **besides: str) -> QueryDict:
        """Return the query of a list of one room that asks the same."""
        asked = QueryDict(mutable=True)
        asked["q"] = self.words
        for name in ("year_from", "year_to", "language", "sort"):
            if name in self.answers:
                asked[name] = str(self.answers[name])
        for name, value in besides.items():
            asked[name] = value
        return asked

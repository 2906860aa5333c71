"""The questions a reader may put to the list of interviews; they stand in its address.

Choices are asked of the public interviews at the time of the request, so that nothing hidden can
be guessed by trying.
"""

import django_filters
from django.db.models import QuerySet

from collections_app.models import Place, Subject
from oralhistory.models import Interview


def languages_in_use() -> list[tuple[str, str]]:
    """Return the languages of public interviews, by code and name."""
    spoken = Interview.objects.public().exclude(languages=None).order_by("languages__label_en")
    return list(spoken.values_list("languages__code", "languages__label_en").distinct())


def places_in_use() -> QuerySet[Place]:
    """Return the public places at which public interviews were held."""
    return Place.objects.public().filter(pk__in=Interview.objects.public().values("place"))


def subjects_in_use() -> QuerySet[Subject]:
    """Return the public subjects of which public interviews tell."""
    return Subject.objects.public().filter(pk__in=Interview.objects.public().values("subjects"))


class InterviewFilter(django_filters.FilterSet):
    """Narrows the public interviews; an answer that is not offered is left out and said."""

    language = django_filters.ChoiceFilter(
        field_name="languages",
        choices=languages_in_use,
        label="Language",
        empty_label="any language",
        error_messages={"invalid_choice": "There is no interview in the language “%(value)s”."},
    )
    place = django_filters.ModelChoiceFilter(
        queryset=lambda _request: places_in_use(),
        to_field_name="slug",
        label="Place",
        empty_label="any place",
        error_messages={"invalid_choice": "There is no interview from the place “%(value)s”."},
    )
    subject = django_filters.ModelChoiceFilter(
        field_name="subjects",
        queryset=lambda _request: subjects_in_use(),
        to_field_name="slug",
        label="Subject",
        empty_label="any subject",
        error_messages={"invalid_choice": "There is no interview on the subject “%(value)s”."},
    )

    class Meta:
        model = Interview
        fields: list[str] = []

    @property
    def narrows(self) -> bool:
        """Whether an answer was given that narrows the list."""
        self.form.is_valid()
        return any(self.form.cleaned_data.values())

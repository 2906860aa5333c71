"""The questions a reader may put to the list of interviews; they stand in its address.

Choices are asked of the public interviews at the time of the request, so that nothing hidden can
be guessed by trying. The words of `q` are answered by `search`, not here.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import django_filters
from django import forms
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from collections_app.filters import YearsForm, dated_from, dated_until, year_asked
from collections_app.models import Agent, Language, Place, Subject
from collections_app.plain_select import PlainSelect
from collections_app.search_index.asking import LONGEST_QUESTION
from oralhistory.models import (
    IndexPoint,
    IndexPointPlace,
    Interview,
    MediaFile,
    Participation,
    PublicCue,
    Role,
)
from oralhistory.models.interviews import InterviewQuerySet

Keys = Sequence[int]

SORTS = [
    ("relevance", gettext_lazy("passages found")),
    ("date", gettext_lazy("date of the interview")),
]
ROLES = [
    (Role.NARRATOR.value, gettext_lazy("narrator")),
    (Role.INTERVIEWER.value, gettext_lazy("interviewer")),
]


def languages_in_use(interviews: Keys) -> QuerySet[Language]:
    """Return the languages that are spoken in some public interviews."""
    return Language.objects.filter(interviews__in=interviews).distinct()


def with_somebody_named(interviews: QuerySet[Interview], **part: Any) -> QuerySet[Interview]:
    """Return those of some interviews in which somebody takes part under their own public name.

    `part` narrows the participations, for example by `role` and `agent`.
    """
    named = Participation.objects.public().under_own_name().filter(**part)
    return interviews.filter(pk__in=named.values("interview"))


def people_in_use(interviews: Keys) -> QuerySet[Agent]:
    """Return the people by whose name interviews can be found, in the order of what is read."""
    named = Participation.objects.of_seen(interviews).under_own_name()
    return Agent.objects.public().filter(pk__in=named.values("agent")).by_label()


def places_in_use(interviews: Keys) -> QuerySet[Place]:
    """Return the public places at which public interviews were held, or of which they tell."""
    places = Place.objects.public()
    held = places.filter(interviews__in=interviews)
    told = places.filter(index_point_places__point__public_words__interview__in=interviews)
    return places.filter(Q(pk__in=held.values("pk")) | Q(pk__in=told.values("pk")))


def subjects_in_use(interviews: Keys) -> QuerySet[Subject]:
    """Return the public subjects of public interviews, or of points of their indexes."""
    subjects = Subject.objects.public()
    whole = subjects.filter(interviews__in=interviews)
    point = subjects.filter(index_points__public_words__interview__in=interviews)
    return subjects.filter(Q(pk__in=whole.values("pk")) | Q(pk__in=point.values("pk")))


class PersonChoice(forms.ModelChoiceField):
    """A person under the name that readers know."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.public_label)


class FilterInUse(django_filters.ModelChoiceFilter):
    """Something that public interviews have; which ones are public is asked once for all of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, widget=PlainSelect, **kwargs)

    def get_queryset(self, _request: Any) -> QuerySet:
        choices: QuerySet = self.queryset(self.parent.public_keys)
        return choices


class PersonFilter(FilterInUse):
    field_class = PersonChoice


def _no_such(words: Any) -> dict[str, str]:
    return {"invalid_choice": words}


def _yes(method: str, label: Any) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(
        choices=[("yes", "yes")],
        method=method,
        label=label,
        error_messages={"invalid_choice": gettext_lazy("“%(value)s” is no answer here.")},
    )


class InterviewFilter(django_filters.FilterSet):
    """Narrows the public interviews; an answer that is not offered is left out and said."""

    q = django_filters.CharFilter(
        method="left_to_search",
        label=gettext_lazy("Words"),
        max_length=LONGEST_QUESTION,
        strip=True,
    )
    person = PersonFilter(
        queryset=people_in_use,
        to_field_name="slug",
        method="with_person",
        label=gettext_lazy("Person"),
        empty_label=gettext_lazy("anybody"),
        error_messages=_no_such(gettext_lazy("There is no interview with “%(value)s”.")),
    )
    role = django_filters.ChoiceFilter(
        choices=ROLES,
        method="in_role",
        label=gettext_lazy("As"),
        empty_label=gettext_lazy("narrator or interviewer"),
        error_messages=_no_such(gettext_lazy("There is no interview with the role “%(value)s”.")),
    )
    language = FilterInUse(
        field_name="languages",
        queryset=languages_in_use,
        label=gettext_lazy("Language spoken"),
        empty_label=gettext_lazy("any language"),
        error_messages=_no_such(gettext_lazy("There is no interview in the language “%(value)s”.")),
    )
    place = FilterInUse(
        queryset=places_in_use,
        to_field_name="slug",
        method="at_place",
        label=gettext_lazy("Place, of the interview or spoken of"),
        empty_label=gettext_lazy("any place"),
        error_messages=_no_such(
            gettext_lazy("There is no interview from or about the place “%(value)s”.")
        ),
    )
    subject = FilterInUse(
        queryset=subjects_in_use,
        to_field_name="slug",
        method="on_subject",
        label=gettext_lazy("Subject"),
        empty_label=gettext_lazy("any subject"),
        error_messages=_no_such(gettext_lazy("There is no interview on the subject “%(value)s”.")),
    )
    year_from = year_asked(pgettext_lazy("year", "From"), "held_within")
    year_to = year_asked(pgettext_lazy("year", "Until"), "held_within")
    recording = _yes("with_recording", gettext_lazy("With a recording to hear"))
    transcript = _yes("with_transcript", gettext_lazy("With a transcript to read"))
    sort = django_filters.ChoiceFilter(
        choices=SORTS,
        method="left_to_search",
        label=gettext_lazy("Order"),
        error_messages=_no_such(gettext_lazy("There is no interview by “%(value)s”.")),
    )

    class Meta:
        model = Interview
        fields: list[str] = []
        form = YearsForm

    @cached_property
    def public_keys(self) -> list[int]:
        """The keys of all public interviews, as of this request."""
        return list(self.queryset.values_list("pk", flat=True))

    @property
    def answers(self) -> dict[str, Any]:
        """The questions that were understood; empty ones have an empty value."""
        return self.form.cleaned_data if self.form.is_bound and self.errors is not None else {}

    @property
    def narrows(self) -> bool:
        """Whether an answer was given that narrows the list."""
        return any(value for name, value in self.answers.items() if name != "sort")

    def narrowed(self) -> InterviewQuerySet:
        """Return the interviews that all questions leave, without regard to words."""
        interviews: InterviewQuerySet = self.queryset.all()
        for name, value in self.answers.items():
            if value:
                interviews = self.filters[name].filter(interviews, value)
        return interviews

    def left_to_search(self, interviews: QuerySet, _name: str, _value: Any) -> QuerySet:
        return interviews

    def with_person(self, interviews: QuerySet, _name: str, value: Agent) -> QuerySet:
        role = self.answers.get("role")
        return with_somebody_named(interviews, agent=value, **({"role": role} if role else {}))

    def in_role(self, interviews: QuerySet, _name: str, value: str) -> QuerySet:
        """With somebody in that role under a public name; who, `with_person` asks."""
        return (
            interviews
            if self.answers.get("person")
            else with_somebody_named(interviews, role=value)
        )

    def at_place(self, interviews: QuerySet, _name: str, value: Place) -> QuerySet:
        told = IndexPointPlace.objects.public().filter(place=value)
        return interviews.filter(Q(place=value) | Q(pk__in=told.values("point__interview")))

    def on_subject(self, interviews: QuerySet, _name: str, value: Subject) -> QuerySet:
        told = IndexPoint.objects.public().filter(subjects=value)
        whole = interviews.filter(subjects=value)
        return interviews.filter(Q(pk__in=whole.values("pk")) | Q(pk__in=told.values("interview")))

    def held_within(self, interviews: QuerySet, name: str, value: int) -> QuerySet:
        """What can have been held in these years; an undated interview can not be said to be."""
        return (
            dated_from(interviews, value) if name == "year_from" else dated_until(interviews, value)
        )

    def with_recording(self, interviews: QuerySet, _name: str, _value: str) -> QuerySet:
        return interviews.filter(pk__in=MediaFile.objects.public().values("interview"))

    def with_transcript(self, interviews: QuerySet, _name: str, _value: str) -> QuerySet:
        """Of which readers may read a passage."""
        read = PublicCue.objects.public().filter(interview=OuterRef("pk"), is_withheld=False)
        return interviews.filter(Exists(read))


def problems_of(filters: InterviewFilter) -> Iterable[str]:
    """Yield what was not understood and was left out."""
    for name, messages in filters.errors.items():
        label = filters.form.fields[name].label if name in filters.form.fields else name
        for message in messages:
            yield _("{question}: {message} This was left out.").format(
                question=label, message=message
            )

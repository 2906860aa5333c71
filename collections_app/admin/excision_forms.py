"""The rows beside the image of a page, one for each area drawn on it."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet

from collections_app.excising import DrawnArea
from collections_app.models import Excision, ExemptionCode

BY_US = "withheld by us"
# A thousandth of a percent is less than a pixel of the largest scan.
DIGITS = 3
SMALLEST = 0.05
EDGES = {"left": "x", "top": "y", "width": "width", "height": "height"}


class PercentField(forms.FloatField):
    """A place on the page in percent of its width or height."""

    def __init__(self, label: str, least: float = 0) -> None:
        # Any step: an area drawn by hand ends where it ends.
        widget = forms.NumberInput(attrs={"step": "any", "class": "area-edge"})
        super().__init__(label=label, min_value=least, max_value=100, widget=widget)


class CodesWidget(AutocompleteSelectMultiple):
    """Looks codes up; each is taken away by itself, as a button for all would break the list."""

    def build_attrs(
        self, base_attrs: dict[str, Any], extra_attrs: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}


class AreaForm(forms.Form):
    """One area: where it lies, who withheld it, and what the reader is told."""

    key = forms.IntegerField(required=False, widget=forms.HiddenInput)
    made_by = forms.ChoiceField(
        label="Made", choices=Excision.MadeBy.choices, initial=Excision.MadeBy.AUTHORITY
    )
    printed_form = forms.CharField(
        required=False,
        max_length=300,
        label="Printed form",
        widget=forms.TextInput(attrs={"class": "vLargeTextField"}),
        help_text="Exactly as the release prints it: [2 lines not declassified]. For ours, what "
        f"the reader is told: “{BY_US}” unless you say more.",
    )
    exemptions = forms.ModelMultipleChoiceField(
        queryset=ExemptionCode.objects.all(),
        required=False,
        label="Exemption codes",
        widget=CodesWidget(
            Excision._meta.get_field("exemptions"),
            admin.site,
        ),
    )
    reason = forms.CharField(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"}),
        help_text="Shown to the reader.",
    )
    nature = forms.CharField(
        required=False, max_length=60, label="What was taken out", help_text="Text, name, amount."
    )
    amount = forms.DecimalField(
        required=False, max_digits=7, decimal_places=2, min_value=0, label="How many"
    )
    unit = forms.ChoiceField(required=False, choices=[("", "---"), *Excision.Unit.choices])
    decision = forms.ChoiceField(
        choices=Excision.Decision.choices, initial=Excision.Decision.DENIED
    )
    left = PercentField("Left, %")
    top = PercentField("Top, %")
    width = PercentField("Width, %", SMALLEST)
    height = PercentField("Height, %", SMALLEST)

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        for place, size in (("left", "width"), ("top", "height")):
            start, extent = said.get(place), said.get(size)
            if start is not None and extent is not None and start + extent > 100 + SMALLEST:
                self.add_error(size, f"The rectangle reaches {start + extent - 100:.1f} % too far.")
        if not said.get("printed_form"):
            if said.get("made_by") == Excision.MadeBy.US:
                said["printed_form"] = BY_US
            else:
                self.add_error("printed_form", "Copy what the release prints in its place.")
        return said

    def drawn(self) -> DrawnArea:
        """Return what this row says; an edge that was not touched keeps its exact place."""
        said = dict(self.cleaned_data)
        key, exemptions = said.pop("key", None), said.pop("exemptions", [])
        if said.pop("DELETE", False):
            return DrawnArea(key, is_removed=True)
        places = {EDGES[name]: said.pop(name) / 100 for name in EDGES}
        for name in EDGES:
            if key and name not in self.changed_data and f"exact_{name}" in self.initial:
                places[EDGES[name]] = self.initial[f"exact_{name}"]
        for place, size in (("x", "width"), ("y", "height")):
            places[size] = min(places[size], 1 - places[place])
        return DrawnArea(key, said | places, [*exemptions])

    def refuse(self, errors: dict[str, list[str]]) -> None:
        """Show what the record itself refused, at the field that can be changed."""
        fields = {place: name for name, place in EDGES.items()}
        for name, messages in errors.items():
            at = fields.get(name, name)
            self.add_error(at if at in self.fields else None, ValidationError(messages))


def as_initial(excision: Excision) -> dict[str, Any]:
    """Return the row of an excision that is kept already."""
    row = {
        name: getattr(excision, name)
        for name in ("made_by", "printed_form", "nature", "amount", "unit", "decision", "reason")
    }
    for name, place in EDGES.items():
        exact = getattr(excision, place)
        row |= {name: round(exact * 100, DIGITS), f"exact_{name}": exact}
    return row | {"key": excision.pk, "exemptions": [one.pk for one in excision.exemptions.all()]}


class BaseAreaFormSet(BaseFormSet):
    """The rows of a page, in the order of the image, and one for a new area without a script."""

    def drawn(self) -> list[tuple[AreaForm, DrawnArea]]:
        """Return each row that says something, with what it says."""
        return [
            (form, form.drawn())
            for form in self.forms
            if form.has_changed() or form.initial.get("key")
        ]

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        super().add_fields(form, index)
        if "DELETE" in form.fields:
            form.fields["DELETE"].label = "Remove this rectangle"


AreaFormSet = forms.formset_factory(AreaForm, formset=BaseAreaFormSet, extra=1, can_delete=True)


def rows_for(drawn: Sequence[Excision], data: Any = None) -> Any:
    """Return the rows for what is drawn on a page, or as somebody sent them."""
    initial = [as_initial(excision) for excision in drawn]
    if data is None:
        return AreaFormSet(initial=initial, prefix="area", form_kwargs={"label_suffix": ""})
    by_key = {row["key"]: row for row in initial}
    sent = _as_sent(data, by_key)
    return AreaFormSet(data, initial=sent, prefix="area", form_kwargs={"label_suffix": ""})


def _as_sent(data: Any, by_key: dict[int, dict[str, Any]]) -> list[dict[str, Any]]:
    """Put what is kept beside each row that was sent, whatever order or number they came in."""
    try:
        count = min(int(data.get("area-INITIAL_FORMS", 0)), 1000)
    except ValueError:
        return []
    keys = [str(data.get(f"area-{number}-key", "")) for number in range(count)]
    return [by_key.get(int(key), {}) if key.isdecimal() else {} for key in keys]

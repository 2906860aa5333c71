"""Forms of the imports: a file comes in, and its headers are matched with our columns."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from collections_app.ead.planning import Options
from collections_app.models import ImportKind, ImportMapping, ImportMode, Repository
from collections_app.spreadsheets.columns import Form
from collections_app.spreadsheets.mapping import (
    Layout,
    Manner,
    choices,
    guess,
    lay_out,
)
from collections_app.spreadsheets.reading import Table, plain

CONSTANTS = 5
LEFT_OUT, UNDECIDED = "-", ""


class UploadForm(forms.Form):
    """A file, what its rows may do, and how files of its source are read."""

    file = forms.FileField(
        help_text="A table of items (CSV or XLSX), or a finding aid (EAD, XML). Nothing is written "
        "before you have seen the check."
    )
    mode = forms.ChoiceField(
        label="Rows",
        choices=ImportMode.choices,
        initial=ImportMode.UPSERT,
        help_text="A reference (ref) says which item a row concerns. A blank cell keeps what "
        "stands.",
    )
    mapping = forms.ModelChoiceField(
        ImportMapping.objects.filter(kind=ImportKind.ITEMS),
        required=False,
        label="Saved mapping",
        empty_label="none: match the headers now",
        help_text="How the files of one source are read.",
    )
    repository = forms.ModelChoiceField(
        Repository.objects.all(),
        required=False,
        label="Archive of a finding aid",
        empty_label="the one that it names",
        help_text="For finding aids only.",
    )
    files_as_items = forms.BooleanField(
        required=False,
        label="Files of a finding aid are single documents",
        help_text="For finding aids only. A file without parts becomes an item; otherwise it is a "
        "collection of the level file.",
    )

    def manner(self) -> Manner:
        kept = self.cleaned_data["mapping"]
        return Manner.of(kept.columns, kept.options) if kept else Manner()

    def options_of_finding_aid(self) -> Options:
        archive = self.cleaned_data["repository"]
        return Options(
            repository=archive.code if archive else "",
            files_as_items=self.cleaned_data["files_as_items"],
            mode=self.cleaned_data["mode"],
        )


class ColumnsForm(forms.Form):
    """For each header the column that it fills, constants, and how cells are read."""

    separator = forms.CharField(max_length=5, initial="|", label="Between several names in a cell")
    reads_dates = forms.BooleanField(
        required=False,
        label="Read dates in words",
        help_text="“11 janvier 1994” becomes 1994-01-11 where only one date can be meant.",
    )
    shortens = forms.BooleanField(
        required=False,
        label="Cut what is too long",
        help_text="The note for the house keeps it whole. Otherwise such a row is an error.",
    )
    leaves_out = forms.BooleanField(
        required=False, label="Leave out every header that is not decided"
    )
    save_as = forms.CharField(
        max_length=80,
        required=False,
        label="Save as a mapping called",
        help_text="For the next file of this source. One of the same name is replaced.",
    )

    def __init__(self, *args: Any, table: Table, manner: Manner, **kwargs: Any) -> None:
        self.table, self.manner = table, manner
        initial = {
            "separator": manner.separator,
            "reads_dates": manner.reads_dates,
            "shortens": manner.shortens,
        }
        super().__init__(*args, **kwargs | {"initial": initial})
        self._add_sheet()
        offered = _offered(table.headers)
        for number, header in enumerate(table.headers):
            self.fields[f"column_{number}"] = forms.ChoiceField(
                choices=offered,
                required=False,
                label=header,
                initial=self._first_choice(header),
            )
        constants = [*manner.constants.items(), *[("", "")] * CONSTANTS][: CONSTANTS + 3]
        for number, (name, value) in enumerate(constants):
            self.fields[f"constant_{number}"] = forms.ChoiceField(
                choices=[("", "no column"), *offered[2:]], required=False, initial=name,
                label=f"Column {number + 1} with one value",
            )  # fmt: skip
            self.fields[f"value_{number}"] = forms.CharField(
                required=False, initial=value, label=f"Value {number + 1}"
            )
        self.number_of_constants = len(constants)

    def _add_sheet(self) -> None:
        if len(self.table.sheets) > 1:
            names = [(name, name) for name in self.table.sheets]
            initial = self.manner.sheet or self.table.sheets[0]
            self.fields["sheet"] = forms.ChoiceField(choices=names, initial=initial, label="Sheet")
        self.fields["header_row"] = forms.IntegerField(
            min_value=1, max_value=50, initial=self.table.header_row, label="Row of the header"
        )

    def _first_choice(self, header: str) -> str:
        columns = {plain(name): column for name, column in self.manner.columns.items()}
        kept = columns.get(plain(header))
        if kept is not None:
            return kept or LEFT_OUT
        place = guess(header)
        if place is None:
            return UNDECIDED
        return place.header if place.column.form is not Form.TOLD else LEFT_OUT

    def headers(self) -> Iterator[tuple[Any, list[str], bool]]:
        """Yield the field of each header, what stands below it, and whether it is understood."""
        rows = self.table.sample()
        for number in range(len(self.table.headers)):
            field = self[f"column_{number}"]
            samples = list(dict.fromkeys(row[number][:80] for row in rows if row[number].strip()))
            yield field, samples[:3], bool(field.value())

    def constants(self) -> Iterator[tuple[Any, Any]]:
        for number in range(self.number_of_constants):
            yield self[f"constant_{number}"], self[f"value_{number}"]

    def asks_for_other_rows(self) -> bool:
        """Whether another sheet or header is wanted: then the headers are others too."""
        sheet = self.cleaned_data.get("sheet", "")
        is_other_sheet = bool(sheet) and sheet != (self.manner.sheet or self.table.sheets[0])
        return is_other_sheet or self.cleaned_data.get("header_row") != self.table.header_row

    def chosen(self) -> Manner:
        """Return how the file is to be read now."""
        data = self.cleaned_data
        columns = {
            header: "" if data[f"column_{number}"] in (LEFT_OUT, UNDECIDED)
            else data[f"column_{number}"]
            for number, header in enumerate(self.table.headers)
        }  # fmt: skip
        constants = {
            data[f"constant_{number}"]: data[f"value_{number}"]
            for number in range(self.number_of_constants)
            if data[f"constant_{number}"] and data[f"value_{number}"].strip()
        }
        return Manner(
            columns=columns,
            constants=constants,
            separator=data["separator"],
            reads_dates=data["reads_dates"],
            shortens=data["shortens"],
            sheet=data.get("sheet", ""),
            header_row=data["header_row"] or 0,
            creates=self.manner.creates,
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors or self.asks_for_other_rows():
            return cleaned
        undecided = [
            header
            for number, header in enumerate(self.table.headers)
            if cleaned[f"column_{number}"] == UNDECIDED
        ]
        if undecided and not cleaned["leaves_out"]:
            names = ", ".join(f"“{name}”" for name in undecided[:10])
            raise ValidationError(f"Say what these headers fill, or leave them out: {names}.")
        layout: Layout = lay_out(self.table.headers, self.chosen())
        if layout.problems:
            raise ValidationError(layout.problems)
        return cleaned


def _offered(headers: list[str]) -> list[Any]:
    grouped = [(group, [(name, name) for name in names]) for group, names in choices(headers)]
    return [(UNDECIDED, "not decided"), (LEFT_OUT, "leave it out"), *grouped]

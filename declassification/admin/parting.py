"""The pages on which a request is split into several, and several are merged into one."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse

from declassification.admin.acting import ADDRESS
from declassification.admin.acting_forms import FEW_LINES, DayField
from declassification.admin.sheets import SheetsAdmin
from declassification.models import AccessRequest, RequestedDocument
from declassification.parting import MOST_PARTS, OPEN, Part, may_be_merged, merge, split


class PartingForm(forms.Form):
    """What splitting and merging both ask: the day, why, and what the person saw."""

    on = DayField(label="Date", help_text="The day on which it was decided. Not in the future.")
    note = forms.CharField(
        label="Why",
        required=False,
        widget=FEW_LINES,
        help_text="For the house only; never shown.",
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)


class PartForm(forms.Form):
    """One part: its title, and which documents it takes, by their numbers in the list."""

    title = forms.CharField(
        max_length=300, widget=forms.TextInput(attrs={"class": "vLargeTextField"})
    )
    takes = forms.CharField(
        label="Documents", max_length=2000, help_text="Numbers of the list below: 1-20, 25"
    )

    def __init__(self, *args: Any, documents: Sequence[RequestedDocument], **more: Any) -> None:
        super().__init__(*args, **more)
        self.documents = documents
        self.fields["title"].error_messages["required"] = "Give this part a title."
        self.fields["takes"].error_messages["required"] = "Say which documents this part takes."

    def clean_takes(self) -> list[RequestedDocument]:
        places = numbers_of(self.cleaned_data["takes"], len(self.documents))
        return [self.documents[place - 1] for place in places]


PartForms: Any = forms.formset_factory(PartForm, extra=3, max_num=MOST_PARTS, validate_max=True)


class SplitForm(PartingForm):
    """What splitting asks beside the parts, which have a row each: as many as are needed.

    With `MORE` among what was sent nothing is checked: everything typed is shown again, with room
    for more parts. The first part is required, and any other once something is typed into it.
    """

    MORE = "more"
    supersedes = forms.BooleanField(
        label="The first part takes the place of this request",
        required=False,
        help_text="This request then ends and keeps its documents as its record. Otherwise it "
        "goes on with the documents that no part takes.",
    )

    def __init__(
        self,
        sent: QueryDict | None = None,
        *,
        record: AccessRequest,
        documents: Sequence[RequestedDocument],
    ) -> None:
        is_asking = sent is not None and self.MORE in sent
        super().__init__(None if is_asking else sent)
        self.initial["revision"] = record.revision
        typed = [{"title": record.title}]
        if is_asking and sent is not None:
            self.initial.update({name: sent[name] for name in self.fields if name in sent})
            typed = _typed(sent) or typed
        self.parts = PartForms(
            None if is_asking else sent,
            initial=None if self.is_bound else typed,
            prefix="part",
            form_kwargs={"documents": documents},
        )
        if is_asking and sent is not None:
            # More room than there was, however little of it was written into.
            self.parts.extra += max(_rows_of(sent) - len(typed), 0)
        self.order_fields(["on", "supersedes", "note"])

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or {}
        if not self.parts.is_valid():
            self.add_error(None, "Please see what is marked at the parts.")
            for words in self.parts.non_form_errors():
                self.add_error(None, words)
            return answers
        filled = [part for part in self.parts.cleaned_data if part]
        answers["parts"] = [Part(part["title"], part["takes"]) for part in filled]
        return answers


def _typed(sent: QueryDict) -> list[dict[str, str]]:
    """Return what was typed into the rows of the parts, as far as anything was."""
    rows = [
        {name: sent.get(f"part-{number}-{name}", "") for name in ("title", "takes")}
        for number in range(MOST_PARTS)
    ]
    return [row for row in rows if any(row.values())]


def _rows_of(sent: QueryDict) -> int:
    """Return how many rows for parts the page had that was sent."""
    said = sent.get("part-TOTAL_FORMS", "")
    return min(int(said), MOST_PARTS) if said.isdecimal() and len(said) < 5 else 0


class MergeForm(PartingForm):
    """Which other requests are merged into this one."""

    others = forms.ModelMultipleChoiceField(
        queryset=AccessRequest.objects.none(),
        label="Merge into this request",
        widget=forms.CheckboxSelectMultiple,
        help_text="Requests to the same authority under the same law, none of them answered or "
        "ended. They end, superseded by this one, and keep their documents as their record.",
    )

    def __init__(self, *args: Any, record: AccessRequest, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial["revision"] = record.revision
        field: Any = self.fields["others"]
        field.queryset = may_be_merged(record)
        self.order_fields(["on", "others", "note"])


def numbers_of(text: str, most: int) -> list[int]:
    """Read “1-3, 7” as numbers, each once. Raises `ValidationError` for one that is not listed."""
    found: dict[int, None] = {}
    for said in filter(None, (part.strip() for part in text.replace("–", "-").split(","))):
        first, dash, last = (one.strip() for one in said.partition("-"))
        ends = [first, last] if dash else [first, first]
        if not all(end.isascii() and end.isdecimal() and len(end) < 7 for end in ends):
            raise ValidationError(f"“{said}” is no number of the list. Write: 1-20, 25")
        low, high = int(ends[0]), int(ends[1])
        if not 1 <= low <= high <= most:
            raise ValidationError(f"“{said}” is not in the list, which goes from 1 to {most}.")
        found.update(dict.fromkeys(range(low, high + 1)))
    return list(found)


class PartingAdmin(SheetsAdmin):
    """Adds splitting and merging. Whoever may act on a request and make new ones may."""

    def get_urls(self) -> list[URLPattern]:
        own = [
            path(f"<path:object_id>/{name}/", self._guarded(view), name=f"{ADDRESS}_{name}")
            for name, view in (("split", self.split_view), ("merge", self.merge_view))
        ]
        return [*own, *super().get_urls()]

    def desk_links(self, request: HttpRequest, record: AccessRequest) -> list[tuple[str, str]]:
        """Return further pages about a request, as its desk offers them."""
        links = super().desk_links(request, record)
        if record.stage in OPEN and self._may_part(request, record):
            for label, name in (("Split…", "split"), ("Merge others into it…", "merge")):
                links.append((label, reverse(f"admin:{ADDRESS}_{name}", args=[record.pk])))
        return links

    def _may_part(self, request: HttpRequest, record: AccessRequest) -> bool:
        return self.may_act(request, record) and self.has_add_permission(request)

    def split_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask which documents go into which part, then make the parts."""
        record = self._record(request, object_id)
        if record.stage not in OPEN or not self._may_part(request, record):
            return self._not_now(request, record, "split")
        documents = list(record.documents.select_related("item"))
        form = SplitForm(request.POST or None, record=record, documents=documents)
        return self._ask_or_do(
            request,
            record,
            form,
            title="Split into several requests",
            do=lambda: _in_words(
                split(
                    record,
                    form.cleaned_data["parts"],
                    by=request.user,  # type: ignore[arg-type]
                    on=form.cleaned_data["on"],
                    supersedes=form.cleaned_data["supersedes"],
                    note=form.cleaned_data["note"],
                )
            ),
            listed=documents,
        )

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Ask which requests are merged into this one, then do it."""
        record = self._record(request, object_id)
        if record.stage not in OPEN or not self._may_part(request, record):
            return self._not_now(request, record, "merged")
        form = MergeForm(request.POST or None, record=record)
        return self._ask_or_do(
            request,
            record,
            form,
            title="Merge others into it",
            do=lambda: merge(
                record,
                list(form.cleaned_data["others"]),
                by=request.user,  # type: ignore[arg-type]
                on=form.cleaned_data["on"],
                note=form.cleaned_data["note"],
            ),
        )

    def _not_now(self, request: HttpRequest, record: AccessRequest, done: str) -> HttpResponse:
        if record.stage in OPEN:
            raise PermissionDenied
        stage = record.get_stage_display()
        words = f"{record.number} is “{stage}”: it can not be {done} any more."
        messages.error(request, words)
        return redirect(self._page_of(record))


def _in_words(made: Sequence[AccessRequest]) -> str:
    return ", ".join(draft.number for draft in made)

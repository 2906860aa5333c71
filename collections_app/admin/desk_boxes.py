"""What waits for a cataloguer this morning, as plain values and in a fixed number of queries."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils import timezone

from collections_app.models import (
    AccessCondition,
    ArchivalItem,
    ChangeSet,
    Copy,
    DigitalFile,
    ImportBatch,
)
from collections_app.problems import COUNTED_AT_MOST, PROBLEMS, count
from collections_app.publication import PublicationState

if TYPE_CHECKING:
    from collections_app.models import User

SHOWN = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One thing on the page: its words, where it leads, and what is said beside it."""

    words: str
    url: str
    note: str = ""
    undo_url: str = ""


@dataclass(slots=True)
class Box:
    """One part of the page: the first lines, and a link to all of them."""

    title: str
    anchor: str
    lines: list[Line] = field(default_factory=list)
    empty: str = "Nothing."
    all_words: str = ""
    all_url: str = ""


def boxes_for(user: "User") -> list[Box]:
    """Return the parts of the page that this person may see, what waits longest for them first."""
    makers = [
        ("change_archivalitem", lambda: [_my_drafts(user)]),
        ("view_archivalitem", lambda: [_waiting_for_review(user), _problems()]),
        ("view_digitalfile", lambda: [_processing()]),
        ("view_copy", lambda: [_closing_dates()]),
        ("view_importbatch", lambda: [_imports()]),
        ("view_changeset", lambda: [_deeds(user)]),
        ("change_archivalitem", lambda: [_edited(user)]),
    ]
    return [
        box
        for permission, make in makers
        if user.has_perm(f"collections_app.{permission}")
        for box in make()
    ]


def _list(model: str, **query: Any) -> str:
    return f"{reverse(f'admin:collections_app_{model}_changelist')}?{urlencode(query)}"


def _page(model: str, key: Any) -> str:
    return reverse(f"admin:collections_app_{model}_change", args=[key])


def said(number: int) -> str:
    """Return a count that stopped early as what it is."""
    return f"more than {COUNTED_AT_MOST}" if number > COUNTED_AT_MOST else str(number)


def _number(records: QuerySet) -> int:
    return records.order_by().values("pk")[: COUNTED_AT_MOST + 1].count()


def _items(items: QuerySet) -> list[Line]:
    return [
        Line(
            str(item),
            _page("archivalitem", item.pk),
            f"{timezone.localtime(item.updated_at):%-d %B %Y}",
        )
        for item in items.only("ref", "title", "updated_at").order_by("-updated_at")[:SHOWN]
    ]


def _my_drafts(user: "User") -> Box:
    mine = ArchivalItem.objects.filter(state=PublicationState.DRAFT, created_by=user)
    number = _number(mine)
    return Box(
        title="My drafts",
        anchor="drafts",
        lines=_items(mine),
        empty="No draft of yours waits.",
        all_words=f"All my drafts ({said(number)})" if number else "",
        all_url=_list("archivalitem", publication="draft", created_by__id__exact=user.pk),
    )


def _waiting_for_review(user: "User") -> Box:
    """What others have handed over: nobody reviews what they wrote themselves."""
    others = ArchivalItem.objects.filter(state=PublicationState.IN_REVIEW).exclude(updated_by=user)
    number = _number(others)
    return Box(
        title="Waiting for review",
        anchor="review",
        lines=_items(others),
        empty="Nothing of others waits for review.",
        all_words=f"All in review ({said(number)})" if number else "",
        all_url=_list("archivalitem", publication="in_review"),
    )


def _problems() -> Box:
    items = ArchivalItem.objects.all()
    found = [(problem, count(items, problem.code)) for problem in PROBLEMS]
    lines = [
        Line(problem.words.capitalize(), _list("archivalitem", problems=problem.code), said(number))
        for problem, number in found
        if number
    ]
    return Box(
        title="Problems",
        anchor="problems",
        lines=lines,
        empty="No document has a problem.",
        all_words="All documents with problems" if lines else "",
        all_url=_list("archivalitem", problems="any"),
    )


def _processing() -> Box:
    state = DigitalFile.State
    files = DigitalFile.objects.filter(processing__in=[state.PENDING, state.RUNNING, state.FAILED])
    numbers = dict(files.order_by().values_list("processing").annotate(Count("pk")))
    failed = files.filter(processing=state.FAILED).select_related("copy__item")
    lines = [
        Line(
            f"{label.capitalize()}: {numbers[value]}", _list("digitalfile", processing__exact=value)
        )
        for value, label in state.choices
        if numbers.get(value)
    ]
    lines += [
        Line(file.original_name, _page("copy", file.copy_id), file.processing_message)
        for file in failed.order_by("-updated_at")[:SHOWN]
    ]
    return Box("Files", "files", lines, empty="Every file is processed; none failed.")


def _closing_dates() -> Box:
    lapsed = Copy.objects.filter(
        access_condition=AccessCondition.CLOSED_UNTIL, closed_until__lte=timezone.localdate()
    )
    number = _number(lapsed)
    lines = [
        Line(
            f"{copy.item.ref}, {copy}",
            _page("copy", copy.pk),
            f"closed until {copy.closed_until:%-d %B %Y}",
        )
        for copy in lapsed.select_related("item", "repository").order_by("closed_until")[:SHOWN]
    ]
    return Box(
        title="Closing dates that have passed",
        anchor="closing",
        lines=lines,
        empty="None has passed without a decision.",
        all_words=f"All of them ({said(number)})" if number else "",
        all_url=_list("copy", closing="lapsed"),
    )


def _imports() -> Box:
    lines = [
        Line(str(batch), _page("importbatch", batch.pk), batch.get_state_display())
        for batch in ImportBatch.objects.order_by("-pk")[:SHOWN]
    ]
    return Box(
        title="Recent imports",
        anchor="imports",
        lines=lines,
        empty="Nothing was imported yet.",
        all_words="All imports" if lines else "",
        all_url=_list("importbatch"),
    )


def _deeds(user: "User") -> Box:
    deeds = ChangeSet.objects.filter(by=user).order_by("-pk")[:SHOWN]
    lines = [
        Line(
            str(deed),
            _page("changeset", deed.pk),
            "undone" if deed.undone_by_id else f"{timezone.localtime(deed.at):%-d %B, %H:%M}",
            ""
            if deed.undone_by_id
            else reverse("admin:collections_app_changeset_undo", args=[deed.pk]),
        )
        for deed in deeds
    ]
    return Box(
        title="What I did last",
        anchor="deeds",
        lines=lines,
        empty="Nothing yet.",
        all_words="Everything that was done" if lines else "",
        all_url=_list("changeset"),
    )


def _edited(user: "User") -> Box:
    mine = ArchivalItem.objects.filter(updated_by=user)
    return Box("Edited by me last", "edited", _items(mine), empty="Nothing yet.")

"""How far a file has come, in words: the same on the page of its copy, in lists and for scripts."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from collections_app import ocr
from collections_app.models import Copy, DigitalFile
from collections_app.processing import is_halted

State = DigitalFile.State
NAMED_PAGES = 12


@dataclass(frozen=True, slots=True)
class FileState:
    """A file of a copy as its panel shows it; `done` and `total` are pages."""

    pk: int
    name: str
    words: str
    done: int
    total: int
    is_moving: bool
    is_halted: bool
    covered: str
    retry_url: str
    image_only_url: str

    @property
    def is_worth_saying(self) -> bool:
        """Whether somebody should know: it is under way, stopped, or hides words."""
        return bool(self.is_moving or self.is_halted or self.covered)


def state_of(file: DigitalFile) -> FileState:
    """Say of a file how far its processing is and what is wrong with it."""
    halted = is_halted(file)
    is_replaced = file.is_closed and not file.pages_total
    return FileState(
        pk=file.pk,
        name=file.original_name,
        words=in_words(file),
        done=file.pages_done,
        total=file.pages_total or 0,
        is_moving=file.processing in (State.PENDING, State.RUNNING) and not halted,
        is_halted=halted,
        covered="" if is_replaced else covered_in_words(file),
        retry_url=reverse("admin:collections_app_digitalfile_try_again", args=[file.pk]),
        image_only_url=reverse("admin:collections_app_digitalfile_image_only", args=[file.pk]),
    )


def in_words(file: DigitalFile) -> str:
    """Return the state of a file as a sentence: “Being processed, page 12 of 80.”"""
    said = f" {file.processing_message}" if file.processing_message else ""
    if file.processing == State.READY:
        return f"Ready, {_pages(file.pages_done)}.{said}"
    if file.processing == State.FAILED:
        return f"Failed. {file.processing_message}"
    place = f"page {min(file.pages_done + 1, file.pages_total or 1)} of {file.pages_total or 1}"
    if is_halted(file):
        return f"Stopped at {place}: nothing has been heard of it for a while."
    if file.processing == State.PENDING:
        waits = f"Waiting, {file.pages_done} of {_pages(file.pages_total or 1)} done."
        return f"{waits}{said}"
    return f"Being processed, {place}.{said}"


def covered_in_words(file: DigitalFile) -> str:
    """Say on which pages words can be read beneath a box; "" where there are none."""
    if not file.has_covered_text:
        return ""
    named = [str(number) for number in file.covered_pages[:NAMED_PAGES]]
    more = len(file.covered_pages) - len(named)
    if more:
        pages = f"pages {', '.join(named)} and {more} more"
    elif len(named) > 1:
        pages = f"pages {', '.join(named[:-1])} and {named[-1]}"
    else:
        pages = f"page {''.join(named)}"
    return f"Words can be read beneath a box on {pages} of this file."


def files_panel(copy: Copy, request: HttpRequest) -> dict[str, Any]:
    """Return what the panel above the form of a copy shows, for this person."""
    states = [state_of(file) for file in copy.files.order_by("position", "pk")]
    waits = any(state.is_moving for state in states)
    return {
        "states": states,
        "files": [state for state in states if state.is_worth_saying],
        "ready": sum(not state.is_moving and not state.is_halted for state in states),
        "total": len(states),
        "is_moving": waits,
        "progress_url": reverse("admin:collections_app_copy_progress", args=[copy.pk]),
        "may_change": request.user.has_perm("collections_app.change_digitalfile"),
        "may_add": request.user.has_perm("collections_app.add_digitalfile"),
        "lacks_reader": waits and not ocr.is_available(),
    }


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count} pages"

"""External links as pages show them: with their note, and whether the address still answers."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from collections_app.models import LinkStatus


@dataclass(frozen=True, slots=True)
class LinkSaid:
    """An external link with the note that says why it matters, and how it was last found."""

    url: str
    title: str
    publisher: str
    host: str
    language: str
    note: str
    state: str
    checked_on: date | None
    archived_url: str
    archived_at: date | None
    is_gone: bool


class Said(Protocol):
    """A link with a note: its use, or what else leads out and says why."""

    link: Any
    note: str


def links_said(uses: Iterable[Said]) -> list[LinkSaid]:
    """Return links with their notes; the uses come with their link loaded."""
    return [
        LinkSaid(
            url=use.link.url,
            title=use.link.title,
            publisher=use.link.publisher,
            host=use.link.host,
            language=use.link.language,
            note=use.note,
            state=_state(use.link.status),
            checked_on=use.link.last_checked,
            archived_url=use.link.archived_url,
            archived_at=use.link.archived_at,
            is_gone=use.link.status == LinkStatus.GONE,
        )
        for use in uses
    ]


def _state(status: str) -> str:
    """Say what the reader may expect; an address that answers needs no word."""
    return "" if status == LinkStatus.OK else str(LinkStatus(status).label)

"""External links as a page shows them: with their note, and whether the address still answers."""

from collections.abc import Iterable

from briefingbooks.pages import LinkView
from collections_app.models import LinkStatus, LinkUse


def link_views(uses: Iterable[LinkUse]) -> list[LinkView]:
    """Return links with their notes; a dead link says so and offers its archived copy."""
    return [
        LinkView(
            title=use.link.title,
            url=use.link.url,
            host=use.link.host,
            publisher=use.link.publisher,
            note=use.note,
            language=use.link.language,
            checked=_checked(use),
            archived_url=use.link.archived_url,
        )
        for use in uses
    ]


def _checked(use: LinkUse) -> str:
    status, checked = use.link.status, use.link.last_checked
    if status == LinkStatus.UNCHECKED or checked is None:
        return "address not yet checked"
    if status == LinkStatus.GONE:
        return f"no longer available on {checked:%-d %B %Y}"
    return f"address {use.link.get_status_display()}, checked {checked:%-d %B %Y}"

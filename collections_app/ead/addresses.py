"""Write the digital objects of units as external links with a note."""

from typing import Any

from django.core.exceptions import ValidationError

from collections_app.ead.mapping import Message
from collections_app.ead.steps import Step
from collections_app.history import create_many
from collections_app.models import ExternalLink, http_url

NOTE = "Named in the finding aid as a digital object."
LONGEST_TITLE = 300


def link_records(steps: list[Step], use: Any, name: str) -> None:
    """Add the links that records do not have yet; what was linked here otherwise stays."""
    wanted = [step for step in steps if step.described.links and _record(step)]
    addresses = {link.url for step in wanted for link in step.described.links}
    known = {link.url: link for link in ExternalLink.objects.filter(url__in=addresses)}
    here = set(
        use.objects.filter(**{f"{name}__in": [_record(step).pk for step in wanted]}).values_list(
            name, "link__url"
        )
    )
    uses = []
    for step in wanted:
        record = _record(step)
        for number, link in enumerate(step.described.links, start=1):
            if not is_usable(link.url) or (record.pk, link.url) in here:
                continue
            here.add((record.pk, link.url))
            address = known.get(link.url) or _make(link.url, link.title)
            known[link.url] = address
            uses.append(
                use(link=address, note=link.note or NOTE, position=number, **{name: record})
            )
    create_many(use, uses)


def is_usable(url: str) -> bool:
    """Whether an address may be linked from here."""
    if len(url) > 1000:
        return False
    try:
        http_url(url)
    except ValidationError:
        return False
    return True


def drop_unusable(described: Any) -> None:
    """Keep as notes the addresses that can not be linked."""
    for link in list(described.links):
        if is_usable(link.url):
            continue
        described.links.remove(link)
        said = ", ".join(filter(None, [link.title, link.note, link.url]))
        described.notes.append(f"Digital object: {said}")
        words = f"The address {link.url[:80]} can not be linked: kept in the notes"
        described.messages.append(Message(link.line, "note:dao", words))


def _record(step: Step) -> Any:
    return step.match.record


def _make(url: str, title: str) -> ExternalLink:
    link = ExternalLink(url=url, title=(title or url)[:LONGEST_TITLE])
    link.save()
    return link

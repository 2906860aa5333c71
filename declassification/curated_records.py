"""What the history must know of requests and their parts: see `collections_app.curation`."""

from collections_app.curation import Curated
from collections_app.curation import register as say
from declassification.models import (
    AccessRequest,
    Appeal,
    AuthorityContact,
    DeadlineRule,
    Decision,
    LetterTemplate,
    LocalClosure,
    ReferenceNumber,
    RequestedDocument,
)


def register() -> None:
    """Say it of every record of this room; called once, when the application starts.

    A request is conducted by its log: what was done is corrected by a further entry, not undone.
    """
    say(AccessRequest, Curated(is_undone=False))
    say(RequestedDocument, Curated(part_of="request", is_undone=False))
    say(ReferenceNumber, Curated(part_of="request", is_undone=False))
    say(Appeal, Curated(part_of="request", is_undone=False))
    say(Decision, Curated(part_of="request", is_undone=False))
    say(AuthorityContact, Curated(part_of="authority"))
    say(DeadlineRule, Curated(part_of="regime"))
    say(LetterTemplate, Curated())
    say(LocalClosure, Curated(part_of="calendar"))

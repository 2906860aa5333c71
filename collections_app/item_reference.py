"""A document as reference managers take it: kind, people, date, where it is held, our address."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime

from django.conf import settings
from django.db.models import QuerySet

from collections_app.citation import Held
from collections_app.citation_files import REPORT, Kind, Reference
from collections_app.holdings import stated_holdings
from collections_app.models import ArchivalItem, ItemAgent, ItemKind
from collections_app.prepared_questions import PreparedForReaders
from collections_app.publication import Visitor
from collections_app.releases import releases_of

LETTER = Kind("PCOMM", "letter", "personal_communication", zotero="letter")
MANUSCRIPT = Kind("MANSCPT", "unpublished", "manuscript", zotero="manuscript")
_DOCUMENT = Kind("MANSCPT", "unpublished", "document", zotero="document")
_KINDS: dict[str, Kind] = {
    **dict.fromkeys(
        (ItemKind.CABLE, ItemKind.FAX, ItemKind.DESPATCH, ItemKind.MESSAGE, ItemKind.LETTER,
         ItemKind.NOTE_VERBALE), LETTER,
    ),
    ItemKind.REPORT: REPORT,
    ItemKind.PHOTOGRAPH: Kind("ART", "artwork", "graphic", zotero="artwork"),
    ItemKind.AUDIO: Kind("SOUND", "audio", "song", zotero="audioRecording"),
    ItemKind.VIDEO: Kind("VIDEO", "video", "motion_picture", zotero="videoRecording"),
    ItemKind.MAP: Kind("MAP", "misc", "map", zotero="map"),
    ItemKind.OBJECT: _DOCUMENT,
    ItemKind.OTHER: _DOCUMENT,
}  # fmt: skip
_MADE_BY = (ItemAgent.Role.AUTHOR, ItemAgent.Role.SENDER, ItemAgent.Role.PHOTOGRAPHER)


def item_reference(
    item: ArchivalItem, user: Visitor, absolute: Callable[[str], str], accessed: date
) -> Reference:
    """Return an item that this person may see; people under the names the public knows."""
    first = releases_of(item, user).first("")
    holding = first.holding if first else stated_holdings([item]).get(item.pk)
    return reference_of(
        item, holding.held if holding else None, people_of(item, user), absolute, accessed
    )


def people_of(item: ArchivalItem, user: Visitor) -> list[str]:
    """Return who made a document, by their public names. One query."""
    return [role.agent.public_label for role in _makers(user, [item.pk])]


@PreparedForReaders
def _makers(user: Visitor, items: Collection[int], at: datetime) -> QuerySet[ItemAgent]:
    roles = ItemAgent.objects.visible_to(user, at).filter(item__in=items, role__in=_MADE_BY)
    return roles.of_named_agents(at).for_display()


def reference_of(
    item: ArchivalItem,
    held: Held | None,
    people: Sequence[str],
    absolute: Callable[[str], str],
    accessed: date,
) -> Reference:
    """Return a document as a reference, from what may be told of it."""
    held = held or Held()
    city = "" if held.city in held.archive else held.city
    return Reference(
        key=item.ref,
        kind=_KINDS.get(item.kind, MANUSCRIPT),
        title=item.title,
        address=absolute(item.get_absolute_url()),
        site=settings.SITE_NAME,
        accessed=accessed,
        creators=people,
        issued=item.date_edtf,
        issued_words=item.date_words,
        call_number=item.ref,
        is_of_this_site=False,
        languages=[language.code for language in item.languages.all()],
        genre=item.get_kind_display(),
        abstract=item.abstract,
        archive=", ".join(filter(None, [held.archive, city])),
        archive_location=", ".join(filter(None, [held.reference, held.collection])),
    )

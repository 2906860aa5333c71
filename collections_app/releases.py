"""Copies and releases of a document: what each shows, withholds and allows, said in words.

The releases of a document are a set to compare; none is "the newest version".
"""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from collections_app import item_words
from collections_app.citation import release_sentence, source_line
from collections_app.holdings import Holding, holding_of
from collections_app.languages import day_words
from collections_app.models import AccessCondition, ArchivalItem, Copy, Excision, Extent
from collections_app.page_texts import Withheld
from collections_app.prepared_questions import PreparedForReaders
from collections_app.publication import Visitor
from collections_app.setbacks import earlier_and_fuller

WHY_CLOSED: dict[str, Any] = {
    AccessCondition.NOT_REVIEWED: gettext_lazy(
        "Nobody has reviewed yet whether this copy may be shown."
    ),
    AccessCondition.OPEN: gettext_lazy(
        "Its holder allows anyone to read it; it has not been opened here yet."
    ),
    AccessCondition.ON_SITE_ONLY: gettext_lazy(
        "It may be read only in the reading room of the archive."
    ),
    AccessCondition.PERSONAL_PERMISSION: gettext_lazy(
        "It was read by personal permission, which does not allow it to be shown to others."
    ),
    AccessCondition.SEALED: gettext_lazy("It is sealed."),
    AccessCondition.DONOR_RESTRICTION: gettext_lazy("Its donor has restricted who may read it."),
}
# A copy that only says that the authority keeps the document: whatever is allowed, nothing opens.
SHOWS_NOTHING: dict[str, Any] = {
    Extent.WITHHELD: gettext_lazy("There is nothing to open: the whole document was withheld."),
    Extent.PENDING: gettext_lazy("There is nothing to open before the authority has decided."),
}
EXTENT_SAID: dict[str, Any] = {
    Extent.IN_FULL: gettext_lazy("Shows the whole text."),
    Extent.EXCISED: gettext_lazy("Shows the text with excisions."),
    Extent.WITHHELD: gettext_lazy("Withheld in full."),
    Extent.PENDING: gettext_lazy("A decision is pending."),
    Extent.NEVER_CLASSIFIED: gettext_lazy("Shows the whole text; never classified."),
    Extent.UNKNOWN: gettext_lazy("No source states how complete it is."),
}


@dataclass(frozen=True, slots=True)
class Ground:
    """A legal ground cited for withholding, with a sentence for readers."""

    code: str
    label: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Release:
    """One copy as the reader is told of it.

    `fuller_before` is the date of an earlier release that is stated to show more.
    """

    key: int
    holding: Holding
    source_line: str
    how: str
    released_on: date | None
    extent: str
    access: str
    facts: list[tuple[str, str]]
    provenance_note: str
    withdrawn_on: date | None
    withheld: list[Withheld]
    withheld_words: str
    is_openable: bool
    released_by: str
    completeness: str
    fuller_before: date | None = None
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class Releases:
    """The copies of an item in the order of the desk, with the grounds their excisions cite."""

    copies: list[Release]
    grounds: list[Ground]
    excisions: dict[int, list[Excision]]

    @property
    def has_choice(self) -> bool:
        """Whether readers may open more than one copy."""
        return sum(copy.is_openable for copy in self.copies) > 1

    def first(self, wanted: str = "") -> Release | None:
        """Return the copy asked for, else the one shown first; one that can be opened before."""
        openable = [copy for copy in self.copies if copy.is_openable]
        asked = [copy for copy in openable if str(copy.key) == wanted]
        return next(iter([*asked, *openable, *self.copies]), None)


def releases_of(item: ArchivalItem, user: Visitor, *, with_internal: bool = False) -> Releases:
    """Return every copy of an item that readers are told of. Three queries for any number.

    `with_internal` adds the copies known to the house only, for those who may see them.

    In a preview nothing of the item is public yet, so that here, and not in `for_display()`, is
    asked which copies will open with it.
    """
    seen = _copies(user, [item.pk])
    copies = [copy for copy in seen if with_internal or not copy.is_internal]
    excisions = _excisions(user, [copy.pk for copy in copies])
    by_copy: dict[int, list[Excision]] = defaultdict(list)
    for excision in excisions:
        by_copy[excision.copy_id].append(excision)
    stated = [(None if c.is_internal else c.released_on, c.extent) for c in copies]
    told_of = [
        _release(copy, by_copy[copy.pk], copy.will_open and not copy.is_internal) for copy in copies
    ]
    fuller = [earlier_and_fuller(number, stated) for number in range(len(copies))]
    return Releases(
        copies=[
            one if at is None else replace(one, fuller_before=copies[at].released_on)
            for one, at in zip(told_of, fuller, strict=True)
        ],
        grounds=_grounds(excisions),
        excisions=by_copy,
    )


@PreparedForReaders
def _copies(user: Visitor, items: Collection[int], at: datetime) -> QuerySet[Copy]:
    seen = Copy.objects.visible_to(user, at)
    will_open = Exists(seen.openable().filter(pk=OuterRef("pk")))
    return seen.filter(item__in=items).for_display(at).annotate(will_open=will_open)


@PreparedForReaders
def _excisions(user: Visitor, copies: Collection[int], at: datetime) -> QuerySet[Excision]:
    seen = Excision.objects.visible_to(user, at).filter(copy__in=copies)
    return seen.prefetch_related("exemptions")


def withheld_passage(excision: Excision) -> Withheld:
    """Say an excision in the words of the release, with the grounds it cites."""
    return Withheld(
        words=excision.printed_form.strip("[] ") or excision.get_decision_display(),
        grounds=tuple(str(ground) for ground in excision.exemptions.all()),
        explained=tuple(f"{one}: {one.label}" for one in excision.exemptions.all()),
        location=excision.location,
        by_us=excision.made_by == Excision.MadeBy.US,
        reason=excision.reason,
    )


def why_closed(copy: Copy) -> str:
    """Say in words what its holder allows, where readers can not open a copy."""
    if copy.access_condition == AccessCondition.CLOSED_UNTIL and copy.closed_until:
        said = _("It is closed until {day}.").format(day=day_words(copy.closed_until))
    else:
        said = str(WHY_CLOSED[copy.access_condition])
    if copy.access_basis:
        return _("{condition} Basis: {basis}").format(condition=said, basis=copy.access_basis)
    return str(said)


def _release(copy: Copy, excisions: list[Excision], is_openable: bool) -> Release:
    holding, got = holding_of(copy), item_words.obtained(copy)
    return Release(
        key=copy.pk,
        holding=holding,
        source_line=source_line(holding.held, got),
        how=release_sentence(got) or _("How it became known is not stated"),
        released_on=copy.released_on,
        extent=str(EXTENT_SAID[copy.extent]),
        access=_access(copy, is_openable),
        facts=_facts(copy),
        provenance_note=copy.provenance_note,
        withdrawn_on=copy.withdrawn_on,
        withheld=[withheld_passage(excision) for excision in excisions],
        withheld_words=item_words.withheld_words(copy),
        is_openable=is_openable,
        released_by=copy.released_by,
        completeness=copy.extent,
        is_internal=copy.is_internal,
    )


def _access(copy: Copy, is_openable: bool) -> str:
    is_stated = copy.access_condition not in (AccessCondition.OPEN, AccessCondition.NOT_REVIEWED)
    if copy.is_internal:
        return _("It is known to the house only.")
    if copy.extent in SHOWS_NOTHING and not is_stated:
        return str(SHOWS_NOTHING[copy.extent])
    return _("Anyone may open it here.") if is_openable else why_closed(copy)


def _facts(copy: Copy) -> list[tuple[str, str]]:
    facts = [
        (_("Form"), copy.get_copy_type_display() if copy.copy_type != "unknown" else ""),
        (_("Obtained"), ", ".join(filter(None, [copy.obtained_on, copy.obtained_by]))),
        (_("Agency number"), copy.agency_number),
        (_("Agency case"), copy.agency_batch),
        (_("Stated by"), copy.source_of_statement),
    ]
    return [(label, words) for label, words in facts if words]


def _grounds(excisions: Iterable[Excision]) -> list[Ground]:
    cited = {ground for excision in excisions for ground in excision.exemptions.all()}
    return [
        Ground(str(ground), ground.label, ground.explanation) for ground in sorted(cited, key=str)
    ]

"""What is said of an item and its copies wherever they appear: marking, status, source line.

The copies given here come from `Copy.objects…for_display()`, which knows what may be named.
"""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collections_app.citation import Held, Obtained, source_line
from collections_app.declassification_status import EXPLANATIONS
from collections_app.languages import day_words
from collections_app.models import ArchivalItem, Copy, Extent, HowObtained, MarkingLevel, Status


def held(copy: Copy) -> Held:
    """Say where a copy is held; of an archive that is not public nothing is said."""
    if not copy.has_public_repository:  # type: ignore[attr-defined]
        return Held()
    in_collection = copy.has_public_collection  # type: ignore[attr-defined]
    return Held(
        archive=copy.repository.name,
        city=copy.repository.city,
        collection=copy.collection.title if copy.collection and in_collection else "",
        reference=copy.reference_code,
    )


def obtained(copy: Copy) -> Obtained:
    """Say how a copy became known, as far as a source states it."""
    is_stated = copy.how_obtained != HowObtained.UNKNOWN
    return Obtained(
        how=copy.get_how_obtained_display() if is_stated else "",
        released_on=day_words(copy.released_on) if copy.released_on else "",
        released_by=copy.released_by,
        obtained_on=copy.obtained_on,
        obtained_by=copy.obtained_by,
    )


def copy_source_line(copy: Copy) -> str:
    """Say in a line where the document is held and how we came to see it."""
    return source_line(held(copy), obtained(copy))


def marking_said(item: ArchivalItem) -> tuple[str, str]:
    """Say the original marking and its details; none known and no marking are different."""
    if item.marking_level == MarkingLevel.NOT_STATED:
        said = _("Not stated by any source")
    elif item.marking_level == MarkingLevel.NO_MARKING:
        said = _("No classification marking")
    else:
        said = item.get_marking_level_display()
        if item.marking_scheme:
            said += f" ({item.get_marking_scheme_display()})"
    details = [
        _("printed “{marking_text}”").format(marking_text=item.marking_text)
        if item.marking_text
        else "",
        _("caveats {marking_caveats}").format(marking_caveats=item.marking_caveats)
        if item.marking_caveats
        else "",
        _("precedence {marking_precedence}").format(marking_precedence=item.marking_precedence)
        if item.marking_precedence
        else "",
    ]
    return said, "; ".join(detail for detail in details if detail)


def marking_words(item: ArchivalItem) -> str:
    """Say the original marking with its details in one phrase."""
    return "; ".join(words for words in marking_said(item) if words)


def status_words(item: ArchivalItem) -> str:
    """Say the declassification status as a phrase that begins with a capital letter."""
    words = item.get_declassification_status_display()
    if item.declassification_status in (Status.UNKNOWN, Status.NOT_APPLICABLE):
        return _("Classification {status}").format(status=words)
    return words.capitalize()


def status_explained(item: ArchivalItem) -> str:
    """Explain the status; where a curator overrode it, with the curator's note."""
    explanation = EXPLANATIONS[item.declassification_status]
    if item.status_override:
        return _("{explanation} Set by the editors: {note}").format(
            explanation=explanation, note=item.status_override_note
        )
    return str(explanation)


def withheld_words(copy: Copy) -> str:
    """Say what this copy still hides: "3 passages still withheld", or nothing."""
    count = copy.excision_count  # type: ignore[attr-defined]
    if copy.extent == Extent.WITHHELD:
        return _("withheld in full")
    if not count:
        return ""
    return ngettext(
        "{number} passage still withheld", "{number} passages still withheld", count
    ).format(number=count)

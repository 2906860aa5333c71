"""How a document is cited and where it came from, in words. Pure: no record, no query.

Two texts are made here: the source line that stands under every document, and the citation that a
reader may copy. Both are built from plain values, because whoever calls has already decided what
may be said.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

UNNAMED_ARCHIVE = gettext_lazy("An archive not yet described here")
DAY_OF_ACCESS = gettext_lazy("accessed [day of your visit]")


@dataclass(frozen=True, slots=True)
class Held:
    """Where a copy is held. `archive` is empty where the archive may not be named yet."""

    archive: str = ""
    city: str = ""
    collection: str = ""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class Obtained:
    """How a copy became known, as far as a source states it; empty where none does.

    `how` is a phrase such as "released under the US Freedom of Information Act", the dates are
    already in words.
    """

    how: str = ""
    released_on: str = ""
    released_by: str = ""
    obtained_on: str = ""
    obtained_by: str = ""


def holding_line(held: Held) -> str:
    """Say which archive, collection and reference: "UN Archives, UNAMIR, S-1062-0001-01"."""
    return _joined(", ", held.archive or str(UNNAMED_ARCHIVE), held.collection, held.reference)


def release_sentence(obtained: Obtained) -> str:
    """Say how the copy left the house that made it, as one sentence without its full stop."""
    words = obtained.how or (_("released") if obtained.released_on or obtained.released_by else "")
    if not words:
        return ""
    if obtained.released_by:
        words += _(" by {name}").format(name=obtained.released_by)
    if obtained.released_on:
        words += _(" on {day}").format(day=obtained.released_on)
    return words[0].upper() + words[1:]


def source_line(held: Held, obtained: Obtained | None = None) -> str:
    """Say where the document is held and how we came to see it; a missing statement is said too."""
    obtained = obtained or Obtained()
    came = release_sentence(obtained)
    got = _joined(", ", _prefixed(_("by "), obtained.obtained_by), obtained.obtained_on)
    told = [came, _("Obtained {got}").format(got=got) if got else ""]
    if not any(told):
        told = [_("How the copy was obtained is not stated")]
    sentences = [holding_line(held), *told]
    return ". ".join(sentence.rstrip(".") for sentence in sentences if sentence) + "."


def item_citation(
    *, title: str, date: str, held: Held | None, ref: str, site: str, address: str
) -> str:
    """Cite one document as archives ask for it (Chicago Manual of Style, 17th ed., 14.221 ff.).

    From the narrow to the wide: title, date, reference, collection, archive and city; then this
    site, its own reference and the address. The day of access is left to the reader.
    """
    title = _inner_quotes(title.rstrip("."))
    first = f"“{title}{'' if title.endswith(('?', '!')) else ','}” {date}"
    where = whereabouts(held)
    return (
        _joined(", ", first, where).rstrip(".") + f". {site}, {ref}, {address} ({DAY_OF_ACCESS})."
    )


def item_listed(*, title: str, date: str, held: Held | None, ref: str, site: str) -> str:
    """Cite one document as a bibliography has it: the title first, each part a sentence."""
    title = _inner_quotes(title.rstrip("."))
    where = whereabouts(held)
    where = where[:1].upper() + where[1:]
    parts = [f"“{title}{'' if title.endswith(('?', '!')) else '.'}”", date.rstrip("."), where]
    said = " ".join(f"{part.rstrip('.')}." if part != parts[0] else part for part in parts if part)
    return f"{said} {site}, {ref}."


def whereabouts(held: Held | None) -> str:
    """Say where a document lies, from the narrow to the wide: reference to archive and city."""
    if held is None:
        return ""
    archive = held.archive or _("an archive not yet described here")
    city = "" if held.city in held.archive else held.city
    return _joined(", ", held.reference, held.collection, archive, city)


def _inner_quotes(title: str) -> str:
    return title.replace("“", "‘").replace("”", "’")


def _prefixed(prefix: str, words: str) -> str:
    return f"{prefix}{words}" if words else ""


def _joined(separator: str, *parts: str) -> str:
    return separator.join(part for part in parts if part)

"""How a document is cited and where it came from, in words. Pure: no record, no query.

Two texts are made here: the source line that stands under every document, and the citation that a
reader may copy. Both are built from plain values, because whoever calls has already decided what
may be said.
"""

from dataclasses import dataclass

UNNAMED_ARCHIVE = "An archive not yet described here"
DAY_OF_ACCESS = "accessed [day of your visit]"


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
    return _joined(", ", held.archive or UNNAMED_ARCHIVE, held.collection, held.reference)


def release_sentence(obtained: Obtained) -> str:
    """Say how the copy left the house that made it, as one sentence without its full stop."""
    words = obtained.how or ("released" if obtained.released_on or obtained.released_by else "")
    if not words:
        return ""
    if obtained.released_by:
        words += f" by {obtained.released_by}"
    if obtained.released_on:
        words += f" on {obtained.released_on}"
    return words[0].upper() + words[1:]


def source_line(held: Held, obtained: Obtained | None = None) -> str:
    """Say where the document is held and how we came to see it; a missing statement is said too."""
    obtained = obtained or Obtained()
    came = release_sentence(obtained)
    got = _joined(", ", _prefixed("by ", obtained.obtained_by), obtained.obtained_on)
    told = [came, f"Obtained {got}" if got else ""]
    if not any(told):
        told = ["How the copy was obtained is not stated"]
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
    where = ""
    if held is not None:
        archive = held.archive or UNNAMED_ARCHIVE[0].lower() + UNNAMED_ARCHIVE[1:]
        city = "" if held.city in held.archive else held.city
        where = _joined(", ", held.reference, held.collection, archive, city)
    return (
        _joined(", ", first, where).rstrip(".") + f". {site}, {ref}, {address} ({DAY_OF_ACCESS})."
    )


def _inner_quotes(title: str) -> str:
    return title.replace("“", "‘").replace("”", "’")


def _prefixed(prefix: str, words: str) -> str:
    return f"{prefix}{words}" if words else ""


def _joined(separator: str, *parts: str) -> str:
    return separator.join(part for part in parts if part)

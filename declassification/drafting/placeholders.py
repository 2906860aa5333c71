"""What may stand in the text of a letter template: names from a fixed list, nothing else.

`{{ authority }}` is replaced by its value. There are no conditions, loops, filters or lookups.
"""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from django.core.exceptions import ValidationError

ENGLISH, FRENCH = "en", "fr"

# What each name stands for, in the words in which a gap is printed.
PLACEHOLDERS: dict[str, tuple[str, str]] = {
    "our_name": ("our name", "notre nom"),
    "our_address": ("our address", "notre adresse"),
    "date": ("date", "date"),
    "authority": ("authority", "administration"),
    "addressee": ("addressee", "destinataire"),
    "address": ("postal address", "adresse postale"),
    "reference": ("reference number", "numéro de référence"),
    "our_number": ("our number", "notre numéro"),
    "title": ("title", "objet"),
    "scope": ("documents in words", "description des documents"),
    "documents": ("list of documents", "liste des documents"),
    "law": ("law", "texte applicable"),
    "citation": ("citation of the law", "référence du texte"),
    "sent_date": ("date of our request", "date de notre demande"),
    "received_date": ("date of receipt", "date de réception"),
    "due_date": ("due date", "date d’échéance"),
    "days_overdue": ("days overdue", "jours de retard"),
    "decision_date": ("date of the decision", "date de la décision"),
    "exemptions": ("exemptions cited", "motifs de refus invoqués"),
    "last_day_for_appeal": ("last day for appeal", "dernier jour du recours"),
    "grounds": ("our reasons", "nos motifs"),
    "signer": ("signer", "signataire"),
}
NOT_KNOWN = {ENGLISH: "not known", FRENCH: "à compléter"}

_PLACE = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
_GAP = re.compile(r"\[[^\[\]\n]{1,80}?(?:: not known| : à compléter| : inconnu)\]")


def refuse_unknown_names(text: str) -> None:
    """Refuse a text with a name that is not on the list, or with braces that close nothing.

    Raises `ValidationError` that names the nearest known one.
    """
    faults = []
    for name in dict.fromkeys(_PLACE.findall(text)):
        if name not in PLACEHOLDERS:
            faults.append(_unknown(name))
    rest = _PLACE.sub("", text)
    if any(sign in rest for sign in ("{{", "}}", "{%", "%}")):
        faults.append("Write a name between two pairs of braces: {{ authority }}. Nothing else.")
    if faults:
        raise ValidationError(faults)


def _unknown(name: str) -> str:
    said = name.lower().replace(" ", "_").replace("-", "_")
    near = get_close_matches(said, PLACEHOLDERS, n=1, cutoff=0.5)
    if near:
        return f"“{name}” is not a name that can be filled in. Did you mean {{{{ {near[0]} }}}}?"
    return f"“{name}” is not a name that can be filled in. There are: {', '.join(PLACEHOLDERS)}."


def fill(text: str, values: Mapping[str, str], language: str) -> str:
    """Put the values in; one that is missing stands there as a visible gap.

    A value is put in as it is: braces that stand in it are not read again.
    """

    def value(place: re.Match[str]) -> str:
        name = place.group(1)
        return values.get(name, "") or gap(name, language)

    return _PLACE.sub(value, text)


def gap(name: str, language: str) -> str:
    """Return what is printed where a value is not known: `[reference number: not known]`."""
    english, french = PLACEHOLDERS.get(name, (name, name))
    if language == FRENCH:
        return f"[{french} : {NOT_KNOWN[FRENCH]}]"
    return f"[{english}: {NOT_KNOWN[ENGLISH]}]"


def gaps_in(*texts: str) -> list[str]:
    """Return the gaps that still stand in texts, each once, in their order."""
    return list(dict.fromkeys(found for text in texts for found in _GAP.findall(text)))


def parted_by_gaps(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is a gap, so that gaps can be marked."""
    pieces, position = [], 0
    for found in _GAP.finditer(text):
        pieces += [(text[position : found.start()], False), (found.group(), True)]
        position = found.end()
    pieces.append((text[position:], False))
    return [piece for piece in pieces if piece[0]]

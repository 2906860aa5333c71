"""How days, numbers and documents are written in a letter, in its language."""

from datetime import date

from declassification.drafting.placeholders import ENGLISH, FRENCH

_MONTHS = {
    ENGLISH: "January|February|March|April|May|June|July|August|September|October|November"
    "|December",
    FRENCH: "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
}
_PARTS = {
    ENGLISH: {"box": "box", "folder": "folder", "number": "no.", "pages": "pages"},
    FRENCH: {"box": "carton", "folder": "dossier", "number": "n°", "pages": "pages"},
}


def day_in(language: str, day: date | None, *, country: str = "") -> str:
    """Write a day as the country of the letter does: May 3, 2016; 3 May 2016; 1er mai 2016."""
    if day is None:
        return ""
    month = _MONTHS[language].split("|")[day.month - 1]
    if language == FRENCH:
        return f"{'1er' if day.day == 1 else day.day} {month} {day.year}"
    return f"{month} {day.day}, {day.year}" if country == "US" else f"{day.day} {month} {day.year}"


def days_in(language: str, number: int) -> str:
    """Write a number of days, “3 days” or “3 jours”; nothing for none."""
    if number <= 0:
        return ""
    noun = ("jour", "jours") if language == FRENCH else ("day", "days")
    return f"{number} {noun[number > 1]}"


def place_in(language: str, *, box: str, folder: str, number: str, pages: int | None) -> list[str]:
    """Return where a document lies and how long it is, each part with its noun."""
    nouns = _PARTS[language]
    known = {"box": box, "folder": folder, "number": number}
    parts = [f"{nouns[name]} {value}" for name, value in known.items() if value]
    if pages:
        parts.append(f"{pages} {nouns['pages'] if pages > 1 else nouns['pages'][:-1]}")
    return parts

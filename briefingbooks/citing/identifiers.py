"""DOI and ISBN as they are written. Pure."""

import re

_DOI_PREFIX = re.compile(r"^(?:https?://(?:dx\.)?doi\.org/|doi:\s*)", re.IGNORECASE)


def plain_doi(words: str) -> str:
    """Return a DOI without the address or the word before it."""
    return _DOI_PREFIX.sub("", words.strip())


def doi_address(doi: str) -> str:
    """Return the address of a DOI, as CMOS 14.8 asks for it."""
    return f"https://doi.org/{doi}" if doi else ""


def is_isbn(words: str) -> bool:
    """Whether the check digit of an ISBN of 10 or 13 digits is right (ISO 2108)."""
    digits = words.replace("-", "").replace(" ", "").upper()
    if re.fullmatch(r"\d{9}[\dX]", digits):
        values = [10 if digit == "X" else int(digit) for digit in digits]
        return sum(value * (10 - place) for place, value in enumerate(values)) % 11 == 0
    if re.fullmatch(r"97[89]\d{10}", digits):
        return (
            sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10
            == 0
        )
    return False

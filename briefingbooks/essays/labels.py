"""Labels of notes: made from the work first cited and its first page, as `dallaire-142`.

So a label says what the note is about, and adding a note changes no other. A note that cites no
work is called `n14` by its mark in the file. A label that is taken gets a number behind it.
"""

import re
from collections.abc import Sequence

from briefingbooks.essays.locators import first_number
from briefingbooks.essays.names import year_in
from briefingbooks.essays.works import Cited, author_slug


def label_for(mark: str, cited: Sequence[Cited], taken: set[str]) -> str:
    """Return a label for a note that no other note bears, and take it."""
    stem = next((words for words in map(_of_work, cited) if words), "")
    stem = stem or f"n{re.sub(r'[^A-Za-z0-9]+', '-', mark).strip('-') or 'x'}"[:50]
    label, number = stem, 1
    while label in taken:
        number += 1
        label = f"{stem}-{number}"
    taken.add(label)
    return label


def _of_work(cited: Cited) -> str:
    if cited.work is None:
        return ""
    author = author_slug(cited.work.described.authors)[:40].strip("-")
    year = year_in(cited.work.described.year)
    place = first_number(cited.citation.locator) or (year if year.isdigit() else "")
    return "-".join(filter(None, [author, place]))

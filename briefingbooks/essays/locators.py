"""Places inside a work, as notes name them: pages, paragraphs, chapters, volumes, notes."""

import re

_NUMBER = r"(?:\d+[a-z]?|[ivxlcdm]+|[A-Z]-?\d+)"
_RANGE = rf"{_NUMBER}(?:\s?[–—-]\s?{_NUMBER})?(?:\s?f{{1,2}}\.|\sn\.?\s?\d+)?"
_SEVERAL = rf"{_RANGE}(?:(?:,\s?|\s(?:and|et|&)\s){_RANGE})*"
_NAMED = (
    r"(?:pp?\.|pages?|paras?\.|paragraphs?|§§?|¶¶?|chapters?|chapitres?|chaps?\.|chs?\.|ch\.|"
    r"arts?\.|articles?|secs?\.|sections?|annex|appendix|table|fig\.|note|n\.|nn\.|ff?\.|cols?\.|"
    r"lines?|ll?\.|vols?\.|pt\.|part|at)"
)
LOCATOR = rf"{_NAMED}\s?{_SEVERAL}(?:,\s?{_NAMED}\s?{_SEVERAL})*"
BARE = r"(?:\d{1,2}:\s?)?\d{1,4}(?:\s?[–—-]\s?\d{1,4})?(?:,\s?\d{1,4}(?:\s?[–—-]\s?\d{1,4})?)*"

# The locator stands behind a comma or the whole of the source, and little may stand behind it.
BEHIND = re.compile(
    rf"(?P<joint>[,:.]?\s+)(?P<locator>{LOCATOR})(?P<rest>(?:\s*\([^()]*\))?[.\s]*)$"
)
BARE_BEHIND = re.compile(
    rf"(?P<joint>,\s+|:\s?)(?P<locator>{BARE})(?P<rest>(?:\s*\([^()]*\))?[.\s]*)$"
)
BARE_PAGES = re.compile(rf"^{BARE}$")
PAGE = re.compile(r"^(?:pp?\.|pages?\b)")
FIRST_NUMBER = re.compile(r"\d+|\b[ivxlc]+\b")


def is_of_pages(locator: str) -> bool:
    """Whether a locator names pages; in notes of the Chicago manual they are numbers alone."""
    return bool(PAGE.match(locator) or BARE_PAGES.match(locator))


def first_number(locator: str) -> str:
    """Return the first number of a locator; "" without one."""
    found = FIRST_NUMBER.search(locator)
    return found[0] if found else ""

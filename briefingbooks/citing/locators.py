"""Places in a work as a note says them (CMOS 17, 14.145 to 14.160). Pure."""

import re

# Kinds of which a bare number is a page: the manual prints no “p.” there.
PAGED = ("book", "chapter", "article", "report", "thesis")

_NUMBER = r"(?:[A-Za-z]?\d[\d.:]*[a-z]?|[ivxlc]+)"
_RANGE = re.compile(rf"(?<![\w-])({_NUMBER})\s*(?:--?|–|—)\s*(?={_NUMBER}(?![\w-]))")
_WORDS = {
    "p": "p.", "pp": "pp.", "page": "p.", "pages": "pp.",
    "para": "para.", "paras": "paras.", "paragraph": "para.", "paragraphs": "paras.", "¶": "para.",
    "¶¶": "paras.", "par": "para.", "vol": "vol.", "vols": "vols.", "volume": "vol.",
    "ch": "chap.", "chap": "chap.", "chaps": "chaps.", "chapter": "chap.", "n": "n.", "nn": "nn.",
    "note": "n.", "notes": "nn.", "fn": "n.", "sec": "sec.", "section": "sec.", "§": "sec.",
    "art": "art.", "arts": "arts.", "article": "art.", "fig": "fig.", "figs": "figs.",
    "col": "col.", "cols": "cols.", "annex": "annex", "at": "at",
}  # fmt: skip
_WORD = re.compile(r"(?<![\w.])(¶¶?|§|[A-Za-z]+)\.?(?=\s*\d)")
_CLOCK = re.compile(r"(?<![\d:])(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?(?![\d:])")
_SEVERAL = {"p.": "pp.", "para.": "paras.", "n.": "nn.", "chap.": "chaps.", "art.": "arts."}
_MANY = re.compile(r"\d[a-z]?\s*(?:–|, ?(?=\d)| and | & )")
_PAGE = re.compile(r"^pp?\. ?(?=\d|[ivxlc]+\b)")
_ROMAN_PAGE = re.compile(r"^(pp?)\.? ?(?=[ivxlc]+\b)")
_VOLUME_AND_PAGE = re.compile(r"^vol\. (\d+), pp?\. ?(\d.*)$")


def locator(words: str, kind: str = "") -> str:
    """Return a locator as the house prints it.

    Ranges get an en dash, words their usual short form in singular or plural, times their hours.
    Of a work whose bare numbers are pages (`PAGED`) “pp. 5-6” becomes “5–6”, and “vol. 2, p. 5”
    becomes “2:5”. Words that are not known stay as they are.
    """
    text = " ".join(words.split()).rstrip(".,;")
    text = _CLOCK.sub(_clock, text)
    text = _RANGE.sub(r"\1–", text)
    text = _ROMAN_PAGE.sub(r"\1. ", text)
    text = _WORD.sub(_word, text)
    text = "".join(_in_number(part) for part in re.split(r"(; |, (?=[a-z]))", text))
    if kind in PAGED:
        text = _VOLUME_AND_PAGE.sub(r"\1:\2", text)
        text = _PAGE.sub("", text)
    if kind in ("film", "broadcast", "interview") and re.match(r"\d+:\d\d:\d\d", text):
        text = f"at {text}"
    return text


def is_page(words: str) -> bool:
    """Whether a locator that `locator` returned is a bare number of pages."""
    return bool(re.match(r"[\divxlcA-Z]", words)) and not re.match(r"[a-z]{2,}\.", words)


def _word(found: re.Match[str]) -> str:
    known = _WORDS.get(found[1].lower())
    return f"{known} " if known else found[0] + (" " if found[1] in "¶§" else "")


def _in_number(part: str) -> str:
    """Let “p. 5–6” read “pp. 5–6”, and “paras. 6” read “para. 6”."""
    part = re.sub(r"\. {2,}", ". ", part)
    for one, several in _SEVERAL.items():
        if part.startswith((f"{one} ", f"{several} ")):
            _, _, number = part.partition(" ")
            return f"{several if _MANY.search(number) else one} {number}"
    return part


def _clock(found: re.Match[str]) -> str:
    hours, minutes, seconds = (
        (found[1], found[2], found[3]) if found[3] else (0, found[1], found[2])
    )
    return f"{int(hours)}:{int(minutes):02d}:{seconds}"

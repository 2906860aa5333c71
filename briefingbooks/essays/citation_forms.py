"""One citation as written: what stands before, which work it names and how, at which place.

Author-date notes (“Prunier, G. (1997) The title. London: Hurst, p. 3”, “Prunier (1997), p. 3”),
notes with the author first (“G. Prunier, The Title, London, Hurst, 1997, p. 3”, with or without
brackets around place, publisher and year), later short notes, op. cit. and ibid. What is none of
these stays words.
"""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from briefingbooks.essays.locators import BARE_BEHIND, BEHIND


class Form(StrEnum):
    """How a work is named."""

    FULL = "full"
    SHORT = "short"
    OP_CIT = "op. cit."
    IBID = "ibid."
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Described:
    """What a citation says of a work, each part as written; "" where it says nothing."""

    authors: str = ""
    year: str = ""
    title: str = ""
    place: str = ""
    publisher: str = ""
    container: str = ""
    volume: str = ""
    number: str = ""
    kind: str = "book"


@dataclass(frozen=True, slots=True)
class Citation:
    """A citation cut into parts: joined, they are the words as written."""

    form: Form
    prefix: str
    source: str
    joint: str
    locator: str
    suffix: str
    work: Described = Described()

    @property
    def words(self) -> str:
        return f"{self.prefix}{self.source}{self.joint}{self.locator}{self.suffix}"


_PREFIX = re.compile(
    r"(?i)^\s*(?:(?:(?:for|on) [^,;()]{3,120}, see(?: also)?|but see|see also|"
    r"see, for example,|see e\.g\.,?|see|cf\.|compare|also|e\.g\.,?|"
    r"quoted (?:in|by|from)|cited (?:in|by)|qtd\. in|voir aussi|voir)\s+)+"
)
_YEAR = r"(?P<year>(?:1[5-9]|20)\d\d(?:[–/-]\d{2,4})?[a-z]?|n\.d\.|forthcoming|in press)"
_SUFFIX = re.compile(
    r"(?:\s+\((?:[^()]|\([^()]*\))*\))?(?:[.,]?\s+(?:Available at|Accessed|Retrieved from|"
    r"Available from|https?://|doi)\b.*)?[.\s]*$",
    re.IGNORECASE | re.DOTALL,
)
_DATED = re.compile(rf"^(?P<authors>[^()“\"]{{2,200}}?(?:\((?:eds?|dir)\.?\))?)\s*\({_YEAR}\)")
_RESOLUTION = re.compile(
    r"^(?P<body>[A-Z][\w .'’&-]*?)\s+(?P<title>Resolution\s+[\w/]+)\s+\((?P<year>\d{4})\)"
    r"(?P<date>,\s+\d{1,2} \w+ \d{4})?"
)
_IBID = re.compile(r"(?i)^(?P<source>ibid(?:em|\.)?|id\.|idem)(?=[,.:\s]|$)")
_OP_CIT = re.compile(
    r"^(?P<named>[^;()]{2,160}?),?\s+(?:op\.?\s?cit\.?|loc\.?\s?cit\.?|cited above|ouvr\. cit\.)",
    re.IGNORECASE,
)
_IMPRINT = re.compile(
    r"(?:^|(?<=[.?!”’'\"])\s+)(?P<place>[A-Z][^:.]{1,50}(?:, [A-Z.]{2,4})?): ?"
    r"(?P<publisher>[^:]{2,120})$"
)
_BRACKETED = re.compile(
    r"^(?P<head>.+?),?\s+\((?:(?P<place>[^():]{2,60}): ?)?(?P<publisher>[^():]{2,90}), "
    r"(?P<year>(?:1[5-9]|20)\d\d)\)"
)
_COMMAS = re.compile(
    r"^(?P<head>.+?),\s+(?P<place>[A-Z][^,;:]{2,50}),\s+(?P<publisher>[^,;]{2,80}),\s+"
    r"(?P<year>(?:1[5-9]|20)\d\d)(?=[,.\s]|$)"
)
_SENTENCE = re.compile(r"(?P<last>\w+)[.?!][”’\"')]?\s+(?=[A-Z“])|[.?!][”’\"]\s+(?=[A-Z“])")
_ABBREVIATED = {"ed", "eds", "trans", "vol", "vols", "rev", "comp", "repr", "ser", "univ", "mass",
                "conn", "penn", "calif", "no", "pt", "st", "dr", "mr", "mrs", "col", "gen", "lt",
                "maj", "u", "et", "al", "ca", "inc", "ltd", "jr", "sr", "bd", "dir"}  # fmt: skip
_QUOTED = re.compile(r"[“\"‘']([^”\"]{5,300}?)[,.?!]?[”\"’'](?=[,.\s]|$)")
_SYMBOL = re.compile(r"\b(?:[AES]|ST|CCPR|CERD|DPKO)/[\w.\-–/]*\d[\w.\-–/]*")


def read_citation(words: str) -> Citation:
    """Cut a citation into its parts. What names no work comes back as `Form.WORDS`."""
    prefix = (_PREFIX.match(words) or re.match(r"\s*", words) or [""])[0]
    rest = words[len(prefix) :]
    for reader in (_ibid, _op_cit, _resolution, _dated, _with_imprint, _short):
        found = reader(rest)
        if found is not None:
            whole = replace(found, prefix=prefix + found.prefix)
            return whole if whole.words == words else _as_words(words)
    return _as_words(words)


def _as_words(words: str) -> Citation:
    return Citation(Form.WORDS, "", words, "", "", "")


def _ending(rest: str, place: int, *, is_bare: bool = False) -> tuple[str, str, str, str] | None:
    """Cut what stands behind a named work into joint, locator and suffix, from `place` on."""
    behind = rest[place:]
    found = BEHIND.search(behind) or (BARE_BEHIND.search(behind) if is_bare else None)
    if found is not None:
        middle = behind[: found.start()]
        return middle, found["joint"], found["locator"], found["rest"]
    ending = _SUFFIX.search(behind)
    assert ending is not None  # noqa: S101 - the pattern matches nothing too
    return behind[: ending.start()], "", "", behind[ending.start() :]


def _ibid(rest: str) -> Citation | None:
    found = _IBID.match(rest)
    if found is None:
        return None
    cut = _ending(rest, found.end(), is_bare=True)
    if cut is None or cut[0].strip(" ."):
        return None
    return Citation(Form.IBID, "", rest[: found.end()] + cut[0], *cut[1:])


def _op_cit(rest: str) -> Citation | None:
    found = _OP_CIT.match(rest)
    if found is None:
        return None
    cut = _ending(rest, found.end(), is_bare=True)
    if cut is None or cut[0].strip(" .,"):
        return None
    named = found["named"].rstrip(" ,…").strip("“”\"'‘’").rstrip("….")
    work = Described(authors=named, title=named)
    return Citation(Form.OP_CIT, "", rest[: found.end()] + cut[0], *cut[1:], work)


def _resolution(rest: str) -> Citation | None:
    found = _RESOLUTION.match(rest)
    if found is None:
        return None
    cut = _ending(rest, found.end())
    if cut is None or cut[0].strip():
        return None
    date = (found["date"] or "").strip(", ")
    work = Described(
        authors=found["body"], year=date or found["year"], kind="un_document",
        title=f"{found['title']} ({found['year']})",
    )  # fmt: skip
    return Citation(Form.FULL, "", rest[: found.end()] + cut[0], *cut[1:], work)


def _dated(rest: str) -> Citation | None:
    """Read author and year in brackets: alone they are a short form, with a title the full one."""
    found = _DATED.match(rest)
    if found is None or not _may_be_authors(found["authors"]):
        return None
    cut = _ending(rest, found.end())
    if cut is None:
        return None
    middle, joint, locator, suffix = cut
    source = rest[: found.end()] + middle
    title = middle.strip(" ,:.")
    work = Described(authors=found["authors"].strip(), year=found["year"])
    if not title:
        return Citation(Form.SHORT, "", source, joint, locator, suffix, work)
    return Citation(Form.FULL, "", source, joint, locator, suffix, _titled(work, title))


def _may_be_authors(words: str) -> bool:
    if not words[0].isupper() and not re.match(r"(?:de|van|von|der|d’|d') ?", words):
        return False
    return len(words.split()) <= 16 and not re.search(r"[.!?] [A-Z]\w+ \w+ \w+", words)


def _titled(work: Described, words: str) -> Described:
    """Read what follows the year: a title, and place and publisher or the journal behind it."""
    quoted = re.match(r"[“\"‘'](.{5,300}?)[,.]?[”\"’'],\s+(.+)$", words)
    if quoted and not re.match(r"(?:America|the|and)\b", quoted[2]):
        container, _, volume = quoted[2].partition(", ")
        return replace(work, title=quoted[1], container=container, volume=volume, kind="article")
    imprint = _IMPRINT.search(words)
    if imprint is None or not words[: imprint.start()].strip():
        symbol = _SYMBOL.search(words)
        return replace(work, title=words, number=symbol[0] if symbol else "",
                       kind="un_document" if symbol else "report")  # fmt: skip
    title = words[: imprint.start()].strip(" .")
    return replace(work, title=title, place=imprint["place"], publisher=imprint["publisher"])


def _with_imprint(rest: str) -> Citation | None:
    """Read a work with its imprint, in the last sentence of a note that says more before it."""
    starts = [0, *(found.end() for found in _SENTENCE.finditer(rest) if _ends_sentence(found))]
    for start in reversed(starts):
        lead = _PREFIX.match(rest[start:]) if start else None
        begin = start + (lead.end() if lead else 0)
        found = _imprint_of(rest[begin:])
        if found is not None:
            return replace(found, prefix=rest[:begin])
    return None


def _ends_sentence(found: re.Match[str]) -> bool:
    last = found["last"] or "quoted"
    return len(last) > 1 and last.casefold() not in _ABBREVIATED


def _imprint_of(rest: str) -> Citation | None:
    """Read author and title with place, publisher and year behind them, in brackets or not."""
    for pattern in (_BRACKETED, _COMMAS):
        found = pattern.match(rest)
        if found is None:
            continue
        cut = _ending(rest, found.end(), is_bare=True)
        head = _head(found["head"])
        if cut is None or cut[0].strip(" ,") or head is None:
            continue
        work = Described(
            authors=head[0], title=head[1], container=head[2], year=found["year"],
            place=(found["place"] or "").strip(), publisher=found["publisher"].strip(),
            kind="chapter" if head[2] else "book",
        )  # fmt: skip
        return Citation(Form.FULL, "", rest[: found.end()] + cut[0], *cut[1:], work)
    return None


_ANOTHER_NAME = re.compile(r"(?:and|[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]+)?, )")


def _head(head: str) -> tuple[str, str, str] | None:
    """Return author, title and container of what stands before an imprint."""
    if "; " in head or len(head) > 400:
        return None
    quoted = _QUOTED.search(head)
    if quoted:
        before, behind = head[: quoted.start()].strip(), head[quoted.end() :]
        is_title = not before or before.endswith((",", ".", ":", ")"))
        if not is_title or re.match(r"\s+(?!in\b)[a-z]", behind):
            return None  # words of a sentence that quotes
        container = re.sub(r"^\W*(?:in:?\s+)?", "", behind)
        return before.strip(" ,"), quoted[1], container.strip(" ,")
    parts = re.split(r",\s+(?=[A-Z“\"])", head, maxsplit=1)
    if len(parts) < 2 or not _is_person(parts[0]):
        return None
    while " " not in parts[0] and _ANOTHER_NAME.match(parts[1]):
        first, _, rest = parts[1].partition(", ")
        parts = [f"{parts[0]}, {first}", rest]
    return parts[0], parts[1], ""


def _is_person(words: str) -> bool:
    return len(words.split()) <= 8 and words[:1].isupper() and not words.endswith(".)")


def _short(rest: str) -> Citation | None:
    """Read a later note: the author's last name, a short title, a place in the work."""
    found = re.match(r"^(?P<name>[A-Z][\w’'-]+(?: (?:and|&|et) [A-Z][\w’'-]+| et al\.)?),\s+", rest)
    if found is None:
        return None
    ending = BEHIND.search(rest, found.end() - 1) or BARE_BEHIND.search(rest, found.end() - 1)
    if ending is None:
        return None
    title = rest[found.end() : ending.start()].strip(" ,“”\"‘’'")
    if len(title) > 100 or not title or "," in title:
        return None
    work = Described(authors=found["name"], title=title)
    return Citation(
        Form.SHORT, "", rest[: ending.start()], ending["joint"], ending["locator"],
        ending["rest"], work,
    )  # fmt: skip

"""Reading the typed source note of a document: repository, reference, marking, drafting.

FRUS editorial methodology: the first footnote gives the source of the document, its original
classification, its distribution and drafting information.

    Source: National Archives, RG 59, Box 7, POL 1. Secret; Nodis; Immediate. Drafted by Doe.
            repository          reference           level  caveat precedence  drafting

Scheme: classification levels of the United States. "No classification marking" is a level of its
own, not "unclassified"; where the note says nothing the level is "not stated".
"""

import re
from difflib import get_close_matches
from typing import NamedTuple

from collections_app.frus.volume import Level, Marking, SourceNote

_NAMED = re.compile(r"\[?\s*Sources?(?:\s*[:,]\s*|\s+(?=[A-Z]))")
_LEVELS: tuple[tuple[Level, str], ...] = (
    (Level.TOP_SECRET, r"top\s+secret"),
    (Level.SECRET, r"secret|secert"),
    (Level.CONFIDENTIAL, r"confidential|confidental"),
    (Level.RESTRICTED, r"restricted"),
    (Level.LIMITED_OFFICIAL_USE, r"limited\s+official\s+use(?:\s+only)?"),
    (Level.OFFICIAL_USE_ONLY, r"(?:for\s+)?official\s+use(?:\s+only)?"),
    (
        Level.NO_MARKING,
        r"no\s+(?:security\s+)?classifications?(?:\s+markings?)?"
        r"(?:\s+(?:is|are|was|were|appears?|given)\b[^.;]*)?"
        r"|(?:the\s+)?(?:source\s+text|\w+)\s+(?:bears|has)\s+no\s+classification(?:\s+markings?)?"
        r"|not\s+classified|no\s+marking",
    ),
    (Level.UNCLASSIFIED, r"unclassified"),
)
_LEVEL = "|".join(f"(?:{pattern})" for _, pattern in _LEVELS)
_SEPARATOR = r"\s*[;,:/]\s*|\s*—\s*|\s+–\s+|–(?=[A-Z])"
# A sentence that begins with a level, or with one or two short caveats and then a level.
_MARKING = re.compile(
    rf"(?:^|(?<=[.;)\]”\"’'])\s*|(?<=\.)(?=[A-Z]))"
    rf"(?P<marking>(?:[A-Z][\w–-]*(?:\s[\w–-]+){{0,2}};\s+){{0,2}}(?:{_LEVEL})(?=[\s.;,:/—–(\[]|$))",
    re.IGNORECASE,
)
# The same without a full stop before it, as slips have it: the level itself must be capitalized.
_MARKING_AFTER_A_SLIP = re.compile(
    r"(?<=[\s,;])(?P<marking>(?:Top Secret|Secret|Confidential|Limited Official Use|Unclassified|"
    r"No classification marking))(?=;|\.\s|\.?$)"
)
# Caveats and precedence without a level: "Priority; RYBAT." or "Eyes Only."
_CAVEATS_ALONE = re.compile(
    r"(?:^|(?<=\.)\s+)(?P<marking>(?:Priority|Immediate|Flash|Routine|Niact|Operational Immediate|"
    r"(?:Literally |Exclusively )?Eyes Only|Personal(?: and \w+)?|Administratively Confidential|"
    r"Nodis|Exdis|Limdis|Sensitive|Limit(?:ed)? Distribution|Official–Informal)"
    r"(?:;[^.;]{1,40})*(?=\.|$))"
)
_LEVEL_FIRST = re.compile(rf"(?P<level>{_LEVEL})(?=[\s.;,:/—–(\[]|$)", re.IGNORECASE)
# A marking ends with its sentence, or where the full stop was forgotten.
_MARKING_END = re.compile(
    r"\.(?=\s|$|[A-Z”\"])|[;,]?\s+(?=(?:Drafted|Repeated|Received|Also\s+sent|Sent|Cleared|Approved"
    r"|Transmitted|Prepared|A\s+copy)\b)|[;,]\s+(?=(?:but|which|initialed|and\s+\w+ed|drafted|repeated)\b)"
)
_PRECEDENCE = re.compile(
    r"(?:(?:operational\s+)?immediate|flash|priority|routine|niact|emergency|critic|deferred|rush)"
    r"(?:[\s/-]+(?:immediate|niact|priority|flash))*",
    re.IGNORECASE,
)
_DRAFTING = re.compile(
    r"(?:(?:also|jointly|originally)\s+)?(?:draft(?:ed|ing)|cleared|approved|concurred|authorized)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(
    r"(?<!\b[A-Z])(?<!\b(?:Mr|Dr|Jr|Sr|St|No))(?<!\b(?:Mrs|Gen|Vol|vol))\.\s+(?=[A-Z“\"\[(])"
)
_PUBLISHED = re.compile(
    r"public\s+papers\b|department\s+of\s+state\s+bulletin|congressional\s+record|press\s+release"
    r"|american\s+foreign\s+policy:|statutes\s+at\s+large|government\s+printing\s+office"
    r"|documents\s+on\s+(?:disarmament|germany)|\bU\.?S\.?T\.?,|papers\s+of\s+woodrow\s+wilson",
    re.IGNORECASE,
)
_PAGES_CITED = re.compile(r",\s+pp?\.\s+\d")
_ARCHIVAL = re.compile(
    r"\b(?:box|lot|files?|papers|library|archives|records|job|series|collection)\b", re.IGNORECASE
)
_FILE_NUMBER = re.compile(
    r"(?P<reference>[\w .–/()-]*\d[^:]*?)(?::\s*(?P<form>telegrams?|airgrams?|circular\s+\w+))?",
    re.IGNORECASE,
)
MOST_WORDS_OF_A_CAVEAT = 8
# Holders cited often; a slip in one of these names ("Department of Sate") is put right.
HOLDERS = (
    "Department of State",
    "National Archives",
    "National Archives and Records Administration",
    "Washington National Records Center",
    "Central Intelligence Agency",
    "National Security Council",
    "Library of Congress",
    "National Defense University",
    "Truman Library",
    "Eisenhower Library",
    "Kennedy Library",
    "Johnson Library",
    "Nixon Library",
    "Ford Library",
    "Carter Library",
    "Reagan Library",
)


class Path(NamedTuple):
    """Where the document lies: the holder, and the rest of the path as cited."""

    repository: str
    reference: str


def read_source_note(text: str, line: int) -> SourceNote:
    """Parse a source note given as clean text. What belongs to no field is in `remainder`."""
    body = _NAMED.sub("", text).rstrip("]") if _is_named(text) else text
    found = _marking(body)
    if found:
        path_text, rest = body[: found.start("marking")], body[found.start("marking") :]
        marking, rest = _read_marking(rest)
    else:
        path_text, rest = _split_path(body)
        marking = Marking()
    drafting, remainder = _split_drafting(rest)
    path = _path(path_text, text)
    return SourceNote(
        text=text,
        repository=path.repository,
        reference=path.reference,
        marking=marking,
        drafting=drafting,
        remainder=remainder,
        is_published=_is_published(path_text),
        line=line,
    )


def read_marking(text: str) -> Marking:
    """Return the marking printed at the head of a document ("TOP SECRET", "Secret\nNIACT").

    Only a text that is nothing but a marking counts; any other gives a marking not stated.
    """
    words = re.sub(r"\s*\n\s*|\s{2,}", "; ", text.strip().strip(".[]"))
    found = _LEVEL_FIRST.match(words)
    if not found:
        return Marking()
    marking, rest = _read_marking(words)
    is_whole = not rest and all(
        len(caveat.split()) <= 3 and (caveat[0].isupper() or words[0].islower())
        for caveat in marking.caveats
    )
    return marking if is_whole else Marking()


def doubts(note: SourceNote) -> list[str]:
    """Return what could not be read from a note, in words for a report."""
    found = []
    if not note.repository and not note.reference:
        found.append("The source note names no repository and no reference")
    if any(len(caveat.split()) > MOST_WORDS_OF_A_CAVEAT for caveat in note.marking.caveats):
        found.append("A caveat in the source note is longer than caveats are")
    return found


def _is_named(text: str) -> bool:
    return _NAMED.match(text) is not None


def _marking(body: str) -> re.Match[str] | None:
    """Find the sentence with the level; its first word is a capital, unlike "secret talks"."""
    for found in _MARKING.finditer(body):
        start = found.start("marking")
        if body[start].isupper() and (start == 0 or body[:start].rstrip()[-1:] in ".;)]”\"’'"):
            return found
    return _MARKING_AFTER_A_SLIP.search(body) or _CAVEATS_ALONE.search(body)


def _read_marking(rest: str) -> tuple[Marking, str]:
    end = _MARKING_END.search(rest)
    sentence = rest[: end.start()] if end else rest
    following = rest[end.end() :].strip() if end else ""
    level, caveats, precedence = Level.NOT_STATED, [], []
    for part in _parts(sentence):
        if level == Level.NOT_STATED and (named := _level(part)):
            level = named
        elif _PRECEDENCE.fullmatch(part):
            precedence.append(part)
        else:
            caveats.append(part)
    marking = Marking(level, tuple(caveats), "; ".join(precedence), " ".join(sentence.split()))
    return marking, following


def _parts(sentence: str) -> list[str]:
    """Split "Secret; Nodis/Cedar" at its separators, but no bracket and no "Official–Informal"."""
    guarded = re.sub(r"\[[^]]*\]", lambda found: found[0].replace(";", "\0"), sentence)
    guarded = re.sub(r"\b(Official)–(Informal)", r"\1~\2", guarded, flags=re.IGNORECASE)
    parts = re.split(_SEPARATOR, guarded)
    first = _LEVEL_FIRST.match(parts[0])
    if first and first.end() < len(parts[0]):
        parts[:1] = [parts[0][: first.end()], parts[0][first.end() :]]
    cleaned = (part.replace("\0", ";").replace("~", "–").strip(" .") for part in parts)
    cleaned = (part.removeprefix("and ") for part in cleaned)
    return [part for part in cleaned if part]


def _level(part: str) -> Level | None:
    for level, pattern in _LEVELS:
        if re.fullmatch(pattern, part.strip(" .[]"), re.IGNORECASE):
            return level
    return None


def _split_path(body: str) -> tuple[str, str]:
    """Without a marking the path is the first sentence."""
    end = _SENTENCE.search(body)
    return (body[: end.start() + 1], body[end.end() :]) if end else (body, "")


def _split_drafting(rest: str) -> tuple[str, str]:
    drafting: list[str] = []
    remainder: list[str] = []
    start = 0
    cuts = [(end.start() + 1, end.end()) for end in _SENTENCE.finditer(rest)]
    for stop, following in [*cuts, (len(rest), len(rest))]:
        sentence = rest[start:stop].strip()
        start = following
        if sentence:
            (drafting if _DRAFTING.match(sentence) else remainder).append(sentence)
    return " ".join(drafting), " ".join(remainder)


def _path(path_text: str, whole: str) -> Path:
    words = path_text.strip().rstrip(".;,")
    if not _is_named(whole):
        number = _FILE_NUMBER.fullmatch(words)
        return Path("", number["reference"].strip() if number else words[:300])
    if _is_published(words):
        return Path("", words)
    repository, separator, reference = words.partition(",")
    head, colon, tail = repository.partition(": ")
    if colon:
        repository, reference = head, f"{tail}{separator}{reference}"
    near = get_close_matches(repository.strip(), HOLDERS, n=1, cutoff=0.92)
    return Path(near[0] if near else repository.strip(), reference.strip())


def _is_published(path_text: str) -> bool:
    if _PUBLISHED.search(path_text):
        return True
    return bool(_PAGES_CITED.search(path_text)) and not _ARCHIVAL.search(path_text)

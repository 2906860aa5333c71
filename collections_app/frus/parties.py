"""Who wrote to whom, from the grammar of FRUS headings."""

import re
from typing import NamedTuple

from collections_app.frus.volume import Correspondent


class Named(NamedTuple):
    """A name marked in a heading: its words, the xml:id it points to, and "from" or "to"."""

    words: str
    pointer: str
    is_person: bool
    role: str


_MONTH = "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
# ", Washington, July 8, 1969" and the like at the end is place and date, not a recipient.
_PLACE_AND_DATE = re.compile(
    rf"(?:,\s+[A-Z][^,()]*){{0,2}},\s+(?:[Uu]ndated\b.*|(?:early|mid|late)?\s*{_MONTH}\b.*|\d{{1,2}}\s+{_MONTH}.*)$"
)
# What a speech was held before or about is no part of the speaker's office.
_OCCASION = re.compile(r"\s+(?:Before|Regarding|Concerning|Delivered)\s.*$")
_FARTHEST = 60  # characters into the heading; a "by" beyond belongs to the subject
_FROM = re.compile(r"\b(?:[Ff]rom)\s+")
_BY = re.compile(r"\b(?:[Pp]repared\s+)?(?:[Bb]y|[Pp]repared\s+in|[Pp]repared\s+at)\s+")
_TO = re.compile(
    r"\s+(?:to|for)\s+(?=(?:the|all|certain|each|selected|various|its|[A-Z])\b|[A-Z\[])"
)
# "Assistant to the President" is an office; the "to" after it does not lead to the recipient.
_OFFICE_BEFORE_TO = re.compile(
    r"\b(?:Assistants?|Advis[eo]rs?|Deputy|Deputies|Representatives?|Mission|Delegation|Delegate|"
    r"Counsel|Counselor|Envoy|Aide|Consultant|Observer|Liaison|Emissary|Staff|Secretary|Attaché|"
    r"Mediator|Commissioner|Coordinator)$"
)
_AMBASSADOR = re.compile(r"\b(?:Ambassadors?|Ministers?|Chargé)$")
_PERSON_FOLLOWS = re.compile(
    r"(?:the\s+)?(?:President|Secretary|Department|Acting|Assistant|Under|Deputy|Director|Chairman|"
    r"Prime|Foreign|Minister|Premier|Chancellor|General|Embassy|White|Counselor|Special|Vice|King)"
)
_CORPORATE = re.compile(
    r"\b(?:Department|Embass(?:y|ies)|Legations?|Missions?|Consulates?|Agency|Council|Delegations?|"
    r"Office|Bureau|Staff|Headquarters|Committee|Governments?|Posts?|Stations?|Joint\s+Chiefs|"
    r"White\s+House|Command|Division|Commission|Interests\s+Section|Ministry|Group|Board|Center|"
    r"Directorate|Operation|Organization|Force|Liaison\s+Office|Nations|Administration|Branch)\b"
)
_PERSONAL_OFFICE = re.compile(
    r"\b(?:President|Secretary(?!’s\s+Staff)|Assistant|Director|Chairman|Chief\b(?!s)|Ambassador|Minister|"
    r"Under\s+Secretary|Deputy|Administrator|Adviser|Advisor|Counselor|Representative|Consul\b|"
    r"Consul\s+General|Chargé|Head|Member|Commander|Attaché|Officer|Premier|Chancellor|Senator|"
    r"General\s+[A-Z]|King|Shah|Emperor|Judge|Coordinator|Commissioner|Governor|Envoy)\b"
)
_IN_PARENTHESES = re.compile(r"\s*\(\s*(?P<name>[^()]+?)\s*\)")
_MANY = re.compile(
    r"(?:the\s+)?(?P<kind>Embass|Legation|Consulate|Mission)(?:ies|s)\s+in\s+(?P<places>.+)$"
)
_AND = re.compile(
    r"(?:,\s+|\s+)and\s+(?=to\s+|the\s+|(?:Acting\s+)?(?:Secretary|President|Ambassador)\s"
    r"|Prime\s+Minister|Foreign\s+(?:Minister|Secretary))|;\s+"
)
_WITHHELD = r"\[[^]]*declass[^]]*\]"
_WITHHELD_BESIDE = re.compile(rf"\s*\({_WITHHELD}\)|,?\s+and\s+{_WITHHELD}$")
_HONORIFIC = re.compile(r"^(?:Mr|Mrs|Miss|Ms|Dr)\.\s*")
_NAME = r"[A-Z][\w.’'-]*(?:\s+(?:[A-Z][\w.’'-]*|de|del|la|van|von))*"
_PERSON_OF = re.compile(
    rf"(?P<name>{_NAME}\s+[A-Z][\w’'-]+(?:,\s+[JS]r\.)?),?\s+of\s+(?:the\s+)?(?P<office>.+)"
)
_TITLED = re.compile(
    r"(?P<office>(?:[\w-]+\s+){0,2}(?:President|Vice President|Prime Minister|Foreign Minister|"
    r"Foreign Secretary|Secretary of State|Secretary of Defense|Secretary-General|Chancellor|"
    r"Chairman|Ambassador|General|Premier|King|Senator|Minister|Under Secretary|Secretary))\s+"
    rf"(?P<name>(?!of\b|for\b|in\b){_NAME})"
)


def read_parties(
    title: str, names: list[Named], *, is_talk: bool = False
) -> tuple[tuple[Correspondent, ...], tuple[Correspondent, ...]]:
    """Return senders (or authors) and recipients named by a heading.

    `is_talk`: of a conversation or meeting only an author ("by ...") is read; who took part is
    not who wrote.
    """
    words = _PLACE_AND_DATE.sub("", title)
    if is_talk:
        found = _BY.search(words)
        return (_correspondents(words[found.end() :], names) if found else ()), ()
    sender, recipient = _phrases(words, names)
    if sender or recipient:
        return _correspondents(sender, names), _correspondents(recipient, names)
    senders, recipients = (_marked(names, role) for role in ("from", "to"))
    return senders, recipients


def _marked(names: list[Named], role: str) -> tuple[Correspondent, ...]:
    return tuple(_correspondent(name.words, names) for name in names if name.role == role)


def _phrases(words: str, names: list[Named]) -> tuple[str, str]:
    """Return the words for the sender and for the recipient."""
    if re.match(r"(?:The|Mr\.|President|Secretary)\s", words):
        return _split(words, names, must_reach=True)
    if found := _FROM.search(words, 0, _FARTHEST) or _BY.search(words, 0, _FARTHEST):
        return _split(_OCCASION.sub("", words[found.end() :]), names)
    found = re.match(r"(?:\w+\s+){1,2}(?:to|for)\s+(?=the\s|[A-Z])", words)
    addressed = words[found.end() :] if found else ""
    return "", "" if addressed.lower() == "the record" else addressed


def _split(words: str, names: list[Named], *, must_reach: bool = False) -> tuple[str, str]:
    """Split "X to Y" at the "to" between the parties."""
    candidates = list(_TO.finditer(words))
    if not candidates:
        return ("", "") if must_reach else (words, "")
    chosen = _after_sender(words, candidates, names) or _best(words, candidates)
    if chosen is None:
        return ("", "") if must_reach else (words, "")
    return words[: chosen.start()], words[chosen.end() :]


def _after_sender(
    words: str, candidates: list[re.Match[str]], names: list[Named]
) -> re.Match[str] | None:
    """Return the first "to" after the name marked as the sender's."""
    sender = next((name.words for name in names if name.role == "from"), "")
    place = words.find(sender) if sender else -1
    if place < 0:
        return None
    return next((to for to in candidates if to.start() >= place + len(sender)), None)


def _best(words: str, candidates: list[re.Match[str]]) -> re.Match[str] | None:
    for to in candidates:
        before, after = words[: to.start()], words[to.end() :]
        if before.endswith(")"):
            return to
        is_office = _OFFICE_BEFORE_TO.search(before) or (
            _AMBASSADOR.search(before) and not _PERSON_FOLLOWS.match(after)
        )
        is_open = before.count("(") > before.count(")")
        names_secretary = re.search(r"\bSecretary$", before) and _PERSON_FOLLOWS.match(after)
        if not is_open and (not is_office or names_secretary) and " for " not in to[0]:
            return to
    return None


def _correspondents(phrase: str, names: list[Named]) -> tuple[Correspondent, ...]:
    """Return the parties of a phrase. One whose name or place is withheld is nobody in particular,
    and is left out, so that two unnamed stations never become one; an office alone is kept.
    """
    parts = [part for whole in _AND.split(phrase) for part in _each_post(whole.strip(" ,."))]
    shown = [_WITHHELD_BESIDE.sub("", part).strip(" ,.") for part in parts]
    named = [words for words in shown if words and not re.search(_WITHHELD, words)]
    return tuple(dict.fromkeys(_correspondent(words, names) for words in named))


def _each_post(phrase: str) -> list[str]:
    """Return "Embassy in A", "Embassy in B" for "the Embassies in A and B"."""
    many = _MANY.match(phrase)
    if not many:
        return [phrase]
    kind = many["kind"] + ("y" if many["kind"] == "Embass" else "")
    places = re.split(r",\s+and\s+|,\s+|\s+and\s+", many["places"])
    return [f"{kind} in {place}" for place in places]


def _correspondent(phrase: str, names: list[Named]) -> Correspondent:
    words = re.sub(r"^(?:to\s+)?(?:[Tt]he\s+)?", "", phrase.strip(" ,."))
    persons = [name for name in names if name.is_person and name.words in words]
    named = _IN_PARENTHESES.search(words)
    if named and _is_name(named["name"], persons):
        office = " ".join(_IN_PARENTHESES.sub("", words, count=1).split())
        pointer = next((p.pointer for p in persons if p.words in named["name"]), "")
        return Correspondent(named["name"], office, pointer)
    if persons:
        return _person_in(words, persons[0])
    for pattern in (_PERSON_OF, _TITLED):
        found = pattern.fullmatch(words)
        if (
            found
            and not _CORPORATE.search(found["name"])
            and not _PERSONAL_OFFICE.search(found["name"])
        ):
            return Correspondent(found["name"], found["office"])
    return Correspondent(words, is_corporate=_is_corporate(words))


def _person_in(words: str, person: Named) -> Correspondent:
    before, _, after = words.partition(person.words)
    after = re.sub(r"^[\s,]*(?:of\s+(?:the\s+)?)?", "", after)
    office = " ".join(f"{_HONORIFIC.sub('', before.strip(' ,'))} {after.strip(' ,')}".split())
    return Correspondent(person.words, office, person.pointer)


def _is_name(words: str, persons: list[Named]) -> bool:
    return any(person.words in words for person in persons) or not _CORPORATE.search(words)


def _is_corporate(words: str) -> bool:
    """Whether the phrase names a body and not an office or person within it."""
    body = _CORPORATE.search(words)
    office = _PERSONAL_OFFICE.search(words)
    return body is not None and (office is None or body.start() < office.start())

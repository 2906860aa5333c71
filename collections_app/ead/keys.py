"""What tells a unit again in a later edition of its finding aid, and the code it has here."""

import hashlib
import re
import unicodedata
from collections import Counter

from collections_app.ead.mapping import Described
from collections_app.ead.units import FindingAid

LONGEST_CODE = 60
LONGEST_KEY = 120
LONGEST_SOURCE = 80
# Numbered anew each time the file is written, so they tell nothing again.
_GENERATED = re.compile(r"[a-z]*d\d+e\d+|(ref|id|idp|cid|c|n)\d+", re.IGNORECASE)


def source_of(aid: FindingAid, archive: str) -> str:
    """Return the name of a finding aid among all sources: its archive and its identifier."""
    return _shortened(f"ead:{archive}:{aid.identifier}", LONGEST_SOURCE)


def give_keys(whole: Described) -> None:
    """Give each unit its key: its number, its id, or what it is called and where it stands."""
    numbers = Counter(number for one in whole.walk() for number in one.unit.numbers[:1])
    ids = Counter(one.unit.xml_id for one in whole.walk())
    seen: Counter[str] = Counter()
    whole.key = "whole"
    _give_keys(whole, numbers, ids, seen)


def _give_keys(
    above: Described, numbers: Counter[str], ids: Counter[str], seen: Counter[str]
) -> None:
    for part in above.parts:
        number = part.unit.numbers[0] if part.unit.numbers else ""
        xml_id = part.unit.xml_id
        if part.unit.record_code:
            key = f"r:{part.unit.record_code}"
        elif number and numbers[number] == 1:
            key = f"u:{number}"
        elif xml_id and ids[xml_id] == 1 and not _GENERATED.fullmatch(xml_id):
            key = f"i:{xml_id}"
        else:
            said = [above.key, part.unit.title, *(date.text for date in part.unit.dates)]
            key = f"t:{_digest('|'.join([*said, *part.unit.containers]))}"
        seen[key] += 1
        key = f"{key}#{seen[key]}" if seen[key] > 1 else key
        part.key = _shortened(key, LONGEST_KEY)
        _give_keys(part, numbers, ids, seen)


def code_of_whole(aid: FindingAid, archive: str) -> str:
    """Return the code of a whole: the archive's code and the number it has there."""
    number = aid.whole.numbers[0] if aid.whole.numbers else aid.identifier.rsplit("/", 1)[-1]
    return _code(number if _begins(number, archive) else f"{archive}-{number}")


def code_of_part(part: Described, whole: Described, code: str, archive: str) -> str:
    """Return the code of a part: with its own number, else with its place in the whole."""
    number = part.unit.numbers[0] if part.unit.numbers else ""
    if not number:
        return _code(f"{code}-{part.place}")
    above = whole.unit.numbers[0] if whole.unit.numbers else ""
    if above and _begins(number, above) and number != above:
        return _code(number if _begins(number, archive) else f"{archive}-{number}")
    return _code(f"{code}-{number}")


def free_code(code: str, taken: set[str]) -> str:
    """Return the code itself, or with the first number that makes it free."""
    candidate, number = code, 2
    while candidate.lower() in taken:
        candidate = f"{code[: LONGEST_CODE - 6]}-{number}"
        number += 1
    return candidate


def _begins(number: str, with_this: str) -> bool:
    return _code(number).lower().startswith(_code(with_this).lower())


def _code(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode()
    code = re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-._")
    return _shortened(code or _digest(words), LONGEST_CODE)


def _shortened(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    return f"{text[: longest - 13].rstrip('-._')}-{_digest(text)[:12]}"


def _digest(text: str) -> str:
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:20]

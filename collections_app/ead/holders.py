"""Which archive a finding aid comes from: by its code, its ISIL, its name; else one to be made."""

import re
import unicodedata
from dataclasses import dataclass

from collections_app.ead.opening import BadFindingAid
from collections_app.ead.units import FindingAid
from collections_app.models import Repository
from collections_app.spreadsheets.terms import Ambiguous, Vocabulary

LONGEST_CODE = 20
_ISIL = re.compile(r"[A-Z]{1,4}-[A-Za-z0-9:/-]{1,11}")


@dataclass(frozen=True, slots=True)
class Holder:
    """The archive of a finding aid; `archive` is None for one that would be made as a draft."""

    archive: Repository | None
    code: str
    name: str
    isil: str = ""
    said: str = ""


def find_holder(aid: FindingAid, code: str, archives: Vocabulary) -> Holder:
    """Find the archive: the one named by `code`, else what the finding aid says of itself.

    Raises `BadFindingAid` where `code` is not known, or neither says anything.
    """
    if code:
        found = Repository.objects.filter(code__iexact=code).first()
        if found is None:
            raise BadFindingAid(f"There is no archive with the code {code}")
        return Holder(found, found.code, found.name)
    for said in aid.repository_codes:
        found = Repository.objects.filter(isil__iexact=said).first()
        found = found or Repository.objects.filter(code__iexact=said).first()
        if found is not None:
            return Holder(found, found.code, found.name)
    if not aid.repository:
        raise BadFindingAid("The finding aid does not say which archive it is from; give its code")
    try:
        term = archives.find(aid.repository)
    except Ambiguous as problem:
        raise BadFindingAid(str(problem)) from None
    if term is not None:
        found = Repository.objects.get(pk=term.pk)
        return Holder(found, found.code, found.name)
    return _new(aid)


def _new(aid: FindingAid) -> Holder:
    name = aid.repository[:255]
    isil = next((one for one in aid.repository_codes if _ISIL.fullmatch(one)), "")
    code = _code(aid.repository_codes[0]) if aid.repository_codes else _initials(name)
    taken = {one.lower() for one in Repository.objects.values_list("code", flat=True)}
    stem, number = code, 2
    while code.lower() in taken:
        code, number = f"{stem[: LONGEST_CODE - 3]}-{number}", number + 1
    said = f"The archive “{name}” is not described here: made as a draft, with the code {code}"
    return Holder(None, code, name, isil, said)


def _code(said: str) -> str:
    plain = unicodedata.normalize("NFKD", said).encode("ascii", "ignore").decode()
    code = re.sub(r"[^A-Za-z0-9._]+", "-", plain).strip("-._")[:LONGEST_CODE].rstrip("-._")
    return code or "ARCHIVE"


def _initials(name: str) -> str:
    capitals = "".join(word[0] for word in re.findall(r"\w+", name) if word[0].isupper())
    return _code(capitals if len(capitals) > 1 else name)

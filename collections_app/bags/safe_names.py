"""Names of files that every system and every reader of bags understands alike."""

import re
import unicodedata

MOST_BYTES = 120
UNSAFE = re.compile(r'[<>:"/\\|?*%\x00-\x1f\x7f]')
RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\..*)?", re.IGNORECASE)


def safe_name(words: str, taken: set[str] | None = None, *, otherwise: str = "file") -> str:
    """Return a name near to `words`: composed letters, no separators, controls or per cent signs.

    A per cent sign is left out, as readers of bags do not agree on its meaning. `taken` are the
    names in the same folder, to which the new one is added; two names never differ by case alone.
    """
    name = unicodedata.normalize("NFC", words)
    # Marks that change the direction of what follows can make one name look like another.
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C")
    name = UNSAFE.sub("_", name).strip(" .")
    name = _short(name) or otherwise
    if RESERVED.fullmatch(name):
        name = f"_{name}"
    return name if taken is None else _another(name, taken)


def _short(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    if not dot or len(suffix) > 10:
        stem, suffix = name, ""
    room = MOST_BYTES - len(f"{dot and suffix and '.'}{suffix}".encode())
    stem = stem.encode()[:room].decode(errors="ignore").rstrip(" .")
    return f"{stem}.{suffix}" if suffix else stem


def _another(name: str, taken: set[str]) -> str:
    stem, dot, suffix = name.rpartition(".")
    stem, suffix = (stem, f".{suffix}") if dot and stem else (name, "")
    found, number = name, 1
    while found.casefold() in taken:
        number += 1
        found = f"{stem}-{number}{suffix}"
    taken.add(found.casefold())
    return found

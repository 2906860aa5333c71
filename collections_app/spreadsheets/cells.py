"""What stands in a cell: texts made comparable, lists, the words that clear, and safe writing."""

import re
import unicodedata

CLEAR = "[clear]"
KEEP = "[keep]"
SEPARATOR = "|"
CLEARING = {CLEAR, "∅", "[effacer]"}

# Programs that open a table run a cell that begins with one of these; so may words of our own.
_ACTIVE = r"(?:[=+\-@＝＋－＠\t\r\n]|(?:\[clear\]|\[keep\]|\[effacer\]|∅)\s*$)"
_TO_GUARD = re.compile(rf"'*{_ACTIVE}", re.IGNORECASE)
_GUARDED = re.compile(rf"'+{_ACTIVE}", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")
_LONE = re.compile(r"[\ud800-\udfff]")


def guarded(text: str) -> str:
    """Return a text so that no program takes it for a formula; `unguarded` gives it back."""
    return f"'{text}" if _TO_GUARD.match(text) else text


def unguarded(text: str) -> str:
    """Take off the apostrophe that `guarded` set; any other text stays as it is."""
    return text[1:] if _GUARDED.match(text) else text


def is_clearing(cell: str) -> bool:
    """Whether a cell asks to empty what stands there; a blank cell keeps it."""
    return cell.strip().casefold() in CLEARING


def is_keeping(cell: str) -> bool:
    """Whether a cell leaves what stands there: it is blank or says so."""
    said = cell.strip()
    return not said or said.casefold() == KEEP


def has_control(text: str) -> bool:
    return not text.isprintable() and bool(_CONTROL.search(text) or _LONE.search(text))


def text_of(text: str) -> str:
    """Return a text of many lines as it is kept: composed letters, plain line ends, no controls."""
    if text.isascii() and text.isprintable():
        return text.strip()
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = _LONE.sub("\ufffd", _CONTROL.sub("", plain))
    return unicodedata.normalize("NFC", plain).strip()


def line_of(text: str) -> str:
    """Return a text of one line as it is kept: as `text_of`, any white space one space."""
    return " ".join(text_of(text).split())


def folded(text: str) -> str:
    """Return a name as names are compared: without case, accents, kinds of dash and apostrophe."""
    if text.isascii():
        return " ".join(text.lower().replace("`", "'").split())
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    plain = re.sub(r"[‐-―−]", "-", re.sub(r"[‘’ʼ`´]", "'", plain))
    return " ".join(re.sub(r"[“”«»]", '"', plain).split())


def parts_of(cell: str, separator: str = SEPARATOR) -> list[str]:
    r"""Split a cell that lists several things; `\|` is the separator itself, `\\` a backslash."""
    if "\\" not in cell:
        return [said for said in map(line_of, cell.split(separator)) if said]
    parts: list[str] = []
    part, position = "", 0
    while position < len(cell):
        letter = cell[position]
        follows = cell[position + 1 : position + 2]
        if letter == "\\" and follows and (follows == "\\" or follows == separator[0]):
            part, position = part + follows, position + 2
        elif cell.startswith(separator, position):
            parts, part, position = [*parts, part], "", position + len(separator)
        else:
            part, position = part + letter, position + 1
    return [said for said in map(line_of, [*parts, part]) if said]


def joined(parts: list[str], separator: str = SEPARATOR) -> str:
    r"""Write several things into one cell; what `parts_of` gives back is the same."""
    escaped = [
        part.replace("\\", "\\\\").replace(separator[0], f"\\{separator[0]}") for part in parts
    ]
    return f" {separator} ".join(escaped)

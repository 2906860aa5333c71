"""The words of a text file: UTF-8, else Windows-1252, with and without a byte order mark."""

import codecs

from briefingbooks.essays.document import UnreadableEssay

MOST_BYTES = 7_000_000

_MARKS = {
    codecs.BOM_UTF8: "utf-8",
    codecs.BOM_UTF16_LE: "utf-16-le",
    codecs.BOM_UTF16_BE: "utf-16-be",
}


def decoded(data: bytes) -> tuple[str, str]:
    """Return the text of a file, its lines ended by a line feed, and the name of its encoding.

    Raises `UnreadableEssay` for an empty file and for one that is no text.
    """
    if len(data) > MOST_BYTES:
        raise UnreadableEssay(f"The file has more than {MOST_BYTES // 1_000_000} million bytes.")
    if not data.strip():
        raise UnreadableEssay("The file is empty.")
    text, name = _read(data)
    if "\x00" in text:
        raise UnreadableEssay("There is a null character: the file is damaged or is no text.")
    for end in ("\r\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"):
        text = text.replace(end, "\n")
    return text, name


def _read(data: bytes) -> tuple[str, str]:
    for mark, encoding in _MARKS.items():
        if data.startswith(mark):
            return _by_mark(data[len(mark) :], encoding)
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), "Windows-1252"
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        raise UnreadableEssay(
            f"Line {line}: this is neither UTF-8 nor Windows-1252. Save the file as UTF-8."
        ) from fault


def _by_mark(data: bytes, encoding: str) -> tuple[str, str]:
    try:
        return data.decode(encoding), encoding.upper().removesuffix("-LE").removesuffix("-BE")
    except UnicodeDecodeError as fault:
        raise UnreadableEssay("The file is damaged: its text can not be read.") from fault

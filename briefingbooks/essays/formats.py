"""Which reader a file needs, by its bytes; its name only says what its text is."""

import re
from pathlib import PurePath

from briefingbooks.essays.decoding import MOST_BYTES, decoded
from briefingbooks.essays.document import Essay, UnreadableEssay
from briefingbooks.essays.markdown import read_markdown
from briefingbooks.essays.plain_text import read_plain_text
from briefingbooks.essays.web_page import read_web_page
from briefingbooks.essays.word import read_word
from briefingbooks.essays.word_package import is_word

__all__ = ["ACCEPTED", "MOST_BYTES", "read_essay", "short_name"]
ACCEPTED = (
    "Word (.docx), plain text (.txt, UTF-8 or Windows-1252), Markdown (.md) or a saved web page "
    "(.html)."
)
_PAGE = re.compile(r"\s*(?:<\?xml[^>]*>\s*)?<(?:!doctype html|html)\b", re.IGNORECASE)
_OTHERS = {
    b"%PDF-": "a PDF document",
    b"\xd0\xcf\x11\xe0": "an old Word document (.doc); save it as .docx",
    b"{\\rtf": "a rich text document; save it as .docx",
}


def read_essay(name: str, data: bytes) -> tuple[Essay, str, str]:
    """Return what a file holds, the name of its encoding, and its text where it is a text file.

    Raises `UnreadableEssay`, with what to do about it, for a file that is refused.
    """
    for mark, words in _OTHERS.items():
        if data.startswith(mark):
            raise UnreadableEssay(f"The file is {words}. {ACCEPTED}")
    if data.startswith(b"PK\x03\x04"):
        if not is_word(data):
            raise UnreadableEssay(f"The file is packed, but is no Word document. {ACCEPTED}")
        if len(data) > MOST_BYTES:
            raise UnreadableEssay("The file is too large; take the pictures out of it.")
        return read_word(data), "", ""
    text, encoding = decoded(data)
    ending = PurePath(name).suffix.lower()
    if ending in (".html", ".htm", ".xhtml") or _PAGE.match(text):
        return read_web_page(text), encoding, ""
    if ending in (".md", ".markdown"):
        return read_markdown(text), encoding, ""
    return read_plain_text(text), encoding, text


def short_name(name: str) -> str:
    """Return the name of a file without folders."""
    return PurePath(name.replace("\\", "/")).name[-100:] or "essay"

"""Parts of a citation put together with the right points: safe HTML in, safe HTML out. Pure."""

import re
from html import escape, unescape

_TAG = re.compile(r"<[^>]*>")


def said(words: str) -> str:
    """Return words as safe HTML."""
    return escape(words, quote=False)


def italic(words: str, language: str = "en") -> str:
    """Return the title of a whole: in italics, its language marked where it is foreign."""
    return f"<i>{_marked(words, language)}</i>" if words else ""


def quoted(words: str, language: str = "en") -> str:
    """Return the title of a part: in quotation marks, those inside turned into single ones."""
    inner = words.replace("“", "‘").replace("”", "’")
    return f"“{_marked(inner, language)}”" if words else ""


def roman(words: str, language: str = "en") -> str:
    return _marked(words, language) if words else ""


def plain(html: str) -> str:
    """Return what a citation reads, without its marks."""
    return unescape(_TAG.sub("", html))


def run_on(*parts: str) -> str:
    """Join the parts of a note with commas: none before a parenthesis, inside closing quotes."""
    text = ""
    for part in filter(None, parts):
        if not text:
            text = part
        elif part.startswith(("(", ": ")):
            text += part if part[0] == ":" else f" {part}"
        elif text.endswith("”"):
            text = f"{text[:-1]},” {part}"
        else:
            text += f", {part}"
    return text


def sentences(*parts: str) -> str:
    """Join the parts of a bibliography entry, each ending in one full stop, inside quotes."""
    return " ".join(_stopped(part) for part in parts if part)


def capital(html: str) -> str:
    """Let a part begin with a capital letter."""
    return html[:1].upper() + html[1:]


def _stopped(part: str) -> str:
    if part.startswith("<a "):
        return part
    if plain(part).rstrip("”’").endswith((".", "?", "!")):
        return part
    return f"{part[:-1]}.”" if part.endswith("”") else f"{part}."


def _marked(words: str, language: str) -> str:
    if not language or language.startswith("en"):
        return said(words)
    return f'<span lang="{escape(language)}">{said(words)}</span>'

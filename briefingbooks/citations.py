"""Works as notes and bibliography print them (Chicago notes and bibliography). Pure."""

from html import escape

from briefingbooks.models import Source

_QUOTED = (Source.Kind.CHAPTER, Source.Kind.ARTICLE, Source.Kind.NEWS, Source.Kind.WEB_PAGE,
           Source.Kind.POSTING)  # fmt: skip


def _title(source: Source, words: str) -> str:
    title = escape(words)
    return f"“{title}”" if source.kind in _QUOTED else f"<i>{title}</i>"


def _where(source: Source) -> str:
    """Container, volume, number, place, publisher and date, as a note runs them together."""
    imprint = ": ".join(filter(None, [source.place, source.publisher]))
    facts = escape(", ".join(filter(None, [imprint, source.year])))
    if source.kind in (Source.Kind.BOOK, Source.Kind.CHAPTER) and facts:
        facts = f"({facts})"
    container = f"<i>{escape(source.container)}</i>" if source.container else ""
    return _joined(container, escape(source.volume), escape(source.number), facts)


def _joined(*parts: str) -> str:
    """Join parts with commas, except before a parenthesis and after a closing quotation mark."""
    text = ""
    for part in filter(None, parts):
        if not text:
            text = part
        elif part.startswith("("):
            text += f" {part}"
        elif text.endswith("”"):
            text = f"{text[:-1]},” {part}"
        else:
            text += f", {part}"
    return text


def full_note(source: Source, locator: str = "") -> str:
    """Return the first citation of a work in a book, as safe HTML."""
    return _joined(
        escape(source.authors), _title(source, source.title), _where(source), escape(locator)
    )


def short_note(source: Source, locator: str = "") -> str:
    """Return a later citation: short form of the author, short title, locator; never “ibid.”."""
    author = source.authors_sorted.split(",")[0] or source.authors
    return _joined(
        escape(author), _title(source, source.short_title or source.title), escape(locator)
    )


def bibliography_entry(source: Source) -> str:
    """Return the line of the bibliography, as safe HTML ending in a full stop."""
    author = escape(source.authors_sorted or source.authors)
    title = _title(source, source.title)
    title = f"{title[:-1]}.”" if title.endswith("”") else f"{title}."
    where = _where(source).removeprefix("(").removesuffix(")")
    lead = f"{author.rstrip('.')}. " if author else ""
    return f"{lead}{title} {where}.".replace(" .", ".") if where else f"{lead}{title}"
